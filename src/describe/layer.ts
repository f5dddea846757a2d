/** One step of a model in words: what goes in and comes out, how much is trained, which values leave it. */
import { factText, shapeText, type Wording } from './facts';
import type { GraphNode, ModelGraph } from '../facts/graph';

/** @param trained weights that training changes, where they are known */
export function describeStep(graph: ModelGraph, node: GraphNode, trained: number | undefined, words: Wording): readonly string[] {
  const inputs = node.inputs.map((id) => graph.nodes[id]).filter((one) => one !== undefined);
  const into = inputs.map((one) => shapeText(one.shape, words)).join(' and ');
  const out = shapeText(node.shape, words);
  return [
    into === '' ? `shape ${out}` : `shape ${into} to ${out}`,
    ...(node.kind === 'layer' ? layerLines(node.layer, trained, words) : []),
    ...(node.range === undefined ? [] : [`values ${short(node.range.min)} to ${short(node.range.max)}`]),
  ];
}

function layerLines(
  { type, activation, trainable, model, backbone }: Extract<GraphNode, { kind: 'layer' }>['layer'],
  trained: number | undefined,
  words: Wording,
): readonly string[] {
  const frozen = trainable.kind === 'known' && !trainable.value;
  const plain = model === undefined && backbone === undefined && type !== 'Activation' && type !== 'Softmax';
  return [
    ...(plain && !(activation.kind === 'known' && activation.value === 'linear')
      ? [`activation ${factText(activation, String, words)}`]
      : []),
    frozen ? 'frozen: training changes none of its weights' : trained === undefined ? 'parameters not known' : amount(trained),
  ];
}

const amount = (trained: number): string =>
  trained === 0
    ? 'no trainable parameters'
    : `${trained.toLocaleString('en')} trainable ${trained === 1 ? 'parameter' : 'parameters'}`;

const short = (value: number): string => String(Number(value.toPrecision(4)));

/** `(None, 64)` as Keras writes it: the batch first. Undefined where the shape is not known. */
export const kerasShape = ({ shape }: GraphNode): string | undefined =>
  shape.kind === 'known'
    ? `(${['None', ...shape.value.map((size) => size ?? 'None')].join(', ')}${shape.value.length === 0 ? ',' : ''})`
    : undefined;
