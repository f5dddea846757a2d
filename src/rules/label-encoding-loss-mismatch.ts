import type { Fix } from '../finding/finding';
import { valueOf } from '../facts/fact';
import type { Head } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { pictures } from './support/examples';
import { isAny } from './guards';
import { headCause } from './head-group';
import { changeHeadActivation, headsOf, isMultiUnit, lossFix, type HeadInRun } from './support/heads';
import { hasClassNumbers, kerasName, labelKindOf, lossTitle } from './support/losses';

const example = (loss: string): string => `${pictures}x_train = x_train / 255.0

model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="${loss}")
model.fit(x_train, y_train, epochs=5)
`;

export default defineRule({
  id: 'label-encoding-loss-mismatch',
  group: 'data',
  severity: 'error',
  evidence: { measured: 'raises' },
  messages: {
    integers:
      'The labels are class numbers, but categorical cross-entropy needs one column a class. Keras refuses the shapes, or compares each number with every output.',
    single:
      'The labels are class numbers, one a sample, but the model has {units} outputs and {loss} compares label and output one by one. Keras refuses the shapes.',
    repeated:
      'The labels are class numbers, one a sample, but the model has {units} outputs and {loss} compares label and output one by one: every output learns the same number. Keras 3 refuses the shapes.',
    spread:
      'The labels are one class number a sample, and the model gives {units} numbers: {loss} compares every one of them with the same label, so the outputs all learn the same and tell no classes apart.',
    columns:
      'The labels have one column a class, but sparse categorical cross-entropy needs class numbers. Keras refuses the shapes.',
  },
  docs: {
    summary: 'Class numbers meet a loss that wants one column a class, or one-hot labels the sparse form.',
    why: `categorical_crossentropy compares the outputs with one column for each class (one-hot labels); sparse_categorical_crossentropy takes the number of the
class. Mixed up, Keras 3 raises an error about shapes, and older versions broadcast the labels silently and learn nonsense.`,
    bad: example('categorical_crossentropy').replace(
      'crossentropy")\n',
      `crossentropy")
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ label-encoding-loss-mismatch
`,
    ),
    good: example('sparse_categorical_crossentropy'),
    raises: 'must have the same rank (ndim)',
    limits:
      'Speaks only where the encoding of the labels is known. Silent for a single output unit, which has a rule of its own, and for autoencoders.',
    fixSafety:
      'Safe: the other form of the same loss. Unsafe where the last layer has another activation than softmax, which is set too.',
    probe: 'Shows the error that Keras 3 raises at the first batch, and that the fix trains.',
    references: ['https://keras.io/api/losses/probabilistic_losses/'],
  },
  check(context, report) {
    for (const { run, head } of headsOf(context)) {
      const loss = valueOf(head.loss);
      const kind = labelKindOf(head);
      if (!loss || !kind || !isMultiUnit(head) || !('place' in head.labels) || isAny(run, 'autoencoder', 'adversarial')) continue;
      const shared = {
        at: loss.place,
        cause: headCause(run, head),
        related: [{ place: head.labels.place, message: 'the labels' }],
        experiment: { kind: 'train', run: run.id },
      } as const;
      if (loss.name === 'categorical_crossentropy' && hasClassNumbers(head)) {
        report({ message: 'integers', ...shared, fixes: [otherForm(context, { run, head }, 'sparse_categorical_crossentropy')] });
      } else if (comparesOneByOne(kerasName(loss)) && isOneNumber(head, kerasName(loss)) && hasClassNumbers(head)) {
        // Keras 2 repeats the number for every output under a distance; a binary cross-entropy it refuses too.
        const trains = run.keras.version === 2 && kerasName(loss) !== 'binary_crossentropy';
        report({
          message: trains ? 'repeated' : 'single',
          severity: trains ? 'warning' : 'error',
          data: { units: valueOf(head.units) ?? 'several', loss: lossTitle(loss) },
          ...shared,
          fixes: [otherForm(context, { run, head }, 'sparse_categorical_crossentropy')],
        });
      } else if (comparesOneByOne(kerasName(loss)) && isColumn(head) && hasClassNumbers(head)) {
        report({
          message: 'spread',
          severity: 'warning',
          data: { units: valueOf(head.units) ?? 'several', loss: lossTitle(loss) },
          ...shared,
          fixes: [otherForm(context, { run, head }, 'sparse_categorical_crossentropy')],
        });
      } else if (loss.name === 'sparse_categorical_crossentropy' && kind.kind === 'one-hot') {
        report({ message: 'columns', ...shared, fixes: [otherForm(context, { run, head }, 'categorical_crossentropy')] });
      }
    }
  },
});

const comparesOneByOne = (name: string): boolean =>
  name === 'binary_crossentropy' || name === 'mean_squared_error' || name === 'mean_absolute_error';

/** Labels of shape (N,), or (N, 1) under a binary cross-entropy, against rows of outputs: measured in Keras 3.15 and 2.15. */
function isOneNumber(head: Head, loss: string): boolean {
  const labels = 'shape' in head.labels ? valueOf(head.labels.shape) : undefined;
  const row = valueOf(head.outputShape)?.length === 1;
  return row && (labels?.length === 1 || (labels?.length === 2 && labels[1] === 1 && loss === 'binary_crossentropy'));
}

/** Labels of shape (N, 1): a distance stretches them over all outputs in either version. */
const isColumn = (head: Head): boolean => {
  const labels = 'shape' in head.labels ? valueOf(head.labels.shape) : undefined;
  return labels?.length === 2 && labels[1] === 1;
};

/** Another activation than softmax would be the next mistake in line: the loss gets what it asks for at once. */
function otherForm(context: RuleContext, { run, head }: HeadInRun, name: string): Fix | undefined {
  // A metric that names one form of labels would not fit the other loss.
  if (run.metrics.items.some((metric) => /categorical_?accuracy/i.test(metric.name))) return undefined;
  const loss = lossFix(context, head, name, 'safe');
  const activation = valueOf(head.activation);
  if (!loss || activation === undefined || activation === 'softmax') return loss;
  const edits = changeHeadActivation(context, run, head, 'softmax');
  return edits && { title: `Use ${name} with softmax`, edits: [...loss.edits, ...edits], safety: 'unsafe' };
}
