/** Every optimizer with its variants, schedules, clipping, decay, regularisers, frozen layers. */
import type { JsonObject } from '../../../src/experiment/json';
import type { ParityCase } from '../case';
import { dense, loss, parity, stack } from './build';

const net = stack([8], [dense(12, 'relu'), dense(12, 'relu'), dense(1)]);

const of = (name: string, optimizer: string, config: JsonObject = {}, more: Partial<ParityCase> = {}): ParityCase =>
  parity({
    name,
    model: net,
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [1] },
    optimizer: [optimizer, config],
    more,
  });

const schedule = (name: string, config: JsonObject): ParityCase => of(name, 'SGD', { learning_rate: { class: name, config } });

export const optimizers: readonly ParityCase[] = [
  of('SGD default', 'SGD'),
  of('SGD momentum', 'SGD', { learning_rate: 0.01, momentum: 0.9 }),
  of('SGD nesterov', 'SGD', { learning_rate: 0.01, momentum: 0.9, nesterov: true }),
  of('Adam default', 'Adam'),
  of('Adam, epsilon 1', 'Adam', { epsilon: 1 }),
  of('Adam amsgrad', 'Adam', { learning_rate: 0.01, amsgrad: true }),
  of('AdamW', 'AdamW', { learning_rate: 0.01, weight_decay: 0.1 }),
  of('AdamW default', 'AdamW'),
  of('Nadam', 'Nadam', { learning_rate: 0.01 }),
  of('Adamax', 'Adamax', { learning_rate: 0.01 }),
  of('RMSprop default', 'RMSprop'),
  of('RMSprop centered with momentum', 'RMSprop', { learning_rate: 0.002, centered: true, momentum: 0.5 }),
  of('Adagrad', 'Adagrad', { learning_rate: 0.05 }),
  of('Adagrad default', 'Adagrad'),
  of('Adadelta', 'Adadelta', { learning_rate: 1 }),
  of('Ftrl', 'Ftrl', { learning_rate: 0.05 }),
  of('Ftrl with penalties', 'Ftrl', {
    learning_rate: 0.05,
    l1_regularization_strength: 0.01,
    l2_regularization_strength: 0.01,
    beta: 0.1,
    l2_shrinkage_regularization_strength: 0.01,
  }),
  of('Lion', 'Lion', { learning_rate: 0.001 }),
  of('clipnorm', 'SGD', { learning_rate: 0.1, clipnorm: 0.1 }),
  of('global_clipnorm', 'SGD', { learning_rate: 0.1, global_clipnorm: 0.2 }),
  of('clipvalue', 'SGD', { learning_rate: 0.1, clipvalue: 0.02 }),
  of('weight decay', 'SGD', { learning_rate: 0.1, weight_decay: 0.1 }),
  schedule('ExponentialDecay', { initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5 }),
  of('ExponentialDecay staircase', 'SGD', {
    learning_rate: {
      class: 'ExponentialDecay',
      config: { initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5, staircase: true },
    },
  }),
  schedule('PiecewiseConstantDecay', { boundaries: [10, 30], values: [0.1, 0.03, 0.01] }),
  schedule('PolynomialDecay', { initial_learning_rate: 0.1, decay_steps: 30, end_learning_rate: 0.001, power: 2 }),
  of('PolynomialDecay cycle', 'SGD', {
    learning_rate: {
      class: 'PolynomialDecay',
      config: { initial_learning_rate: 0.1, decay_steps: 12, end_learning_rate: 0.001, power: 1, cycle: true },
    },
  }),
  schedule('InverseTimeDecay', { initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5 }),
  schedule('CosineDecay', { initial_learning_rate: 0.1, decay_steps: 40, alpha: 0.1 }),
  of('CosineDecay with warm-up', 'SGD', {
    learning_rate: {
      class: 'CosineDecay',
      config: { initial_learning_rate: 0, decay_steps: 30, warmup_target: 0.1, warmup_steps: 10 },
    },
  }),
  schedule('CosineDecayRestarts', { initial_learning_rate: 0.1, first_decay_steps: 12 }),
  parity({
    name: 'L1 and L2 regularizers',
    model: stack(
      [8],
      [
        dense(12, 'relu', {
          kernel_regularizer: { class: 'L2', config: { l2: 0.1 } },
          bias_regularizer: { class: 'L1', config: { l1: 0.05 } },
        }),
        dense(1, undefined, { kernel_regularizer: { class: 'L1L2', config: { l1: 0.01, l2: 0.02 } } }),
      ],
    ),
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [1] },
  }),
  parity({
    name: 'activity regularizer',
    model: stack([8], [dense(12, 'relu', { activity_regularizer: { class: 'L2', config: { l2: 0.1 } } }), dense(1)]),
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [1] },
  }),
  parity({
    name: 'weight constraints',
    model: stack(
      [8],
      [
        dense(12, 'relu', { kernel_constraint: { class: 'MaxNorm', config: { max_value: 0.8 } } }),
        dense(1, undefined, { kernel_constraint: { class: 'NonNeg', config: {} } }),
      ],
    ),
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [1] },
  }),
  parity({
    name: 'frozen layer',
    model: stack([8], [dense(12, 'relu', { trainable: false }), dense(1)]),
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [1] },
  }),
];
