import type { ExperimentIntent, Fix } from '../finding/finding';
import { ensureImport, replaceText, textOf } from '../edits/edits';
import type { DataFlow } from '../facts/data';
import type { NanComparison, TrainingProgram } from '../facts/training';
import type { Counted } from '../facts/contents';
import { defineRule, type RuleContext } from './define';
import { flowTitle, labelFlow } from './support/data';
import { fitOf } from './guards';

/** Calls by which a program shows that it looks after missing values, or looks whether there are any. */
const looksAfterGaps =
  /(?:\.(?:dropna|fillna|isna|isnull|notna|notnull|interpolate|ffill|bfill|replace|info|describe|nan_to_num|isnan|isfinite|nanmean|nanmedian)|Imputer(?:\.\w+)?)$/;

const example = (filter: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(200, 4)
x[5, 1] = np.nan
y = np.random.rand(200)
${filter}

model = keras.Sequential([
    keras.layers.Dense(8, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=5)
`;

export default defineRule({
  id: 'unhandled-nan',
  group: 'data',
  severity: 'error',
  evidence: { measured: 'confirmed' },
  symptoms: ['nan', 'uniform', 'flat', 'slow', 'chance-accuracy', 'frozen-accuracy', 'label-spread', 'constant'],
  messages: {
    never:
      '`{text}` is never true: NaN is not equal to anything, itself included. Missing values are not found, and a single one of them makes the loss NaN for good.',
    always:
      '`{text}` is always true: NaN is not equal to anything, itself included. Missing values are kept, and a single one of them makes the loss NaN for good.',
    missing:
      '{count} missing values reach the model in {name}: {columns} of {file}. Each of them makes the loss NaN, or silently NaN weights that answer the same for every sample.',
    infinite:
      '{count} infinite values reach the model in {name}: {columns} of {file}. The loss becomes NaN with the first of them.',
    divided:
      '{columns} of {file} holds the same number in all {rows} rows, so its deviation is 0, and dividing by it makes 0/0 = NaN of every one of them.',
    table:
      '{name} comes from {reader}, and nothing here looks for missing values. A single empty field becomes NaN, and with it the loss from the first step on.',
  },
  docs: {
    summary: 'A comparison with NaN, which cannot find missing values; or a table that goes to training without a look at them.',
    why: `NaN compares unequal to everything, even to NaN: a filter with == np.nan finds nothing. One NaN among the inputs makes the loss NaN, the gradients NaN, and then every
weight of the model.`,
    bad: example(`bad_rows = (x == np.nan).any(axis=1)
#           ^^^^^^^^^^^ unhandled-nan
x, y = x[~bad_rows], y[~bad_rows]`),
    good: example(`bad_rows = np.isnan(x).any(axis=1)
x, y = x[~bad_rows], y[~bad_rows]`),
    limits:
      'An error for comparisons. That a table is not looked after is a hint only, because most files have no gaps: it speaks where read_csv and the like are followed to fit, and no dropna, fillna, isna, imputer, info or describe is called anywhere.',
    fixSafety: 'Unsafe: the comparison has had no effect so far, and np.isnan refuses texts.',
    probe:
      'Of comparisons: trains on inputs of which one value in a hundred is NaN, and on the same with those values filled. How many gaps your data has is not known.',
    references: ['https://numpy.org/doc/stable/reference/generated/numpy.isnan.html'],
  },
  check(context, report) {
    const { program } = context;
    for (const comparison of program.nanComparisons) {
      // The very object may be compared with `is`, one by one; of whole arrays it never is.
      if (comparison.operator.startsWith('is') && comparison.of === 'other') continue;
      report({
        message: comparison.operator === '==' || comparison.operator === 'is' ? 'never' : 'always',
        at: comparison.place,
        data: { text: textOf(context, comparison.place) },
        fixes: [testForNan(context, comparison)],
        experiment: experimentOf(program),
      });
    }
    const counted = countedIn(program);
    for (const { kind, flow, columns, count, file, rows } of counted) {
      const shared = {
        at: flow.place,
        severity: 'error',
        related: flow.origins.slice(0, 1).map(({ place }) => ({ place, message: 'read here' })),
        experiment: { kind: 'none', reason: 'it was counted in the file itself' },
      } as const;
      if (kind === 'divided') report({ message: kind, data: { columns, file, rows }, ...shared });
      else report({ message: kind, data: { count, name: flowTitle(context, flow, 'the data'), columns, file }, ...shared });
    }
    if (counted.length > 0 || program.nanComparisons.length > 0 || isLookedAfter(program)) return;
    const reported = new Set<number>();
    for (const run of program.runs) {
      if (!fitOf(run)) continue;
      for (const flow of run.inputs) {
        const reader = readerOf(flow);
        const [origin] = flow.origins;
        // What was counted has been told; a file without gaps needs no hint.
        if (reader === undefined || !origin || flow.contents || reported.has(origin.id)) continue;
        reported.add(origin.id);
        report({
          message: 'table',
          severity: 'hint',
          at: flow.place,
          data: { name: flowTitle(context, flow, 'The input'), reader },
          related: [{ place: origin.place, message: 'the table is read here' }],
          experiment: { kind: 'none', reason: 'whether the file has gaps is not known' },
        });
      }
    }
  },
});

interface Counts {
  readonly flow: DataFlow;
  readonly columns: string;
  readonly count: number;
  readonly file: string;
  readonly rows: number;
  readonly kind: 'divided' | 'missing' | 'infinite';
}

/** What was counted in the files, after all that the program does about it: one fault an array. */
function countedIn({ runs }: TrainingProgram): readonly Counts[] {
  const flows = runs
    .filter(({ loop }) => loop.kind !== 'none')
    .flatMap((run) => [...run.inputs, ...run.heads.flatMap((head) => labelFlow(head) ?? [])]);
  const once = new Map(flows.map((flow) => [`${flow.place.source} ${flow.place.start}`, flow]));
  return [...once.values()].flatMap((flow): readonly Counts[] => {
    const { contents } = flow;
    if (!contents) return [];
    const { file, rows, dividedByZero, missing, infinite } = contents;
    const of = (kind: Counts['kind'], columns: readonly Counted[]): Counts => ({
      flow,
      kind,
      file,
      rows,
      columns: columnNames(columns),
      count: columns.reduce((total, { count }) => total + count, 0),
    });
    if (dividedByZero.length > 0) return [of('divided', dividedByZero)];
    if (missing.length > 0) return [of('missing', missing)];
    return infinite.length > 0 ? [of('infinite', infinite)] : [];
  });
}

const columnNames = (columns: readonly Counted[]): string =>
  columns
    .slice(0, 3)
    .map(({ column }) => `column "${column}"`)
    .join(', ') + (columns.length > 3 ? ` and ${columns.length - 3} more` : '');

/** The filter finds nothing, so that what was missing still is; of a table, whichever training follows meets it. */
function experimentOf({ runs }: TrainingProgram): ExperimentIntent {
  const [run, ...others] = runs.filter(({ loop }) => loop.kind === 'fit' || loop.kind === 'tape');
  return run && others.length === 0
    ? { kind: 'train', run: run.id, patch: { title: 'With the missing values filled', change: { kind: 'missing-values' } } }
    : { kind: 'none', reason: 'which training meets the missing values is not known' };
}

const isLookedAfter = ({ calls }: TrainingProgram): boolean => calls.some(({ call }) => looksAfterGaps.test(call.callee));

/** The reader that gives NaN for an empty field, where nothing was dropped or filled on the way. */
function readerOf({ origins, originsComplete, stepsComplete, steps }: DataFlow): string | undefined {
  const [origin] = origins;
  const name = /^(?:pandas\.(read_csv|read_excel|read_table)|numpy\.(genfromtxt))$/.exec(origin?.name ?? '');
  const kept = !steps.some(({ by }) => looksAfterGaps.test(`.${by}`));
  return origins.length === 1 && originsComplete && stepsComplete && kept ? (name?.[1] ?? name?.[2]) : undefined;
}

/** `x == np.nan` -> `np.isnan(x)` */
function testForNan(context: RuleContext, { place, operator, operand, of }: NanComparison): Fix | undefined {
  const written = ensureImport(context, place.source, of === 'dataframe' ? 'pandas.isna' : 'numpy.isnan');
  const value = textOf(context, operand);
  if (!written || value.includes('\n')) return undefined;
  const test = `${written.name}(${value})`;
  const text = operator === '==' || operator === 'is' ? test : `~${test}`;
  return { title: `Use ${text}`, edits: [...written.edits, replaceText(place, text)], safety: 'unsafe' };
}
