import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment/experiment';
import type { Progress } from '../../src/experiment/verdict';
import { openProbeRunner, type ProbeRunner } from '../../src/protocol/probe-runner';
import { arm, data, dense, experiment, features, loss, optimizer, sequential, withFix } from '../probe/support/experiments';

const require = createRequire(import.meta.url);
let folder = '';
let runner: ProbeRunner;

const spawn = (name: string): Worker => new Worker(join(folder, name));
const schedule = (milliseconds: number, callback: () => void) => {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
};

/** Bundles the worker as esbuild.mjs does, into a folder of its own. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loss-probe-worker-'));
  await esbuild.build({
    entryPoints: ['src/worker/node.ts'],
    outfile: join(folder, 'worker.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  for (const name of ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm']) {
    copyFileSync(require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`), join(folder, name));
  }
  runner = openProbeRunner({ spawn: () => spawn('worker.cjs'), schedule });
});

afterAll(() => {
  runner.dispose();
  rmSync(folder, { recursive: true });
});

const asWritten = arm({
  model: sequential([8], [dense(16, 'relu'), dense(1, 'softmax')]),
  loss: loss('BinaryCrossentropy'),
  optimizer: optimizer('Adam', { learning_rate: 0.01 }),
});
const fixed = withFix({ ...asWritten, model: sequential([8], [dense(16, 'relu'), dense(1, 'sigmoid')]) });
const spec = experiment([asWritten, fixed], data(features(8), { kind: 'binary' }), { budget: { steps: 100 } });
const endless: Experiment = {
  ...spec,
  arms: spec.arms.map((each) => ({ ...each, fit: { ...each.fit, epochs: 1e6 } })),
  budget: { steps: 1e7 },
};

test('runs on wasm in the worker, reports whole snapshots, and repeats itself', async () => {
  const snapshots: Progress[] = [];
  const first = await runner.start(spec, { onProgress: (progress) => snapshots.push(progress) }).result;
  expect(first.outcome).toBe('confirmed');
  expect(first.engine.backend).toBe('wasm');
  // How many there are depends on how fast the machine is; a short test may end before the first.
  for (const snapshot of snapshots) {
    expect(snapshot.arms.length).toBe(2);
    expect(snapshot.done).toBeGreaterThan(0);
  }
  expect(snapshots.map(({ done }) => done)).toEqual(snapshots.map(({ done }) => done).sort((a, b) => a - b));
  const again = await runner.start(spec).result;
  expect({ ...again, ms: 0 }).toEqual({ ...first, ms: 0 });
  // A fresh worker gives the same, too.
  const other = openProbeRunner({ spawn: () => spawn('worker.cjs'), schedule });
  expect({ ...(await other.start(spec).result), ms: 0 }).toEqual({ ...first, ms: 0 });
  other.dispose();
});

test('a test that goes on is heard of while it does', async () => {
  let stop = (): void => undefined;
  const heard = new Promise<Progress>((resolve) => {
    const running = runner.start(endless, { onProgress: resolve });
    stop = () => running.cancel();
  });
  expect((await heard).arms.length).toBe(2);
  stop();
});

test('cancel ends a running probe at once, and the next one runs', async () => {
  const waits: number[] = [];
  for (let i = 0; i < 5; i++) {
    const running = runner.start(endless);
    await new Promise((resolve) => setTimeout(resolve, i === 0 ? 600 : 250));
    const before = performance.now();
    running.cancel();
    const verdict = await running.result;
    waits.push(performance.now() - before);
    expect(verdict.reason).toEqual({ kind: 'cancelled' });
  }
  // Milliseconds where the machine is free (npm run bench); here only: not at the end of the run.
  expect(Math.max(...waits)).toBeLessThan(2000);
  expect((await runner.start(spec).result).outcome).toBe('confirmed');
});

test('a probe that waits its turn can be cancelled too', async () => {
  const running = runner.start(endless);
  const waiting = runner.start(spec);
  waiting.cancel();
  expect((await waiting.result).reason).toEqual({ kind: 'cancelled' });
  running.cancel();
  await running.result;
});

test('a deadline is kept, and said', async () => {
  const verdict = await runner.start({ ...endless, budget: { steps: 1e7, deadlineMs: 300 } }).result;
  expect(verdict.outcome).toBe('failed');
  expect(verdict.reason).toEqual({ kind: 'deadline', ms: 300 });
});

test('a worker that cannot be loaded is a verdict, not a crash', async () => {
  const broken = openProbeRunner({ spawn: () => spawn('missing.cjs'), schedule });
  const verdict = await broken.start(spec).result;
  expect(verdict.outcome).toBe('failed');
  expect(verdict.reason.kind).toBe('error');
  broken.dispose();
});

test('without its wasm files the worker falls back to the cpu backend with the same figures', async () => {
  const short = { ...spec, budget: { steps: 20 } };
  const cpu = openProbeRunner({ spawn: () => spawn('worker.cjs'), schedule, backend: 'cpu' });
  const [a, b] = [await cpu.start(short).result, await runner.start(short).result];
  cpu.dispose();
  expect(a.engine.backend).toBe('cpu');
  a.arms.forEach((each, i) => {
    each.runs.forEach((run, r) => {
      run.curve.loss.forEach((value, s) => expect(value ?? 0).toBeCloseTo(b.arms[i]?.runs[r]?.curve.loss[s] ?? 1, 5));
    });
  });
});
