/** What many probes leave behind; bundled by main.ts. */
import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '../../src/probe/engine';
import { runExperiment } from '../../src/probe/experiment';
import { benchModels, fullExperiment } from './models';

export interface Leftovers {
  /** More tensors than before the first probe. */
  readonly tensors: number;
  readonly heapBefore: number;
  readonly heapAfter: number;
  readonly rssBefore: number;
  readonly rssAfter: number;
}

/** Probes small and large models in turn. Megabytes. */
export async function leftovers(probes: number): Promise<Leftovers> {
  const dist = join(process.cwd(), 'dist');
  const bytes = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(dist, name)));
  const engine = await openEngine({
    choice: 'wasm',
    wasm: () => Promise.resolve({ simd: bytes('tfjs-backend-wasm-simd.wasm'), plain: bytes('tfjs-backend-wasm.wasm') }),
  });
  const before = tf.memory().numTensors;
  const heap = (): number => Math.round((tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length / 1e6);
  const rss = (): number => Math.round(process.memoryUsage.rss() / 1e6);
  let [heapBefore, rssBefore] = [0, 0];
  for (let i = 0; i < probes; i++) {
    const model = benchModels[i % benchModels.length];
    if (model === undefined) break;
    const experiment = fullExperiment(model);
    runExperiment(
      { ...experiment, budget: { steps: 3 }, seeds: { count: 5, extendTo: 5, first: 1 + i * 5 } },
      { engine, now: () => performance.now() },
    );
    if (i === 19) [heapBefore, rssBefore] = [heap(), rss()];
  }
  return { tensors: tf.memory().numTensors - before, heapBefore, heapAfter: heap(), rssBefore, rssAfter: rss() };
}
