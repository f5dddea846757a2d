import rule from '../../src/rules/tf1-ce-arguments';
import { classifierProgram } from '../../src/rules/support/session-examples';
import { ruleTest } from './support/rule-test';

const train = 'train_op = tf.train.AdamOptimizer(0.01).minimize(loss)\n';
const logits = 'logits = tf.matmul(hidden, W2) + b2\n';

ruleTest(rule, {
  flags: {
    'named, and swapped':
      classifierProgram(`${logits}loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=logits, logits=y))
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-ce-arguments
${train}`),
    'one-hot rows for the sparse one':
      classifierProgram(`${logits}loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
#                                                                           ^ tf1-ce-arguments
${train}`),
    'class numbers for the plain one': classifierProgram(`${logits}ids = tf.placeholder(tf.float32, [None, 1])
loss = tf.losses.softmax_cross_entropy(ids, logits)
#                                      ^^^ tf1-ce-arguments
${train}`),
  },
  ignores: {
    'by name': classifierProgram(`${logits}loss = tf.losses.softmax_cross_entropy(onehot_labels=y, logits=logits)
${train}`),
    'class numbers for the sparse one': classifierProgram(`${logits}ids = tf.argmax(y, axis=1)
loss = tf.losses.sparse_softmax_cross_entropy(ids, logits)
${train}`),
    'a teacher and a student': classifierProgram(`${logits}teacher = tf.nn.softmax(tf.layers.dense(x, 3))
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=teacher, logits=logits))
${train}`),
    'labels of unknown shape': classifierProgram(`${logits}ids = tf.placeholder(tf.int32)
loss = tf.losses.sparse_softmax_cross_entropy(ids, logits)
${train}`),
  },
  fixes: {
    'exchanges them': {
      before: classifierProgram(`${logits}loss = tf.losses.softmax_cross_entropy(logits, y)\n${train}`),
      after: classifierProgram(`${logits}loss = tf.losses.softmax_cross_entropy(y, logits)\n${train}`),
    },
  },
});
