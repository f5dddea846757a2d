/** Values of a program that can be exchanged for another one in the experiment: learning rate, activation of the hidden layers, loss, backend. */
import { layerRecord } from '../knowledge/layers';
import { table } from '../facts/table';
import type { Arm, Experiment, Semantics } from '../experiment/experiment';
import type { NodeSpec, OptimizerSpec } from '../experiment/model';
import { plainNumber } from './numbers';

export interface ValueOffer {
  /** `learning_rate` */
  readonly setting: Setting;
  /** For people. */
  readonly label: string;
  /** As the program has it. */
  readonly current: string;
  readonly choices: readonly string[];
}

type Setting = 'learning_rate' | 'activation' | 'loss' | 'backend';

const rates = ['1', '0.1', '0.01', '0.001', '0.0001', '0.00001'];
const activations = ['relu', 'elu', 'selu', 'gelu', 'tanh', 'sigmoid', 'linear'];
const losses: Readonly<Record<string, readonly string[]>> = table({
  binary: ['BinaryCrossentropy', 'MeanSquaredError'],
  multilabel: ['BinaryCrossentropy', 'MeanSquaredError'],
  regression: ['MeanSquaredError', 'MeanAbsoluteError', 'Huber', 'LogCosh'],
  input: ['MeanSquaredError', 'MeanAbsoluteError', 'BinaryCrossentropy'],
});

/** What may be tried on the program as written. */
export function valueOffers(experiment: Experiment): readonly ValueOffer[] {
  const [asWritten] = experiment.arms;
  if (asWritten === undefined) return [];
  return [
    rateOffer(asWritten),
    activationOffer(asWritten),
    lossOffer(experiment, asWritten),
    backendOffer(experiment, asWritten),
  ].filter((one) => one !== undefined);
}

function rateOffer({ optimizer }: Arm): ValueOffer | undefined {
  const { learning_rate: rate } = optimizer.config;
  // A schedule is not one value.
  if (typeof rate === 'object' && rate !== null) return undefined;
  const current = typeof rate === 'number' ? plainNumber(rate) : `${optimizerName(optimizer)}'s default`;
  return { setting: 'learning_rate', label: 'Learning rate', current, choices: rates };
}

function activationOffer(arm: Arm): ValueOffer | undefined {
  const hidden = hiddenLayers(arm);
  const current = [
    ...new Set(hidden.map(({ config }) => (typeof config.activation === 'string' ? config.activation : 'linear'))),
  ];
  return hidden.length === 0
    ? undefined
    : { setting: 'activation', label: 'Activation of the hidden layers', current: current.join(', '), choices: activations };
}

function lossOffer(experiment: Experiment, { heads }: Arm): ValueOffer | undefined {
  const [head] = heads;
  if (head === undefined || heads.length > 1 || head.loss.kind !== 'keras') return undefined;
  const choices = losses[experiment.data.targets[head.target]?.kind ?? ''];
  return choices === undefined ? undefined : { setting: 'loss', label: 'Loss', current: head.loss.class, choices };
}

/** `RMSprop`, also of one that is written in full because it computes otherwise than today's. */
export const optimizerName = ({ class: name }: OptimizerSpec): string => name.slice(name.lastIndexOf('.') + 1);

/** The backends that Keras and TensorFlow programs run on, as people call them. */
const backends = {
  'keras-tensorflow': 'Keras on TensorFlow',
  'keras-jax': 'Keras on JAX',
  'keras-torch': 'Keras on PyTorch',
  'tensorflow-raw': 'plain TensorFlow',
} as const satisfies Readonly<Record<Semantics['backend'], string>>;

/** Only where the backends differ: a cross-entropy of Keras behind a softmax or sigmoid, whose logits Keras on TensorFlow remembers. */
function backendOffer({ semantics }: Experiment, { heads, model }: Arm): ValueOffer | undefined {
  const remembered = heads.some(({ loss, output }) => {
    const node = model.nodes.find(({ id }) => id === output);
    return loss.kind === 'keras' && /^[A-Z]\w*Crossentropy$/.test(loss.class) && node !== undefined && remembers(node);
  });
  if (!remembered) return undefined;
  return { setting: 'backend', label: 'Backend', current: backends[semantics.backend], choices: Object.values(backends) };
}

const remembers = ({ class: name, config }: NodeSpec): boolean =>
  name === 'Softmax' || config.activation === 'softmax' || config.activation === 'sigmoid' || /\.(?:softmax|sigmoid)$/.test(name);

/** Layers with an activation that are not outputs and whose activation is a plain name. */
export const hiddenLayers = ({ model }: Arm): readonly NodeSpec[] =>
  model.nodes.filter(
    ({ id, class: name, config }) =>
      !model.outputs.includes(id) &&
      /^(?:dense|conv)$/.test(layerRecord(name)?.family ?? '') &&
      (config.activation === undefined || config.activation === null || typeof config.activation === 'string'),
  );

/** The experiment with one more arm: the program as written with this value instead. Undefined for what was not offered. */
export function withValue(experiment: Experiment, setting: string, value: string): Experiment | undefined {
  const offer = valueOffers(experiment).find((one) => one.setting === setting);
  const [asWritten] = experiment.arms;
  if (asWritten === undefined || offer?.choices.includes(value) !== true) return undefined;
  if (value === offer.current && offer.setting === 'backend') return undefined;
  const title = `Variant: ${offer.label.toLowerCase()} ${value}`;
  const others = experiment.arms.filter((arm) => arm.title !== title);
  return {
    ...experiment,
    arms: [...others, { ...changed(experiment, asWritten, offer.setting, value), role: 'variant', title }],
  };
}

function changed({ semantics }: Experiment, arm: Arm, setting: Setting, value: string): Arm {
  switch (setting) {
    case 'learning_rate':
      return { ...arm, optimizer: { ...arm.optimizer, config: { ...arm.optimizer.config, learning_rate: Number(value) } } };
    case 'activation': {
      const hidden = new Set(hiddenLayers(arm));
      const nodes = arm.model.nodes.map((node) =>
        hidden.has(node) ? { ...node, config: { ...node.config, activation: value } } : node,
      );
      return { ...arm, model: { ...arm.model, nodes } };
    }
    case 'loss':
      return { ...arm, heads: arm.heads.map((head) => ({ ...head, loss: { kind: 'keras', class: value, config: {} } })) };
    case 'backend': {
      const backend = (Object.keys(backends) as (keyof typeof backends)[]).find((one) => backends[one] === value);
      return backend === undefined ? arm : { ...arm, semantics: { ...semantics, backend } };
    }
  }
}

/** The same experiment with this many runs of each version. */
export const withRuns = (experiment: Experiment, count: number): Experiment => ({
  ...experiment,
  seeds: { ...experiment.seeds, count, extendTo: count },
});
