/** Trains a recorded case with the probe and compares. */
import type { Computed } from '../../src/experiment/verdict';
import { soundUpdate, type Semantics } from '../../src/experiment/experiment';
import { buildGraph } from '../../src/probe/graph';
import type { Rows } from '../../src/probe/batches';
import { createTrainer, type TrainerOptions } from '../../src/probe/trainer';
import { parityInput, parityTarget, parityWeight, type ParityCase, type Recording } from './case';

export interface Replay {
  /** Largest relative difference of a step's loss (absolute below 1e-2, where 1e-6 counts as 1e-4); Infinity where one is NaN and the other not. */
  readonly worst: number;
  readonly worstStep: number;
  /** Largest relative difference of a first gradient's norm. */
  readonly worstGradient: number;
  readonly losses: readonly number[];
  /** What computed them. */
  readonly computed: Computed;
}

/** Absolute floor: differences below 1e-6 are none, whatever the loss is. */
const FLOOR = 1e-6;

export const relative = (a: number, b: number): number =>
  Math.abs(a - b) <= FLOOR ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));

/** Replays a recording; the engine must be open. `by`: what may compute. */
export function replay({ case: parity, weights, gradients, losses }: Recording, by?: TrainerOptions['by']): Replay {
  const { keras } = parity;
  const ours = buildGraph(parity.model, { keras, remembers: true }).weights.map(
    ({ node, name, shape }) => `${node}/${name.split('/').at(-1) ?? ''} [${shape.join()}]`,
  );
  const theirs = weights.map(({ layer, name, shape }) => `${layer}/${name} [${shape.join()}]`);
  if (ours.join() !== theirs.join())
    throw new Error(`${parity.name}: Keras has the weights ${theirs.join(', ')}; the probe has ${ours.join(', ')}`);
  const semantics: Semantics = { backend: 'keras-tensorflow', keras };
  return replayed({ parity, semantics, initial: weightsFor(parity, weights), gradients, losses }, by);
}

export interface Recorded {
  readonly parity: ParityCase;
  readonly semantics: Semantics;
  /** Initial values in the order of the graph's weights; its own initializers where left out. */
  readonly initial: readonly Float32Array[] | undefined;
  readonly gradients: Recording['gradients'];
  readonly losses: Recording['losses'];
}

/** Trains step by step beside what was recorded. */
export function replayed({ parity, semantics, initial, gradients, losses }: Recorded, by?: TrainerOptions['by']): Replay {
  const trainer = createTrainer(
    { model: parity.model, heads: parity.heads, optimizer: parity.optimizer, update: soundUpdate },
    semantics,
    parity.seed,
    { given: initial, by },
  );
  const inputs = parity.inputs.map((_, i) => parityInput(parity, i));
  const targets = parity.targets.map((_, i) => parityTarget(parity, i));
  const result: number[] = [];
  let worst = 0;
  let worstStep = 0;
  let worstGradient = 0;
  for (let step = 0; step < parity.steps; step++) {
    const from = (step % parity.batches) * parity.batch;
    const rows = ({ shape, data }: { readonly shape: readonly number[]; readonly data: Float64Array }): Rows => {
      const width = shape.slice(1).reduce((a, b) => a * b, 1);
      return {
        shape: [parity.batch, ...shape.slice(1)],
        data: Float32Array.from(data.subarray(from * width, (from + parity.batch) * width)),
      };
    };
    const { loss, norms } = trainer.step({ inputs: inputs.map(rows), targets: targets.map(rows) });
    result.push(loss);
    const recorded = losses[step] ?? NaN;
    const difference =
      Number.isFinite(loss) && Number.isFinite(recorded)
        ? relative(loss, recorded)
        : Number.isFinite(loss) === Number.isFinite(recorded)
          ? 0
          : Infinity;
    if (difference > worst) [worst, worstStep] = [difference, step];
    if (step === 0) {
      for (const { weight, norm } of gradients) {
        // A gradient of nothing and no gradient are one: both leave the weight where it is.
        worstGradient = Math.max(worstGradient, relative(norms[weight] ?? 0, norm ?? 0));
      }
    }
  }
  trainer.dispose();
  return { worst, worstStep, worstGradient, losses: result, computed: trainer.computed() };
}

/** Initial weights in Keras's order, which is the graph's. */
function weightsFor(parity: ParityCase, weights: Recording['weights']): Float32Array[] {
  const counts = new Map<string, number>();
  return weights.map(({ layer, name, shape }) => {
    const index = counts.get(layer) ?? 0;
    counts.set(layer, index + 1);
    return parityWeight(parity, layer, index, name, shape);
  });
}
