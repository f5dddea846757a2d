/** scikit-learn: splits, scalers and encoders. */
import type { Place } from '../../text/place';
import type { DataFlow, DataStep } from '../data';
import { known, mapFact, unknown, valueOf, type Fact } from '../fact';
import type { DataState } from '../interpreter/data-state';
import { notKnown } from '../interpreter/machine';
import { asNumber, tuple, type Value } from '../interpreter/value';
import { makeList } from '../interpreter/collections';
import type { Shape } from '../training';
import { standardRange } from './data-arithmetic';
import { derive, makeData, mixed, stateOf } from './data-access';
import type { MethodContext, MethodTable } from './object-methods';
import { argument, forEachName, type Transfer, type TransferTable } from './transfer';

/** `train_test_split(a, b, ...)` -> a_train, a_test, b_train, b_test. */
const split: Transfer = ({ m, name, args, place }) => {
  const share =
    asNumber(args.keywords.get('test_size')) ??
    (args.keywords.has('test_size') || args.keywords.has('train_size') ? undefined : 0.25);
  const shuffle = args.keywords.get('shuffle');
  const shuffled = !(shuffle?.kind === 'const' && shuffle.value === false);
  const parts = args.positional.flatMap((value): readonly Value[] => {
    if (value.kind !== 'data') return [mixed(m, [value], place, name), mixed(m, [value], place, name)];
    const state = stateOf(m, value);
    const count = valueOf(state.shape)?.[0];
    const test = share === undefined || typeof count !== 'number' ? null : share < 1 ? Math.ceil(count * share) : share;
    const sizes = [test === null || typeof count !== 'number' ? null : count - test, test];
    return (['train', 'test'] as const).map((part, i) =>
      makeData(m, place, {
        ...state,
        items: undefined,
        name: undefined,
        shape: mapFact(state.shape, (dims) => [sizes[i] ?? null, ...dims.slice(1)]),
        order: shuffled ? known('shuffled', place, 'library') : state.order,
        part,
        steps: [...state.steps, { kind: 'split', place, by: name }],
      }),
    );
  });
  return makeList(m, parts, place);
};

/** Scaling functions of sklearn.preprocessing without an object. */
const scaled =
  (kind: DataStep['kind']): Transfer =>
  ({ m, name, args, place }) => {
    const [data] = args.positional;
    if (data?.kind !== 'data') return mixed(m, args.positional, place, name);
    return derive(m, stateOf(m, data), place, afterScaling(kind, undefined, place), { kind, place, by: name });
  };

function afterScaling(kind: DataStep['kind'], range: { min: number; max: number } | undefined, place: Place): Partial<DataState> {
  const reach = range ?? (kind === 'standardize' ? standardRange : { min: 0, max: 1 });
  return {
    dtype: known('float64', place, 'library'),
    range: known(reach, place, 'library'),
    featureSpread: known(1, place, 'library'),
    labelKind: known({ kind: 'continuous' }, place, 'library'),
  };
}

export const sklearnTransfers: TransferTable = {
  'sklearn.model_selection.train_test_split': split,
  ...forEachName(['sklearn.preprocessing.scale'], scaled('standardize')),
  ...forEachName(['sklearn.preprocessing.minmax_scale'], scaled('minmax')),
  ...forEachName(['sklearn.preprocessing.normalize', 'keras.utils.normalize'], scaled('normalize')),
  'sklearn.utils.shuffle': ({ m, args, place }) => {
    const parts = args.positional.map((data): Value =>
      data.kind === 'data'
        ? derive(
            m,
            stateOf(m, data),
            place,
            { order: known('shuffled', place) },
            { kind: 'shuffle', place, by: 'sklearn.utils.shuffle' },
          )
        : data,
    );
    return parts.length === 1 && parts[0] ? parts[0] : tuple(parts, place);
  },
};

type Fitting = (context: MethodContext, state: DataState) => Value;

function transformWith({ m, object, place }: MethodContext, state: DataState): Value {
  const short = object.type.split('.').at(-1) ?? '';
  const step = (kind: DataStep['kind']): DataStep => ({ kind, place, by: object.type, fittedBy: object.id });
  switch (short) {
    case 'StandardScaler':
    case 'RobustScaler':
    case 'PowerTransformer':
      return derive(m, state, place, afterScaling('standardize', undefined, place), step('standardize'));
    case 'MinMaxScaler':
    case 'MaxAbsScaler':
    case 'QuantileTransformer': {
      const bounds = argument(object.args, 0, 'feature_range');
      const [min, max] =
        bounds?.kind === 'tuple' || bounds?.kind === 'list'
          ? bounds.kind === 'tuple'
            ? bounds.items.map(asNumber)
            : []
          : [0, 1];
      const range = min === undefined || max === undefined ? undefined : { min, max };
      return derive(
        m,
        state,
        place,
        afterScaling('minmax', short === 'MaxAbsScaler' ? { min: -1, max: 1 } : range, place),
        step('minmax'),
      );
    }
    case 'Normalizer':
      return derive(m, state, place, afterScaling('normalize', { min: -1, max: 1 }, place), step('normalize'));
    case 'LabelEncoder':
    case 'OrdinalEncoder':
      return derive(
        m,
        state,
        place,
        {
          dtype: known('int64', place, 'library'),
          labelKind: encoded(state, place),
          range: unknown('dynamic', place, 'class ids'),
        },
        step('encode'),
      );
    case 'OneHotEncoder':
    case 'LabelBinarizer': {
      const kind = valueOf(state.labelKind);
      const classes = kind?.kind === 'class-ids' ? kind.classes : undefined;
      const shape: Fact<Shape> =
        classes === undefined
          ? unknown('dynamic', place, 'the number of classes')
          : mapFact(state.shape, (dims) => [dims[0] ?? null, classes]);
      return derive(
        m,
        state,
        place,
        {
          shape,
          range: known({ min: 0, max: 1 }, place, 'library'),
          labelKind:
            classes === undefined
              ? unknown('dynamic', place, 'the number of classes')
              : known({ kind: 'one-hot', classes }, place),
        },
        step('one-hot'),
      );
    }
    default:
      return derive(
        m,
        state,
        place,
        { shape: unknown('not-modelled', place, short), range: unknown('not-modelled', place, short), stepsComplete: false },
        step('other'),
      );
  }
}

function encoded(state: DataState, place: Place): DataFlow['labelKind'] {
  const kind = valueOf(state.labelKind);
  if (kind?.kind === 'class-ids') return known({ ...kind, first: 0 }, place, 'library');
  return kind?.kind === 'binary'
    ? known({ kind: 'binary', encoding: 'integer' }, place, 'library')
    : unknown('dynamic', place, 'the number of classes');
}

const onData =
  (run: Fitting) =>
  (context: MethodContext): Value => {
    const { m, args, name, object, place } = context;
    const [data] = args.positional;
    if (data?.kind === 'data') return run(context, stateOf(m, data));
    return data ? mixed(m, [data], place, `${name} of ${object.type}`) : notKnown(m, 'undefined', place, name);
  };

export const scalerMethods: MethodTable = {
  fit: ({ object }) => object,
  partial_fit: ({ object }) => object,
  fit_transform: onData(transformWith),
  transform: onData(transformWith),
  inverse_transform: onData(({ m, name, place }, state) =>
    derive(m, state, place, { range: unknown('dynamic', place, name), stepsComplete: false }, { kind: 'other', place, by: name }),
  ),
};
