import type { Fix, Severity } from '../finding/finding';
import { argumentOf, replaceText } from '../program/edits';
import { valueOf } from '../program/fact';
import type { LayerNode, ModelGraph } from '../program/graph';
import { isObject } from '../program/plain';
import type { Place } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { trains } from './guards';
import { isAffine, layersOf, layerTitle, reach } from './support/graph';
import { quoted } from './support/heads';

/** Activations whose slope at 0 is 0 as TensorFlow computes it: from zero weights no gradient comes back. */
const flatAtZero = new Set(['relu', 'relu6', 'leaky_relu', 'elu', 'selu']);

export default defineRule({
  id: 'symmetric-init',
  group: 'initialisation',
  severity: 'warning',
  evidence: {
    measured: 'confirmed',
    wild: { right: 2, unclear: 0, benign: 6 },
    exception:
      'output layers, where zeros are no mistake, are left alone; error for zeros with relu and where all layers start alike',
  },
  messages: {
    zeros:
      'All weights of {layer} start at 0{more}. With {activation} its output and its gradient are 0 for every input, so it never learns.',
    equal:
      'All weights of {layer} start at {value}{more}, so its units compute the same and get nearly the same gradient: many units, hardly more than one.',
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
      'Only kernels of hidden layers: biases, output layers and gates may well start at 0. Error for zeros with relu, and where the next layer has equal weights too; else a warning, because a next layer with random weights slowly tells the units apart. One finding a model, at its worst layer; the fix covers all.',
    fixSafety: 'Safe: only the starting point changes.',
    probe:
      'Trains both versions and compares the metric and the gradient of the layer. Measured in Keras with all layers alike: zeros 10% with gradient 0, constant 0.05 10%, ones 28%, each against 100%.',
    references: ['https://keras.io/api/layers/initializers/', 'https://www.deeplearningbook.org/contents/optimization.html'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      if (!trains(run) || run.model.loadedWeights) continue;
      const alike = startingAlike(run.model);
      const first = alike.find(({ severity }) => severity === 'error') ?? alike[0];
      const key = alike.map(({ node }) => node.layer.key).join();
      if (!first || seen.has(key)) continue;
      seen.add(key);
      const { node, value, at, dead, activation, severity } = first;
      const shared = {
        at,
        severity,
        related: alike
          .filter((one) => one !== first)
          .map((one) => ({ place: one.at, message: `${layerTitle(one.node)} starts alike too` })),
        fixes: [startApart(context, alike)],
        experiment: { kind: 'train', run: run.id },
      } as const;
      const more =
        alike.length === 1 ? '' : `, and ${alike.length - 1} more hidden ${alike.length === 2 ? 'layer' : 'layers'} likewise`;
      if (dead) report({ message: 'zeros', data: { layer: layerTitle(node), activation, more }, ...shared });
      else report({ message: 'equal', data: { layer: layerTitle(node), value, more }, ...shared });
    }
  },
});

interface Alike {
  readonly node: LayerNode;
  readonly value: number;
  readonly at: Place;
  readonly activation: string;
  /** Output and gradient are 0 for every input. */
  readonly dead: boolean;
  readonly severity: Severity;
}

/** Hidden layers whose kernels start with one number, one entry a layer object. */
function startingAlike(graph: ModelGraph): readonly Alike[] {
  const found = new Map<number, Alike>();
  for (const node of layersOf(graph)) {
    const value = equalStart(node);
    const at = argumentOf(node.layer.call, 'kernel_initializer')?.value;
    if (value === undefined || !at || !isAffine(node) || isLast(graph, node) || found.has(node.layer.key)) continue;
    const activation = valueOf(node.layer.activation) ?? '';
    const dead = value === 0 && flatAtZero.has(activation);
    const severity = dead || feedsEqual(graph, node) ? 'error' : 'warning';
    found.set(node.layer.key, { node, value, at, activation, dead, severity });
  }
  return [...found.values()];
}

/** One edit a place: layers made by one line of a loop share it. */
function startApart(context: RuleContext, alike: readonly Alike[]): Fix {
  const places = new Map(alike.map((one) => [`${one.at.source}:${one.at.start}`, one]));
  const starts = [...places.values()].map(({ at, activation }) => ({
    at,
    name: activation.includes('relu') ? 'he_normal' : 'glorot_uniform',
  }));
  const [first, ...rest] = new Set(starts.map(({ name }) => name));
  return {
    title: rest.length === 0 ? `Use ${first ?? ''}` : 'Use he_normal and glorot_uniform',
    edits: starts.map(({ at, name }) => replaceText(at, quoted(context, at, name))),
    safety: 'safe',
  };
}

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
