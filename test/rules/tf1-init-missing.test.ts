import rule from '../../src/rules/tf1-init-missing';
import { linearProgram } from '../../src/rules/support/session-examples';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'an initialiser that is made and never run': linearProgram(`init = tf.global_variables_initializer()
sess = tf.Session()
for step in range(10):
    sess.run(train_op, feed_dict={x: xs, y: ys})
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-init-missing
`),
    'only local variables are initialised': linearProgram(`with tf.Session() as sess:
    sess.run(tf.local_variables_initializer())
    print(sess.run(loss, {x: xs, y: ys}))
    #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-init-missing
`),
    'summaries, and updates written by hand': linearProgram(`merged = tf.summary.merge_all()
update = W.assign(W - 0.1 * tf.matmul(tf.transpose(x), prediction - y))
with tf.Session() as sess:
    for step in range(10):
        sess.run([update, merged], {x: xs, y: ys})
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-init-missing
`),
  },
  ignores: {
    'a variable that is assigned first': linearProgram(`with tf.Session() as sess:
    sess.run([W.assign(tf.ones([4, 1])), b.assign(tf.zeros([1]))])
    sess.run(train_op, {x: xs, y: ys})
`),
    'initialised by the default session': linearProgram(`sess = tf.InteractiveSession()
tf.global_variables_initializer().run()
for step in range(10):
    train_op.run({x: xs, y: ys})
`),
    'a group of initialisers': linearProgram(`with tf.Session() as sess:
    sess.run(tf.group(tf.global_variables_initializer(), tf.local_variables_initializer()))
    sess.run(train_op, {x: xs, y: ys})
`),
    'a checkpoint is restored': linearProgram(`saver = tf.train.Saver()
with tf.Session() as sess:
    saver.restore(sess, 'model.ckpt')
    sess.run(train_op, {x: xs, y: ys})
`),
    'restored if there is one, else initialised': linearProgram(`saver = tf.train.Saver()
with tf.Session() as sess:
    try:
        saver.restore(sess, 'model.ckpt')
    except ValueError:
        sess.run(tf.global_variables_initializer())
    sess.run(train_op, {x: xs, y: ys})
`),
    'a helper that was not followed gets the session': linearProgram(`from helpers import prepare
with tf.Session() as sess:
    prepare(sess)
    sess.run(train_op, {x: xs, y: ys})
`),
    'a fetch that is not understood': linearProgram(`from helpers import setup
with tf.Session() as sess:
    sess.run(setup())
    sess.run(train_op, {x: xs, y: ys})
`),
    'a session that initialises by itself': linearProgram(`with tf.train.MonitoredTrainingSession() as sess:
    sess.run(train_op, {x: xs, y: ys})
`),
    'a graph without variables': `
import tensorflow as tf
a = tf.placeholder(tf.float32)
with tf.Session() as sess:
    print(sess.run(a * 2, {a: 1.0}))
`,
    'Keras prepares its own session': linearProgram(`from tensorflow.keras import backend as K
sess = tf.Session()
K.set_session(sess)
sess.run(train_op, {x: xs, y: ys})
`),
    'methods of a class that initialise and train': linearProgram(`class Trainer:
    def __init__(self):
        self.sess = tf.Session()
    def prepare(self):
        self.sess.run(tf.global_variables_initializer())
    def train(self):
        self.sess.run(train_op, {x: xs, y: ys})
`),
  },
  fixes: {
    'before the loop': {
      before: linearProgram(`with tf.Session() as sess:
    for step in range(10):  # train
        sess.run(train_op, feed_dict={x: xs, y: ys})
`),
      after: linearProgram(`with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(10):  # train
        sess.run(train_op, feed_dict={x: xs, y: ys})
`),
    },
  },
});
