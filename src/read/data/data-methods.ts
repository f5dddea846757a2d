/** Methods of arrays, tensors of data and data frames. */
import type { CallSite } from '../../facts/callsite';
import { forAll, table } from '../../facts/table';
import type { Place } from '../../text/place';
import type { DataStep } from '../../facts/data';
import { known, mapFact, unknown, valueOf } from '../../facts/fact';
import type { DataState, DataValue } from './data-state';
import { boundBy } from '../python/bound';
import { callOf } from '../python/library-calls';
import { notKnown, record, type Machine } from '../python/machine';
import { asNumber, constant, none, tuple, type Arguments, type Value } from '../python/value';
import { derive, mixed, stateOf } from './data-access';
import { castDamage, castKind, castRange, dtypeName } from './data-types';
import { filledWith } from './data-write';
import { stateField } from './data-join';

export function callDataMethod(m: Machine, data: DataValue, name: string, args: Arguments, site: CallSite): Value {
  const state = stateOf(m, data);
  return arrayMethod(m, data, state, name, args, site) ?? unmodelled(m, data, state, name, args, site);
}

/** Methods that are numpy functions of the same name. */
const sameAsFunction = new Set(
  'squeeze swapaxes mean std min max sum prod var argmax argmin argsort cumsum cumprod clip round dot repeat take ravel nonzero all any ptp'.split(
    ' ',
  ),
);

/** Methods that take several numbers where the function takes a tuple. */
const packed = new Set(['reshape', 'transpose']);

function arrayMethod(
  m: Machine,
  data: DataValue,
  state: DataState,
  name: string,
  args: Arguments,
  site: CallSite,
): Value | undefined {
  const { place } = site;
  const step = (kind: DataStep['kind']): DataStep => ({ kind, place, by: name });
  if (sameAsFunction.has(name)) return asFunction(m, data, name, args, site);
  if (packed.has(name)) {
    const several = args.positional.length > 1 ? [tuple(args.positional, place)] : args.positional;
    return asFunction(m, data, name, { ...args, positional: several }, site);
  }
  return methods[name]?.({ m, args, state, place, step, data, site, name });
}

interface MethodCall {
  readonly m: Machine;
  readonly data: DataValue;
  readonly state: DataState;
  readonly name: string;
  readonly args: Arguments;
  readonly site: CallSite;
  readonly place: Place;
  /** This call as a step of the data's history. */
  readonly step: (kind: DataStep['kind']) => DataStep;
}

type Method = (call: MethodCall) => Value;

const methods: Readonly<Record<string, Method>> = table<Record<string, Method>>({
  astype: ({ m, args, state, place, step }) => {
    const dtype = dtypeName(boundBy(m, 'numpy.ndarray.astype', args)('dtype'));
    return derive(
      m,
      state,
      place,
      {
        dtype: dtype === undefined ? unknown('dynamic', place, 'a dtype') : known(dtype, place),
        range: castRange(state.range, valueOf(state.dtype), dtype, place),
        labelKind: castKind(state.labelKind, dtype, place),
        items: dtype?.startsWith('float') === true ? floats(state, place) : undefined,
        statistic: state.statistic,
        picks: state.picks,
        columns: undefined,
      },
      { ...step('cast'), ...castDamage(state, dtype) },
    );
  },
  flatten: ({ m, data, args, site }) => asFunction(m, data, 'ravel', args, site),
  ...forAll(
    ['copy', 'numpy', 'to_numpy', 'as_matrix', 'todense', 'toarray', 'view', 'eval', 'to_tensor', 'tocsr'],
    ({ m, state, place, name }) =>
      derive(m, state, place, {
        container: name === 'copy' ? state.container : 'array',
        items: state.items,
        statistic: state.statistic,
        picks: state.picks,
        columns: name === 'copy' ? state.columns : undefined,
      }),
  ),
  convert: ({ m, state, place, args, step }) =>
    derive(m, state, place, { shape: convertedShape(state, args), range: state.range }, step('other')),
  resize: ({ state, m, args, site, place }) =>
    state.origins.some(({ name: made }) => /PIL|load_img|imread/.test(made)) ? resized(m, state, args, site) : none(place),
  ...forAll(['tolist', 'to_list'], ({ m, state, place }) => derive(m, state, place, { items: state.items })),
  ...forAll(['item', 'nunique', 'tobytes', 'index'], ({ m, place, name }) => notKnown(m, 'dynamic', place, `${name} of data`)),
  fill: ({ m, data, args, place }) => {
    filledWith(m, data, args.positional[0], place);
    return none(place);
  },
  sort: ({ m, data, state, place, step }) => {
    m.store.write(
      data.id,
      stateField,
      stateOf(m, derive(m, state, place, { order: unknown('dynamic', place, 'sorted') }, step('sort'))),
    );
    return none(place);
  },
  get_shape: ({ data, name, place }) => ({ kind: 'method', self: data, name, place }),
  ...forAll(['set_shape', 'close', 'show', 'save'], ({ place }) => none(place)),
});

/** PIL: `image.resize((width, height))`. */
function resized(m: Machine, state: DataState, args: Arguments, site: CallSite): Value {
  const size = args.positional[0];
  const [width, height] = size?.kind === 'tuple' ? size.items.map(asNumber) : [];
  const dims = valueOf(state.shape);
  const shape =
    width !== undefined && height !== undefined
      ? known([height, width, ...(dims?.slice(2) ?? [])], site.place)
      : unknown('dynamic', site.place, 'an image size');
  return derive(
    m,
    state,
    site.place,
    { shape: dims ? shape : unknown('dynamic', site.place, 'the channels of an image') },
    { kind: 'reshape', place: site.place, by: 'resize' },
  );
}

/** PIL: `image.convert('L')` leaves one channel. */
function convertedShape(state: DataState, args: Arguments): DataState['shape'] {
  const mode = args.positional[0];
  const channels =
    mode?.kind === 'const' && mode.value === 'RGB'
      ? [3]
      : mode?.kind === 'const' && (mode.value === 'L' || mode.value === '1')
        ? []
        : undefined;
  return channels ? mapFact(state.shape, (dims) => [...dims.slice(0, 2), ...channels]) : state.shape;
}

const floats = (state: DataState, place: CallSite['place']): DataState['items'] =>
  state.items?.every((item) => asNumber(item) !== undefined) === true
    ? state.items.map((item) => constant(asNumber(item) ?? 0, place, { float: true }))
    : undefined;

/** `x.mean(axis=0)` is `np.mean(x, axis=0)`. */
function asFunction(m: Machine, data: DataValue, name: string, args: Arguments, site: CallSite): Value {
  const transfer = m.guests.functions.get(`numpy.${name}`);
  const { place } = site;
  if (!transfer) return mixed(m, [data, ...args.positional], place, name);
  return transfer(callOf(m, `numpy.${name}`, { ...args, positional: [data, ...args.positional] }, site));
}

function unmodelled(m: Machine, data: DataValue, state: DataState, name: string, args: Arguments, site: CallSite): Value {
  const { place } = site;
  noteCall(m, data, state, `data.${name}`, args, site);
  notKnown(m, 'not-modelled', place, `${name} of data`);
  return mixed(m, [data, ...args.positional, ...args.keywords.values()], place, `${name} of data`);
}

/** Rules read that a method was called, a test for missing values for instance. */
export function noteCall(m: Machine, data: DataValue, state: DataState, callee: string, args: Arguments, site: CallSite): void {
  record(m, {
    kind: 'call',
    call: { ...site, callee },
    args,
    result: data,
    loops: [...m.loops],
    data: new Map([[data.id, state]]),
  });
}
