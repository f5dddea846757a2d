import rule from '../../src/rules/tf1-keep-prob';
import { classifierProgram } from '../../src/rules/support/session-examples';
import { ruleTest } from './support/rule-test';

const program = (dropout: string, feed = '{x: xs, y: ys}'): string =>
  classifierProgram(
    `keep = tf.placeholder(tf.float32)
${dropout}
logits = tf.matmul(dropped, W2) + b2
loss = tf.losses.softmax_cross_entropy(onehot_labels=y, logits=logits)
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`,
    feed,
  );

ruleTest(rule, {
  flags: {
    'written in the call': program(`dropped = tf.nn.dropout(hidden, 0.2)
#                               ^^^ tf1-keep-prob`),
  },
  ignores: {
    'half of it': program('dropped = tf.nn.dropout(hidden, 0.5)'),
    'a rate': program('dropped = tf.nn.dropout(hidden, rate=0.2)'),
    'fed in training': program('dropped = tf.nn.dropout(hidden, keep)', '{x: xs, y: ys, keep: 0.7}'),
    'TensorFlow 2, where it is a rate': `
import tensorflow as tf
w = tf.Variable(tf.random.normal([4, 1]))
def step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(tf.matmul(tf.nn.dropout(x, 0.2), w) - y))
    return tape.gradient(loss, [w])
`,
  },
  fixes: {
    'keeps the other share': {
      before: program('dropped = tf.nn.dropout(hidden, keep)', '{x: xs, y: ys, keep: 0.2}'),
      after: program('dropped = tf.nn.dropout(hidden, keep)', '{x: xs, y: ys, keep: 0.8}'),
    },
  },
});
