/** Methods of data frames and series. */
import { table as namedTable } from '../../../facts/table';
import type { DataStep } from '../../../facts/data';
import { known, mapFact, unknown, valueOf } from '../../../facts/fact';
import { entriesOf, itemsOf } from '../../python/collections';
import type { DataState } from '../../data/data-state';
import { notKnown, type Machine } from '../../python/machine';
import { asBoolean, asNumber, asString, constant, none, tuple, type Value } from '../../python/value';
import { derivedState, makeData, mixed, stateOf } from '../../data/data-access';
import { column, withoutColumns, withRows } from '../../data/data-frames';
import { filled, mapped, applied, cast, changed, type FrameCall, type FrameMethod } from './values';
import { stateField } from '../../data/data-join';
import { iterationField } from '../../python/fields';

const slicing = ({ name, place }: FrameCall): DataStep => ({ kind: 'slice', place, by: name });

/** Some rows, in order. */
const someRows =
  (count: (call: FrameCall) => number | null = () => null): FrameMethod =>
  (call) =>
    changed(call, withRows(call.state, count(call), call.state.order, slicing(call)));

/** The same values under other names. */
const same: FrameMethod = (call) => changed(call, { ...call.state, view: undefined });

/** `df.drop('y', axis=1)`, `df.drop(columns=['a'])`, `df.drop([0, 1])` */
const drop: FrameMethod = (call) => {
  const { m, state, args, bound, place } = call;
  const axis = bound('axis');
  const columns =
    args.keywords.get('columns') ?? (asNumber(axis) === 1 || asString(axis) === 'columns' ? bound('labels') : undefined);
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
const pop: FrameMethod = ({ m, data, state, bound, place }) => {
  const label = asString(bound('item'));
  if (label === undefined) return notKnown(m, 'dynamic', place, 'a column that is not known');
  const taken = column(state, label, place);
  m.store.write(data.id, stateField, { ...withoutColumns(state, [label], place), name: state.name });
  return makeData(m, place, taken);
};

const shuffled: FrameMethod = (call) => {
  const { state, args, bound, place } = call;
  const share = asNumber(args.keywords.get('frac'));
  const count = valueOf(state.shape)?.[0] ?? null;
  const size =
    share === undefined
      ? (asNumber(bound('n')) ?? null)
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
  m.store.write(id, iterationField, { element, count: valueOf(state.shape)?.[0] ?? undefined, over: 'data' });
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

export const frameMethods: Readonly<Record<string, FrameMethod>> = namedTable({
  drop,
  dropna: someRows(),
  drop_duplicates: someRows(),
  head: someRows(({ args, bound }) => asNumber(bound('n')) ?? (args.positional.length + args.keywords.size === 0 ? 5 : null)),
  tail: someRows(({ args, bound }) => asNumber(bound('n')) ?? (args.positional.length + args.keywords.size === 0 ? 5 : null)),
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
});
