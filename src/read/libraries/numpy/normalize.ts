import { known, unknown, valueOf } from '../../../facts/fact';
import { derive } from '../../data/data-access';
import type { Transfer } from '../transfer';
import { onArray } from './on-array';

/** `keras.utils.normalize(x, axis, order)`, `sklearn.preprocessing.normalize`: rows of length one. */
export const normalized: Transfer = onArray(({ m, name, place }, state) => {
  const low = valueOf(state.range)?.min;
  return derive(
    m,
    state,
    place,
    {
      dtype: valueOf(state.dtype)?.startsWith('float') === true ? state.dtype : known('float64', place, 'library'),
      range: known({ min: low !== undefined && low >= 0 ? 0 : -1, max: 1 }, place, 'library'),
      labelKind: unknown('dynamic', place, 'normalised values'),
      featureSpread: unknown('dynamic', place, 'normalised rows'),
    },
    { kind: 'normalize', place, by: name },
  );
});
