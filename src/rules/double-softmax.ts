import { argumentOf, removeArgument, replaceText } from '../program/edits';
import { always } from '../program/fact';
import type { LayerNode, ModelGraph } from '../program/graph';
import { defineRule, type RuleContext } from './define';
import { isPassage, layersOf } from './support/graph';
import { headCause } from './head-group';
import { headsOf } from './support/heads';

const example = (last: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    ${last}
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=10)
`;

export default defineRule({
  id: 'double-softmax',
  group: 'output',
  severity: 'warning',
  evidence: {
    measured: 'not-reproduced',
    exception: 'the loss stays at 64% of its start, although easy data is told apart all the same',
  },
  messages: {
    again:
      '{second} is applied to the output of {first}. Probabilities lie between 0 and 1, so the second one makes them nearly equal: the loss cannot fall far and the gradient is small.',
  },
  docs: {
    summary: 'Softmax or sigmoid is applied twice in a row at the output.',
    why: `Softmax of values between 0 and 1 gives nearly equal shares, whatever the values: with ten classes the right one can get at most e / (e + 9) = 23%.
The loss stays above about 64% of its start, and the gradient passes two flat functions instead of one.`,
    bad: example(`keras.layers.Dense(3, activation="softmax"),
    keras.layers.Softmax(),
#   ^^^^^^^^^^^^^^^^^^^^^^ double-softmax`),
    good: example(`keras.layers.Dense(3),
    keras.layers.Softmax(),`),
    limits: 'Looks at the outputs of models only, not at attention inside them.',
    fixSafety: 'Safe: removes the activation of the layer before, so that one remains.',
    probe:
      'Trains both versions. Measured in Keras: the loss stays at 64% of its start; final accuracy on easy data is the same, early accuracy is lower.',
    references: ['https://keras.io/api/layers/activation_layers/softmax/', 'https://doi.org/10.1145/3470006'],
  },
  check(context, report) {
    for (const { run, head } of headsOf(context)) {
      const last = run.model.nodes[head.output];
      const second = last?.kind === 'layer' && isProbability(last) ? last : undefined;
      const first = second && before(run.model, second);
      if (!second || !first || !isProbability(first)) continue;
      report({
        message: 'again',
        at: second.layer.call.place,
        data: { second: nameOf(second), first: nameOf(first) },
        cause: headCause(run, head),
        related: [{ place: first.layer.call.place, message: 'the first one' }],
        fixes: [dropFirst(context, first)],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

const isProbability = ({ layer }: LayerNode): boolean =>
  always(layer.activation, (name) => name === 'softmax' || name === 'sigmoid');

const nameOf = ({ layer }: LayerNode): string => (layer.activation.kind === 'known' ? layer.activation.value : 'an activation');

/** The layer whose output a pure activation layer takes. */
function before(graph: ModelGraph, node: LayerNode): LayerNode | undefined {
  if (!/^(?:Softmax|Activation)$/.test(node.layer.type)) return undefined;
  const layers = layersOf(graph);
  for (let id = node.inputs[0]; id !== undefined;) {
    const previous = layers.find((one) => one.id === id);
    if (!previous || !isPassage(previous)) return previous;
    id = previous.inputs[0];
  }
  return undefined;
}

function dropFirst(context: RuleContext, { layer }: LayerNode) {
  const argument = argumentOf(layer.call, 'activation');
  if (!argument || layer.type === 'Activation') return undefined;
  const edit = removeArgument(context, layer.call, argument) ?? replaceText(argument.value, 'None');
  return { title: 'Remove the first activation', edits: [edit], safety: 'safe' } as const;
}
