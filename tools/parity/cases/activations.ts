/** Every activation, hidden. */
import type { JsonObject } from '../../../src/experiment/json';
import type { ParityCase } from '../case';
import { dense, loss, parity, stack } from './build';

const names: readonly (string | JsonObject)[] = [
  'relu',
  'relu6',
  'sigmoid',
  'tanh',
  'softmax',
  'log_softmax',
  'softplus',
  'softsign',
  'elu',
  'selu',
  'celu',
  'silu',
  'gelu',
  'exponential',
  'hard_sigmoid',
  'hard_silu',
  'leaky_relu',
  'mish',
  'log_sigmoid',
  'hard_tanh',
  'tanh_shrink',
  'squareplus',
  'soft_shrink',
  'hard_shrink',
  'sparse_plus',
  { class: 'gelu', config: { approximate: true } },
  { class: 'leaky_relu', config: { negative_slope: 0.3 } },
];

export const activations: readonly ParityCase[] = names.map((activation) =>
  parity({
    name: `activation ${typeof activation === 'string' ? activation : JSON.stringify(activation)}`,
    model: stack([8], [['Dense', { units: 12, activation }], dense(2)]),
    loss: loss('MeanSquaredError'),
    target: { kind: 'normal', shape: [2] },
    optimizer: ['SGD', { learning_rate: 0.05 }],
    more: { weightScale: 1.5 },
  }),
);
