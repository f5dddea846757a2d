import { always, valueOf } from '../facts/fact';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';
import { headCause } from './head-group';
import { changeHeadActivation, changeLoss, headsOf, type HeadInRun } from './support/heads';
import { hasClassLabels, labelRangeOf, rangeTitle, maskOf } from './support/losses';

export default defineRule({
  id: 'bce-for-regression',
  group: 'output',
  severity: 'error',
  evidence: { measured: 'confirmed', exception: 'the loss has no lower bound on such labels, whatever the data' },
  symptoms: ['negative'],
  messages: {
    quantities:
      'Binary cross-entropy needs labels between 0 and 1, but these are quantities from {labels}. The loss falls without end below 0 and says nothing about the error.',
  },
  docs: {
    summary: 'Binary cross-entropy is used for labels that are quantities outside 0..1.',
    why: `For a label above 1 the term -(1 - y) log(1 - p) changes its sign: the loss can be lowered without end by pushing p to 1. The model saturates and
predicts the same for everything.`,
    bad: `import numpy as np
from tensorflow import keras

y = np.random.uniform(0, 50, size=(300, 1))
x = np.concatenate([y / 50, (y / 50) ** 2], axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
#                                    ^^^^^^^^^^^^^^^^^^^^^ bce-for-regression
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
      'Speaks only where the labels are known to be quantities that leave 0..1; pixels between 0 and 1 are valid. Silent for autoencoders.',
    fixSafety: 'Unsafe: it changes the loss and the output together, from a probability to a quantity.',
    probe:
      'Trains both versions on quantities of the same range and compares R2. Measured in Keras: R2 0.20 against 0.98 while the loss falls to -200,000 times its start.',
    references: [
      'https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class',
      'https://doi.org/10.1109/ICSE48619.2023.00020',
    ],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const loss = valueOf(head.loss);
      const labels = labelRangeOf(head);
      if (
        loss?.name !== 'binary_crossentropy' ||
        !labels ||
        // Classes have rules of their own; of a range beyond 0 to 1 nothing else need be known.
        hasClassLabels(head) ||
        maskOf(head) ||
        isAny(run, 'adversarial')
      )
        continue;
      if (labels.min >= -0.01 && labels.max <= 1.01) continue;
      report({
        message: 'quantities',
        at: loss.place,
        data: { labels: rangeTitle(labels) },
        cause: headCause(run, head),
        related: 'place' in head.labels ? [{ place: head.labels.place, message: 'the labels' }] : [],
        fixes: [toRegression(context, one)],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

function toRegression(context: RuleContext, { run, head }: HeadInRun) {
  const loss = changeLoss(context, head, 'mean_squared_error');
  if (!loss) return undefined;
  if (always(head.activation, (name) => name === 'linear'))
    return { title: 'Use mean_squared_error', edits: [loss], safety: 'unsafe' } as const;
  const activation = changeHeadActivation(context, run, head, 'linear');
  const title = 'Use mean_squared_error and no activation in the last layer';
  return activation && ({ title, edits: [...activation, loss], safety: 'unsafe' } as const);
}
