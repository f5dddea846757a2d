/** scikit-learn's scalers and encoders: the object is remembered in every step, so that a second fit of the same one is seen. */
import { madeWith } from '../../python/bound';
import { table } from '../../../facts/table';
import type { Place } from '../../../text/place';
import type { DataStep, Fit, LabelKind, Range } from '../../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../facts/fact';
import { itemsOf } from '../../python/collections';
import type { DataState, DataValue } from '../../data/data-state';
import { notKnown, record, type Machine } from '../../python/machine';
import { asBoolean, asNumber, asString, none, type ObjectRef, type Value } from '../../python/value';
import { derivedState, makeData, mixed, stateOf } from '../../data/data-access';
import { standardRange } from '../../data/data-statistics';
import { isFloat } from '../../data/data-types';
import { onArray } from '../numpy/on-array';
import type { MethodContext, MethodTable } from '../object-methods';
import { forEachName, type Transfer, type TransferTable } from '../transfer';
import { field } from '../../python/store';
import { arrayOfItems } from '../../data/data-items';

/**
 * Scaled values. Of the array a scaler was fitted on the range is sure; of another array it is about the same, which is what a
 * range of normal numbers means too.
 */
function scaled(state: DataState, kind: DataStep['kind'], range: Range | undefined, place: Place): Partial<DataState> {
  const before = valueOf(state.labelKind);
  const dtype = valueOf(state.dtype);
  return {
    dtype: known(dtype !== undefined && isFloat(dtype) ? dtype : 'float64', place, 'library'),
    range: range ? known(range, place, 'library') : unknown('dynamic', place, 'the range of a scaler'),
    featureSpread: kind === 'normalize' ? unknown('dynamic', place, 'normalised rows') : known(1, place, 'library'),
    labelKind: before?.kind === 'continuous' ? state.labelKind : unknown('dynamic', place, 'scaled values'),
    container: 'array',
    ...(dtype === undefined ? { dtype: known('float64', place, 'library') } : {}),
  };
}

const shortName = (object: ObjectRef): string => object.type.split('.').at(-1) ?? '';

type FitContext = Pick<MethodContext, 'm' | 'object' | 'place'> & { readonly fit?: Fit | undefined };

/** What `transform` gives, and where the scaler was fitted. */
export function transformed({ m, object, place, fit }: FitContext, state: DataState): DataState {
  const short = shortName(object);
  const step = (kind: DataStep['kind']): DataStep => ({ kind, place, by: object.type, fittedBy: object.id, fit });
  const option = (name: string): Value | undefined => object.args.keywords.get(name);
  switch (short) {
    case 'StandardScaler': {
      const plain =
        asBoolean(option('with_mean')) !== false &&
        asBoolean(option('with_std')) !== false &&
        object.args.positional.length === 0;
      return derivedState(state, scaled(state, 'standardize', plain ? standardRange : undefined, place), step('standardize'));
    }
    case 'RobustScaler':
    case 'PowerTransformer':
      return derivedState(state, scaled(state, 'standardize', undefined, place), step('standardize'));
    case 'MinMaxScaler': {
      const bounds = madeWith(m, object)('feature_range');
      const [min, max] = bounds ? (itemsOf(m, bounds)?.map(asNumber) ?? []) : [0, 1];
      return derivedState(
        state,
        scaled(state, 'minmax', min === undefined || max === undefined ? undefined : { min, max }, place),
        step('minmax'),
      );
    }
    case 'MaxAbsScaler': {
      const low = valueOf(state.range)?.min;
      return derivedState(
        state,
        scaled(state, 'minmax', { min: low !== undefined && low >= 0 ? 0 : -1, max: 1 }, place),
        step('minmax'),
      );
    }
    case 'QuantileTransformer':
      return derivedState(
        state,
        scaled(state, 'minmax', object.args.keywords.has('output_distribution') ? undefined : { min: 0, max: 1 }, place),
        step('minmax'),
      );
    case 'Normalizer': {
      const low = valueOf(state.range)?.min;
      return derivedState(
        state,
        scaled(state, 'normalize', { min: low !== undefined && low >= 0 ? 0 : -1, max: 1 }, place),
        step('normalize'),
      );
    }
    case 'LabelEncoder':
    case 'OrdinalEncoder':
      return derivedState(
        state,
        {
          container: 'array',
          dtype: known(short === 'LabelEncoder' ? 'int64' : 'float64', place, 'library'),
          labelKind: encoded(state, place),
          range: encodedRange(state, place),
          featureSpread: unknown('dynamic', place, 'class ids'),
        },
        step('encode'),
      );
    case 'OneHotEncoder':
    case 'LabelBinarizer':
      return oneHot(state, short, object, step('one-hot'), place);
    case 'MultiLabelBinarizer':
    case 'Binarizer':
      return derivedState(
        state,
        {
          container: 'array',
          range: known({ min: 0, max: 1 }, place, 'library'),
          shape: short === 'Binarizer' ? state.shape : mapFact(state.shape, (dims) => [dims[0] ?? null, null]),
          dtype: short === 'Binarizer' ? state.dtype : known('int64', place, 'library'),
          labelKind: known({ kind: 'binary', encoding: 'integer' }, place, 'library'),
        },
        step('encode'),
      );
    case 'SimpleImputer':
    case 'KNNImputer':
    case 'Imputer':
      return derivedState(state, { container: 'array', labelKind: state.labelKind }, step('other'));
    case 'PCA':
    case 'TruncatedSVD': {
      const width = asNumber(madeWith(m, object)('n_components'));
      const count = width !== undefined && width >= 1 ? width : null;
      return derivedState(
        state,
        {
          ...scaled(state, 'other', undefined, place),
          shape: mapFact(state.shape, (dims) => [dims[0] ?? null, count]),
          featureSpread: unknown('dynamic', place, short),
        },
        step('other'),
      );
    }
    case 'PolynomialFeatures':
      return derivedState(
        state,
        {
          ...scaled(state, 'other', undefined, place),
          shape: mapFact(state.shape, (dims) => [dims[0] ?? null, null]),
          featureSpread: unknown('dynamic', place, short),
        },
        step('other'),
      );
    case 'TfidfVectorizer':
    case 'CountVectorizer': {
      const range =
        short === 'TfidfVectorizer'
          ? known<Range>({ min: 0, max: 1 }, place, 'library')
          : unknown('dynamic', place, 'counts of words');
      return derivedState(
        state,
        {
          container: 'array',
          shape: known([valueOf(state.shape)?.[0] ?? null, null], place),
          range,
          dtype: known(short === 'TfidfVectorizer' ? 'float64' : 'int64', place, 'library'),
          labelKind: unknown('dynamic', place, short),
        },
        step('encode'),
      );
    }
    default:
      return derivedState(
        state,
        {
          container: 'array',
          shape: unknown('not-modelled', place, short),
          range: unknown('not-modelled', place, short),
          dtype: unknown('not-modelled', place, short),
          labelKind: unknown('not-modelled', place, short),
          stepsComplete: false,
        },
        step('other'),
      );
  }
}

