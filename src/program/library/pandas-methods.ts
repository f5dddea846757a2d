/** Methods of data frames and series. */
import type { Place } from '../../text/place';
import type { CallSite } from '../callsite';
import type { DataStep, LabelKind } from '../data';
import { known, mapFact, unknown, valueOf, type Fact } from '../fact';
import { entriesOf, itemsOf } from '../interpreter/collections';
import type { DataState } from '../interpreter/data-state';
import { notKnown, type Machine } from '../interpreter/machine';
import {
  asBoolean,
  asNumber,
  asString,
  constant,
  none,
  tuple,
  type Arguments,
  type DataValue,
  type Value,
} from '../interpreter/value';
import { derivedState, followed, makeData, mixed, stateOf } from './data-access';
import { column, mapColumns, withoutColumns, withRows } from './data-frames';
import { extremes, literalKind } from './data-literals';
import { castKind, castRange, dtypeName } from './data-types';
import { argument } from './transfer';

interface FrameCall {
  readonly m: Machine;
  readonly data: DataValue;
  readonly state: DataState;
  readonly name: string;
  readonly args: Arguments;
  readonly site: CallSite;
  readonly place: Place;
}

type FrameMethod = (call: FrameCall) => Value;

/** Gives the changed frame, or puts it in the place of the old one. */
function changed({ m, data, args, place }: FrameCall, next: DataState): Value {
  if (asBoolean(args.keywords.get('inplace')) !== true) return makeData(m, place, next);
  m.store.write(data.id, '#state', next);
  return none(place);
}

const slicing = ({ name, place }: FrameCall): DataStep => ({ kind: 'slice', place, by: name });

/** Some rows, in order. */
const someRows =
  (count: (call: FrameCall) => number | null = () => null): FrameMethod =>
  (call) =>
    changed(call, withRows(call.state, count(call), call.state.order, slicing(call)));

/** The same values under other names. */
const same: FrameMethod = (call) => changed(call, { ...call.state, view: undefined });

/** Fills or replaces some values: of the others no more is known than before. */
const filled: FrameMethod = (call) => {
  const { state, name, args, place } = call;
  const value = asNumber(argument(args, 0, 'value'));
  const each = (one: DataState): DataState => {
    const before = valueOf(one.range);
    const range: DataState['range'] =
      value !== undefined && before
        ? known({ min: Math.min(before.min, value), max: Math.max(before.max, value) }, place)
        : one.range;
    return derivedState(one, { range, shape: one.shape }, { kind: 'other', place, by: name });
  };
  return changed(call, { ...each(state), columns: mapColumns(state.columns, each), name: state.name });
};

/** `df.drop('y', axis=1)`, `df.drop(columns=['a'])`, `df.drop([0, 1])` */
const drop: FrameMethod = (call) => {
  const { m, state, args, place } = call;
  const axis = argument(args, 1, 'axis');
  const columns =
    args.keywords.get('columns') ??
    (asNumber(axis) === 1 || asString(axis) === 'columns' ? argument(args, 0, 'labels') : undefined);
  if (!columns) return changed(call, withRows(state, null, state.order, slicing(call)));
  const labels = labelsOf(m, columns);
  if (labels) return changed(call, withoutColumns(state, labels, place));
  const count = valueOf(state.shape)?.[0] ?? null;
  const rest = state.columns?.rest ?? (state.columns ? undefined : state);
  const shape: DataState['shape'] = known([count, null], place);
  const lost = unknown('dynamic', place, 'columns that are not known');
  return changed(call, {
    ...derivedState(state, { shape, range: rest ? state.range : lost, labelKind: lost, featureSpread: lost }, slicing(call)),
    name: state.name,
  });
};

function labelsOf(m: Machine, value: Value): readonly string[] | undefined {
  const label = asString(value) ?? (asNumber(value) === undefined ? undefined : String(asNumber(value)));
  if (label !== undefined) return [label];
  const labels = itemsOf(m, value)?.map(
    (item) => asString(item) ?? (asNumber(item) === undefined ? undefined : String(asNumber(item))),
  );
  return labels && !labels.includes(undefined) ? (labels as string[]) : undefined;
}

/** `df.pop('y')`: the column, and the frame without it. */
const pop: FrameMethod = ({ m, data, state, args, place }) => {
  const label = asString(argument(args, 0, 'item'));
  if (label === undefined) return notKnown(m, 'dynamic', place, 'a column that is not known');
  const taken = column(state, label, place);
  m.store.write(data.id, '#state', { ...withoutColumns(state, [label], place), name: state.name });
  return makeData(m, place, taken);
};

