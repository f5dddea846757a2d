/** numpy: arrays that their arguments determine, and arrays read from files. */
import { callOf } from '../../python/library-calls';
import { forAll, table } from '../../../facts/table';
import { known, unknown, valueOf, type Fact } from '../../../facts/fact';
import type { Range } from '../../../facts/data';
import { itemsOf } from '../../python/collections';
import type { DataState, DataValue } from '../../data/data-state';
import { asNumber, isNone, tuple, type Value } from '../../python/value';
import { evenlySpaced, fresh, makeData, stateOf } from '../../data/data-access';
import { shapeArgument } from '../../data/data-shapes';
import { noteArchived } from '../../data/derivations';
import { castRange, dtypeName, isFloat, isInteger } from '../../data/data-types';
import { integerKind } from './random';
import { type Transfer, type TransferContext, type TransferTable } from '../transfer';
import { subscriptField } from '../../python/fields';
import { arrayOfItems } from '../../data/data-items';
import { array } from './array';

/** An array that its arguments alone determine. */
export const sequence = ({ m, name, site, place }: TransferContext, state: Partial<DataState>): DataValue =>
  makeData(m, place, fresh(m, 'sequence', name, site, state));

const ramp = ({ m, name, site, place }: TransferContext, state: Partial<DataState>): DataValue =>
  makeData(m, place, evenlySpaced(fresh(m, 'sequence', name, site, state)));

/** `np.zeros(shape, dtype)`, `np.full(shape, value)`, `np.ones_like(x)` */
const filled =
  (value: number | undefined): Transfer =>
  (context) => {
    const { m, name, args, bound, place } = context;
    const like = name.endsWith('_like') ? arrayOfItems(m, args.positional[0], place) : undefined;
    const full = name.startsWith('numpy.full') || name.endsWith('.fill');
    const other = like && stateOf(m, like);
    const shape = other?.shape ?? shapeArgument(m, bound('shape', 'dims'), place);
    const written = bound('fill_value', 'value');
    const number = full ? asNumber(written) : value;
    const given = dtypeName(bound('dtype'));
    const natural =
      full && written?.kind === 'const' && !written.float ? 'int64' : /^(tf|keras)\./.test(name) ? 'float32' : 'float64';
    const dtype = given ?? (other ? valueOf(other.dtype) : natural);
    const range: Fact<Range> =
      number === undefined ? unknown('dynamic', place, 'a fill value') : known({ min: number, max: number }, place);
    return sequence(context, {
      shape,
      dtype: dtype === undefined ? unknown('dynamic', place, 'the dtype of another array') : known(dtype, place, 'library'),
      range: castRange(range, 'float64', dtype ?? 'float64', place),
      featureSpread: known(1, place, 'library'),
      labelKind: unknown('dynamic', place, 'a constant array'),
    });
  };

function linspace(context: TransferContext): Value {
  const { args, bound, place } = context;
  const [start, stop] = [asNumber(bound('start')), asNumber(bound('stop'))];
  const count = bound('num');
  const length = count ? (asNumber(count) ?? null) : 50;
  const bounds =
    start === undefined || stop === undefined
      ? undefined
      : context.name.endsWith('logspace')
        ? [10 ** start, 10 ** stop]
        : [start, stop];
  const made = (/(?:log|geom)space$/.test(context.name) ? sequence : ramp)(context, {
    shape: known([length], place),
    dtype: known(dtypeName(bound('dtype')) ?? (context.name.startsWith('tf.') ? 'float32' : 'float64'), place, 'library'),
    range: bounds
      ? known({ min: Math.min(...bounds), max: Math.max(...bounds) }, place)
      : unknown('dynamic', place, 'the bounds'),
    featureSpread: known(1, place, 'library'),
    labelKind: known({ kind: 'continuous' }, place, 'library'),
  });
  const step = args.keywords.get('retstep');
  return step?.kind === 'const' && step.value === true
    ? tuple([made, { kind: 'unknown', why: unknown('dynamic', place, 'a step') }], place)
    : made;
}

