import type { Fix } from '../finding/finding';
import { insertAfter, insertBefore, replaceText, textOf } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { LossGraph, LossNode, LossOperation } from '../facts/loss-graph';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';
import { labelRangeOf } from './support/losses';
import {
  isDifference,
  isErrorFunction,
  isMadeFrom,
  isOperation,
  numberOf,
  operands,
  withoutPassing,
  writtenLosses,
  type WrittenLoss,
  ownLossIntent,
} from './support/loss-graph';

const example = (loss: string): string => `import numpy as np
import tensorflow as tf

x = np.random.normal(size=(64, 4)).astype("float32")
y = x.sum(axis=1, keepdims=True)

model = tf.keras.Sequential([
    tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dense(1),
])
optimizer = tf.keras.optimizers.Adam()

for epoch in range(20):
    with tf.GradientTape() as tape:
        ${loss}
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`;

export default defineRule({
  id: 'flipped-loss-sign',
  group: 'output',
  severity: 'error',
  evidence: { measured: 'confirmed' },
  symptoms: ['negative', 'diverging', 'frozen-accuracy'],
  messages: {
    flipped: 'What is minimised is minus {error}: every step makes the predictions worse.',
    missing:
      'What is minimised is the sum of labels times log-probabilities, without the minus in front: it is largest for perfect predictions, so every step makes them worse.',
  },
  docs: {
    summary: 'The optimizer minimises the negative of an error.',
    why: `Optimizers go downhill. The negative of an error is downhill where the error grows: accuracy falls below chance and the loss runs to minus infinity. A
cross-entropy written by hand needs a minus, for the logarithm of a probability is negative; a squared error must not have one.`,
    bad: example(`loss = -tf.reduce_mean(tf.square(y - model(x)))
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ flipped-loss-sign`),
    good: example('loss = tf.reduce_mean(tf.square(y - model(x)))'),
    limits: `Speaks only if every part of the loss that depends on the model is an error with the wrong sign: a squared or absolute difference of labels and output, a loss
function of Keras or tf.nn, or labels times the logarithm of a probability (a warning where all that is known of the labels is that they have a column for each class). Similarities such as dice or cosine, likelihoods of distributions, critics and rewards
are no errors and stay silent; so do GANs, reinforcement learning, pretrained models (attacks raise the loss on purpose) and gradients that no optimizer applies.`,
    fixSafety: 'Unsafe: it turns the training round, which is the point.',
    probe:
      'Trains with the loss as written and with its sign turned; where no fix is offered, with the loss of Keras for such labels. Measured in Keras: accuracy 18% against 94% in 5 of 5 runs, the loss at 26 times its start.',
    references: ['https://doi.org/10.1145/3213846.3213866'],
  },
  check(context, report) {
    for (const loss of writtenLosses(context.program)) {
      const { run, graph, root } = loss;
      if (isAny(run, 'adversarial', 'reinforcement', 'transfer') || run.model.loadedWeights) continue;
      if (run.loop.kind === 'tape' && !run.loop.apply) continue;
      const terms = termsOf(graph, root, 1);
      const [first] = terms;
      if (!first || !terms.every(({ kind, sign }) => kind !== 'other' && sign < 0)) continue;
      const logs = terms.filter(({ kind }) => kind === 'log');
      const proven = logs.length === 0 || hasProbabilityLabels(loss);
      if (!proven && !logs.every(({ node }) => isClassColumns(graph, node))) continue;
      const missing = terms.every(({ kind, flips }) => kind === 'log' && flips.length === 0);
      const [flip] = first.flips;
      report({
        ...(missing ? { message: 'missing' } : { message: 'flipped', data: { error: errorTitle(first) } }),
        at: (missing ? undefined : flip?.place) ?? root.place,
        severity: proven ? 'error' : 'warning',
        fixes: [missing ? addMinus(context, root) : flip && removeMinus(context, flip)],
        experiment: ownLossIntent(run),
      });
    }
  },
});

interface Term {
  /** `log`: labels times a log-probability, the negative of an error by itself. */
  readonly kind: 'error' | 'log' | 'other';
  /** -1: minimising the loss makes the error larger. */
  readonly sign: number;
  /** Operations that turned the sign, outermost first. */
  readonly flips: readonly LossOperation[];
  readonly node: LossNode;
}

const handing = new Set('sum mean cast identity reshape squeeze reduce_mean compute_average_loss'.split(' '));

