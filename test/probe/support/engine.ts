import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openEngine } from '../../../src/probe/engine';
import type { Engine } from '../../../src/experiment/verdict';

const require = createRequire(import.meta.url);
const bytes = (name: string) => new Uint8Array(readFileSync(require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`)));

let opened: Promise<Engine> | undefined;

/** The wasm engine, started once for all tests of a thread. */
export const engine = (): Promise<Engine> =>
  (opened ??= openEngine({
    choice: 'wasm',
    wasm: () => Promise.resolve({ simd: bytes('tfjs-backend-wasm-simd.wasm'), plain: bytes('tfjs-backend-wasm.wasm') }),
  }));
