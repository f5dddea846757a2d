/** numpy: all its functions that are followed. */
import { numpyCreateTransfers } from './create';
import { numpyIndexTransfers } from './indexing';
import { numpyJoinTransfers } from './joining';
import { numpyMathTransfers } from './math';
import { numpyShapeTransfers } from './shape';
import type { TransferTable } from '../transfer';

export const numpyTransfers: TransferTable = {
  ...numpyCreateTransfers,
  ...numpyShapeTransfers,
  ...numpyJoinTransfers,
  ...numpyMathTransfers,
  ...numpyIndexTransfers,
};
