/**
 * How large the scores in front of a softmax or sigmoid get, estimated from what is known: the weights at the start, the size of what
 * reaches them, the learning rate and the number of steps. It decides whether float32 probabilities reach exactly 0 or 1.
 */
import { valueOf, type Fact } from '../../facts/fact';
import type { GraphNode, ModelGraph, NodeId } from '../../facts/graph';
import type { Plain } from '../../facts/plain';
import type { Head, Optimizer, TrainingRun } from '../../facts/training';
import { optimizers } from '../../knowledge/optimizers';
import { startingRate } from './rates';
import { isPassage } from './graph';

/** exp(-88) is the smallest normal float32: below, a softmax gives exactly 0. */
export const softmaxLimit = 88;
/** 1 - exp(-16.6) is the last float32 below 1: above, 1 - sigmoid is exactly 0. */
export const complementLimit = 16.6;

export interface ScoreQuestion {
  readonly run: TrainingRun;
  readonly head: Head;
  readonly limit: number;
  /** The loss adds up a batch, so that a step is as many times as large. */
  readonly summed: boolean;
}

/** Why the scores get past the limit, as half a sentence; undefined where nothing known drives them there. */
export function reasonToSaturate({ run, head, limit, summed }: ScoreQuestion): string | undefined {
  const optimizer = valueOf(run.optimizer);
  const weights = run.model.nodes[head.weights ?? -1] ?? run.model.nodes.findLast((node) => isWeighted(run.model, node));
  const rate = optimizer && startingRate(optimizer)?.value;
  if (!weights) return undefined;
  const fed = feedOf(run, weights);
  const start = (head.units.kind === 'known' && head.units.value === 1 ? 2 : 3) * fed.size * Math.sqrt(fed.width) * fed.deviation;
  if (start >= limit) return `the scores in front of it start near ${round(start)}`;
  const steps = stepsOf(run);
  if (steps === Infinity && rate !== undefined) return 'nothing ends this training, so the scores grow on and on';
  if (!optimizer || rate === undefined || rate <= 0) return undefined;
  if (!fed.bounded) {
    return rate * steps >= 1 ? `behind ${fed.title} the scores grow without a limit in ${stepsTitle(run, steps)}` : undefined;
  }
  const square = fed.width * fed.size ** 2;
  const batch = valueOf('batchSize' in run.loop ? run.loop.batchSize : undefined) ?? 32;
  if (optimizer.type === 'SGD') {
    const step = (rate * (summed ? batch : 1)) / (1 - (fraction(optimizer.arguments.momentum) ?? 0));
    // One step moves a score by at most the rate times the square of the input; the error that drives it shrinks as exp(-score).
    const grown = step * square + start + Math.log(1 + (steps * step * square) / Math.exp(start));
    return grown >= limit
      ? `steps of rate ${round(step)}${summed ? ' for a sum over the batch' : ''} carry the scores to about ${round(grown)}`
      : undefined;
  }
  const grown = start + Math.min(rate * steps * fed.width * (fed.size / 2), adaptiveGrowth(optimizer, steps));
  return grown >= limit
    ? `${stepsTitle(run, steps)} of ${optimizer.type} can carry the scores to about ${round(grown)}`
    : undefined;
}

/**
 * Adam and its kin move every weight by up to the rate, but only while the error has not become small against what they remember of it.
 * The memory of squared gradients fades by the factor beta a step, so the error can shrink, and a score grow, by (1 - beta) / 2 a step.
 */
function adaptiveGrowth({ type, arguments: given }: Optimizer, steps: number): number {
  const { kept, argument } = optimizers[type]?.memory ?? { kept: 0.999 };
  const beta = (argument === undefined ? undefined : fraction(given[argument])) ?? kept;
  return 5 + (steps * (1 - beta)) / 2;
}

const fraction = (fact: Fact<Plain> | undefined): number | undefined => {
  const value = valueOf(fact);
  return typeof value === 'number' && value > 0 && value < 1 ? value : undefined;
};

interface Feed {
  /** Inputs of the last weights. */
  readonly width: number;
  /** Root mean square of one of them. */
  readonly size: number;
  /** Deviation of the weights at the start. */
  readonly deviation: number;
  /** Training cannot make the inputs of the last weights larger. */
  readonly bounded: boolean;
  /** What makes them unbounded. */
  readonly title: string;
}

const bounding = /^(?:sigmoid|tanh|softmax|hard_sigmoid|softsign)$/;

