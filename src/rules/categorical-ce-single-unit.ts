import { always, valueOf } from '../facts/fact';
import { defineRule, type RuleContext } from './define';
import { headCause } from './head-group';
import { activationPlace, changeHeadActivation, changeLoss, headsOf, isSingleUnit, type HeadInRun } from './support/heads';
import { categoricalLosses, isRawCrossEntropy, lossTitle } from './support/losses';

export default defineRule({
  id: 'categorical-ce-single-unit',
  group: 'output',
  severity: 'error',
  evidence: { measured: 'certain' },
  symptoms: ['zero', 'constant', 'chance-accuracy'],
  messages: {
    written:
      'This cross-entropy compares several classes, but the model has one output unit. It is smallest where that output is 1, whatever the label, so nothing is learned from the labels.',
    single:
      'The {loss} compares several classes, but the model has one output unit. The probability of the only class is always 1, so the loss is 0 or undefined from the first step on.',
  },
  docs: {
    summary: 'A categorical cross-entropy is used with a single output unit.',
    why: `Categorical cross-entropy divides the outputs by their sum and takes the logarithm of the right one. With a single output the quotient is 1 and
its logarithm 0: the loss is 0 from the first step, the gradient too, and nothing is learned. Two classes need one sigmoid unit with binary cross-entropy, or
two softmax units.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(200, 4)
y = (x.sum(axis=1) > 2).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ categorical-ce-single-unit
model.fit(x, y, epochs=10)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(200, 4)
y = (x.sum(axis=1) > 2).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    limits:
      'Softmax cross-entropies of tf.nn and tf.losses count too. Silent where something after the last layer gathers several outputs into one axis, and where the number of units is not known.',
    fixSafety: 'Safe: binary cross-entropy with a sigmoid is what one unit and two classes need.',
    probe:
      'Trains both versions on a two-class task and compares accuracy with chance. In Keras the loss is exactly 0.0 from step 1 on.',
    references: [
      'https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class',
      'https://doi.org/10.1145/3470006',
    ],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const loss = valueOf(head.loss);
      if (!loss || !isSingleUnit(run, head)) continue;
      const softmax = isRawCrossEntropy(loss) && loss.name.includes('softmax');
      if (!softmax && !categoricalLosses.has(loss.name)) continue;
      // Only Keras's divides the outputs by their sum.
      const written = loss.form === 'operation' && !softmax;
      const shared = {
        at: loss.place,
        cause: headCause(run, head),
        related: [{ place: activationPlace(run, head), message: 'the last layer has one unit' }],
        fixes: [toBinary(context, one)],
        experiment: { kind: 'train', run: run.id },
      } as const;
      if (written) report({ message: 'written', ...shared });
      else report({ message: 'single', data: { loss: lossTitle(loss) }, ...shared });
    }
  },
});

function toBinary(context: RuleContext, { run, head }: HeadInRun) {
  const loss = changeLoss(context, head, 'binary_crossentropy');
  if (!loss) return undefined;
  if (always(head.activation, (name) => name === 'sigmoid')) {
    return { title: 'Use binary_crossentropy', edits: [loss], safety: 'safe' } as const;
  }
  const activation = changeHeadActivation(context, run, head, 'sigmoid');
  return activation && ({ title: 'Use sigmoid and binary_crossentropy', edits: [...activation, loss], safety: 'safe' } as const);
}