/** `y.map({'a': 0, 'b': 1})`, `y.replace({...})`: values come from the table. */
const mapped: FrameMethod = (call) => {
  const { m, state, name, args, place } = call;
  const table = entriesOf(m, argument(args, 0, 'arg', 'to_replace'));
  const target = argument(args, 1, 'value');
  const values = table
    ? [...table.entries.values()].map(({ value }) => value)
    : (itemsOf(m, target) ?? (target ? [target] : undefined));
  const numbers = values?.map(asNumber);
  const why = unknown('dynamic', place, name);
  const step: DataStep = { kind: 'encode', place, by: name };
  if (name === 'map' && table && !table.open && values && numbers && numbers.length > 0 && !numbers.includes(undefined)) {
    const float = values.some((value) => value.kind === 'const' && value.float);
    const kind = literalKind([...(numbers as number[]), ...(numbers as number[])], [numbers.length * 2], float);
    const labelKind: Fact<LabelKind> = kind && kind.kind !== 'continuous' ? known(kind, place) : why;
    return changed(
      call,
      derivedState(
        state,
        {
          range: known(extremes(numbers as number[]), place),
          dtype: known(float ? 'float64' : 'int64', place),
          labelKind,
          featureSpread: why,
          shape: state.shape,
        },
        step,
      ),
    );
  }
  // `replace` leaves what the table does not name, and a function may do anything.
  return changed(
    call,
    derivedState(
      state,
      { range: why, dtype: why, labelKind: why, featureSpread: why, stepsComplete: false },
      { ...step, kind: 'other' },
    ),
  );
};

/** A function of every value or row. */
const applied: FrameMethod = (call) => {
  const { m, state, name, args, place, site } = call;
  const callee = argument(args, 0, 'func');
  const why = unknown('dynamic', place, name);
  const lost = derivedState(
    state,
    {
      range: why,
      dtype: why,
      labelKind: why,
      featureSpread: why,
      shape: mapFact(state.shape, (dims) => dims.slice(0, 1)),
      stepsComplete: false,
    },
    { kind: 'other', place, by: name },
  );
  const series = valueOf(state.shape)?.length === 1;
  if (!callee || !series || (callee.kind !== 'function' && callee.kind !== 'library')) return makeData(m, place, lost);
  const one = makeData(m, place, { ...state, items: undefined, shape: known([], place), container: 'array' });
  const result = m.call(callee, { positional: [one], keywords: new Map() }, site);
  const choices = result.kind === 'oneOf' ? result.values.map(asNumber) : [asNumber(result)];
  if (!choices.includes(undefined)) {
    const numbers = choices as number[];
    const kind = literalKind([...numbers, ...numbers], [numbers.length * 2], false);
    return makeData(m, place, {
      ...lost,
      range: known(extremes(numbers), place),
      labelKind: kind && kind.kind !== 'continuous' ? known(kind, place) : why,
      stepsComplete: state.stepsComplete,
    });
  }
  if (result.kind !== 'data')
    return makeData(m, place, { ...lost, originsComplete: state.originsComplete && followed(m, result) });
  const after = stateOf(m, result);
  return makeData(m, place, {
    ...after,
    container: 'dataframe',
    shape: mapFact(state.shape, (dims) => [...dims.slice(0, 1), ...(valueOf(after.shape)?.length ? [null] : [])]),
    name: state.name,
  });
};

const shuffled: FrameMethod = (call) => {
  const { state, args, place } = call;
  const share = asNumber(args.keywords.get('frac'));
  const count = valueOf(state.shape)?.[0] ?? null;
  const size =
    share === undefined
      ? (asNumber(argument(args, 0, 'n')) ?? null)
      : share === 1
        ? count
        : count === null
          ? null
          : Math.round(count * share);
  return changed(call, withRows(state, size, known('shuffled', place), { kind: 'shuffle', place, by: 'sample' }));
};

const sorted: FrameMethod = (call) => {
  const { state, place, name } = call;
  const count = valueOf(state.shape)?.[0] ?? null;
  return changed(call, withRows(state, count, unknown('dynamic', place, 'sorted'), { kind: 'sort', place, by: name }));
};

const cast: FrameMethod = (call) => {
  const { state, args, place } = call;
  const given = argument(args, 0, 'dtype');
  const dtype = dtypeName(given);
  const each = (one: DataState): DataState =>
    derivedState(
      one,
      {
        dtype: dtype === undefined ? unknown('dynamic', place, 'a dtype') : known(dtype, place),
        range: castRange(one.range, valueOf(one.dtype), dtype, place),
        labelKind: castKind(one.labelKind, dtype, place),
        statistic: one.statistic,
      },
      { kind: 'cast', place, by: 'astype' },
    );
  return makeData(call.m, place, {
    ...each(state),
    columns: dtype === undefined ? undefined : mapColumns(state.columns, each),
    name: state.name,
  });
};

/** Values of a table of unknown width: rows in order, columns not known. */
const reshapedFrame: FrameMethod = (call) => {
  const { m, data, args, place, name } = call;
  const made = mixed(
    m,
    [data, ...args.positional, ...args.keywords.values()].filter((value) => value.kind !== 'const'),
    place,
    `${name} of data`,
  );
  return changed(call, { ...stateOf(m, made), container: 'dataframe' });
};

