import type { Fix } from '../finding/finding';
import type { CallSite } from '../facts/callsite';
import { insertAfter, insertBefore } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { LossGraph, LossNode, LossOperation } from '../facts/loss-graph';
import { defineRule } from './define';
import {
  isMadeFrom,
  isOperation,
  numberOf,
  operands,
  usesOf,
  withoutPassing,
  writtenLosses,
  type WrittenLoss,
  ownLossIntent,
} from './support/loss-graph';
import { isNormalised, rangeOf, reaches } from './support/loss-range';
import { complementLimit, reasonToSaturate, softmaxLimit } from './support/score-bound';
import { isSummed } from './support/loss-sums';

const example = (line: string): string => `import numpy as np
import tensorflow as tf

x = np.random.rand(256, 784).astype("float32")
y = np.eye(10, dtype="float32")[x[:, :10].argmax(axis=1)]

model = tf.keras.Sequential([tf.keras.layers.Dense(10, activation="softmax", input_shape=(784,))])
optimizer = tf.keras.optimizers.SGD(0.5)

for epoch in range(20):
    with tf.GradientTape() as tape:
        p = model(x)
${line}
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`;

export default defineRule({
  id: 'raw-log-loss',
  group: 'output',
  severity: 'warning',
  evidence: {
    measured: 'confirmed',
    wild: { right: 8, unclear: 0, benign: 0 },
    exception:
      'Not an error: it needs scores that saturate float32, and a program in which nothing known drives them there gets information.',
  },
  symptoms: ['nan'],
  messages: {
    zero: 'The logarithm of {source} is taken as it is, and {reason}. In float32 that probability becomes exactly {value}, the logarithm -inf, and from then on the loss and all weights are NaN.',
    unguarded:
      'The logarithm of {source} is taken as it is. Nothing known here drives the probability to exactly {value}, but once it gets there the logarithm is -inf and all weights become NaN.',
  },
  docs: {
    summary: 'The logarithm of a probability is taken without keeping it away from 0.',
    why: `Softmax and sigmoid underflow: from a score about 88 below the largest on, the probability is exactly 0 in float32, and one minus a sigmoid is 0 from a
score of 17 on. The logarithm is -inf, and 0 * -inf is NaN: a sample that is classified rightly and with confidence is enough. Every weight is then NaN for good.`,
    bad: example(`        loss = -tf.reduce_mean(tf.reduce_sum(y * tf.math.log(p), axis=1))
#                                                ^^^^^^^^^^^^^^ raw-log-loss`),
    good: example('        loss = -tf.reduce_mean(tf.reduce_sum(y * tf.math.log(tf.clip_by_value(p, 1e-37, 1.0)), axis=1))'),
    limits: `Speaks where the argument of the logarithm is known to be a probability (softmax, sigmoid, a softmax written with exp) that nothing keeps away from 0; a sum
with an epsilon, clip_by_value or maximum on the way is enough to stay silent, on whichever line.
A warning needs a reason why the scores saturate: they start that large (unscaled inputs, weights with deviation 1 in front of many inputs); a step of the rate moves them that
far; unbounded hidden units (relu) with a rate times steps of 1 or more; a loop that nothing ends; Adam with enough steps. For one layer on bounded inputs trained by SGD the score is estimated
as start + rate * |x|^2 + log(1 + steps * rate * |x|^2 / exp(start)), because the error shrinks as exp(-score). Inputs of unknown range count as scaled, and an unknown number of
steps as a thousand an epoch. Otherwise it is information. So it is where no factor can be 0 while the logarithm is taken, as in the losses of a GAN: there only a confident mistake reaches -inf, and training
moves away from it. It estimates; data far from evenly spread may saturate earlier.`,
    fixSafety:
      'Safe: above 1e-37, which is about the smallest number of float32, nothing changes. A larger bound such as 1e-7 would take the gradient from the samples that are most wrong.',
    probe:
      'Trains with the logarithm as it is and with the clipped one. Measured in Keras with saturating inputs: NaN in 5 of 5 runs.',
    references: [
      'https://www.tensorflow.org/api_docs/python/tf/nn/softmax_cross_entropy_with_logits',
      'https://doi.org/10.1145/3368089.3409720',
    ],
  },
  check({ program }, report) {
    const seen = new Set<string>();
    for (const loss of writtenLosses(program)) {
      for (const { call, source, complement, argument, node } of bareLogarithms(loss)) {
        const key = JSON.stringify(call.place);
        if (seen.has(key)) continue;
        seen.add(key);
        const reason = hasVanishingFactor(loss.graph, node, argument)
          ? reasonToSaturate({
              run: loss.run,
              head: loss.head,
              limit: complement ? complementLimit : softmaxLimit,
              summed: isSummed(loss),
            })
          : undefined;
        const about = {
          at: call.place,
          fixes: [clip(call)],
          experiment: ownLossIntent(loss.run),
        } as const;
        const value = complement ? 1 : 0;
        if (reason === undefined) report({ message: 'unguarded', ...about, severity: 'information', data: { source, value } });
        else report({ message: 'zero', ...about, data: { source, reason, value } });
      }
    }
  },
});

