/** TensorFlow itself: variables, tapes, functions. */
import { addNode } from '../interpreter/machine';
import { none, type Value } from '../interpreter/value';
import { looseItems } from '../interpreter/collections';
import { shapeOfInitial } from './graphs-and-sessions';
import { makeObject } from './objects';
import { toTensor } from './tensorflow-data';
import { argument, type Transfer, type TransferTable } from './transfer';

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

export const tensorflowTransfers: TransferTable = {
  'tf.Variable': variable,
  'tf.GradientTape': ({ m, args, site }) => makeObject(m, 'tf.GradientTape', args, site),
  'tf.function': ({ m, args, site }): Value => args.positional[0] ?? makeObject(m, 'tf.function', args, site),
};
