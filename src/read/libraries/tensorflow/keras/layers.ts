/** Constructing and calling Keras layers. */
import { lambdaResult } from './lambda';
import type { Place } from '../../../../text/place';
import type { CallSite } from '../../../../facts/callsite';
import { known, unknown, type Fact } from '../../../../facts/fact';
import { itemsOf, looseItems } from '../../../python/collections';
import { notKnown, type Machine } from '../../../python/machine';
import type { TensorNode, LayerValue } from '../tensor';
import { asNumber, asString, constant, isNone, none, type Arguments, type Value } from '../../../python/value';
import type { Shape } from '../../../../facts/training';
import { bindArguments, type BoundArguments } from '../../arguments';
import { defaultDataFormat } from './backend-settings';
import { hasWeights, isSequence, layerRecord } from '../../../../knowledge/layers';
import type { InnerLayer } from '../../../../knowledge/layers/record';
import { layerShape } from './layer-shapes';
import { asNode } from '../tensor-operations';
import { noteMadeInCall, variablesOf } from '../variables';
import { adaptedField, boundField, loadedField } from '../fields';
import { addNode } from '../nodes';
import { handedOut } from '../state';
import { tensorOf } from '../tensor';

/** `keras.layers.Dense(...)`. */
export function constructLayer(m: Machine, name: string, args: Arguments, site: CallSite): Value {
  const type = name.split('.').at(-1) ?? name;
  const layer: LayerValue = { kind: 'layer', id: m.store.fresh(), type, args, call: site, place: site.place };
  m.store.write(layer.id, boundField, bindArguments(m, name, args, site));
  if (hasWeights(type)) noteMadeInCall(m, layer.id, type, site.place);
  return layer;
}

export const boundOf = (m: Machine, layer: LayerValue): BoundArguments =>
  m.store.read(layer.id, boundField) ?? { values: new Map(), given: new Set(), call: layer.call };

/** An argument of the layer by today's parameter name, default included; what was assigned later wins. */
export function layerArgument(m: Machine, layer: LayerValue, name: string): Value | undefined {
  return m.store.read(layer.id, name) ?? boundOf(m, layer).values.get(name);
}

/** Plain JavaScript value of an argument for the formulae of the record. */
function plainArgument(m: Machine, layer: LayerValue, name: string): unknown {
  const value = layerArgument(m, layer, name);
  if (value === undefined) return null;
  return name === 'data_format' && isNone(value) ? defaultDataFormat(m) : plainOf(m, value);
}

/** The layer inside a wrapper, as the formulae ask for it. */
function innerOf(m: Machine, layer: LayerValue): InnerLayer | undefined {
  const inner = wrappedLayer(m, layer);
  const record = inner && layerRecord(inner.type);
  return record && { record, argument: (name) => plainArgument(m, inner, name), inner: innerOf(m, inner) };
}

function plainOf(m: Machine, value: Value | undefined): unknown {
  if (value?.kind === 'const') return value.value;
  return itemsOf(m, value)?.map((item) => plainOf(m, item));
}

/** It reads steps of features. */
const isOverSequences = (type: string): boolean => {
  const record = layerRecord(type);
  return record?.weights !== undefined && isSequence(record);
};

/** The shape a layer was told to expect: `input_shape`, `batch_input_shape`, `input_dim`. Without the batch dimension. */
export function declaredInputShape(m: Machine, layer: LayerValue): Fact<Shape> | undefined {
  const { given, values } = boundOf(m, layer);
  for (const name of ['input_shape', 'shape', 'batch_input_shape', 'batch_shape', 'input_dim']) {
    const value = values.get(name);
    if (!given.has(name) || !value || isNone(value)) continue;
    if (name === 'input_dim' && layer.type === 'Embedding') continue;
    if (value.kind === 'unknown') return value.why;
    const sizes =
      value.kind === 'const' ? [asNumber(value)] : itemsOf(m, value)?.map((item) => (isNone(item) ? null : asNumber(item)));
    const place = 'place' in value ? value.place : layer.place;
    if (!sizes) return unknown('dynamic', place, `the ${name} of a layer`);
    // Layers over a sequence are told the width of one step.
    const steps = name === 'input_dim' && isOverSequences(layer.type) ? [asNumber(values.get('input_length')) ?? null] : [];
    const dims = name.startsWith('batch') ? sizes.slice(1) : [...steps, ...sizes];
    return known(
      dims.map((size) => size ?? null),
      place,
    );
  }
  const length = layer.type === 'Embedding' ? asNumber(values.get('input_length')) : undefined;
  if (layer.type === 'Embedding') return known([length ?? null], layer.place);
  const inner = wrappedLayer(m, layer);
  return inner && layer.type === 'Bidirectional' ? declaredInputShape(m, inner) : undefined;
}

