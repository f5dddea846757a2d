import rule from '../../src/rules/tf1-train-op-not-run';
import { linearProgram } from '../../src/rules/support/session-examples';
import { ruleTest } from './support/rule-test';

const start = `with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
`;

ruleTest(rule, {
  flags: {
    'a single step': linearProgram(`${start}    _, value = sess.run([train_op, loss], {x: xs, y: ys})
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-train-op-not-run
    print(value)
`),
    'the result of minimize is dropped': linearProgram(`total = loss * 2
tf.train.AdamOptimizer().minimize(total)
#^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-train-op-not-run
${start}    for step in range(10):
        sess.run(total, {x: xs, y: ys})
        sess.run(train_op, {x: xs, y: ys})
`),
  },
  ignores: {
    'run in a group': linearProgram(`step_op = tf.group(train_op)
${start}    for step in range(10):
        sess.run([step_op, loss], {x: xs, y: ys})
`),
    'run through a control dependency': linearProgram(`with tf.control_dependencies([train_op]):
    value_after = tf.identity(loss)
${start}    for step in range(10):
        sess.run(value_after, {x: xs, y: ys})
`),
    'one of two optimizers is used': linearProgram(`other = tf.train.AdamOptimizer().minimize(loss)
${start}    for step in range(10):
        sess.run([other, loss], {x: xs, y: ys})
`),
    'fetched under a name of a dictionary': linearProgram(`${start}    for step in range(10):
        out = sess.run({'train': train_op, 'loss': loss}, {x: xs, y: ys})
`),
    'fetches from elsewhere': linearProgram(`from helpers import fetches
${start}    for step in range(10):
        sess.run(loss, {x: xs, y: ys})
        sess.run(fetches(), {x: xs, y: ys})
`),
    'made here, run elsewhere': `
import tensorflow as tf
def build(x, y):
    w = tf.Variable(tf.zeros([4, 1]))
    loss = tf.reduce_mean(tf.square(tf.matmul(x, w) - y))
    return loss, tf.train.AdamOptimizer().minimize(loss)
`,
    'a step of a class whose methods others call': linearProgram(`class Trainer:
    def __init__(self):
        self.sess = tf.Session()
        self.sess.run(tf.global_variables_initializer())
    def step(self):
        self.sess.run(train_op, {x: xs, y: ys})
`),
  },
  fixes: {
    'runs it before the loss': {
      before: linearProgram(`${start}    for step in range(10):
        print(sess.run(loss, feed_dict={x: xs, y: ys}))
`),
      after: linearProgram(`${start}    for step in range(10):
        sess.run(train_op, feed_dict={x: xs, y: ys})
        print(sess.run(loss, feed_dict={x: xs, y: ys}))
`),
    },
  },
});
