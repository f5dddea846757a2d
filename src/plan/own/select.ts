/** Picking rows and columns: `df['y']`, `df.iloc[:, 1:]`, `x[:, :-1]`, `df.drop(columns=...)`. */
import type { Derivation, DerivedArgument } from '../../facts/derivation';
import { argumentAt, isNothing, isWhole, labelOf, labelsOf, numberOf, numbersOf, slicePositions, textOf } from './arguments';
import { asArray, refused, rowsOf, takeRows, type Derived, type OwnValue, type Refusal, type Table } from './value';

const columnsNotKnown = refused('the columns that are taken are only known when your code runs');
const rowsNotKnown = refused('the rows that are taken are only known when your code runs');

const withValue = (base: Derived, value: OwnValue): Derived => ({ ...base, value });

/** `x[index]` of a frame (by label), of `iloc` or `loc`, or of an array. `mask`: 0 or 1 for each row where the index is a comparison. */
export function selected(
  base: Derived,
  by: 'iloc' | 'loc' | 'label',
  index: DerivedArgument,
  mask: ArrayLike<number> | undefined,
): Derived | Refusal {
  const { value } = base;
  if (mask) return withValue(base, takeRows(value, positionsOf(mask)));
  const parts = index.kind === 'list' && (by !== 'label' || value.kind === 'array') && isTuple(index, by) ? index.items : [index];
  if (value.kind === 'array') return arrayPart(base, parts);
  const ofColumns = by === 'label' && index.kind !== 'slice' && index.kind !== 'shuffled-rows';
  const rows = ofColumns ? undefined : parts[0];
  const columns = ofColumns ? index : parts[1];
  const fewer = rows === undefined ? base : rowsPart(base, rows);
  if (fewer.kind === 'refused' || columns === undefined) return fewer;
  return columnsPart(fewer, by, columns);
}

/** A list of numbers or labels is one index; of slices and others several, a tuple. */
const isTuple = (index: DerivedArgument & { readonly kind: 'list' }, by: 'iloc' | 'loc' | 'label'): boolean =>
  index.items.some(({ kind }) => kind !== 'value') || (by !== 'label' && index.items.length === 2);

const positionsOf = (mask: ArrayLike<number>): readonly number[] => Array.from(mask).flatMap((on, i) => (on ? [i] : []));

function rowsPart(base: Derived, rows: DerivedArgument): Derived | Refusal {
  if (rows.kind === 'shuffled-rows') return { ...base, shuffles: [...base.shuffles, `rows ${rows.id}`] };
  if (isWhole(rows)) return base;
  if (rows.kind === 'slice') {
    const positions = slicePositions(rows, rowsOf(base.value));
    // How many rows are taken depends on the run; a sample of the file is taken anyway.
    return positions ? withValue(base, takeRows(base.value, positions)) : plainSlice(rows) ? base : rowsNotKnown;
  }
  const numbers = rows.kind === 'list' ? numbersOf(rows) : undefined;
  return numbers ? withValue(base, takeRows(base.value, numbers)) : rowsNotKnown;
}

const plainSlice = (rows: DerivedArgument): boolean =>
  rows.kind === 'slice' && (isNothing(rows.bounds[2]) || numberOf(rows.bounds[2]) === 1);

function columnsPart(base: Derived, by: 'iloc' | 'loc' | 'label', columns: DerivedArgument): Derived | Refusal {
  const table = base.value as Table;
  if (isWhole(columns)) return base;
  if (by === 'iloc') {
    const at = numberOf(columns);
    const positions =
      columns.kind === 'slice'
        ? slicePositions(columns, table.columns.length)
        : numbersOf(columns)?.map((one) => (one < 0 ? one + table.columns.length : one));
    if (!positions) return columnsNotKnown;
    const chosen = positions.map((one) => table.columns[one]);
    if (chosen.includes(undefined)) return refused(`it has only ${table.columns.length} columns`);
    return withValue(base, { ...table, columns: chosen as Table['columns'], single: at !== undefined });
  }
  if (columns.kind === 'slice') {
    const [from, to] = columns.bounds.map((bound) => (isNothing(bound) ? null : labelOf(bound)));
    const index = (label: string): number => table.columns.findIndex((one) => one.label === label);
    const start = from === null ? 0 : from === undefined ? -1 : index(from);
    const end = to === null ? table.columns.length - 1 : to === undefined ? -1 : index(to);
    if (start < 0 || end < 0) return columnsNotKnown;
    return withValue(base, { ...table, columns: table.columns.slice(start, end + 1), single: false });
  }
  return byLabels(base, columns);
}

