import type { Fix } from '../finding/finding';
import { insertAfter, insertBefore } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { LossGraph, LossNode, LossOperation } from '../facts/loss-graph';
import type { Head, Loss, Shape, TrainingRun } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { headCause } from './head-group';
import { isAny } from './guards';
import { labelFlow } from './support/data';
import { headsOf } from './support/heads';
import { isLoss, lossTitle, regressionLosses } from './support/losses';
import { isMadeFrom, operands, usesOf, writtenLosses, ownLossIntent } from './support/loss-graph';

const example = (line: string): string => `import numpy as np
import tensorflow as tf

x = np.random.normal(size=(64, 4)).astype("float32")
y = x.sum(axis=1)

model = tf.keras.Sequential([
    tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dense(1),
])
optimizer = tf.keras.optimizers.Adam()

for epoch in range(20):
    with tf.GradientTape() as tape:
        prediction = model(x)
${line}
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`;

export default defineRule({
  id: 'loss-broadcast',
  group: 'output',
  severity: 'error',
  evidence: { measured: 'confirmed' },
  symptoms: ['label-spread', 'flat', 'slow'],
  messages: {
    pairs:
      'Shapes {left} and {right} broadcast to {result}: every label is compared with every prediction. The best the model can do then is to predict the mean.',
    compiled:
      'The labels have shape {labels} and the output {output}: {loss} repeats each label over an axis of the output instead of raising. Every value of that axis is drawn to the same number.',
  },
  docs: {
    summary: 'Labels and predictions broadcast against each other in the loss.',
    why: `(N,) minus (N, 1) is (N, N) in numpy and TensorFlow: no error, and a loss that falls until the model predicts the mean of the labels and then stays.
Keras's own losses and loss functions given to compile have their ranks made equal before; a loop of one's own, a TensorFlow 1 graph and, in Keras 3, the call of a
Loss class do not. And compiled losses broadcast where the ranks agree: labels (N, 1) against outputs (N, T) or (N, T, 1).`,
    bad: example(`        loss = tf.reduce_mean(tf.square(prediction - y))
#                                       ^^^^^^^^^^^^^^ loss-broadcast`),
    good: example('        loss = tf.reduce_mean(tf.square(tf.squeeze(prediction, axis=1) - y))'),
    limits: `Needs both shapes. Speaks of a difference of something made from the labels and something made from the output whose ranks differ and that gains
an axis by it. A batch of one is not known and not looked at. Of compiled losses only mean squared and absolute errors and their kin are judged, with labels of width 1 and
a longer axis in the output; models for time series are not excepted, for there too each step gets the same target. Autoencoders and GANs are left alone.`,
    fixSafety: 'Unsafe: the loss becomes another one, as it is meant to.',
    probe:
      'Trains with the labels and outputs paired as written and with equal shapes. Measured in Keras: R2 -0.001 against 0.98 in 5 of 5 runs, the loss stays at 0.97 of its start.',
    references: ['https://numpy.org/doc/stable/user/basics.broadcasting.html', 'https://doi.org/10.1145/3510003.3510099'],
  },
  check(context, report) {
    for (const { run, graph, loss } of writtenLosses(context.program)) {
      if (isAny(run, 'adversarial')) continue;
      for (const { node, output, shapes } of crossings(graph)) {
        report({
          message: 'pairs',
          at: node.place,
          data: { left: title(shapes[0]), right: title(shapes[1]), result: title(valueOf(node.shape) ?? []) },
          related:
            output.place.start === node.place.start ? [] : [{ place: output.place, message: 'this is the output of the model' }],
          fixes: [squeeze(context, output, loss)],
          experiment: ownLossIntent(run),
        });
      }
    }
    const seen = new Set<string>();
    for (const { run, head } of headsOf(context)) {
      const loss = valueOf(head.loss);
      const shapes = compiledShapes(run, head);
      if (!loss || !shapes || isAny(run, 'autoencoder', 'adversarial')) continue;
      const cause = headCause(run, head);
      if (seen.has(cause)) continue;
      seen.add(cause);
      report({
        message: 'compiled',
        at: loss.place,
        data: { labels: title(shapes[0]), output: title(shapes[1]), loss: lossTitle(loss) },
        related: [
          ...(labelFlow(head)
            ? [{ place: labelFlow(head)?.place ?? loss.place, message: `labels of shape ${title(shapes[0])}` }]
            : []),
          { place: run.model.nodes[head.output]?.place ?? loss.place, message: `output of shape ${title(shapes[1])}` },
        ],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

/** `(N, 1)`, the size of a batch being N. */
const title = (shape: Shape): string =>
  `(${shape.map((size) => (size === null ? 'N' : String(size))).join(', ')}${shape.length === 1 ? ',' : ''})`;

interface Crossing {
  readonly node: LossOperation;
  readonly output: LossNode;
  readonly shapes: readonly [Shape, Shape];
}

/** A product of weights and losses broadcasts as wrongly, but it only mixes up the weights. */
const pairing = new Set(['sub', 'squared_difference']);

/** Operators between labels (n,) and an output (n, 1), where a batch meets a batch on another axis. */
function crossings(graph: LossGraph): readonly Crossing[] {
  return graph.nodes.flatMap((node) => {
    if (node.kind !== 'operation' || !pairing.has(node.name) || node.inputs.length !== 2) return [];
    const [a, b] = operands(graph, node);
    const [left, right] = [a && valueOf(a.shape), b && valueOf(b.shape)];
    if (!a || !b || !left || !right) return [];
    const output = [a, b].find((one) => isMadeFrom(graph, one, 'output'));
    const other = output === a ? b : a;
    if (!output || isMadeFrom(graph, other, 'output') || !isMadeFrom(graph, other, 'data')) return [];
    const [flat, column] = left.length < right.length ? [left, right] : [right, left];
    // The batch of the one lies against the single column of the other.
    const crosses = flat.length === 1 && column.length === 2 && column[1] === 1 && isBatch(flat[0]) && isBatch(column[0]);
    return crosses && !isMasked(graph, node) ? [{ node, output, shapes: [left, right] as const }] : [];
  });
}

const isBatch = (size: number | null | undefined): boolean => size === null || (size !== undefined && size > 1);

/** All pairs are meant where only some of them are used afterwards. */
const isMasked = (graph: LossGraph, node: LossNode): boolean =>
  usesOf(graph, node).some((use) => /^(?:matrix_diag_part|diag_part|boolean_mask|where|linalg\.diag_part|trace)$/.test(use.name));

/** Labels of width 1 against an output with a longer axis there, in a loss that Keras broadcasts. */
function compiledShapes(run: TrainingRun, head: Head): readonly [Shape, Shape] | undefined {
  const loss = valueOf(head.loss);
  const flow = labelFlow(head);
  if (run.loop.kind !== 'fit' || !loss || !flow || !isLoss(head, regressionLosses)) return undefined;
  if (loss.form !== 'string' && loss.form !== 'instance' && loss.form !== 'function') return undefined;
  const [labels, output] = [valueOf(flow.shape), valueOf(head.outputShape)];
  if (!labels || !output || flow.container === 'dataset' || flow.container === 'generator') return undefined;
  const single = labels.length === 2 && labels[1] === 1;
  // Keras 2 makes (N,) to (N, 1); in Keras 3 (N,) against (N, K) raises.
  const flat = labels.length === 1 && run.keras.version === 2;
  if (!single && !flat) return undefined;
  const inner = output.length === 2 && output[1] === 1 ? output.slice(0, 1) : output;
  const [longer] = inner;
  if (inner.length !== 1 || typeof longer !== 'number' || longer < 2) return undefined;
  return [
    [null, ...labels.slice(1)],
    [null, ...output],
  ];
}

/** `model(x)` -> `tf.squeeze(model(x), axis=-1)`; not where the output is only known as a parameter of the loss function. */
function squeeze(context: RuleContext, output: LossNode, loss: Loss): Fix | undefined {
  const tensorflow = context.program.imports.find(
    ({ canonical, place }) => canonical === 'tf' && place.source === output.place.source,
  );
  if (output.kind !== 'output' || output.place.start === loss.place.start || !tensorflow) return undefined;
  return {
    title: `Squeeze the output to one dimension with ${tensorflow.name}.squeeze`,
    edits: [insertBefore(output.place, `${tensorflow.name}.squeeze(`), insertAfter(output.place, ', axis=-1)')],
    safety: 'unsafe',
  };
}
