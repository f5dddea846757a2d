import { valueOf } from '../facts/fact';
import type { LossGraph, LossNode, LossOperation } from '../facts/loss-graph';
import { defineRule } from './define';
import {
  isMadeFrom,
  isOperation,
  numberOf,
  operands,
  withoutPassing,
  writtenLosses,
  type WrittenLoss,
  ownLossIntent,
} from './support/loss-graph';
import { isNormalised, rangeOf, reaches } from './support/loss-range';
import { reasonToSaturate, softmaxLimit } from './support/score-bound';
import { isSummed } from './support/loss-sums';

const example = (line: string): string => `import numpy as np
import tensorflow as tf

x = np.random.normal(size=(64, 4)).astype("float32")
y = (x.sum(axis=1, keepdims=True) > 0).astype("float32")

def loss(y_true, y_pred):
    return ${line}

model = tf.keras.Sequential([
    tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss=loss)
model.fit(x, y, epochs=20)
`;

export default defineRule({
  id: 'unsafe-div-sqrt-exp',
  group: 'output',
  severity: 'warning',
  evidence: { measured: 'confirmed' },
  symptoms: ['nan'],
  messages: {
    division:
      'The loss divides by {divisor}, which is 0 for some samples: the loss becomes infinite or NaN there, and with it the weights.',
    logarithm: 'The logarithm of {argument} is taken, which {reason}: the loss becomes NaN or infinite, and with it the weights.',
    root: 'The square root of a squared distance has an infinite gradient at distance 0: one pair that agrees exactly makes every weight NaN.',
    exponential: 'A softmax is written with exp of {argument}: exp overflows float32 from 88.7 on, and inf / inf is NaN{reason}.',
  },
  docs: {
    summary: 'A division, logarithm, square root or exponential in the loss breaks down at values that occur.',
    why: `float32 has no number for 1/0, for the logarithm of 0 or of something negative, for exp(89), nor for the slope of the square root at 0. Where a loss meets
one, it or its gradient is inf or NaN, and the next update writes NaN into every weight. An epsilon, a maximum, or a function made for it (divide_no_nan, logsumexp, softmax) prevents it.`,
    bad: example(`tf.reduce_mean(tf.abs((y_true - y_pred) / y_true))
    #                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ unsafe-div-sqrt-exp`),
    good: example('tf.reduce_mean(tf.abs((y_true - y_pred) / (y_true + 1.0)))'),
    limits: `Not every division: only by labels whose values are known to include 0, or by relu outputs. Logarithms of relu or linear outputs (of a probability: raw-log-loss) and of
labels that include 0; of a linear output plus something it is information, for the offset may be enough. Square roots only of a squared distance within each sample; the root of a mean over the batch is never exactly 0.
A softmax written with exp is a warning where something known drives the scores past 88 (see raw-log-loss), else information; with the maximum subtracted or a clip it is fine. Anything with an epsilon, a maximum or a clip
of unknown size is taken to be safe.`,
    fixSafety: 'No fix is offered: the right epsilon depends on the size of the values.',
    probe:
      'Trains with the loss as written and with the loss of Keras for such labels. Measured in Keras, divided by labels of 0 and 1: NaN in 5 of 5 runs; by the labels plus 1: R2 0.73.',
    references: ['https://doi.org/10.1145/3368089.3409720', 'https://github.com/Jacob-yen/GRIST'],
  },
  check({ program }, report) {
    const seen = new Set<string>();
    for (const loss of writtenLosses(program)) {
      for (const node of loss.graph.nodes) {
        const hazard = node.kind === 'operation' ? hazardOf(loss, node) : undefined;
        const key = JSON.stringify(node.place);
        if (!hazard || seen.has(key)) continue;
        seen.add(key);
        report({ at: node.place, experiment: ownLossIntent(loss.run), ...hazard });
      }
    }
  },
});

type Hazard =
  | { readonly message: 'division'; readonly data: { readonly divisor: string } }
  | {
      readonly message: 'logarithm';
      readonly severity: 'warning' | 'information';
      readonly data: { readonly argument: string; readonly reason: string };
    }
  | { readonly message: 'root'; readonly severity: 'information' }
  | {
      readonly message: 'exponential';
      readonly severity: 'warning' | 'information';
      readonly data: { readonly argument: string; readonly reason: string };
    };

