import { expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment/experiment';
import { planBaseline } from '../../src/plan/plan';
import { readProgram } from '../../src/read/read';
import { testParser } from '../support/parser';

const parser = await testParser();

function planOf(text: string): Experiment | string {
  const [run] = readProgram({
    entry: 'main.py',
    sources: new Map([['main.py', { id: 'main.py', text }]]),
    modules: new Map([['main.py', parser.parse(text)] as const]),
    resolve: () => undefined,
  }).runs;
  if (!run) throw new Error('no run');
  const planned = planBaseline(run);
  return planned.kind === 'not-testable' ? `${planned.what}: ${planned.name}` : planned.experiment;
}

const session = (graph: string, feed = '{x: bx, y: by}'): Experiment | string =>
  planOf(`import tensorflow.compat.v1 as tf
tf.disable_eager_execution()
x = tf.placeholder(tf.float32, [None, 784])
y = tf.placeholder(tf.float32, [None, 10])
${graph}
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(logits=logits, labels=y))
train = tf.train.AdamOptimizer(0.01).minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(1000):
        bx, by = mnist.train.next_batch(100)
        sess.run(train, feed_dict=${feed})
`);

const classesOf = (experiment: Experiment | string) =>
  typeof experiment === 'string'
    ? experiment
    : experiment.arms[0]?.model.nodes.slice(1).map(({ class: name, config }) => [name, config]);

test('products with their bias and activation are Dense layers with the initial values of the variables', () => {
  const planned = session(
    `keep = tf.placeholder(tf.float32)
W1 = tf.Variable(tf.truncated_normal([784, 256], stddev=0.1))
b1 = tf.Variable(tf.constant(0.1, shape=[256]))
W2 = tf.get_variable('W2', [256, 10], initializer=tf.random_normal_initializer())
b2 = tf.Variable(tf.zeros([10]))
hidden = tf.nn.dropout(tf.nn.relu(tf.matmul(x, W1) + b1), keep_prob=keep)
logits = tf.add(tf.matmul(hidden, W2), b2)`,
    '{x: bx, y: by, keep: 0.75}',
  );
  expect(classesOf(planned)).toEqual([
    [
      'Dense',
      {
        units: 256,
        activation: 'relu',
        use_bias: true,
        kernel_initializer: { class: 'TruncatedNormal', config: { mean: 0, stddev: 0.1 } },
        bias_initializer: { class: 'Constant', config: { value: 0.1 } },
      },
    ],
    ['Dropout', { rate: 0.25 }],
    [
      'Dense',
      {
        units: 10,
        use_bias: true,
        kernel_initializer: { class: 'RandomNormal', config: { mean: 0, stddev: 1 } },
        bias_initializer: { class: 'Constant', config: { value: 0 } },
      },
    ],
  ]);
  expect(typeof planned === 'string' ? planned : planned.semantics.backend).toBe('tensorflow-raw');
});

test('convolutions and pooling of tf.nn are layers too', () => {
  const planned = session(`image = tf.reshape(x, [-1, 28, 28, 1])
K = tf.Variable(tf.random_normal([3, 3, 1, 8], stddev=0.01))
c = tf.nn.relu(tf.nn.conv2d(image, K, strides=[1, 1, 1, 1], padding='SAME'))
p = tf.nn.max_pool(c, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='SAME')
W = tf.Variable(tf.random_uniform([14 * 14 * 8, 10], -1.0, 1.0))
logits = tf.matmul(tf.reshape(p, [-1, 14 * 14 * 8]), W)`);
  expect(classesOf(planned)).toEqual([
    ['Reshape', { target_shape: [28, 28, 1] }],
    [
      'Conv2D',
      {
        filters: 8,
        kernel_size: [3, 3],
        strides: [1, 1],
        padding: 'same',
        activation: 'relu',
        use_bias: false,
        kernel_initializer: { class: 'RandomNormal', config: { mean: 0, stddev: expect.closeTo(0.01, 6) as number } },
      },
    ],
    ['MaxPooling2D', { pool_size: [2, 2], strides: [2, 2], padding: 'same' }],
    ['Reshape', { target_shape: [1568] }],
    ['Dense', { units: 10, use_bias: false, kernel_initializer: { class: 'RandomUniform', config: { minval: -1, maxval: 1 } } }],
  ]);
});

test('steps of a session are steps here, whatever a batch has of rows', () => {
  const planned = session('logits = tf.layers.dense(x, 10)');
  if (typeof planned === 'string') throw new Error(planned);
  const { data, arms } = planned;
  const steps = (arms[0]?.fit.epochs ?? 0) * Math.ceil(data.samples / (arms[0]?.fit.batchSize ?? 1));
  expect(Math.abs(steps - 1000)).toBeLessThan(20);
});

test('one weight and one bias are operands of the operations', () => {
  const planned = planOf(`import numpy as np
import tensorflow as tf
X = np.random.rand(100, 1).astype('float32')
Y = 2 * X + 1
w = tf.Variable(0.5)
b = tf.Variable(tf.zeros([1]))
optimizer = tf.keras.optimizers.SGD(0.1)
for i in range(200):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(X * w + b - Y))
    gradients = tape.gradient(loss, [w, b])
    optimizer.apply_gradients(zip(gradients, [w, b]))
`);
  expect(classesOf(planned)).toEqual([
    [
      'operator.mul',
      { '#1': { class: 'variable', config: { shape: [], initializer: { class: 'Constant', config: { value: 0.5 } } } } },
    ],
    [
      'operator.add',
      { '#1': { class: 'variable', config: { shape: [1], initializer: { class: 'Constant', config: { value: 0 } } } } },
    ],
  ]);
});

test('what cannot be rebuilt is named', () => {
  expect(
    session(`W = tf.Variable(tf.zeros([784, 784]))
V = tf.Variable(tf.zeros([784, 10]))
logits = tf.matmul(tf.matmul(tf.matmul(x, W), W), V)`),
  ).toBe('a part of the model: a variable that is used in several places');
});

const written = (loss: string, optimizer = 'tf.train.GradientDescentOptimizer(0.1)'): Experiment['arms'][number] => {
  const planned = planOf(`import numpy as np
import tensorflow.compat.v1 as tf
tf.disable_eager_execution()
x_data = np.random.rand(100, 8).astype('float32')
y_data = x_data.sum(axis=1, keepdims=True)
x = tf.placeholder(tf.float32, [None, 8])
y = tf.placeholder(tf.float32, [None, 1])
W = tf.Variable(tf.zeros([8, 1]))
b = tf.Variable(tf.zeros([1]))
p = tf.matmul(x, W) + b
loss = ${loss}
train = ${optimizer}.minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(100):
        sess.run(train, feed_dict={x: x_data, y: y_data})
`);
  if (typeof planned === 'string') throw new Error(planned);
  const [arm] = planned.arms;
  if (!arm) throw new Error('no arm');
  return arm;
};

test.each(['tf.reduce_sum(tf.square(p - y))', 'tf.reduce_sum(tf.pow(y - p, 2)) / 200', 'tf.reduce_sum((p - y) ** 2)'])(
  'the labels of %s are not a part of the model',
  (loss) => {
    const spec = JSON.stringify(written(loss).heads[0]?.loss);
    expect(spec).toContain('y_true');
    expect(spec).toContain('y_pred');
  },
);

test.each([
  ['tf.train.GradientDescentOptimizer(0.1)', 'SGD', { learning_rate: 0.1 }],
  ['tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True)', 'SGD', { learning_rate: 0.1, momentum: 0.9, nesterov: true }],
  ['tf.train.AdamOptimizer()', 'Adam', { epsilon: 1e-8 }],
  ['tf.train.AdamOptimizer(0.1, beta1=0.5)', 'Adam', { learning_rate: 0.1, beta_1: 0.5, epsilon: 1e-8 }],
  [
    'tf.train.RMSPropOptimizer(0.1, 0.8)',
    'tf.compat.v1.train.RMSPropOptimizer',
    { learning_rate: 0.1, rho: 0.8, epsilon: 1e-10 },
  ],
  ['tf.train.AdagradOptimizer(0.1)', 'tf.compat.v1.train.AdagradOptimizer', { learning_rate: 0.1 }],
])('%s has the formula and the defaults of TensorFlow 1', (optimizer, name, config) => {
  expect(written('tf.reduce_mean(tf.square(p - y))', optimizer).optimizer).toEqual({ class: name, config });
});

test.each([
  ['global_step=step', { class: 'ExponentialDecay', config: { initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5 } }],
  // Nothing counts the step up.
  ['', 0.1],
])('a rate that falls with the steps training counts, minimize(loss, %s)', (counted, rate) => {
  const planned = planOf(`import tensorflow.compat.v1 as tf
tf.disable_eager_execution()
x = tf.placeholder(tf.float32, [None, 8])
y = tf.placeholder(tf.float32, [None, 1])
W = tf.Variable(tf.zeros([8, 1]))
loss = tf.reduce_mean(tf.square(tf.matmul(x, W) - y))
step = tf.Variable(0, trainable=False)
rate = tf.train.exponential_decay(0.1, step, 10, 0.5)
train = tf.train.MomentumOptimizer(rate, 0.9).minimize(loss, ${counted})
with tf.Session() as sess:
    for i in range(100):
        bx, by = batches()
        sess.run(train, feed_dict={x: bx, y: by})
`);
  if (typeof planned === 'string') throw new Error(planned);
  expect(planned.arms[0]?.optimizer.config.learning_rate).toEqual(rate);
  expect(planned.data.assumed).toContainEqual({ what: 'as inputs', value: 'standardized numbers' });
});

test('of a dataset that repeats without end, as many steps as batches are taken of it', () => {
  const planned = planOf(`import tensorflow as tf
(x, y), _ = tf.keras.datasets.mnist.load_data()
x = x.reshape(-1, 784).astype('float32') / 255
data = tf.data.Dataset.from_tensor_slices((x, y)).repeat().shuffle(5000).batch(256).prefetch(1)
W = tf.Variable(tf.zeros([784, 10]))
optimizer = tf.keras.optimizers.SGD(0.1)
for step, (bx, by) in enumerate(data.take(1000), 1):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=by, logits=tf.matmul(bx, W)))
    optimizer.apply_gradients([(tape.gradient(loss, W), W)])
`);
  if (typeof planned === 'string') throw new Error(planned);
  const [arm] = planned.arms;
  const steps = (arm?.fit.epochs ?? 0) * Math.ceil(planned.data.samples / (arm?.fit.batchSize ?? 1));
  expect(Math.abs(steps - 1000)).toBeLessThan(20);
});
