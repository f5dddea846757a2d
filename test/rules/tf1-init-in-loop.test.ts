import rule from '../../src/rules/tf1-init-in-loop';
import { linearProgram } from '../../src/rules/support/session-examples';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'each epoch, with batches of a dataset iterator': linearProgram(`with tf.Session() as sess:
    for epoch in range(epochs):
        sess.run(tf.global_variables_initializer())
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-init-in-loop
        try:
            while True:
                sess.run(train_op)
        except tf.errors.OutOfRangeError:
            pass
`),
    'each epoch, over counted batches': linearProgram(`init = tf.global_variables_initializer()
with tf.Session() as sess:
    for epoch in range(100):
        sess.run(init)
#       ^^^^^^^^^^^^^^ tf1-init-in-loop
        for i in range(10):
            sess.run(train_op, {x: xs[i * 20:(i + 1) * 20], y: ys[i * 20:(i + 1) * 20]})
`),
    'after the checkpoint': linearProgram(`saver = tf.train.Saver()
with tf.Session() as sess:
    saver.restore(sess, 'model.ckpt')
    sess.run(tf.global_variables_initializer())
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-init-in-loop
    for step in range(100):
        sess.run(train_op, {x: xs, y: ys})
`),
  },
  ignores: {
    'once before the loop': linearProgram(`with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(100):
        sess.run(train_op, {x: xs, y: ys})
`),
    'only in the first round': linearProgram(`with tf.Session() as sess:
    for epoch in range(10):
        if epoch == 0:
            sess.run(tf.global_variables_initializer())
        sess.run(train_op, {x: xs, y: ys})
`),
    'a run for every setting': linearProgram(`with tf.Session() as sess:
    for trial in range(5):
        sess.run(tf.global_variables_initializer())
        for step in range(100):
            sess.run(train_op, {x: xs, y: ys})
`),
    'folds of a split': linearProgram(`from sklearn.model_selection import KFold
with tf.Session() as sess:
    for train, test in KFold(5).split(xs):
        sess.run(tf.global_variables_initializer())
        for step in range(100):
            sess.run(train_op, {x: xs[train], y: ys[train]})
`),
    'each round has its own session': linearProgram(`for i in range(3):
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train_op, {x: xs, y: ys})
`),
    'initialised, then restored': linearProgram(`saver = tf.train.Saver()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    saver.restore(sess, 'model.ckpt')
    sess.run(train_op, {x: xs, y: ys})
`),
    'an iterator that is started anew': linearProgram(`data = tf.data.Dataset.from_tensor_slices((xs, ys)).batch(10)
iterator = data.make_initializable_iterator()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(10):
        sess.run(iterator.initializer)
        sess.run(train_op, {x: xs, y: ys})
`),
  },
  fixes: {
    'moves the line': {
      before: linearProgram(`with tf.Session() as sess:
    for epoch in range(20):
        sess.run(tf.global_variables_initializer())
        sess.run(train_op, {x: xs, y: ys})
`),
      after: linearProgram(`with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(20):
        sess.run(train_op, {x: xs, y: ys})
`),
    },
  },
});
