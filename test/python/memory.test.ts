import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { testParser } from '../support/parser';

test('trees are deleted: parsing again and again takes no more WebAssembly memory', async () => {
  const { parse } = await testParser();
  const program = readFileSync(new URL('recordings/statements.py', import.meta.url), 'utf8');
  const text = program.repeat(Math.ceil(5000 / program.split('\n').length));
  const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
  parse(text);
  const before = grow.mock.calls.length;
  // Twelve undeleted trees of this size do not fit into what the memory begins with.
  for (let i = 0; i < 12; i++) expect(parse(text).errors).toEqual([]);
  expect(grow.mock.calls.length).toBe(before);
  grow.mockRestore();
});
