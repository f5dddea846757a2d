import type { Severity } from '../finding/finding';
import { argumentOf, replaceText } from '../program/edits';
import { valueOf } from '../program/fact';
import type { LayerNode, ModelGraph } from '../program/graph';
import { isObject } from '../program/plain';
import { defineRule } from './define';
import { trains } from './guards';
import { isAffine, layersOf, layerTitle, reach } from './support/graph';
import { quoted } from './support/heads';

/** Activations whose slope at 0 is 0 as TensorFlow computes it: from zero weights no gradient comes back. */
const flatAtZero = new Set(['relu', 'relu6', 'leaky_relu', 'elu', 'selu']);

export default defineRule({
  id: 'symmetric-init',
  group: 'initialisation',
  severity: 'warning',
  messages: {
    zeros:
      'All weights of {layer} start at 0. With {activation} its output and its gradient are 0 for every input, so it never learns.',
    equal:
      'All weights of {layer} start at {value}, so its units compute the same and get nearly the same gradient: many units, hardly more than one.',
  },
  docs: {
    summary: 'All weights of a hidden layer start at the same number, so its units do not become different.',
    why: `Units learn different things only because they start differently. With equal weights every unit of the layer has the same output, and unless the next
layer tells them apart the same gradient: they stay copies of each other. With zeros and relu not even that: the gradient is exactly 0.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", kernel_initializer="zeros", input_shape=(8,)),
    #                                                            ^^^^^^^ symmetric-init
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=20)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", kernel_initializer="he_normal", input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=20)
`,
    limits:
      'Only kernels of hidden layers: biases, output layers and gates may well start at 0. Error for zeros with relu, and where the next layer has equal weights too; else a warning, because a next layer with random weights slowly tells the units apart.',
    fixSafety: 'Safe: only the starting point changes.',
    probe:
      'Trains both versions and compares the metric and the gradient of the layer. Measured in Keras with all layers alike: zeros 10% with gradient 0, constant 0.05 10%, ones 28%, each against 100%.',
    references: ['https://keras.io/api/layers/initializers/', 'https://www.deeplearningbook.org/contents/optimization.html'],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const run of context.program.runs) {
      if (!trains(run) || run.model.loadedWeights) continue;
      for (const node of layersOf(run.model)) {
        const value = equalStart(node);
        if (value === undefined || seen.has(node.layer.key) || !isAffine(node) || isLast(run.model, node)) continue;
        seen.add(node.layer.key);
        const argument = argumentOf(node.layer.call, 'kernel_initializer');
        if (!argument) continue;
        const activation = valueOf(node.layer.activation) ?? '';
        const dead = value === 0 && flatAtZero.has(activation);
        const better = activation.includes('relu') ? 'he_normal' : 'glorot_uniform';
        const severity: Severity = dead || feedsEqual(run.model, node) ? 'error' : 'warning';
        const shared = {
          at: argument.value,
          severity,
          fixes: [
            {
              title: `Use ${better}`,
              edits: [replaceText(argument.value, quoted(context, argument.value, better))],
              safety: 'safe',
            },
          ],
          experiment: { kind: 'train', run: run.id },
        } as const;
        if (dead) report({ message: 'zeros', data: { layer: layerTitle(node), activation }, ...shared });
        else report({ message: 'equal', data: { layer: layerTitle(node), value }, ...shared });
      }
    }
  },
});

/** The number all kernel weights start with. */
function equalStart({ layer }: LayerNode): number | undefined {
  const initializer = valueOf(layer.arguments.kernel_initializer);
  const name = isObject(initializer)
    ? (initializer.type.split('.').at(-1) ?? '')
    : typeof initializer === 'string'
      ? initializer
      : '';
  switch (name.toLowerCase()) {
    case 'zeros':
    case 'zero':
      return 0;
    case 'ones':
    case 'one':
      return 1;
    case 'constant': {
      const value = isObject(initializer) ? valueOf(initializer.arguments.value) : 0;
      return typeof value === 'number' ? value : undefined;
    }
    default:
      return undefined;
  }
}

/** No layer with weights comes after it. */
const isLast = (graph: ModelGraph, node: LayerNode): boolean =>
  graph.outputs.includes(node.id) || !reach(graph, node.id, (other) => !isAffine(other)).some(isAffine);

/** Every layer with weights that it feeds starts with equal weights too. */
const feedsEqual = (graph: ModelGraph, node: LayerNode): boolean => {
  const next = reach(graph, node.id, (other) => !isAffine(other)).filter(isAffine);
  return next.length > 0 && next.every((other) => equalStart(other) !== undefined);
};
