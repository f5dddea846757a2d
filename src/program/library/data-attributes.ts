import type { Place } from '../../text/place';
import { known, mapFact, unknown, valueOf } from '../fact';
import { notKnown, type Machine } from '../interpreter/machine';
import { constant, unknownValue, type DataValue, type Value } from '../interpreter/value';
import { derive, shapeValue, stateOf } from './data-access';

/** `x.shape`, `df.values`, `df.column`; undefined for methods. */
export function dataAttribute(m: Machine, data: DataValue, name: string, place: Place): Value | undefined {
  const assigned = m.store.read(data.id, name) as Value | undefined;
  if (assigned) return assigned;
  const state = stateOf(m, data);
  const dims = valueOf(state.shape);
  switch (name) {
    case 'shape':
      return dims ? shapeValue(m, dims, place) : notKnown(m, 'dynamic', place, 'the shape of this array');
    case 'ndim':
      return dims ? constant(dims.length, place, { from: 'library' }) : unknownValue('dynamic', place, 'the rank of this array');
    case 'size': {
      const size = dims?.reduce<number | null>((product, dim) => (product === null || dim === null ? null : product * dim), 1);
      return typeof size === 'number'
        ? constant(size, place, { from: 'library' })
        : unknownValue('dynamic', place, 'the size of this array');
    }
    case 'dtype': {
      const dtype = valueOf(state.dtype);
      return dtype ? constant(dtype, place, { from: 'library' }) : unknownValue('dynamic', place, 'the dtype of this array');
    }
    case 'T':
      return derive(
        m,
        state,
        place,
        { shape: mapFact(state.shape, (shape) => shape.toReversed()) },
        { kind: 'reshape', place, by: 'T' },
      );
    case 'values':
      return state.container === 'dataframe' ? derive(m, state, place, { container: 'array' }) : undefined;
    case 'iloc':
    case 'loc':
    case 'at':
    case 'iat':
    case 'flat':
    case 'str':
    case 'dt':
      return data;
    case 'columns':
    case 'index':
    case 'element_spec':
      return unknownValue('dynamic', place, `the ${name} of this data`);
    case 'data':
    case 'target':
    case 'images':
    case 'feature_names':
    case 'target_names':
      return undefined;
    default:
      if (
        state.container === 'dataframe' &&
        !dataframeMethods.has(name) &&
        /^[A-Za-z_]\w*$/.test(name) &&
        !name.startsWith('_')
      ) {
        return derive(
          m,
          state,
          place,
          {
            shape: known([valueOf(state.shape)?.[0] ?? null], place),
            featureSpread: unknown('dynamic', place, 'a column'),
            slicedFrom: data.id,
          },
          { kind: 'slice', place, by: name },
        );
      }
      return undefined;
  }
}

const dataframeMethods = new Set(
  (
    'abs agg aggregate align all any append apply applymap asfreq assign astype at_time bfill boxplot clip combine copy corr count cov cummax cummin cumprod cumsum describe diff div dot drop ' +
    'drop_duplicates dropna duplicated eq eval explode ewm expanding ffill fillna filter first get get_dummies groupby head hist idxmax idxmin info insert interpolate isin isna isnull items iterrows itertuples ' +
    'join keys kurt last map mask max mean median melt merge min mode mul nlargest notna notnull nsmallest nunique pct_change pipe pivot pivot_table plot pop pow prod quantile query rank ' +
    'reindex rename replace resample reset_index rolling round sample select_dtypes sem set_index shift skew sort_index sort_values squeeze stack std sub sum tail take to_csv to_dict to_frame to_list tolist ' +
    'to_numpy to_string transpose transform truncate unique unstack update value_counts values var where xs as_matrix ravel reshape flatten'
  ).split(' '),
);
