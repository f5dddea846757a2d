/** scikit-learn: splits, folds, shuffling, and scaling functions without an object. */
import type { Machine } from '../../python/machine';
import { madeWith } from '../../python/bound';
import { forAll, table } from '../../../facts/table';
import type { Place } from '../../../text/place';
import type { DataStep } from '../../../facts/data';
import { known, mapFact, unknown, valueOf } from '../../../facts/fact';
import { makeList } from '../../python/collections';
import type { DataState } from '../../data/data-state';
import { asBoolean, asNumber, isNone, tuple, type ObjectRef, type Value } from '../../python/value';
import { derive, derivedState, makeData, mixed, stateOf } from '../../data/data-access';
import { mapColumns } from '../../data/data-frames';
import { rowNumbers } from '../numpy/indexing';
import { onArray } from '../numpy/on-array';
import type { MethodTable } from '../object-methods';
import { scalerFunctions } from './scalers';
import { sklearnDatasets } from './datasets';
import { type Transfer, type TransferTable } from '../transfer';
import { stateField } from '../../data/data-join';
import { iterationField } from '../../python/fields';
import { makeObject } from '../../python/objects';
import { normalized } from '../numpy/normalize';
import { arrayOfItems } from '../../data/data-items';

/** The sizes of the two parts of `count` samples. */
function splitSizes(
  count: number | null,
  test: Value | undefined,
  train: Value | undefined,
): readonly [number | null, number | null] {
  if (count === null) return [null, null];
  const share = (value: Value | undefined): number | undefined | null =>
    !value || isNone(value) ? undefined : (asNumber(value) ?? null);
  const [t, r] = [share(test), share(train)];
  if (t === null || r === null) return [null, null];
  const inTest =
    t === undefined ? (r === undefined ? Math.ceil(count * 0.25) : undefined) : t < 1 ? Math.ceil(count * t - 1e-9) : t;
  const inTrain = r === undefined ? count - (inTest ?? 0) : r < 1 ? Math.floor(count * r + 1e-9) : r;
  return [inTrain, inTest ?? count - inTrain];
}

/** The order of the samples where it means something, which a random order gives up. */
function meaningfulOrder({ order }: DataState): DataStep['orderBefore'] {
  const before = valueOf(order);
  return before === 'temporal' || before === 'class-ordered' ? before : undefined;
}

/** `train_test_split(a, b, ...)` -> a_train, a_test, b_train, b_test. */
const split: Transfer = ({ m, name, args, place }) => {
  const shuffle = args.keywords.get('shuffle');
  const shuffled = !shuffle ? true : asBoolean(shuffle);
  const parts = args.positional.flatMap((value): readonly Value[] => {
    const data = arrayOfItems(m, value, place);
    if (!data) return [mixed(m, [value], place, name), mixed(m, [value], place, name)];
    const state = stateOf(m, data);
    const sizes = splitSizes(valueOf(state.shape)?.[0] ?? null, args.keywords.get('test_size'), args.keywords.get('train_size'));
    const order: DataState['order'] =
      shuffled === undefined
        ? unknown('dynamic', place, 'shuffle')
        : shuffled
          ? known('shuffled', place, 'library')
          : state.order;
    return (['train', 'test'] as const).map((part, i) => {
      const each = (one: DataState): DataState =>
        derivedState(
          one,
          { shape: mapFact(one.shape, (dims) => [sizes[i] ?? null, ...dims.slice(1)]), order },
          { kind: 'split', place, by: name, orderBefore: shuffled === true ? meaningfulOrder(one) : undefined },
        );
      return makeData(m, place, { ...each(state), columns: mapColumns(state.columns, each), name: undefined, part });
    });
  });
  return makeList(m, parts, place);
};

const shuffled: Transfer = ({ m, name, args, place }) => {
  const parts = args.positional.map((value): Value => {
    const data = arrayOfItems(m, value, place);
    if (!data) return value;
    const state = stateOf(m, data);
    const step: DataStep = { kind: 'shuffle', place, by: name, orderBefore: meaningfulOrder(state) };
    const order = known('shuffled' as const, place);
    const count =
      name.endsWith('resample') && args.keywords.has('n_samples')
        ? (asNumber(args.keywords.get('n_samples')) ?? null)
        : undefined;
    const each = (one: DataState): DataState =>
      derivedState(
        one,
        { order, shape: count === undefined ? one.shape : mapFact(one.shape, (dims) => [count, ...dims.slice(1)]) },
        step,
      );
    return makeData(m, place, { ...each(state), columns: mapColumns(state.columns, each) });
  });
  return parts.length === 1 && parts[0] ? parts[0] : tuple(parts, place);
};

