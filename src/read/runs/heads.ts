/** What meets at each output of a model: the last weights, what is applied after them, the loss, the labels. */
import type { DataFlow } from '../../facts/data';
import { known, unknown, valueOf, type Fact, type Unknown } from '../../facts/fact';
import type { GraphNode, LayerNode, ModelGraph, NodeId } from '../../facts/graph';
import type { Head, Loss } from '../../facts/training';
import { handsOn, layerRecord } from '../../knowledge/layers';
import { activationOfOperation, isActivationLayer } from './activation';
import { isNumber, narrow } from './facts';

/** It changes neither values' meaning nor which activation came last. */
const isTransparent = (type: string): boolean => {
  const record = layerRecord(type);
  return record !== undefined && handsOn(record);
};
/**
 * Any numbers come out, whatever went in: statistics are taken out of it, or it adds up. Averages, unions and products of
 * probabilities may be probabilities.
 */
function givesNumbers(type: string): boolean {
  const { range, family } = layerRecord(type) ?? {};
  if (range?.kind === 'merged') return range.by === 'sum' || range.by === 'difference';
  return range?.kind === 'standardized' || (family === 'merge' && range?.kind === 'free');
}
const transparentOperations = new Set(
  'reshape squeeze flatten cast identity expand_dims batch_flatten ensure_shape getitem dropout stop_gradient'.split(' '),
);

interface HeadParts {
  readonly weights?: NodeId | undefined;
  readonly units: Fact<number>;
  readonly activation: Fact<string>;
  readonly activationSite?: Head['activationSite'];
}

export function buildHead(
  graph: ModelGraph,
  output: NodeId,
  name: string | undefined,
  loss: Fact<Loss>,
  labels: DataFlow | Unknown,
): Head {
  const node = graph.nodes[output];
  const parts = node ? headParts(graph, node) : lost(unknown('not-modelled', graph.place, 'no output'));
  return { name, output, ...parts, outputShape: node?.shape ?? unknown('not-modelled', graph.place, 'no output'), loss, labels };
}

const lost = (why: Unknown): HeadParts => ({ units: why, activation: why });

/** Walks back from the output to the last layer with weights. */
function headParts(graph: ModelGraph, output: GraphNode): HeadParts {
  let activation: Fact<string> | undefined;
  let activationSite: Head['activationSite'];
  let node: GraphNode | undefined = output;
  for (let steps = 0; node && steps < 200; steps++) {
    const previous: GraphNode | undefined = graph.nodes[node.inputs[0] ?? -1];
    switch (node.kind) {
      case 'unknown':
        return { ...lost(node.why), activation: activation ?? node.why };
      case 'input': {
        // A model without any layer is a hole that is not filled in yet: nothing is known of its head.
        const why = unknown('not-modelled', node.place, 'no layer with weights');
        return { ...lost(why), activation: activation ?? why };
      }
      case 'operation': {
        const applied = activationOfOperation(node.operation);
        const short: string = node.operation.split('.').at(-1) ?? '';
        if (applied !== undefined) {
          if (applied !== 'linear') {
            activation ??= known(applied, node.place);
            activationSite ??= node.place;
          }
        } else if (
          node.operation === 'operator.add' ||
          short === 'add' ||
          short === 'bias_add' ||
          products.test(node.operation) ||
          scaled.test(node.operation)
        ) {
          const weights = rawWeights(graph, node);
          if (weights)
            return {
              weights: weights.node.id,
              units: weights.units,
              activation: activation ?? known('linear', node.place, 'library'),
              activationSite,
            };
          return lost(unknown('not-modelled', node.place, `${node.operation} at the output`));
        } else if (!transparentOperations.has(short)) {
          const why = unknown('not-modelled', node.place, `${node.operation} at the output`);
          return { ...lost(why), activation: activation ?? why };
        }
        node = previous;
        break;
      }
      case 'layer': {
        const nested = nestedHead(node);
        if (nested) return { ...nested, weights: node.id, activation: activation ?? nested.activation };
        const units = unitsOf(node);
        if (isActivationLayer(node.layer.type)) {
          // `Activation('linear')` only casts or names: what counts is what lies before it.
          if (valueOf(node.layer.activation) !== 'linear') {
            activation ??= node.layer.activation;
            activationSite ??= node.layer.call.place;
          }
          node = previous;
        } else if (units) {
          const own = node.layer.activation;
          return {
            weights: node.id,
            units,
            activation: activation ?? own,
            activationSite: activation ? activationSite : node.layer.call.place,
          };
        } else if (isTransparent(node.layer.type)) node = previous;
        else {
          const why = unknown('not-modelled', node.place, `${node.layer.type} at the output`);
          return {
            ...lost(why),
            activation: activation ?? (givesNumbers(node.layer.type) ? known('linear', node.place, 'library') : why),
          };
        }
        break;
      }
    }
  }
  return lost(unknown('not-modelled', output.place, 'a head that is not understood'));
}

