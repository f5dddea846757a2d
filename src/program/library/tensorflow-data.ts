/** TensorFlow's functions on data: casts, images, random numbers. */
import type { Range } from '../data';
import { known, mapFact, unknown, valueOf, type Fact } from '../fact';
import { itemsOf } from '../interpreter/collections';
import { asNumber, isNone, type Value } from '../interpreter/value';
import type { Shape } from '../training';
import { derive, fresh, makeData, shapeFrom, stateOf } from './data-access';
import { shapeArgument } from './data-shapes';
import { castKind, castRange, dtypeName, isFloat, isInteger } from './data-types';
import { arange, filled, identity, linspace } from './numpy-create';
import { array } from './numpy-literals';
import { integerKind } from './numpy-random';
import { reduced } from './numpy-math';
import { onArray } from './numpy-shape';
import { holdsTensor, operation } from './tensor-operations';
import { argument, forEachName, type Transfer, type TransferContext, type TransferTable } from './transfer';

/** `tf.cast(x, tf.float32)`: values stay, unlike with `convert_image_dtype`. */
const cast: Transfer = onArray(({ m, name, args, place }, state) => {
  const dtype = name.endsWith('to_float')
    ? 'float32'
    : name.endsWith('to_int32')
      ? 'int32'
      : dtypeName(argument(args, 1, 'dtype'));
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
  const { m, name, args, place, site } = context;
  const [value] = args.positional;
  if (args.positional.some((one) => holdsTensor(m, one))) return operation(m, name, args, place, site);
  const made = array(context);
  if (made.kind !== 'data' || value?.kind === 'data' || args.keywords.has('dtype') || args.positional[1]) return made;
  const state = stateOf(m, made);
  const dtype = valueOf(state.dtype);
  if (value?.kind === 'list' || value?.kind === 'tuple' || value?.kind === 'const') {
    const own = dtype === 'float64' ? 'float32' : dtype === 'int64' ? 'int32' : undefined;
    if (own !== undefined && state.origins.every((one) => one.kind === 'sequence'))
      m.store.write(made.id, '#state', { ...state, dtype: known(own, place, 'library') });
  }
  return made;
};

/** `tf.image.convert_image_dtype(x, tf.float32)`: integers are divided by the largest of their type. */
const convertImage: Transfer = onArray(({ m, name, args, place }, state) => {
  const from = valueOf(state.dtype);
  const to = dtypeName(argument(args, 1, 'dtype'));
  if (from !== undefined && to !== undefined && isFloat(from) && isFloat(to))
    return derive(m, state, place, { dtype: known(to, place) }, { kind: 'cast', place, by: name });
  const factor = from === 'uint8' ? 1 / 255 : from === 'uint16' ? 1 / 65535 : undefined;
  if (factor === undefined || to === undefined || !isFloat(to)) {
    const why = unknown('dynamic', place, 'an image of a type that is not known');
    return derive(
      m,
      state,
      place,
      {
        dtype: to === undefined ? why : known(to, place),
        range: to !== undefined && isFloat(to) && isInteger(from) ? known({ min: 0, max: 1 }, place) : why,
        stepsComplete: false,
      },
      { kind: 'other', place, by: name },
    );
  }
  const before = valueOf(state.range);
  const range: Fact<Range> = before
    ? known({ min: before.min * factor, max: before.max * factor }, place)
    : known({ min: 0, max: 1 }, place, 'library');
  return derive(m, state, place, { dtype: known(to, place), range }, { kind: 'scale', place, by: name, factor, shift: 0 });
});

/** Images decoded from bytes: 0..255. */
const decode: Transfer = onArray(({ m, name, args, place }, state) => {
  const channels = asNumber(argument(args, 1, 'channels')) ?? 0;
  const dtype = dtypeName(argument(args, 2, 'dtype')) ?? 'uint8';
  const bytes = dtype === 'uint8';
  const shape = known<Shape>([null, null, channels === 0 ? null : channels], place, 'library');
  return derive(
    m,
    state,
    place,
    {
      shape,
      dtype: known(dtype, place, 'library'),
      range: bytes ? known({ min: 0, max: 255 }, place, 'library') : unknown('dynamic', place, name),
      container: 'tensor',
    },
    { kind: 'other', place, by: name },
  );
}, 'contents');

/** `tf.image.resize(x, (h, w))`: floats within the old range, but for cubic and Lanczos filters. */
const resize: Transfer = onArray(
  ({ m, name, args, place }, state) => {
    const given = argument(args, 1, 'size');
    const size =
      itemsOf(m, given)?.map((item) => asNumber(item) ?? null) ??
      (name.includes('pad') || name.includes('crop')
        ? [asNumber(given) ?? null, asNumber(argument(args, 2, 'target_width')) ?? null]
        : undefined);
    const method = args.keywords.get('method') ?? (name.endsWith('.resize') ? args.positional[2] : undefined);
    const named =
      method?.kind === 'const'
        ? String(method.value)
        : method?.kind === 'library'
          ? method.name.toLowerCase()
          : method
            ? 'unknown'
            : 'bilinear';
    const nearest = named.endsWith('nearest') || named.endsWith('nearest_neighbor') || name.endsWith('crop_or_pad');
    const dims = valueOf(state.shape);
    const rank = dims?.length ?? 0;
    const shape: Fact<Shape> =
      dims && size?.length === 2 && rank >= 3
        ? known([...dims.slice(0, rank - 3), ...size, dims[rank - 1] ?? null], place, 'library')
        : unknown('dynamic', place, 'an image size');
    const overshoots = /cubic|lanczos|unknown/.test(named);
    return derive(
      m,
      state,
      place,
      {
        shape,
        range: overshoots ? unknown('dynamic', place, named) : state.range,
        dtype: nearest ? state.dtype : known('float32', place, 'library'),
      },
      { kind: 'reshape', place, by: name },
    );
  },
  'images',
  'image',
);

/** Changes at random that keep the extremes, or may leave them. */
const augment = (keepsRange: boolean): Transfer =>
  onArray(
    ({ m, name, place, args }, state) => {
      const crops = name.endsWith('crop');
      const size = crops ? itemsOf(m, argument(args, 1, 'size'))?.map((item) => asNumber(item) ?? null) : undefined;
      const shape: Fact<Shape> = !crops ? state.shape : size ? known(size, place) : unknown('dynamic', place, 'an image size');
      return derive(
        m,
        state,
        place,
        { shape, range: keepsRange ? state.range : unknown('dynamic', place, name) },
        { kind: 'augment', place, by: name },
      );
    },
    'image',
    'images',
    'value',
  );

const standardized: Transfer = onArray(
  ({ m, name, place }, state) =>
    derive(
      m,
      state,
      place,
      {
        dtype: known('float32', place, 'library'),
        range: unknown('dynamic', place, name),
        featureSpread: unknown('dynamic', place, name),
      },
      { kind: 'standardize', place, by: name },
    ),
  'image',
);

const channels = (to: number): Transfer =>
  onArray(
    ({ m, name, place }, state) =>
      derive(m, state, place, { shape: mapFact(state.shape, (dims) => dims.with(-1, to)) }, { kind: 'other', place, by: name }),
    'images',
  );

/** `tf.random.normal(shape, mean, stddev)` */
const random =
  (reach: (context: TransferContext) => Fact<Range>, at = 0): Transfer =>
  (context) => {
    const { m, name, args, site, place } = context;
    const asked = argument(args, at, 'shape');
    // Inside a graph the shape comes from another tensor: noise as large as the batch.
    if (!asked || (asNumber(asked) === undefined && shapeFrom(m, asked) === undefined))
      return { kind: 'unknown', why: unknown('dynamic', place, `${name} of a shape that only exists at run time`) };
    const shape = shapeArgument(m, asked, place);
    const named = args.keywords.get('dtype') ?? args.positional.slice(1).find((value) => value.kind === 'library');
    const dtype = named ? dtypeName(named) : 'float32';
    const range = reach(context);
    const whole = dtype !== undefined && isInteger(dtype);
    return makeData(
      m,
      place,
      fresh(m, 'random', name, site, {
        shape,
        dtype: dtype === undefined ? unknown('dynamic', place, 'a dtype') : known(dtype, place, 'library'),
        range: whole && range.kind === 'known' ? { ...range, value: { min: range.value.min, max: range.value.max - 1 } } : range,
        featureSpread: known(1, place, 'library'),
        labelKind: whole
          ? integerKind(
              range.kind === 'known' ? { ...range, value: { min: range.value.min, max: range.value.max - 1 } } : range,
              place,
            )
          : known({ kind: 'continuous' }, place, 'library'),
        order: known('shuffled', place, 'library'),
      }),
    );
  };

function numbers(
  context: TransferContext,
  first: string,
  second: string,
  otherwise: readonly [number, number],
): readonly (number | undefined)[] {
  const { args, name } = context;
  const offset = name.includes('stateless') ? 2 : 1;
  return [first, second].map((parameter, i) => {
    const value: Value | undefined = argument(args, offset + i, parameter);
    return value && !isNone(value) && value.kind !== 'library' ? asNumber(value) : otherwise[i];
  });
}

const uniform = random((context) => {
  const [min, max] = numbers(context, 'minval', 'maxval', [0, 1]);
  return min === undefined || max === undefined
    ? unknown('dynamic', context.place, 'bounds of random numbers')
    : known({ min, max }, context.place);
});

const normal = random((context) => {
  const [mean, deviation] = numbers(context, 'mean', 'stddev', [0, 1]);
  const wide = context.name.includes('truncated') ? 2 : 3;
  return mean === undefined || deviation === undefined
    ? unknown('dynamic', context.place, 'mean and deviation of random numbers')
    : known({ min: mean - wide * deviation, max: mean + wide * deviation }, context.place);
});

const shuffled: Transfer = onArray(
  ({ m, name, place }, state) =>
    derive(m, state, place, { order: known('shuffled', place) }, { kind: 'shuffle', place, by: name }),
  'value',
);

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

export const tensorflowDataTransfers: TransferTable = {
  ...forEachName(
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
  ...forEachName(
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
  ...forEachName(['tf.identity', 'tf.stop_gradient', 'tf.ensure_shape'], same),
  ...forEachName(['tf.zeros', 'tf.zeros_like', 'keras.ops.zeros', 'keras.backend.zeros'], sequenceOf(filled(0))),
  ...forEachName(['tf.ones', 'tf.ones_like', 'keras.ops.ones', 'keras.backend.ones'], sequenceOf(filled(1))),
  'tf.fill': sequenceOf((context) => filled(undefined)({ ...context, name: 'tf.fill' })),
  'tf.range': sequenceOf(arange),
  'tf.linspace': sequenceOf(linspace),
  'tf.eye': sequenceOf(identity),
  'tf.image.convert_image_dtype': convertImage,
  ...forEachName(
    ['decode_jpeg', 'decode_png', 'decode_image', 'decode_bmp', 'decode_gif'].flatMap((name) => [
      `tf.io.${name}`,
      `tf.image.${name}`,
    ]),
    decode,
  ),
  ...forEachName(
    ['resize', 'resize_with_pad', 'resize_with_crop_or_pad', 'resize_images', 'resize_bilinear'].flatMap((name) => [
      `tf.image.${name}`,
      `tf.compat.v1.image.${name}`,
    ]),
    resize,
  ),
  'keras.ops.image.resize': resize,
  ...forEachName(
    ['random_flip_left_right', 'random_flip_up_down', 'flip_left_right', 'flip_up_down', 'rot90', 'random_crop'].map(
      (name) => `tf.image.${name}`,
    ),
    augment(true),
  ),
  ...forEachName(
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
  ...forEachName(
    ['tf.random.uniform', 'tf.random.stateless_uniform', 'keras.random.uniform', 'keras.backend.random_uniform'],
    uniform,
  ),
  ...forEachName(
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
  ...forEachName(
    ['tf.io.read_file', 'tf.strings.lower', 'tf.strings.regex_replace', 'tf.strings.strip', 'tf.strings.split'],
    text,
  ),
  ...forEachName(sums, (context) => reduced(context)),
};
