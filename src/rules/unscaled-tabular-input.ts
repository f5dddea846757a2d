import type { SemanticPatch, Severity } from '../finding/finding';
import type { DataFlow, Range } from '../facts/data';
import { valueOf } from '../facts/fact';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';
import { fedInputs, flowTitle, isImage, isStraightLine, readersOf, type FedInput } from './support/data';
import { changeInputBeforeFit } from './support/fixes';
import { isAffine, isRecurrent } from './support/graph';

/** Values beyond this are unusual for a network; beyond the second the damage is measured. */
const notable = 10;
const loud = 100;
/** Ratio of the largest to the smallest standard deviation among columns from which Adam was measured to fail. */
const mixed = 20;

export default defineRule({
  id: 'unscaled-tabular-input',
  group: 'data',
  severity: 'information',
  evidence: {
    measured: 'confirmed',
    exception: 'warning where the size of the values is visible; of a table only that nothing scales it is known',
  },
  symptoms: ['huge', 'nan', 'diverging', 'saw-tooth', 'chance-accuracy', 'uniform'],
  messages: {
    outlier:
      '{column} of {file} holds {value}, while nearly all of it lies between {low} and {high}. That one row decides every step, and scaling by the extremes or the deviation presses all others together.',
    large:
      '{name} reaches {layer} with values from {min} to {max} and nothing scales it. The first layer then has gradients about that much larger than the others, so one learning rate cannot suit both.',
    table:
      '{name} comes from {reader} and nothing scales it before {layer}. If its columns differ in size, the largest drowns the others, and one learning rate cannot suit them all.',
    mixed:
      '{name} has columns whose spreads differ by a factor of {spread} and nothing scales it. The largest column drowns the others, and one learning rate cannot suit them all.',
  },
  docs: {
    summary: 'Features with large or very different magnitudes reach the first layer unscaled.',
    why: `Initial weights are made for inputs of about unit size. With features in the hundreds the first layer's outputs and gradients are hundreds of
times too large: plain SGD becomes NaN, and Adam spends its steps undoing the scale. With columns of different size the small ones are hardly seen.

A few outliers do the same to a column that is scaled: one value of a million squeezes all others together, with MinMaxScaler most of all. The program does not show
them, so look at the data: np.quantile(x, [0, 0.01, 0.99, 1], axis=0). Where the ends lie far beyond the two in the middle, clip to them, take logarithms, or use RobustScaler.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(200, 5) * 1000
y = x[:, :1] / 1000

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(5,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
#         ^ unscaled-tabular-input
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(200, 5) * 1000
y = x[:, :1] / 1000
x = (x - x.mean(axis=0)) / x.std(axis=0)

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(5,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
`,
    limits:
      'Speaks only where the magnitude is visible in the program: a generator with known range, literals, arithmetic on them, or a dataset that ships with a library. Of a table read from a text file only that nothing scales it is known: information. Silent where a normalisation layer comes first, for token ids that feed an Embedding, and for images, which have a rule of their own. Information from 10 on, warning from 100 on or where columns differ by a factor of 20. Silent where the program shows that a straight line solves its task, which large inputs do not hinder. Of several arrays in one fit the largest is named.',
    fixSafety:
      'Unsafe: arrays that are used elsewhere (for predictions later) need the same treatment with the same mean and deviation.',
    probe:
      'Trains on made-up data with the same magnitudes, as written and standardized. Measured in Keras: x * 1000 with Adam R2 0.04 against 0.98, with SGD NaN in 5 of 5 runs; mixed columns with Adam 66% against 87%.',
    references: [
      'https://keras.io/api/layers/preprocessing_layers/numerical/normalization/',
      'https://doi.org/10.1007/978-3-642-35289-8_3',
    ],
  },
  check(context, report) {
    for (const one of loudestPerPlace(unscaled(context))) {
      const { run, flow, layer, range, spread, size, severity } = one;
      const fix = changeInputBeforeFit(
        context,
        run,
        flow,
        (array, training) => `(${array} - ${training}.mean(axis=0)) / ${training}.std(axis=0)`,
        (training) => `Standardize \`${training}\` before fit`,
      );
      const patch: SemanticPatch | undefined = fix
        ? undefined
        : { title: 'With standardized inputs', change: { kind: 'standardize-inputs' } };
      const shared = {
        at: flow.place,
        severity,
        related: flow.origins.slice(0, 1).map(({ place }) => ({ place, message: 'the values come from here' })),
        fixes: [fix],
        experiment: { kind: 'train', run: run.id, patch },
      } as const;
      const name = flowTitle(context, flow, 'The input');
      const outlier = outlierOf(one);
      if (outlier) {
        const experiment = { kind: 'none', reason: 'it was counted in the file itself' } as const;
        report({ message: 'outlier', data: outlier, ...shared, fixes: [], experiment });
        continue;
      }
      if (range && size > notable) report({ message: 'large', data: { name, layer, ...rounded(range) }, ...shared });
      else if (spread >= mixed) report({ message: 'mixed', data: { name, spread: Math.round(spread) }, ...shared });
      else
        report({
          message: 'table',
          data: { name, layer, reader: flow.origins[0]?.name.split('.').at(-1) ?? 'a file' },
          ...shared,
        });
    }
  },
});

