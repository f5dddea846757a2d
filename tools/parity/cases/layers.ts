/** Layers one by one, each followed by what makes a small model of it. */
import type { JsonObject } from '../../../src/experiment/json';
import type { ParityCase, ParityInput, ParityTarget } from '../case';
import { dense, loss, parity, stack, type LayerLine } from './build';

const numbers: ParityTarget = { kind: 'normal', shape: [2] };
const slow = ['SGD', { learning_rate: 0.05 }] as const;

const of = (
  name: string,
  shape: readonly number[],
  layers: readonly LayerLine[],
  more: Partial<ParityCase> = {},
  optimizer: readonly [string, JsonObject?] = slow,
): ParityCase => parity({ name, model: stack(shape, layers), loss: loss('MeanSquaredError'), target: numbers, optimizer, more });

const flat: readonly LayerLine[] = [['Flatten', {}], dense(2)];
const image = [6, 6, 3];
const series = [8, 3];
const tokens = (padding = 0): ParityInput => ({ kind: 'tokens', shape: [6], vocabulary: 20, padding });
const text = (name: string, layers: readonly LayerLine[], padding = 0): ParityCase =>
  parity({
    name,
    model: stack([6], layers),
    loss: loss('MeanSquaredError'),
    target: numbers,
    input: tokens(padding),
    optimizer: slow,
  });

export const images: readonly ParityCase[] = [
  of('Conv2D same relu', image, [['Conv2D', { filters: 4, kernel_size: 3, padding: 'same', activation: 'relu' }], ...flat]),
  of('Conv2D valid, strides', image, [['Conv2D', { filters: 4, kernel_size: [3, 2], strides: 2, activation: 'tanh' }], ...flat]),
  of('Conv2D same, strides, no bias', image, [
    ['Conv2D', { filters: 4, kernel_size: 3, strides: 2, padding: 'same', use_bias: false }],
    ...flat,
  ]),
  of('Conv2D dilated', image, [['Conv2D', { filters: 4, kernel_size: 2, dilation_rate: 2, activation: 'tanh' }], ...flat]),
  of('Conv2D groups', [6, 6, 4], [['Conv2D', { filters: 4, kernel_size: 3, groups: 2, activation: 'tanh' }], ...flat]),
  of(
    'two Conv2D with MaxPooling2D, Adam',
    image,
    [
      ['Conv2D', { filters: 4, kernel_size: 3, padding: 'same', activation: 'relu' }],
      ['MaxPooling2D', {}],
      ['Conv2D', { filters: 5, kernel_size: 3, activation: 'relu' }],
      ...flat,
    ],
    {},
    ['Adam', { learning_rate: 0.005 }],
  ),
  of('Conv2DTranspose same', image, [
    ['Conv2DTranspose', { filters: 3, kernel_size: 3, strides: 2, padding: 'same', activation: 'tanh' }],
    ...flat,
  ]),
  of(
    'Conv2DTranspose valid',
    [4, 4, 2],
    [['Conv2DTranspose', { filters: 3, kernel_size: 3, strides: 2, activation: 'tanh' }], ...flat],
  ),
  of('DepthwiseConv2D', image, [['DepthwiseConv2D', { kernel_size: 3, depth_multiplier: 2, activation: 'tanh' }], ...flat]),
  of('SeparableConv2D', image, [
    ['SeparableConv2D', { filters: 4, kernel_size: 3, padding: 'same', activation: 'tanh' }],
    ...flat,
  ]),
  of(
    'AveragePooling2D same',
    [5, 5, 3],
    [['Conv2D', { filters: 4, kernel_size: 1 }], ['AveragePooling2D', { pool_size: 2, padding: 'same' }], ...flat],
  ),
  of('MaxPooling2D, overlapping, valid', image, [
    ['Conv2D', { filters: 4, kernel_size: 1 }],
    ['MaxPooling2D', { pool_size: 3, strides: 1 }],
    ...flat,
  ]),
  of('MaxPooling2D, overlapping', image, [
    ['Conv2D', { filters: 4, kernel_size: 1 }],
    ['MaxPooling2D', { pool_size: 3, strides: 2, padding: 'same' }],
    ...flat,
  ]),
  of('GlobalAveragePooling2D', image, [
    ['Conv2D', { filters: 4, kernel_size: 3, activation: 'relu' }],
    ['GlobalAveragePooling2D', {}],
    dense(2),
  ]),
  of('GlobalMaxPooling2D', image, [['Conv2D', { filters: 4, kernel_size: 3 }], ['GlobalMaxPooling2D', {}], dense(2)]),
  of('BatchNormalization of images', image, [
    ['Conv2D', { filters: 4, kernel_size: 3 }],
    ['BatchNormalization', {}],
    ['ReLU', {}],
    ...flat,
  ]),
  of(
    'GroupNormalization',
    [4, 4, 4],
    [['Conv2D', { filters: 4, kernel_size: 1 }], ['GroupNormalization', { groups: 2 }], ...flat],
  ),
  of(
    'ZeroPadding2D, Cropping2D, UpSampling2D',
    [4, 4, 2],
    [
      [
        'ZeroPadding2D',
        {
          padding: [
            [1, 0],
            [2, 1],
          ],
        },
      ],
      ['Conv2D', { filters: 3, kernel_size: 2, activation: 'tanh' }],
      ['UpSampling2D', { size: [2, 1] }],
      [
        'Cropping2D',
        {
          cropping: [
            [1, 2],
            [1, 0],
          ],
        },
      ],
      ...flat,
    ],
  ),
  of('SpatialDropout2D', image, [
    ['Conv2D', { filters: 6, kernel_size: 3, activation: 'tanh' }],
    ['SpatialDropout2D', { rate: 0.4 }],
    ...flat,
  ]),
  of('Rescaling', image, [
    ['Rescaling', { scale: 0.5, offset: -0.1 }],
    ['Conv2D', { filters: 3, kernel_size: 3, activation: 'tanh' }],
    ...flat,
  ]),
];

