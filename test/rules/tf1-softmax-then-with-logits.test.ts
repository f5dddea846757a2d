import rule from '../../src/rules/tf1-softmax-then-with-logits';
import { classifierProgram } from '../../src/rules/support/session-examples';
import { ruleTest } from './support/rule-test';

const loss = (
  logits: string,
): string => `loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=${logits}))
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`;

ruleTest(rule, {
  flags: {
    'the activation of a layer': classifierProgram(`output = tf.layers.dense(hidden, 3, activation=tf.nn.softmax)
#                                              ^^^^^^^^^^^^^ tf1-softmax-then-with-logits
${loss('output')}`),
    'sigmoid before softmax': classifierProgram(`output = tf.nn.sigmoid(tf.matmul(hidden, W2) + b2)
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-softmax-then-with-logits
${loss('output')}`),
  },
  ignores: {
    'a softmax for prediction only': classifierProgram(`logits = tf.matmul(hidden, W2) + b2
prediction = tf.nn.softmax(logits)
${loss('logits')}`),
    log_softmax: classifierProgram(`logits = tf.nn.log_softmax(tf.matmul(hidden, W2) + b2)
${loss('logits')}`),
    'a cross-entropy of probabilities': classifierProgram(`output = tf.nn.softmax(tf.matmul(hidden, W2) + b2)
loss = -tf.reduce_mean(tf.reduce_sum(y * tf.log(output + 1e-8), axis=1))
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`),
  },
  fixes: {
    'takes the softmax off': {
      before: classifierProgram(`output = tf.nn.softmax(tf.matmul(hidden, W2) + b2)  # scores
${loss('output')}`),
      after: classifierProgram(`output = (tf.matmul(hidden, W2) + b2)  # scores
${loss('output')}`),
    },
  },
});
