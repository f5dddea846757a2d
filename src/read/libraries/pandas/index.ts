/** pandas: tables read from files or made from arrays and literals. */
import { forAll } from '../../../facts/table';
import { table as namedTable } from '../../../facts/table';
import type { Place } from '../../../text/place';
import { known, mapFact, unknown, valueOf } from '../../../facts/fact';
import { entriesOf, itemsOf, looseItems } from '../../python/collections';
import type { DataColumn, DataState } from '../../data/data-state';
import type { Machine } from '../../python/machine';
import { asNumber, asString, isNone, tuple, type Value } from '../../python/value';
import { derivedState, fresh, makeData, mixed, stateOf } from '../../data/data-access';
import { frameOf, mapColumns } from '../../data/data-frames';
import { dtypeName } from '../../data/data-types';
import { joined } from '../numpy/joining';
import { onArray } from '../numpy/on-array';
import { type Transfer, type TransferTable } from '../transfer';
import { stateField } from '../../data/data-join';
import { arrayOfItems } from '../../data/data-items';
import { array } from '../numpy/array';

const textsOf = (m: Machine, value: Value | undefined): readonly string[] | undefined => {
  const items = itemsOf(m, value)?.map(asString);
  return items && !items.includes(undefined) ? (items as string[]) : undefined;
};

/** `pd.read_csv(path, names=[...])`: of the values nothing is known; how many columns there are, where it is said. */
const readTable: Transfer = ({ m, name, args, site, place }) => {
  const [names, used] = [args.keywords.get('names'), args.keywords.get('usecols')];
  const indexed = args.keywords.has('index_col') && !isNone(args.keywords.get('index_col'));
  const labels = textsOf(m, used) ?? (used === undefined && !indexed ? textsOf(m, names) : undefined);
  const count = used === undefined ? (indexed ? null : (itemsOf(m, names)?.length ?? null)) : (itemsOf(m, used)?.length ?? null);
  const dtype = dtypeName(args.keywords.get('dtype'));
  const base = fresh(m, 'file', name, site, {
    container: 'dataframe',
    shape: known([null, indexed && count !== null ? count - 1 : count], place),
    ...(dtype === undefined ? {} : { dtype: known(dtype, place) }),
  });
  // A chunked reader gives frames one after the other.
  if (args.keywords.has('chunksize') || args.keywords.has('iterator'))
    return makeData(m, place, { ...base, container: 'generator', element: makeData(m, place, base) });
  const columns = labels && !indexed && names === undefined ? undefined : labels;
  const each = derivedState(base, { shape: known([null], place) });
  return makeData(m, place, {
    ...base,
    columns: columns && !indexed ? { known: columns.map((label) => ({ label, state: each })) } : undefined,
  });
};

/** `pd.DataFrame(data, columns=[...])` of a dictionary of columns, an array or lists. */
const frame: Transfer = (context) => {
  const { m, name, bound, place } = context;
  const data = bound('data');
  const labels = textsOf(m, bound('columns'));
  const table = entriesOf(m, data);
  if (table && !table.open) {
    const columns = [...table.entries.values()].map(({ key, value }): DataColumn | undefined => {
      const column = arrayOfItems(m, value, place);
      const label = key.kind === 'const' ? String(key.value) : undefined;
      return column && label !== undefined ? { label, state: { ...stateOf(m, column), container: 'dataframe' } } : undefined;
    });
    const base = fresh(m, 'sequence', name, context.site, { container: 'dataframe' });
    if (columns.length > 0 && !columns.includes(undefined))
      return makeData(m, place, frameOf(base, columns as readonly DataColumn[], place));
  }
  const whole = data && !table ? arrayOfItems(m, data, place) : undefined;
  if (!whole) {
    const made = mixed(m, data ? [data] : [], place, name);
    m.store.write(made.id, stateField, { ...stateOf(m, made), container: 'dataframe' });
    return made;
  }
  const state = stateOf(m, whole);
  if (state.columns || state.container === 'dataframe') return makeData(m, place, { ...state, view: undefined });
  return makeData(m, place, {
    ...derivedState(state, { items: undefined, statistic: undefined }),
    container: 'dataframe',
    columns: labelled(state, labels, place),
  });
};

/** Columns of an array that are all alike: each is known only where single values are. */
function labelled(state: DataState, labels: readonly string[] | undefined, place: Place): DataState['columns'] {
  const width = valueOf(state.shape)?.[1];
  if (!labels || width !== labels.length) return undefined;
  const one = derivedState(state, {
    shape: mapFact(state.shape, (dims) => dims.slice(0, 1)),
    featureSpread: unknown('dynamic', place, 'a column'),
    labelKind: unknown('dynamic', place, 'a column'),
  });
  return { known: labels.map((label) => ({ label, state: { ...one, container: 'dataframe' as const } })) };
}

