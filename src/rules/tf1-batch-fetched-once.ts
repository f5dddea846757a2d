import { insertLinesBefore } from '../edits/edits';
import { samePlace } from '../text/place';
import { defineRule } from './define';
import { fixOf } from './support/fixes';
import { loopIntent, runSteps, shares, statementText } from './support/sessions';

const example = (rest: string): string => `import numpy as np
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()

xs = np.random.rand(320, 4).astype("float32")
ys = xs.sum(axis=1, keepdims=True)

data = tf.data.Dataset.from_tensor_slices((xs, ys)).shuffle(320).repeat().batch(32)
next_x, next_y = tf.data.make_one_shot_iterator(data).get_next()

x = tf.placeholder(tf.float32, [None, 4])
y = tf.placeholder(tf.float32, [None, 1])
W = tf.Variable(tf.random_normal([4, 1], stddev=0.1))
loss = tf.reduce_mean(tf.square(tf.matmul(x, W) - y))
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
${rest}`;

export default defineRule({
  id: 'tf1-batch-fetched-once',
  group: 'graph',
  severity: 'error',
  evidence: { measured: 'certain' },
  messages: {
    once: 'This loop trains on one and the same batch: it is drawn once, before the loop. The loss falls on these samples, and the model never sees any others.',
  },
  docs: {
    summary: 'A batch is drawn before the training loop and fed in every step.',
    why: `next_batch, and a session that is asked for the next element of a dataset, give new samples each time. Called once before the loop, the result is
an ordinary array that never changes: the model learns these few samples by heart, and accuracy on everything else stays low.`,
    bad: example(`    batch_x, batch_y = sess.run([next_x, next_y])
    #                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-batch-fetched-once
    for step in range(200):
        sess.run(train_op, feed_dict={x: batch_x, y: batch_y})
`),
    good: example(`    for step in range(200):
        batch_x, batch_y = sess.run([next_x, next_y])
        sess.run(train_op, feed_dict={x: batch_x, y: batch_y})
`),
    limits:
      'Speaks of next_batch and get_next of datasets whose size is known, and of batches of less than half of the data; training on all data at once is ordinary.',
    fixSafety: 'Unsafe: draws a new batch in front of each step, and leaves the first one to whatever else uses it.',
    probe: 'Not trained: the made-up data of the probe have no batches of their own.',
    references: ['https://www.tensorflow.org/guide/migrate/tf1_vs_tf2'],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const step of runSteps(context.program.graphs)) {
      const [outer] = step.loops;
      if (!outer || step.trainOps.length === 0 || (outer.count !== undefined && outer.count < 5 && step.loops.length === 1))
        continue;
      const drawn = step.feeds.flatMap((feed) => feed.drawn ?? [])[0];
      if (!drawn || drawn.loops.some((loop) => shares(step.loops, loop)) || seen.has(drawn.call.place.start)) continue;
      seen.add(drawn.call.place.start);
      const drawing = statementText(context, drawn.call.place);
      const sameText = step.call.place.source === drawn.call.place.source && !samePlace(step.call.place, drawn.call.place);
      report({
        message: 'once',
        at: drawn.call.place,
        related: [{ place: step.call.place, message: 'fed here in every step' }],
        fixes: [
          drawing && sameText && !drawing.text.includes('\n')
            ? fixOf('Draw a new batch in each step', 'unsafe', insertLinesBefore(context, step.call.place, [drawing.text]))
            : undefined,
        ],
        experiment: loopIntent(
          context.program,
          context.program.graphs.trainOps.find(({ id }) => step.trainOps.includes(id)),
          'With a new batch in each step',
          { batches: 'first-only' },
        ),
      });
    }
  },
});
