/** What both workers do, once their entry has a port, the wasm bytes and a clock. */
import type { Experiment } from '../experiment/experiment';
import { stream } from '../experiment/random';
import type { BackendChoice, Engine } from '../experiment/verdict';
import { openChannel, type Channel, type Envelope } from '../protocol/envelope';
import type { ProbeApi, ProbeEvents } from '../protocol/probe';
import { openEngine, type WasmBytes } from '../probe/engine';
import { runExperiment, type ExperimentHooks } from '../probe/experiment';

export interface World {
  readonly post: (message: Envelope) => void;
  /** Undefined where the files cannot be had. */
  readonly wasm: () => Promise<WasmBytes | undefined>;
  /** Loads native TensorFlow; throws where it is not installed. */
  readonly native?: (() => void) | undefined;
  readonly now: () => number;
}

/** Serves the probe's requests; hand the port's messages to the channel. */
export function serveProbe(world: World): Channel<Record<string, never>, ProbeEvents> {
  // Nothing of ours draws from it; whatever the tensor library may draw is the same each time.
  const chance = stream(1, 'Math.random');
  Math.random = () => chance.uniform();
  let engine: Promise<Engine> | undefined;
  /** Plans are WebAssembly: who asks for another backend gets that one alone. */
  let by: ExperimentHooks['by'];

  const channel: Channel<Record<string, never>, ProbeEvents> = openChannel<
    ProbeApi,
    Record<string, never>,
    Record<string, never>,
    ProbeEvents
  >({
    post: world.post,
    listeners: {},
    handlers: {
      'engine/open': ({ backend }) => (engine ??= open(backend)),
      'experiment/run': async ({ experiment }: { readonly experiment: Experiment }) =>
        runExperiment(experiment, {
          engine: await (engine ??= open('auto')),
          by,
          now: world.now,
          onProgress: (progress) => channel.emit('progress', progress),
        }),
    },
  });

  const open = (choice: BackendChoice): Promise<Engine> => {
    by = choice === 'auto' || choice === 'wasm' ? 'plan or tfjs' : 'tfjs';
    return openEngine({ choice, native: world.native, wasm: () => world.wasm() });
  };
  return channel;
}
