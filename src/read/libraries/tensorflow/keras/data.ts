/** keras.datasets, and functions of keras.utils that change arrays. */
import { forAll, table } from '../../../../facts/table';
import { datasetFacts } from '../../../../knowledge/datasets';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../../facts/fact';
import type { LabelKind, Range } from '../../../../facts/data';
import type { DataState } from '../../../data/data-state';
import { asNumber, asString, isNone, tuple, type Value } from '../../../python/value';
import type { Place } from '../../../../text/place';
import { derive, fresh, makeData, origin } from '../../../data/data-access';
import { dtypeName } from '../../../data/data-types';
import { onArray } from '../../numpy/on-array';
import { kerasVersion } from './flavor';
import { type Transfer, type TransferContext, type TransferTable } from '../../transfer';
import { arrayState } from '../../../data/data-recorded';
import { normalized } from '../../numpy/normalize';

/** Class ids become one-hot rows. */
function oneHotState(
  state: DataState,
  given: number | undefined,
  asked: boolean,
  squeezes: boolean,
  dtype: string,
  name: string,
  place: Place,
): Partial<DataState> {
  const kind = valueOf(state.labelKind);
  const seen =
    kind?.kind === 'class-ids'
      ? kind.first + kind.classes
      : kind?.kind === 'binary' && kind.encoding !== 'minus-one-one'
        ? 2
        : undefined;
  const classes = given ?? (asked ? undefined : seen);
  const lost = unknown('dynamic', place, 'the number of classes');
  const labels: Fact<LabelKind> = classes === undefined ? lost : known({ kind: 'one-hot', classes }, place);
  const shape = mapFact(state.shape, (dims) => [
    ...(squeezes && dims.length > 1 && dims.at(-1) === 1 ? dims.slice(0, -1) : dims),
    classes ?? null,
  ]);
  return {
    shape,
    labelKind: labels,
    range: known({ min: 0, max: 1 }, place, 'library'),
    dtype: known(dtype, place, 'library'),
    featureSpread: unknown('dynamic', place, name),
  };
}

/** `to_categorical(y, num_classes)`, `tf.one_hot(y, depth)`: the one drops a last axis of one, the other keeps it. */
const oneHot: Transfer = onArray(
  ({ m, name, args, bound, place }, state) => {
    const asked = bound('num_classes', 'nb_classes', 'depth');
    const squeezes = name.endsWith('to_categorical');
    const dtype =
      dtypeName(args.keywords.get('dtype') ?? (squeezes ? args.positional[2] : undefined)) ??
      (squeezes && kerasVersion(m) === 3 ? 'float64' : 'float32');
    const change = oneHotState(state, asNumber(asked), asked !== undefined && !isNone(asked), squeezes, dtype, name, place);
    return derive(m, state, place, change, { kind: 'one-hot', place, by: name });
  },
  'y',
  'indices',
);

/** `keras.datasets.mnist.load_data()` -> (x_train, y_train), (x_test, y_test). */
const load: Transfer = (context) => {
  const { m, name, bound, site, place } = context;
  const dataset = name.replace(/\.load_data$/, '');
  const facts = datasetFacts(dataset, variantOf(dataset, bound('label_mode', 'version')));
  const halves = (['train', 'test'] as const).map((part): Value => {
    const source = origin(m, 'dataset', dataset, place, site);
    const base: Partial<DataState> = {
      origins: [source],
      part,
      ...(facts ? { order: known(facts.order, place, 'library') } : {}),
    };
    const make = (which: 'x' | 'y'): Value => {
      const one = facts?.[part]?.[which];
      const state = fresh(m, 'dataset', dataset, site, { ...base, ...(one ? arrayState(one, place) : {}) });
      return makeData(m, place, asLoaded(context, state, which));
    };
    return tuple([make('x'), make('y')], place);
  });
  return tuple(halves, place);
};

const variantOf = (dataset: string, given: Value | undefined): 'coarse' | 'small' | undefined => {
  const text = asString(given);
  return dataset.endsWith('cifar100') && text === 'coarse'
    ? 'coarse'
    : dataset.endsWith('california_housing') && text === 'small'
      ? 'small'
      : undefined;
};

/** Arguments of the loader that change what comes: the words kept, the share of the test half. */
function asLoaded({ name, args, place }: TransferContext, state: DataState, which: 'x' | 'y'): DataState {
  const text = /\.(imdb|reuters)\./.test(name);
  const words = text
    ? asNumber(args.keywords.get('num_words') ?? args.keywords.get('nb_words') ?? args.positional[1])
    : undefined;
  const moved = ['test_split', 'maxlen', 'skip_top'].some((option) => args.keywords.has(option));
  return {
    ...state,
    ...(which === 'x' && words !== undefined ? { range: known<Range>({ min: 0, max: words - 1 }, place, 'library') } : {}),
    ...(moved ? { shape: mapFact(state.shape, (dims) => [null, ...dims.slice(1)]) } : {}),
  };
}

/** `preprocess_input` of a backbone: each has its own way. */
const ranges: Readonly<Record<'caffe' | 'tf' | 'torch' | 'none', Range | undefined>> = {
  caffe: { min: -123.68, max: 151.061 },
  tf: { min: -1, max: 1 },
  torch: { min: -2.1179, max: 2.64 },
  none: undefined,
};

const modes: Readonly<Record<string, keyof typeof ranges>> = table({
  vgg16: 'caffe',
  vgg19: 'caffe',
  resnet: 'caffe',
  resnet50: 'caffe',
  inception_v3: 'tf',
  xception: 'tf',
  mobilenet: 'tf',
  mobilenet_v2: 'tf',
  inception_resnet_v2: 'tf',
  nasnet: 'tf',
  resnet_v2: 'tf',
  densenet: 'torch',
  efficientnet: 'none',
  efficientnet_v2: 'none',
  convnext: 'none',
  mobilenet_v3: 'none',
  regnet: 'none',
});

const preprocessed: Transfer = onArray(({ m, name, place }, state) => {
  const mode = modes[name.split('.').at(-2) ?? ''];
  const reach = valueOf(state.range);
  const pixels = reach !== undefined && reach.min >= 0 && reach.max <= 255 && reach.max > 1;
  const range =
    mode === 'none'
      ? state.range
      : mode !== undefined && pixels
        ? known<Range>(ranges[mode] ?? reach, place, 'library')
        : unknown('dynamic', place, name);
  return derive(
    m,
    state,
    place,
    { range, dtype: mode === 'none' ? state.dtype : known('float32', place, 'library') },
    { kind: 'preprocess', place, by: name },
  );
});

/** A cast to Keras's float type. */
const toFloat: Transfer = onArray(({ m, name, place }, state) =>
  derive(
    m,
    state,
    place,
    { dtype: known('float32', place, 'library'), statistic: state.statistic },
    { kind: 'cast', place, by: name },
  ),
);

export const kerasDataTransfers: TransferTable = table({
  ...forAll(
    ['mnist', 'fashion_mnist', 'cifar10', 'cifar100', 'imdb', 'reuters', 'boston_housing', 'california_housing'].map(
      (name) => `keras.datasets.${name}.load_data`,
    ),
    load,
  ),
  ...forAll(['keras.utils.to_categorical', 'tf.one_hot', 'keras.ops.one_hot', 'keras.backend.one_hot'], oneHot),
  'keras.utils.normalize': normalized,
  'keras.backend.cast_to_floatx': toFloat,
  ...forAll(
    [...Object.keys(modes), 'imagenet_utils'].map((name) => `keras.applications.${name}.preprocess_input`),
    preprocessed,
  ),
});
