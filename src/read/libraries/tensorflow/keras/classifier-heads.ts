/** The classifier on top of a ready-made model: its last layer, told by the arguments of the model's own call. */
import type { Place } from '../../../../text/place';
import type { CallSite } from '../../../../facts/callsite';
import { known } from '../../../../facts/fact';
import { notKnown, type Machine } from '../../../python/machine';
import type { TensorNode, UnknownTensor } from '../tensor';
import { noArguments, type Value } from '../../../python/value';
import { boundOf, constructLayer, layerNode } from './layers';
import type { OutsideHead } from './outside-heads';
import { boundField } from '../fields';
import { addNode } from '../nodes';

/**
 * A Dense layer that is written by `call`. Keras names its classifier's arguments otherwise; other defaults of the layer
 * do not matter to what is read from it.
 */
export function classifierHead(
  m: Machine,
  features: TensorNode,
  { units, activation }: { readonly units: Value; readonly activation: Value },
  call: CallSite,
  place: Place,
): TensorNode {
  const keywords = new Map([
    ['units', units],
    ['activation', activation],
  ]);
  const layer = constructLayer(m, 'keras.layers.Dense', { positional: [], keywords }, call);
  if (layer.kind !== 'layer') return features;
  // Its arguments are those of the model's call, not of a Dense layer.
  m.store.write(layer.id, boundField, { ...boundOf(m, layer), call });
  return layerNode(m, layer, [features], noArguments, place);
}

/** The head of a model that comes out of a hub, where its library says what it is. */
export function hubHead(
  m: Machine,
  { units, activation, width }: OutsideHead,
  call: CallSite,
  features: UnknownTensor,
): TensorNode {
  const { place } = call;
  const wide = addNode(m, { ...features, inputs: features.inputs, shape: known([null], place, 'library') });
  const given =
    units ??
    (width === 'classes'
      ? notKnown(m, 'outside', place, 'the number of classes of the pretrained model')
      : notKnown(m, 'dynamic', place, 'the size of the vocabulary'));
  return classifierHead(m, wide, { units: given, activation }, call, place);
}
