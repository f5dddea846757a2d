import type { ExperimentIntent } from '../finding/finding';
import type { TrainingProgram } from '../facts/training';
import { samePlace, type Place } from '../text/place';
import { replaceLiteral } from '../edits/edits';
import { defineRule } from './define';
import { fixOf } from './support/fixes';
import { classifierProgram } from './support/session-examples';

/** At most this share is kept: more than half of it is dropped in nearly every program that means it. */
const least = 0.25;

const example = (keep: string): string =>
  classifierProgram(
    `dropped = tf.nn.dropout(hidden, keep_prob)
logits = tf.matmul(dropped, W2) + b2
loss = tf.losses.softmax_cross_entropy(onehot_labels=y, logits=logits)
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`,
    `{x: xs, y: ys, keep_prob: ${keep}}`,
  ).replace('hidden = ', 'keep_prob = tf.placeholder(tf.float32)\nhidden = ');

export default defineRule({
  id: 'tf1-keep-prob',
  group: 'graph',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'It acts as dropout of the other share, which was measured (dropout-too-high: 10% against 100%).',
  },
  messages: {
    little:
      'keep_prob={keep} keeps {percent}% of the values in training and drops the others. TensorFlow 1 takes the share to keep, not the share to drop; a rate of {keep} would be keep_prob={other}.',
    nothing: 'keep_prob=0 keeps nothing: every value is dropped, and the result is 0 divided by 0.',
  },
  docs: {
    summary: 'The keep_prob of a dropout in TensorFlow 1 was taken for the share to drop.',
    why: `The second argument of tf.nn.dropout in TensorFlow 1 is the probability that a value is kept; in Keras and TensorFlow 2 it is the rate at which
values are dropped. With 0.2 meant as a rate, four of five values are lost in every step, and the model underfits.`,
    bad: example('0.2').replace(
      'keep_prob: 0.2})\n',
      `keep_prob: 0.2})
        #                                                                         ^^^ tf1-keep-prob
`,
    ),
    good: example('0.8'),
    limits: `Speaks of numbers that are written in the call or fed in training, up to ${String(least)}. What is fed for evaluation does not count.`,
    fixSafety: 'Unsafe: somebody may mean to keep so little.',
    probe: 'Trains with the share kept as written and with the other one, as for dropout-too-high.',
    references: [
      'https://www.tensorflow.org/api_docs/python/tf/compat/v1/nn/dropout',
      'https://stackoverflow.com/questions/44832497',
    ],
  },
  check({ program }, report) {
    for (const { call, keep } of program.graphs.dropouts) {
      const low = keep.find((fact) => fact.kind === 'known' && fact.value <= least && fact.value >= 0);
      if (low?.kind !== 'known') continue;
      const { value, places } = low;
      const other = String(Number((1 - value).toPrecision(3)));
      const data = { keep: String(value), percent: String(Number((value * 100).toPrecision(3))), other };
      const shared = {
        at: places[0],
        related: [{ place: call.place, message: 'the dropout' }],
        fixes: [fixOf(`Keep ${other} of the values`, 'unsafe', replaceLiteral(low, value === 0 ? '0.5' : other))],
        experiment: value === 0 ? nothingLeft : trainedWith(program, call.place),
      } as const;
      if (value === 0)
        report({
          message: 'nothing',
          severity: 'error',
          ...shared,
          fixes: [fixOf('Keep 0.5 of the values', 'unsafe', replaceLiteral(low, '0.5'))],
        });
      else report({ message: 'little', data, ...shared });
    }
  },
});

const nothingLeft: ExperimentIntent = { kind: 'none', reason: 'nothing is left to train on' };

/** The session whose model has this dropout. */
function trainedWith({ runs }: TrainingProgram, dropout: Place): ExperimentIntent {
  const run = runs.find(
    ({ loop, model }) =>
      loop.kind === 'session' &&
      model.nodes.some((node) => node.kind === 'operation' && node.call !== undefined && samePlace(node.call.place, dropout)),
  );
  return run ? { kind: 'train', run: run.id } : { kind: 'none', reason: 'which model has this dropout is not known' };
}
