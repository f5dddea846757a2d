import { always, valueOf } from '../facts/fact';
import type { LayerNode, ModelGraph } from '../facts/graph';
import type { Optimizer } from '../facts/training';
import { isObject } from '../facts/plain';
import { argumentOf } from '../edits/edits';
import { defineRule } from './define';
import { trains } from './guards';
import { isOfFamily, isRecurrent, layersOf, layerTitle } from './support/graph';
import { fixOf } from './support/fixes';
import { setActivation } from './support/heads';
import { isWrittenOnce } from './support/swap';

/** Below, the loop multiplies too few times for values to run away. */
const shortest = 10;
const long = 50;

const example = (activation: string): string => `import numpy as np
from tensorflow import keras

x = np.random.randn(300, 120, 4)
y = x[:, -5:, 0].mean(axis=1)

model = keras.Sequential([
    keras.layers.LSTM(32${activation}, input_shape=(120, 4)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
`;

export default defineRule({
  id: 'rnn-relu-no-clip',
  group: 'architecture',
  severity: 'warning',
  evidence: { measured: 'partly' },
  symptoms: ['nan', 'diverging', 'saw-tooth', 'huge'],
  messages: {
    unbounded:
      '{layer} uses relu over {steps} time steps, and the optimizer does not clip gradients. relu has no upper bound, so what the layer feeds back to itself can grow at every step, until the loss is huge or NaN.',
  },
  docs: {
    summary: 'A recurrent layer uses relu over many time steps, and gradients are not clipped.',
    why: `A recurrent layer gets its own output back at every step. tanh keeps it between -1 and 1; relu lets it grow, and the gradient with it, once per step. It also
rules out the fast cuDNN kernel on a GPU.`,
    bad: example(', activation="relu"').replace(
      'input_shape=(120, 4)),\n',
      `input_shape=(120, 4)),
    #                                ^^^^^^ rnn-relu-no-clip
`,
    ),
    good: example(''),
    limits: `Silent below ${shortest} time steps and where their number is not known, with clipnorm, clipvalue or global_clipnorm, and with an identity matrix as recurrent initializer (IRNN). Information below ${long} steps.`,
    fixSafety: 'Safe: sets the activation to tanh, the default of recurrent layers.',
    probe:
      'Trains both versions and watches for NaN and for the metric. Measured in Keras, LSTM(32) with Adam on standardised input, 3 runs each: 30 steps no harm; 60 steps the loss rises in 2 of 3 runs; 120 steps it reaches 1e7 to 1e11 in all.',
    references: ['https://keras.io/api/layers/recurrent_layers/lstm/', 'https://arxiv.org/abs/1504.00941'],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const run of context.program.runs) {
      if (!trains(run) || run.optimizer.kind !== 'known' || mayClip(run.optimizer.value)) continue;
      for (const node of layersOf(run.model)) {
        const { layer } = node;
        if (!isOfFamily(node, 'recurrent') || !isRecurrent(node) || valueOf(layer.activation) !== 'relu' || seen.has(layer.key))
          continue;
        const steps = stepsOf(run.model, node);
        if (steps === undefined || steps < shortest || hasIdentity(node)) continue;
        seen.add(layer.key);
        const edit = isWrittenOnce(run.model, node) ? setActivation(context, layer, 'tanh') : undefined;
        report({
          message: 'unbounded',
          at: argumentOf(layer.call, 'activation')?.value ?? layer.call.place,
          severity: steps >= long ? 'warning' : 'information',
          data: { layer: layerTitle(node), steps },
          related: [{ place: run.optimizer.value.place, message: 'clips no gradients' }],
          fixes: [fixOf('Use tanh (the default)', 'safe', edit)],
          experiment: { kind: 'train', run: run.id, keeps: ['length', 'widths'] },
        });
      }
    }
  },
});

/** Anything but None at a clipping argument, or arguments that were not understood. */
const mayClip = (optimizer: Optimizer): boolean =>
  ['clipnorm', 'clipvalue', 'global_clipnorm'].some((name) => {
    const fact = optimizer.arguments[name];
    return fact !== undefined && !always(fact, (value) => value === null);
  }) ||
  (optimizer.call?.arguments.some(({ star, keyword }) => star > 0 || (keyword ?? '').includes('clip')) ?? false);

function stepsOf(graph: ModelGraph, node: LayerNode): number | undefined {
  const input = graph.nodes[node.inputs[0] ?? -1];
  const shape = valueOf(input?.shape);
  return shape?.length === 2 ? (shape[0] ?? undefined) : undefined;
}

function hasIdentity({ layer }: LayerNode): boolean {
  const fact = layer.arguments.recurrent_initializer;
  return !always(fact, (value) =>
    isObject(value) ? !/identity/i.test(value.type) : typeof value === 'string' && !/identity/i.test(value),
  );
}
