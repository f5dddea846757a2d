import { expect, test } from 'vitest';
import { withoutLongComments } from '../../src/python/long-comments';
import { testParser } from '../support/parser';

const comments = (count: number): string => '# a comment with "quotes\'\n'.repeat(count);

test('few comments stay as they are', () => {
  expect(withoutLongComments(comments(20))).toBe(comments(20));
});

test('many become blank at the same length, and what looks like one in a string stays', () => {
  const text = `a = f"""\n${'# {b}\n'.repeat(60)}"""\nc = '#' # said\n${comments(60)}d = "\\"#" \\\n  + 'e'\n`;
  const blank = withoutLongComments(text);
  expect(blank).toHaveLength(text.length);
  expect(blank.split('\n').length).toBe(text.split('\n').length);
  expect(blank).toContain('# {b}\n'.repeat(60));
  expect(blank).toContain(`c = '#'       \n`);
  expect(blank).toContain(`d = "\\"#" \\\n  + 'e'\n`);
  expect(blank).not.toContain('comment');
});

test('the tree is the same with and without them', async () => {
  const parser = await testParser();
  const text = (count: number): string => `if a:\n${comments(count)}    b = 1\n${comments(count)}c = 2\n`;
  const shape = (count: number): unknown =>
    JSON.parse(
      JSON.stringify(parser.parse(text(count)), (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value)),
    );
  expect(shape(3_000)).toEqual(shape(3));
});
