import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Canonical, canonical, firstDifference } from '../../tools/python-ast/canonical';
import { type RecordedScope, scopeDifference } from '../../tools/python-ast/scopes';
import { testParser } from '../support/parser';

// CPython's own trees and scopes of these files, written by `npm run parity:ast -- --record`; that command also compares with its whole library.
const folder = new URL('recordings/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.py'));

test('there are recordings', () => expect(files.length).toBeGreaterThanOrEqual(5));

interface Recording {
  readonly tree: Canonical;
  readonly scopes: RecordedScope;
}

test.each(files)('%s parses as in CPython, with the same spans and scopes', async (name) => {
  const { parse } = await testParser();
  const text = readFileSync(new URL(name, folder), 'utf8');
  const recorded = JSON.parse(readFileSync(new URL(name.replace('.py', '.json'), folder), 'utf8')) as Recording;
  const module = parse(text);
  expect(module.errors).toEqual([]);
  expect(firstDifference(canonical(module), recorded.tree)).toBeUndefined();
  expect(scopeDifference(module, text, recorded.scopes)).toBeUndefined();
});

test.each(['\r\n', '\r'])('line ends %j change nothing but offsets', async (end) => {
  const { parse } = await testParser();
  for (const name of files) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const module = parse(text.replaceAll('\n', end));
    expect(module.errors).toEqual([]);
    expect(withoutSpans(canonical(module))).toEqual(withoutSpans(canonical(parse(text))));
  }
});

test('the comparison finds a difference of structure, of span and of value', async () => {
  const { parse } = await testParser();
  const of = (text: string): Canonical => canonical(parse(text));
  expect(firstDifference(of('a + b'), of('a - b'))).toContain('ours "+", CPython "-"');
  expect(firstDifference(of('a +  b'), of('a + b'))).toContain('ours 6, CPython 5');
  expect(firstDifference(of('f(1   )'), of('f(1, 2)'))).toContain('Call');
  expect(firstDifference('a\ufffd', 'a–')).toBeUndefined();
  expect(firstDifference('a\ufffd', 'a--')).toBeDefined();
  expect(firstDifference('a', '\ufffd')).toBeDefined();
});

/** The offsets of every node made 0; they are the second and third of an array that begins with a kind. */
function withoutSpans(tree: Canonical): Canonical {
  if (!Array.isArray(tree)) return tree;
  const spanned = typeof tree[0] === 'string' && typeof tree[1] === 'number';
  return tree.map((each: Canonical, i) => (spanned && (i === 1 || i === 2) && typeof each === 'number' ? 0 : withoutSpans(each)));
}
