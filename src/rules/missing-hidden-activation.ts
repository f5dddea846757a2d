import type { Fix } from '../finding/finding';
import type { GraphNode, LayerNode, ModelGraph } from '../facts/graph';
import { defineRule, type RuleContext } from './define';
import { isAny, trains } from './guards';
import { isAffine, isLinear, isLinearPassage, isRecurrent, layerTitle, reach, widthOf } from './support/graph';
import { isStraightLine } from './support/data';
import { setActivation } from './support/heads';

export default defineRule({
  id: 'missing-hidden-activation',
  group: 'architecture',
  severity: 'warning',
  evidence: {
    measured: 'confirmed',
    wild: { right: 10, unclear: 0, benign: 0 },
    exception: 'information where other layers bend the signal, or where a straight line solves the task: the loss still falls',
  },
  symptoms: ['uniform', 'flat', 'label-spread', 'slow'],
  messages: {
    one: '{layer} has no activation and feeds {next}: two linear maps in a row are one linear map, so this layer adds nothing the next could not do alone.',
    several:
      '{layer} and {more} more hidden layers have no activation: linear maps in a row are one linear map, so these layers add nothing a single one could not do.',
  },
  docs: {
    summary: 'A hidden layer has no activation, so it collapses with the next layer into one linear map.',
    why: `Without a non-linear function between them, W2(W1 x) is just another matrix times x. However many such layers are stacked, the model can only
draw straight boundaries, and on a task that needs more its loss stays high. Keras's default activation is linear, so leaving it out is enough.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 2) * 2 - 1
y = (x[:, 0] * x[:, 1] > 0).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, input_shape=(2,)),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-hidden-activation
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 2) * 2 - 1
y = (x[:, 0] * x[:, 1] > 0).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20)
`,
    limits:
      'Silent where an operation follows (a residual sum, an activation applied in call()), before recurrent layers, after which max pooling bends the signal anyway, for the narrowest layer of an autoencoder, and for a narrow projection or the entry of a generator in a network that is otherwise non-linear. Warning where no hidden layer bends the signal; information where others do, where the features come from a pretrained backbone, and where the program shows that a straight line solves its task (targets that are the inputs scaled, numbers in equal steps on both sides). One finding a model; the fix covers all its layers.',
    fixSafety: 'Safe: adds activation="relu" to the layers named.',
    probe:
      'Trains both versions on a task that a linear model cannot solve. Measured in Keras on two circles: 52% against 100%, 5 of 5 runs.',
    references: ['https://keras.io/api/layers/core_layers/dense/', 'https://doi.org/10.1145/3411764.3445538'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      if (!trains(run)) continue;
      const { linear, bends } = collapsing(run.model, isAny(run, 'autoencoder'));
      const [first, ...others] = linear;
      if (!first) continue;
      const key = linear.map(({ layer }) => layer.key).join();
      if (seen.has(key)) continue;
      seen.add(key);
      const shared = {
        at: first.layer.call.place,
        severity: bends || isAny(run, 'transfer') || isStraightLine(run) ? 'information' : 'warning',
        related: others.map(({ layer }) => ({ place: layer.call.place, message: 'no activation here either' })),
        fixes: [activateAll(context, linear)],
        experiment: { kind: 'train', run: run.id, task: { teacher: 'nonlinear' } },
      } as const;
      const next = reach(run.model, first.id, isLinearPassage).find(isAffine);
      if (others.length > 0) report({ message: 'several', data: { layer: layerTitle(first), more: others.length }, ...shared });
      else report({ message: 'one', data: { layer: layerTitle(first), next: next ? layerTitle(next) : 'another' }, ...shared });
    }
  },
});

interface Collapsing {
  readonly linear: readonly LayerNode[];
  /** Other layers of the model do bend the signal, so it can learn more than straight lines. */
  readonly bends: boolean;
}

/** Hidden layers whose output reaches nothing but other affine layers unbent, one node a layer object. */
function collapsing(graph: ModelGraph, autoencoder: boolean): Collapsing {
  const hidden = graph.nodes.filter(isAffine).filter(({ id }) => !graph.outputs.includes(id));
  const narrowest = Math.min(...hidden.map((node) => widthOf(node) ?? Infinity));
  const unbent = hidden.filter((node) => isLinear(node) && feedsOnlyAffine(graph, node));
  const others = graph.nodes.some((node) => isRecurrent(node) || (node.kind === 'layer' && node.layer.type === 'Embedding'));
  const bends = others || hidden.length > unbent.length;
  const found = unbent.filter((node) => {
    const next = reach(graph, node.id, isLinearPassage).filter(isAffine);
    if (autoencoder && (widthOf(node) ?? Infinity) === narrowest) return false;
    return !(bends && (isProjection(graph, node, next) || next.some(({ layer }) => layer.type.endsWith('Transpose'))));
  });
  return {
    linear: [...new Map(found.map((node) => [node.layer.key, node])).values()],
    bends: bends && !isPooledOnly(graph, hidden, others),
  };
}

/** Nothing but a maximum over neighbours stands between the layers: no unit has a bend of its own, as with no activation at all. */
function isPooledOnly(graph: ModelGraph, hidden: readonly LayerNode[], others: boolean): boolean {
  const passes = (node: GraphNode): boolean =>
    isLinearPassage(node) || (node.kind === 'layer' && /^(?:Global)?Max(?:Pooling|Pool)\dD$/.test(node.layer.type));
  return (
    !others &&
    hidden.every((node) => {
      const next = reach(graph, node.id, passes);
      return isLinear(node) && next.length > 0 && next.every(isAffine);
    })
  );
}

function feedsOnlyAffine(graph: ModelGraph, node: LayerNode): boolean {
  const next = reach(graph, node.id, isLinearPassage);
  return next.length > 0 && next.every(isAffine);
}

/** Narrower than what it takes and what it feeds: a factorised matrix, usually meant. */
function isProjection(graph: ModelGraph, node: LayerNode, next: readonly LayerNode[]): boolean {
  const width = widthOf(node) ?? Infinity;
  const shape = graph.nodes[node.inputs[0] ?? -1]?.shape;
  const before = shape?.kind === 'known' ? shape.value.at(-1) : undefined;
  return typeof before === 'number' && width < before && next.every((one) => width < (widthOf(one) ?? 0));
}

function activateAll(context: RuleContext, nodes: readonly LayerNode[]): Fix | undefined {
  const edits = nodes.map(({ layer }) => setActivation(context, layer, 'relu'));
  if (!edits.every((edit) => edit !== undefined)) return undefined;
  const title = nodes.length === 1 ? 'Add activation="relu"' : `Add activation="relu" to these ${nodes.length} layers`;
  return { title, edits, safety: 'safe' };
}
