/** Damaged versions of every rule's own examples: whatever is left of them, no rule throws, and all places and edits lie within the text. */
import { expect, test } from 'vitest';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { readProgram } from '../../src/read/read';
import { rules } from '../../src/rules/index';
import { applyEdits } from '../../src/text/edit';
import { generator, mutate } from '../support/mutate';
import { testParser } from '../support/parser';

test('no rule is broken by what is left of a program', async () => {
  const parser = await testParser();
  const random = generator(7);
  const programs = rules.flatMap(({ docs }) => [docs.bad, docs.good]);
  const failures: string[] = [];
  let found = 0;
  for (let i = 0; i < 2_000; i++) {
    const text = mutate(programs[i % programs.length] ?? '', random);
    const source = { id: 'main.py', text };
    const sources = new Map([[source.id, source]]);
    const modules = new Map([[source.id, parser.parse(text)]]);
    const program = readProgram({ entry: source.id, sources, modules, resolve: () => undefined });
    const { findings, problems } = lint({ program, sources, entry: source.id, rules }, noConfig);
    found += findings.length;
    if (problems.length > 0) failures.push(`${problems.join('; ')}\n${text}`);
    for (const { rule, place, fixes } of findings) {
      if (place.start < 0 || place.end > text.length || place.start > place.end) failures.push(`${rule} points outside\n${text}`);
      for (const { title, edits } of fixes) {
        if (applyEdits(source.id, text, edits) === text) failures.push(`${rule}: "${title}" changes nothing\n${text}`);
      }
    }
  }
  expect(failures.slice(0, 3)).toEqual([]);
  expect(found).toBeGreaterThan(500);
});
