import type { Fix } from '../finding/finding';
import type { LabelKind } from '../facts/data';
import { argumentOf, insertLinesBefore, nameAt, replaceLiteral } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import type { Head } from '../facts/training';
import type { Place } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';
import { headLayer, headsOf, isMultiUnit, type HeadInRun } from './support/heads';
import { hasClassNumbers, labelKindOf, maskOf } from './support/losses';

export default defineRule({
  id: 'label-range-mismatch',
  group: 'data',
  severity: 'error',
  evidence: {
    measured: 'confirmed',
    exception: 'the loss has no lower bound on such labels, or reads past the outputs, whatever the data',
  },
  symptoms: ['negative', 'nan', 'frozen-accuracy'],
  messages: {
    tooMany:
      'The labels go from {first} to {last}, but the model has {units} outputs, for labels 0 to {top}. Labels beyond are out of range: an error on a CPU, NaN on a GPU.',
    signs:
      'The labels are -1 and 1, but binary cross-entropy needs 0 and 1. For the label -1 the loss falls without end below 0.',
    shifted:
      'The labels are 1 and 2, but binary cross-entropy needs 0 and 1. For the label 2 the loss falls without end below 0.',
    mask: 'The labels in {file} are {low} and {high}, but binary cross-entropy needs 0 and 1. For the label {high} the loss falls without end below 0.',
    several:
      'The labels have {classes} classes, but binary cross-entropy on one unit knows only 0 and 1. Labels above 1 push the loss below 0 without end.',
  },
  docs: {
    summary: 'Labels lie outside the range that the loss and the number of outputs allow.',
    why: `Sparse categorical cross-entropy uses the label as an index into the outputs: with K outputs only 0 to K-1 exist. Binary cross-entropy needs 0 and 1:
for -1 or 2 one of its terms changes sign, and the loss can be lowered without end while nothing is learned.`,
    bad: `import numpy as np
from tensorflow import keras

y = np.random.randint(1, 4, size=300)
x = np.random.normal(size=(300, 4)) + y[:, None]

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
#            ^ label-range-mismatch
`,
    good: `import numpy as np
from tensorflow import keras

y = np.random.randint(0, 3, size=300)
x = np.random.normal(size=(300, 4)) + y[:, None]

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(4,)),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    raises: 'Received a label value of 3 which is outside the valid range of [0, 3)',
    limits:
      'Speaks only where the classes of the labels are known: literals, generators, to_categorical, datasets that ship with a library. Silent for autoencoders and adversarial training.',
    fixSafety: 'Adding units is safe. Changing the labels is unsafe: arrays used elsewhere need the same change.',
    probe:
      'Trains both versions and compares accuracy with chance. Measured in Keras: labels 1 and 2 50% against 94.5%, with the loss at -2,860 times its start; labels -1 and 1 73% against 94.5%.',
    references: ['https://keras.io/api/losses/probabilistic_losses/', 'https://doi.org/10.1145/3470006'],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const loss = valueOf(head.loss);
      const kind = labelKindOf(head);
      if (!loss || !('origins' in head.labels) || isAny(run, 'autoencoder', 'adversarial', 'reinforcement')) continue;
      const shared = {
        at: head.labels.place,
        cause: undefined,
        related: [{ place: loss.place, message: 'the loss that needs other labels' }],
        experiment: { kind: 'train', run: run.id },
      } as const;
      const mask = maskOf(head);
      if (mask && loss.name === 'binary_crossentropy' && !isTanh(head)) {
        report({
          message: 'mask',
          data: mask,
          ...shared,
          fixes: [
            changeLabels(context, one, head.labels.place, (y) => `${y} / ${mask.high}`, `Divide the labels by ${mask.high}`),
          ],
        });
      } else if (loss.name === 'sparse_categorical_crossentropy') {
        const units = valueOf(head.units);
        if (units === undefined || units < 2 || kind?.kind !== 'class-ids' || kind.first + kind.classes <= units) continue;
        const last = kind.first + kind.classes - 1;
        report({
          message: 'tooMany',
          data: { first: kind.first, last, units, top: units - 1 },
          ...shared,
          fixes: [moreUnits(one, last + 1)],
        });
        // One number a sample against several outputs is refused whatever its range: label-encoding-loss-mismatch.
      } else if (kind && loss.name === 'binary_crossentropy' && !isTanh(head) && !(isMultiUnit(head) && hasClassNumbers(head))) {
        if (kind.kind === 'binary' && kind.encoding === 'minus-one-one') {
          report({
            message: 'signs',
            ...shared,
            fixes: [
              changeLabels(context, one, head.labels.place, (y) => `(${y} + 1) / 2`, 'Turn -1 and 1 into 0 and 1 before fit'),
            ],
          });
        } else if (isShifted(kind)) {
          report({
            message: 'shifted',
            ...shared,
            fixes: [changeLabels(context, one, head.labels.place, (y) => `${y} - 1`, 'Count the labels from 0')],
          });
        } else if (kind.kind === 'class-ids' && kind.classes > 2 && always(head.units, (units) => units === 1)) {
          report({ message: 'several', data: { classes: kind.classes }, ...shared });
        }
      }
    }
  },
});

const isShifted = (kind: LabelKind): boolean => kind.kind === 'class-ids' && kind.classes === 2 && kind.first === 1;

const isTanh = (head: Head): boolean => always(head.activation, (name) => name === 'tanh');

function moreUnits({ run, head }: HeadInRun, units: number): Fix | undefined {
  const layer = headLayer(run, head)?.layer;
  const argument = layer && argumentOf(layer.call, 'units');
  const edit =
    argument?.form?.kind === 'integer'
      ? { place: argument.value, newText: String(units) }
      : replaceLiteral(head.units, String(units));
  return edit && { title: `Set units to ${units}`, edits: [edit], safety: 'safe' };
}

function changeLabels(
  context: RuleContext,
  { run }: HeadInRun,
  labels: Place,
  change: (name: string) => string,
  title: string,
): Fix | undefined {
  const name = nameAt(context, labels);
  if (run.loop.kind !== 'fit' || run.loop.repeated || name === undefined) return undefined;
  const edit = insertLinesBefore(context, run.loop.call.place, [`${name} = ${change(name)}`]);
  return edit && { title, edits: [edit], safety: 'unsafe' };
}
