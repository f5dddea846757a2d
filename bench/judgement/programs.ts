/** Programs for the self-tests of the judgement: from well-behaved to those that learn in some runs only. */
import type { DataSpec, InputSpec, TargetSpec } from '../../src/experiment/data-spec';
import { soundUpdate, type Arm, type Experiment } from '../../src/experiment/experiment';
import type { JsonObject } from '../../src/experiment/json';
import type { OptimizerSpec } from '../../src/experiment/model';

export interface Program {
  readonly name: string;
  readonly arm: Arm;
  readonly data: DataSpec;
  readonly metric: Experiment['judging']['metric'];
}

interface Part {
  readonly name: string;
  readonly layers: readonly (readonly [string, JsonObject])[];
  readonly loss: string;
  readonly optimizer: OptimizerSpec;
  readonly input: InputSpec;
  readonly target: TargetSpec;
  readonly teacher?: 'linear' | 'nonlinear';
  readonly samples?: number;
  readonly update?: Partial<Arm['update']>;
}

export function program(part: Part): Program {
  const nodes = [
    { id: 'input', class: 'InputLayer', config: { shape: part.input.shape }, inbound: [] },
    ...part.layers.map(([name, config], i) => ({
      id: `layer_${i}`,
      class: name,
      config,
      inbound: [i === 0 ? 'input' : `layer_${i - 1}`],
    })),
  ];
  const output = nodes.at(-1)?.id ?? 'input';
  const oneHot = part.loss === 'CategoricalCrossentropy';
  return {
    name: part.name,
    metric: part.target.kind === 'regression' ? 'r2' : 'accuracy',
    arm: {
      role: 'asWritten',
      title: 'Your code',
      model: { nodes, inputs: ['input'], outputs: [output] },
      heads: [{ output, target: 0, loss: { kind: 'keras', class: part.loss, config: {} } }],
      optimizer: part.optimizer,
      inputs: [{ steps: [] }],
      targets: [
        oneHot
          ? { encoding: 'one-hot', steps: [] }
          : { encoding: part.target.kind === 'regression' ? 'as-is' : 'index', layout: 'column', steps: [] },
      ],
      fit: { epochs: 100, batchSize: 32, shuffle: true },
      update: { ...soundUpdate, ...part.update },
    },
    data: {
      inputs: [part.input],
      targets: [part.target],
      samples: part.samples ?? 200,
      heldOut: 200,
      teacher: part.teacher ?? 'linear',
      order: 'shuffled',
    },
  };
}

export const experimentOf = ({ data, metric }: Program, arms: readonly Arm[], first: number, steps: number): Experiment => ({
  version: 1,
  arms,
  data,
  budget: { steps },
  seeds: { count: 5, extendTo: 10, first },
  semantics: { backend: 'keras-tensorflow', keras: 3 },
  judging: { metric, on: 'held-out' },
});

const features = (size: number, scale: number | readonly number[] = 1): InputSpec => ({
  kind: 'features',
  shape: [size],
  values: { kind: 'affine', scale, offset: 0 },
  dtype: 'float32',
});
const adam = (rate: number): OptimizerSpec => ({ class: 'Adam', config: { learning_rate: rate } });
const sgd = (rate: number): OptimizerSpec => ({ class: 'SGD', config: { learning_rate: rate } });
const dense = (units: number, activation: string, more: JsonObject = {}): readonly [string, JsonObject] => [
  'Dense',
  { units, activation, ...more },
];
const binary: TargetSpec = { kind: 'binary' };
const ten: TargetSpec = { kind: 'classes', classes: 10 };
const number: TargetSpec = { kind: 'regression', shape: [1], values: { kind: 'affine', scale: 1, offset: 0 } };

