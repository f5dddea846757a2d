/** What both workers do, once their entry has a port, the wasm bytes and a clock. */
import type { Experiment } from '../experiment/experiment';
import { stream } from '../experiment/random';
import type { BackendChoice, Engine, Progress } from '../experiment/verdict';
import { openChannel, type Channel, type Envelope } from '../protocol/envelope';
import type { ProbeApi, ProbeEvents } from '../protocol/probe';
import { Refused, warm } from '../probe/compiled/machine';
import { openEngine, planEngine, type WasmBytes } from '../probe/engine';
import { runExperiment } from '../probe/experiment';

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
  let choice: BackendChoice = 'auto';
  /** Of the tensor library, which is started when something is first computed by it: plans do without. */
  let engine: Promise<Engine> | undefined;
  const opened = (): Promise<Engine> => (engine ??= openEngine({ choice, native: world.native, wasm: () => world.wasm() }));
  /** Plans are WebAssembly: who asks for another backend gets that one alone. */
  const mayPlan = (): boolean => choice === 'auto' || choice === 'wasm';

  const channel: Channel<Record<string, never>, ProbeEvents> = openChannel<
    ProbeApi,
    Record<string, never>,
    Record<string, never>,
    ProbeEvents
  >({
    post: world.post,
    listeners: {},
    handlers: {
      'engine/open': async ({ backend }) => {
        choice = backend;
        if (!mayPlan()) return opened();
        warm();
        return planEngine;
      },
      'experiment/run': async ({ experiment }: { readonly experiment: Experiment }) => {
        const hooks = { now: world.now, onProgress: (progress: Progress) => channel.emit('progress', progress) };
        if (engine === undefined && mayPlan()) {
          try {
            return runExperiment(experiment, { ...hooks, engine: planEngine, by: 'plan' });
          } catch (error) {
            // Some part is not for a plan: from here on with the tensor library.
            if (!(error instanceof Refused)) throw error;
          }
        }
        return runExperiment(experiment, { ...hooks, engine: await opened(), by: mayPlan() ? 'plan or tfjs' : 'tfjs' });
      },
    },
  });
  return channel;
}