/** The inside of a nested model's only output. */
function nestedHead(node: LayerNode): HeadParts | undefined {
  const inner = node.layer.model;
  const output = inner?.nodes[inner.outputs[0] ?? -1];
  if (inner?.outputs.length !== 1 || !output) return undefined;
  const { units, activation, activationSite } = headParts(inner, output);
  return { units, activation, activationSite };
}

export function unitsOf(node: LayerNode): Fact<number> | undefined {
  const { arguments: facts, type } = node.layer;
  const inner = facts.layer;
  if (
    inner?.kind === 'known' &&
    typeof inner.value === 'object' &&
    inner.value !== null &&
    'kind' in inner.value &&
    inner.value.kind === 'object'
  ) {
    const units = inner.value.arguments.units ?? inner.value.arguments.filters;
    if (!units) return undefined;
    const number = narrow(units, node.place, isNumber);
    return type === 'Bidirectional' && number.kind === 'known' ? { ...number, value: number.value * 2, from: 'library' } : number;
  }
  const fact = facts[layerRecord(type)?.width ?? 'units'] ?? facts.filters;
  return fact ? narrow(fact, node.place, isNumber) : undefined;
}

const products =
  /^tf\.(matmul|linalg\.matmul|tensordot|nn\.conv[123]d|nn\.xw_plus_b)$|^tf\.compat\.v1\.nn\.xw_plus_b$|^keras\.ops\.(matmul|dot)$|\.dot$/;

const scaled = /^(operator\.mul|tf\.multiply)$/;

const variableOf = (graph: ModelGraph, node: GraphNode): GraphNode | undefined =>
  node.inputs.map((id) => graph.nodes[id]).find((input) => input?.kind === 'operation' && input.operation === 'variable');

/** `tf.matmul(x, W) + b`: the product and the width of its weights. */
export function rawWeights(
  graph: ModelGraph,
  node: GraphNode,
): { readonly node: GraphNode; readonly units: Fact<number> } | undefined {
  const queue = [node];
  for (let i = 0; i < queue.length && i < 8; i++) {
    const one = queue[i];
    if (one?.kind !== 'operation') continue;
    if (products.test(one.operation)) {
      const variable = variableOf(graph, one);
      if (!variable) return undefined;
      // The last axis of the weights counts the outputs: of a matrix, and of a convolution's kernel.
      const width = variable.shape.kind === 'known' ? variable.shape.value.at(-1) : undefined;
      return {
        node: one,
        units: typeof width === 'number' ? known(width, one.place) : unknown('dynamic', one.place, 'the width of a product'),
      };
    }
    // One weight times the input: `x * w + b`.
    const single = scaled.test(one.operation) ? variableOf(graph, one) : undefined;
    if (single && (valueOf(single.shape) ?? [0]).every((size) => size === 1)) {
      const input = one.inputs.map((id) => graph.nodes[id]).find((other) => other !== single);
      const dims = input && valueOf(input.shape);
      if (input?.kind === 'input' && (dims === undefined || dims.every((size) => size === 1)))
        return { node: one, units: known(1, one.place) };
    }
    for (const id of one.inputs) {
      const input = graph.nodes[id];
      if (input) queue.push(input);
    }
  }
  return undefined;
}