interface Unscaled extends FedInput {
  readonly layer: string;
  readonly range: Range | undefined;
  readonly spread: number;
  readonly size: number;
  readonly severity: Severity;
}

function unscaled({ program }: RuleContext): readonly Unscaled[] {
  return fedInputs(program.runs).flatMap((fed): readonly Unscaled[] => {
    const { run, flow } = fed;
    const layer = readingLayer(fed);
    // Large inputs only make a straight line steeper: measured, it was found sooner than with standardized ones.
    if (!layer || isImage(flow) || isStraightLine(run) || isAny(run, 'reinforcement', 'transfer')) return [];
    const range = valueOf(flow.range);
    const spread = valueOf(flow.featureSpread) ?? 1;
    const size = range ? Math.max(Math.abs(range.min), Math.abs(range.max)) : 0;
    if (size <= notable && spread < mixed && (range !== undefined || !isRawTable(flow))) return [];
    const severity = size >= hopeless && flow.contents ? 'error' : size > loud || spread >= mixed ? 'warning' : 'information';
    return [{ ...fed, layer, range, spread, size, severity }];
  });
}

/** From this size on nothing was learned in Keras, by any optimizer with its own rate: what is counted in a file is certain. */
const hopeless = 1e5;

/** One number of the file that is far from all others of its column. */
function outlierOf({ flow: { contents } }: Unscaled) {
  const worst = contents?.outliers.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))[0];
  return contents && worst
    ? {
        column: `Column "${worst.column}"`,
        file: contents.file,
        value: short(worst.value),
        low: short(worst.low),
        high: short(worst.high),
      }
    : undefined;
}

/** Arrays in one list, or one array fitted twice to a model, are one mistake: told for the largest. */
function loudestPerPlace(found: readonly Unscaled[]): readonly Unscaled[] {
  const best = new Map<string, Unscaled>();
  for (const one of found) {
    const key = JSON.stringify([one.run.model.place, one.flow.place]);
    const other = best.get(key);
    const louder = other && (one.severity === other.severity ? one.size > other.size : one.severity !== 'information');
    if (!other || louder) best.set(key, one);
  }
  return [...best.values()];
}

/** Type of the first layer where it multiplies the values as they are; undefined where anything might scale or look them up. */
function readingLayer({ run, input }: FedInput): string | undefined {
  const readers = readersOf(run.model, input);
  const [first] = readers;
  return first?.kind === 'layer' && readers.every((node) => isAffine(node) || isRecurrent(node)) ? first.layer.type : undefined;
}

/** Filling gaps, and encoding or filling some columns of a table, leave the others as large as they were. */
const keepsScale =
  /^(?:fillna|ffill|bfill|interpolate|written element by element|keras\.utils\.to_categorical|sklearn\.impute\.\w+)$/;

/** Columns of a text file that nothing was done to but selecting, splitting and reshaping. */
function isRawTable(flow: DataFlow): boolean {
  const read =
    flow.origins.length > 0 &&
    flow.origins.every(({ name }) => /\.(?:read_csv|read_excel|read_table|loadtxt|genfromtxt)$/.test(name));
  const untouched = flow.steps.every(
    ({ kind, by }) => ['cast', 'reshape', 'split', 'shuffle', 'slice', 'encode'].includes(kind) || keepsScale.test(by),
  );
  return read && untouched && flow.originsComplete && flow.stepsComplete;
}

const rounded = ({ min, max }: Range) => ({ min: short(min), max: short(max) });
const short = (value: number): string => String(Number(value.toPrecision(3)));
