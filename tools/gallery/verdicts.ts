/**
 * `npm run gallery:verdicts`: tests the finding of every rule's bad program as a person would, and writes what came out to `docs/verdicts.md`: rule, outcome, effect,
 * milliseconds. A rule that cannot be tested by training says why. Needs the built worker.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { openWorkerRunner } from '../../src/cli/probe-worker';
import { createReader } from '../../src/cli/reading';
import type { Verdict } from '../../src/experiment/verdict';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { fixedPrograms } from '../../src/plan/fixes';
import { planFinding } from '../../src/plan/plan';
import { testExperiment } from '../../src/plan/run';
import { rules } from '../../src/rules/index';
import { testParser } from '../../test/support/parser';
import { galleryFolder } from './files';

const root = fileURLToPath(new URL('../../', import.meta.url));
const reader = createReader(await testParser(), root);
const runner = openWorkerRunner({ folder: join(root, 'dist'), backend: 'wasm' });
const rows: string[] = [];
const counts = new Map<string, number>();

for (const { id } of rules) {
  const { script } = await reader.read(join(root, galleryFolder, id, 'bad.py'));
  if (!script) throw new Error(`the gallery has no program of ${id}`);
  const { program, sources, source } = script;
  const { findings } = lint({ program, sources, entry: source.id, rules }, { ...noConfig, rules: { [id]: 'warning' } });
  const finding = findings.find(({ rule }) => rule === id);
  if (!finding) throw new Error(`${id} does not speak of its own program`);
  const planned = planFinding(
    program,
    finding,
    fixedPrograms(finding, sources, (changed) => reader.reread(script, changed)),
  );
  if (planned.kind !== 'experiment') add(id, 'not tested', planned.name, '');
  else {
    const { verdict } = await testExperiment(planned.experiment, (one) => runner.start(one).result);
    add(id, verdict.outcome, effectOf(verdict), String(Math.round(verdict.ms)));
  }
}
runner.dispose();

function add(id: string, outcome: string, effect: string, ms: string): void {
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  rows.push(`| [${id}](rules/${id}.md) | ${outcome} | ${effect.replaceAll('|', '\\|')} | ${ms} |`);
  console.log(`${id}: ${outcome}  ${effect}  ${ms}`);
}

/** `accuracy 50% -> 94%, better in 5 of 5 runs`. */
function effectOf({ reason, judging, evidence, arms, best }: Verdict): string {
  const number = (value: number | null | undefined): string => (value === null || value === undefined ? 'NaN' : value.toFixed(2));
  if (reason.kind === 'keras-raises') return `Keras raises: ${reason.message}`;
  if (reason.kind === 'not-supported') return `${reason.what}: ${reason.name}`;
  if (!('pairs' in reason)) return reason.kind;
  // After one step the metric of both is that of the start.
  if (evidence === 'one-step')
    return `the first step moves no weight as written, and moves them with the fix, in ${reason.better} of ${reason.pairs} runs`;
  const fixed = arms[best ?? 1]?.median.metric;
  return `${judging.metric} ${number(arms[0]?.median.metric)} as written, ${number(fixed)} with the fix; better in ${reason.better}, worse in ${reason.worse} of ${reason.pairs} runs`;
}

const summary = [...counts].map(([outcome, count]) => `${outcome} ${count}`).join(', ');
const text = `# What the tests of the examples say

Made by \`npm run gallery:verdicts\` from the program in \`examples/gallery\` that has the mistake, on made-up data, as anybody can test it with
\`loss-probe probe examples/gallery/RULE/bad.py\`. A warning may be contradicted: then it says so here too. Milliseconds are of the machine that made this table.

${rules.length} rules: ${summary}.

| Rule | Outcome | Effect, or why it is not trained | ms |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
writeFileSync(join(root, 'docs/verdicts.md'), await format(text, { parser: 'markdown', printWidth: 160 }));
console.log(summary);