/** `for index, row in df.iterrows()` */
const rows: FrameMethod = ({ m, state, args, site, place, name }) => {
  const row = makeData(m, place, {
    ...derivedState(state, { shape: mapFact(state.shape, (dims) => dims.slice(1)) }),
    container: 'dataframe',
    columns: undefined,
  });
  const id = m.store.fresh();
  const element = name === 'itertuples' ? row : tuple([notKnown(m, 'loop', place, 'a row label'), row], place);
  m.store.write(id, '#iteration', { element, count: valueOf(state.shape)?.[0] ?? undefined, over: 'data' });
  return { kind: 'object', id, type: `pandas.DataFrame.${name}`, args, call: site, place };
};

const array: FrameMethod = ({ m, state, place }) =>
  makeData(m, place, { ...derivedState(state, { statistic: state.statistic }), container: 'array' });

const renamed: FrameMethod = (call) => {
  const { m, state, args } = call;
  const table = entriesOf(m, args.keywords.get('columns'));
  if (!table || !state.columns) return same(call);
  const known = state.columns.known.map(({ label, state: one }) => ({
    label: asString(table.entries.get(`s${label}`)?.value) ?? label,
    state: one,
  }));
  return changed(call, { ...state, columns: { ...state.columns, known } });
};

export const frameMethods: Readonly<Record<string, FrameMethod>> = {
  drop,
  dropna: someRows(),
  drop_duplicates: someRows(),
  head: someRows(
    ({ args }) => asNumber(argument(args, 0, 'n')) ?? (args.positional.length + args.keywords.size === 0 ? 5 : null),
  ),
  tail: someRows(
    ({ args }) => asNumber(argument(args, 0, 'n')) ?? (args.positional.length + args.keywords.size === 0 ? 5 : null),
  ),
  query: someRows(),
  nlargest: someRows(),
  reset_index: (call) =>
    asBoolean(call.args.keywords.get('drop')) === true
      ? same(call)
      : changed(call, {
          ...call.state,
          columns: undefined,
          shape: mapFact(call.state.shape, (dims) => (dims.length < 2 ? dims : [dims[0] ?? null, null])),
        }),
  set_index: (call) => {
    const label = asString(call.args.positional[0]);
    return changed(
      call,
      label === undefined
        ? { ...call.state, columns: undefined, shape: mapFact(call.state.shape, (dims) => [dims[0] ?? null, null]) }
        : withoutColumns(call.state, [label], call.place),
    );
  },
  rename: renamed,
  fillna: filled,
  ffill: same,
  bfill: same,
  interpolate: filled,
  replace: mapped,
  map: mapped,
  apply: applied,
  applymap: applied,
  sample: shuffled,
  sort_values: sorted,
  sort_index: sorted,
  astype: cast,
  pop,
  get: ({ m, state, args, place }) => {
    const label = asString(args.positional[0]);
    return label === undefined
      ? notKnown(m, 'dynamic', place, 'a column that is not known')
      : makeData(m, place, column(state, label, place));
  },
  copy: ({ m, state, place }) => makeData(m, place, { ...state, view: undefined }),
  to_numpy: array,
  to_frame: ({ m, state, place }) =>
    makeData(m, place, {
      ...derivedState(state, { shape: mapFact(state.shape, (dims) => [...dims.slice(0, 1), 1]) }),
      columns: undefined,
    }),
  iterrows: rows,
  itertuples: rows,
  items: rows,
  select_dtypes: reshapedFrame,
  groupby: reshapedFrame,
  merge: reshapedFrame,
  join: reshapedFrame,
  pivot: reshapedFrame,
  pivot_table: reshapedFrame,
  rolling: reshapedFrame,
  resample: reshapedFrame,
  shift: (call) =>
    changed(call, { ...call.state, columns: undefined, labelKind: unknown('dynamic', call.place, 'shifted rows') }),
  append: reshapedFrame,
  assign: reshapedFrame,
  info: ({ place }) => none(place),
  describe: reshapedFrame,
  isnull: ({ m, state, place }) =>
    makeData(m, place, {
      ...derivedState(
        state,
        {
          dtype: known('bool', place),
          range: known({ min: 0, max: 1 }, place),
          labelKind: unknown('dynamic', place, 'missing values'),
        },
        { kind: 'other', place, by: 'isnull' },
      ),
    }),
  value_counts: reshapedFrame,
  plot: ({ place }) => none(place),
  hist: ({ place }) => none(place),
  to_csv: ({ place }) => none(place),
  unique: ({ m, state, place }) =>
    makeData(m, place, {
      ...derivedState(state, { shape: known([null], place), order: unknown('dynamic', place, 'distinct values') }),
      container: 'array',
    }),
  nunique: ({ m, state, place }) => {
    const kind = valueOf(state.labelKind);
    const count = kind?.kind === 'class-ids' ? kind.classes : kind?.kind === 'binary' ? 2 : undefined;
    return count === undefined
      ? notKnown(m, 'dynamic', place, 'the number of distinct values')
      : constant(count, place, { from: 'library' });
  },
};