/** `df['a']` or `df[['a', 'b']]` */
export function byLabels(base: Derived, labels: DerivedArgument): Derived | Refusal {
  const table = base.value;
  const wanted = labelsOf(labels);
  if (!wanted || table.kind !== 'table') return columnsNotKnown;
  const chosen = wanted.map((label) => table.columns.find((one) => one.label === label));
  const absent = wanted[chosen.indexOf(undefined)];
  if (chosen.includes(undefined)) return refused(`it has no column "${absent ?? ''}"`);
  return withValue(base, { ...table, columns: chosen as Table['columns'], single: labels.kind !== 'list' });
}

/** `df.drop('y', axis=1)`, `df.drop(columns=['a'])`, `df.pop('y')` */
export function dropped(base: Derived, call: Derivation): Derived | Refusal {
  const table = base.value;
  if (table.kind !== 'table') return columnsNotKnown;
  const axis = argumentAt(call, 2, 'axis');
  const columns =
    call.name === 'pop'
      ? argumentAt(call, 1, 'item')
      : (argumentAt(call, -1, 'columns') ??
        (numberOf(axis) === 1 || textOf(axis) === 'columns' ? argumentAt(call, 1, 'labels') : undefined));
  if (columns === undefined) return rowsNotKnown;
  const labels = labelsOf(columns);
  if (!labels) return columnsNotKnown;
  const absent = labels.find((label) => !table.columns.some((one) => one.label === label));
  if (absent !== undefined && textOf(argumentAt(call, -1, 'errors')) !== 'ignore') return refused(`it has no column "${absent}"`);
  return withValue(base, { ...table, columns: table.columns.filter(({ label }) => !labels.includes(label)) });
}

/** `x[rows, columns]` of an array: slices, numbers and new axes. */
function arrayPart(base: Derived, parts: readonly DerivedArgument[]): Derived | Refusal {
  const [rows, ...inner] = parts;
  if (rows === undefined) return base;
  if (isNewAxis(rows)) return refused('the samples are not on its first axis');
  const fewer = rowsPart(base, rows);
  if (fewer.kind === 'refused') return fewer;
  const array = asArray(fewer.value);
  if (array.kind === 'text') return columnsNotKnown;
  const shape: number[] = [];
  let picks: readonly (readonly number[])[] = [];
  let axis = 1;
  for (const part of inner) {
    if (isNewAxis(part)) {
      shape.push(1);
      continue;
    }
    const size = array.shape[axis++];
    if (size === undefined) return columnsNotKnown;
    const at = numberOf(part);
    const positions =
      part.kind === 'slice' ? slicePositions(part, size) : numbersOf(part)?.map((one) => (one < 0 ? one + size : one));
    if (!positions || positions.some((one) => one >= size || one < 0)) return columnsNotKnown;
    picks = [...picks, positions];
    if (at === undefined) shape.push(positions.length);
  }
  if (inner.length === 0) return fewer;
  const rest = array.shape.slice(axis);
  const count = array.shape[0] ?? 0;
  const block = rest.reduce((product, size) => product * size, 1);
  const offsets = picks.reduce<readonly number[]>(
    (before, positions, k) => before.flatMap((offset) => positions.map((at) => offset * (array.shape[k + 1] ?? 1) + at)),
    [0],
  );
  const width = array.shape.slice(1).reduce((product, size) => product * size, 1);
  const data = new Float64Array(count * offsets.length * block);
  let next = 0;
  for (let row = 0; row < count; row++)
    for (const offset of offsets)
      for (let k = 0; k < block; k++) data[next++] = array.data[row * width + offset * block + k] ?? NaN;
  return { ...fewer, value: { kind: 'array', shape: [count, ...shape, ...rest], data } };
}

const isNewAxis = (arg: DerivedArgument): boolean =>
  (arg.kind === 'value' && arg.value === null) || (arg.kind === 'name' && arg.name.endsWith('newaxis'));
