import type { Fix } from '../finding/finding';
import { replaceText } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { LossOperation } from '../facts/loss-graph';
import type { Loss } from '../facts/training';
import { defineRule } from './define';
import { isAny } from './guards';
import { headsOf } from './support/heads';
import { isMadeFrom, writtenLosses, ownLossIntent } from './support/loss-graph';
import { batchSum } from './support/loss-sums';

const example = (reduction: string, caret = ''): string => `import numpy as np
import tensorflow as tf

x = np.random.normal(size=(64, 4)).astype("float32")
y = x.sum(axis=1, keepdims=True)

model = tf.keras.Sequential([
    tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dense(1),
])
optimizer = tf.keras.optimizers.SGD(0.01)

for epoch in range(20):
    with tf.GradientTape() as tape:
        loss = tf.${reduction}(tf.square(y - model(x)))
${caret}    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`;

export default defineRule({
  id: 'summed-loss',
  group: 'output',
  severity: 'information',
  evidence: { measured: 'not-measured' },
  symptoms: ['huge', 'nan', 'diverging'],
  messages: {
    summed:
      'The loss is the sum over the batch, not the mean{size}. Gradients grow with the batch, so with {optimizer} the learning rate means another step for every batch size.',
  },
  docs: {
    summary: 'The loss adds up the samples of a batch instead of taking their mean.',
    why: `A sum over 128 samples has a gradient 128 times that of their mean. A usual learning rate is then far too high, and changing the batch size changes the step.
Adam and its kin divide by the size of the gradient and hardly notice; with SGD it is often the reason for NaN.`,
    bad: example('reduce_sum', '#              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ summed-loss\n'),
    good: example('reduce_mean'),
    limits: `Speaks of a sum over all axes including the batch that nothing divides or multiplies by less than a half afterwards, and of reduction="sum" in compile; only with SGD
and momentum, for adaptive optimizers divide the factor out again. Distributed loops that divide by the global batch, and sums per sample followed by a mean, are left alone.`,
    fixSafety: 'Unsafe: the size of every step changes, so the learning rate may have been chosen for the sum.',
    probe:
      'Trains with the sum and with the mean at the same learning rate. The gradient of the sum is that of the mean times the batch size, exactly: a rate that was chosen for the sum is too low for the mean.',
    references: ['https://keras.io/api/losses/#standalone-usage-of-losses'],
  },
  check({ program, sources }, report) {
    const seen = new Set<string>();
    for (const loss of writtenLosses(program)) {
      const optimizer = valueOf(loss.run.optimizer);
      const sum = batchSum(loss);
      if (!sum || optimizer?.type !== 'SGD' || isAny(loss.run, 'reinforcement') || !isMadeFrom(loss.graph, sum, 'output'))
        continue;
      const batch = 'batchSize' in loss.run.loop ? valueOf(loss.run.loop.batchSize) : undefined;
      // One sample at a time: the sum is the mean.
      if (batch === 1) continue;
      report({
        message: 'summed',
        at: sum.place,
        data: { size: batch === undefined ? '' : ` (${batch} samples)`, optimizer: optimizer.type },
        fixes: [mean(sum)],
        experiment: ownLossIntent(loss.run),
      });
    }
    for (const { run, head } of headsOf({ program, sources })) {
      const loss = valueOf(head.loss);
      const optimizer = valueOf(run.optimizer);
      if (run.loop.kind !== 'fit' || loss?.form !== 'instance' || optimizer?.type !== 'SGD') continue;
      const place = sumArgument(loss);
      if (!place || seen.has(JSON.stringify(place))) continue;
      seen.add(JSON.stringify(place));
      const batch = valueOf(run.loop.batchSize);
      report({
        message: 'summed',
        at: place,
        data: { size: batch === undefined ? '' : ` (${batch} samples)`, optimizer: optimizer.type },
        experiment: ownLossIntent(run),
      });
    }
  },
});

/** `reduction="sum"`, where it is written. */
function sumArgument({ arguments: given, call }: Loss) {
  const value = valueOf(given.reduction);
  const name = typeof value === 'object' && value !== null && 'type' in value ? value.type.split('.').at(-1) : value;
  if (typeof name !== 'string' || name.toLowerCase() !== 'sum') return undefined;
  return call?.arguments.find((one) => (one.parameter ?? one.keyword) === 'reduction')?.value;
}

/** `tf.reduce_sum(...)` -> `tf.reduce_mean(...)` */
function mean({ call, operation }: LossOperation): Fix | undefined {
  if (!call || !/^(?:tf|keras)\./.test(operation)) return undefined;
  const length = operation.endsWith('reduce_sum') ? 'reduce_sum'.length : operation.endsWith('.sum') ? 3 : undefined;
  if (length === undefined) return undefined;
  const { source, end } = call.function;
  return {
    title: 'Take the mean over the batch instead',
    edits: [replaceText({ source, start: end - length, end }, length === 3 ? 'mean' : 'reduce_mean')],
    safety: 'unsafe',
  };
}
