/** Losses that a program writes itself and that make sense for probabilities only: a cross-entropy inside, or a measure of overlap. */
import type { Fix } from '../../finding/finding';
import { always, valueOf } from '../../facts/fact';
import type { LossGraph, LossNode, LossOperation } from '../../facts/loss-graph';
import type { Head, Loss } from '../../facts/training';
import { samePlace, type Place } from '../../text/place';
import type { HeadInRun } from './heads';
import { crossEntropies, expectsProbabilities, kerasName } from './losses';
import { isMadeFrom, isOperation, numberOf, operands, withoutPassing } from './loss-graph';

export interface ProbabilityUse {
  /** `overlap`: Dice, Jaccard and Tversky, at most 1 for probabilities. */
  readonly kind: 'binary' | 'categorical' | 'overlap';
  /** Keras's name of the cross-entropy. */
  readonly name: string;
  /** Where the output is taken for probabilities: the loss given to Keras, or the operation in a function of the program. */
  readonly place: Place;
}

const kindOf = (name: string) => (name === 'binary_crossentropy' ? 'binary' : 'categorical');

/** One output may simply be made a probability; whether several exclude each other is for the author to say where an overlap does not. */
export const fixSafety = ({ kind }: ProbabilityUse, head: Head): Fix['safety'] =>
  kind !== 'overlap' || always(head.units, (units) => units === 1) ? 'safe' : 'unsafe';

/** Keras's own measures of overlap. */
const overlaps: ReadonlySet<string> = new Set(['dice', 'tversky']);

/** Where a loss takes what the head puts out, as it is, for probabilities. */
export function probabilityUse({ run, head }: HeadInRun): ProbabilityUse | undefined {
  const loss = valueOf(head.loss);
  if (!loss) return undefined;
  const name = kerasName(loss);
  if (expectsProbabilities(loss)) return { kind: kindOf(name), name, place: loss.place };
  if (overlaps.has(name)) return { kind: 'overlap', name, place: loss.place };
  if (loss.form !== 'custom' || !loss.graph) return undefined;
  // A loss may take several outputs, or another than the model's: that of a layer in front of it.
  const outputs = loss.graph.nodes.filter((node) => node.kind === 'output');
  const own = outputs.every(
    ({ activation, place }) =>
      valueOf(activation) === valueOf(head.activation) &&
      (samePlace(place, loss.place) || run.loop.kind === 'tape' || run.loop.kind === 'session'),
  );
  return own ? usedIn(loss, loss.graph) : undefined;
}

function usedIn({ name }: Loss, graph: LossGraph): ProbabilityUse | undefined {
  for (const node of graph.nodes) {
    if (node.kind !== 'operation') continue;
    if (takesPrediction(graph, node) && crossEntropies.has(node.name) && valueOf(node.arguments.from_logits) === false)
      return { kind: kindOf(node.name), name: node.name, place: node.place };
  }
  const root = graph.nodes.at(-1);
  const overlap = graph.nodes.find((node) => isOperation(node, 'div', 'divide_no_nan') && rewardsExcess(graph, node));
  return root && overlap?.kind === 'operation' && turns(graph, root, overlap) === -1
    ? { kind: 'overlap', name, place: overlap.place }
    : undefined;
}

/** All of the output: a part of it may have an activation of its own. */
const takesPrediction = (graph: LossGraph, node: LossOperation): boolean =>
  operands(graph, node).some((one) => withoutPassing(graph, one).kind === 'output' && !isPart(graph, one));

const isPart = (graph: LossGraph, node: LossNode): boolean =>
  isOperation(node, 'getitem', 'gather') || operands(graph, node).some((one) => isPart(graph, one));

/** Sums over samples and positions, added up: how often labels, predictions, and products of both occur. */
interface Sums {
  readonly one: number;
  readonly labels: number;
  readonly predictions: number;
  readonly both: number;
}

const nothing: Sums = { one: 0, labels: 0, predictions: 0, both: 0 };

const combined = (a: Sums | undefined, b: Sums | undefined, factor = 1): Sums | undefined =>
  a &&
  b && {
    one: a.one + factor * b.one,
    labels: a.labels + factor * b.labels,
    predictions: a.predictions + factor * b.predictions,
    both: a.both + factor * b.both,
  };

