/** The part of the parity tool that needs tensors; bundled before it is loaded (bundled.ts). */
import { openEngine, type WasmBytes } from '../../src/probe/engine';
import type { Recording } from './case';
import { replay, type Replay } from './replay';

export type Compared = Replay | { readonly error: string };

/** Replays recordings on the wasm backend. */
export async function compare(recordings: readonly Recording[], wasm: WasmBytes): Promise<readonly Compared[]> {
  await openEngine({ choice: 'wasm', wasm: () => Promise.resolve(wasm) });
  return recordings.map((recording) => {
    try {
      return replay(recording);
    } catch (error) {
      return { error: String(error) };
    }
  });
}
