/** Shapes of `tf.nn.conv2d` and `tf.nn.max_pool`, batch dimension left out, channels last. */
import type { Place } from '../../../../text/place';
import { known, unknown, valueOf, type Fact } from '../../../../facts/fact';
import { itemsOf } from '../../../python/collections';
import type { Machine } from '../../../python/machine';
import type { TensorNode } from '../tensor';
import { asNumber, asString, type Arguments, type Value } from '../../../python/value';
import type { Shape } from '../../../../facts/training';

export function slidingShape(
  m: Machine,
  short: string,
  inputs: readonly TensorNode[],
  args: Arguments,
  place: Place,
): Fact<Shape> {
  const [image, kernel] = inputs;
  const dims = valueOf(image?.shape);
  const lost = unknown('dynamic', place, `the output shape of ${short}`);
  const format = asString(args.keywords.get('data_format'));
  if (!dims || format?.startsWith('NC') === true) return lost;
  const rank = dims.length - 1;
  const isConvolution = short.startsWith('conv');
  const weights = isConvolution ? valueOf(kernel?.shape) : undefined;
  const window = isConvolution ? weights?.slice(0, rank) : sizes(m, args.keywords.get('ksize') ?? args.positional[1], rank);
  const strides = sizes(m, args.keywords.get('strides') ?? args.keywords.get('stride') ?? args.positional[2], rank);
  const padding = asString(args.keywords.get('padding') ?? args.positional[3])?.toUpperCase();
  const channels = isConvolution ? (weights?.at(-1) ?? null) : (dims.at(-1) ?? null);
  const spatial = dims.slice(0, rank).map((size, i): number | null => {
    const stride = strides?.[i];
    const span = window?.[i];
    if (size === null || stride === undefined || stride === null) return null;
    if (padding === 'SAME') return Math.ceil(size / stride);
    return padding === 'VALID' && typeof span === 'number' ? Math.floor((size - span) / stride) + 1 : null;
  });
  return known([...spatial, channels], place);
}

/** A number for all axes, one for each, or one for each with those of batch and channels around them. */
function sizes(m: Machine, value: Value | undefined, rank: number): readonly (number | null)[] | undefined {
  const one = asNumber(value);
  if (one !== undefined) return Array.from({ length: rank }, () => one);
  const all = itemsOf(m, value)?.map((item) => asNumber(item) ?? null);
  if (all?.length === rank + 2) return all.slice(1, -1);
  if (all?.length === 1) return Array.from({ length: rank }, () => all[0] ?? null);
  return all?.length === rank ? all : undefined;
}
