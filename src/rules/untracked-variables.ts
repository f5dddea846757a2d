import type { ExperimentIntent, Fix } from '../finding/finding';
import { ensureImport, replaceText } from '../edits/edits';
import type { ModelGraph } from '../facts/graph';
import type { TrainingRun, UntrackedWeights } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { trains } from './guards';
import { fixOf } from './support/fixes';

const program = (init: string, call: string): string => `import numpy as np
from tensorflow import keras

x = np.random.normal(size=(256, 4)).astype("float32")
y = np.abs(x[:, :1]) + x[:, 1:2]


class Encoder:
    def __init__(self):
        self.dense = keras.layers.Dense(16, activation="relu")

    def __call__(self, x):
        return self.dense(x)


class Net(keras.Model):
    def __init__(self):
        super().__init__()
${init}        self.out = keras.layers.Dense(1)

    def call(self, x):
        return self.out(${call})


model = Net()
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=20, verbose=0)
`;

export default defineRule({
  id: 'untracked-variables',
  group: 'training',
  severity: 'warning',
  evidence: { measured: 'not-measured', exception: 'checked in Keras 3.15: trainable_variables does not hold these weights' },
  symptoms: ['constant', 'flat'],
  messages: {
    inCall:
      'This {type} is made in the call of {owner}, so every call gets a new one with new random weights. No optimizer ever sees them; under fit Keras raises.',
    plainObject:
      'This {type} belongs to {via}, which is no Keras class, so {owner}.trainable_variables does not hold its weights. They keep their random start.',
    variable:
      'A tf.Variable is no weight for Keras 3, so {owner}.trainable_variables does not hold it. It keeps its start, because nothing updates it.',
  },
  docs: {
    summary: 'Weights are kept where Keras does not look for them, so the optimizer never updates them.',
    why: `A Keras model finds the layers and Keras variables that are set as attributes of itself and of its layers, also within lists, tuples and dictionaries. It
does not look into objects of other classes; Keras 3 takes no tf.Variable; and what is made in call is gone after the call. Such weights stay random.`,
    bad: program('        self.encoder = Encoder()\n', 'self.encoder(x)').replace(
      'activation="relu")\n',
      `activation="relu")
        #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ untracked-variables
`,
    ),
    good: program('        self.encoder = keras.layers.Dense(16, activation="relu")\n', 'self.encoder(x)').replace(
      /class Encoder:[\s\S]*?\n\n\n/,
      '',
    ),
    limits:
      'Silent where a custom loop asks for the variables themselves, for scalars (often settings that the program assigns), with trainable=False, and for layers made in call that are kept as an attribute. Raw variables only with Keras 3; Keras 2 tracks them.',
    fixSafety:
      'keras.Variable instead of tf.Variable is unsafe, because Keras 2 does not have it. Otherwise there is no automatic fix.',
    probe:
      'Trains with the layers that Keras does not find left out of the updates, and with all of them updated. Raw variables, and layers made in call, are not rebuilt one by one.',
    references: [
      'https://keras.io/guides/making_new_layers_and_models_via_subclassing/',
      'https://keras.io/guides/migrating_to_keras_3/',
      'https://github.com/keras-team/tf-keras/issues/513',
    ],
  },
  check(context, report) {
    const { runs, untracked } = context.program;
    if (!runs.some((run) => trains(run))) return;
    const asked = new Set(runs.flatMap((run) => (run.loop.kind === 'tape' ? run.loop.step.variables.keys : [])));
    for (const one of untracked) {
      if (asked.has(one.key)) continue;
      const at = one.place;
      const experiment = experimentOf(runs, one);
      const data = { type: one.type, owner: one.owner, via: one.via ?? '' };
      if (one.kind === 'in-call') report({ message: 'inCall', at, data, experiment });
      else if (one.kind === 'plain-object') report({ message: 'plainObject', at, data, experiment });
      else report({ message: 'variable', at, data, fixes: [kerasVariable(context, one)], experiment });
    }
  },
});

/** Only of layers: a raw variable is rebuilt as a part of one, and what a call makes exists once a call. */
function experimentOf(runs: readonly TrainingRun[], { kind, key }: UntrackedWeights): ExperimentIntent {
  if (kind === 'in-call') return { kind: 'none', reason: 'the layer is another one in each call, and the rebuilt model has one' };
  if (kind === 'variable') return { kind: 'none', reason: 'a raw variable is no layer of its own in the rebuilt model' };
  const run = runs.find(({ loop, model }) => loop.kind === 'fit' && hasLayer(model, key));
  return run
    ? { kind: 'train', run: run.id, patch: { title: 'With all layers updated', change: { kind: 'loop' } } }
    : { kind: 'none', reason: 'no model that is trained with fit was seen to use it' };
}

const hasLayer = ({ nodes }: ModelGraph, key: number): boolean =>
  nodes.some(
    (node) => node.kind === 'layer' && (node.layer.key === key || (node.layer.model && hasLayer(node.layer.model, key))),
  );

/** `tf.Variable(...)` -> `keras.Variable(...)`, where its arguments mean the same there. */
function kerasVariable(context: RuleContext, { call }: UntrackedWeights): Fix | undefined {
  if (
    !call?.arguments.every(
      ({ keyword, star }, i) =>
        star === 0 && (i === 0 ? keyword === undefined : /^(?:name|trainable|dtype)$/.test(keyword ?? '')),
    )
  )
    return undefined;
  const name = ensureImport(context, call.place.source, 'keras.Variable');
  return name && fixOf(`Make it a ${name.name}`, 'unsafe', ...name.edits, replaceText(call.function, name.name));
}
