/** What changes single columns: missing values, tables of values, encoders and scalers of scikit-learn, new columns. */
import type { Derivation, DerivedArgument } from '../../facts/derivation';
import { argumentAt, isNothing, labelOf, labelsOf, numberOf, numbersOf, textOf, truthOf } from './arguments';
import type { Follow } from './evaluate';
import { asArray, onlyColumn, refused, rowsOf, takeRows, type Cells, type Column, type Derived, type Refusal } from './value';

const notFollowed = (what: string): Refusal => refused(`${what} is not followed with the numbers of a file`);

const isMissing = (cells: Cells, row: number): boolean =>
  cells.kind === 'text' ? cells.values[row] === null : Number.isNaN(cells.values[row]);

/** `df.dropna()` */
export function withoutMissing(base: Derived, call: Derivation): Derived | Refusal {
  const { value } = base;
  if (value.kind !== 'table') return notFollowed('dropna of an array');
  const { axis, how, thresh, subset } = call.keywords;
  const rows = axis === undefined || numberOf(axis) === 0 || textOf(axis) === 'index';
  if (!rows || call.arguments.length > 1 || !isNothing(thresh) || (how !== undefined && textOf(how) !== 'any'))
    return notFollowed('dropna');
  const labels = isNothing(subset) ? undefined : labelsOf(subset);
  if (!isNothing(subset) && !labels) return notFollowed('dropna');
  const looked = value.columns.filter(({ label }) => labels?.includes(label) ?? true);
  const kept = Array.from({ length: value.rows }, (_, row) => row).filter(
    (row) => !looked.some(({ cells }) => isMissing(cells, row)),
  );
  return { ...base, value: takeRows(value, kept) };
}

/** `df.fillna(0)`, `df.fillna(df.mean())`, `s.fillna(s.median())` */
export function filled(base: Derived, call: Derivation): Derived | Refusal {
  const by = argumentAt(call, 1, 'value');
  const { value } = base;
  if (value.kind !== 'table' || base.steps.length > 0) return notFollowed('fillna');
  const text = textOf(by);
  const number = numberOf(by);
  const statistic = by?.kind === 'data' && /^(?:mean|median)$/.test(by.data.name) ? by.data.name : undefined;
  if (text === undefined && number === undefined && statistic === undefined) return notFollowed('fillna');
  const columns = value.columns.map(({ label, cells }): Column => {
    if (cells.kind === 'text')
      return text === undefined
        ? { label, cells }
        : { label, cells: { kind: 'text', values: cells.values.map((one) => one ?? text) } };
    const fill = number ?? (statistic === 'mean' ? meanOf(cells.values) : statistic === 'median' ? medianOf(cells.values) : NaN);
    return { label, cells: { kind: 'numbers', values: Float64Array.from(cells.values, (x) => (Number.isNaN(x) ? fill : x)) } };
  });
  return { ...base, value: { ...value, columns } };
}

const present = (values: ArrayLike<number>): readonly number[] => Array.from(values).filter((x) => !Number.isNaN(x));

function meanOf(values: ArrayLike<number>): number {
  const there = present(values);
  return there.reduce((sum, x) => sum + x, 0) / there.length;
}

