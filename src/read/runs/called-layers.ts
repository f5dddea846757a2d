/** What is to be known of the layers inside a model that a custom loop calls. */
import type { Place } from '../../text/place';
import { layerRecord } from '../../knowledge/layers';
import type { Machine } from '../python/machine';
import type { LayerTensor, ModelTensor, TensorNode } from '../libraries/tensorflow/tensor';
import { asBoolean, asNumber, isNone, type Arguments, type Value } from '../python/value';
import { layerArgument } from '../libraries/tensorflow/keras/layers';
import { reachable } from '../libraries/tensorflow/keras/model-graph';
import { everyNode } from '../libraries/tensorflow/keras/training-calls';

type Found = readonly { readonly type: string; readonly place: Place }[];

/** The layers in the called model that run as in prediction, because neither they nor the call say `training=True`. */
export function idleLayers(m: Machine, call: ModelTensor): Found {
  const idle = new Map<number, { type: string; place: Place }>();
  const visit = (node: TensorNode, depth: number): void => {
    for (const one of reachable([node])) {
      if (one.kind === 'model' && one.inner && depth < 8 && tells(one.args) === undefined) visit(one.inner, depth + 1);
      else if (one.kind === 'layer' && differs(m, one) && tells(one.args) !== true)
        idle.set(one.layer.id, { type: one.layer.type, place: one.layer.place });
    }
  };
  if (call.inner) visit(call.inner, 0);
  return [...idle.values()];
}

/** True: training; undefined: what is around decides. Anything else that is given counts as training, since it may be. */
function tells(args: Arguments): true | undefined {
  const given = args.keywords.get('training') ?? args.positional[1];
  if (args.open) return true;
  if (!given || isNone(given) || asBoolean(given) === false) return undefined;
  return true;
}

function differs(m: Machine, { layer }: LayerTensor): boolean {
  if (layer.type === 'BatchNormalization') {
    const frozen = layerArgument(m, layer, 'trainable');
    return frozen === undefined || asBoolean(frozen) === true;
  }
  const strength = layerRecord(layer.type)?.random;
  return typeof strength === 'string' && isPositive(layerArgument(m, layer, strength));
}

const isPositive = (value: Value | undefined): boolean => (asNumber(value) ?? 0) > 0;

const regularizers = [
  'kernel_regularizer',
  'bias_regularizer',
  'activity_regularizer',
  'embeddings_regularizer',
  'recurrent_regularizer',
];

/** Layers whose penalties Keras collects in `model.losses`. */
export function regularizedLayers(m: Machine, call: ModelTensor): Found {
  const found = new Map<number, { type: string; place: Place }>();
  for (const node of call.inner ? everyNode([call.inner]) : []) {
    if (node.kind !== 'layer') continue;
    const { layer } = node;
    const penalised = regularizers.some((name) => {
      const value = layerArgument(m, layer, name);
      return value?.kind === 'object' || (value?.kind === 'const' && typeof value.value === 'string');
    });
    if (penalised) found.set(layer.id, { type: layer.type, place: layer.place });
  }
  return [...found.values()];
}
