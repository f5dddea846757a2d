import { always } from '../facts/fact';
import type { GraphNode, ModelGraph } from '../facts/graph';
import type { Place } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { isPassage } from './support/graph';
import { headCause } from './head-group';
import { dropActivation, headsOf } from './support/heads';

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
  symptoms: ['slow', 'flat', 'flat-after-fall'],
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
      const second = last && activationOf(last);
      const first = last && second !== undefined ? before(run.model, last) : undefined;
      const name = first && activationOf(first);
      if (!last || second === undefined || !first || name === undefined) continue;
      report({
        message: 'again',
        at: placeOf(last),
        data: { second, first: name },
        cause: headCause(run, head),
        related: [{ place: placeOf(first), message: 'the first one' }],
        fixes: [dropFirst(context, first)],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

/** Softmax or sigmoid, of a layer or as an operation. */
function activationOf(node: GraphNode): string | undefined {
  if (node.kind === 'layer') {
    const { activation } = node.layer;
    return always(activation, (name) => name === 'softmax' || name === 'sigmoid') && activation.kind === 'known'
      ? activation.value
      : undefined;
  }
  return node.kind === 'operation'
    ? /^(?:tf(?:\.compat\.v1)?\.(?:nn\.|math\.)?|keras\.(?:activations|ops)\.)(softmax|sigmoid)$/.exec(node.operation)?.[1]
    : undefined;
}

const placeOf = (node: GraphNode): Place => (node.kind === 'layer' ? node.layer.call.place : node.place);

/** What a pure activation takes: the layer or operation before, through layers that hand on what they get. */
function before(graph: ModelGraph, node: GraphNode): GraphNode | undefined {
  const isPure = node.kind === 'operation' || (node.kind === 'layer' && /^(?:Softmax|Activation)$/.test(node.layer.type));
  if (!isPure) return undefined;
  for (let id = node.inputs[0]; id !== undefined;) {
    const previous = graph.nodes[id];
    if (!previous || !isPassage(previous)) return previous;
    id = previous.inputs[0];
  }
  return undefined;
}

function dropFirst(context: RuleContext, node: GraphNode) {
  if (node.kind !== 'layer') return undefined;
  const edit = node.layer.type === 'Activation' ? undefined : dropActivation(context, node.layer);
  return edit && ({ title: 'Remove the first activation', edits: [edit], safety: 'safe' } as const);
}
