import { table } from '../facts/table';
import { valueOf } from '../facts/fact';
import type { LossGraph, LossNode, LossOperation } from '../facts/loss-graph';
import { defineRule } from './define';
import { placeCause } from './head-group';
import { isMadeFrom, operands, writtenLosses, ownLossIntent } from './support/loss-graph';

const example = (line: string): string => `import numpy as np
import tensorflow as tf

x = np.random.normal(size=(64, 4)).astype("float32")
y = (x.sum(axis=1, keepdims=True) > 0).astype("float32")

def loss(y_true, y_pred):
${line}

model = tf.keras.Sequential([
    tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss=loss)
model.fit(x, y, epochs=20)
`;

export default defineRule({
  id: 'nondifferentiable-loss',
  group: 'output',
  severity: 'error',
  evidence: { measured: 'raises' },
  symptoms: ['constant'],
  messages: {
    blocked:
      'Everything the loss gets from the model passes through {operation}, {reason}. No gradient reaches the weights, so the model does not learn.',
  },
  docs: {
    summary: 'Every way from the predictions to the loss passes through an operation without a gradient.',
    why: `Rounding, argmax, comparisons, casts to whole numbers and anything of numpy have no gradient, or one that is 0 everywhere. Counting wrong answers is a fine
metric and no loss: a small change of the weights does not change it. Keras then warns that gradients do not exist, raises, or trains without any effect.`,
    bad: example(`    return tf.reduce_mean(tf.square(y_true - tf.round(y_pred)))
#                                            ^^^^^^^^^^^^^^^^ nondifferentiable-loss`),
    good: example('    return tf.reduce_mean(tf.square(y_true - y_pred))'),
    raises: 'No gradients provided for any variable',
    limits: `Speaks only if every path from the loss to the output of the model is blocked and all of them are understood; a straight-through estimator
(x + stop_gradient(round(x) - x)) leaves one open. Values computed the same way for a metric are not looked at. Reinforcement learning and GANs are judged like everything else:
what is blocked is blocked.`,
    fixSafety: 'No fix is offered: which smooth loss stands for the count is a decision.',
    probe:
      'Takes the first step with the loss as written, which has no gradient and raises as in Keras, and trains with the loss of Keras for such labels. The gradient is None or exactly 0 by definition of these operations.',
    references: ['https://www.tensorflow.org/guide/autodiff#getting_a_gradient_of_none'],
  },
  check({ program }, report) {
    for (const { run, graph, root } of writtenLosses(program)) {
      if (!isMadeFrom(graph, root, 'output')) continue;
      const walls = new Map<number, LossOperation>();
      if (isOpen(graph, root, walls)) continue;
      const [wall] = [...walls.values()];
      if (!wall) continue;
      report({
        message: 'blocked',
        cause: placeCause('gradient', wall.place),
        at: wall.place,
        data: { operation: wall.operation.replace(/^operator\.compare$/, 'a comparison'), reason: blocks(wall) ?? '' },
        related: wall.place.start === root.place.start ? [] : [{ place: root.place, message: 'this is the loss' }],
        experiment: ownLossIntent(run),
      });
    }
  },
});

/** A gradient may come through to the output; operations that stop it are collected. What is not understood counts as open. */
function isOpen(graph: LossGraph, node: LossNode, walls: Map<number, LossOperation>, depth = 0): boolean {
  if (depth > 100 || node.kind === 'output' || node.kind === 'unknown') return true;
  if (node.kind !== 'operation') return false;
  if (blocks(node) !== undefined) {
    if (isMadeFrom(graph, node, 'output')) walls.set(node.id, node);
    return false;
  }
  return operands(graph, node)
    .map((input) => isOpen(graph, input, walls, depth + 1))
    .some(Boolean);
}

const steps: Readonly<Record<string, string>> = table({
  round: 'whose gradient is 0 everywhere',
  rint: 'whose gradient is 0 everywhere',
  floor: 'whose gradient is 0 everywhere',
  ceil: 'whose gradient is 0 everywhere',
  sign: 'whose gradient is 0 everywhere',
  argmax: 'which gives an index and has no gradient',
  argmin: 'which gives an index and has no gradient',
  compare: 'which gives True or False and has no gradient',
  stop_gradient: 'which stops gradients',
  numpy: 'which leaves TensorFlow',
  numpy_function: 'which leaves TensorFlow',
  py_func: 'which leaves TensorFlow',
  count_nonzero: 'which counts and has no gradient',
  confusion_matrix: 'which counts and has no gradient',
});

const wholeTypes = /^(?:u?int\d+|bool)$/;

/** Why no gradient passes this operation. */
function blocks(node: LossOperation): string | undefined {
  if (node.operation.startsWith('numpy.')) return 'which leaves TensorFlow';
  if (node.name === 'cast' || /^to_int\d+$/.test(node.name)) {
    const type = node.name === 'cast' ? (valueOf(node.arguments.dtype ?? node.arguments['#1']) as unknown) : 'int32';
    const name = typeof type === 'string' ? type : typeName(type);
    return name !== undefined && wholeTypes.test(name) ? `a cast to ${name}, which has no gradient` : undefined;
  }
  return Object.hasOwn(steps, node.name) ? steps[node.name] : undefined;
}

const typeName = (type: unknown): string | undefined =>
  typeof type === 'object' && type !== null && 'type' in type && typeof type.type === 'string'
    ? type.type.split('.').at(-1)
    : undefined;
