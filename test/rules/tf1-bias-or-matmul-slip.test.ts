import rule from '../../src/rules/tf1-bias-or-matmul-slip';
import { classifierProgram } from '../../src/rules/support/session-examples';
import { ruleTest } from './support/rule-test';

const program = (logits: string): string =>
  classifierProgram(`${logits}
loss = tf.losses.softmax_cross_entropy(onehot_labels=y, logits=logits)
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`);

ruleTest(rule, {
  flags: {
    'a pair': program(`scores = tf.matmul(hidden, W2), b2
#        ^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-bias-or-matmul-slip
logits = tf.identity(scores)`),
    'the second argument of an activation': program(`layer = tf.nn.relu(tf.matmul(hidden, W2), b2)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-bias-or-matmul-slip
logits = layer * 2.0`),
    'a variable that takes no part': program(`extra = tf.Variable(tf.zeros([5]))
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-bias-or-matmul-slip
logits = tf.matmul(hidden, W2) + b2`),
  },
  ignores: {
    added: program('logits = tf.add(tf.matmul(hidden, W2), b2)'),
    'shared on purpose, all are used': program(
      'logits = tf.matmul(tf.nn.relu(tf.matmul(tf.matmul(hidden, W2), tf.transpose(W2))), W2) + b2',
    ),
    'a counter': program(`steps = tf.Variable(0, trainable=False)
logits = tf.matmul(hidden, W2) + b2`),
    'handed to something else': program(`from helpers import watch
extra = tf.Variable(tf.zeros([5]))
watch(extra)
logits = tf.matmul(hidden, W2) + b2`),
  },
  fixes: {
    'adds it': {
      before: program('scores = tf.matmul(hidden, W2), b2\nlogits = tf.identity(scores)'),
      after: program('scores = tf.matmul(hidden, W2) + b2\nlogits = tf.identity(scores)'),
    },
  },
});
