/** The tensor backend: TensorFlow's own library where it is installed, wasm from bytes that are handed in, or the plain cpu backend. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { BackendChoice, Engine } from '../experiment/verdict';
import { supplyKernels } from './kernels';
import { supplyGradients } from './kernels/gradients';

/** The contents of `tfjs-backend-wasm-simd.wasm` and of `tfjs-backend-wasm.wasm`, for processors without SIMD. */
export interface WasmBytes {
  readonly simd: Uint8Array<ArrayBuffer>;
  readonly plain: Uint8Array<ArrayBuffer>;
}

/** What a verdict names where plans computed everything. */
export const planEngine: Engine = { backend: 'wasm', version: tf.version_core };

/** What the world has to offer. */
export interface Backends {
  readonly choice: BackendChoice;
  /** Loads `@tensorflow/tfjs-node`, which registers itself with the engine all copies of tfjs-core share; throws where it is not installed. */
  readonly native?: (() => void) | undefined;
  readonly wasm: () => Promise<WasmBytes | undefined>;
}

/**
 * Makes a backend ready, once per process. `auto` takes native TensorFlow when it is installed and loads, else `wasm` when its bytes are there
 * and it starts, else `cpu`; so does a choice that cannot be had, and the verdict says what ran. Threads stay off: on two cores they cost more
 * than they bring.
 */
export async function openEngine({ choice, native, wasm }: Backends): Promise<Engine> {
  tf.enableProdMode();
  supplyGradients();
  if ((choice === 'auto' || choice === 'tensorflow') && native !== undefined && (await startNative(native)))
    return { backend: 'tensorflow', version: tf.version_core };
  const bytes = choice === 'cpu' ? undefined : await wasm();
  if (bytes !== undefined && (await startWasm(bytes))) {
    supplyKernels();
    return { backend: 'wasm', version: tf.version_core };
  }
  await tf.setBackend('cpu');
  await tf.ready();
  return { backend: 'cpu', version: tf.version_core };
}

async function startNative(load: () => void): Promise<boolean> {
  try {
    load();
    const started = await tf.setBackend('tensorflow');
    await tf.ready();
    return started;
  } catch {
    return false;
  }
}

async function startWasm(bytes: WasmBytes): Promise<boolean> {
  // The backend only knows how to fetch its file, so its fetch is answered with the bytes for the time it starts.
  const platform = tf.env().platform;
  try {
    setThreadsCount(1);
    setWasmPaths('/', true);
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    tf.env().setPlatform('loss-probe', {
      ...wholePlatform(platform),
      fetch: (path: string) =>
        Promise.resolve(
          new Response(path.includes('simd') ? bytes.simd : bytes.plain, { headers: { 'content-type': 'application/wasm' } }),
        ),
    });
    const started = await tf.setBackend('wasm');
    await tf.ready();
    return started;
  } catch {
    return false;
  }
}

type Platform = typeof tf.env extends () => infer E ? (E extends { platform: infer P } ? P : never) : never;

/** The platform's methods live on its prototype; a copy has to carry them. */
function wholePlatform(platform: Platform): Platform {
  return {
    fetch: (path, init) => platform.fetch(path, init),
    now: () => platform.now(),
    encode: (text, encoding) => platform.encode(text, encoding),
    decode: (bytes, encoding) => platform.decode(bytes, encoding),
    setTimeoutCustom: (functionRef, delay) => platform.setTimeoutCustom?.(functionRef, delay),
    isTypedArray: (a): a is Float32Array | Int32Array | Uint8Array | Uint8ClampedArray => platform.isTypedArray(a),
  };
}
