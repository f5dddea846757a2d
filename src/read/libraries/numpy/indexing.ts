/** numpy: choosing by condition, row numbers, ids and bins. */
import { forAll, table } from '../../../facts/table';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../facts/fact';
import type { LabelKind, Range } from '../../../facts/data';
import type { DataState } from '../../data/data-state';
import { asBoolean, asNumber, tuple, type Value } from '../../python/value';
import { derive, fresh, makeData, mixed, originsOf, stateOf } from '../../data/data-access';
import { literalKind } from '../../data/data-literals';
import { broadcast, product } from '../../data/data-shapes';
import { promote } from '../../data/data-types';
import { selectData } from '../../data/data-select';
import { onArray } from './on-array';
import { type Transfer, type TransferTable } from '../transfer';
import { arrayOfItems } from '../../data/data-items';
import { holdsSymbolic, symbolicCall } from '../../python/symbolic';

/** `np.where(mask, a, b)`; with the mask alone, the numbers of its rows. */
const where: Transfer = (context) => {
  const { m, name, args, bound, place } = context;
  const values = [bound('condition'), bound('x', 'x1'), bound('y', 'x2')];
  if (values.some((value) => holdsSymbolic(m, value))) return symbolicCall(context);
  const [mask, a, b] = values;
  const condition = arrayOfItems(m, mask, place);
  if (!condition) return mixed(m, args.positional, place, name);
  const state = stateOf(m, condition);
  if (!a || !b) {
    const rank = valueOf(state.shape)?.length ?? 1;
    const rows = rowNumbers(m, state, place, 'in-order');
    return tuple(
      Array.from({ length: rank }, () => rows),
      place,
    );
  }
  const [x, y] = [choice(m, a, place), choice(m, b, place)];
  if (!x || !y) return mixed(m, [condition, a, b], place, name);
  const why = unknown('dynamic', place, name);
  const range: Fact<Range> =
    x.range && y.range ? known({ min: Math.min(x.range.min, y.range.min), max: Math.max(x.range.max, y.range.max) }, place) : why;
  const numbers = x.number !== undefined && y.number !== undefined ? [x.number, y.number] : undefined;
  const float = x.dtype === 'float64' || y.dtype === 'float64';
  const kind = numbers && literalKind([...numbers, ...numbers], [4], float);
  const dtype = promote(x.dtype, y.dtype);
  const parts = [x.state, y.state].filter((one) => one !== undefined);
  return derive(
    m,
    state,
    place,
    {
      shape: parts.reduce<DataState['shape']>((shape, one) => broadcast(shape, one.shape, place), state.shape),
      origins: originsOf([state, ...parts]),
      originsComplete: state.originsComplete && parts.every((one) => one.originsComplete),
      range,
      dtype: dtype === undefined ? why : known(dtype, place, 'library'),
      labelKind: kind ? known(kind, place) : why,
      featureSpread: why,
      stepsComplete: parts.length === 0 && state.stepsComplete,
    },
    { kind: 'other', place, by: name },
  );
};

interface Choice {
  readonly range: Range | undefined;
  readonly dtype: string | undefined;
  readonly number?: number | undefined;
  readonly state?: DataState | undefined;
}

function choice(m: Parameters<Transfer>[0]['m'], value: Value, place: Parameters<Transfer>[0]['place']): Choice | undefined {
  const number = asNumber(value);
  if (number !== undefined && value.kind === 'const')
    return { number, range: { min: number, max: number }, dtype: value.float ? 'float64' : 'int64' };
  const data = arrayOfItems(m, value, place);
  const state = data && stateOf(m, data);
  return state && { state, range: valueOf(state.range), dtype: valueOf(state.dtype) };
}

/** Numbers of rows of an array. */
export function rowNumbers(
  m: Parameters<Transfer>[0]['m'],
  state: DataState,
  place: Parameters<Transfer>[0]['place'],
  picks: DataState['picks'],
  count: number | null = null,
): Value {
  return derive(
    m,
    state,
    place,
    {
      shape: known([count], place),
      dtype: known('int64', place, 'library'),
      range: unknown('dynamic', place, 'row numbers'),
      labelKind: unknown('dynamic', place, 'row numbers'),
      featureSpread: known(1, place, 'library'),
      order: unknown('dynamic', place, 'row numbers'),
      picks,
      container: 'array',
    },
    { kind: 'other', place, by: 'row numbers' },
  );
}

/** `np.argsort(x)`: picking rows with it sorts them, class by class where x is labels; of random numbers it is a permutation. */
const argsort: Transfer = onArray(({ m, place }, state) => {
  const random =
    state.originsComplete &&
    state.origins.length > 0 &&
    state.origins.every((one) => one.kind === 'random') &&
    state.steps.length === 0;
  const kind = valueOf(state.labelKind)?.kind;
  const classes = state.stepsComplete && (kind === 'class-ids' || kind === 'binary') && valueOf(state.shape)?.length === 1;
  const picks = random ? 'shuffled' : classes ? 'by-class' : undefined;
  const made = rowNumbers(m, state, place, picks, valueOf(state.shape)?.[0] ?? null);
  return valueOf(state.shape)?.length === 1 ? made : derive(m, stateOf(m, made as never), place, { shape: state.shape });
});

