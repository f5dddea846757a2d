/** TensorFlow itself: variables, tapes, functions. */
import { table } from '../../../facts/table';
import { noteMadeInCall } from './variables';
import { none, type Value } from '../../python/value';
import { looseItems } from '../../python/collections';
import { shapeOfInitial } from './graphs/graphs-and-sessions';
import { toTensor } from './data';
import { type Transfer, type TransferTable } from '../transfer';
import { addNode } from './nodes';
import { makeObject } from '../../python/objects';
import { tensorOf } from './tensor';

const variable: Transfer = (context) => {
  const { m, name, args, bound, place, site } = context;
  const initial = bound('initial_value') ?? none(place);
  const trainable = args.keywords.get('trainable');
  const start = looseItems(m, initial) ? toTensor(context) : initial;
  const shape = shapeOfInitial(m, start, site);
  const node = addNode(m, {
    kind: 'variable',
    inputs: [],
    shape,
    place,
    initial,
    trainable: !(trainable?.kind === 'const' && trainable.value === false),
    call: { ...site, callee: name },
  });
  // One number is often a counter of the call itself.
  if (node.trainable && shape.kind === 'known' && shape.value.length > 0) noteMadeInCall(m, node.id, 'tf.Variable', place);
  return tensorOf(node);
};

export const tensorflowTransfers: TransferTable = table({
  'tf.Variable': variable,
  'tf.GradientTape': ({ m, args, site }) => makeObject(m, 'tf.GradientTape', args, site),
  'tf.function': ({ m, args, site }): Value => {
    const [wrapped] = args.positional;
    // One more definition, traced on its own.
    return wrapped?.kind === 'function'
      ? { ...wrapped, decorators: [...wrapped.decorators, 'tf.function'], defaults: new Map(wrapped.defaults) }
      : (wrapped ?? makeObject(m, 'tf.function', args, site));
  },
});
