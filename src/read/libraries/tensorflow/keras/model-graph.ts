/** The graph of a model as it stands: nodes reachable from its outputs. */
import type { Place } from '../../../../text/place';
import { unknown, type Fact } from '../../../../facts/fact';
import { looseItems, dictState } from '../../../python/collections';
import type { Machine } from '../../../python/machine';
import type { TensorNode, ModelValue } from '../tensor';
import { noArguments, placeOf, type Value } from '../../../python/value';
import type { Shape } from '../../../../facts/training';
import { declaredInputShape, layerNode } from './layers';
import { lambdaResult } from './lambda';
import { inputsField, layersField, outputsField } from '../fields';
import { addNode } from '../nodes';
import { tensorOf } from '../tensor';

/** Chains the layers of a Sequential model. `inputShape` is what reaches it when no layer declares a shape. */
export function sequentialGraph(m: Machine, id: number, inputShape?: Fact<Shape>): TensorNode {
  const layers = m.store.read(id, layersField) ?? [];
  const [first] = layers;
  const start: Place = (first && placeOf(first)) ?? { source: m.input.entry, start: 0, end: 0 };
  let node: TensorNode | undefined = first?.kind === 'tensor' ? first.node : undefined;
  if (!node) {
    const declared =
      first?.kind === 'layer'
        ? declaredInputShape(m, first)
        : first?.kind === 'model'
          ? inputNodes(m, first)[0]?.shape
          : undefined;
    const shape = declared ?? inputShape ?? unknown('dynamic', start, 'the input shape is not declared');
    node = addNode(m, { kind: 'input', inputs: [], shape, place: start });
  }
  for (const layer of first?.kind === 'tensor' ? layers.slice(1) : layers) {
    if (layer.kind === 'layer' && layer.type === 'InputLayer') continue;
    node = applyLayer(m, layer, node);
  }
  return node;
}

function applyLayer(m: Machine, layer: Value, input: TensorNode): TensorNode {
  const place = placeOf(layer) ?? input.place;
  switch (layer.kind) {
    case 'layer': {
      const site = { callee: 'call', place, function: place, parentheses: place, arguments: [] };
      return lambdaResult(m, layer, tensorOf(input), [input], site) ?? layerNode(m, layer, [input], noArguments, place);
    }
    case 'model':
    case 'instance':
    case 'function': {
      const site = { callee: 'call', place, function: place, parentheses: place, arguments: [] };
      const result = m.call(layer, { positional: [tensorOf(input)], keywords: new Map() }, site);
      if (result.kind === 'tensor') return result.node;
      break;
    }
    case 'library': {
      const site = { callee: layer.name, place, function: place, parentheses: place, arguments: [] };
      const result = m.call(layer, { positional: [tensorOf(input)], keywords: new Map() }, site);
      if (result.kind === 'tensor') return result.node;
      break;
    }
    default:
  }
  const why =
    layer.kind === 'gap' || layer.kind === 'unknown' ? layer.why : unknown('not-modelled', place, `a ${layer.kind} among layers`);
  return addNode(m, { kind: 'unknown', inputs: [input], shape: why, place, why });
}

export function outputNodes(m: Machine, model: ModelValue): readonly TensorNode[] {
  if (model.style === 'sequential') return [sequentialGraph(m, model.id)];
  return tensorsIn(m, m.store.read(model.id, outputsField));
}

export function inputNodes(m: Machine, model: ModelValue): readonly TensorNode[] {
  if (model.style === 'sequential') {
    let node = sequentialGraph(m, model.id);
    while (node.inputs[0]) node = node.inputs[0];
    return [node];
  }
  return tensorsIn(m, m.store.read(model.id, inputsField));
}

/** Tensors in a tensor, list, tuple or dictionary of them. */
export function tensorsIn(m: Machine, value: Value | undefined, depth = 0): readonly TensorNode[] {
  // A list may hold itself.
  if (!value || depth > 8) return [];
  if (value.kind === 'tensor') return [value.node];
  if (value.kind === 'dict') {
    const state = dictState(m, value);
    return [...state.entries.values()].flatMap((one) => tensorsIn(m, one.value, depth + 1));
  }
  if (value.kind === 'unknown')
    return [addNode(m, { kind: 'unknown', inputs: [], shape: value.why, place: value.why.place, why: value.why })];
  return looseItems(m, value)?.flatMap((item) => tensorsIn(m, item, depth + 1)) ?? [];
}

/** Nodes in topological order, inputs first. */
export function reachable(outputs: readonly TensorNode[]): readonly TensorNode[] {
  const order: TensorNode[] = [];
  const seen = new Set<TensorNode>();
  const pending: { node: TensorNode; next: number }[] = outputs.toReversed().map((node) => ({ node, next: 0 }));
  while (pending.length > 0) {
    const top = pending[pending.length - 1];
    if (!top) break;
    if (seen.has(top.node)) {
      pending.pop();
      continue;
    }
    const child = top.node.inputs[top.next];
    if (child) {
      top.next += 1;
      if (!seen.has(child)) pending.push({ node: child, next: 0 });
    } else {
      seen.add(top.node);
      order.push(top.node);
      pending.pop();
    }
  }
  return order;
}

/** Built on a backbone's own tensors, a model counts the backbone's layers among its own; called on an input, it counts as one. */
const opensUp = (node: TensorNode, inputs: readonly TensorNode[]): boolean =>
  node.kind === 'model' && inputs.some((input) => input === node.inputs[0] && input.place === node.place);

/** `model.layers` in the order Keras lists them. */
export function layersOfModel(m: Machine, model: ModelValue): readonly Value[] {
  if (model.style === 'sequential') return (m.store.read(model.id, layersField) ?? []).filter((one) => one.kind !== 'tensor');
  const values: Value[] = [];
  const nodes = reachable(outputNodes(m, model));
  const inputs = inputNodes(m, model);
  for (const node of nodes) {
    if (node.kind === 'model' && node.model.kind === 'model' && node.model.backbone !== undefined && opensUp(node, inputs)) {
      values.push({ kind: 'gap', why: unknown('not-modelled', node.place, `the layers of ${node.model.backbone}`) });
      continue;
    }
    const value: Value | undefined =
      node.kind === 'layer'
        ? node.layer
        : node.kind === 'model'
          ? node.model
          : node.kind === 'unknown'
            ? { kind: 'gap', why: node.why }
            : undefined;
    if (value && !values.includes(value)) values.push(value);
  }
  return values;
}
