/** The replay of a raw program from what the plan makes of it. */
import type { Experiment } from '../../src/experiment/experiment';
import { buildGraph } from '../../src/probe/graph';
import type { TrainerOptions } from '../../src/probe/trainer';
import { parityWeight, type ParityCase } from './case';
import type { RawRecording } from './raw';
import { replayed, type Replay } from './replay';

/** Trains what the plan made of the program. Variables are told apart by their order. */
export function replayRaw(recording: RawRecording, experiment: Experiment, by?: TrainerOptions['by']): Replay {
  const [arm] = experiment.arms;
  const one = recording.case;
  if (!arm) throw new Error(`${one.name}: nothing was planned`);
  const { weights } = buildGraph(arm.model, { keras: experiment.semantics.keras, remembers: false });
  const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  if (weights.map(({ shape }) => size(shape)).join() !== recording.weights.map(size).join())
    throw new Error(
      `${one.name}: TensorFlow has variables of ${recording.weights.map((shape) => `[${shape.join()}]`).join(' ')}, the probe of ${weights.map(({ shape }) => `[${shape.join()}]`).join(' ')}`,
    );
  const [shape] = arm.model.nodes.flatMap(({ class: name, config }) =>
    name === 'InputLayer' ? [config.shape as readonly number[]] : [],
  );
  const parity: ParityCase = {
    ...one,
    // A reshape of the data may be read as done before the model.
    inputs: [{ ...one.input, ...(shape && { shape }) }],
    model: arm.model,
    heads: arm.heads,
    optimizer: arm.optimizer,
    keras: experiment.semantics.keras,
  };
  return replayed(
    {
      parity,
      semantics: experiment.semantics,
      initial: one.ownWeights ? undefined : recording.weights.map((shape, i) => parityWeight(parity, 'raw', i, 'kernel', shape)),
      gradients: recording.gradients.map((norm, weight) => ({ weight, norm })),
      losses: recording.losses,
    },
    by,
  );
}
