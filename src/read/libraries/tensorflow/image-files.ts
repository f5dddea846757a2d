/** Single images of files: Keras, OpenCV, PIL, scikit-image. */
import type { Place } from '../../../text/place';
import type { Range } from '../../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../facts/fact';
import { itemsOf } from '../../python/collections';
import type { DataState } from '../../data/data-state';
import type { Machine } from '../../python/machine';
import { asBoolean, asNumber, asString, isNone, type Value } from '../../python/value';
import { derive, fresh, makeData } from '../../data/data-access';
import { onArray } from '../numpy/on-array';
import { type Transfer } from '../transfer';

export const pixels: Range = { min: 0, max: 255 };

/** A pair of numbers, such as an image size. */
export function sizeOf(
  m: Machine,
  value: Value | undefined,
  otherwise: readonly [number, number] | undefined,
): readonly (number | null)[] | undefined {
  if (!value || isNone(value)) return otherwise;
  const one = asNumber(value);
  if (one !== undefined) return [one, one];
  const items = itemsOf(m, value);
  return items?.length === 2 ? items.map((item) => asNumber(item) ?? null) : undefined;
}

/** The number of channels of a colour mode. */
export const channelsOf = (mode: string | undefined): number | undefined =>
  mode === 'grayscale' ? 1 : mode === 'rgba' ? 4 : mode === 'rgb' ? 3 : undefined;

/** One image of a file, `(height, width, channels)` or not known. */
export const imageFile =
  (facts: (context: Parameters<Transfer>[0]) => Partial<DataState>): Transfer =>
  (context) =>
    makeData(context.m, context.place, {
      ...fresh(context.m, 'file', context.name, context.site, {
        range: known(pixels, context.place, 'library'),
        dtype: known('uint8', context.place, 'library'),
      }),
      ...facts(context),
    });

/** `cv2.imread(path, flag)`: three channels unless asked for grey or as is. */
export const openCv = imageFile(({ bound, place }) => {
  const flag = bound('flags');
  const grey = asNumber(flag) === 0 || (flag?.kind === 'library' && flag.name.endsWith('IMREAD_GRAYSCALE'));
  const color = !flag || asNumber(flag) === 1 || (flag.kind === 'library' && flag.name.endsWith('IMREAD_COLOR'));
  if (!grey && !color)
    return {
      range: unknown('dynamic', place, 'an image as it is stored'),
      dtype: unknown('dynamic', place, 'an image as it is stored'),
    };
  return { shape: known(grey ? [null, null] : [null, null, 3], place, 'library') };
});

/** `load_img(path, target_size=(224, 224))`: an image object; as an array it is `(height, width, channels)`. */
export const loadImage: Transfer = imageFile(({ m, args, bound, place }) => {
  const size = sizeOf(m, bound('target_size'), undefined);
  const grey = asBoolean(bound('grayscale')) === true;
  const mode = args.keywords.get('color_mode');
  const channels = grey ? 1 : mode ? channelsOf(asString(mode)) : 3;
  return { shape: known([size?.[0] ?? null, size?.[1] ?? null, channels ?? null], place, 'library') };
});

export const toArray: Transfer = onArray(({ m, name, args, place }, state) => {
  const dims = valueOf(state.shape);
  const shape = dims?.length === 2 ? known([...dims, 1], place, 'library') : state.shape;
  const dtype = asString(args.keywords.get('dtype')) ?? 'float32';
  return derive(
    m,
    state,
    place,
    { container: 'array', shape, dtype: known(dtype, place, 'library') },
    { kind: 'cast', place, by: name },
  );
}, 'img');

/** `cv2.resize(image, (width, height))` */
export const openCvResize: Transfer = onArray(({ m, name, bound, place }, state) => {
  const size = sizeOf(m, bound('dsize'), undefined);
  const dims = valueOf(state.shape);
  const shape = size
    ? known([size[1] ?? null, size[0] ?? null, ...(dims?.slice(2) ?? [])], place, 'library')
    : unknown('dynamic', place, 'an image size');
  return derive(
    m,
    state,
    place,
    { shape: dims ? shape : unknown('dynamic', place, 'the channels of an image') },
    { kind: 'reshape', place, by: name },
  );
}, 'src');

/** `cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)` */
export const openCvColor: Transfer = onArray(({ m, name, bound, place }, state) => {
  const code = bound('code');
  const grey = code?.kind === 'library' && code.name.endsWith('2GRAY');
  const same = code?.kind === 'library' && /(BGR2RGB|RGB2BGR)$/.test(code.name);
  const range = grey || same ? state.range : unknown('dynamic', place, 'a colour space');
  return derive(
    m,
    state,
    place,
    {
      range,
      shape: grey
        ? mapFact(state.shape, (dims) => dims.slice(0, 2))
        : same
          ? state.shape
          : unknown('dynamic', place, 'a colour space'),
    },
    { kind: 'other', place, by: name },
  );
}, 'src');

/** `skimage.transform.resize(image, (h, w))`: gives floats of 0..1 for bytes. */
export const scikitResize: Transfer = onArray(({ m, name, args, bound, place }, state) => {
  const size = sizeOf(m, bound('output_shape'), undefined);
  const keeps = asBoolean(args.keywords.get('preserve_range')) === true;
  const bytes = valueOf(state.dtype) === 'uint8';
  const dims = valueOf(state.shape);
  const shape = size && dims ? known([...size, ...dims.slice(2)], place, 'library') : unknown('dynamic', place, 'an image size');
  const scales = bytes && !keeps;
  const range: Fact<Range> = keeps
    ? state.range
    : scales
      ? known({ min: 0, max: 1 }, place, 'library')
      : valueOf(state.dtype)?.startsWith('float') === true
        ? state.range
        : unknown('dynamic', place, name);
  return derive(
    m,
    state,
    place,
    { shape, range, dtype: known('float64', place, 'library') },
    scales ? { kind: 'scale', place, by: name, factor: 1 / 255, shift: 0 } : { kind: 'reshape', place, by: name },
  );
});

export const noRange = ({ place }: { place: Place }): Partial<DataState> => ({
  range: unknown('dynamic', place, 'an image as it is stored'),
  dtype: unknown('dynamic', place, 'an image as it is stored'),
});
