import { table } from '../facts/table';
import { valueOf } from '../facts/fact';
import type { Range } from '../facts/data';
import { defineRule } from './define';
import { isAny } from './guards';
import { headCause } from './head-group';
import { labelFlow } from './support/data';
import { activationFix, activationPlace, headsOf } from './support/heads';
import { hasClassLabels, isLoss, labelRangeOf, rangeTitle, regressionLosses } from './support/losses';

const bounds: Readonly<Record<string, Range>> = table({
  sigmoid: { min: 0, max: 1 },
  hard_sigmoid: { min: 0, max: 1 },
  tanh: { min: -1, max: 1 },
  softsign: { min: -1, max: 1 },
});

export default defineRule({
  id: 'bounded-output-regression',
  group: 'output',
  severity: 'warning',
  evidence: {
    measured: 'confirmed',
    wild: { right: 1, unclear: 7, benign: 1 },
    exception: 'counted were all sigmoid heads with MSE; the rule speaks only where the labels are known to leave the range',
  },
  symptoms: ['huge', 'flat', 'constant', 'slow', 'label-spread', 'flat-after-fall'],
  messages: {
    beyond:
      'The labels range over {labels}, but {activation} can only give {outputs}. Not one of them can be met: the output is pressed against its limit, where the gradient vanishes.',
    outside:
      'The labels range over {labels}, but {activation} can only give {outputs}. The rest is out of reach, and where the output is pressed against its limit the gradient vanishes.',
  },
  docs: {
    summary: 'A regression ends in sigmoid or tanh, but its labels leave that range.',
    why: `Sigmoid gives 0 to 1 and tanh -1 to 1. Labels beyond cannot be met: the model pushes the last layer to its limit, where the activation is flat, and
learning stops with a large constant loss.`,
    bad: `import numpy as np
from tensorflow import keras

y = np.random.uniform(0, 50, size=(300, 1))
x = np.concatenate([y / 50, (y / 50) ** 2], axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1, activation="sigmoid"),
    #                                ^^^^^^^^^ bounded-output-regression
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
`,
    good: `import numpy as np
from tensorflow import keras

y = np.random.uniform(0, 50, size=(300, 1))
x = np.concatenate([y / 50, (y / 50) ** 2], axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
`,
    limits:
      'Speaks only where the range of the labels is known. Silent for autoencoders, adversarial and reinforcement training.',
    fixSafety: 'Safe: without the activation the output can take any value. Scaling the labels into the range would do as well.',
    probe:
      'Trains both versions on quantities of the same range and compares R2. Measured in Keras: sigmoid on -1..1 R2 0.45 against 0.98; tanh on y * 10 0.15 against 0.97.',
    references: ['https://keras.io/api/layers/activations/', 'https://doi.org/10.1145/3411764.3445538'],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const activation = valueOf(head.activation);
      const bound = activation === undefined ? undefined : bounds[activation];
      const labels = labelRangeOf(head);
      const loss = valueOf(head.loss);
      if (!loss || activation === undefined || !bound || !labels || !isLoss(head, regressionLosses)) continue;
      if (isAny(run, 'autoencoder', 'adversarial', 'reinforcement') || (hasClassLabels(head) && labels.max <= 1)) continue;
      const slack = 0.05 * (bound.max - bound.min);
      if (labels.min >= bound.min - slack && labels.max <= bound.max + slack) continue;
      // Counted in the file, or drawn so: no label lies where an answer may.
      const beyond = labels.min > bound.max + slack || labels.max < bound.min - slack;
      report({
        message: beyond ? 'beyond' : 'outside',
        ...(beyond && labelFlow(head)?.contents && { severity: 'error' as const }),
        at: activationPlace(run, head),
        data: { labels: rangeTitle(labels), activation, outputs: rangeTitle(bound) },
        cause: headCause(run, head),
        related: 'place' in head.labels ? [{ place: head.labels.place, message: 'the labels' }] : [],
        fixes: [activationFix(context, one, 'linear', 'safe', `Remove ${activation}, so that the output can take any value`)],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});
