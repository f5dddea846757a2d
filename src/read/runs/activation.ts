/** What an activation argument or an activation layer applies, by Keras's function name. */
import type { Place } from '../../text/place';
import { known, mapFact, unknown, type Fact } from '../../facts/fact';
import type { Plain } from '../../facts/plain';
import { isObject } from '../../facts/plain';
import { layerRecord } from '../../knowledge/layers';

/** The function that a layer applies by itself: of ReLU, not of Activation, whose argument says it. */
const ownActivation = (type: string): string | undefined =>
  type !== 'Activation' && isActivationLayer(type) ? layerRecord(type)?.activation : undefined;

/** Functions on tensors that are an activation: the last part of their canonical name. */
const activationFunctions = new Set(
  'relu relu6 sigmoid tanh softmax log_softmax softplus softsign elu selu gelu swish silu leaky_relu hard_sigmoid mish exponential linear'.split(
    ' ',
  ),
);

export const isActivationLayer = (type: string): boolean => layerRecord(type)?.family === 'activation';

/** The activation an operation applies, if it is one: `tf.nn.softmax`, `keras.activations.relu`, `keras.ops.sigmoid`. */
export function activationOfOperation(operation: string): string | undefined {
  const short = operation.split('.').at(-1) ?? '';
  return /^(tf|keras)\./.test(operation) && activationFunctions.has(short) ? normalised(short) : undefined;
}

const normalised = (name: string): string => (name === 'swish' ? 'silu' : name);

/** Of a layer: its `activation` argument, or what it is itself. */
export function activationOfLayer(type: string, facts: Readonly<Record<string, Fact<Plain>>>, place: Place): Fact<string> {
  const itself = ownActivation(type);
  if (itself !== undefined) return known(itself, place, 'library');
  const fact = facts.activation;
  if (!fact) return known('linear', place, 'library');
  const named = mapFact(fact, activationName);
  if (named.kind === 'known')
    return named.value === undefined
      ? unknown('not-modelled', named.places[0], 'an activation function of the program')
      : { ...named, value: named.value };
  if (named.kind === 'oneOf') {
    const values = named.values.flatMap((one) => (one.value === undefined ? [] : [{ ...one, value: one.value }]));
    return values.length === named.values.length
      ? { kind: 'oneOf', values }
      : unknown('branch', place, 'one of several activations');
  }
  return named;
}

function activationName(plain: Plain): string | undefined {
  if (plain === null) return 'linear';
  if (typeof plain === 'string') return normalised(plain.toLowerCase());
  if (!isObject(plain)) return undefined;
  const short = plain.type.split('.').at(-1) ?? '';
  const layer = ownActivation(short);
  if (layer !== undefined) return layer;
  return /^(tf|keras)\./.test(plain.type) && activationFunctions.has(short) ? normalised(short) : undefined;
}
