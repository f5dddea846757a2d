/** What `transform` of scikit-learn's scalers and encoders gives: one entry per class. */
import { madeWith } from '../../python/bound';
import { forAll, table } from '../../../facts/table';
import type { Place } from '../../../text/place';
import type { DataStep, Fit, LabelKind, Range } from '../../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../facts/fact';
import { itemsOf } from '../../python/collections';
import type { DataState } from '../../data/data-state';
import type { Machine } from '../../python/machine';
import { asBoolean, asNumber, type ObjectRef, type Value } from '../../python/value';
import { derivedState } from '../../data/data-access';
import { standardRange } from '../../data/data-statistics';
import { isFloat } from '../../data/data-types';
import type { MethodContext } from '../object-methods';

/**
 * Scaled values. Of the array a scaler was fitted on the range is sure; of another array it is about the same, which is what a
 * range of normal numbers means too.
 */
export function scaled(state: DataState, kind: DataStep['kind'], range: Range | undefined, place: Place): Partial<DataState> {
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

export type FitContext = Pick<MethodContext, 'm' | 'object' | 'place'> & { readonly fit?: Fit | undefined };

/** What `transform` gives, and where the scaler was fitted. */
export function transformed({ m, object, place, fit }: FitContext, state: DataState): DataState {
  const short = shortName(object);
  const step = (kind: DataStep['kind']): DataStep => ({ kind, place, by: object.type, fittedBy: object.id, fit });
  const option = (name: string): Value | undefined => object.args.keywords.get(name);
  const transformer = transformers[short];
  if (transformer) return transformer({ m, object, short, state, step, place, option });
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

interface TransformOf {
  readonly m: Machine;
  readonly object: ObjectRef;
  /** Its class: `StandardScaler`. */
  readonly short: string;
  readonly state: DataState;
  /** This transformation as a step of the data's history. */
  readonly step: (kind: DataStep['kind']) => DataStep;
  readonly place: Place;
  /** An argument of its making that is given by name. */
  readonly option: (name: string) => Value | undefined;
}

type Transformer = (of: TransformOf) => DataState;

/** By class. */
const transformers: Readonly<Record<string, Transformer>> = table<Record<string, Transformer>>({
  StandardScaler: ({ option, object, state, place, step }) => {
    const plain =
      asBoolean(option('with_mean')) !== false && asBoolean(option('with_std')) !== false && object.args.positional.length === 0;
    return derivedState(state, scaled(state, 'standardize', plain ? standardRange : undefined, place), step('standardize'));
  },
  ...forAll(['RobustScaler', 'PowerTransformer'], ({ state, place, step }) =>
    derivedState(state, scaled(state, 'standardize', undefined, place), step('standardize')),
  ),
  MinMaxScaler: ({ m, object, state, place, step }) => {
    const bounds = madeWith(m, object)('feature_range');
    const [min, max] = bounds ? (itemsOf(m, bounds)?.map(asNumber) ?? []) : [0, 1];
    return derivedState(
      state,
      scaled(state, 'minmax', min === undefined || max === undefined ? undefined : { min, max }, place),
      step('minmax'),
    );
  },
  MaxAbsScaler: ({ state, place, step }) => {
    const low = valueOf(state.range)?.min;
    return derivedState(
      state,
      scaled(state, 'minmax', { min: low !== undefined && low >= 0 ? 0 : -1, max: 1 }, place),
      step('minmax'),
    );
  },
  QuantileTransformer: ({ state, object, place, step }) =>
    derivedState(
      state,
      scaled(state, 'minmax', object.args.keywords.has('output_distribution') ? undefined : { min: 0, max: 1 }, place),
      step('minmax'),
    ),
  Normalizer: ({ state, place, step }) => {
    const low = valueOf(state.range)?.min;
    return derivedState(
      state,
      scaled(state, 'normalize', { min: low !== undefined && low >= 0 ? 0 : -1, max: 1 }, place),
      step('normalize'),
    );
  },
  ...forAll(['LabelEncoder', 'OrdinalEncoder'], ({ state, short, place, step }) =>
    derivedState(
      state,
      {
        container: 'array',
        dtype: known(short === 'LabelEncoder' ? 'int64' : 'float64', place, 'library'),
        labelKind: encoded(state, place),
        range: encodedRange(state, place),
        featureSpread: unknown('dynamic', place, 'class ids'),
      },
      step('encode'),
    ),
  ),
  ...forAll(['OneHotEncoder', 'LabelBinarizer'], ({ state, short, object, step, place }) =>
    oneHot(state, short, object, step('one-hot'), place),
  ),
  ...forAll(['MultiLabelBinarizer', 'Binarizer'], ({ state, place, short, step }) =>
    derivedState(
      state,
      {
        container: 'array',
        range: known({ min: 0, max: 1 }, place, 'library'),
        shape: short === 'Binarizer' ? state.shape : mapFact(state.shape, (dims) => [dims[0] ?? null, null]),
        dtype: short === 'Binarizer' ? state.dtype : known('int64', place, 'library'),
        labelKind: known({ kind: 'binary', encoding: 'integer' }, place, 'library'),
      },
      step('encode'),
    ),
  ),
  ...forAll(['SimpleImputer', 'KNNImputer', 'Imputer'], ({ state, step }) =>
    derivedState(state, { container: 'array', labelKind: state.labelKind }, step('other')),
  ),
  ...forAll(['PCA', 'TruncatedSVD'], ({ m, object, state, place, short, step }) => {
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
  }),
  PolynomialFeatures: ({ state, place, short, step }) =>
    derivedState(
      state,
      {
        ...scaled(state, 'other', undefined, place),
        shape: mapFact(state.shape, (dims) => [dims[0] ?? null, null]),
        featureSpread: unknown('dynamic', place, short),
      },
      step('other'),
    ),
  ...forAll(['TfidfVectorizer', 'CountVectorizer'], ({ short, place, state, step }) => {
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
  }),
});
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
