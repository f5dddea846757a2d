import type { Fix } from '../finding/finding';
import type { CallSite } from '../program/callsite';
import { insertAfter, insertBefore } from '../program/edits';
import { valueOf } from '../program/fact';
import type { GraphNode, ModelGraph, OperationNode } from '../program/graph';
import type { TrainingRun } from '../program/training';
import { defineRule } from './define';
import { trains } from './guards';

const logarithm = /^(?:tf|keras)\.(?:[\w.]+\.)?log$/;
const probability = /^(?:tf|keras)\.(?:[\w.]+\.)?(softmax|sigmoid)$/;

const example = (line: string): string => `import numpy as np
import tensorflow as tf

x = np.random.normal(size=(256, 4)).astype("float32")
y = np.eye(2, dtype="float32")[(x.sum(axis=1) > 0).astype("int32")]

model = tf.keras.Sequential([
    tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dense(2, activation="softmax"),
])
optimizer = tf.keras.optimizers.Adam()

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
  evidence: { measured: 'confirmed', wild: { right: 8, unclear: 0, benign: 0 } },
  messages: {
    zero: 'The logarithm of {source} is taken as it is. A confident model reaches exactly 0 in float32, log(0) is -inf, and from then on the loss and all weights are NaN.',
  },
  docs: {
    summary: 'The logarithm of a probability is taken without keeping it away from 0.',
    why: `Softmax and sigmoid underflow: from a score about 104 below the largest on, the probability is exactly 0 in float32. Its logarithm is -inf, and
0 * -inf is NaN. One such sample makes every weight NaN for good.`,
    bad: example(`        loss = -tf.reduce_mean(tf.reduce_sum(y * tf.math.log(p), axis=1))
#                                                ^^^^^^^^^^^^^^ raw-log-loss`),
    good: example('        loss = -tf.reduce_mean(tf.reduce_sum(y * tf.math.log(tf.clip_by_value(p, 1e-7, 1.0)), axis=1))'),
    limits:
      'Speaks where the argument of the logarithm is known to be the output of softmax or sigmoid with nothing in between. A sum with an epsilon, clip_by_value or maximum on the way is enough to stay silent, on whichever line.',
    fixSafety: 'Safe: within the range of float32 the clipped logarithm is the same.',
    probe:
      'Not trained: the operation is outside of what the probe rebuilds. Measured in Keras with saturating inputs: NaN in 5 of 5 runs.',
    references: [
      'https://www.tensorflow.org/api_docs/python/tf/nn/softmax_cross_entropy_with_logits',
      'https://doi.org/10.1145/3368089.3409720',
    ],
  },
  check({ program }, report) {
    const seen = new Set<string>();
    for (const run of program.runs) {
      if (!trains(run)) continue;
      for (const { call, source } of bareLogarithms(run)) {
        if (seen.has(JSON.stringify(call.place))) continue;
        seen.add(JSON.stringify(call.place));
        report({
          message: 'zero',
          at: call.place,
          data: { source },
          fixes: [clip(call)],
          experiment: { kind: 'none', reason: 'a loss written by hand' },
        });
      }
    }
  },
});

interface BareLogarithm {
  readonly call: CallSite;
  /** `softmax` or `sigmoid` */
  readonly source: string;
}

/** Logarithms of probabilities: in cross-entropies that were recognised, and in the operations of losses that were not. */
function bareLogarithms(run: TrainingRun): readonly BareLogarithm[] {
  const recognised = run.heads.flatMap((head) => {
    const call = valueOf(head.loss)?.bareLog;
    const source = valueOf(head.activation);
    return call && (source === 'softmax' || source === 'sigmoid') ? [{ call, source }] : [];
  });
  const operations = run.model.nodes.flatMap((node) => {
    const source = node.kind === 'operation' && logarithm.test(node.operation) ? probabilityBehind(run.model, node) : undefined;
    return node.kind === 'operation' && node.call && source !== undefined ? [{ call: node.call, source }] : [];
  });
  return [...recognised, ...operations];
}

/** `softmax` or `sigmoid`, if the argument is its output. */
function probabilityBehind(graph: ModelGraph, { inputs }: OperationNode): string | undefined {
  const input: GraphNode | undefined = graph.nodes[inputs[0] ?? -1];
  if (input?.kind === 'operation') return probability.exec(input.operation)?.[1];
  const activation = input?.kind === 'layer' ? valueOf(input.layer.activation) : undefined;
  return activation === 'softmax' || activation === 'sigmoid' ? activation : undefined;
}

/** `tf.math.log(p)` -> `tf.math.log(tf.clip_by_value(p, 1e-7, 1.0))` */
function clip(call: CallSite): Fix | undefined {
  const [argument] = call.arguments;
  const prefix = call.callee.startsWith('tf.') ? 'tf.clip_by_value(' : undefined;
  if (!argument || prefix === undefined) return undefined;
  return {
    title: 'Keep the probability away from 0 with tf.clip_by_value',
    edits: [insertBefore(argument.value, prefix), insertAfter(argument.value, ', 1e-7, 1.0)')],
    safety: 'safe',
  };
}
