import rule from '../../src/rules/tf1-bn-update-ops';
import { classifierProgram } from '../../src/rules/support/session-examples';
import { ruleTest } from './support/rule-test';

const program = (normal: string, train: string): string =>
  classifierProgram(`flag = tf.placeholder(tf.bool)
${normal}
logits = tf.matmul(normal, W2) + b2
loss = tf.losses.softmax_cross_entropy(onehot_labels=y, logits=logits)
${train}
`);
const plain = 'train_op = tf.train.AdamOptimizer(0.01).minimize(loss)';

ruleTest(rule, {
  flags: {
    'never told that it trains': program(
      `normal = tf.layers.batch_normalization(hidden)
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-bn-update-ops`,
      plain,
    ),
    'a second graph for inference': `
import tensorflow as tf
def model(x, training, reuse):
    with tf.variable_scope('net', reuse=reuse):
        h = tf.layers.dense(x, 8)
        h = tf.layers.batch_normalization(h, training=training)
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-bn-update-ops
        return tf.layers.dense(h, 1)
x = tf.placeholder(tf.float32, [None, 4])
y = tf.placeholder(tf.float32, [None, 1])
loss = tf.losses.mean_squared_error(y, model(x, True, False))
evaluated = tf.losses.mean_squared_error(y, model(x, False, True))
train_op = tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(10):
        sess.run(train_op, {x: xs, y: ys})
        sess.run(evaluated, {x: xs, y: ys})
`,
  },
  ignores: {
    'with its update ops': program(
      'normal = tf.layers.batch_normalization(hidden, training=flag)',
      `with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    ${plain}`,
    ),
    'update ops fetched in the loop': program(
      'normal = tf.layers.batch_normalization(hidden, training=flag)',
      `updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)\n${plain}`,
    ),
    'always in training mode': program('normal = tf.layers.batch_normalization(hidden, training=True)', plain),
    'updated in place': program(
      'normal = tf.contrib.layers.batch_norm(hidden, is_training=flag, updates_collections=None)',
      plain,
    ),
  },
  fixes: {
    'wraps the line': {
      before: program('normal = tf.layers.batch_normalization(hidden, training=flag)', plain),
      after: program(
        'normal = tf.layers.batch_normalization(hidden, training=flag)',
        `with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    ${plain}`,
      ),
    },
  },
});
