/** Activation x loss, where Keras on TensorFlow does not do what the code says and stock tfjs does something else again. */
import type { ParityCase, ParityTarget } from '../case';
import { dense, loss, parity, stack } from './build';

const ten: ParityTarget = { kind: 'one-hot', classes: 10, shape: [] };
const ids: ParityTarget = { kind: 'classes', classes: 10, shape: [] };
const one: ParityTarget = { kind: 'binary', shape: [1] };

const net = (units: number, activation: string) => stack([12], [dense(16, 'relu'), dense(units, activation)]);
const logits = { from_logits: true };

export const heads: readonly ParityCase[] = [
  parity({ name: 'sigmoid, binary crossentropy', model: net(1, 'sigmoid'), loss: loss('BinaryCrossentropy'), target: one }),
  parity({
    name: 'one softmax unit, binary crossentropy',
    model: net(1, 'softmax'),
    loss: loss('BinaryCrossentropy'),
    target: one,
  }),
  parity({ name: 'one softmax unit, mean squared error', model: net(1, 'softmax'), loss: loss('MeanSquaredError'), target: one }),
  parity({
    name: 'linear, binary crossentropy without logits',
    model: net(1, 'linear'),
    loss: loss('BinaryCrossentropy'),
    target: one,
  }),
  parity({
    name: 'linear, binary crossentropy from logits',
    model: net(1, 'linear'),
    loss: loss('BinaryCrossentropy', logits),
    target: one,
  }),
  parity({ name: 'relu, binary crossentropy', model: net(1, 'relu'), loss: loss('BinaryCrossentropy'), target: one }),
  parity({ name: 'tanh, binary crossentropy', model: net(1, 'tanh'), loss: loss('BinaryCrossentropy'), target: one }),
  parity({
    name: 'sigmoid, labels of shape (n,)',
    model: net(1, 'sigmoid'),
    loss: loss('BinaryCrossentropy'),
    target: { kind: 'binary', shape: [] },
  }),
  parity({
    name: 'saturated sigmoid keeps its gradient',
    model: net(1, 'sigmoid'),
    loss: loss('BinaryCrossentropy'),
    target: one,
    optimizer: ['SGD', { learning_rate: 0.01 }],
    more: { weightScale: 12 },
  }),
  parity({
    name: 'softmax, categorical crossentropy',
    model: net(10, 'softmax'),
    loss: loss('CategoricalCrossentropy'),
    target: ten,
  }),
  parity({
    name: 'softmax, categorical crossentropy, SGD',
    model: net(10, 'softmax'),
    loss: loss('CategoricalCrossentropy'),
    target: ten,
    optimizer: ['SGD', { learning_rate: 0.1 }],
  }),
  parity({
    name: 'softmax, categorical crossentropy from logits',
    model: net(10, 'softmax'),
    loss: loss('CategoricalCrossentropy', logits),
    target: ten,
  }),
  parity({
    name: 'sigmoid, categorical crossentropy',
    model: net(10, 'sigmoid'),
    loss: loss('CategoricalCrossentropy'),
    target: ten,
  }),
  parity({
    name: 'linear, categorical crossentropy without logits',
    model: net(10, 'linear'),
    loss: loss('CategoricalCrossentropy'),
    target: ten,
    optimizer: ['SGD', { learning_rate: 0.001 }],
  }),
  parity({
    name: 'linear, categorical crossentropy from logits',
    model: net(10, 'linear'),
    loss: loss('CategoricalCrossentropy', logits),
    target: ten,
  }),
  parity({
    name: 'relu, categorical crossentropy becomes NaN',
    model: net(10, 'relu'),
    loss: loss('CategoricalCrossentropy'),
    target: ten,
    optimizer: ['SGD', { learning_rate: 0.05 }],
  }),
  parity({
    name: 'softmax, sparse categorical crossentropy',
    model: net(10, 'softmax'),
    loss: loss('SparseCategoricalCrossentropy'),
    target: ids,
  }),
  parity({
    name: 'linear, sparse categorical crossentropy without logits',
    model: net(10, 'linear'),
    loss: loss('SparseCategoricalCrossentropy'),
    target: ids,
    optimizer: ['SGD', { learning_rate: 0.001 }],
  }),
  parity({
    name: 'linear, sparse categorical crossentropy from logits',
    model: net(10, 'linear'),
    loss: loss('SparseCategoricalCrossentropy', logits),
    target: ids,
  }),
  parity({
    name: 'sparse labels of shape (n, 1)',
    model: net(10, 'softmax'),
    loss: loss('SparseCategoricalCrossentropy'),
    target: { kind: 'classes', classes: 10, shape: [1] },
  }),
  parity({
    name: 'two softmax, one-hot binary crossentropy',
    model: net(2, 'softmax'),
    loss: loss('BinaryCrossentropy'),
    target: { kind: 'one-hot', classes: 2, shape: [] },
  }),
  parity({
    name: 'two softmax layers',
    model: stack([12], [dense(16, 'relu'), dense(10, 'softmax'), ['Softmax', {}]]),
    loss: loss('CategoricalCrossentropy'),
    target: ten,
  }),
  parity({
    name: 'softmax as a layer of its own',
    model: stack([12], [dense(16, 'relu'), dense(10), ['Activation', { activation: 'softmax' }]]),
    loss: loss('CategoricalCrossentropy'),
    target: ten,
  }),
  parity({
    name: 'softmax, reshaped: the logits are forgotten',
    model: stack([12], [dense(16, 'relu'), dense(10, 'softmax'), ['Reshape', { target_shape: [10] }]]),
    loss: loss('CategoricalCrossentropy', logits),
    target: ten,
  }),
  parity({
    name: 'softmax into tf.nn.softmax_cross_entropy_with_logits',
    model: net(10, 'softmax'),
    loss: loss('tf.nn.softmax_cross_entropy_with_logits'),
    target: ten,
  }),
  parity({
    name: 'sigmoid into tf.nn.sigmoid_cross_entropy_with_logits',
    model: net(1, 'sigmoid'),
    loss: loss('tf.nn.sigmoid_cross_entropy_with_logits'),
    target: one,
  }),
  parity({
    name: 'zero weights: no gradient to the kernel',
    model: stack([12], [dense(8, 'relu', { kernel_initializer: 'zeros' }), dense(1, 'sigmoid')]),
    loss: loss('BinaryCrossentropy'),
    target: one,
  }),
  parity({
    name: 'binary crossentropy of labels beyond 1',
    model: net(1, 'sigmoid'),
    loss: loss('BinaryCrossentropy'),
    target: { kind: 'positive', shape: [1] },
    optimizer: ['SGD', { learning_rate: 0.01 }],
  }),
  parity({
    name: 'mean squared error of a vector target broadcasts as Keras does',
    model: net(1, 'linear'),
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [] },
  }),
  parity({
    name: 'label smoothing',
    model: net(10, 'softmax'),
    loss: loss('CategoricalCrossentropy', { label_smoothing: 0.1 }),
    target: ten,
  }),
  parity({
    name: 'label smoothing, binary',
    model: net(1, 'sigmoid'),
    loss: loss('BinaryCrossentropy', { label_smoothing: 0.2 }),
    target: one,
  }),
];
