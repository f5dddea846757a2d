/** numpy: from many values to few: means, extremes, sums, the place of the largest. */
import { table } from '../../../facts/table';
import { known, unknown, valueOf } from '../../../facts/fact';
import { asBoolean, asNumber, constant, isNone, type Value } from '../../python/value';
import { derive } from '../../data/data-access';
import { statistic } from '../../data/data-statistics';
import { atAxis, reducedShape } from '../../data/data-shapes';
import { isFloat } from '../../data/data-types';
import { onArray } from './on-array';
import { type Transfer, type TransferContext } from '../transfer';

export const reductions: Readonly<Record<string, 'mean' | 'std' | 'min' | 'max' | 'spread'>> = table({
  mean: 'mean',
  average: 'mean',
  nanmean: 'mean',
  reduce_mean: 'mean',
  std: 'std',
  nanstd: 'std',
  reduce_std: 'std',
  min: 'min',
  nanmin: 'min',
  reduce_min: 'min',
  max: 'max',
  nanmax: 'max',
  reduce_max: 'max',
  ptp: 'spread',
});

/** The axis and whether it stays as 1. */
const reduction = ({ args, bound }: TransferContext): { axis: Value | undefined; keep: boolean } => ({
  axis: bound('axis', 'reduction_indices'),
  keep: asBoolean(args.keywords.get('keepdims') ?? args.keywords.get('keep_dims')) === true,
});

export const asStatistic = (kind: 'mean' | 'std' | 'min' | 'max' | 'spread'): Transfer =>
  onArray((context, state) => {
    const { m, place } = context;
    const { axis, keep } = reduction(context);
    return statistic(m, state, kind, axis, place, keep);
  });

/** Sums, products, counts: of their values nothing is known. */
export const reduced: Transfer = onArray((context, state) => {
  const { m, name, place } = context;
  const { axis, keep } = reduction(context);
  const why = unknown('dynamic', place, name);
  const dtype = name.includes('count')
    ? known('int64', place, 'library')
    : /\b(all|any|reduce_all|reduce_any)$/.test(name)
      ? known('bool', place, 'library')
      : isFloat(valueOf(state.dtype))
        ? state.dtype
        : why;
  return derive(
    m,
    state,
    place,
    {
      shape: reducedShape(m, state.shape, axis, place, keep),
      range: why,
      dtype,
      labelKind: why,
      featureSpread: why,
      order: why,
      stepsComplete: false,
    },
    { kind: 'other', place, by: name },
  );
});

/** The place of the largest: of one-hot rows the class. */
export const argExtreme: Transfer = onArray(({ m, name, bound, place }, state) => {
  const given = bound('axis', 'dimension');
  const dims = valueOf(state.shape);
  const number = given && !isNone(given) ? asNumber(given) : undefined;
  const flat = (!given || isNone(given)) && !name.startsWith('tf.') && !name.startsWith('keras.backend');
  const at = dims && !flat ? atAxis(number ?? (name.startsWith('keras.backend') ? -1 : 0), dims.length) : undefined;
  const why = unknown('dynamic', place, name);
  const count = at === undefined || (given && !isNone(given) && number === undefined) ? null : (dims?.[at] ?? null);
  const oneHot = valueOf(state.labelKind)?.kind === 'one-hot' && count !== null && at === (dims?.length ?? 0) - 1;
  return derive(
    m,
    state,
    place,
    {
      shape: flat
        ? known([], place)
        : reducedShape(m, state.shape, given ?? constant(name.startsWith('keras.backend') ? -1 : 0, place), place),
      dtype: known('int64', place, 'library'),
      range: count === null ? why : known({ min: 0, max: count - 1 }, place),
      labelKind: !oneHot
        ? why
        : count === 2
          ? known({ kind: 'binary', encoding: 'integer' }, place)
          : known({ kind: 'class-ids', classes: count, first: 0 }, place),
      featureSpread: why,
    },
    { kind: 'encode', place, by: name },
  );
});