export const dense2: readonly ParityCase[] = [
  of('BatchNormalization', [6], [dense(8), ['BatchNormalization', {}], ['Activation', { activation: 'relu' }], dense(2)]),
  of(
    'BatchNormalization, momentum 0.5, no scale',
    [6],
    [dense(8), ['BatchNormalization', { momentum: 0.5, scale: false }], dense(2)],
  ),
  of('BatchNormalization frozen', [6], [dense(8), ['BatchNormalization', { trainable: false }], dense(2)]),
  of('LayerNormalization', [6], [dense(8), ['LayerNormalization', {}], dense(2)]),
  of('UnitNormalization', [6], [dense(8), ['UnitNormalization', {}], dense(2)]),
  of('Dropout', [6], [dense(16, 'tanh'), ['Dropout', { rate: 0.5 }], dense(2)]),
  of('GaussianNoise', [6], [['GaussianNoise', { stddev: 0.3 }], dense(8, 'tanh'), dense(2)]),
  of('GaussianDropout', [6], [dense(8, 'tanh'), ['GaussianDropout', { rate: 0.3 }], dense(2)]),
  of('AlphaDropout', [6], [dense(16, 'selu'), ['AlphaDropout', { rate: 0.3 }], dense(2)]),
  of('LeakyReLU', [6], [dense(8), ['LeakyReLU', {}], dense(2)]),
  of('PReLU', [6], [dense(8), ['PReLU', {}], dense(2)]),
  of('ELU', [6], [dense(8), ['ELU', { alpha: 0.7 }], dense(2)]),
  of(
    'ReLU with threshold and slope',
    [6],
    [dense(8), ['ReLU', { max_value: 1.5, negative_slope: 0.1, threshold: 0.2 }], dense(2)],
  ),
  of('Softmax layer, hidden', [6], [dense(8), ['Softmax', {}], dense(2)]),
  of(
    'Reshape, Permute, RepeatVector',
    [6],
    [
      ['RepeatVector', { n: 4 }],
      ['Permute', { dims: [2, 1] }],
      dense(3, 'tanh'),
      ['Reshape', { target_shape: [3, -1] }],
      ['Flatten', {}],
      dense(2),
    ],
  ),
  of('Dense on sequences', series, [dense(5, 'relu'), ...flat]),
  of('Normalization', [3], [['Normalization', { mean: [0.5, 0, -0.5], variance: [2, 1, 0.5] }], dense(4, 'tanh'), dense(2)]),
];

