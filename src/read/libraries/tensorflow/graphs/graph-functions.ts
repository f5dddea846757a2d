/** TensorFlow 1 functions that make a layer and apply it at once: `tf.layers.dense(x, 10)`, `tf.contrib.layers.fully_connected(x, 10)`. */
import { table } from '../../../../facts/table';
import type { Place } from '../../../../text/place';
import type { CallSite } from '../../../../facts/callsite';
import { notKnown, type Machine } from '../../../python/machine';
import { asNumber, asString, constant, type Arguments, type Value } from '../../../python/value';
import { contribFunctions, layerFunctions } from '../../../../knowledge/layers/earlier';
import { bindArguments, type BoundArguments } from '../../arguments';
import { callLayer } from '../keras/layers';
import { holdsTensor } from '../tensor-operations';
import type { Transfer, TransferTable } from '../../transfer';
import { boundField } from '../fields';
import { field } from '../../../python/store';
import type { LayerValue } from '../tensor';

/** tf.contrib.layers: fully connected and convolutional layers apply relu unless told otherwise. */
const contribActivated = new Set(['fully_connected', 'conv2d', 'convolution2d']);

/** Their parameters under today's names. */
const renamed: Readonly<Record<string, string>> = table({
  num_outputs: 'units',
  activation_fn: 'activation',
  stride: 'strides',
  rate: 'dilation_rate',
  normalizer_fn: 'normalizer_fn',
  weights_initializer: 'kernel_initializer',
  biases_initializer: 'bias_initializer',
  weights_regularizer: 'kernel_regularizer',
});

export const graphFunctionTransfers: TransferTable = table({
  ...Object.fromEntries(
    Object.entries(layerFunctions).map(([name, type]) => [`tf.compat.v1.layers.${name}`, layerFunction(type)]),
  ),
  ...Object.fromEntries(
    Object.entries(contribFunctions).map(([name, type]) => [`tf.contrib.layers.${name}`, contribFunction(name, type)]),
  ),
  'tf.contrib.framework.arg_scope': argumentScope,
  'tf.contrib.layers.arg_scope': argumentScope,
});

const scopeField = field<Value>('arg_scope');

/** Within `slim.arg_scope` defaults are others than the written ones; from then on they count as not known. */
function argumentScope({ m, place }: Parameters<Transfer>[0]): Value {
  const value = notKnown(m, 'not-modelled', place, 'arguments set by arg_scope');
  m.store.write(m.patched, scopeField, value);
  return value;
}

function layerFunction(type: string): Transfer {
  return ({ m, name, args, site, place }) => apply(m, type, bindArguments(m, name, args, site), args, site, place);
}

function contribFunction(short: string, type: string): Transfer {
  return ({ m, name, args, site, place }) => {
    const bound = bindArguments(m, name, args, site);
    const values = new Map([...bound.values].map(([key, value]) => [key, value] as const));
    const scoped = m.store.read(m.patched, scopeField);
    if (contribActivated.has(short) && !bound.given.has('activation_fn'))
      values.set('activation_fn', scoped ?? constant('relu', place, { from: 'default' }));
    if (short.startsWith('conv')) {
      values.set('filters', values.get('num_outputs') ?? notKnown(m, 'dynamic', place, 'the number of filters'));
      values.delete('num_outputs');
      if (!values.has('padding')) values.set('padding', constant('same', place, { from: 'default' }));
    }
    if (type.includes('Pooling')) {
      values.set('pool_size', values.get('kernel_size') ?? notKnown(m, 'dynamic', place, 'the size of a window'));
      if (!values.has('stride')) values.set('stride', constant(2, place, { from: 'default' }));
      if (!values.has('padding')) values.set('padding', constant('valid', place, { from: 'default' }));
    }
    const keep = short === 'dropout' ? asNumber(values.get('keep_prob')) : undefined;
    if (keep !== undefined) values.set('rate', constant(1 - keep, place, { float: true, from: 'library' }));
    const today = new Map([...values].map(([key, value]) => [short === 'dropout' ? key : (renamed[key] ?? key), value]));
    return apply(m, type, { ...bound, values: today }, args, site, place);
  };
}

/** The layer with its arguments, called on the first one; the classes `tf.layers.Dense(...)` wait for their call. */
function apply(m: Machine, type: string, bound: BoundArguments, args: Arguments, site: CallSite, place: Place): Value {
  const inputs = bound.values.get('inputs') ?? bound.values.get('x');
  const values = new Map([...bound.values].filter(([name]) => name !== 'inputs' && name !== 'reuse'));
  const padding = asString(values.get('padding'));
  if (padding !== undefined) values.set('padding', constant(padding.toLowerCase(), place, { from: 'library' }));
  const layer: LayerValue = { kind: 'layer', id: m.store.fresh(), type, args, call: site, place };
  const applied = inputs !== undefined && (holdsTensor(m, inputs) || inputs.kind === 'data' || inputs.kind === 'unknown');
  const complete: BoundArguments = applied ? { ...bound, values } : bindArguments(m, `keras.layers.${type}`, args, site);
  m.store.write(layer.id, boundField, complete);
  return applied ? callLayer(m, layer, { positional: [inputs], keywords: new Map() }, site) : layer;
}
