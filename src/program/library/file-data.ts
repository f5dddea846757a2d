/** Other files that data comes from: h5py, json, pickle, csv, MATLAB. */
import { known } from '../fact';
import type { DataState } from '../interpreter/data-state';
import type { Machine } from '../interpreter/machine';
import type { Value } from '../interpreter/value';
import { fresh, makeData } from './data-access';
import { fromFile } from './numpy-create';
import { makeObject } from './objects';
import type { Transfer, TransferContext, TransferTable } from './transfer';
import { forEachName } from './transfer';

/** A file of named arrays: every name gives an array of it, the same name the same array. */
const archive: Transfer = (context) => {
  const object = makeObject(context.m, context.name, context.args, context.site);
  const arrays = new Map<string, Value>();
  context.m.store.write(object.id, '#open-attributes', true);
  context.m.store.write(object.id, '#subscript', (index: Value): Value => {
    const key = index.kind === 'const' ? String(index.value) : '';
    const found = arrays.get(key) ?? inFile(context.m, context);
    arrays.set(key, found);
    return found;
  });
  return object;
};

function inFile(m: Machine, { name, site, place }: TransferContext): Value {
  const state: DataState = fresh(m, 'file', name, site, { order: known('as-loaded', place, 'library') });
  return makeData(m, place, state);
}

export const fileDataTransfers: TransferTable = {
  ...forEachName(['h5py.File', 'scipy.io.loadmat', 'netCDF4.Dataset'], archive),
  ...forEachName(
    [
      'pickle.load',
      'cPickle.load',
      '_pickle.load',
      'joblib.load',
      'sklearn.externals.joblib.load',
      'scipy.io.wavfile.read',
      'librosa.load',
    ],
    fromFile(),
  ),
};
