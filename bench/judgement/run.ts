/** Runs the self-tests of the judgement; bundled by main.ts. */
import type { Experiment } from '../../src/experiment/experiment';
import { openEngine, type WasmBytes } from '../../src/probe/engine';
import { runExperiment } from '../../src/probe/experiment';
import { defects, experimentOf, programs } from './programs';

export interface Tally {
  readonly name: string;
  readonly runs: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

const STEPS = 60;

async function repeat(wasm: WasmBytes, name: string, count: number, make: (first: number) => Experiment): Promise<Tally> {
  const engine = await openEngine({ choice: 'wasm', wasm: () => Promise.resolve(wasm) });
  const outcomes: Record<string, number> = {};
  for (let i = 0; i < count; i++) {
    // Seeds of their own for every repetition, the extension included.
    const { outcome } = runExperiment(make(1 + i * 10), { engine, now: () => performance.now() });
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return { name, runs: count, outcomes };
}

/** Both arms the same program, the second with its own weights and batches. */
export async function sameProgram(wasm: WasmBytes, count: number, report: (tally: Tally) => void): Promise<void> {
  for (const each of programs) {
    const second = { ...each.arm, role: 'withFix' as const, title: 'The same', salt: 1 };
    report(await repeat(wasm, each.name, count, (first) => experimentOf(each, [each.arm, second], first, STEPS)));
  }
}

/** A defect and its fix: the difference is there. */
export async function realDifference(wasm: WasmBytes, count: number, report: (tally: Tally) => void): Promise<void> {
  for (const { name, asWritten, fixed } of defects) {
    const second = { ...fixed.arm, role: 'withFix' as const, title: 'With fix', salt: 1 };
    report(await repeat(wasm, name, count, (first) => experimentOf(asWritten, [asWritten.arm, second], first, STEPS * 2)));
  }
}
