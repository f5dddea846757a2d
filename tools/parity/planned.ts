/** What the plan makes of a raw case's program. */
import type { Experiment } from '../../src/experiment/experiment';
import { planBaseline } from '../../src/plan/plan';
import { readProgram } from '../../src/read/read';
import { testParser } from '../../test/support/parser';
import type { RawCase } from './cases/raw';
import { wholeProgram } from './raw';

const entry = 'main.py';

/** Throws where the program is not understood: every raw case is one that can be planned. */
export async function planned(one: RawCase): Promise<Experiment> {
  const text = wholeProgram(one);
  const modules = new Map([[entry, (await testParser()).parse(text)] as const]);
  const sources = new Map([[entry, { id: entry, text }]]);
  const [run] = readProgram({ entry, sources, modules, resolve: () => undefined }).runs;
  if (!run) throw new Error(`${one.name}: no training was found`);
  const plan = planBaseline(run);
  if (plan.kind === 'not-testable') throw new Error(`${one.name}: ${plan.what}: ${plan.name}`);
  return plan.experiment;
}