/** The parts a loss adds up, each with the sign it has there; numbers and penalties on weights are left out. */
function termsOf(
  graph: LossGraph,
  node: LossNode,
  sign: number,
  flips: readonly LossOperation[] = [],
  depth = 0,
): readonly Term[] {
  const other: Term = { kind: 'other', sign, flips, node };
  if (!isMadeFrom(graph, node, 'output')) return isMadeFrom(graph, node, 'unknown') ? [other] : [];
  if (node.kind !== 'operation' || depth > 60) return [other];
  if (isError(graph, node)) return [{ kind: 'error', sign, flips, node }];
  if (isLogTerm(graph, node)) return [{ kind: 'log', sign: -sign, flips, node }];
  const [first, second] = operands(graph, node);
  if (!first) return [other];
  const follow = (part: LossNode, turn: number): readonly Term[] =>
    termsOf(graph, part, sign * turn, turn < 0 ? [...flips, node] : flips, depth + 1);
  switch (node.name) {
    case 'neg':
      return follow(first, -1);
    case 'add':
      return second ? [...follow(first, 1), ...follow(second, 1)] : [other];
    case 'sub':
      return second ? [...follow(first, 1), ...follow(second, -1)] : [other];
    case 'mul': {
      const factor = numberOf(first) ?? numberOf(second);
      const rest = numberOf(first) === undefined ? first : second;
      return factor !== undefined && factor !== 0 && rest ? follow(rest, Math.sign(factor)) : [other];
    }
    case 'div': {
      const divisor = numberOf(second);
      return divisor !== undefined && divisor !== 0 ? follow(first, Math.sign(divisor)) : [other];
    }
    default:
      return handing.has(node.name) ? follow(first, 1) : [other];
  }
}

function isError(graph: LossGraph, node: LossOperation): boolean {
  if (isErrorFunction(node)) return true;
  if (node.name === 'squared_difference') return isMadeFrom(graph, node, 'data');
  const [base, power] = operands(graph, node);
  if (!base) return false;
  const difference = isDifference(graph, withoutPassing(graph, base));
  if (isOperation(node, 'square', 'abs')) return difference;
  return isOperation(node, 'pow') && difference && numberOf(power) === 2;
}

/** `y * log(p)` */
function isLogTerm(graph: LossGraph, node: LossOperation): boolean {
  const parts = operands(graph, node);
  if (node.name !== 'mul' || parts.length !== 2) return false;
  return parts.some((part, i) => {
    const other = parts[1 - i];
    return (
      isOperation(part, 'log', 'log_softmax') &&
      other !== undefined &&
      isMadeFrom(graph, other, 'data') &&
      !isMadeFrom(graph, other, 'output')
    );
  });
}

/** Labels known to lie within 0 and 1. */
function hasProbabilityLabels({ head, graph }: WrittenLoss): boolean {
  const known = [labelRangeOf(head), ...graph.nodes.map((node) => (node.kind === 'data' ? valueOf(node.range) : undefined))];
  const oneHot = graph.nodes.some((node) => isOperation(node, 'one_hot'));
  const ranges = known.filter((range) => range !== undefined);
  return oneHot || (ranges.length > 0 && ranges.every(({ min, max }) => min >= 0 && max <= 1));
}

/** What is fed has a column for each class that the model tells apart: labels, though their values are not known here. */
function isClassColumns(graph: LossGraph, node: LossNode): boolean {
  const parts = operands(graph, node);
  const columns = parts.map((part) => {
    const leaf = leafOf(graph, part);
    return { kind: leaf?.kind, classes: valueOf(leaf?.shape)?.at(-1), rank: valueOf(leaf?.shape)?.length };
  });
  const [labels, output] = [columns.find(({ kind }) => kind === 'data'), columns.find(({ kind }) => kind === 'output')];
  return labels?.rank === 2 && typeof labels.classes === 'number' && labels.classes > 1 && labels.classes === output?.classes;
}

/** The only leaf behind operations on one tensor. */
function leafOf(graph: LossGraph, node: LossNode): LossNode | undefined {
  const inputs = operands(graph, node).filter(({ kind }) => kind !== 'constant');
  const [first, ...others] = inputs;
  if (node.kind !== 'operation') return node;
  return first && others.length === 0 ? leafOf(graph, first) : undefined;
}

function errorTitle({ node, kind }: Term): string {
  if (node.kind !== 'operation') return 'an error';
  if (isErrorFunction(node)) return `the ${node.name.replace(/_/g, ' ')}`;
  if (kind === 'log') return 'a cross-entropy';
  return node.name === 'abs' ? 'an absolute error' : 'a squared error';
}

/** `-loss` -> `loss` */
function removeMinus(context: RuleContext, flip: LossOperation): Fix | undefined {
  const written = context.program.written.at(flip.place);
  if (written?.kind !== 'unary' || written.operator !== '-') return undefined;
  // The parentheses around what follows stay.
  const between = { ...flip.place, end: written.operand.start };
  const kept = textOf(context, between).slice(1).trimStart();
  return { title: 'Remove the minus', edits: [replaceText(between, kept)], safety: 'unsafe' };
}

/** `tf.reduce_mean(...)` -> `-tf.reduce_mean(...)` */
function addMinus(context: RuleContext, root: LossNode): Fix | undefined {
  const written = textOf(context, root.place);
  if (written === '' || root.kind !== 'operation') return undefined;
  const edits = root.call ? [insertBefore(root.place, '-')] : [insertBefore(root.place, '-('), insertAfter(root.place, ')')];
  return { title: 'Put the minus in front', edits, safety: 'unsafe' };
}
