import { always, valueOf } from '../facts/fact';
import { replaceText } from '../edits/edits';
import { defineRule } from './define';
import { isAny } from './guards';
import { headCause } from './head-group';
import { fixOf } from './support/fixes';
import { headsOf, quoted } from './support/heads';
import { hasClassLabels, isLoss, lossTitle, regressionLosses } from './support/losses';

const example = (metric: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 4)
y = x.sum(axis=1) * 3

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse", metrics=["${metric}"])
model.fit(x, y, epochs=20)
`;

const accuracies = new Set(['accuracy', 'acc', 'Accuracy', 'BinaryAccuracy', 'binary_accuracy']);

export default defineRule({
  id: 'accuracy-for-regression',
  group: 'output',
  severity: 'information',
  evidence: { measured: 'not-measured' },
  symptoms: ['frozen-accuracy', 'chance-accuracy', 'huge'],
  messages: {
    equal:
      'Accuracy counts exactly equal answers, and a regression trained with {loss} never hits a number exactly: it stays near 0 however well the model learns.',
  },
  docs: {
    summary: 'Accuracy is reported for a regression, where it stays near 0.',
    why: `For a linear output Keras's "accuracy" compares prediction and label for equality. Real numbers are practically never equal, so it says 0 while the
loss falls: the model is fine, the metric is not.`,
    bad: example('accuracy').replace(
      '["accuracy"])\n',
      `["accuracy"])
#                                                    ^^^^^^^^^^ accuracy-for-regression
`,
    ),
    good: example('mae'),
    limits: 'Information: training is not affected. Silent where the labels are known to be classes.',
    fixSafety: 'Safe where callbacks do not watch the metric, which cannot be seen in every case: unsafe.',
    probe: 'Not trained: only the metric is wrong.',
    references: ['https://keras.io/api/metrics/accuracy_metrics/', 'https://keras.io/api/metrics/regression_metrics/'],
  },
  check(context, report) {
    for (const { run, head } of headsOf(context)) {
      const loss = valueOf(head.loss);
      const metric = run.metrics.items.find(({ name }) => accuracies.has(name));
      if (!loss || !metric || !isLoss(head, regressionLosses) || hasClassLabels(head) || isAny(run, 'adversarial')) continue;
      if (!always(head.activation, (name) => name === 'linear' || name === 'relu')) continue;
      const text = metric.place;
      report({
        message: 'equal',
        at: text,
        data: { loss: lossTitle(loss) },
        cause: headCause(run, head),
        related: [{ place: loss.place, message: 'the loss of a regression' }],
        fixes: [
          /^[a-z_]+$/.test(metric.name)
            ? fixOf('Report mae instead', 'unsafe', replaceText(text, quoted(context, text, 'mae')))
            : undefined,
        ],
        experiment: { kind: 'none', reason: 'only the metric is wrong, training is not affected' },
      });
    }
  },
});
