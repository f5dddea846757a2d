/** Entry of the probe's worker_thread (dist/worker.cjs). The wasm files lie beside it. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { WasmBytes } from '../probe/engine';
import { serveProbe } from './serve';

async function readWasm(): Promise<WasmBytes | undefined> {
  try {
    const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(join(__dirname, name)));
    return { simd: await read('tfjs-backend-wasm-simd.wasm'), plain: await read('tfjs-backend-wasm.wasm') };
  } catch {
    return undefined;
  }
}

/** Installed beside the extension or in the checkout by whoever wants it (`npm run backend:node`); never looked for in a workspace. */
const native = (): void => {
  createRequire(__filename)('@tensorflow/tfjs-node');
};

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');
const channel = serveProbe({
  post: (message) => port.postMessage(message),
  wasm: readWasm,
  native,
  now: () => performance.now(),
});
port.on('message', (message: unknown) => channel.receive(message));