export const sequences: readonly ParityCase[] = [
  of('Conv1D same', series, [['Conv1D', { filters: 4, kernel_size: 3, padding: 'same', activation: 'relu' }], ...flat]),
  of('Conv1D causal, dilated', series, [
    ['Conv1D', { filters: 4, kernel_size: 2, padding: 'causal', dilation_rate: 2, activation: 'tanh' }],
    ...flat,
  ]),
  of('MaxPooling1D and AveragePooling1D', series, [
    ['Conv1D', { filters: 4, kernel_size: 1 }],
    ['MaxPooling1D', {}],
    ['AveragePooling1D', { pool_size: 2 }],
    ...flat,
  ]),
  of('GlobalMaxPooling1D', series, [['Conv1D', { filters: 4, kernel_size: 3 }], ['GlobalMaxPooling1D', {}], dense(2)]),
  of('ZeroPadding1D, Cropping1D, UpSampling1D', series, [
    ['ZeroPadding1D', {}],
    ['Conv1D', { filters: 3, kernel_size: 3 }],
    ['UpSampling1D', {}],
    ['Cropping1D', { cropping: [1, 2] }],
    ...flat,
  ]),
  of('SpatialDropout1D', series, [
    ['Conv1D', { filters: 6, kernel_size: 3, activation: 'tanh' }],
    ['SpatialDropout1D', { rate: 0.4 }],
    ...flat,
  ]),
  of('SimpleRNN', series, [['SimpleRNN', { units: 5 }], dense(2)]),
  of(
    'SimpleRNN relu, sequences',
    series,
    [['SimpleRNN', { units: 5, activation: 'relu', return_sequences: true }], ...flat],
    {},
    ['SGD', { learning_rate: 0.01 }],
  ),
  of('LSTM', series, [['LSTM', { units: 5 }], dense(2)]),
  of('LSTM stacked, Adam', series, [['LSTM', { units: 5, return_sequences: true }], ['LSTM', { units: 4 }], dense(2)], {}, [
    'Adam',
    { learning_rate: 0.01 },
  ]),
  of('LSTM backwards, hard sigmoid', series, [
    ['LSTM', { units: 5, go_backwards: true, recurrent_activation: 'hard_sigmoid' }],
    dense(2),
  ]),
  of('GRU', series, [['GRU', { units: 5 }], dense(2)]),
  of('GRU, reset before', series, [['GRU', { units: 5, reset_after: false, return_sequences: true }], ...flat]),
  of('Bidirectional LSTM', series, [['Bidirectional', { layer: { class: 'LSTM', config: { units: 4 } } }], dense(2)]),
  of('Bidirectional GRU, sequences, sum', series, [
    ['Bidirectional', { layer: { class: 'GRU', config: { units: 4, return_sequences: true } }, merge_mode: 'sum' }],
    ...flat,
  ]),
  of('TimeDistributed Dense', series, [
    ['TimeDistributed', { layer: { class: 'Dense', config: { units: 4, activation: 'tanh' } } }],
    ...flat,
  ]),
  of('Masking and LSTM', series, [['Masking', { mask_value: 0 }], ['LSTM', { units: 4 }], dense(2)]),
  text('Embedding and pooling', [['Embedding', { input_dim: 20, output_dim: 4 }], ['GlobalAveragePooling1D', {}], dense(2)]),
  text(
    'Embedding, masked, and pooling',
    [['Embedding', { input_dim: 20, output_dim: 4, mask_zero: true }], ['GlobalAveragePooling1D', {}], dense(2)],
    3,
  ),
  text(
    'Embedding, masked, and LSTM',
    [['Embedding', { input_dim: 20, output_dim: 4, mask_zero: true }], ['LSTM', { units: 4 }], dense(2)],
    3,
  ),
  text(
    'Embedding, masked, and GRU',
    [['Embedding', { input_dim: 20, output_dim: 4, mask_zero: true }], ['GRU', { units: 4 }], dense(2)],
    3,
  ),
];

