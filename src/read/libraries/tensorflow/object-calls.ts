/** Objects of Keras that are called: a loss on labels and predictions, an initializer, a metric. */
import { table } from '../../../facts/table';
import type { CallSite } from '../../../facts/callsite';
import { unknown } from '../../../facts/fact';
import { notKnown, type Machine } from '../../python/machine';
import { constant, type Arguments, type ObjectRef, type Value } from '../../python/value';
import { handOut } from './keras/predictions';
import { asNode, holdsTensor } from './tensor-operations';
import { addNode } from './nodes';
import { tensorOf } from './tensor';

export function callObject(m: Machine, object: ObjectRef, args: Arguments, site: CallSite): Value {
  if (object.type.startsWith('keras.losses.') || object.type.startsWith('keras.metrics.')) {
    const inputs = [...args.positional, ...args.keywords.values()].slice(0, 2).map((value) => asNode(m, value, site.place));
    const shape = unknown('not-modelled', site.place, 'a loss');
    return tensorOf(
      addNode(m, { kind: 'operation', operation: object.type, object, args, inputs, shape, place: site.place, call: site }),
    );
  }
  if ([...args.positional].some((value) => holdsTensor(m, value))) {
    const inputs = args.positional.map((value) => asNode(m, value, site.place));
    const why = notKnown(m, 'not-modelled', site.place, `calling ${object.type}`).why;
    return tensorOf(addNode(m, { kind: 'unknown', inputs, shape: why, place: site.place, why }));
  }
  handOut(m, args);
  return drawnBy(m, object, args, site) ?? notKnown(m, 'not-modelled', site.place, `calling ${object.type}`);
}

/** An initializer that is called with a shape gives numbers. */
function drawnBy(m: Machine, { type, args: made }: ObjectRef, args: Arguments, site: CallSite): Value | undefined {
  const short = /^keras\.initializers\.(\w+)$/.exec(type)?.[1];
  const shape = args.positional[0] ?? args.keywords.get('shape');
  const drawn = short === undefined ? undefined : generators[short];
  if (!drawn || !shape) return undefined;
  const [name, defaults] = drawn;
  const keywords = new Map<string, Value>([['shape', shape]]);
  Object.entries(defaults).forEach(([parameter, otherwise], i) => {
    keywords.set(
      parameter,
      made.keywords.get(parameter) ?? made.positional[i] ?? constant(otherwise, site.place, { float: true, from: 'default' }),
    );
  });
  return m.call(
    { kind: 'library', name, path: name, place: site.place },
    { positional: [], keywords },
    { ...site, callee: name, arguments: [] },
  );
}

const generators: Readonly<Record<string, readonly [name: string, defaults: Readonly<Record<string, number>>]>> = table({
  RandomNormal: ['tf.random.normal', { mean: 0, stddev: 0.05 }],
  TruncatedNormal: ['tf.random.truncated_normal', { mean: 0, stddev: 0.05 }],
  RandomUniform: ['tf.random.uniform', { minval: -0.05, maxval: 0.05 }],
  Zeros: ['tf.zeros', {}],
  Ones: ['tf.ones', {}],
});
