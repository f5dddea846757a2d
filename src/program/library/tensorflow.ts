/** TensorFlow itself: tensors made from data, variables, tapes, `tf.data`. */
import { known, valueOf } from '../fact';
import { dataWithin, makeData, mixed, stateOf } from './data-access';
import { fromSlices } from './dataset-methods';
import { addNode } from '../interpreter/machine';
import { none, type Value } from '../interpreter/value';
import { looseItems } from '../interpreter/collections';
import { shapeOfInitial } from './graphs-and-sessions';
import { makeObject } from './objects';
import { holdsTensor, operation } from './tensor-operations';
import { argument, forEachName, type Transfer, type TransferTable } from './transfer';

const variable: Transfer = ({ m, name, args, place, site }) => {
  const initial = argument(args, 0, 'initial_value') ?? none(place);
  const trainable = args.keywords.get('trainable');
  const start = looseItems(m, initial) ? toTensor({ m, name, args, place, site }) : initial;
  const shape = shapeOfInitial(m, start, site);
  return {
    kind: 'tensor',
    node: addNode(m, {
      kind: 'variable',
      inputs: [],
      shape,
      place,
      initial,
      trainable: !(trainable?.kind === 'const' && trainable.value === false),
      call: { ...site, callee: name },
    }),
  };
};

/** Data stays data, numbers and lists become arrays. */
const toTensor: Transfer = ({ m, name, args, place, site }) => {
  const [value] = args.positional;
  if (holdsTensor(m, value)) return operation(m, name, args, place, site);
  if (value?.kind === 'data') {
    const state = stateOf(m, value);
    const dtype = argument(args, 1, 'dtype');
    const named = dtype?.kind === 'library' ? dtype.name.split('.').at(-1) : undefined;
    return makeData(m, place, { ...state, ...(named ? { dtype: known(named, place) } : {}) });
  }
  const numpy = m.call(
    { kind: 'library', name: 'numpy.array', path: 'numpy.array', place },
    { positional: value ? [value] : [], keywords: new Map() },
    site,
  );
  if (numpy.kind === 'data' && valueOf(stateOf(m, numpy).shape) === undefined && !looseItems(m, value))
    return mixed(m, dataWithin(m, numpy), place, name);
  return numpy;
};

export const tensorflowTransfers: TransferTable = {
  'tf.Variable': variable,
  'tf.GradientTape': ({ m, args, site }) => makeObject(m, 'tf.GradientTape', args, site),
  ...forEachName(['tf.constant', 'tf.convert_to_tensor', 'tf.cast', 'tf.identity'], toTensor),
  'tf.data.Dataset.from_tensor_slices': fromSlices,
  'tf.function': ({ m, args, site }): Value => args.positional[0] ?? makeObject(m, 'tf.function', args, site),
  'tf.one_hot': ({ m, args, site, place }) =>
    m.call({ kind: 'library', name: 'keras.utils.to_categorical', path: 'keras.utils.to_categorical', place }, args, site),
};