function hazardOf(loss: WrittenLoss, node: LossOperation): Hazard | undefined {
  const { graph } = loss;
  const [first, second] = operands(graph, node);
  if (!first) return undefined;
  switch (node.name) {
    case 'div': {
      if (!second) return undefined;
      if (isNormalised(graph, first, second)) return exponential(loss, first);
      const divisor = withoutPassing(graph, second);
      const title = titleOf(graph, divisor);
      return title !== undefined && includesZero(loss, divisor) ? { message: 'division', data: { divisor: title } } : undefined;
    }
    case 'log': {
      const reason = logarithmReason(loss, first);
      return reason && { message: 'logarithm', severity: reason.certain ? 'warning' : 'information', data: reason.data };
    }
    case 'sqrt':
      return isDistance(graph, first) && valueOf(first.shape) !== undefined && (valueOf(first.shape)?.length ?? 0) > 0
        ? { message: 'root', severity: 'information' }
        : undefined;
    default:
      return undefined;
  }
}

/** Labels or relu outputs as they are, or their absolute value: arithmetic may have moved them away from 0. */
function titleOf(graph: LossGraph, node: LossNode): string | undefined {
  if (isOperation(node, 'abs')) {
    const [inner] = operands(graph, node);
    return inner && titleOf(graph, withoutPassing(graph, inner));
  }
  if (node.kind === 'data') return 'the labels';
  if (node.kind === 'output') return valueOf(node.activation) === 'relu' ? 'a relu output' : undefined;
  return isOperation(node, 'relu') ? 'a relu output' : undefined;
}

/** 0 is a value that the labels have: classes, or the end of a known range. A range around 0 only passes near it. */
function includesZero({ graph, head }: WrittenLoss, node: LossNode): boolean {
  const range = rangeOf(graph, node);
  if (!reaches(range, 0)) return false;
  if (!isMadeFrom(graph, node, 'data')) return true;
  const kind = 'labelKind' in head.labels ? valueOf(head.labels.labelKind) : undefined;
  const classes = kind?.kind === 'one-hot' || (kind?.kind === 'binary' && kind.encoding !== 'minus-one-one');
  return classes || (kind?.kind === 'class-ids' && kind.first === 0) || range?.min === 0;
}

function logarithmReason(
  loss: WrittenLoss,
  argument: LossNode,
): { readonly certain: boolean; readonly data: { readonly argument: string; readonly reason: string } } | undefined {
  const { graph } = loss;
  const inner = withoutPassing(graph, argument);
  const range = rangeOf(graph, inner);
  if (!range) return undefined;
  if (inner.kind === 'data') {
    if (range.min < 0) return { certain: true, data: { argument: 'the labels', reason: `reach down to ${range.min}` } };
    return includesZero(loss, inner) ? { certain: true, data: { argument: 'the labels', reason: 'include 0' } } : undefined;
  }
  const relu = titleOf(graph, inner);
  if (relu !== undefined && range.min === 0 && range.max > 1)
    return { certain: true, data: { argument: relu, reason: 'is exactly 0 for half of its inputs' } };
  if (range.min > -Infinity) return undefined;
  if (inner.kind === 'output') return { certain: true, data: { argument: 'a linear output', reason: 'can be negative' } };
  const shifted =
    isOperation(inner, 'add') &&
    operands(graph, inner).some((one) => numberOf(one) !== undefined) &&
    operands(graph, inner).some((one) => withoutPassing(graph, one).kind === 'output');
  return shifted
    ? { certain: false, data: { argument: 'a linear output plus a number', reason: 'can still be negative' } }
    : undefined;
}

/** A sum of squares over the last axis, or a square. */
function isDistance(graph: LossGraph, node: LossNode): boolean {
  const inner = withoutPassing(graph, node);
  if (isOperation(inner, 'sum')) {
    const [summed] = operands(graph, inner);
    return summed !== undefined && isDistance(graph, summed);
  }
  const [base] = operands(graph, inner);
  const squared = isOperation(inner, 'square') || (isOperation(inner, 'pow') && numberOf(operands(graph, inner)[1]) === 2);
  return squared && base !== undefined && isOperation(withoutPassing(graph, base), 'sub') && isMadeFrom(graph, base, 'output');
}

/** exp(z) / sum(exp(z)) with nothing that limits z. */
function exponential(loss: WrittenLoss, over: LossNode): Hazard | undefined {
  const { graph, run, head } = loss;
  const [scores] = operands(graph, over);
  if (!scores || rangeOf(graph, scores)?.max !== Infinity || isShifted(graph, scores)) return undefined;
  const reason = reasonToSaturate({ run, head, limit: softmaxLimit, summed: isSummed(loss) });
  return {
    message: 'exponential',
    severity: reason === undefined ? 'information' : 'warning',
    data: { argument: 'scores without a limit', reason: reason === undefined ? '' : `; here, ${reason}` },
  };
}

/** `z - max(z)` */
const isShifted = (graph: LossGraph, node: LossNode): boolean =>
  isOperation(node, 'sub') &&
  operands(graph, node).some((one) => isOperation(withoutPassing(graph, one), 'max', 'stop_gradient'));