/** `np.unique(y)`, `np.unique(y, return_inverse=True)` */
const unique: Transfer = onArray(({ m, name, bound, place }, state) => {
  const extras = ['return_index', 'return_inverse', 'return_counts'].filter((option) => asBoolean(bound(option)) === true);
  const kind = valueOf(state.labelKind);
  const count = kind?.kind === 'class-ids' ? kind.classes : kind?.kind === 'binary' ? 2 : null;
  const values = derive(
    m,
    state,
    place,
    { shape: known([count], place), order: unknown('dynamic', place, 'sorted values') },
    { kind: 'other', place, by: name },
  );
  if (extras.length === 0 && !name.startsWith('tf.')) return values;
  const others = (name.startsWith('tf.') ? ['return_inverse'] : extras).map((option) =>
    derive(
      m,
      state,
      place,
      {
        dtype: known('int64', place, 'library'),
        shape: option === 'return_inverse' ? mapFact(state.shape, (dims) => [product(dims)]) : known([count], place),
        range: unknown('dynamic', place, name),
        labelKind:
          option === 'return_inverse' && kind?.kind === 'class-ids'
            ? known({ ...kind, first: 0 }, place)
            : unknown('dynamic', place, name),
      },
      { kind: option === 'return_inverse' ? 'encode' : 'other', place, by: name },
    ),
  );
  return tuple([values, ...others], place);
});

/** `np.digitize(x, bins)`: the number of the bin. */
const digitize: Transfer = onArray(({ m, name, bound, place }, state) => {
  const bins = arrayOfItems(m, bound('bins', 'boundaries'), place);
  const count = bins ? valueOf(stateOf(m, bins).shape)?.[0] : undefined;
  const why = unknown('dynamic', place, 'the number of bins');
  const range: Fact<Range> = typeof count === 'number' ? known({ min: 0, max: count }, place) : why;
  return derive(
    m,
    state,
    place,
    {
      dtype: known('int64', place, 'library'),
      range,
      labelKind: unknown('dynamic', place, 'bins'),
      featureSpread: known(1, place, 'library'),
    },
    { kind: 'encode', place, by: name },
  );
});

const truths: Transfer = onArray(({ m, name, place }, state) =>
  derive(
    m,
    state,
    place,
    {
      dtype: known('bool', place, 'library'),
      range: known({ min: 0, max: 1 }, place, 'library'),
      labelKind: known<LabelKind>({ kind: 'binary', encoding: 'integer' }, place, 'library'),
      picks: 'in-order',
    },
    { kind: 'other', place, by: name },
  ),
);

/** `np.take(x, rows, axis=0)`, `tf.gather(x, rows)` */
const take: Transfer = onArray((context, _state, data) => {
  const { m, name, args, bound, place } = context;
  const rows = bound('indices', 'reference');
  const axis = bound('axis');
  const first = name.startsWith('numpy') ? asNumber(axis) === 0 : axis === undefined || asNumber(axis) === 0;
  const index = rows && (arrayOfItems(m, rows, place) ?? rows);
  return index && first ? selectData(m, data, index, place) : mixed(m, args.positional, place, name);
});

const indices: Transfer = (context) => {
  const { m, bound, site, place, name } = context;
  const from = arrayOfItems(m, bound('a', 'x', 'condition'), place);
  return from
    ? rowNumbers(m, stateOf(m, from), place, 'in-order')
    : makeData(m, place, { ...fresh(m, 'sequence', name, site), originsComplete: false, stepsComplete: false });
};

export const numpyIndexTransfers: TransferTable = table({
  ...forAll(['numpy.where', 'tf.where', 'keras.ops.where'], where),
  'numpy.flatnonzero': indices,
  'numpy.nonzero': (context) => tuple([indices(context)], context.place),
  'numpy.argwhere': ({ m, args, place, name }) => mixed(m, args.positional, place, name),
  ...forAll(['numpy.argsort', 'tf.argsort', 'keras.ops.argsort'], argsort),
  ...forAll(['numpy.unique', 'tf.unique'], unique),
  ...forAll(['numpy.digitize', 'numpy.searchsorted', 'tf.raw_ops.Bucketize'], digitize),
  ...forAll(
    ['isnan', 'isfinite', 'isinf', 'isin', 'in1d', 'logical_not'].map((name) => `numpy.${name}`),
    truths,
  ),
  ...forAll(['numpy.take', 'tf.gather', 'keras.ops.take'], take),
});