interface BareLogarithm {
  readonly node: LossOperation;
  readonly call: CallSite;
  readonly argument: LossNode;
  /** `a softmax`, `a sigmoid`, `one minus a sigmoid`. */
  readonly source: string;
  /** Of `1 - p`, which is 0 much earlier than p. */
  readonly complement: boolean;
}

function bareLogarithms({ graph }: WrittenLoss): readonly BareLogarithm[] {
  return graph.nodes.flatMap((node) => {
    const [argument] = operands(graph, node);
    if (!isOperation(node, 'log') || !node.call || !argument || !reaches(rangeOf(graph, argument), 0)) return [];
    const probability = probabilityBehind(graph, argument);
    if (probability === undefined) return [];
    const complement = isComplement(graph, argument);
    const source = `${complement ? 'one minus ' : ''}${probability}`;
    return [{ node, call: node.call, argument, source, complement }];
  });
}

/** `1 - p` */
function isComplement(graph: LossGraph, node: LossNode): boolean {
  const inner = withoutPassing(graph, node);
  return isOperation(inner, 'sub') && numberOf(operands(graph, inner)[0]) === 1;
}

/** What probability an argument is, behind arithmetic that leaves it within 0 and 1. */
function probabilityBehind(graph: LossGraph, node: LossNode, depth = 0): string | undefined {
  if (depth > 20) return undefined;
  if (node.kind === 'output') {
    const activation = valueOf(node.activation);
    return activation === 'softmax' || activation === 'sigmoid' ? `a ${activation}` : undefined;
  }
  if (node.kind !== 'operation') return undefined;
  if (node.name === 'softmax' || node.name === 'sigmoid') return `a ${node.name}`;
  const [over, under] = operands(graph, node);
  if (node.name === 'div' && isNormalised(graph, over, under)) return 'a softmax written by hand';
  return operands(graph, node)
    .map((input) => probabilityBehind(graph, input, depth + 1))
    .find((found) => found !== undefined);
}

/**
 * A factor that is 0 where the probability is: `0 * -inf` is NaN. Without one, only a confident mistake reaches -inf.
 */
function hasVanishingFactor(graph: LossGraph, node: LossNode, argument: LossNode): boolean {
  return usesOf(graph, node).some((use) => {
    if (use.name !== 'mul')
      return ['neg', 'sum', 'mean', 'cast', 'identity'].includes(use.name) && hasVanishingFactor(graph, use, argument);
    const other = operands(graph, use).find((one) => one !== node);
    if (!other || numberOf(other) !== undefined) return hasVanishingFactor(graph, use, argument);
    return other === argument || isMadeFrom(graph, other, 'data');
  });
}

/** `tf.math.log(p)` -> `tf.math.log(tf.clip_by_value(p, 1e-37, 1.0))`: a larger bound takes the gradient from samples that are far wrong. */
function clip(call: CallSite): Fix | undefined {
  const [argument] = call.arguments;
  const prefix = call.callee.startsWith('tf.') ? 'tf.clip_by_value(' : undefined;
  if (!argument || prefix === undefined) return undefined;
  return {
    title: 'Keep the probability away from 0 with tf.clip_by_value',
    edits: [insertBefore(argument.value, prefix), insertAfter(argument.value, ', 1e-37, 1.0)')],
    safety: 'safe',
  };
}
