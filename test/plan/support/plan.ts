import type { Experiment } from '../../../src/experiment/experiment';
import { noConfig } from '../../../src/lint/config';
import { lint } from '../../../src/lint/lint';
import { fixedPrograms } from '../../../src/plan/fixes';
import type { Planned } from '../../../src/plan/outcome';
import { planFinding } from '../../../src/plan/plan';
import { readProgram } from '../../../src/read/read';
import type { TrainingProgram } from '../../../src/facts/training';
import { rules } from '../../../src/rules/index';
import type { Sources } from '../../../src/text/source';
import { testParser } from '../../support/parser';

const parser = await testParser();

export function read(sources: Sources): TrainingProgram {
  const modules = new Map([...sources].map(([id, { text }]) => [id, parser.parse(text)] as const));
  return readProgram({ entry: 'main.py', sources, modules, resolve: () => undefined });
}

export const textOf = (text: string): Sources => new Map([['main.py', { id: 'main.py', text }]]);

/** The plan for the first finding of a rule, which is heard even where it is off. */
export function plan(text: string, rule: string): Planned {
  const sources = textOf(text);
  const program = read(sources);
  const { findings } = lint({ program, sources, entry: 'main.py', rules }, { ...noConfig, rules: { [rule]: 'warning' } });
  const finding = findings.find((one) => one.rule === rule);
  if (!finding) throw new Error(`${rule} does not speak; heard: ${findings.map((one) => one.rule).join(', ')}`);
  return planFinding(program, finding, fixedPrograms(finding, sources, read));
}

export function experimentOf(planned: Planned): Experiment {
  if (planned.kind !== 'experiment') throw new Error(`${planned.what}: ${planned.name}`);
  return planned.experiment;
}
