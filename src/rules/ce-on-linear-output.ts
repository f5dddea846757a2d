import { always, valueOf } from '../facts/fact';
import type { Head, TrainingRun } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';
import { headCause } from './head-group';
import { activationFix, activationParameter, fromLogitsFix, headLayer, headPlace, headsOf } from './support/heads';
import { lossName } from './support/losses';
import { fixSafety, probabilityUse } from './support/probability-losses';

export default defineRule({
  id: 'ce-on-linear-output',
  group: 'output',
  severity: 'error',
  evidence: {
    measured: 'confirmed',
    wild: { right: 8, unclear: 3, benign: 0 },
    exception:
      'warning for binary cross-entropy, which usually learns all the same, and for losses of overlap, some of which take the absolute value',
  },
  symptoms: ['chance-accuracy', 'nan', 'saw-tooth', 'flat', 'uniform'],
  messages: {
    logits:
      'The {loss} expects probabilities, but the last layer has no activation, so it gets raw scores. They are clipped and divided by their sum, which leaves almost no gradient.',
    overlap:
      'The loss measures how far labels and predictions overlap, which is at most 1 for predictions between 0 and 1. The last layer has no activation, and outputs outside of that range lower the loss further than right ones.',
    binary:
      'The {loss} expects a probability, but the last layer has no activation, so it gets a raw score. Scores outside 0 to 1 are clipped and get no gradient on backends other than TensorFlow.',
  },
  docs: {
    summary: 'A cross-entropy without from_logits=True gets the raw scores of a layer without activation.',
    why: `Cross-entropy is the logarithm of a probability. Keras cannot know that the last layer's numbers are raw scores (logits): it clips them
to 0..1 and, for several classes, divides by their sum. Negative scores lose their gradient and the model stays near chance.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ce-on-linear-output
model.fit(x, y, epochs=10)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3),
])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer="adam", loss=loss, metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    limits:
      'Silent where anything not understood lies between the last layer and the loss, for losses written by hand (but a cross-entropy of Keras inside, and overlaps of labels and outputs: Dice, Jaccard, Tversky), for autoencoders and for adversarial training. With binary cross-entropy it is a warning, because such a model usually still learns.',
    fixSafety:
      'Adding the activation is safe: predict() then gives probabilities. from_logits=True trains a little more stably, but predict() keeps giving raw scores, so it is offered as unsafe.',
    probe:
      'Trains both versions and compares accuracy with chance. Measured in Keras on TensorFlow: categorical 10% against 100%, sparse 26% against 100%, binary 93.5% against 94.2% (no difference). A Dice loss on small pictures: intersection over union 0.00 against 0.83, 5 of 5 runs.',
    references: ['https://keras.io/api/losses/probabilistic_losses/', 'https://doi.org/10.1145/3470006'],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const loss = valueOf(head.loss);
      const use = probabilityUse(one);
      if (!loss || !use || !always(head.activation, (name) => name === 'linear')) continue;
      if (isAny(run, 'autoencoder', 'adversarial')) continue;
      const { kind } = use;
      const activation = kind === 'categorical' ? 'softmax' : 'sigmoid';
      const shared = {
        at: use.place,
        cause: headCause(run, head),
        related: [{ place: headPlace(run, head), message: 'the last layer, without activation' }],
        fixes: [
          activationFix(context, one, activation, fixSafety(use, head), titleOf(run, head, activation)),
          // Answers that are taken at one half would be wrong for logits.
          kind === 'overlap' || decidesByNumber(context, run) ? undefined : fromLogitsFix(context, head, loss, 'unsafe'),
        ],
        experiment: { kind: 'train', run: run.id },
      } as const;
      const data = { loss: lossName(use.name) };
      if (kind === 'categorical') report({ message: 'logits', severity: 'error', data, ...shared });
      else if (kind === 'binary') report({ message: 'binary', severity: 'warning', data, ...shared });
      else report({ message: 'overlap', severity: 'warning', ...shared });
    }
  },
});

/** The program rounds what the model predicts, or compares it with a number. */
const decidesByNumber = ({ program }: RuleContext, run: TrainingRun): boolean =>
  program.uses.some(({ model, decodings }) => model.name === run.model.name && decodings.some(({ how }) => how !== 'argmax'));

/** Says what is written: the classifier of keras.applications has an argument of its own, which is there already. */
function titleOf(run: TrainingRun, head: Head, activation: string): string {
  const layer = headLayer(run, head);
  const own =
    layer && run.model.nodes[head.output] === layer && activationParameter(layer.layer.call) === 'classifier_activation';
  return own ? `Set classifier_activation="${activation}"` : `Add activation="${activation}" to the last layer`;
}
