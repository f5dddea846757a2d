/** numpy: all its functions that are followed. */
import { table } from '../../../facts/table';
import { numpyCreateTransfers } from './create';
import { numpyIndexTransfers } from './indexing';
import { numpyJoinTransfers } from './joining';
import { numpyMathTransfers } from './math';
import { numpyShapeTransfers } from './shape';
import type { TransferTable } from '../transfer';

export const numpyTransfers: TransferTable = table({
  ...numpyCreateTransfers,
  ...numpyShapeTransfers,
  ...numpyJoinTransfers,
  ...numpyMathTransfers,
  ...numpyIndexTransfers,
});