function medianOf(values: ArrayLike<number>): number {
  const sorted = present(values).toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** `s.map({'a': 0})`: what is not in the table is missing; `replace` leaves it. */
export function mapped(base: Derived, call: Derivation): Derived | Refusal {
  const table = argumentAt(call, 1, 'arg', 'to_replace');
  const { value } = base;
  const entries = table?.kind === 'dictionary' ? table.entries : undefined;
  const pairs = entries ?? pairOf(table, argumentAt(call, 2, 'value'));
  if (value.kind !== 'table' || base.steps.length > 0 || !pairs) return notFollowed(call.name);
  const exchange = new Map<string, number | string>();
  for (const [from, to] of pairs) {
    const key = from.kind === 'value' ? plain(from.value) : undefined;
    const next = to.kind === 'value' ? (typeof to.value === 'boolean' ? Number(to.value) : to.value) : undefined;
    if (key === undefined || next === undefined || next === null) return notFollowed(call.name);
    exchange.set(key, next);
  }
  const otherwise = call.name === 'map' ? () => null : (cell: string | number | null) => cell;
  return {
    ...base,
    value: {
      ...value,
      columns: value.columns.map(({ label, cells }) => ({
        label,
        cells: cellsOf(
          Array.from<string | number | null>(cells.values).map((cell) => exchange.get(plain(cell) ?? '') ?? otherwise(cell)),
        ),
      })),
    },
  };
}

const plain = (value: null | boolean | number | string): string | undefined =>
  value === null ? undefined : typeof value === 'boolean' ? String(Number(value)) : String(value);

const pairOf = (
  from: DerivedArgument | undefined,
  to: DerivedArgument | undefined,
): readonly (readonly [DerivedArgument, DerivedArgument])[] | undefined =>
  from?.kind === 'value' && to !== undefined ? [[from, to]] : undefined;

function cellsOf(cells: readonly (string | number | null)[]): Cells {
  return cells.some((cell) => typeof cell === 'string')
    ? { kind: 'text', values: cells.map((cell) => (cell === null ? null : String(cell))) }
    : { kind: 'numbers', values: Float64Array.from(cells, (cell) => (cell === null ? NaN : Number(cell))) };
}

/** Distinct values in order: numbers by size, text by its letters. */
export function classesOf(cells: Cells): readonly (string | number)[] {
  const distinct = [...new Set<string | number | null>(Array.from<string | number | null>(cells.values))].filter(
    (one): one is string | number => one !== null && !Number.isNaN(one),
  );
  return distinct.sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : a < b ? -1 : 1));
}

/** The position of each cell among the classes; NaN where it is missing. */
export function idsOf(cells: Cells, classes: readonly (string | number)[]): Float64Array {
  const ids = new Map(classes.map((one, id) => [one, id]));
  return Float64Array.from<string | number | null>(Array.from<string | number | null>(cells.values), (cell) =>
    cell === null ? NaN : (ids.get(cell) ?? NaN),
  );
}

/** Transformers of scikit-learn. What they learn, they learn here from the training part. */
export function encoded(base: Derived, call: Derivation): Derived | Refusal {
  const [type = '', name = ''] = call.name.split(/\.(?=[^.]*$)/);
  const short = type.split('.').at(-1) ?? '';
  if (name !== 'fit_transform' && name !== 'transform') return notFollowed(`${name} of ${short}`);
  const options = call.of ?? { arguments: [], keywords: {} };
  const plainly = options.arguments.length === 0 && Object.keys(options.keywords).every((key) => key === 'copy');
  switch (short) {
    case 'StandardScaler':
    case 'MinMaxScaler': {
      const array = asArray(base.value);
      if (array.kind === 'text') return refused(`its column "${array.label}" holds text`);
      const range = options.keywords.feature_range ?? options.arguments[0];
      const [low, high] = short === 'MinMaxScaler' ? (range === undefined ? [0, 1] : (numbersOf(range) ?? [])) : [0, 1];
      if ((short === 'StandardScaler' && !plainly) || low === undefined || high === undefined) return notFollowed(short);
      const unit = low === 0 && high === 1;
      return {
        ...base,
        value: array,
        steps: [
          ...base.steps,
          { kind: short === 'StandardScaler' ? 'standardize' : 'minmax' },
          ...(unit ? [] : [{ kind: 'scale' as const, factor: high - low, shift: low }]),
        ],
      };
    }
    case 'LabelEncoder':
    case 'LabelBinarizer':
    case 'OneHotEncoder': {
      const column = onlyColumn(base.value);
      if (!column || base.steps.length > 0 || (short !== 'OneHotEncoder' && !plainly)) return notFollowed(short);
      const classes = classesOf(column.cells);
      if (short === 'OneHotEncoder' || (short === 'LabelBinarizer' && classes.length > 2))
        return { ...base, oneHot: 'each-value' };
      const ids = idsOf(column.cells, classes);
      return { ...base, value: { kind: 'array', shape: short === 'LabelEncoder' ? [ids.length] : [ids.length, 1], data: ids } };
    }
    default:
      return notFollowed(short);
  }
}

