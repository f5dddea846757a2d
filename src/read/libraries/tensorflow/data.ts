/** TensorFlow's functions on data: casts, images, random numbers. */
import { forAll, table } from '../../../facts/table';
import { known, unknown, valueOf } from '../../../facts/fact';
import type { Value } from '../../python/value';
import { derive, fresh, makeData, stateOf } from '../../data/data-access';
import { castKind, castRange, dtypeName } from '../../data/data-types';
import { arange, filled, identity, linspace } from '../numpy/create';
import { reduced } from '../numpy/reduce';
import { onArray } from '../numpy/on-array';
import { holdsTensor, operation } from './tensor-operations';
import { type Transfer, type TransferTable } from '../transfer';
import { convertImage, decode, resize, augment, standardized, channels } from './images';
import { uniform, normal, shuffled } from './random';
import { stateField } from '../../data/data-join';
import { array } from '../numpy/array';

/** `tf.cast(x, tf.float32)`: values stay, unlike with `convert_image_dtype`. */
const cast: Transfer = onArray(({ m, name, bound, place }, state) => {
  const dtype = name.endsWith('to_float') ? 'float32' : name.endsWith('to_int32') ? 'int32' : dtypeName(bound('dtype'));
  return derive(
    m,
    state,
    place,
    {
      dtype: dtype === undefined ? unknown('dynamic', place, 'a dtype') : known(dtype, place),
      range: castRange(state.range, valueOf(state.dtype), dtype, place),
      labelKind: castKind(state.labelKind, dtype, place),
      statistic: state.statistic,
      container: state.container === 'dataframe' ? 'tensor' : state.container,
    },
    { kind: 'cast', place, by: name },
  );
});

/** Data stays data, numbers and lists become arrays of TensorFlow's types. */
export const toTensor: Transfer = (context) => {
  const { m, name, args, bound, place, site } = context;
  const [value] = args.positional;
  if (args.positional.some((one) => holdsTensor(m, one))) return operation(m, name, args, place, site);
  const wanted = name === 'tf.constant' ? bound('shape') : undefined;
  if (wanted && value?.kind === 'const') {
    const callee: Value = { kind: 'library', name: 'numpy.full', path: 'numpy.full', place };
    return m.call(callee, { positional: [wanted, value], keywords: new Map() }, { ...site, callee: 'numpy.full', arguments: [] });
  }
  const made = array(context);
  if (made.kind !== 'data' || value?.kind === 'data' || args.keywords.has('dtype') || args.positional[1]) return made;
  const state = stateOf(m, made);
  const dtype = valueOf(state.dtype);
  if (value?.kind === 'list' || value?.kind === 'tuple' || value?.kind === 'const') {
    const own = dtype === 'float64' ? 'float32' : dtype === 'int64' ? 'int32' : undefined;
    if (own !== undefined && state.origins.every((one) => one.kind === 'sequence'))
      m.store.write(made.id, stateField, { ...state, dtype: known(own, place, 'library') });
  }
  return made;
};

/** Bytes and texts of files: nothing of their values is known, but it is all there is. */
const text: Transfer = (context) => {
  const { m, name, args, place } = context;
  const path = args.positional[0] ?? args.keywords.get('filename');
  const state = path?.kind === 'data' ? stateOf(m, path) : fresh(m, 'file', name, context.site);
  return derive(
    m,
    state,
    place,
    { dtype: known('str', place, 'library'), range: unknown('dynamic', place, 'text'), container: 'tensor' },
    { kind: 'other', place, by: name },
  );
};

const sequenceOf =
  (run: Transfer): Transfer =>
  (context) => {
    const { m, name, args, place, site } = context;
    return [...args.positional, ...args.keywords.values()].some((value) => holdsTensor(m, value))
      ? operation(m, name, args, place, site)
      : run(context);
  };

/** Leaves values as they are. */
const same: Transfer = onArray(({ m, place }, state) => makeData(m, place, state));

const sums = ['reduce_sum', 'reduce_prod', 'reduce_all', 'reduce_any', 'cumsum', 'reduce_logsumexp'].map((name) => `tf.${name}`);

export const tensorflowDataTransfers: TransferTable = table({
  ...forAll(
    [
      'tf.cast',
      'tf.compat.v1.to_float',
      'tf.compat.v1.to_int32',
      'tf.to_float',
      'keras.ops.cast',
      'keras.backend.cast',
      'tf.saturate_cast',
    ],
    cast,
  ),
  ...forAll(
    [
      'tf.constant',
      'tf.convert_to_tensor',
      'keras.ops.convert_to_tensor',
      'keras.ops.array',
      'keras.backend.constant',
      'tf.compat.v1.constant',
    ],
    toTensor,
  ),
  ...forAll(['tf.identity', 'tf.stop_gradient', 'tf.ensure_shape'], same),
  ...forAll(['tf.zeros', 'tf.zeros_like', 'keras.ops.zeros', 'keras.backend.zeros'], sequenceOf(filled(0))),
  ...forAll(['tf.ones', 'tf.ones_like', 'keras.ops.ones', 'keras.backend.ones'], sequenceOf(filled(1))),
  'tf.fill': sequenceOf((context) => filled(undefined)({ ...context, name: 'tf.fill' })),
  'tf.range': sequenceOf(arange),
  'tf.linspace': sequenceOf(linspace),
  'tf.eye': sequenceOf(identity),
  'tf.image.convert_image_dtype': convertImage,
  ...forAll(
    ['decode_jpeg', 'decode_png', 'decode_image', 'decode_bmp', 'decode_gif'].flatMap((name) => [
      `tf.io.${name}`,
      `tf.image.${name}`,
    ]),
    decode,
  ),
  ...forAll(
    ['resize', 'resize_with_pad', 'resize_with_crop_or_pad', 'resize_images', 'resize_bilinear'].flatMap((name) => [
      `tf.image.${name}`,
      `tf.compat.v1.image.${name}`,
    ]),
    resize,
  ),
  'keras.ops.image.resize': resize,
  ...forAll(
    ['random_flip_left_right', 'random_flip_up_down', 'flip_left_right', 'flip_up_down', 'rot90', 'random_crop'].map(
      (name) => `tf.image.${name}`,
    ),
    augment(true),
  ),
  ...forAll(
    [
      'random_brightness',
      'random_contrast',
      'random_hue',
      'random_saturation',
      'adjust_brightness',
      'adjust_contrast',
      'random_jpeg_quality',
    ].map((name) => `tf.image.${name}`),
    augment(false),
  ),
  'tf.image.per_image_standardization': standardized,
  'tf.image.rgb_to_grayscale': channels(1),
  'tf.image.grayscale_to_rgb': channels(3),
  ...forAll(
    ['tf.random.uniform', 'tf.random.stateless_uniform', 'keras.random.uniform', 'keras.backend.random_uniform'],
    uniform,
  ),
  ...forAll(
    [
      'tf.random.normal',
      'tf.random.stateless_normal',
      'tf.random.truncated_normal',
      'keras.random.normal',
      'keras.random.truncated_normal',
      'keras.backend.random_normal',
    ],
    normal,
  ),
  'tf.random.shuffle': shuffled,
  ...forAll(['tf.io.read_file', 'tf.strings.lower', 'tf.strings.regex_replace', 'tf.strings.strip', 'tf.strings.split'], text),
  ...forAll(sums, (context) => reduced(context)),
});
