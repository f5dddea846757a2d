/** Methods of arrays and data frames. */
import type { Place } from '../../text/place';
import type { CallSite } from '../callsite';
import type { DataStep } from '../data';
import { known, mapFact, unknown, valueOf, type Fact } from '../fact';
import { itemsOf } from '../interpreter/collections';
import type { DataState } from '../interpreter/data-state';
import { notKnown, record, type Machine } from '../interpreter/machine';
import { asNumber, asString, isNone, none, type Arguments, type DataValue, type Value } from '../interpreter/value';
import type { Shape } from '../training';
import { derive, mixed, stateOf } from './data-access';
import { callDatasetMethod } from './dataset-methods';
import { argument } from './transfer';

export function callDataMethod(m: Machine, data: DataValue, name: string, args: Arguments, site: CallSite): Value {
  const state = stateOf(m, data);
  if (state.container === 'dataset' || state.container === 'generator') return callDatasetMethod(m, data, name, args, site);
  const { place } = site;
  const step = (kind: DataStep['kind']): DataStep => ({ kind, place, by: name });
  switch (name) {
    case 'astype': {
      const dtype = dtypeName(args.positional[0] ?? args.keywords.get('dtype'));
      return derive(
        m,
        state,
        place,
        {
          dtype: dtype ? known(dtype, place) : unknown('dynamic', place, 'a dtype'),
          labelKind: castKind(state, dtype),
          items: state.items,
        },
        step('cast'),
      );
    }
    case 'reshape':
      return derive(
        m,
        state,
        place,
        {
          shape: reshaped(
            m,
            state.shape,
            args.positional.length === 1 ? args.positional[0] : { kind: 'tuple', items: args.positional, place },
            place,
          ),
        },
        step('reshape'),
      );
    case 'flatten':
    case 'ravel':
      return derive(m, state, place, { shape: flattened(state.shape) }, step('reshape'));
    case 'squeeze':
      return derive(
        m,
        state,
        place,
        { shape: mapFact(state.shape, (shape) => shape.filter((dim) => dim !== 1)) },
        step('reshape'),
      );
    case 'transpose':
    case 'swapaxes':
      return derive(
        m,
        state,
        place,
        {
          shape:
            args.positional.length === 0
              ? mapFact(state.shape, (shape) => shape.toReversed())
              : unknown('not-modelled', place, name),
        },
        step('reshape'),
      );
    case 'copy':
    case 'to_numpy':
    case 'as_matrix':
    case 'numpy':
    case 'todense':
    case 'toarray':
    case 'to_frame':
      return derive(m, state, place, { container: name === 'copy' ? state.container : 'array', items: state.items });
    case 'mean':
    case 'std':
    case 'min':
    case 'max':
      return statistic(m, state, name, args, place);
    case 'sum':
    case 'prod':
    case 'var':
    case 'median':
    case 'argmax':
    case 'argmin':
    case 'count':
      return derive(
        m,
        state,
        place,
        { shape: reducedShape(state.shape, argument(args, 0, 'axis'), place), ...unclear(place, name), stepsComplete: false },
        step('other'),
      );
    case 'drop':
    case 'dropna':
    case 'fillna':
    case 'head':
    case 'tail':
    case 'reset_index':
    case 'set_index':
    case 'rename':
    case 'select_dtypes':
    case 'drop_duplicates':
    case 'pop':
    case 'get':
    case 'replace':
    case 'query':
    case 'filter':
    case 'clip':
    case 'interpolate':
      return frameMethod(m, data, state, name, args, place);
    case 'sample':
      return derive(m, state, place, { order: known('shuffled', place) }, step('shuffle'));
    case 'sort_values':
    case 'sort':
    case 'sort_index':
      return derive(m, state, place, { order: unknown('dynamic', place, 'sorted') }, step('sort'));
    case 'tolist':
    case 'to_list':
    case 'to_dict':
      return state.items ? derive(m, state, place, { items: state.items }) : derive(m, state, place, {});
    case 'item':
    case 'nunique':
    case 'tobytes':
      return notKnown(m, 'dynamic', place, `${name} of data`);
    case 'fill':
    case 'resize':
    case 'info':
    case 'describe':
    case 'plot':
    case 'hist':
    case 'to_csv':
    case 'set_shape':
      return none(place);
    default: {
      record(m, {
        kind: 'call',
        call: { ...site, callee: `data.${name}` },
        args,
        result: data,
        loops: [...m.loops],
        data: new Map([[data.id, state]]),
      });
      notKnown(m, 'not-modelled', place, `${name} of data`);
      return mixed(m, [data, ...args.positional], place, `${name} of data`);
    }
  }
}