/** `KFold(n).split(x)`: pairs of row numbers. Folds keep the rows in order, random splits do not. */
const folds: MethodTable[string] = ({ m, object, args, place, site }) => {
  const data = arrayOfItems(m, args.positional[0], place);
  const state = data && stateOf(m, data);
  const count = state ? (valueOf(state.shape)?.[0] ?? null) : null;
  const short = object.type.split('.').at(-1) ?? '';
  const random = short.endsWith('ShuffleSplit');
  const number = foldCount(m, object, short);
  // Folds of equal size; stratified and grouped ones follow the labels.
  const even = short === 'KFold' && number !== undefined && count !== null && count % number === 0;
  const whole = even ? count / number : null;
  const rows = (part: 'train' | 'test', size: number | null): Value => {
    const made = state ? rowNumbers(m, state, place, random ? 'shuffled' : 'in-order', size) : mixed(m, [], place, 'row numbers');
    if (made.kind === 'data') m.store.write(made.id, stateField, { ...stateOf(m, made), part });
    return made;
  };
  const element = tuple([rows('train', whole === null || count === null ? null : count - whole), rows('test', whole)], place);
  const id = m.store.fresh();
  m.store.write(id, iterationField, { element, count: number, over: 'folds' });
  return { kind: 'object', id, type: `${object.type}.split`, args, call: site, place };
};

function foldCount(m: Machine, object: ObjectRef, short: string): number | undefined {
  if (short === 'LeaveOneOut' || short.startsWith('Repeated')) return undefined;
  const given = madeWith(m, object)('n_splits', 'n_folds', 'n_iter');
  return given ? asNumber(given) : short.endsWith('ShuffleSplit') ? 10 : 5;
}

export const splitterMethods: MethodTable = table({
  split: folds,
  get_n_splits: ({ m, object, place }) => {
    const count = foldCount(m, object, object.type.split('.').at(-1) ?? '');
    return count === undefined ? unknownNumber(place) : { kind: 'const', value: count, float: false, place, from: 'library' };
  },
});

const unknownNumber = (place: Place): Value => ({ kind: 'unknown', why: unknown('dynamic', place, 'the number of splits') });

/** `label_binarize(y, classes=[0, 1, 2])` */
const binarized: Transfer = onArray(({ m, name, args, place }, state) => {
  const classes = arrayOfItems(m, args.keywords.get('classes') ?? args.positional[1], place);
  const count = classes ? (valueOf(stateOf(m, classes).shape)?.[0] ?? undefined) : undefined;
  const why = unknown('dynamic', place, 'the number of classes');
  const width = count === 2 ? 1 : count;
  return derive(
    m,
    state,
    place,
    {
      shape: mapFact(state.shape, (dims) => [dims[0] ?? null, width ?? null]),
      labelKind:
        count === undefined
          ? why
          : count === 2
            ? known({ kind: 'binary', encoding: 'integer' }, place)
            : known({ kind: 'one-hot', classes: count }, place),
      range: known({ min: 0, max: 1 }, place, 'library'),
      dtype: known('int64', place, 'library'),
    },
    { kind: 'one-hot', place, by: name },
  );
});

const keepArguments: Transfer = ({ m, name, args, site }) => makeObject(m, name, args, site);

export const sklearnTransfers: TransferTable = table({
  ...sklearnDatasets,
  ...scalerFunctions,
  'sklearn.model_selection.train_test_split': split,
  'sklearn.preprocessing.normalize': normalized,
  'sklearn.preprocessing.label_binarize': binarized,
  ...forAll(
    [
      'pipeline.Pipeline',
      'pipeline.make_pipeline',
      'compose.ColumnTransformer',
      'compose.make_column_transformer',
      'decomposition.PCA',
      'decomposition.TruncatedSVD',
      'feature_extraction.text.TfidfVectorizer',
      'feature_extraction.text.CountVectorizer',
    ].map((name) => `sklearn.${name}`),
    keepArguments,
  ),
  ...forAll(['sklearn.utils.shuffle', 'sklearn.utils.resample'], shuffled),
});