function encoded(state: DataState, place: Place): Fact<LabelKind> {
  const kind = valueOf(state.labelKind);
  if (kind?.kind === 'class-ids') return known({ ...kind, first: 0 }, place, 'library');
  return kind?.kind === 'binary'
    ? known({ kind: 'binary', encoding: 'integer' }, place, 'library')
    : unknown('dynamic', place, 'the number of classes');
}

function encodedRange(state: DataState, place: Place): Fact<Range> {
  const kind = valueOf(state.labelKind);
  const classes = kind?.kind === 'class-ids' ? kind.classes : kind?.kind === 'binary' ? 2 : undefined;
  return classes === undefined
    ? unknown('dynamic', place, 'the number of classes')
    : known({ min: 0, max: classes - 1 }, place, 'library');
}

/** Two classes give one column with `LabelBinarizer` and two with `OneHotEncoder`; of several columns each is encoded. */
function oneHot(state: DataState, short: string, object: ObjectRef, step: DataStep, place: Place): DataState {
  const kind = valueOf(state.labelKind);
  const dims = valueOf(state.shape);
  const single = dims?.length === 1 || dims?.[1] === 1;
  const classes = !single ? undefined : kind?.kind === 'class-ids' ? kind.classes : kind?.kind === 'binary' ? 2 : undefined;
  const one = short === 'LabelBinarizer' && classes === 2;
  const why = unknown('dynamic', place, 'the number of classes');
  return derivedState(
    state,
    {
      container: 'array',
      shape: known([dims?.[0] ?? null, one ? 1 : (classes ?? null)], place, 'library'),
      dtype: known(short === 'LabelBinarizer' ? 'int64' : 'float64', place, 'library'),
      range: known({ min: 0, max: 1 }, place, 'library'),
      labelKind:
        classes === undefined || object.args.keywords.has('drop')
          ? why
          : one
            ? known({ kind: 'binary', encoding: 'integer' }, place)
            : known({ kind: 'one-hot', classes }, place),
      featureSpread: known(1, place, 'library'),
    },
    step,
  );
}