/** `pd.concat([a, b], axis=0)` */
const concatenated: Transfer = ({ m, name, args, bound, place }) => {
  const parts = looseItems(m, bound('objs')) ?? [];
  const axis = bound('axis');
  const at = axis ? (asNumber(axis) ?? (asString(axis) === 'columns' ? 1 : undefined)) : 0;
  if (parts.length === 0) return asFrame(m, mixed(m, args.positional, place, name));
  if (at === 1 && parts.every((part) => part.kind === 'data')) {
    const columns = parts
      .map((part) => stateOf(m, part))
      .map((state) => (state.columns && !state.columns.rest ? state.columns.known : undefined));
    const [first] = parts;
    if (first && !columns.includes(undefined))
      return makeData(
        m,
        place,
        frameOf(
          stateOf(m, first),
          columns.flatMap((one) => one ?? []),
          place,
        ),
      );
  }
  return asFrame(m, joined(m, parts, 'concatenate', at, name, place));
};

function asFrame(m: Machine, made: Value): Value {
  if (made.kind === 'data') m.store.write(made.id, stateField, { ...stateOf(m, made), container: 'dataframe' });
  return made;
}

const merged: Transfer = ({ m, name, args, place }) =>
  asFrame(
    m,
    mixed(
      m,
      [...args.positional, ...args.keywords.values()].filter((value) => value.kind !== 'const'),
      place,
      name,
    ),
  );

/** `pd.get_dummies(labels)`: a column for each value; of a frame also the columns that stay. */
const dummies: Transfer = onArray(({ m, name, args, place }, state) => {
  const kind = valueOf(state.labelKind);
  const series = valueOf(state.shape)?.length === 1 || (kind !== undefined && !state.columns);
  const classes =
    series && !args.keywords.has('drop_first') && !args.keywords.has('columns')
      ? kind?.kind === 'class-ids'
        ? kind.classes
        : kind?.kind === 'binary'
          ? 2
          : undefined
      : undefined;
  const why = unknown('dynamic', place, 'the number of classes');
  const single = valueOf(state.shape)?.length === 1;
  return makeData(m, place, {
    ...derivedState(
      state,
      {
        shape: mapFact(state.shape, (dims) => [dims[0] ?? null, classes ?? null]),
        labelKind: classes === undefined ? why : known({ kind: 'one-hot', classes }, place),
        // Numeric columns of a frame stay as they are.
        range: single ? known({ min: 0, max: 1 }, place, 'library') : unknown('dynamic', place, 'columns that stay'),
        dtype: unknown('dynamic', place, 'bool or uint8, as the version of pandas'),
        featureSpread: why,
        container: 'dataframe',
      },
      { kind: 'one-hot', place, by: name },
    ),
    columns: undefined,
  });
}, 'data');

/** `codes, uniques = pd.factorize(labels)` */
const factorized: Transfer = onArray(({ m, name, place }, state) => {
  const codes = makeData(m, place, {
    ...derivedState(
      state,
      {
        dtype: known('int64', place),
        range: unknown('dynamic', place, 'the number of classes'),
        labelKind: unknown('dynamic', place, 'the number of classes'),
      },
      { kind: 'encode', place, by: name },
    ),
    container: 'array',
    columns: undefined,
  });
  return tuple(
    [codes, makeData(m, place, { ...derivedState(state, { shape: known([null], place) }), container: 'array' })],
    place,
  );
}, 'values');

/** `pd.to_numeric(x)`, `pd.isnull(x)` */
const numeric: Transfer = onArray(
  ({ m, name, place }, state) =>
    makeData(m, place, {
      ...derivedState(state, {}, { kind: 'cast', place, by: name }),
      columns: mapColumns(state.columns, (one) => one),
    }),
  'arg',
);

export const pandasTransfers: TransferTable = namedTable({
  ...forAll(
    [
      'read_csv',
      'read_table',
      'read_excel',
      'read_json',
      'read_parquet',
      'read_pickle',
      'read_sql',
      'read_hdf',
      'read_feather',
      'read_fwf',
      'read_sql_query',
      'read_html',
    ].map((name) => `pandas.${name}`),
    readTable,
  ),
  'pandas.DataFrame': frame,
  'pandas.Series': (context) => {
    const made = array({
      ...context,
      args: {
        positional: context.args.positional.slice(0, 1),
        keywords: new Map([...context.args.keywords].filter(([key]) => key === 'data' || key === 'dtype')),
      },
    });
    return asFrame(context.m, made);
  },
  'pandas.concat': concatenated,
  'pandas.merge': merged,
  'pandas.get_dummies': dummies,
  'pandas.factorize': factorized,
  ...forAll(['pandas.to_numeric'], numeric),
});
