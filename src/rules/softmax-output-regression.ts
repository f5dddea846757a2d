import { always, valueOf } from '../facts/fact';
import type { Head } from '../facts/training';
import { defineRule } from './define';
import { isAny } from './guards';
import { headCause } from './head-group';
import { activationFix, activationPlace, headsOf } from './support/heads';
import { hasContinuousLabels, isLoss, labelRangeOf, lossTitle, rangeTitle, regressionLosses } from './support/losses';

export default defineRule({
  id: 'softmax-output-regression',
  group: 'output',
  severity: 'error',
  evidence: { measured: 'confirmed', exception: 'no weights can reach labels outside 0 to 1' },
  symptoms: ['slow', 'flat', 'constant', 'huge', 'label-spread'],
  messages: {
    shares:
      'Softmax makes the outputs shares of 1, but the labels are quantities from {range}. No weights can make the outputs meet them, and the {loss} stays where it is.',
  },
  docs: {
    summary: 'A regression ends in softmax, whose outputs are shares that add up to 1.',
    why: `Softmax gives positive numbers whose sum is 1. Quantities outside of that cannot be reached, and with a single unit the output is always 1 and the
gradient exactly 0. A regression needs a last layer without activation.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.normal(size=(300, 4))
y = x[:, :2] * 3 + np.random.normal(size=(300, 2))

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(2, activation="softmax"),
    #                                ^^^^^^^^^ softmax-output-regression
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.normal(size=(300, 4))
y = x[:, :2] * 3 + np.random.normal(size=(300, 2))

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(2),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
`,
    limits:
      'Speaks only where the labels are known to be quantities that leave 0..1. Probability vectors as labels (mixtures, distillation) are fine.',
    fixSafety: 'Safe: without the activation the output can take any value.',
    probe:
      'Trains both versions on quantities of the same range and compares R2. Measured in Keras with one unit: R2 -2.3 against 0.98, gradient 0.',
    references: ['https://keras.io/api/layers/activations/#softmax-function', 'https://doi.org/10.1145/3411764.3445538'],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const loss = valueOf(head.loss);
      const range = labelRangeOf(head);
      if (!loss || !range || !isLoss(head, quantities) || !always(head.activation, (name) => name === 'softmax')) continue;
      if (isAny(run, 'autoencoder', 'adversarial', 'reinforcement') || !leavesShares(head)) continue;
      report({
        message: 'shares',
        at: activationPlace(run, head),
        data: { range: rangeTitle(range), loss: lossTitle(loss) },
        cause: headCause(run, head),
        related: [{ place: loss.place, message: 'the loss of a regression' }],
        fixes: [activationFix(context, one, 'linear', 'safe', 'Remove softmax, so that the output can take any value')],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

/** Losses of quantities, counts included. */
const quantities: ReadonlySet<string> = new Set([...regressionLosses, 'poisson']);

function leavesShares(head: Head): boolean {
  const range = labelRangeOf(head);
  return hasContinuousLabels(head) && range !== undefined && (range.min < -0.01 || range.max > 1.01);
}