const unclear = (place: Place, what: string): Pick<DataState, 'range' | 'dtype' | 'labelKind' | 'featureSpread'> => {
  const why = unknown('dynamic', place, what);
  return { range: why, dtype: why, labelKind: why, featureSpread: why };
};

/** A mean, deviation or extreme: remembered, so that subtracting and dividing by it is understood. */
export function statistic(
  m: Machine,
  state: DataState,
  kind: 'mean' | 'std' | 'min' | 'max',
  args: Arguments,
  place: Place,
): Value {
  const shape = reducedShape(state.shape, argument(args, 0, 'axis'), place);
  const range = kind === 'std' ? unknown('dynamic', place, 'a deviation') : state.range;
  return derive(
    m,
    state,
    place,
    { shape, statistic: { kind, of: state.origins }, range, labelKind: unknown('dynamic', place, kind) },
    { kind: 'other', place, by: kind },
  );
}

export function reducedShape(shape: Fact<Shape>, axis: Value | undefined, place: Place): Fact<Shape> {
  const dims = valueOf(shape);
  if (axis === undefined || isNone(axis)) return known([], place, 'library');
  const at = asNumber(axis);
  if (!dims || at === undefined) return unknown('dynamic', place, 'a reduced shape');
  return known(
    dims.filter((_, i) => i !== (at < 0 ? at + dims.length : at)),
    place,
    'library',
  );
}

export function reshaped(m: Machine, shape: Fact<Shape>, target: Value | undefined, place: Place): Fact<Shape> {
  const items = target?.kind === 'const' ? [target] : itemsOf(m, target);
  const wanted = items?.map((item) => asNumber(item) ?? null);
  if (!wanted) return unknown('dynamic', place, 'a new shape');
  const dims = valueOf(shape);
  const open = wanted.indexOf(-1);
  if (open === -1) return known(wanted, place);
  const total =
    dims?.reduce<number | null>((product, dim) => (product === null || dim === null ? null : product * dim), 1) ?? null;
  const rest = wanted.reduce<number | null>(
    (product, dim, i) => (i === open ? product : product === null || dim === null ? null : product * dim),
    1,
  );
  return known(wanted.with(open, total !== null && rest ? total / rest : null), place);
}

export const flattened = (shape: Fact<Shape>): Fact<Shape> =>
  mapFact(shape, (dims) => [
    dims.reduce<number | null>((product, dim) => (product === null || dim === null ? null : product * dim), 1),
  ]);

/** numpy's name of a dtype argument: `'float32'`, `np.float32`, `float`, `tf.float32`. */
export function dtypeName(value: Value | undefined): string | undefined {
  const text = asString(value);
  if (text !== undefined) return text === 'float' ? 'float64' : text === 'int' ? 'int64' : text;
  if (value?.kind !== 'library') return undefined;
  const last = value.name.split('.').at(-1) ?? '';
  return last === 'float' || last === 'float_' || last === 'double'
    ? 'float64'
    : last === 'int' || last === 'int_'
      ? 'int64'
      : last === 'single'
        ? 'float32'
        : last.replace(/_$/, '');
}

export function castKind(state: DataState, dtype: string | undefined): DataState['labelKind'] {
  return mapFact(state.labelKind, (kind) =>
    kind.kind === 'binary' && kind.encoding === 'integer' && dtype?.startsWith('float') === true
      ? { ...kind, encoding: 'float' as const }
      : kind,
  );
}

function frameMethod(m: Machine, data: DataValue, state: DataState, name: string, args: Arguments, place: Place): Value {
  const inplace = args.keywords.get('inplace');
  const change: Partial<DataState> =
    name === 'clip'
      ? { range: clipped(args, place) }
      : {
          shape: unknown('dynamic', place, name),
          ...(name === 'replace' ? unclear(place, name) : {}),
          stepsComplete: state.stepsComplete && name !== 'replace',
        };
  const result = derive(m, state, place, change, {
    kind: name === 'replace' || name === 'clip' ? 'other' : 'slice',
    place,
    by: name,
  });
  if (inplace?.kind === 'const' && inplace.value === true) {
    m.store.write(data.id, '#state', stateOf(m, result));
    return none(place);
  }
  return result;
}

function clipped(args: Arguments, place: Place): DataState['range'] {
  const min = asNumber(argument(args, 0, 'lower', 'a_min', 'min'));
  const max = asNumber(argument(args, 1, 'upper', 'a_max', 'max'));
  return min !== undefined && max !== undefined ? known({ min, max }, place) : unknown('dynamic', place, 'clipped values');
}
