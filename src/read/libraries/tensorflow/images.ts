/** `tf.image` on data: decoding, resizing, changes at random. */
import type { Range } from '../../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../facts/fact';
import { itemsOf } from '../../python/collections';
import { asNumber } from '../../python/value';
import type { Shape } from '../../../facts/training';
import { derive } from '../../data/data-access';
import { resized } from '../../data/data-shapes';
import { dtypeName, isFloat, isInteger } from '../../data/data-types';
import { onArray } from '../numpy/on-array';
import { type Transfer } from '../transfer';

/** `tf.image.convert_image_dtype(x, tf.float32)`: integers are divided by the largest of their type. */
export const convertImage: Transfer = onArray(({ m, name, bound, place }, state) => {
  const from = valueOf(state.dtype);
  const to = dtypeName(bound('dtype'));
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
export const decode: Transfer = onArray(({ m, name, bound, place }, state) => {
  const channels = asNumber(bound('channels')) ?? 0;
  const dtype = dtypeName(bound('dtype')) ?? 'uint8';
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
export const resize: Transfer = onArray(
  ({ m, name, args, bound, place }, state) => {
    const given = bound('size', 'target_height');
    const size =
      itemsOf(m, given)?.map((item) => asNumber(item) ?? null) ??
      (name.includes('pad') || name.includes('crop')
        ? [asNumber(given) ?? null, asNumber(bound('target_width')) ?? null]
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
export const augment = (keepsRange: boolean): Transfer =>
  onArray(
    ({ m, name, place, bound }, state) => {
      const crops = name.endsWith('crop');
      const size = crops ? itemsOf(m, bound('size'))?.map((item) => asNumber(item) ?? null) : undefined;
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

export const standardized: Transfer = onArray(
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

export const channels = (to: number): Transfer =>
  onArray(
    ({ m, name, place }, state) =>
      derive(
        m,
        state,
        place,
        { shape: mapFact(state.shape, (dims) => resized(dims, dims.length - 1, to)) },
        { kind: 'other', place, by: name },
      ),
    'images',
  );