/** Labels are 0 or 1, so that their products with themselves change nothing; squares of predictions are another measure. */
function product(a: Sums | undefined, b: Sums | undefined): Sums | undefined {
  if (!a || !b || (a.predictions !== 0 && b.predictions !== 0) || (a.both !== 0 && b.both !== 0)) return undefined;
  if ((a.both !== 0 && b.predictions !== 0) || (b.both !== 0 && a.predictions !== 0)) return undefined;
  return {
    one: a.one * b.one,
    labels: a.one * b.labels + a.labels * b.one + a.labels * b.labels,
    predictions: a.one * b.predictions + a.predictions * b.one,
    both: a.labels * b.predictions + a.predictions * b.labels + a.both * (b.one + b.labels) + b.both * (a.one + a.labels),
  };
}

const isPositive = ({ one, labels, predictions, both }: Sums): boolean => Math.min(one, labels, predictions, both) >= 0;

function sumsIn(graph: LossGraph, node: LossNode, depth = 0): Sums | undefined {
  const inner = withoutPassing(graph, node);
  const number = inner.kind === 'constant' ? (numberOf(inner) ?? 1) : undefined;
  if (number !== undefined) return { ...nothing, one: number };
  if (inner.kind === 'output') return { ...nothing, predictions: 1 };
  const labels =
    isMadeFrom(graph, inner, 'output') || isMadeFrom(graph, inner, 'unknown') ? undefined : { ...nothing, labels: 1 };
  if (inner.kind !== 'operation' || depth > 30) return labels;
  const [first, second] = operands(graph, inner).map((one) => sumsIn(graph, one, depth + 1));
  switch (inner.name) {
    case 'add':
      return combined(first, second);
    case 'sub':
      return combined(first, second, -1);
    case 'mul':
      return product(first, second);
    case 'abs':
      return first && isPositive(first) ? first : undefined;
    case 'sum':
    case 'mean':
      return first;
    default:
      return labels;
  }
}

/**
 * A share of what labels and predictions have in common that grows beyond that of the right answer when predictions of 1 grow. For a
 * prediction of k where the label is 1, and 0 elsewhere, it is `both * k / (labels + (predictions + both) * k)`.
 */
function rewardsExcess(graph: LossGraph, node: LossNode): boolean {
  const [top, bottom] = operands(graph, node).map((one) => sumsIn(graph, one));
  return (
    top !== undefined &&
    bottom !== undefined &&
    top.both > 0 &&
    top.predictions === 0 &&
    top.labels === 0 &&
    bottom.labels > 0 &&
    bottom.predictions > 0 &&
    bottom.predictions + bottom.both > -1e-9
  );
}

const keeping = new Set('sum mean log identity cast reshape squeeze'.split(' '));

/** Whether `node` rises (1) or falls (-1) with `inner`; undefined where that is not known. */
function turns(graph: LossGraph, node: LossNode, inner: LossNode, depth = 0): 1 | -1 | undefined {
  if (node === inner) return 1;
  if (node.kind !== 'operation' || depth > 30) return undefined;
  const parts = operands(graph, node);
  const holding = parts.filter((one) => holds(graph, one, inner));
  const [part] = holding;
  if (!part || holding.length > 1) return undefined;
  const within = turns(graph, part, inner, depth + 1);
  const turned = (sign: number): 1 | -1 | undefined => (within === undefined ? undefined : within * sign > 0 ? 1 : -1);
  const other = numberOf(parts.find((one) => one !== part));
  switch (node.name) {
    case 'neg':
      return turned(-1);
    case 'add':
      return turned(1);
    case 'sub':
      return turned(part === parts[0] ? 1 : -1);
    case 'mul':
      return other === undefined || other === 0 ? undefined : turned(other);
    case 'div':
      return part === parts[0] && other !== undefined && other !== 0 ? turned(other) : undefined;
    default:
      return keeping.has(node.name) ? turned(1) : undefined;
  }
}

const holds = (graph: LossGraph, node: LossNode, inner: LossNode): boolean =>
  node === inner || operands(graph, node).some((one) => holds(graph, one, inner));
