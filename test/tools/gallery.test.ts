/** The gallery shows each rule alone, keeps the promises of its fixes, and has something for every cause people look for. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lint } from '../../src/lint/lint';
import { rules } from '../../src/rules/index';
import { everyRuleOn, judgedProgram, judgeFixes } from '../../tools/fixes/judge';
import { causes } from '../../tools/gallery/causes';
import { galleryPrograms } from '../../tools/gallery/files';
import { analyze } from '../support/analyze';
import { testParser } from '../support/parser';

const repository = resolve(import.meta.dirname, '../..');

/** Warnings and errors of other rules that a program cannot do without, and why. */
const unavoidable: Readonly<Record<string, { readonly rules: readonly string[]; readonly reason: string }>> = {};

describe.each(galleryPrograms(rules))('$path', ({ rule, kind, path }) => {
  test('has the mistake if it is the bad one, and no other warning or error', async () => {
    const text = readFileSync(join(repository, path), 'utf8');
    const { findings, problems } = lint({ ...(await analyze(text)), rules }, everyRuleOn);
    const own = findings.filter((finding) => finding.rule === rule.id);
    const others = findings.filter(
      (finding) => finding.rule !== rule.id && (finding.severity === 'error' || finding.severity === 'warning'),
    );
    expect(problems).toEqual([]);
    expect(own).toHaveLength(kind === 'bad' ? 1 : 0);
    expect(others.map((finding) => finding.rule)).toEqual(unavoidable[path]?.rules ?? []);
  });

  test('keeps what its fixes promise', async () => {
    const program = judgedProgram(path, readFileSync(join(repository, path), 'utf8'));
    if (!program) throw new Error('it is a script');
    expect(judgeFixes(await testParser(), program).violations).toEqual([]);
  });
});

test.each(causes)('$title: its rules are there, each with an example', ({ rules: ids }) => {
  expect(ids).not.toHaveLength(0);
  expect(ids.filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
});
