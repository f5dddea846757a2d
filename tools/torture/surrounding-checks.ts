/** What holds of a data file, a log or settings, whatever is in them: nothing throws, nothing grows beyond bounds, what is said is about it. */
import { diagnose } from '../../src/evidence/answer/answer';
import { lookAtData } from '../../src/evidence/data/look';
import { readLog } from '../../src/evidence/log/read-log';
import { isExcluded, readPyproject } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { noConfig } from '../../src/lint/config';
import type { OwnFiles } from '../../src/plan/own/own-data';
import { planBaseline } from '../../src/plan/plan';
import type { PythonParser } from '../../src/python/parser';
import { readProgram } from '../../src/read/read';
import { rules } from '../../src/rules/index';
import type { Sources } from '../../src/text/source';
import { largestPlan, type Counts, type Failure } from './checks';
import type { Surrounding } from './surroundings';

const id = 'main.py';
const known = rules.map((rule) => rule.id);

export function examineSurrounding(parser: PythonParser, input: Surrounding, counts: Counts, failures: Failure[]): void {
  if (input.kind === 'settings') {
    counts.settings++;
    const { config } = readPyproject(input.text, known);
    for (const path of input.paths) isExcluded(path, config.exclude);
    return;
  }
  const sources: Sources = new Map([[id, { id, text: input.text }]]);
  const modules = new Map([[id, parser.parse(input.text)]]);
  const program = readProgram({ entry: id, sources, modules, resolve: () => undefined });
  const findingsOf = (one: typeof program): ReturnType<typeof lint> =>
    lint({ program: one, sources, entry: id, rules }, noConfig);
  if (input.kind === 'log') {
    counts.logs++;
    const { findings } = findingsOf(program);
    const answer = diagnose({ program, sources, findings, rules, log: { log: readLog(input.log), name: 'the log' } });
    if (answer.headline === '') failures.push({ check: 'data', detail: 'the log has no answer' });
    return;
  }
  counts.data++;
  const files: OwnFiles = new Map([[input.file, { bytes: input.bytes }]]);
  const looked = lookAtData(program, files);
  const { findings, problems } = findingsOf(looked.program);
  failures.push(...problems.map((detail): Failure => ({ check: 'rule', detail })));
  counts.findings += findings.length;
  diagnose({ program: looked.program, sources, findings, rules, looked });
  for (const run of program.runs) {
    counts.plans++;
    const planned = planBaseline(run, undefined, files, program.untracked);
    if (planned.kind !== 'experiment') continue;
    if (planned.experiment.data.own) counts.ownRows++;
    const size = JSON.stringify(planned).length;
    if (size > largestPlan) failures.push({ check: 'plan', detail: `the experiment has ${size} characters` });
  }
}