function arange(context: TransferContext): Value {
  const { args, bound, place } = context;
  const positional = args.positional.map(asNumber);
  const dtype = dtypeName(bound('dtype'));
  const [start, stop] =
    args.positional.length === 1 && !args.keywords.has('stop')
      ? [0, positional[0]]
      : [asNumber(bound('start')) ?? 0, asNumber(bound('stop', 'limit'))];
  const stride = bound('step', 'delta');
  const step = stride ? asNumber(stride) : 1;
  if (stop === undefined || step === undefined || step === 0 || positional.includes(undefined))
    return ramp(context, {
      shape: known([null], place),
      dtype: dtype === undefined ? unknown('dynamic', place, 'bounds that are not known') : known(dtype, place),
    });
  const length = Math.max(0, Math.ceil((stop - start) / step - 1e-9));
  const last = start + (length - 1) * step;
  const written = [...args.positional, ...args.keywords.values()];
  const float = dtype === undefined ? written.some((one) => one.kind === 'const' && one.float) : isFloat(dtype);
  const range: Fact<Range> = known({ min: Math.min(start, last), max: Math.max(start, last) }, place);
  return ramp(context, {
    shape: known([length], place),
    dtype: known(dtype ?? (float ? 'float64' : context.name.startsWith('tf.') ? 'int32' : 'int64'), place, 'library'),
    range,
    featureSpread: known(1, place, 'library'),
    labelKind: float ? known({ kind: 'continuous' }, place, 'library') : integerKind(range, place),
  });
}

/** `np.eye(n)`: each row is a class. */
const identity: Transfer = (context) => {
  const { bound, place } = context;
  const count = asNumber(bound('N', 'n', 'num_rows')) ?? null;
  const width = asNumber(bound('M', 'num_columns')) ?? count;
  const dtype = dtypeName(bound('dtype')) ?? (context.name.startsWith('tf.') ? 'float32' : 'float64');
  return sequence(context, {
    shape: known([count, width], place),
    dtype: known(dtype, place, 'library'),
    range: known({ min: 0, max: 1 }, place, 'library'),
    featureSpread: known(1, place, 'library'),
    labelKind:
      count === null || count !== width ? unknown('dynamic', place, 'a size') : known({ kind: 'one-hot', classes: count }, place),
  });
};

/** `np.meshgrid(a, b)`: arrays of all combinations. */
const meshgrid: Transfer = (context) => {
  const { m, args, place } = context;
  const parts = args.positional.map((value) => arrayOfItems(m, value, place));
  const sizes = parts.map((part) => (part ? (valueOf(stateOf(m, part).shape)?.[0] ?? null) : null));
  const swapped = sizes.length >= 2 ? [sizes[1] ?? null, sizes[0] ?? null, ...sizes.slice(2)] : sizes;
  return tuple(
    parts.map((part) => {
      const state = part
        ? stateOf(m, part)
        : fresh(m, 'sequence', context.name, context.site, { originsComplete: false, stepsComplete: false });
      return makeData(m, place, {
        ...state,
        items: undefined,
        shape: known(swapped, place),
        labelKind: unknown('dynamic', place, 'a grid'),
      });
    }),
    place,
  );
};

/** An array read from a file: nothing of its values is known, but it is all there is. */
export const fromFile =
  (container: DataState['container'] = 'array', facts: (context: TransferContext) => Partial<DataState> = () => ({})): Transfer =>
  (context) => {
    const { m, name, site, place } = context;
    return makeData(m, place, {
      ...fresh(m, 'file', name, site, { container }),
      ...facts(context),
    });
  };