/** Two arms of the same program each: what is "confirmed" between them is false. */
export const programs: readonly Program[] = [
  program({
    name: 'easy binary',
    layers: [dense(8, 'relu'), dense(1, 'sigmoid')],
    loss: 'BinaryCrossentropy',
    optimizer: adam(0.01),
    input: features(8),
    target: binary,
  }),
  program({
    name: 'half-trained ten classes',
    layers: [dense(16, 'relu'), dense(10, 'softmax')],
    loss: 'CategoricalCrossentropy',
    optimizer: adam(0.001),
    input: features(20),
    target: ten,
  }),
  program({
    name: 'narrow relu, learns in some runs',
    layers: [dense(2, 'relu'), dense(2, 'relu'), dense(1, 'sigmoid')],
    loss: 'BinaryCrossentropy',
    optimizer: adam(0.03),
    input: features(4),
    target: binary,
    teacher: 'nonlinear',
  }),
  program({
    name: 'xor with few units',
    layers: [dense(3, 'tanh'), dense(1, 'sigmoid')],
    loss: 'BinaryCrossentropy',
    optimizer: adam(0.05),
    input: features(2),
    target: binary,
    teacher: 'nonlinear',
  }),
  program({
    name: 'dying relu, high rate',
    layers: [dense(8, 'relu'), dense(1, 'linear')],
    loss: 'MeanSquaredError',
    optimizer: sgd(0.7),
    input: features(1),
    target: number,
    teacher: 'nonlinear',
  }),
  program({
    name: 'regression, unstable',
    layers: [dense(8, 'relu'), dense(1, 'linear')],
    loss: 'MeanSquaredError',
    optimizer: adam(0.1),
    input: features(6),
    target: number,
  }),
  program({
    name: 'mixed scales',
    layers: [dense(8, 'relu'), dense(1, 'sigmoid')],
    loss: 'BinaryCrossentropy',
    optimizer: adam(0.001),
    input: features(5, [1, 10, 100, 1000, 0.1]),
    target: binary,
  }),
  program({
    name: 'deep sigmoid on the way',
    layers: [dense(12, 'sigmoid'), dense(12, 'sigmoid'), dense(12, 'sigmoid'), dense(10, 'softmax')],
    loss: 'CategoricalCrossentropy',
    optimizer: adam(0.01),
    input: features(20),
    target: ten,
  }),
  program({
    name: 'single unit, linear task',
    layers: [dense(1, 'linear')],
    loss: 'MeanSquaredError',
    optimizer: adam(0.01),
    input: features(10),
    target: number,
  }),
  program({
    name: 'few samples, overfits',
    layers: [dense(32, 'relu'), dense(1, 'sigmoid')],
    loss: 'BinaryCrossentropy',
    optimizer: adam(0.01),
    input: features(40),
    target: binary,
    samples: 40,
  }),
  program({
    name: 'heavy dropout',
    layers: [dense(16, 'relu'), ['Dropout', { rate: 0.7 }], dense(10, 'softmax')],
    loss: 'CategoricalCrossentropy',
    optimizer: adam(0.005),
    input: features(20),
    target: ten,
  }),
  program({
    name: 'momentum at the edge',
    layers: [dense(8, 'relu'), dense(8, 'relu'), dense(1, 'sigmoid')],
    loss: 'BinaryCrossentropy',
    optimizer: { class: 'SGD', config: { learning_rate: 1, momentum: 0.9 } },
    input: features(6),
    target: binary,
  }),
];

/** The catalogue's strongest defects: as written, and fixed. */
export const defects: readonly { readonly name: string; readonly asWritten: Program; readonly fixed: Program }[] = [
  {
    name: 'softmax-single-unit',
    asWritten: program({
      name: 'softmax',
      layers: [dense(16, 'relu'), dense(1, 'softmax')],
      loss: 'BinaryCrossentropy',
      optimizer: adam(0.01),
      input: features(8),
      target: binary,
    }),
    fixed: program({
      name: 'sigmoid',
      layers: [dense(16, 'relu'), dense(1, 'sigmoid')],
      loss: 'BinaryCrossentropy',
      optimizer: adam(0.01),
      input: features(8),
      target: binary,
    }),
  },
  {
    name: 'symmetric-init (zeros)',
    asWritten: program({
      name: 'zeros',
      layers: [dense(16, 'relu', { kernel_initializer: 'zeros' }), dense(10, 'softmax', { kernel_initializer: 'zeros' })],
      loss: 'CategoricalCrossentropy',
      optimizer: adam(0.01),
      input: features(20),
      target: ten,
    }),
    fixed: program({
      name: 'glorot',
      layers: [dense(16, 'relu'), dense(10, 'softmax')],
      loss: 'CategoricalCrossentropy',
      optimizer: adam(0.01),
      input: features(20),
      target: ten,
    }),
  },
  {
    name: 'lr-too-low (1e-6)',
    asWritten: program({
      name: 'low',
      layers: [dense(16, 'relu'), dense(10, 'softmax')],
      loss: 'CategoricalCrossentropy',
      optimizer: adam(1e-6),
      input: features(20),
      target: ten,
    }),
    fixed: program({
      name: 'usual',
      layers: [dense(16, 'relu'), dense(10, 'softmax')],
      loss: 'CategoricalCrossentropy',
      optimizer: adam(0.01),
      input: features(20),
      target: ten,
    }),
  },
  {
    name: 'no-hidden-layer on a nonlinear task',
    asWritten: program({
      name: 'linear',
      layers: [dense(1, 'sigmoid')],
      loss: 'BinaryCrossentropy',
      optimizer: adam(0.02),
      input: features(4),
      target: binary,
      teacher: 'nonlinear',
    }),
    fixed: program({
      name: 'hidden',
      layers: [dense(32, 'relu'), dense(1, 'sigmoid')],
      loss: 'BinaryCrossentropy',
      optimizer: adam(0.02),
      input: features(4),
      target: binary,
      teacher: 'nonlinear',
    }),
  },
  {
    name: 'gradients-not-applied',
    asWritten: program({
      name: 'not applied',
      layers: [dense(16, 'relu'), dense(1, 'sigmoid')],
      loss: 'BinaryCrossentropy',
      optimizer: adam(0.01),
      input: features(8),
      target: binary,
      update: { applied: false },
    }),
    fixed: program({
      name: 'applied',
      layers: [dense(16, 'relu'), dense(1, 'sigmoid')],
      loss: 'BinaryCrossentropy',
      optimizer: adam(0.01),
      input: features(8),
      target: binary,
    }),
  },
];
