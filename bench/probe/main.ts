/**
 * `npm run bench:probe [-- --keras] [--only verdicts|cancel|memory]`: how long a verdict takes from a cold worker, how fast a probe can be cancelled, and whether anything is left behind
 * after many probes. With `--keras` the same experiments run as exported scripts in real Keras, in the same run, and the ratio is printed.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { openWorkerRunner } from '../../src/cli/probe-worker';
import type { Experiment } from '../../src/experiment/experiment';
import { kerasScript } from '../../src/plan/keras-script';
import { openProbeRunner } from '../../src/protocol/probe-runner';
import { pythonEnvironment } from '../../tools/python/environment';
import { loadBundled } from '../../tools/parity/bundled';
import { benchModels, fullExperiment, userExperiment } from './models';
import type { leftovers as Leftovers } from './leftovers';

const { values: options } = parseArgs({ options: { keras: { type: 'boolean', default: false }, only: { type: 'string' } } });
const wanted = (part: string): boolean => options.only === undefined || options.only === part;
const folder = fileURLToPath(new URL('../../dist', import.meta.url));
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
console.log(`${cpus().length} processors, ${cpus()[0]?.model ?? ''}, Node ${process.version}`);

/** From no worker at all to the verdict. */
async function cold(experiment: Experiment): Promise<{ readonly ms: number; readonly steps: number; readonly outcome: string }> {
  const started = performance.now();
  const runner = openWorkerRunner({ folder, backend: 'wasm' });
  const verdict = await runner.start(experiment).result;
  const ms = performance.now() - started;
  runner.dispose();
  return {
    ms,
    steps: verdict.arms.flatMap(({ runs }) => runs).reduce((sum, run) => sum + run.steps, 0),
    outcome: verdict.outcome,
  };
}

/** The exported script in real Keras: the whole process, and the import alone. */
async function keras(experiment: Experiment): Promise<{ readonly ms: number; readonly importMs: number } | undefined> {
  const script = kerasScript(experiment, Infinity);
  if (script === undefined) return undefined;
  const { python } = await pythonEnvironment('keras3');
  const home = mkdtempSync(join(tmpdir(), 'loss-probe-bench-'));
  const timed = (text: string): number => {
    writeFileSync(join(home, 'script.py'), text);
    const started = performance.now();
    const { status, stderr } = spawnSync(python, [join(home, 'script.py')], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr.slice(-500));
    return performance.now() - started;
  };
  try {
    return { importMs: timed('import keras'), ms: timed(script) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

if (wanted('verdicts'))
  console.log('\nVerdict, cold: 2 arms x 5 runs x 150 steps, nothing left out; and what a person waits for');
for (const model of wanted('verdicts') ? benchModels : []) {
  const full = await cold(fullExperiment(model));
  const user = await cold(userExperiment(model));
  const parts = [
    `${seconds(full.ms)} for ${full.steps} steps`,
    `a person waits ${seconds(user.ms)} (${user.steps} steps, ${user.outcome})`,
  ];
  const real = options.keras ? await keras(fullExperiment(model)) : undefined;
  if (real)
    parts.push(
      `real Keras ${seconds(real.ms)}, ${seconds(real.importMs)} of it import: ${(real.ms / full.ms).toFixed(1)} times as long, ${((real.ms - real.importMs) / full.ms).toFixed(1)} without import`,
    );
  console.log(`  ${model.name}: ${parts.join('; ')}`);
}

const [first] = benchModels;
if (first && wanted('cancel')) {
  const long: Experiment = { ...fullExperiment(first), budget: { steps: 100_000 }, seeds: { count: 20, extendTo: 20 } };
  const waits: number[] = [];
  let cancelled = 0;
  for (let i = 0; i < 100; i++) {
    // Over when its thread has really ended, not only when the verdict says so.
    let ended = Promise.resolve();
    const runner = openProbeRunner({
      backend: 'wasm',
      spawn: () => {
        const worker = new Worker(join(folder, 'worker.cjs'));
        ended = once(worker, 'exit').then(() => undefined);
        return worker;
      },
      schedule: () => () => undefined,
    });
    const probe = runner.start(long);
    // From before the worker is up to the middle of training.
    await new Promise((resolve) => setTimeout(resolve, i * 5));
    const started = performance.now();
    probe.cancel();
    const { reason } = await probe.result;
    await ended;
    waits.push(performance.now() - started);
    if (reason.kind === 'cancelled') cancelled += 1;
    runner.dispose();
  }
  waits.sort((a, b) => a - b);
  const within = waits.filter((ms) => ms <= 100).length;
  console.log(
    `\nCancel, until the thread has ended: ${cancelled} of 100 cancelled, ${within} of 100 within 100 ms; median ${waits[50]?.toFixed(1)} ms, longest ${waits.at(-1)?.toFixed(1)} ms`,
  );
}

if (wanted('memory')) {
  const { leftovers } = (await loadBundled('bench/probe/leftovers.ts')) as { readonly leftovers: typeof Leftovers };
  const left = await leftovers(200);
  console.log(
    `\nLeft behind after 200 probes: ${left.tensors} tensors; WebAssembly heap ${left.heapBefore} MB after the first 20, ${left.heapAfter} MB at the end; process ${left.rssBefore} MB, ${left.rssAfter} MB`,
  );
}
