import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../src/text/edit';
import type { Rule } from '../../../src/rules/define';
import { analyze, type Files } from '../../support/analyze';
import { asExpected, readCarets } from './carets';

export interface Cases {
  /** Programs with carets under what is reported. */
  readonly flags: Readonly<Record<string, Files>>;
  /** Programs in which the rule finds nothing. */
  readonly ignores: Readonly<Record<string, Files>>;
  /** The program after one of the first finding's fixes: the first, or the one whose title matches. */
  readonly fixes?: Readonly<Record<string, { readonly before: string; readonly after: string; readonly title?: RegExp }>>;
}

const mapFiles = (files: Files, change: (text: string) => string): Files =>
  typeof files === 'string'
    ? change(files)
    : Object.fromEntries(Object.entries(files).map(([name, text]) => [name, change(text)]));

/** Tests one rule on Python programs, read through the real parser and interpreter. */
export function ruleTest(rule: Rule, { flags, ignores, fixes = {} }: Cases): void {
  const run = async (files: Files) => {
    const { program, sources, entry } = await analyze(mapFiles(files, (text) => readCarets(text).text));
    return { findings: rule.check({ program, sources }).map(({ finding }) => finding), entry, sources };
  };
  describe(rule.id, () => {
    test.each(Object.entries(flags))('flags %s', async (_, files) => {
      const { findings, sources } = await run(files);
      const texts = typeof files === 'string' ? { 'main.py': files } : files;
      for (const [name, fixture] of Object.entries(texts)) {
        const id = `/project/${name}`;
        const here = findings.filter(({ place }) => place.source === id);
        expect(asExpected(here, sources.get(id)?.text ?? '')).toEqual(readCarets(fixture).expected);
      }
      expect(findings).not.toHaveLength(0);
    });
    test.each(Object.entries(ignores))('ignores %s', async (_, files) => {
      expect((await run(files)).findings).toEqual([]);
    });
    test.each(Object.entries(fixes))('fixes %s', async (_, { before, after, title }) => {
      const { findings, entry } = await run(before);
      const offered = findings[0]?.fixes ?? [];
      const fix = title ? offered.find((one) => title.test(one.title)) : offered[0];
      expect(fix, `offered: ${offered.map((one) => one.title).join('; ')}`).toBeDefined();
      expect(applyEdits(entry, before, fix?.edits ?? [])).toBe(after);
    });
  });
}
