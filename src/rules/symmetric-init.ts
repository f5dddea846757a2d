import type { Fix, Severity } from '../finding/finding';
import { replaceText } from '../edits/edits';
import type { GraphNode, ModelGraph } from '../facts/graph';
import type { Place } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { trains } from './guards';
import { reach } from './support/graph';
import { quoted } from './support/heads';
import { isWeighted, kernelAt, type Kernel } from './support/kernels';

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
  symptoms: ['uniform', 'flat', 'constant', 'chance-accuracy'],
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
      'Only kernels of hidden layers, and of products with variables that an activation or the next product follows: biases, output layers and gates may well start at 0. Error for zeros with relu, and where the next layer has equal weights too; else a warning, because a next layer with random weights slowly tells the units apart. One finding a model, at its worst layer; the fix covers all.',
    fixSafety: 'Safe: only the starting point changes. Not offered for variables, which any expression may make.',
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
      const key = alike.map(({ at }) => `${at.source}:${at.start}`).join();
      if (!first || seen.has(key)) continue;
      seen.add(key);
      const { title, value, at, dead, activation, severity } = first;
      const shared = {
        at,
        severity,
        related: alike.filter((one) => one !== first).map((one) => ({ place: one.at, message: `${one.title} starts alike too` })),
        fixes: [startApart(context, alike)],
        experiment: { kind: 'train', run: run.id, keeps: ['widths'] },
      } as const;
      const more =
        alike.length === 1 ? '' : `, and ${alike.length - 1} more hidden ${alike.length === 2 ? 'layer' : 'layers'} likewise`;
      if (dead) report({ message: 'zeros', data: { layer: title, activation, more }, ...shared });
      else report({ message: 'equal', data: { layer: title, value, more }, ...shared });
    }
  },
});

interface Alike {
  readonly kernel: Kernel;
  readonly title: string;
  readonly value: number;
  readonly at: Place;
  readonly activation: string;
  /** Output and gradient are 0 for every input. */
  readonly dead: boolean;
  readonly severity: Severity;
}

/** Hidden layers whose kernels start with one number, one entry a place that says so. */
function startingAlike(graph: ModelGraph): readonly Alike[] {
  const found = new Map<string, Alike>();
  for (const node of graph.nodes) {
    const kernel = kernelAt(graph, node);
    const { start: value, at } = kernel ?? {};
    if (!kernel || value === undefined || !at || isLast(graph, node)) continue;
    const key = `${at.source}:${at.start}`;
    const { activation, title, withoutBias } = kernel;
    const dead = value === 0 && flatAtZero.has(activation) && withoutBias;
    const severity = dead || feedsEqual(graph, node) ? 'error' : 'warning';
    // What an operation in between makes of a product is not known: a matrix that starts at nothing may be meant.
    if (kernel.layer === undefined && activation === '' && !feedsWeights(graph, node)) continue;
    if (!found.has(key)) found.set(key, { kernel, title, value, at, activation, dead, severity });
  }
  return [...found.values()];
}

/** Of layers; what variables start with may be any expression. */
function startApart(context: RuleContext, alike: readonly Alike[]): Fix | undefined {
  if (alike.some(({ kernel }) => kernel.layer === undefined)) return undefined;
  const starts = alike.map(({ at, activation }) => ({
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

const nextWeights = (graph: ModelGraph, { id }: GraphNode): readonly GraphNode[] =>
  reach(graph, id, (other) => !isWeighted(other)).filter(isWeighted);

/** No layer with weights comes after it. */
const isLast = (graph: ModelGraph, node: GraphNode): boolean =>
  graph.outputs.includes(node.id) || nextWeights(graph, node).length === 0;

/** Every layer with weights that it feeds starts with equal weights too. */
const feedsEqual = (graph: ModelGraph, node: GraphNode): boolean =>
  nextWeights(graph, node).every((other) => kernelAt(graph, other)?.start !== undefined);

/** With no more than a bias and a change of shape in between. */
const feedsWeights = (graph: ModelGraph, node: GraphNode): boolean =>
  reach(
    graph,
    node.id,
    (other) => other.kind === 'operation' && /(?:^|\.)(?:add|bias_add|reshape|identity)$/.test(other.operation),
  ).every(isWeighted);