/** Inputs of two branches of one input, and what joins them. */
const joined = (name: string, join: LayerLine, size = 5): ParityCase => ({
  ...of(name, [6], [dense(2)]),
  model: {
    nodes: [
      { id: 'input', class: 'InputLayer', config: { shape: [6] }, inbound: [] },
      { id: 'left', class: 'Dense', config: { units: size, activation: 'tanh' }, inbound: ['input'] },
      { id: 'right', class: 'Dense', config: { units: size, activation: 'sigmoid' }, inbound: ['input'] },
      { id: 'join', class: join[0], config: join[1] ?? {}, inbound: ['left', 'right'] },
      { id: 'out', class: 'Dense', config: { units: 2 }, inbound: ['join'] },
    ],
    inputs: ['input'],
    outputs: ['out'],
  },
  heads: [{ output: 'out', target: 0, loss: loss('MeanSquaredError') }],
});

const attention = (name: string, layer: string, config: JsonObject): ParityCase => ({
  ...of(name, series, [dense(2)]),
  model: {
    nodes: [
      { id: 'input', class: 'InputLayer', config: { shape: series }, inbound: [] },
      { id: 'query', class: 'Dense', config: { units: 4 }, inbound: ['input'] },
      { id: 'value', class: 'Dense', config: { units: 4 }, inbound: ['input'] },
      { id: 'attention', class: layer, config, inbound: ['query', 'value'] },
      { id: 'pool', class: 'GlobalAveragePooling1D', config: {}, inbound: ['attention'] },
      { id: 'out', class: 'Dense', config: { units: 2 }, inbound: ['pool'] },
    ],
    inputs: ['input'],
    outputs: ['out'],
  },
  heads: [{ output: 'out', target: 0, loss: loss('MeanSquaredError') }],
});

export const graphs: readonly ParityCase[] = [
  joined('Add', ['Add']),
  joined('Subtract', ['Subtract']),
  joined('Multiply', ['Multiply']),
  joined('Average', ['Average']),
  joined('Maximum', ['Maximum']),
  joined('Minimum', ['Minimum']),
  joined('Concatenate', ['Concatenate']),
  joined('Dot', ['Dot', { axes: 1 }]),
  attention('MultiHeadAttention', 'MultiHeadAttention', { num_heads: 2, key_dim: 3 }),
  attention('Attention', 'Attention', {}),
  attention('Attention with scale', 'Attention', { use_scale: true }),
  attention('AdditiveAttention', 'AdditiveAttention', {}),
  {
    ...joined('two outputs with loss weights', ['Add']),
    model: {
      nodes: [
        { id: 'input', class: 'InputLayer', config: { shape: [6] }, inbound: [] },
        { id: 'hidden', class: 'Dense', config: { units: 8, activation: 'relu' }, inbound: ['input'] },
        { id: 'number', class: 'Dense', config: { units: 2 }, inbound: ['hidden'] },
        { id: 'class', class: 'Dense', config: { units: 3, activation: 'softmax' }, inbound: ['hidden'] },
      ],
      inputs: ['input'],
      outputs: ['number', 'class'],
    },
    heads: [
      { output: 'number', target: 0, loss: loss('MeanSquaredError'), weight: 0.5 },
      { output: 'class', target: 1, loss: loss('SparseCategoricalCrossentropy'), weight: 2 },
    ],
    targets: [numbers, { kind: 'classes', classes: 3, shape: [] }],
  },
  {
    ...joined('two inputs, a shared layer', ['Add']),
    model: {
      nodes: [
        { id: 'first', class: 'InputLayer', config: { shape: [6] }, inbound: [] },
        { id: 'second', class: 'InputLayer', config: { shape: [6] }, inbound: [] },
        { id: 'shared', class: 'Dense', config: { units: 5, activation: 'tanh' }, inbound: ['first'] },
        { id: 'again', class: 'Dense', config: { units: 5, activation: 'tanh' }, inbound: ['second'], sharedWith: 'shared' },
        { id: 'join', class: 'Concatenate', config: {}, inbound: ['shared', 'again'] },
        { id: 'out', class: 'Dense', config: { units: 2 }, inbound: ['join'] },
      ],
      inputs: ['first', 'second'],
      outputs: ['out'],
    },
    inputs: [
      { kind: 'normal', shape: [6] },
      { kind: 'normal', shape: [6] },
    ],
  },
];