/** The layer inside `TimeDistributed` or `Bidirectional`. */
export function wrappedLayer(m: Machine, layer: LayerValue): LayerValue | undefined {
  if (layerRecord(layer.type)?.family !== 'wrap') return undefined;
  const inner = layerArgument(m, layer, 'layer') ?? layer.args.positional[0];
  return inner?.kind === 'layer' ? inner : undefined;
}

/** Calls a layer on tensors: one node more. */
export function callLayer(m: Machine, layer: LayerValue, args: Arguments, site: CallSite): Value {
  const [first] = args.positional;
  const named = ['inputs', 'query', 'x'].flatMap((name) => args.keywords.get(name) ?? [])[0];
  const given = first ?? named ?? notKnown(m, 'not-modelled', site.place, `${layer.type} called without inputs`);
  const many = given.kind === 'tensor' ? undefined : looseItems(m, given);
  const extra = layer.type.includes('Attention')
    ? [...args.positional.slice(1), ...['value', 'key'].flatMap((name) => args.keywords.get(name) ?? [])]
    : [];
  const values = [...(many ?? [given]), ...extra];
  const inputs = values.flatMap((value) => (value.kind === 'gap' ? [] : [asNode(m, value, site.place)]));
  return tensorOf(lambdaResult(m, layer, given, inputs, site) ?? layerNode(m, layer, inputs, args, site.place, site));
}

/** The node of a layer applied to nodes, as calling it or a Sequential model would make it. */
export function layerNode(
  m: Machine,
  layer: LayerValue,
  inputs: readonly TensorNode[],
  args: Arguments,
  place: Place,
  call?: CallSite,
): TensorNode {
  return addNode(m, {
    kind: 'layer',
    layer,
    inputs,
    args,
    call,
    shape: outputShape(
      m,
      layer,
      inputs.map((node) => node.shape),
      place,
    ),
    place,
  });
}

export const outputShape = (m: Machine, layer: LayerValue, inputs: readonly Fact<Shape>[], place: Place): Fact<Shape> =>
  layerShape(layer.type, (name) => plainArgument(m, layer, name), innerOf(m, layer), inputs, place);

export function layerAttribute(m: Machine, layer: LayerValue, name: string, place: Place): Value | undefined {
  switch (name) {
    case 'trainable_variables':
    case 'trainable_weights':
    case 'weights':
    case 'variables':
      return variablesOf(m, [layer], place);
    case 'trainable':
      return layerArgument(m, layer, 'trainable') ?? constant(true, place, { from: 'default' });
    case 'output':
    case 'input':
    case 'output_shape':
    case 'input_shape':
    case 'kernel':
    case 'bias':
      return notKnown(m, 'not-modelled', place, `the ${name} of a layer`);
    default:
      return boundOf(m, layer).values.get(name);
  }
}

export function callLayerMethod(m: Machine, layer: LayerValue, name: string, args: Arguments, site: CallSite): Value {
  switch (name) {
    case '__call__':
    case 'call':
      return callLayer(m, layer, args, site);
    case 'adapt':
      m.store.write(layer.id, adaptedField, true);
      return none(site.place);
    case 'set_weights':
      m.of(handedOut).add(layer.id);
      m.store.write(layer.id, loadedField, true);
      return none(site.place);
    case 'get_config':
    case 'get_weights':
    case 'count_params':
    case 'compute_output_shape':
    case 'get_vocabulary':
    case 'vocabulary_size':
      return notKnown(m, 'dynamic', site.place, `${name} of a layer`);
    case 'build':
      return none(site.place);
    default:
      return notKnown(m, 'not-modelled', site.place, `${name} of ${layer.type}`);
  }
}

/** `keras.Input(shape=...)`. */
export function inputTensor(m: Machine, name: string, args: Arguments, site: CallSite): Value {
  const bound = bindArguments(m, name, args, site);
  const shape = bound.values.get('shape');
  const batched = bound.values.get('batch_shape') ?? bound.values.get('batch_input_shape');
  const given = shape && !isNone(shape) ? shape : batched;
  const sizes =
    given?.kind === 'const' ? [asNumber(given)] : itemsOf(m, given)?.map((item) => (isNone(item) ? null : asNumber(item)));
  const dims = given === shape ? sizes : sizes?.slice(1);
  const fact: Fact<Shape> = dims
    ? known(
        dims.map((size) => size ?? null),
        site.place,
      )
    : given?.kind === 'unknown'
      ? given.why
      : unknown('dynamic', site.place, 'the shape of an input');
  const dtype = asString(bound.values.get('dtype'));
  return tensorOf(
    addNode(m, {
      kind: 'input',
      inputs: [],
      shape: fact,
      place: site.place,
      call: bound.call,
      name: asString(bound.values.get('name')),
      dtype,
    }),
  );
}
