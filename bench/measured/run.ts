/** Runs the measured defects; bundled by main.ts. Prints a line a defect and returns how many agree. */
import { openEngine, type WasmBytes } from '../../src/probe/engine';
import { runExperiment } from '../../src/probe/experiment';
import { experimentOf, measured, more, type Defect } from './defects';

export interface Outcome {
  readonly name: string;
  readonly expected: string;
  readonly outcome: string;
  readonly agrees: boolean;
  readonly figures: string;
  readonly ms: number;
}

const show = (value: number | null | undefined): string => (value === null || value === undefined ? 'NaN' : value.toPrecision(3));

export async function runMeasured(
  wasm: WasmBytes,
  which: 'measured' | 'more',
  filter: string,
  print: (line: string) => void,
): Promise<readonly Outcome[]> {
  const engine = await openEngine({ choice: 'wasm', wasm: () => Promise.resolve(wasm) });
  const defects: readonly Defect[] = which === 'measured' ? measured : more;
  return defects
    .filter(({ name }) => name.includes(filter))
    .map((defect) => {
      const verdict = runExperiment(experimentOf(defect), {
        engine,
        now: () => performance.now(),
        task: (seed, arm) => (arm === 0 ? defect.asWritten : defect.fixed).task(seed),
      });
      const [a, b] = verdict.arms;
      const comparison = verdict.comparisons[0];
      const agrees =
        defect.expected === 'partly'
          ? verdict.outcome === 'inconclusive' || verdict.outcome === 'confirmed'
          : verdict.outcome === defect.expected;
      const figures = `${show(a?.median.metric)} vs ${show(b?.median.metric)}, better ${comparison?.better ?? 0}, worse ${comparison?.worse ?? 0} of ${comparison?.pairs ?? 0}, NaN ${a?.nanRuns ?? 0}, p ${show(comparison?.p)}`;
      print(
        `${agrees ? 'ok  ' : 'DIFF'} ${defect.name}: ${verdict.outcome} (${verdict.reason.kind}); Keras: ${defect.expected}; ${figures}; ${Math.round(verdict.ms)} ms`,
      );
      return { name: defect.name, expected: defect.expected, outcome: verdict.outcome, agrees, figures, ms: verdict.ms };
    });
}
