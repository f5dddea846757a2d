/**
 * Programs of variables and operations: sessions of TensorFlow 1, and gradient tapes. Real TensorFlow runs the program itself; the probe runs
 * what the interpreter and the plan make of it, so a recording covers everything between the text and the weights.
 */
import type { ParityInput, ParityTarget } from '../case';

export interface RawCase {
  readonly name: string;
  /**
   * `session`: defines placeholders `x` and `y`, a scalar `loss` and `train`. `tape`: defines `loss_of(x, y)`, `variables` and `optimizer`.
   * Variables are made in the order in which the model uses them, weights before biases.
   */
  readonly style: 'session' | 'tape';
  readonly program: string;
  readonly input: ParityInput;
  readonly target: ParityTarget;
  /** The program's own initial values stay; otherwise they are drawn, since random ones of TensorFlow cannot be repeated. */
  readonly ownWeights?: boolean;
  readonly seed: number;
}

const GD = 'tf.train.GradientDescentOptimizer';
const numbers: ParityTarget = { kind: 'normal', shape: [1] };
const ten: ParityTarget = { kind: 'one-hot', classes: 10, shape: [] };

type More = Partial<Omit<RawCase, 'name' | 'program'>>;

const raw = (name: string, program: string, more: More): RawCase => ({
  name,
  style: 'session',
  program: program.trim(),
  input: { kind: 'normal', shape: [8] },
  target: numbers,
  seed: 7,
  ...more,
});

const placeholders = (width: number, outputs: number): string => `
x = tf.placeholder(tf.float32, [None, ${width}])
y = tf.placeholder(tf.float32, [None, ${outputs}])
`;

/** One layer, then a loss of `p`. */
const linear = (name: string, loss: string, optimizer = `${GD}(0.01)`, more: More = {}): RawCase =>
  raw(
    name,
    `${placeholders(8, 1)}
W = tf.Variable(tf.random_normal([8, 1]))
b = tf.Variable(tf.zeros([1]))
p = tf.matmul(x, W) + b
loss = ${loss}
train = ${optimizer}.minimize(loss)`,
    more,
  );

const classifier = (name: string, loss: string, optimizer: string, more: More = {}): RawCase =>
  raw(
    name,
    `${placeholders(12, 10)}
W = tf.Variable(tf.random_normal([12, 10], stddev=0.1))
b = tf.Variable(tf.zeros([10]))
logits = tf.add(tf.matmul(x, W), b)
p = tf.nn.softmax(logits)
loss = ${loss}
train = ${optimizer}.minimize(loss)`,
    { input: { kind: 'normal', shape: [12] }, target: ten, ...more },
  );

/** Two layers, so that an optimizer meets gradients of several sizes. */
const net = (name: string, optimizer: string, before = '', counted = ''): RawCase =>
  raw(
    name,
    `${placeholders(8, 1)}
W1 = tf.Variable(tf.truncated_normal([8, 12], stddev=0.1))
b1 = tf.Variable(tf.constant(0.1, shape=[12]))
W2 = tf.Variable(tf.truncated_normal([12, 1], stddev=0.1))
b2 = tf.Variable(tf.constant(0.1, shape=[1]))
h = tf.nn.relu(tf.matmul(x, W1) + b1)
p = tf.matmul(h, W2) + b2
loss = tf.reduce_mean(tf.square(y - p))
${before}train = ${optimizer}.minimize(loss${counted})`,
    {},
  );

/** The rate falls with a counter that training counts up, if it is handed to it. */
const decaying = (name: string, rate: string, optimizer: string, counted = ', global_step=step'): RawCase =>
  net(name, optimizer, `step = tf.Variable(0, trainable=False)\nrate = tf.train.${rate}\n`, counted);

const hidden = (name: string, layer: string): RawCase =>
  raw(
    name,
    `${placeholders(8, 1)}
W1 = tf.get_variable('W1', [8, 12], initializer=tf.random_normal_initializer(stddev=0.1))
b1 = tf.get_variable('b1', [12], initializer=tf.zeros_initializer())
W2 = tf.get_variable('W2', [12, 1])
h = ${layer}
loss = tf.reduce_mean(tf.squared_difference(tf.matmul(h, W2), y))
train = ${GD}(0.05).minimize(loss)`,
    {},
  );

const pictures = (name: string, model: string): RawCase =>
  raw(
    name,
    `
x = tf.placeholder(tf.float32, [None, 36])
y = tf.placeholder(tf.float32, [None, 10])
image = tf.reshape(x, [-1, 6, 6, 1])
${model.trim()}
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(logits=logits, labels=y))
train = tf.train.AdamOptimizer(0.01).minimize(loss)`,
    { input: { kind: 'normal', shape: [36] }, target: ten },
  );

const tape = (name: string, program: string, more: More = {}): RawCase => raw(name, program, { style: 'tape', ...more });

