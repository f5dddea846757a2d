/** `tf.random`: fresh numbers with the range their arguments give. */
import type { Range } from '../../../facts/data';
import { known, unknown, type Fact } from '../../../facts/fact';
import { asNumber, isNone, type Value } from '../../python/value';
import { derive, fresh, makeData, shapeFrom } from '../../data/data-access';
import { shapeArgument } from '../../data/data-shapes';
import { dtypeName, isInteger } from '../../data/data-types';
import { integerKind } from '../numpy/random';
import { onArray } from '../numpy/on-array';
import { type Transfer, type TransferContext } from '../transfer';

/** `tf.random.normal(shape, mean, stddev)` */
const random =
  (reach: (context: TransferContext) => Fact<Range>): Transfer =>
  (context) => {
    const { m, name, args, bound, site, place } = context;
    const asked = bound('shape');
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
  const { bound } = context;
  return [first, second].map((parameter, i) => {
    const value: Value | undefined = bound(parameter);
    return value && !isNone(value) && value.kind !== 'library' ? asNumber(value) : otherwise[i];
  });
}

export const uniform = random((context) => {
  const [min, max] = numbers(context, 'minval', 'maxval', [0, 1]);
  return min === undefined || max === undefined
    ? unknown('dynamic', context.place, 'bounds of random numbers')
    : known({ min, max }, context.place);
});

export const normal = random((context) => {
  const [mean, deviation] = numbers(context, 'mean', 'stddev', [0, 1]);
  const wide = context.name.includes('truncated') ? 2 : 3;
  return mean === undefined || deviation === undefined
    ? unknown('dynamic', context.place, 'mean and deviation of random numbers')
    : known({ min: mean - wide * deviation, max: mean + wide * deviation }, context.place);
});

export const shuffled: Transfer = onArray(
  ({ m, name, place }, state) =>
    derive(m, state, place, { order: known('shuffled', place) }, { kind: 'shuffle', place, by: name }),
  'value',
);
