/** Functions that make an object of a class which has another name: `keras.regularizers.l1_l2(0.01, 0.01)`. */
import { forAll, table } from '../../../facts/table';
import { type TransferTable } from '../transfer';
import { makeObject } from '../../python/objects';

const classOf: Readonly<Record<string, string>> = table({
  'keras.regularizers.l1_l2': 'keras.regularizers.L1L2',
});

export const classFunctions: TransferTable = forAll(Object.keys(classOf), ({ m, name, args, site }) =>
  makeObject(m, classOf[name] ?? name, args, site),
);
