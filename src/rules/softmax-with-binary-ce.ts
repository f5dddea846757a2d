import { always, valueOf } from '../facts/fact';
import { defineRule } from './define';
import { isAny } from './guards';
import { headCause } from './head-group';
import { activationFix, activationPlace, headsOf, lossFix } from './support/heads';
import { categoricalLossFor, hasClassLabels } from './support/losses';

export default defineRule({
  id: 'softmax-with-binary-ce',
  group: 'output',
  severity: 'warning',
  evidence: {
    measured: 'not-reproduced',
    wild: { right: 5, unclear: 1, benign: 4 },
    exception: 'the reported accuracy is wrong from the start; two units, where it is no mistake, are left alone',
  },
  symptoms: ['slow', 'frozen-accuracy'],
  messages: {
    binary:
      'Softmax over {units} classes means exactly one is right, but binary cross-entropy judges each unit on its own. "accuracy" then counts single units, so it reads about {share}% before anything is learned.',
  },
  docs: {
    summary: 'Softmax over three or more classes is trained with binary cross-entropy.',
    why: `Binary cross-entropy averages over the units, most of which should be 0, so the right class has little weight. And because of it Keras resolves the
metric "accuracy" to binary accuracy: with k classes a model that always says 0 scores (k - 1) / k.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = keras.utils.to_categorical(x[:, :5].argmax(axis=1))

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(5, activation="softmax"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
#                                    ^^^^^^^^^^^^^^^^^^^^^ softmax-with-binary-ce
model.fit(x, y, epochs=10)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = keras.utils.to_categorical(x[:, :5].argmax(axis=1))

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(5, activation="softmax"),
])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    limits:
      'Silent for two units, where binary and categorical cross-entropy are the same for one-hot labels, and for autoencoders and adversarial training.',
    fixSafety:
      'Categorical cross-entropy is safe where the labels are known to be one-hot, else unsafe: with several labels at once sigmoid is right, which is offered too.',
    probe: 'Trains both versions and compares accuracy over classes. Measured in Keras with two classes: 94.7% against 95.0%.',
    references: ['https://keras.io/api/losses/probabilistic_losses/', 'https://keras.io/api/metrics/accuracy_metrics/'],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const loss = valueOf(head.loss);
      const units = valueOf(head.units);
      if (loss?.name !== 'binary_crossentropy' || units === undefined || units < 3) continue;
      if (!always(head.activation, (name) => name === 'softmax') || isAny(run, 'autoencoder', 'adversarial')) continue;
      const better = categoricalLossFor(head);
      report({
        message: 'binary',
        at: loss.place,
        data: { units, share: Math.round((100 * (units - 1)) / units) },
        cause: headCause(run, head),
        related: [{ place: activationPlace(run, head), message: 'softmax makes the classes compete' }],
        fixes: [
          lossFix(
            context,
            head,
            better,
            hasClassLabels(head) ? 'safe' : 'unsafe',
            `Use ${better}, if exactly one class is right`,
          ),
          activationFix(context, one, 'sigmoid', 'unsafe', 'Use sigmoid, if several labels may be right at once'),
        ],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});
