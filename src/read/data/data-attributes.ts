import { forAll, table } from '../../facts/table';
import type { Place } from '../../text/place';
import { mapFact, unknown, valueOf } from '../../facts/fact';
import { makeList } from '../python/collections';
import { notKnown, type Machine } from '../python/machine';
import { constant, noArguments, unknownValue, type Value } from '../python/value';
import { derive, derivedState, makeData, shapeValue, stateOf } from './data-access';
import { column } from './data-frames';
import { product } from './data-shapes';
import type { Shape } from '../../facts/training';
import type { DataState, DataValue } from './data-state';
import { makeObject } from '../python/objects';

/** `x.shape`, `df.values`, `df.column`; undefined for methods. */
export function dataAttribute(m: Machine, data: DataValue, name: string, place: Place): Value | undefined {
  const assigned = m.store.read(data.id, name);
  if (assigned) return assigned;
  const state = stateOf(m, data);
  const dims = valueOf(state.shape);
  const frame = state.container === 'dataframe';
  const attribute = attributes[name];
  if (attribute) return attribute({ state, dims, m, place, frame, data, name });
  if (!frame || dataframeMethods.has(name) || !/^[A-Za-z]\w*$/.test(name)) return undefined;
  return makeData(m, place, { ...column(state, name, place), slicedFrom: data.id });
}

interface AttributeOf {
  readonly m: Machine;
  readonly data: DataValue;
  readonly state: DataState;
  readonly dims: Shape | undefined;
  /** It is a data frame, whose columns are attributes too. */
  readonly frame: boolean;
  readonly name: string;
  readonly place: Place;
}

type Attribute = (of: AttributeOf) => Value | undefined;

const attributes: Readonly<Record<string, Attribute>> = table<Record<string, Attribute>>({
  shape: ({ state, dims, m, place }) => {
    if (state.container === 'dataset' || state.container === 'generator') return undefined;
    return dims ? shapeValue(m, dims, place) : notKnown(m, 'dynamic', place, 'the shape of this array');
  },
  ndim: ({ dims, place }) =>
    dims ? constant(dims.length, place, { from: 'library' }) : unknownValue('dynamic', place, 'the rank of this array'),
  size: ({ dims, place }) => {
    const size = dims && product(dims);
    return typeof size === 'number'
      ? constant(size, place, { from: 'library' })
      : unknownValue('dynamic', place, 'the size of this array');
  },
  dtype: ({ state, place }) => {
    const dtype = valueOf(state.dtype);
    return dtype ? constant(dtype, place, { from: 'library' }) : unknownValue('dynamic', place, 'the dtype of this array');
  },
  T: ({ m, state, place, dims }) =>
    derive(
      m,
      state,
      place,
      {
        shape: mapFact(state.shape, (shape) => shape.toReversed()),
        labelKind: (dims?.length ?? 2) < 2 ? state.labelKind : unknown('dynamic', place, 'transposed'),
        order: (dims?.length ?? 2) < 2 ? state.order : unknown('dynamic', place, 'transposed'),
      },
      { kind: 'reshape', place, by: 'T' },
    ),
  values: ({ frame, m, place, state }) =>
    frame
      ? makeData(m, place, {
          ...derivedState(state, { statistic: state.statistic, items: state.items }),
          container: 'array',
          columns: undefined,
        })
      : undefined,
  ...forAll(['iloc', 'loc', 'at', 'iat', 'ix'], ({ frame, data, m, place, state, name }) => {
    if (!frame) return data;
    return makeData(m, place, { ...state, view: { of: data.id, by: name === 'iloc' || name === 'iat' ? 'iloc' : 'loc' } });
  }),
  flat: ({ data }) => data,
  ...forAll(['str', 'dt', 'cat'], ({ frame, m, place, state, name }) =>
    frame
      ? makeData(m, place, {
          ...derivedState(state, {
            stepsComplete: false,
            range: unknown('dynamic', place, name),
            labelKind: unknown('dynamic', place, name),
            dtype: unknown('dynamic', place, name),
          }),
        })
      : undefined,
  ),
  columns: ({ frame, state, m, place }) => {
    if (frame && state.columns && !state.columns.rest)
      return makeList(
        m,
        state.columns.known.map(({ label }) => constant(label, place, { from: 'library' })),
        place,
      );
    return unknownValue('dynamic', place, 'the columns of this data');
  },
  ...forAll(['index', 'element_spec'], ({ place, name }) => unknownValue('dynamic', place, `the ${name} of this data`)),
  initializer: ({ state, m, name, place }) => {
    if (state.container !== 'dataset') return undefined;
    return makeObject(m, 'loss-probe.iterator-initializer', noArguments, {
      callee: name,
      place,
      function: place,
      parentheses: place,
      arguments: [],
    });
  },
  ...forAll(
    ['class_indices', 'class_names', 'classes', 'samples', 'n', 'num_classes', 'filenames', 'batch_size', 'image_shape'],
    ({ state, m, place, name }) =>
      state.container === 'dataset' || state.container === 'generator'
        ? notKnown(m, 'dynamic', place, `the ${name} of this data`)
        : undefined,
  ),
});

const dataframeMethods = new Set(
  (
    'abs agg aggregate align all any append apply applymap asfreq assign astype at_time bfill boxplot clip combine copy corr count cov cummax cummin cumprod cumsum describe diff div dot drop ' +
    'drop_duplicates dropna duplicated eq eval explode ewm expanding ffill fillna filter first get get_dummies groupby head hist idxmax idxmin info insert interpolate isin isna isnull items iterrows itertuples ' +
    'join keys kurt last map mask max mean median melt merge min mode mul nlargest notna notnull nsmallest nunique pct_change pipe pivot pivot_table plot pop pow prod quantile query rank ' +
    'reindex rename replace resample reset_index rolling round sample select_dtypes sem set_index shift skew sort_index sort_values squeeze stack std sub sum sum tail take to_csv to_dict to_frame to_list tolist ' +
    'to_numpy to_string transpose transform truncate unique unstack update value_counts values var where xs as_matrix ravel reshape flatten argmax argmin ge gt le lt ne add subtract multiply divide size shape ' +
    'item nonzero to_excel to_json to_pickle to_sql swapaxes searchsorted factorize argsort between'
  ).split(' '),
);
