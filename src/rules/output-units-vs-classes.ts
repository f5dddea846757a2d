import { argumentOf, replaceLiteral, replaceText, setArgument } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { Head } from '../facts/training';
import { defineRule } from './define';
import { pictures } from './support/examples';
import { isAny } from './guards';
import { fixOf } from './support/fixes';
import { headLayer, headPlace, headsOf, isSingleUnit, type HeadInRun } from './support/heads';
import { labelKindOf } from './support/losses';

const example = (units: string): string => `${pictures}x_train = x_train / 255.0
y_train = keras.utils.to_categorical(y_train, 10)

model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(${units}, activation="softmax"),
])
model.compile(optimizer="adam", loss="categorical_crossentropy")
model.fit(x_train, y_train, epochs=5)
`;

export default defineRule({
  id: 'output-units-vs-classes',
  group: 'output',
  severity: 'error',
  evidence: { measured: 'raises' },
  messages: {
    folder:
      '{reader} gives one column a class unless class_mode says otherwise, but the last layer has one unit. Keras 3 refuses to compare them; earlier versions compare every column with the same number, and the accuracy stays where it is.',
    differ:
      'The labels have {classes} columns, one a class, but the last layer has {units} units. Keras refuses to compare them.',
  },
  docs: {
    summary: 'The last layer has another number of units than the labels have classes.',
    why: `With one-hot labels every class is a column, and the model must return as many numbers. Otherwise Keras raises an error about shapes, or an older version
broadcasts one column against all.`,
    bad: example('9').replace(
      '    keras.layers.Dense(9, activation="softmax"),\n',
      `    keras.layers.Dense(9, activation="softmax"),
    #                  ^ output-units-vs-classes
`,
    ),
    good: example('10'),
    raises: 'must have the same shape',
    limits:
      'Speaks where the labels are known to be one-hot. Integer labels beyond the units are the business of label-range-mismatch; fewer classes than units are allowed. Silent where the labels have fewer axes than the output, which misses a Flatten rather than units.',
    fixSafety: 'Safe where the number is used for this layer only.',
    probe: 'Shows the error that Keras raises at the first batch, and that the fix trains.',
    references: ['https://keras.io/api/utils/python_utils/#to_categorical-function'],
  },
  check(context, report) {
    for (const { run, head } of headsOf(context)) {
      const reader = columnsByDefault(head);
      if (!reader || !isSingleUnit(run, head)) continue;
      report({
        message: 'folder',
        at: reader.place,
        data: { reader: reader.name },
        related: [{ place: headPlace(run, head), message: 'one unit' }],
        fixes: [fixOf("Set class_mode to 'binary'", 'unsafe', reader.edit)],
        experiment: { kind: 'none', reason: 'the pictures are in a folder of yours' },
      });
    }
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const kind = labelKindOf(head);
      const output = valueOf(head.outputShape);
      const units = output?.at(-1);
      const labels = 'shape' in head.labels ? valueOf(head.labels.shape) : undefined;
      // A missing Flatten: the units are not what is wrong.
      if (output && labels && labels.length !== output.length + 1) continue;
      if (
        kind?.kind !== 'one-hot' ||
        typeof units !== 'number' ||
        units < 2 ||
        units === kind.classes ||
        !('place' in head.labels)
      )
        continue;
      if (isAny(run, 'autoencoder', 'adversarial') || valueOf(head.loss)?.name === 'sparse_categorical_crossentropy') continue;
      const layer = headLayer(run, head)?.layer;
      report({
        message: 'differ',
        at: (layer && argumentOf(layer.call, 'units')?.value) ?? headPlace(run, head),
        data: { classes: kind.classes, units },
        related: [{ place: head.labels.place, message: 'the labels' }],
        fixes: [setUnits(one, kind.classes)],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

/** Pictures out of folders or tables whose labels are columns: `class_mode` is `categorical`, written or by default. */
function columnsByDefault({ labels }: Head) {
  const [origin, ...others] = 'origins' in labels ? labels.origins : [];
  const reader = /\.(flow_from_(?:directory|dataframe))$/.exec(origin?.name ?? '')?.[1];
  if (!origin?.call || !reader || others.length > 0 || origin.call.arguments.some(({ star }) => star > 0)) return undefined;
  const mode = argumentOf(origin.call, 'class_mode');
  if (mode && mode.form?.kind !== 'string') return undefined;
  const categorical = !mode || ('labelKind' in labels && valueOf(labels.labelKind)?.kind === 'one-hot');
  return categorical
    ? { name: reader, place: mode?.place ?? origin.call.place, edit: setArgument(origin.call, 'class_mode', "'binary'") }
    : undefined;
}

function setUnits({ run, head }: HeadInRun, classes: number) {
  const argument = argumentOf(headLayer(run, head)?.layer.call ?? { arguments: [] }, 'units');
  const literal = argument?.form?.kind === 'integer';
  const edit = literal ? replaceText(argument.value, String(classes)) : replaceLiteral(head.units, String(classes));
  return fixOf(`Set units to ${classes}`, 'safe', edit);
}
