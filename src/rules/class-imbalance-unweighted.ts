import { addArgument, argumentOf } from '../edits/edits';
import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { isAny } from './guards';
import { flowTitle, labelFlow } from './support/data';
import { fixOf } from './support/fixes';
import { crossEntropies, isLoss } from './support/losses';

/** From this ratio on SageMaker Debugger speaks of imbalance, too. */
const heavy = 10;

const example = (fit: string): string => `import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
y = np.concatenate([np.zeros(970), np.ones(30)])
x = rng.normal(size=(1000, 8))
x[:, 0] += y
order = rng.permutation(1000)
x, y = x[order], y[order]

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
${fit}
`;

export default defineRule({
  id: 'class-imbalance-unweighted',
  group: 'data',
  severity: 'information',
  evidence: { measured: 'partly', exception: 'Accuracy hides it; which class matters is for the author to say.' },
  symptoms: ['frozen-accuracy', 'chance-accuracy', 'perfect-at-once'],
  messages: {
    single:
      'All {rows} labels in {file} are {value}. There is nothing to tell apart: always the same answer is right, and no gradient says anything about the features.',
    rare: '{labels} hold {ratio} times as many samples of the commonest class as of the rarest, and nothing weighs them. Always answering the commonest is right in {share}% of the cases, and training often stops there.',
  },
  docs: {
    summary: 'One class is much rarer than the others, and the loss counts all samples alike.',
    why: `With 97 negative samples for 3 positive ones, "always negative" has an accuracy of 97%. The rare samples hardly take part in the gradient, and the model may never find
them. class_weight makes each class count alike.`,
    bad: example(`model.fit(x, y, epochs=20)
#            ^ class-imbalance-unweighted`),
    good: example('model.fit(x, y, epochs=20, class_weight={0: 0.52, 1: 16.7})'),
    limits:
      'Speaks where the program itself says how the classes are divided: joined parts of known length, literal labels, probabilities of a random choice, weights of make_classification; from 10 to 1 on. Silent with class_weight, sample_weight, a focal or own loss, and after any selection of samples.',
    fixSafety: 'Unsafe: the loss is on another scale, and predicted probabilities are those of balanced data.',
    probe:
      'Trains on made-up classes of the same shares, without and with class_weight, and compares balanced accuracy. Measured in Keras with 3% positives: recall of the rare class 0 against 1.',
    references: ['https://www.tensorflow.org/tutorials/structured_data/imbalanced_data'],
  },
  check(context, report) {
    for (const run of context.program.runs) {
      const { loop } = run;
      if (loop.kind !== 'fit' || isAny(run, 'autoencoder', 'adversarial', 'reinforcement')) continue;
      if (
        loop.call.arguments.some(
          ({ parameter, star }) => star > 0 || parameter === 'class_weight' || parameter === 'sample_weight',
        )
      )
        continue;
      for (const head of run.heads) {
        const labels = labelFlow(head);
        const [value, ...others] = labels?.contents?.values ?? [];
        if (labels?.contents && value !== undefined && others.length === 0 && labels.contents.rows > 1) {
          report({
            message: 'single',
            severity: 'error',
            at: labels.place,
            data: { rows: labels.contents.rows, file: labels.contents.file, value },
            related: labels.origins.slice(0, 1).map(({ place }) => ({ place, message: 'read here' })),
            experiment: { kind: 'none', reason: 'it was counted in the file itself' },
          });
          continue;
        }
        const shares = labels?.shares;
        const kind = valueOf(labels?.labelKind);
        if (!labels || !shares || !kind || kind.kind === 'continuous' || !isLoss(head, crossEntropies)) continue;
        const [most, least] = [Math.max(...shares), Math.min(...shares)];
        if (least <= 0 || most / least < heavy) continue;
        const first = kind.kind === 'class-ids' ? kind.first : 0;
        const weights = shares.map((share, i) => `${i + first}: ${short(1 / (shares.length * share))}`).join(', ');
        const fixable = run.heads.length === 1 && argumentOf(loop.call, 'y') && !isSigned(kind);
        report({
          message: 'rare',
          at: labels.place,
          data: {
            labels: flowTitle(context, labels, 'The labels'),
            ratio: short(most / least),
            share: short(100 * most),
          },
          related: labels.origins.slice(0, 1).map(({ place }) => ({ place, message: 'the labels come from here' })),
          fixes: [
            fixable
              ? fixOf(`Set class_weight={${weights}}`, 'unsafe', addArgument(loop.call, `class_weight={${weights}}`))
              : undefined,
          ],
          experiment: fixable
            ? { kind: 'train', run: run.id }
            : { kind: 'none', reason: 'weights for these labels are for the author to choose' },
        });
      }
    }
  },
});

const isSigned = (kind: { readonly kind: string; readonly encoding?: string }): boolean => kind.encoding === 'minus-one-one';

const short = (value: number): string => String(Number(value.toPrecision(3)));
