/** What calling a function of TensorFlow or Keras does that no table tells. */
import { joinValues } from '../../python/join';
import { notKnown } from '../../python/machine';
import { tuple, type ObjectRef, type Value } from '../../python/value';
import { changedField } from './fields';
import { outsideFamily, outsideModel } from './keras/backbones';
import { constructLayer, inputTensor } from './keras/layers';
import { makeObject } from '../../python/objects';
import { applyGradients, gradientsWithin, updateOp } from './tapes/tape';
import { holdsTensor, operation } from './tensor-operations';
import { handOut, noteDecoding } from './keras/predictions';
import { isClassOf, type TransferContext } from '../transfer';
import { ownersOf, variablesOf } from './variables';
import { itemsOf } from '../../python/collections';

/** Namespaces whose classes are kept as objects with their arguments. */
const objectNamespaces = [
  'keras.optimizers.',
  'keras.losses.',
  'keras.metrics.',
  'keras.callbacks.',
  'keras.initializers.',
  'keras.regularizers.',
  'keras.constraints.',
  'keras.mixed_precision.',
  'tf.compat.v1.train.',
  'tf.compat.v1.nn.rnn_cell.',
];

/** Clipped or scaled gradients, and what predictions become. */
export function beforeCall(context: TransferContext): Value | undefined {
  const { m, name, args, site } = context;
  noteDecoding(m, name, args, site);
  if (name.startsWith('builtins.')) return onVariables(context);
  const gradients = [...args.positional, ...args.keywords.values()]
    .map((one) => gradientsWithin(m, one))
    .find((one) => one !== undefined);
  return gradients && throughGradients(context, gradients);
}

/** Layers, models out of other libraries, objects that are kept with their arguments, and whatever else is done to tensors. */
export function otherwise(context: TransferContext): Value | undefined {
  const { m, name, args, site } = context;
  if (name.startsWith('keras.layers.'))
    return name === 'keras.layers.Input' ? inputTensor(m, 'keras.Input', args, site) : layerOrFunction(context);
  if (outsideFamily.test(name)) return outsideModel(m, name, args, site);
  if (isClassOf(name, objectNamespaces)) return makeObject(m, name, args, site);
  return [...args.positional, ...args.keywords.values()].some((value) => holdsTensor(m, value))
    ? operation(m, name, args, site.place, site)
    : undefined;
}

const asList = new Set(['list', 'sorted', 'set', 'frozenset', 'tuple', 'reversed'].map((name) => `builtins.${name}`));

/** `list(model.trainable_variables)`, `sum([a.trainable_variables, b.trainable_variables], [])`: still variables of these owners. */
function onVariables({ m, name, args, place }: TransferContext): Value | undefined {
  const [first] = args.positional;
  if (asList.has(name)) return ownersOf(m, first) && first;
  const items = name === 'builtins.sum' ? itemsOf(m, first) : undefined;
  const owners = items?.flatMap((item) => ownersOf(m, item) ?? []) ?? [];
  return owners.length > 0 ? variablesOf(m, owners, place) : undefined;
}

/** Code that is not followed may set the weights of the models it gets, unless it only draws them. */
export function unfollowed({ m, name, args }: TransferContext): void {
  if (!/^keras\.utils\.(plot_model|model_to_dot|vis_utils)/.test(name)) handOut(m, args);
}

/** Clipped or scaled gradients are gradients of the same loss; assigned to a variable they train it. */
function throughGradients({ m, name, args, site, place }: TransferContext, gradients: ObjectRef): Value {
  if (/assign(_sub|_add)?$/.test(name)) {
    const by = notKnown(m, 'not-modelled', place, 'an update written by hand');
    applyGradients(m, gradients, gradients, by, site);
    return updateOp(m, args, site, by, gradients);
  }
  m.store.write(gradients.id, changedField, true);
  return name.endsWith('clip_by_global_norm') ? tuple([gradients, notKnown(m, 'dynamic', place, 'a norm')], place) : gradients;
}

/** `keras.layers.add([a, b])` is a function that applies the layer `Add`; `Dense` constructs one. */
function layerOrFunction({ m, name, args, site, place }: TransferContext): Value {
  const short = name.split('.').at(-1) ?? name;
  if (/^[A-Z]/.test(short)) return constructLayer(m, name, args, site);
  const type = short.slice(0, 1).toUpperCase() + short.slice(1);
  const layer = constructLayer(m, `keras.layers.${type}`, { positional: [], keywords: args.keywords }, site);
  const result = m.call(layer, { positional: args.positional.slice(0, 1), keywords: new Map() }, site);
  return joinValues(m, [result], place);
}
