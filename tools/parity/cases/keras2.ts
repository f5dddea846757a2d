/** What Keras 2 (2.15, the last of them) does otherwise than Keras 3, and the most used of what it does alike. */
import type { Json, JsonObject } from '../../../src/experiment/json';
import type { ParityCase, ParityTarget } from '../case';
import { dense, loss, parity, stack, type CaseParts, type LayerLine } from './build';

const two = (parts: CaseParts): ParityCase => parity({ ...parts, more: { ...parts.more, keras: 2 } });

const net = stack([8], [dense(12, 'relu'), dense(12, 'relu'), dense(1)]);

const optimizer = (name: string, config: JsonObject = {}): ParityCase =>
  two({
    name: `${name} ${JSON.stringify(config)}`,
    model: net,
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [1] },
    optimizer: [name, config],
  });

const legacy = (name: string, config: JsonObject = {}): ParityCase => optimizer(`keras.optimizers.legacy.${name}`, config);

const schedule = (name: string, config: JsonObject): ParityCase =>
  optimizer('SGD', { learning_rate: { class: name, config } satisfies Json });

const layer = (name: string, shape: readonly number[], layers: readonly LayerLine[]): ParityCase =>
  two({
    name,
    model: stack(shape, layers),
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [2] },
    optimizer: ['SGD', { learning_rate: 0.05 }],
  });

const head = (
  name: string,
  units: number,
  activation: string,
  spec: ReturnType<typeof loss>,
  target: ParityTarget,
  chosen?: CaseParts['optimizer'],
): ParityCase =>
  two({
    name,
    model: stack([12], [dense(16, 'relu'), dense(units, activation)]),
    loss: spec,
    target,
    ...(chosen && { optimizer: chosen }),
  });

const flat: readonly LayerLine[] = [['Flatten', {}], dense(2)];
const series = [8, 3];
const image = [6, 6, 3];
const ten: ParityTarget = { kind: 'one-hot', classes: 10, shape: [] };
const ids: ParityTarget = { kind: 'classes', classes: 10, shape: [] };
const one: ParityTarget = { kind: 'binary', shape: [1] };

