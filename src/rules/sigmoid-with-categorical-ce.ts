import { always, valueOf } from '../facts/fact';
import { defineRule } from './define';
import { headCause } from './head-group';
import { activationFix, activationPlace, headsOf, isMultiUnit, lossFix } from './support/heads';
import { categoricalLosses, hasClassLabels, lossTitle } from './support/losses';

export default defineRule({
  id: 'sigmoid-with-categorical-ce',
  group: 'output',
  severity: 'warning',
  evidence: {
    measured: 'not-reproduced',
    wild: { right: 9, unclear: 0, benign: 0 },
    exception: 'training is the same on TensorFlow; what predict returns is not',
  },
  symptoms: ['slow'],
  messages: {
    independent:
      'The {loss} means exactly one class is right, but sigmoid judges each of the {units} units on its own. Keras rescales them while training, so the loss may fall, yet predict() gives numbers that are no distribution over the classes.',
  },
  docs: {
    summary: 'Sigmoid outputs are trained with a categorical cross-entropy, where classes should compete.',
    why: `With sigmoid every class has its own probability and they need not add up to 1. Categorical cross-entropy only looks at the right class: nothing
pushes the wrong ones down. Keras repairs this while training (on TensorFlow it uses the logits, elsewhere it divides by the sum), but the model that is saved
still predicts with sigmoid. If several labels may be right at once, the loss is the wrong part: use binary cross-entropy.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = keras.utils.to_categorical(x[:, :3].argmax(axis=1))

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="sigmoid"),
    #                                ^^^^^^^^^ sigmoid-with-categorical-ce
])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = keras.utils.to_categorical(x[:, :3].argmax(axis=1))

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    limits: 'Silent for a single unit (another rule) and where units or activation are not known.',
    fixSafety:
      'Softmax is safe where the labels are known to be one class a sample, else unsafe: with several labels at once binary cross-entropy is right, which is offered too.',
    probe:
      'Trains both versions and compares accuracy. Measured in Keras on TensorFlow: no difference in training (5 of 5 runs); what is wrong is the prediction.',
    references: ['https://keras.io/api/losses/probabilistic_losses/', 'https://gombru.github.io/2018/05/23/cross_entropy_loss/'],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const loss = valueOf(head.loss);
      const units = valueOf(head.units);
      if (!loss || units === undefined || !categoricalLosses.has(loss.name) || !isMultiUnit(head)) continue;
      if (!always(head.activation, (name) => name === 'sigmoid')) continue;
      report({
        message: 'independent',
        at: activationPlace(run, head),
        data: { loss: lossTitle(loss), units },
        cause: headCause(run, head),
        related: [{ place: loss.place, message: 'the loss for one right class' }],
        fixes: [
          activationFix(
            context,
            one,
            'softmax',
            hasClassLabels(head) ? 'safe' : 'unsafe',
            'Use softmax, if exactly one class is right',
          ),
          loss.name === 'categorical_crossentropy'
            ? lossFix(
                context,
                head,
                'binary_crossentropy',
                'unsafe',
                'Use binary_crossentropy, if several labels may be right at once',
              )
            : undefined,
        ],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});