/** `pd.get_dummies`: of labels they stay one column of classes; of a table, columns of text are drawn out. */
export function dummies(base: Derived, call: Derivation): Derived | Refusal {
  const { value } = base;
  const column = onlyColumn(value);
  if (column && Object.keys(call.keywords).every((key) => /^(?:dtype|data|prefix)$/.test(key)))
    return { ...base, oneHot: 'each-value' };
  const { columns: wanted, drop_first: first, ...others } = call.keywords;
  const labels = isNothing(wanted) ? undefined : labelsOf(wanted);
  if (value.kind !== 'table' || base.steps.length > 0 || (!isNothing(wanted) && !labels)) return notFollowed('get_dummies');
  if (Object.keys(others).some((key) => !/^(?:dtype|data)$/.test(key))) return notFollowed('get_dummies');
  const drawn = ({ label, cells }: Column): boolean => labels?.includes(label) ?? cells.kind === 'text';
  const columns = [
    ...value.columns.filter((one) => !drawn(one)),
    ...value.columns.filter(drawn).flatMap(({ label, cells }) =>
      classesOf(cells)
        .slice(truthOf(first) === true ? 1 : 0)
        .map((one): Column => ({
          label: `${label}_${one}`,
          cells: {
            kind: 'numbers',
            values: Float64Array.from(Array.from<string | number | null>(cells.values), (cell) => Number(cell === one)),
          },
        })),
    ),
  ];
  return { ...base, value: { ...value, columns } };
}

function changedCells(cells: Cells, step: Derived['steps'][number]): Cells {
  if (cells.kind === 'text' || (step.kind !== 'scale' && step.kind !== 'log1p')) return cells;
  const change = step.kind === 'scale' ? (x: number) => x * step.factor + step.shift : (x: number) => Math.log1p(x);
  return { kind: 'numbers', values: Float64Array.from(cells.values, change) };
}

/** `df['y'] = ...`: a number in every row, or a column of the same length. */
export function assigned(base: Derived, { arguments: [, key, given] }: Derivation, follow: Follow): Derived | Refusal {
  const { value } = base;
  const label = labelOf(key);
  if (value.kind !== 'table' || label === undefined || base.steps.length > 0) return notFollowed('this assignment');
  let cells: Cells;
  const number = numberOf(given);
  if (number !== undefined) cells = { kind: 'numbers', values: new Float64Array(value.rows).fill(number) };
  else if (given?.kind === 'data') {
    const next = follow(given.data);
    if (next.kind === 'refused') return next;
    const column = onlyColumn(next.value);
    const plainColumn =
      next.steps.every(({ kind }) => kind === 'scale' || kind === 'log1p') &&
      next.shuffles.length === 0 &&
      next.oneHot === undefined &&
      next.pending === undefined;
    if (!column || !plainColumn || rowsOf(next.value) !== value.rows) return notFollowed(`the assignment to column "${label}"`);
    if (next.steps.length > 0 && column.cells.kind === 'text') return notFollowed(`the assignment to column "${label}"`);
    // Each number by itself, so it may be done here and now.
    cells = next.steps.reduce(changedCells, column.cells);
  } else return notFollowed(`the assignment to column "${label}"`);
  const at = value.columns.findIndex((one) => one.label === label);
  const column = { label, cells };
  return { ...base, value: { ...value, columns: at < 0 ? [...value.columns, column] : value.columns.with(at, column) } };
}
