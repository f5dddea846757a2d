import { describe, expect, test } from 'vitest';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { rules } from '../../src/rules/index';
import { analyze } from '../support/analyze';
import { asExpected, readCarets } from './support/carets';

/** A rule that is off by default speaks here all the same. */
const everyRuleOn = {
  ...noConfig,
  rules: Object.fromEntries(rules.filter(({ severity }) => severity === 'off').map(({ id }) => [id, 'hint' as const])),
};

async function findingsOf(python: string) {
  const input = await analyze(python);
  const { findings, problems } = lint({ ...input, rules }, everyRuleOn);
  expect(problems).toEqual([]);
  return findings;
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('the page of %s', (id, { docs }) => {
  test('its bad example has exactly one finding of the rule, at the carets', async () => {
    const { text, expected } = readCarets(docs.bad);
    expect(expected.map(({ rule }) => rule)).toEqual([id]);
    expect(
      asExpected(
        (await findingsOf(text)).filter(({ rule }) => rule === id),
        text,
      ),
    ).toEqual(expected);
  });

  test('its good example has none', async () => {
    expect((await findingsOf(docs.good)).map(({ rule }) => rule)).not.toContain(id);
  });

  test('says everything a reader needs', () => {
    for (const text of [docs.summary, docs.why, docs.limits, docs.fixSafety, docs.probe])
      expect(text.trim().length).toBeGreaterThan(20);
    expect(docs.references.length).toBeGreaterThan(0);
    for (const link of docs.references) expect(() => new URL(link)).not.toThrow();
  });
});
