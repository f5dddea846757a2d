import { insertLinesBefore, nameAt } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import type { TrainingRun } from '../facts/training';
import type { Place } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';
import { flowTitle, labelFlow } from './support/data';
import { fixOf } from './support/fixes';
import { headsOf } from './support/heads';
import { hasClassLabels, isLoss, labelRangeOf, lossTitle, rangeTitle, regressionLosses } from './support/losses';

const example = (scaling: string): string => `import numpy as np
from tensorflow import keras

y = np.random.uniform(5000, 6000, size=(300, 1))
x = np.concatenate([y / 6000, (y / 6000) ** 2], axis=1)
${scaling}
model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=20)
`;

export default defineRule({
  id: 'unscaled-regression-target',
  group: 'data',
  severity: 'information',
  evidence: { measured: 'confirmed', exception: 'Adam reaches such labels when it has epochs enough' },
  symptoms: ['huge', 'flat', 'nan', 'slow', 'diverging', 'label-spread'],
  messages: {
    outlier:
      'The labels in {file} hold {value}, while nearly all of them lie between {low} and {high}. The squared error of that one label is larger than that of all others together, so the model learns nothing else.',
    far: 'The labels range over {range}. The output starts near 0 and moves by about the learning rate a step, so the model spends its training on reaching that size, and the {loss} falls without the model learning what tells the samples apart.',
  },
  docs: {
    summary: 'The target of a regression is far from unit size.',
    why: `A new model predicts about 0. If the labels lie in the thousands, most of the loss is that offset: it falls impressively while the output bias grows,
and what distinguishes the samples is learned only afterwards, if training lasts that long. Bring the labels to mean 0 and deviation 1, and undo it for
predictions.

Outliers among the labels are worse still, because the squared error squares them: one label a hundred times too large weighs like ten thousand samples. Compare
np.quantile(y, [0.01, 0.99]) with y.min() and y.max(); correct or clip what is wrong, or use the Huber loss, which counts large errors only in proportion.`,
    bad: example('').replace(
      'model.fit(x, y, epochs=20)\n',
      `model.fit(x, y, epochs=20)
#            ^ unscaled-regression-target
`,
    ),
    good: example('y = (y - y.mean()) / y.std()\n'),
    limits:
      'Information. Speaks only where the range of the labels is known and exceeds 100, the last layer is linear, and no layer rescales the output.',
    fixSafety: 'Unsafe: predictions then need y * deviation + mean.',
    probe:
      'Trains both versions on labels of the same range and compares R2. Measured in Keras with y * 1000 + 5000: R2 0.32 against 0.98, although the loss fell to 1.2% of its start.',
    references: ['https://scikit-learn.org/stable/modules/generated/sklearn.compose.TransformedTargetRegressor.html'],
  },
  check(context, report) {
    for (const { run, head } of headsOf(context)) {
      const loss = valueOf(head.loss);
      const range = labelRangeOf(head);
      const labels = labelFlow(head);
      if (!loss || !range || !labels || !isLoss(head, regressionLosses) || hasClassLabels(head)) continue;
      if (
        isAny(run, 'autoencoder', 'reinforcement', 'adversarial', 'transfer') ||
        !always(head.activation, (name) => name === 'linear')
      )
        continue;
      if (
        Math.max(Math.abs(range.min), Math.abs(range.max)) <= 100 ||
        loss.name.includes('percentage') ||
        loss.name.includes('logarithmic')
      )
        continue;
      const [outlier] = labels.contents?.outliers ?? [];
      if (labels.contents && outlier) {
        report({
          message: 'outlier',
          severity: 'error',
          at: labels.place,
          data: { file: labels.contents.file, value: short(outlier.value), low: short(outlier.low), high: short(outlier.high) },
          related: labels.origins.slice(0, 1).map(({ place }) => ({ place, message: 'read here' })),
          experiment: { kind: 'none', reason: 'it was counted in the file itself' },
        });
        continue;
      }
      report({
        message: 'far',
        // Seen in the file, thousands away: no usual number of epochs gets there.
        ...(labels.contents && Math.max(Math.abs(range.min), Math.abs(range.max)) > 1000 && { severity: 'warning' as const }),
        at: labels.place,
        data: { range: rangeTitle(range), loss: lossTitle(loss) },
        related: labels.origins
          .slice(0, 1)
          .map(({ place }) => ({ place, message: `${flowTitle(context, labels, 'the labels')} come from here` })),
        fixes: [standardize(context, run, labels.place)],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

const short = (value: number): string => String(Number(value.toPrecision(3)));

function standardize(context: RuleContext, run: TrainingRun, labels: Place) {
  const name = nameAt(context, labels);
  if (run.loop.kind !== 'fit' || run.loop.repeated || run.validation || name === undefined) return undefined;
  const edit = insertLinesBefore(context, run.loop.call.place, [`${name} = (${name} - ${name}.mean()) / ${name}.std()`]);
  return fixOf(`Standardize \`${name}\` before fit`, 'unsafe', edit);
}
