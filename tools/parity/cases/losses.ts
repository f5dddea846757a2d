/** The other losses of keras.losses. */
import type { ParityCase, ParityTarget } from '../case';
import { dense, loss, parity, stack } from './build';

const numbers: ParityTarget = { kind: 'normal', shape: [3] };
const regression = stack([6], [dense(12, 'tanh'), dense(3)]);
const positive = stack([6], [dense(12, 'tanh'), dense(3, 'softplus')]);
const signs: ParityTarget = { kind: 'sign', shape: [1] };
const single = stack([6], [dense(12, 'tanh'), dense(1)]);

export const losses: readonly ParityCase[] = [
  parity({ name: 'MeanSquaredError', model: regression, loss: loss('MeanSquaredError'), target: numbers }),
  parity({ name: 'MeanAbsoluteError', model: regression, loss: loss('MeanAbsoluteError'), target: numbers }),
  parity({
    name: 'MeanAbsolutePercentageError',
    model: positive,
    loss: loss('MeanAbsolutePercentageError'),
    target: { kind: 'positive', shape: [3] },
  }),
  parity({
    name: 'MeanSquaredLogarithmicError',
    model: positive,
    loss: loss('MeanSquaredLogarithmicError'),
    target: { kind: 'positive', shape: [3] },
  }),
  parity({ name: 'Huber', model: regression, loss: loss('Huber', { delta: 0.7 }), target: numbers }),
  parity({ name: 'LogCosh', model: regression, loss: loss('LogCosh'), target: numbers }),
  parity({
    name: 'CosineSimilarity',
    model: regression,
    loss: loss('CosineSimilarity'),
    more: { seed: 12 },
    target: numbers,
    optimizer: ['SGD', { learning_rate: 0.02 }],
  }),
  parity({
    name: 'KLDivergence',
    model: stack([6], [dense(12, 'tanh'), dense(4, 'softmax')]),
    loss: loss('KLDivergence'),
    target: { kind: 'simplex', classes: 4 },
  }),
  parity({ name: 'Poisson', model: positive, loss: loss('Poisson'), target: { kind: 'positive', shape: [3] } }),
  parity({ name: 'Hinge, labels -1 and 1', model: single, loss: loss('Hinge'), target: signs }),
  parity({ name: 'Hinge, labels 0 and 1', model: single, loss: loss('Hinge'), target: { kind: 'binary', shape: [1] } }),
  parity({ name: 'SquaredHinge', model: single, loss: loss('SquaredHinge'), target: signs }),
  parity({
    name: 'CategoricalHinge',
    model: stack([6], [dense(12, 'tanh'), dense(4)]),
    loss: loss('CategoricalHinge'),
    target: { kind: 'one-hot', classes: 4, shape: [] },
  }),
  parity({
    name: 'BinaryFocalCrossentropy',
    model: stack([6], [dense(12, 'tanh'), dense(1, 'sigmoid')]),
    loss: loss('BinaryFocalCrossentropy'),
    target: { kind: 'binary', shape: [1] },
  }),
  parity({
    name: 'BinaryFocalCrossentropy from logits, balanced',
    model: single,
    loss: loss('BinaryFocalCrossentropy', { from_logits: true, apply_class_balancing: true }),
    target: { kind: 'binary', shape: [1] },
  }),
  parity({
    name: 'CategoricalFocalCrossentropy',
    model: stack([6], [dense(12, 'tanh'), dense(4, 'softmax')]),
    loss: loss('CategoricalFocalCrossentropy'),
    target: { kind: 'one-hot', classes: 4, shape: [] },
  }),
  parity({
    name: 'Dice',
    model: stack([6], [dense(12, 'tanh'), dense(3, 'sigmoid')]),
    loss: loss('Dice'),
    target: { kind: 'binary', shape: [3] },
  }),
  parity({
    name: 'Tversky',
    model: stack([6], [dense(12, 'tanh'), dense(3, 'sigmoid')]),
    loss: loss('Tversky', { alpha: 0.3, beta: 0.7 }),
    target: { kind: 'binary', shape: [3] },
  }),
  parity({
    name: 'reduction sum',
    model: regression,
    loss: loss('MeanSquaredError', { reduction: 'sum' }),
    target: numbers,
    optimizer: ['SGD', { learning_rate: 0.001 }],
  }),
];
