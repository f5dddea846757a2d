/** The classifier on top of a ready-made model: its last layer, told by the arguments of the model's own call. */
import type { Place } from '../../text/place';
import type { CallSite } from '../callsite';
import { known } from '../fact';
import { addNode, notKnown, type Machine } from '../interpreter/machine';
import type { TensorNode, UnknownTensor } from '../interpreter/tensor';
import { constant, noArguments, type Arguments, type Value } from '../interpreter/value';
import { boundOf, constructLayer, layerNode } from './layers';
import { argument } from './transfer';

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
  m.store.write(layer.id, '#bound', { ...boundOf(m, layer), call });
  return layerNode(m, layer, [features], noArguments, place);
}

/** Text classifiers of KerasHub, whose scores come out raw unless they are told otherwise. */
const textClassifiers =
  /^keras_(?:hub|nlp)\.models\.(?:Text|(?:Albert|Bert|DebertaV3|DistilBert|FNet|Roberta|XLMRoberta)(?:Text)?)Classifier\./;
/** Classifiers of transformers: always raw scores. */
const transformerClassifiers = /^transformers\.TF\w+For(?:Sequence|Image)Classification\./;

/** The head of a model that comes out of a hub, where its library says what it is. */
export function hubHead(
  m: Machine,
  name: string,
  args: Arguments,
  call: CallSite,
  features: UnknownTensor,
): TensorNode | undefined {
  const { place } = call;
  const head = (count: string, activation: Value): TensorNode => {
    const units = argument(args, -1, count) ?? notKnown(m, 'outside', place, 'the number of classes of the pretrained model');
    const wide = addNode(m, { ...features, inputs: features.inputs, shape: known([null], place, 'library') });
    return classifierHead(m, wide, { units, activation }, call, place);
  };
  if (args.open) return undefined;
  const raw = constant('linear', place, { from: 'library' });
  if (textClassifiers.test(name)) return head('num_classes', argument(args, -1, 'activation') ?? raw);
  return transformerClassifiers.test(name) ? head('num_labels', raw) : undefined;
}
