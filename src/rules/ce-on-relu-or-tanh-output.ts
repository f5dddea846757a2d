import { valueOf } from '../program/fact';
import { defineRule } from './define';
import { isAny } from './guards';
import { headCause } from './head-group';
import { activationFix, activationPlace, headsOf } from './support/heads';
import { expectsProbabilities, kerasName, lossTitle } from './support/losses';

/** What can leave the range of a probability; leaky and smooth relatives of relu included. */
const unbounded = new Set([
  'relu',
  'tanh',
  'elu',
  'selu',
  'leaky_relu',
  'gelu',
  'silu',
  'softplus',
  'relu6',
  'prelu',
  'exponential',
]);

export default defineRule({
  id: 'ce-on-relu-or-tanh-output',
  group: 'output',
  severity: 'error',
  evidence: {
    measured: 'confirmed',
    wild: { right: 9, unclear: 1, benign: 0 },
    exception: 'warning for binary cross-entropy, which usually learns all the same',
  },
  messages: {
    categorical:
      'The {loss} expects probabilities, but {activation} gives values that are none: they do not add up to 1 and may all be 0. Dividing by their sum then gives NaN, or the gradient dies.',
    binary:
      'The {loss} expects a probability, but {activation} gives values outside 0 to 1. They are clipped, and on backends other than TensorFlow a clipped value has no gradient.',
  },
  docs: {
    summary: 'A cross-entropy gets the output of relu, tanh or a relative instead of probabilities.',
    why: `Cross-entropy takes the logarithm of a probability. relu gives 0 for every negative score: when all units of a sample are 0, Keras divides 0 by
0 and the loss is NaN from then on. tanh gives negative numbers, which are clipped and stop learning.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = keras.utils.to_categorical(x[:, :3].argmax(axis=1))

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="relu"),
    #                                ^^^^^^ ce-on-relu-or-tanh-output
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
    limits:
      'Silent for autoencoders and adversarial training, and where the last activation is not known. With binary cross-entropy it is a warning, because one relu unit often still learns.',
    fixSafety: 'Safe: the output becomes the probability that the loss expects.',
    probe:
      'Trains both versions and compares accuracy with chance. Measured in Keras: relu with categorical cross-entropy NaN in 5 of 5 runs, 10% against 100%; one relu unit with binary cross-entropy 93.5% against 94.5% (no difference).',
    references: ['https://keras.io/api/losses/probabilistic_losses/', 'https://doi.org/10.1145/3470006'],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const loss = valueOf(head.loss);
      const activation = valueOf(head.activation);
      if (!loss || activation === undefined || !unbounded.has(activation) || !expectsProbabilities(loss)) continue;
      if (isAny(run, 'autoencoder', 'adversarial')) continue;
      const binary = kerasName(loss) === 'binary_crossentropy';
      report({
        message: binary ? 'binary' : 'categorical',
        at: activationPlace(run, head),
        severity: binary ? 'warning' : 'error',
        data: { loss: lossTitle(loss), activation },
        cause: headCause(run, head),
        related: [{ place: loss.place, message: 'the loss that takes its logarithm' }],
        fixes: [activationFix(context, one, binary ? 'sigmoid' : 'softmax', 'safe')],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});
