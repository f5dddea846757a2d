/**
 * `npm run judgement [-- A/A-RUNS-A-MODEL POWER-RUNS-A-DEFECT]`: how often the probe confirms a difference that is not there (must stay under 1%),
 * and how often it finds one that is (at least 95%).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadBundled } from '../../tools/parity/bundled';
import type { realDifference as RealDifference, sameProgram as SameProgram, Tally } from './run';

const require = createRequire(import.meta.url);
const bytes = (name: string) => new Uint8Array(readFileSync(require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`)));
const wasm = { simd: bytes('tfjs-backend-wasm-simd.wasm'), plain: bytes('tfjs-backend-wasm.wasm') };
const { sameProgram, realDifference } = (await loadBundled('bench/judgement/run.ts')) as {
  readonly sameProgram: typeof SameProgram;
  readonly realDifference: typeof RealDifference;
};

const [same = 45, power = 100] = process.argv.slice(2).map(Number);

const print = ({ name, runs, outcomes }: Tally): void => {
  const words = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
  process.stdout.write(`  ${name}: ${words.join(', ')} of ${runs}\n`);
};

/** Exact (Clopper-Pearson) upper 97.5% bound of a share, by bisection of the binomial tail. */
function upperBound(hits: number, runs: number): number {
  const tail = (p: number): number => {
    let term = (1 - p) ** runs;
    let sum = term;
    for (let k = 1; k <= hits; k++) {
      term *= ((runs - k + 1) / k) * (p / (1 - p));
      sum += term;
    }
    return sum;
  };
  let [low, high] = [hits / runs, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (tail(middle) > 0.025) low = middle;
    else high = middle;
  }
  return high;
}

let [total, confirmed, worse] = [0, 0, 0];
process.stdout.write('The same program in both arms\n');
await sameProgram(wasm, same, (tally) => {
  print(tally);
  total += tally.runs;
  confirmed += tally.outcomes.confirmed ?? 0;
  worse += tally.outcomes['fix-worse'] ?? 0;
});
process.stdout.write(
  `falsely confirmed ${confirmed} of ${total}, at most ${(100 * upperBound(confirmed, total)).toFixed(2)}% (exact 95% interval); falsely "fix-worse" ${worse}\n`,
);

const missed: string[] = [];
process.stdout.write('A defect and its fix\n');
await realDifference(wasm, power, (tally) => {
  print(tally);
  if ((tally.outcomes.confirmed ?? 0) < 0.95 * tally.runs) missed.push(tally.name);
});
process.exitCode = confirmed < 0.01 * total && missed.length === 0 ? 0 : 1;
