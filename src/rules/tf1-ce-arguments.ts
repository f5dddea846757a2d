import { replaceText, textOf } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { CrossEntropyCall } from '../facts/session';
import { defineRule } from './define';
import { fixOf } from './support/fixes';
import { classifierProgram } from './support/session-examples';

export default defineRule({
  id: 'tf1-ce-arguments',
  group: 'graph',
  severity: 'error',
  evidence: { measured: 'raises' },
  messages: {
    swapped:
      'Labels and logits are swapped: what is passed as logits is fed and depends on no variable, and what the model computes is passed as labels. No gradient flows through labels, so TensorFlow finds none for any variable and raises.',
    oneHot:
      '{name} wants class numbers, one for each sample, but the labels have shape {labels} beside logits of {logits}. TensorFlow raises, because the ranks do not fit.',
    numbers:
      '{name} wants a distribution over the classes for each sample, but the labels have shape {labels} beside logits of {logits}. Class numbers are taken as weights of every class, or TensorFlow raises.',
  },
  docs: {
    summary: 'The labels and logits of a cross-entropy are swapped, or the labels are of the wrong kind for it.',
    why: `tf.losses.softmax_cross_entropy(onehot_labels, logits) takes labels first. Swapped, the softmax is applied to the labels and the model's output is
taken as target, through which no gradient flows. The sparse version takes class numbers and the plain one takes one-hot rows.`,
    bad: classifierProgram(`logits = tf.matmul(hidden, W2) + b2
loss = tf.losses.softmax_cross_entropy(logits, y)
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-ce-arguments
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`),
    good: classifierProgram(`logits = tf.matmul(hidden, W2) + b2
loss = tf.losses.softmax_cross_entropy(onehot_labels=y, logits=logits)
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`),
    raises: 'No gradients provided for any variable',
    limits:
      'Speaks where both arguments are known: which one the variables take part in, and their shapes. Silent for distillation, where both are computed by models.',
    fixSafety:
      'Unsafe: exchanges the two arguments. There is no fix for labels of the wrong kind, because the data may have to change.',
    probe: 'Not trained: TensorFlow raises ("No gradients provided for any variable", or ranks that do not fit).',
    references: ['https://www.tensorflow.org/api_docs/python/tf/compat/v1/losses/softmax_cross_entropy'],
  },
  check(context, report) {
    for (const one of context.program.graphs.crossEntropies) {
      const { call, labels, logits } = one;
      if (labels.kind === 'learned' && logits.kind === 'given') {
        const [first, second] = [textOf(context, labels.place), textOf(context, logits.place)];
        report({
          message: 'swapped',
          at: call.place,
          fixes: [
            fixOf('Exchange labels and logits', 'unsafe', replaceText(labels.place, second), replaceText(logits.place, first)),
          ],
          experiment: { kind: 'none', reason: 'the probe has no loss whose target is the model' },
        });
        continue;
      }
      const wrong = wrongKind(one);
      if (!wrong) continue;
      report({
        message: wrong,
        at: labels.place,
        data: {
          name: call.callee.split('.').at(-1) ?? call.callee,
          labels: shapeText(one.labels),
          logits: shapeText(one.logits),
        },
        related: [{ place: call.place, message: 'the cross-entropy' }],
        experiment: { kind: 'none', reason: 'TensorFlow raises, or spreads the labels over the classes' },
      });
    }
  },
});

/** By rank and size: sparse labels lack the axis of the classes, dense ones have it. */
function wrongKind({ call, sparse, labels, logits }: CrossEntropyCall): 'oneHot' | 'numbers' | undefined {
  const given = valueOf(labels.shape);
  const wanted = valueOf(logits.shape);
  const classes = wanted?.at(-1);
  if (!given || typeof classes !== 'number' || classes < 2 || labels.kind !== 'given' || call.callee.includes('sigmoid'))
    return undefined;
  if (sparse) return given.length === wanted?.length && given.at(-1) === classes ? 'oneHot' : undefined;
  return given.length === wanted?.length && given.at(-1) === 1 ? 'numbers' : undefined;
}

const shapeText = ({ shape }: CrossEntropyCall['labels']): string =>
  `(${['batch', ...(valueOf(shape) ?? []).map((size) => size ?? '?')].join(', ')})`;