export const rawCases: readonly RawCase[] = [
  linear('mean of squares', 'tf.reduce_mean(tf.square(p - y))'),
  linear('sum of squares', 'tf.reduce_sum(tf.square(p - y))', `${GD}(0.001)`),
  linear('sum of powers, halved', 'tf.reduce_sum(tf.pow(p - y, 2)) / (2 * 16)'),
  linear('absolute difference', 'tf.reduce_mean(tf.abs(y - p))'),
  linear('tf.losses.mean_squared_error', 'tf.losses.mean_squared_error(y, p)'),
  linear('tf.losses.huber_loss', 'tf.losses.huber_loss(labels=y, predictions=p)'),
  linear(
    'sigmoid cross-entropy of logits',
    'tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=p, labels=y))',
    `${GD}(0.1)`,
    { target: { kind: 'binary', shape: [1] } },
  ),
  raw(
    'logistic regression by hand',
    `${placeholders(8, 1)}
W = tf.Variable(tf.random_normal([8, 1]), name='weight')
b = tf.Variable(tf.random_normal([1]), name='bias')
hypothesis = tf.sigmoid(tf.matmul(x, W) + b)
loss = -tf.reduce_mean(y * tf.log(hypothesis) + (1 - y) * tf.log(1 - hypothesis))
train = ${GD}(learning_rate=0.01).minimize(loss)`,
    { target: { kind: 'binary', shape: [1] } },
  ),
  raw(
    'one weight and one bias',
    `
x = tf.placeholder(tf.float32)
y = tf.placeholder(tf.float32)
W = tf.Variable(0.5)
b = tf.Variable(-0.3)
loss = tf.reduce_sum(tf.square(W * x + b - y))
train = ${GD}(0.01).minimize(loss)`,
    { input: { kind: 'normal', shape: [] }, target: { kind: 'normal', shape: [] }, ownWeights: true },
  ),
  classifier('softmax regression, logarithm of the softmax', '-tf.reduce_sum(y * tf.log(p))', `${GD}(0.01)`),
  classifier(
    'softmax regression, mean over rows',
    'tf.reduce_mean(-tf.reduce_sum(y * tf.log(p), reduction_indices=[1]))',
    `${GD}(0.5)`,
  ),
  classifier('clipped logarithm', '-tf.reduce_mean(y * tf.log(tf.clip_by_value(p, 1e-10, 1.0)))', `${GD}(0.5)`),
  classifier(
    'softmax cross-entropy of logits',
    'tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=y))',
    'tf.train.AdamOptimizer(0.01)',
  ),
  classifier(
    'softmax before softmax cross-entropy',
    'tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=p, labels=y))',
    `${GD}(0.5)`,
  ),
  classifier('tf.losses.softmax_cross_entropy', 'tf.losses.softmax_cross_entropy(y, logits)', `${GD}(0.5)`),
  raw(
    'sparse softmax cross-entropy, from zeros',
    `
x = tf.placeholder(tf.float32, [None, 12])
y = tf.placeholder(tf.int64, [None])
W = tf.Variable(tf.zeros([12, 10]))
b = tf.Variable(tf.zeros([10]))
logits = tf.nn.xw_plus_b(x, W, b)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
train = ${GD}(0.5).minimize(loss)`,
    { input: { kind: 'normal', shape: [12] }, target: { kind: 'classes', classes: 10, shape: [] }, ownWeights: true },
  ),
  hidden('relu', 'tf.nn.relu(tf.matmul(x, W1) + b1)'),
  hidden('sigmoid', 'tf.nn.sigmoid(tf.add(tf.matmul(x, W1), b1))'),
  hidden('tanh', 'tf.tanh(tf.nn.bias_add(tf.matmul(x, W1), b1))'),
  hidden('softmax, hidden', 'tf.nn.softmax(tf.matmul(x, W1) + b1)'),
  hidden('leaky relu', 'tf.nn.leaky_relu(tf.matmul(x, W1) + b1)'),
  hidden('elu', 'tf.nn.elu(tf.matmul(x, W1) + b1)'),
  hidden('dropout, by what is kept', 'tf.nn.dropout(tf.nn.relu(tf.matmul(x, W1) + b1), keep_prob=0.75)'),
  hidden('dropout, by what is dropped', 'tf.nn.dropout(tf.nn.tanh(tf.matmul(x, W1) + b1), rate=0.4)'),
  net('MomentumOptimizer', 'tf.train.MomentumOptimizer(0.01, 0.9)'),
  net('MomentumOptimizer, Nesterov', 'tf.train.MomentumOptimizer(0.01, 0.9, use_nesterov=True)'),
  net('AdamOptimizer', 'tf.train.AdamOptimizer()'),
  net('AdamOptimizer, epsilon 0.1', 'tf.train.AdamOptimizer(0.01, beta1=0.8, beta2=0.99, epsilon=0.1)'),
  net('RMSPropOptimizer', 'tf.train.RMSPropOptimizer(0.001)'),
  net('RMSPropOptimizer with decay and momentum', 'tf.train.RMSPropOptimizer(0.01, 0.8, momentum=0.5)'),
  net('RMSPropOptimizer, centered', 'tf.train.RMSPropOptimizer(0.01, decay=0.95, centered=True, epsilon=0.01)'),
  net('AdagradOptimizer', 'tf.train.AdagradOptimizer(0.05)'),
  net('AdadeltaOptimizer', 'tf.train.AdadeltaOptimizer(1.0)'),
  net('FtrlOptimizer', 'tf.train.FtrlOptimizer(0.05)'),
  decaying(
    'exponential_decay, MomentumOptimizer',
    'exponential_decay(0.05, step, 10, 0.5, staircase=True)',
    'tf.train.MomentumOptimizer(rate, 0.9)',
  ),
  decaying('exponential_decay of a counter that nothing counts up', 'exponential_decay(0.05, step, 10, 0.5)', `${GD}(rate)`, ''),
  decaying('piecewise_constant', 'piecewise_constant(step, [10, 30], [0.1, 0.03, 0.01])', `${GD}(rate)`),
  decaying('polynomial_decay', 'polynomial_decay(0.1, step, 30, power=2.0)', 'tf.train.AdamOptimizer(rate)'),
  raw(
    'a part of a layer',
    `${placeholders(8, 1)}
W1 = tf.Variable(tf.random_normal([8, 12]))
W2 = tf.Variable(tf.random_normal([6, 1]))
h = tf.tanh(tf.matmul(x, W1))
loss = tf.reduce_mean(tf.square(tf.matmul(h[:, 2:8], W2) - y))
train = ${GD}(0.05).minimize(loss)`,
    {},
  ),
  pictures(
    'conv2d SAME, max_pool, reshape',
    `
K = tf.Variable(tf.truncated_normal([3, 3, 1, 4], stddev=0.1))
c = tf.Variable(tf.constant(0.1, shape=[4]))
h = tf.nn.relu(tf.nn.conv2d(image, K, strides=[1, 1, 1, 1], padding='SAME') + c)
h = tf.nn.max_pool(h, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='SAME')
W = tf.Variable(tf.truncated_normal([3 * 3 * 4, 10], stddev=0.1))
b = tf.Variable(tf.constant(0.1, shape=[10]))
logits = tf.matmul(tf.reshape(h, [-1, 3 * 3 * 4]), W) + b`,
  ),
  pictures(
    'conv2d VALID with strides, avg_pool',
    `
K = tf.Variable(tf.random_normal([3, 3, 1, 4]))
h = tf.nn.tanh(tf.nn.conv2d(image, K, strides=[1, 1, 1, 1], padding='VALID'))
h = tf.nn.avg_pool(h, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='VALID')
W = tf.Variable(tf.random_normal([16, 10]))
logits = tf.matmul(tf.reshape(h, [-1, 16]), W)`,
  ),
  tape(
    'tape: mean of squares, Keras SGD',
    `
W = tf.Variable(tf.random.normal([8, 1]))
b = tf.Variable(tf.zeros([1]))
variables = [W, b]
optimizer = tf.keras.optimizers.SGD(0.05)
def loss_of(x, y):
    return tf.reduce_mean(tf.square(tf.matmul(x, W) + b - y))`,
  ),
  tape(
    'tape: two layers, Keras Adam',
    `
W1 = tf.Variable(tf.random.normal([12, 16], stddev=0.1))
b1 = tf.Variable(tf.zeros([16]))
W2 = tf.Variable(tf.random.normal([16, 10], stddev=0.1))
b2 = tf.Variable(tf.zeros([10]))
variables = [W1, b1, W2, b2]
optimizer = tf.optimizers.Adam(0.01)
def loss_of(x, y):
    hidden = tf.nn.relu(x @ W1 + b1)
    logits = hidden @ W2 + b2
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))`,
    { input: { kind: 'normal', shape: [12] }, target: ten },
  ),
  tape(
    'tape: convolution by hand, clipped logarithm',
    `
K = tf.Variable(tf.random.normal([3, 3, 1, 4], stddev=0.1))
W = tf.Variable(tf.random.normal([36, 10], stddev=0.1))
b = tf.Variable(tf.zeros([10]))
variables = [K, W, b]
optimizer = tf.keras.optimizers.RMSprop(0.005)
def loss_of(x, y):
    h = tf.nn.relu(tf.nn.conv2d(tf.reshape(x, [-1, 6, 6, 1]), K, strides=1, padding='SAME'))
    h = tf.nn.max_pool2d(h, ksize=2, strides=2, padding='SAME')
    p = tf.nn.softmax(tf.matmul(tf.reshape(h, [-1, 36]), W) + b)
    return tf.reduce_mean(-tf.reduce_sum(y * tf.math.log(tf.clip_by_value(p, 1e-9, 1.0)), axis=1))`,
    { input: { kind: 'normal', shape: [36] }, target: ten },
  ),
];
