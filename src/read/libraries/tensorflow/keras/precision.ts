/** The policy that says in which numbers layers compute: `keras.mixed_precision.set_global_policy('mixed_float16')`. */
import { madeWith } from '../../../python/bound';
import { forAll, table } from '../../../../facts/table';
import type { Machine } from '../../../python/machine';
import { none, type Value } from '../../../python/value';
import { type TransferTable } from '../../transfer';
import { field } from '../../../python/store';

const precisionField = field<Value>('precision');

export const precisionOf = (m: Machine): Value | undefined => m.store.read(m.patched, precisionField);

export const precisionTransfers: TransferTable = table({
  ...forAll(
    [
      'keras.mixed_precision.set_global_policy',
      'keras.mixed_precision.set_dtype_policy',
      'keras.mixed_precision.experimental.set_policy',
      'keras.config.set_dtype_policy',
    ],
    ({ m, bound, place }) => {
      const policy = bound('policy');
      // `Policy('mixed_float16')` is its name with another class around it.
      const name = policy?.kind === 'object' ? madeWith(m, policy)('name') : policy;
      if (name) m.store.write(m.patched, precisionField, name);
      return none(place);
    },
  ),
});