/** What `np.loadtxt(..., dtype, usecols)` says of shape and type. */
const textFile = ({ m, args, place }: TransferContext): Partial<DataState> => {
  const given = args.keywords.get('dtype') ?? args.positional[1];
  const dtype = given && !isNone(given) ? dtypeName(given) : 'float64';
  const columns = args.keywords.get('usecols');
  const count = columns ? itemsOf(m, columns)?.length : undefined;
  const one = columns !== undefined && asNumber(columns) !== undefined;
  return {
    dtype: dtype === undefined ? unknown('dynamic', place, 'the dtype of a file') : known(dtype, place),
    ...(one ? { shape: known([null], place) } : count !== undefined && count > 1 ? { shape: known([null, count], place) } : {}),
  };
};

/** `np.load('data.npz')` is a dictionary of arrays, `np.load('x.npy')` an array: by the file's name, where it is known. */
const loadFile: Transfer = (context) => {
  const { m, args, bound, site, place } = context;
  const path = bound('file');
  // Saved arrays were computed by a program: what was done to them before is not known.
  const file = fresh(m, 'file', context.name, site, { stepsComplete: false });
  if (path?.kind !== 'const' || typeof path.value !== 'string' || !path.value.endsWith('.npz')) return makeData(m, place, file);
  const id = m.store.fresh();
  const arrays = new Map<string, DataValue>();
  m.store.write(id, subscriptField, (index: Value): Value => {
    const key = index.kind === 'const' ? String(index.value) : '';
    const known = arrays.get(key);
    if (known) return known;
    const found = makeData(m, place, file);
    noteArchived(m, found, context.name, place, args, key);
    arrays.set(key, found);
    return found;
  });
  return { kind: 'object', id, type: 'numpy.lib.npyio.NpzFile', args, call: site, place };
};

export const numpyCreateTransfers: TransferTable = table({
  ...forAll(
    [
      'numpy.array',
      'numpy.asarray',
      'numpy.asanyarray',
      'numpy.ascontiguousarray',
      'numpy.asfarray',
      'numpy.matrix',
      'numpy.fromiter',
      'numpy.copy',
    ],
    array,
  ),
  ...Object.fromEntries(
    [
      'float16',
      'float32',
      'float64',
      'float',
      'int8',
      'int16',
      'int32',
      'int64',
      'int',
      'uint8',
      'uint16',
      'uint32',
      'uint64',
      'bool_',
    ].map((type): [string, Transfer] => [
      `numpy.${type}`,
      (context) => {
        const [value] = context.args.positional;
        const number = asNumber(value);
        if (value?.kind === 'const' && number !== undefined)
          return {
            ...value,
            value: isInteger(type) || type === 'int' ? Math.trunc(number) : number,
            float: type.startsWith('float'),
          };
        const named = { kind: 'library' as const, name: `numpy.${type}`, path: `numpy.${type}`, place: context.place };
        return array(
          callOf(
            context.m,
            'numpy.array',
            { positional: [...context.args.positional.slice(0, 1), named], keywords: new Map() },
            context.site,
          ),
        );
      },
    ]),
  ),
  ...forAll(['numpy.zeros', 'numpy.zeros_like'], filled(0)),
  ...forAll(['numpy.ones', 'numpy.ones_like'], filled(1)),
  ...forAll(['numpy.empty', 'numpy.empty_like', 'numpy.full', 'numpy.full_like'], filled(undefined)),
  ...forAll(['numpy.linspace', 'numpy.logspace', 'numpy.geomspace'], linspace),
  'numpy.arange': arange,
  ...forAll(['numpy.eye', 'numpy.identity'], identity),
  'numpy.meshgrid': meshgrid,
  'numpy.load': loadFile,
  ...forAll(['numpy.loadtxt', 'numpy.genfromtxt'], fromFile('array', textFile)),
  ...forAll(['numpy.fromfile', 'numpy.frombuffer', 'numpy.fromstring', 'numpy.memmap', 'numpy.recfromcsv'], fromFile()),
});

export { filled, linspace, arange, identity };