export const onData =
  (run: (context: MethodContext & FitContext, state: DataState) => DataState) =>
  (context: MethodContext): Value => {
    const { m, bound, name, object, place } = context;
    const given = bound('X', 'y', 'raw_documents');
    const data = arrayOfItems(m, given, place);
    if (name === 'fit_transform') noteFit(m, object, data ?? given, place);
    const classes = data ? undefined : m.store.read(object.id, classesField);
    if (classes !== undefined && given && !name.startsWith('inverse')) return encodedNames(context, given, classes);
    if (data) {
      const result = makeData(m, place, run({ ...context, fit: fitFor(m, object, data) }, stateOf(m, data)));
      noteCall(context, [data, result], result);
      return result;
    }
    return given ? mixed(m, [given], place, `${name} of ${object.type}`) : notKnown(m, 'undefined', place, name);
  };

/** Rules read what is fitted and transformed where. */
function noteCall({ m, object, name, args, site }: MethodContext, data: readonly DataValue[], result: Value): void {
  record(m, {
    kind: 'call',
    call: { ...site, callee: `${object.type}.${name}` },
    args,
    result,
    loops: [...m.loops],
    data: new Map(data.map((one) => [one.id, stateOf(m, one)])),
  });
}

const fitField = field<{ readonly place: Place; readonly data: number | undefined }>('fit');

/** Which data a scaler was fitted to last, and where. */
function noteFit(m: Machine, object: ObjectRef, data: Value | undefined, place: Place): void {
  m.store.write(object.id, fitField, { place, data: data?.kind === 'data' ? data.id : undefined });
  const names = itemsOf(m, data)?.map(asString);
  if (object.type.endsWith('.LabelEncoder') && names && !names.includes(undefined))
    m.store.write(object.id, classesField, new Set(names).size);
}

/** Of a `LabelEncoder`: how many names it was fitted to, where they are written in the program. */
const classesField = field<number>('classes');

/** Names of samples that are not known, as numbers of classes that are. */
function encodedNames({ m, name, object, place }: MethodContext, given: Value, classes: number): Value {
  const kind: LabelKind = classes === 2 ? { kind: 'binary', encoding: 'integer' } : { kind: 'class-ids', classes, first: 0 };
  return makeData(m, place, {
    ...stateOf(m, mixed(m, [given], place, `${name} of ${object.type}`)),
    dtype: known('int64', place, 'library'),
    range: known({ min: 0, max: classes - 1 }, place, 'library'),
    labelKind: known(kind, place, 'library'),
    shape: known([null], place, 'library'),
    steps: [{ kind: 'encode', place, by: object.type }],
  });
}

function fitFor(m: Machine, object: ObjectRef, data: DataValue): Fit | undefined {
  const last = m.store.read(object.id, fitField);
  return last && { place: last.place, own: last.data === data.id, within: m.loops.at(-1)?.place };
}

/** Back to before the scaler: what was there is remembered nowhere, but its steps undo each other. */
function inverse({ object, place, name }: MethodContext, state: DataState): DataState {
  const why = unknown('dynamic', place, name);
  const last = state.steps.at(-1);
  const undone =
    last?.fittedBy === object.id ? state.steps.slice(0, -1) : [...state.steps, { kind: 'other' as const, place, by: name }];
  return {
    ...derivedState(state, { range: why, labelKind: why, featureSpread: why }),
    steps: undone,
    stepsComplete: state.stepsComplete && last?.fittedBy === object.id,
  };
}

export const scalerMethods: MethodTable = table({
  fit: ({ m, object, bound, place }) => {
    noteFit(m, object, bound('X', 'y', 'raw_documents'), place);
    return object;
  },
  partial_fit: ({ object }) => object,
  fit_transform: onData(transformed),
  transform: onData(transformed),
  inverse_transform: onData(inverse),
  get_feature_names_out: ({ m, place }) => notKnown(m, 'dynamic', place, 'names of features'),
  set_output: ({ object }) => object,
  get_params: ({ place }) => none(place),
});

/** `sklearn.preprocessing.scale(x)` */
const scaling = (kind: 'standardize' | 'minmax', range: Range | undefined): Transfer =>
  onArray(({ m, name, args, place }, state) =>
    makeData(
      m,
      place,
      derivedState(state, scaled(state, kind, args.keywords.size === 0 ? range : undefined, place), { kind, place, by: name }),
    ),
  );

export const scalerFunctions: TransferTable = table({
  ...forEachName(['sklearn.preprocessing.scale'], scaling('standardize', standardRange)),
  'sklearn.preprocessing.robust_scale': scaling('standardize', undefined),
  'sklearn.preprocessing.minmax_scale': scaling('minmax', { min: 0, max: 1 }),
  'sklearn.preprocessing.maxabs_scale': scaling('minmax', { min: -1, max: 1 }),
});
