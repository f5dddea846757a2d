/** Other files that data comes from: h5py, json, pickle, csv, MATLAB. */
import { forAll, table } from '../../../facts/table';
import type { DataState } from '../../data/data-state';
import { notKnown, type Machine } from '../../python/machine';
import { asString, constant, none, type Value } from '../../python/value';
import { fresh, makeData } from '../../data/data-access';
import { fromFile } from '../numpy/create';
import { shuffleItems } from '../numpy/random';
import type { Transfer, TransferContext, TransferTable } from '../transfer';
import { openAttributesField, subscriptField } from '../../python/fields';
import { makeObject } from '../../python/objects';

/** A file of named arrays: every name gives an array of it, the same name the same array. */
const archive: Transfer = (context) => {
  const object = makeObject(context.m, context.name, context.args, context.site);
  const arrays = new Map<string, Value>();
  context.m.store.write(object.id, openAttributesField, true);
  context.m.store.write(object.id, subscriptField, (index: Value): Value => {
    const key = index.kind === 'const' ? String(index.value) : '';
    const found = arrays.get(key) ?? inFile(context.m, context);
    arrays.set(key, found);
    return found;
  });
  return object;
};

function inFile(m: Machine, { name, site, place }: TransferContext): Value {
  // Saved arrays were computed by a program: what was done to them before is not known.
  const state: DataState = fresh(m, 'file', name, site, { stepsComplete: false });
  return makeData(m, place, state);
}

/** `random.shuffle(list)` */
const shuffleList: Transfer = ({ m, args, place }) => {
  shuffleItems(m, args.positional[0], place);
  return none(place);
};

/** `os.path.join('data', 'train.csv')` of known parts. */
const joinedPath: Transfer = ({ m, args, place }) => {
  const parts = args.positional.map(asString);
  if (parts.length === 0 || parts.includes(undefined)) return notKnown(m, 'outside', place, 'os.path.join');
  const path = (parts as readonly string[]).reduce((before, part) =>
    part.startsWith('/') || before === '' ? part : `${before.replace(/\/$/, '')}/${part}`,
  );
  return constant(path, place);
};

export const fileDataTransfers: TransferTable = table({
  'os.path.join': joinedPath,
  ...forAll(['h5py.File', 'scipy.io.loadmat', 'netCDF4.Dataset'], archive),
  ...forAll(
    ['pickle.load', 'cPickle.load', '_pickle.load', 'joblib.load', 'sklearn.externals.joblib.load', 'dill.load'],
    fromFile('array', () => ({ stepsComplete: false })),
  ),
  ...forAll(['scipy.io.wavfile.read', 'librosa.load'], fromFile()),
  'random.shuffle': shuffleList,
});
