import { always, valueOf } from '../facts/fact';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { headCause } from './head-group';
import { activationFix, activationPlace, headsOf } from './support/heads';
import { isLoss, labelRangeOf, rangeTitle, regressionLosses } from './support/losses';

export default defineRule({
  id: 'relu-output-regression',
  group: 'output',
  severity: 'warning',
  evidence: {
    measured: 'confirmed',
    wild: { right: 3, unclear: 5, benign: 1 },
    exception: 'information where the sign of the labels is not known',
  },
  symptoms: ['constant', 'flat', 'slow', 'flat-after-fall', 'label-spread'],
  messages: {
    negative:
      'The labels range over {labels}, but relu gives nothing below 0. Negative labels are out of reach, and a unit that falls below 0 for all samples gets no gradient and stays there.',
    unknown:
      'The last layer of this regression has relu: it gives nothing below 0, and a unit that falls below 0 for all samples gets no gradient and stays there.',
  },
  docs: {
    summary: 'A regression ends in relu, which cannot give negative values and can die.',
    why: `relu cuts everything below 0 off. Negative labels cannot be met, and if the single output unit is negative for every sample its gradient is 0: the
prediction is 0 for ever and the loss constant. That can happen from the very first step, depending on the initial weights.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.normal(size=(300, 4))
y = x.sum(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="relu"),
    #                                ^^^^^^ relu-output-regression
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.normal(size=(300, 4))
y = x.sum(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
`,
    limits:
      'Warning where the labels are known to be negative at times; information where their sign is not known, because counts and prices are legitimate. Silent where they are known not to be negative, for images, autoencoders whose input is not known to be negative, adversarial and reinforcement training.',
    fixSafety:
      'Safe where the labels are known to be negative at times, else unsafe: the model may then predict negative values.',
    probe:
      'Trains both versions and compares R2 and the share of dead units. Measured in Keras with labels in -1..1: R2 0.00 against 0.98.',
    references: ['https://keras.io/api/layers/activations/#relu-function', 'https://doi.org/10.4208/cicp.OA-2020-0165'],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      if (!isLoss(head, regressionLosses) || !always(head.activation, (name) => name === 'relu')) continue;
      const labels = labelRangeOf(head);
      // What is rebuilt and known to be negative is out of reach all the same.
      const rebuilt = isAny(run, 'autoencoder') && !(labels && labels.min < 0);
      if (isAny(run, 'adversarial', 'reinforcement') || rebuilt || !trains(run)) continue;
      const dimensions = valueOf(head.outputShape)?.length;
      if (labels ? labels.min >= 0 : dimensions !== 1) continue;
      const shared = {
        at: activationPlace(run, head),
        cause: headCause(run, head),
        related: head.loss.kind === 'known' ? [{ place: head.loss.value.place, message: 'the loss of a regression' }] : [],
        fixes: [
          activationFix(context, one, 'linear', labels ? 'safe' : 'unsafe', 'Remove relu, so that the output can take any value'),
        ],
        experiment: { kind: 'train', run: run.id },
      } as const;
      if (labels) report({ message: 'negative', data: { labels: rangeTitle(labels) }, ...shared });
      else report({ message: 'unknown', severity: 'information', ...shared });
    }
  },
});
