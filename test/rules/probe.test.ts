/** Every rule that promises a test by training keeps the promise on its own page: its bad example becomes an experiment. */
import { expect, test } from 'vitest';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { fixedPrograms } from '../../src/plan/fixes';
import { planFinding } from '../../src/plan/plan';
import { readProgram } from '../../src/read/read';
import { rules } from '../../src/rules/index';
import { analyze } from '../support/analyze';
import { testParser } from '../support/parser';
import { readCarets } from './support/carets';

test.each(rules.map((rule) => [rule.id, rule] as const))('the example of %s can be tested as it says', async (id, { docs }) => {
  const { program, sources, entry } = await analyze(readCarets(docs.bad).text);
  const parser = await testParser();
  const { findings } = lint({ program, sources, entry, rules }, { ...noConfig, rules: { [id]: 'warning' } });
  const finding = findings.find(({ rule }) => rule === id);
  if (!finding) throw new Error('the bad example has no finding');
  if (finding.experiment.kind === 'none') {
    expect(finding.experiment.reason).not.toBe('');
    return;
  }
  const fixed = fixedPrograms(finding, sources, (changed) =>
    readProgram({
      entry,
      sources: changed,
      modules: new Map([...changed].map(([name, { text }]) => [name, parser.parse(text)])),
      resolve: () => undefined,
    }),
  );
  const planned = planFinding(program, finding, fixed);
  expect(planned).toMatchObject({ kind: 'experiment' });
  expect(planned.kind === 'experiment' && planned.experiment.arms.length).toBeGreaterThan(1);
});
