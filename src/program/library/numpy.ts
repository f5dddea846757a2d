/** numpy: all its functions that are followed. */
import { numpyCreateTransfers } from './numpy-create';
import { numpyIndexTransfers } from './numpy-index';
import { numpyJoinTransfers } from './numpy-join';
import { numpyMathTransfers } from './numpy-math';
import { numpyShapeTransfers } from './numpy-shape';
import type { TransferTable } from './transfer';

export const numpyTransfers: TransferTable = {
  ...numpyCreateTransfers,
  ...numpyShapeTransfers,
  ...numpyJoinTransfers,
  ...numpyMathTransfers,
  ...numpyIndexTransfers,
};