export const keras2: readonly ParityCase[] = [
  optimizer('SGD'),
  optimizer('SGD', { learning_rate: 0.01, momentum: 0.9, nesterov: true }),
  optimizer('SGD', { learning_rate: 0.1, weight_decay: 0.1 }),
  optimizer('SGD', { learning_rate: 0.1, clipnorm: 0.1 }),
  optimizer('Adam'),
  optimizer('AdamW'),
  optimizer('Nadam', { learning_rate: 0.01 }),
  optimizer('Adamax', { learning_rate: 0.01 }),
  optimizer('RMSprop'),
  optimizer('RMSprop', { learning_rate: 0.002, centered: true, momentum: 0.5 }),
  optimizer('Adagrad', { learning_rate: 0.05 }),
  optimizer('Adadelta', { learning_rate: 1 }),
  optimizer('Ftrl', { learning_rate: 0.05 }),
  optimizer('Lion'),
  legacy('SGD', { lr: 0.05, decay: 0.02, momentum: 0.9 }),
  legacy('SGD', { learning_rate: 0.1, clipvalue: 0.02 }),
  legacy('Adam', { lr: 0.01, decay: 0.05 }),
  legacy('Adam', { learning_rate: 0.01, amsgrad: true, epsilon: 0.01 }),
  legacy('RMSprop', { learning_rate: 0.005, epsilon: 0.01 }),
  legacy('RMSprop', { learning_rate: 0.002, centered: true }),
  legacy('RMSprop', { learning_rate: 0.002, momentum: 0.5, epsilon: 0.001 }),
  legacy('Adagrad', { learning_rate: 0.05, epsilon: 0.01 }),
  legacy('Adadelta', { learning_rate: 1 }),
  legacy('Nadam', { learning_rate: 0.01 }),
  legacy('Adamax', { learning_rate: 0.01 }),
  legacy('Ftrl', { learning_rate: 0.05, l1_regularization_strength: 0.01 }),
  schedule('ExponentialDecay', { initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5, staircase: true }),
  schedule('CosineDecay', { initial_learning_rate: 0.1, decay_steps: 40, alpha: 0.1 }),
  schedule('PolynomialDecay', { initial_learning_rate: 0.1, decay_steps: 30, end_learning_rate: 0.001, power: 2 }),
  schedule('PiecewiseConstantDecay', { boundaries: [10, 30], values: [0.1, 0.03, 0.01] }),
  layer('hard_sigmoid', [8], [dense(12, 'hard_sigmoid'), dense(2)]),
  layer('leaky_relu by name', [8], [dense(12, 'leaky_relu'), dense(2)]),
  layer('LeakyReLU', [8], [dense(12), ['LeakyReLU', {}], dense(2)]),
  layer('LeakyReLU with alpha', [8], [dense(12), ['LeakyReLU', { alpha: 0.1 }], dense(2)]),
  layer('BatchNormalization', [8], [dense(12), ['BatchNormalization', {}], ['Activation', { activation: 'relu' }], dense(2)]),
  layer('BatchNormalization of images', image, [['Conv2D', { filters: 4, kernel_size: 3 }], ['BatchNormalization', {}], ...flat]),
  layer('LayerNormalization', [8], [dense(12, 'tanh'), ['LayerNormalization', {}], dense(2)]),
  layer('Dropout', [8], [dense(12, 'relu'), ['Dropout', { rate: 0.4 }], dense(2)]),
  layer('two Conv2D with MaxPooling2D', image, [
    ['Conv2D', { filters: 4, kernel_size: 3, padding: 'same', activation: 'relu' }],
    ['MaxPooling2D', {}],
    ['Conv2D', { filters: 5, kernel_size: 3, activation: 'relu' }],
    ...flat,
  ]),
  layer('SimpleRNN', series, [['SimpleRNN', { units: 5 }], dense(2)]),
  layer('LSTM', series, [['LSTM', { units: 5 }], dense(2)]),
  layer('LSTM, hard sigmoid', series, [['LSTM', { units: 5, recurrent_activation: 'hard_sigmoid' }], dense(2)]),
  layer('GRU', series, [['GRU', { units: 5 }], dense(2)]),
  layer('GRU, reset before', series, [['GRU', { units: 5, reset_after: false }], dense(2)]),
  layer('Bidirectional LSTM', series, [['Bidirectional', { layer: { class: 'LSTM', config: { units: 4 } } }], dense(2)]),
  two({
    name: 'Embedding, masked, and LSTM',
    model: stack([6], [['Embedding', { input_dim: 20, output_dim: 4, mask_zero: true }], ['LSTM', { units: 4 }], dense(2)]),
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [2] },
    input: { kind: 'tokens', shape: [6], vocabulary: 20, padding: 3 },
    optimizer: ['SGD', { learning_rate: 0.05 }],
  }),
  two({
    name: 'L2 and activity regularizers',
    model: stack(
      [8],
      [
        dense(12, 'relu', {
          kernel_regularizer: { class: 'L2', config: { l2: 0.1 } },
          activity_regularizer: { class: 'L2', config: { l2: 0.1 } },
        }),
        dense(1),
      ],
    ),
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [1] },
  }),
  head('sigmoid, binary crossentropy', 1, 'sigmoid', loss('BinaryCrossentropy'), one),
  head('one softmax unit, binary crossentropy', 1, 'softmax', loss('BinaryCrossentropy'), one),
  head('linear, binary crossentropy without logits', 1, 'linear', loss('BinaryCrossentropy'), one, [
    'SGD',
    { learning_rate: 0.001 },
  ]),
  head('softmax, categorical crossentropy', 10, 'softmax', loss('CategoricalCrossentropy'), ten),
  head(
    'softmax, categorical crossentropy from logits, smoothed',
    10,
    'softmax',
    loss('CategoricalCrossentropy', { from_logits: true, label_smoothing: 0.1 }),
    ten,
  ),
  head('sigmoid, categorical crossentropy', 10, 'sigmoid', loss('CategoricalCrossentropy'), ten),
  head('softmax, sparse categorical crossentropy', 10, 'softmax', loss('SparseCategoricalCrossentropy'), ids),
  head(
    'linear, sparse categorical crossentropy from logits',
    10,
    'linear',
    loss('SparseCategoricalCrossentropy', { from_logits: true }),
    ids,
  ),
  head('Huber', 3, 'linear', loss('Huber'), { kind: 'normal', shape: [3] }),
  head('MeanSquaredLogarithmicError', 3, 'softplus', loss('MeanSquaredLogarithmicError'), { kind: 'positive', shape: [3] }),
  head('MeanAbsoluteError, reduction sum', 3, 'linear', loss('MeanAbsoluteError', { reduction: 'sum' }), {
    kind: 'normal',
    shape: [3],
  }),
];
