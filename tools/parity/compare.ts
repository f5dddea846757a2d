/** The part of the parity tool that needs tensors; bundled before it is loaded (bundled.ts). */
import { openEngine, type WasmBytes } from '../../src/probe/engine';
import type { Experiment } from '../../src/experiment/experiment';
import type { Recording } from './case';
import type { RawRecording } from './raw';
import { replay, type Replay } from './replay';
import { replayRaw } from './replay-raw';

export type Compared = Replay | { readonly error: string };

/** A recording of a raw program comes with what was planned of it. */
export type Compares = Recording | { readonly recording: RawRecording; readonly experiment: Experiment };

/** Replays recordings on the wasm backend. */
export async function compare(recordings: readonly Compares[], wasm: WasmBytes): Promise<readonly Compared[]> {
  await openEngine({ choice: 'wasm', wasm: () => Promise.resolve(wasm) });
  return recordings.map((one) => {
    try {
      return 'experiment' in one ? replayRaw(one.recording, one.experiment) : replay(one);
    } catch (error) {
      return { error: String(error) };
    }
  });
}
