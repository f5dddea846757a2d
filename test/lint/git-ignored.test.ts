import { expect, test } from 'vitest';
import { isGitIgnored, type GitIgnore } from '../../src/lint/git-ignored';

const root = (text: string): readonly GitIgnore[] => [{ folder: '', text }];

test.each([
  ['*.ipynb', 'a/b.ipynb', true],
  ['*.ipynb', 'a/b.py', false],
  ['# old', 'old', false],
  ['old/', 'a/old/b.py', true],
  ['/old/', 'old/b.py', true],
  ['/old/', 'a/old/b.py', false],
  ['/train.py', 'a/train.py', false],
  ['/*.py', 'train.py', true],
  ['/*.py', 'a/train.py', false],
  ['data/raw', 'data/raw/b.py', true],
  ['data/raw', 'a/data/raw/b.py', false],
  ['train*\n!train_final.py', 'train_final.py', false],
  ['!train.py\ntrain.py\r\n', 'train.py', true],
])('%j of %j: %j', (text, path, ignored) => {
  expect(isGitIgnored(path, root(text))).toBe(ignored);
});

test('a file of an inner folder speaks of what lies in it, and has the last word', () => {
  const files = [...root('*.py'), { folder: 'kept', text: '!train.py' }];
  expect(isGitIgnored('kept/train.py', files)).toBe(false);
  expect(isGitIgnored('train.py', files)).toBe(true);
  expect(isGitIgnored('kept.py', [{ folder: 'kept', text: '*.py' }])).toBe(false);
});
