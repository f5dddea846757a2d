import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { isAny } from './guards';
import { headCause } from './head-group';
import { activationFix, activationPlace, headsOf, type HeadInRun } from './support/heads';
import { crossEntropies, isRawCrossEntropy, kerasName, lossName, lossTitle } from './support/losses';
import type { Loss } from '../facts/training';
import { fixSafety, probabilityUse } from './support/probability-losses';

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
    exception: 'warning for binary cross-entropy and losses of overlap, which with relu usually learn all the same',
  },
  symptoms: ['nan', 'chance-accuracy', 'flat', 'constant'],
  messages: {
    scores:
      'The {loss} takes raw scores, but {activation} gives none below 0: a class can be made no less likely than the others at 0, and where its score falls below 0 for all samples it gets no gradient any more.',
    categorical:
      'The {loss} expects probabilities, but {activation} gives values that are none: they do not add up to 1 and may all be 0. Dividing by their sum then gives NaN, or the gradient dies.',
    overlap:
      'The loss measures how far labels and predictions overlap, which is at most 1 for predictions between 0 and 1. {activation} leaves that range, and outputs outside of it lower the loss further than right ones.',
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
      'A loss written by hand counts where it hands the output to a cross-entropy of Keras or divides what labels and outputs have in common by the sums of both (Dice, Jaccard, Tversky); not where sums of squares are divided by, which have their best value at the labels. Silent for adversarial training, and where the last activation is not known. With binary cross-entropy and overlaps it is a warning, because such a model often still learns.',
    fixSafety: 'Safe: the output becomes the probability that the loss expects.',
    probe:
      'Trains both versions and compares accuracy with chance. Measured in Keras: relu with categorical cross-entropy NaN in 5 of 5 runs, 10% against 100%; one relu unit with binary cross-entropy 93.5% against 94.5% (no difference). A Dice loss on small pictures: intersection over union 0.83 with relu and with sigmoid, though outputs reach 40 and the loss -0.8; 0.00 with tanh, 5 of 5 runs.',
    references: ['https://keras.io/api/losses/probabilistic_losses/', 'https://doi.org/10.1145/3470006'],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const activation = valueOf(head.activation);
      const use = probabilityUse(one);
      const raw = use ? undefined : scoresOf(one);
      if (raw && (activation === 'relu' || activation === 'relu6')) {
        report({
          message: 'scores',
          severity: 'warning',
          at: activationPlace(run, head),
          data: { loss: lossTitle(raw), activation },
          cause: headCause(run, head),
          related: [{ place: raw.place, message: 'the loss that takes raw scores' }],
          fixes: [activationFix(context, one, 'linear', 'safe', `Remove ${activation}, so that scores may be negative`)],
          experiment: { kind: 'train', run: run.id },
        });
        continue;
      }
      if (!use || activation === undefined || !unbounded.has(activation) || isAny(run, 'adversarial')) continue;
      const { kind, place } = use;
      const how = kind === 'overlap' ? 'the loss that compares it with the labels' : 'the loss that takes its logarithm';
      const shared = {
        at: activationPlace(run, head),
        cause: headCause(run, head),
        related: [{ place, message: how }],
        fixes: [activationFix(context, one, kind === 'categorical' ? 'softmax' : 'sigmoid', fixSafety(use, head))],
        experiment: { kind: 'train', run: run.id },
      } as const;
      const data = { loss: lossName(use.name), activation };
      if (kind === 'categorical') report({ message: 'categorical', severity: 'error', data, ...shared });
      else report({ message: kind, severity: 'warning', data, ...shared });
    }
  },
});

/** The loss where it is a cross-entropy of scores: `from_logits=True`, or an operation of TensorFlow that applies softmax or sigmoid itself. */
function scoresOf({ run, head }: HeadInRun): Loss | undefined {
  const loss = valueOf(head.loss);
  if (!loss || isAny(run, 'adversarial')) return undefined;
  return isRawCrossEntropy(loss) || (crossEntropies.has(kerasName(loss)) && valueOf(loss.fromLogits) === true) ? loss : undefined;
}