/** Follows the first inputs from the data to the last weights. */
function feedOf(run: TrainingRun, last: GraphNode): Feed {
  const { model } = run;
  const chain: GraphNode[] = [];
  for (let node: GraphNode | undefined = last; node && chain.length < 200; node = sourceOf(model, node)) chain.unshift(node);
  let size = dataSize(run);
  let bounded = true;
  let title = 'hidden layers';
  for (const node of chain.slice(0, -1)) {
    const activation = activationAt(node);
    if (isWeighted(model, node)) {
      const spread = deviationOf(model, node);
      const width = widthInto(model, node);
      // Keras's own starts keep the size as it is.
      size *= spread === undefined || width === undefined ? 1 : spread * Math.sqrt(width);
      bounded = false;
    }
    if (activation !== undefined && bounding.test(activation)) {
      size = 1;
      bounded = true;
    } else if (activation !== undefined && activation !== 'linear' && !bounded) title = `${activation} units`;
    if (node.kind === 'layer' && node.layer.type === 'BatchNormalization') size = 1;
  }
  const width = widthInto(model, last) ?? 1;
  return { width, size, deviation: deviationOf(model, last) ?? Math.min(0.5, Math.sqrt(1 / width)), bounded, title };
}

/** What flows into a node: of a product or sum not the weights. */
const sourceOf = (model: ModelGraph, node: GraphNode): GraphNode | undefined =>
  node.inputs.map((id: NodeId) => model.nodes[id]).find((input) => input !== undefined && !isVariable(input));

const isVariable = (node: GraphNode): boolean => node.kind === 'operation' && node.operation === 'variable';

const products = /(?:^|\.)(?:matmul|tensordot|dot|conv[123]d|xw_plus_b|mul|multiply)$/;

const variableInto = (model: ModelGraph, node: GraphNode): GraphNode | undefined =>
  node.inputs.map((id) => model.nodes[id]).find((input) => input !== undefined && isVariable(input));

function isWeighted(model: ModelGraph, node: GraphNode): boolean {
  if (node.kind === 'operation') return products.test(node.operation) && variableInto(model, node) !== undefined;
  return node.kind === 'layer' && !isPassage(node) && (node.layer.arguments.units ?? node.layer.arguments.filters) !== undefined;
}

/** How many numbers each unit adds up. */
function widthInto(model: ModelGraph, node: GraphNode): number | undefined {
  const kernel = node.kind === 'operation' ? variableInto(model, node) : undefined;
  if (kernel) return size(valueOf(kernel.shape)?.slice(0, -1) ?? []);
  const source = sourceOf(model, node);
  const last = source && valueOf(source.shape)?.at(-1);
  return last ?? undefined;
}

const size = (dims: readonly (number | null)[]): number => dims.reduce<number>((all, dim) => all * (dim ?? 1), 1);

function deviationOf(model: ModelGraph, node: GraphNode): number | undefined {
  const kernel = node.kind === 'operation' ? variableInto(model, node) : undefined;
  return kernel?.kind === 'operation' ? valueOf(kernel.deviation) : undefined;
}

function activationAt(node: GraphNode): string | undefined {
  if (node.kind === 'layer') return valueOf(node.layer.activation);
  const short = node.kind === 'operation' ? node.operation.split('.').at(-1) : undefined;
  return short !== undefined && /^(?:relu\w*|sigmoid|tanh|softmax|elu|selu|softplus|leaky_relu)$/.test(short) ? short : undefined;
}

/** Root mean square of the features: of evenly spread values where their limits are known, else 1, as after scaling. */
function dataSize({ inputs }: TrainingRun): number {
  const range = inputs.length === 1 ? valueOf(inputs[0]?.range) : undefined;
  if (!range || !Number.isFinite(range.min) || !Number.isFinite(range.max)) return 1;
  return Math.max(Math.abs(range.min), Math.abs(range.max)) / Math.sqrt(3);
}

/** Where the number is not known, a loop inside the epochs counts as a thousand steps. */
function stepsOf({ loop }: TrainingRun): number {
  if (loop.kind === 'none') return 1000;
  const epochs = valueOf(loop.epochs) ?? 1;
  if (loop.kind === 'fit') return epochs * 1000;
  if (loop.steps.kind === 'unknown' && loop.steps.reason === 'loop') return Infinity;
  return valueOf(loop.steps) ?? epochs * 1000;
}

const stepsTitle = ({ loop }: TrainingRun, steps: number): string =>
  'steps' in loop && loop.steps.kind === 'known' ? `${steps} steps` : 'so many steps';

const round = (value: number): string => String(Number(value.toPrecision(2)));
