/** The 56 measured defects as experiments: as written and fixed, task, and what real Keras showed. */
import { soundUpdate, type Arm, type Experiment } from '../../src/experiment/experiment';
import type { JsonObject } from '../../src/experiment/json';
import type { Task } from '../../src/experiment/data';
import type { Expression, LossSpec, ModelSpec, OptimizerSpec } from '../../src/experiment/model';
import { blobs, circles, images, rare, SAMPLES, sine } from './tasks';

type TaskMaker = (seed: number) => Task;
type Expected = 'confirmed' | 'not-reproduced' | 'partly';

export interface Defect {
  readonly name: string;
  readonly expected: Expected;
  /** Arms may have tasks of their own: scaled inputs. */
  readonly asWritten: ArmWithTask;
  readonly fixed: ArmWithTask;
  readonly metric: Experiment['judging']['metric'];
}

export interface ArmWithTask {
  readonly arm: Arm;
  readonly task: TaskMaker;
}

interface Part {
  readonly layers: readonly (readonly [string, JsonObject?])[];
  readonly loss: LossSpec;
  readonly optimizer: OptimizerSpec;
  readonly task: TaskMaker;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly shuffle?: boolean;
  readonly target?: Partial<Arm['targets'][number]>;
  readonly sign?: number;
}

const keras = (name: string, config: JsonObject = {}): LossSpec => ({ kind: 'keras', class: name, config });
const logits = { from_logits: true };
const adam = (rate: number, more: JsonObject = {}): OptimizerSpec => ({
  class: 'Adam',
  config: { learning_rate: rate, ...more },
});
const sgd = (rate: number): OptimizerSpec => ({ class: 'SGD', config: { learning_rate: rate } });

const widthOf = (task: TaskMaker): number => task(1).training.inputs[0]?.shape[1] ?? 1;

function armOf(part: Part): ArmWithTask {
  const nodes = [
    { id: 'input', class: 'InputLayer', config: { shape: [widthOf(part.task)] }, inbound: [] },
    ...part.layers.map(([name, config = {}], i) => ({
      id: `layer_${i}`,
      class: name,
      config,
      inbound: [i === 0 ? 'input' : `layer_${i - 1}`],
    })),
  ];
  const output = nodes.at(-1)?.id ?? 'input';
  const model: ModelSpec = { nodes, inputs: ['input'], outputs: [output] };
  const units = part.layers
    .map(([, config]) => config?.units)
    .filter((u) => u !== undefined)
    .at(-1);
  return {
    task: part.task,
    arm: {
      role: 'asWritten',
      title: 'Your code',
      model,
      heads: [
        {
          output,
          target: 0,
          loss: part.loss,
          ...(part.sign === undefined ? {} : { weight: part.sign }),
          ...(units === 1 ? { decision: { kind: 'threshold', at: 0.5 } } : {}),
        },
      ],
      optimizer: part.optimizer,
      inputs: [{ steps: [] }],
      targets: [{ encoding: 'index', layout: 'column', steps: [], ...part.target }],
      fit: { epochs: part.epochs ?? 25, batchSize: part.batchSize ?? 32, shuffle: part.shuffle ?? true },
      update: soundUpdate,
    },
  };
}

const dense = (units: number, activation: string | null, more: JsonObject = {}): readonly [string, JsonObject] => [
  'Dense',
  { units, activation, ...more },
];
const hidden = (sizes: readonly number[], activation: string | null, more: JsonObject = {}) =>
  sizes.map((units) => dense(units, activation, more));

const cce = keras('CategoricalCrossentropy');
const bce = keras('BinaryCrossentropy');
const oneHot = { encoding: 'one-hot' } as const;

// Two classes of 8 features.
const two = (activation: string | null, loss: LossSpec, more: Partial<Part> = {}): ArmWithTask =>
  armOf({
    layers: [...hidden([16], 'relu'), dense(1, activation)],
    loss,
    optimizer: adam(0.01),
    task: blobs(2, 8, 0.8),
    ...more,
  });
// Ten classes of 8x8 images.
const ten = (activation: string | null, loss: LossSpec = cce, more: Partial<Part> = {}): ArmWithTask =>
  armOf({
    layers: [...hidden([32], 'relu'), dense(10, activation)],
    loss,
    optimizer: adam(0.01),
    task: images(),
    target: oneHot,
    ...more,
  });
const stack = (sizes: readonly number[], activation: string, more: JsonObject = {}, rest: Partial<Part> = {}): ArmWithTask =>
  ten('softmax', cce, { layers: [...hidden(sizes, activation, more), dense(10, 'softmax', more)], ...rest });
const dropped = (rate: number): ArmWithTask =>
  ten('softmax', cce, {
    layers: [dense(32, 'relu'), ['Dropout', { rate }], dense(32, 'relu'), ['Dropout', { rate }], dense(10, 'softmax')],
  });
const ring = (sizes: readonly number[], activation: string | null): ArmWithTask =>
  armOf({ layers: [...hidden(sizes, activation), dense(1, 'sigmoid')], loss: bce, optimizer: adam(0.01), task: circles() });
const curve = (activation: string | null, more: Partial<Part> = {}): ArmWithTask =>
  armOf({
    layers: [...hidden([32, 32], 'relu'), dense(1, activation)],
    loss: keras('MeanSquaredError'),
    optimizer: adam(0.01),
    task: sine(),
    epochs: 40,
    ...more,
  });

const slow = { optimizer: adam(0.001) };
const good = ten('softmax');
const goodSlow = ten('softmax', cce, slow);
const wave = curve(null);

// Custom losses.
const yTrue: Expression = { kind: 'y_true' };
const yPred: Expression = { kind: 'y_pred' };
const constant = (value: number): Expression => ({ kind: 'constant', value });
const call = (operation: string, inputs: readonly Expression[], config: JsonObject = {}): Expression => ({
  kind: 'call',
  operation,
  inputs,
  config,
});
const broadcastMse: LossSpec = {
  kind: 'custom',
  expression: call('reduce_mean', [call('square', [call('subtract', [yTrue, yPred])])]),
};
const rawLog: LossSpec = {
  kind: 'custom',
  expression: call('negative', [
    call(
      'reduce_mean',
      [
        call('add', [
          call('multiply', [yTrue, call('log', [yPred])]),
          call('multiply', [call('subtract', [constant(1), yTrue]), call('log', [call('subtract', [constant(1), yPred])])]),
        ]),
      ],
      { axis: -1 },
    ),
  ]),
};
const weighted: LossSpec = {
  kind: 'custom',
  expression: call('multiply', [
    call('binary_crossentropy', [yTrue, yPred]),
    call('squeeze', [call('add', [constant(1), call('multiply', [yTrue, constant(31)])])], { axis: -1 }),
  ]),
};

const mixed = [1, 10, 1e2, 1e3, 1e4, 1e5, 1e2, 1e-2];
const mixedScales = (scaled: boolean, optimizer: OptimizerSpec): ArmWithTask =>
  two('sigmoid', bce, { task: blobs(2, 8, 0.6, scaled ? {} : { factors: mixed }), optimizer });
const doubled: LossSpec = keras('tf.nn.softmax_cross_entropy_with_logits');

const list: Defect[] = [];
const add = (
  name: string,
  expected: Expected,
  asWritten: ArmWithTask,
  fixed: ArmWithTask,
  metric: Defect['metric'] = 'accuracy',
): void => {
  list.push({ name, expected, asWritten, fixed, metric });
};

add('adam eps=1', 'confirmed', ten('softmax', cce, { optimizer: adam(0.001, { epsilon: 1 }) }), goodSlow);
add('batch=dataset (full batch)', 'confirmed', ten('softmax', cce, { ...slow, batchSize: SAMPLES }), goodSlow);
add('bce-for-regression', 'confirmed', curve('sigmoid', { loss: bce }), wave, 'r2');
add('bottleneck-2-units', 'confirmed', ten('softmax', cce, { layers: [dense(2, 'relu'), dense(10, 'softmax')] }), good);
add(
  'broadcast (N,) vs (N,1) custom mse',
  'confirmed',
  curve(null, { loss: broadcastMse, target: { layout: 'vector' } }),
  wave,
  'r2',
);
add(
  'constant-init .05',
  'confirmed',
  stack([32, 32], 'relu', { kernel_initializer: { class: 'Constant', config: { value: 0.05 } } }),
  stack([32, 32], 'relu'),
);
add(
  'deep-sigmoid x4 (Adam.001)',
  'confirmed',
  stack([32, 32, 32, 32], 'sigmoid', {}, slow),
  stack([32, 32, 32, 32], 'relu', { kernel_initializer: 'he_normal' }, slow),
);
const eight = Array.from({ length: 8 }, () => 32);
add(
  'deep-sigmoid x8 (Adam.001)',
  'confirmed',
  stack(eight, 'sigmoid', {}, slow),
  stack(eight, 'relu', { kernel_initializer: 'he_normal' }, slow),
);
add('dropout .9 x2', 'confirmed', dropped(0.9), dropped(0.2));
add('dying-relu lr SGD 1.0', 'confirmed', curve(null, { optimizer: sgd(1) }), curve(null, { optimizer: sgd(0.05) }), 'r2');
add('few-epochs 2', 'confirmed', ten('softmax', cce, { ...slow, epochs: 2 }), goodSlow);
add('input-unscaled x*1000 Adam', 'confirmed', curve(null, { task: sine(1000) }), wave, 'r2');
add(
  'input-unscaled x*1000 SGD.01',
  'confirmed',
  curve(null, { task: sine(1000), optimizer: sgd(0.01) }),
  curve(null, { optimizer: sgd(0.01) }),
  'r2',
);
add('l2=1.0', 'confirmed', stack([32], 'relu', { kernel_regularizer: { class: 'L2', config: { l2: 1 } } }), good);
add('labels scrambled', 'confirmed', ten('softmax', cce, { ...slow, target: { ...oneHot, labels: 'scrambled' } }), goodSlow);
add('linear-with-cce(no from_logits)', 'confirmed', ten(null, cce), ten(null, keras('CategoricalCrossentropy', logits)));
add(
  'linear-with-scce(no from_logits)',
  'confirmed',
  ten(null, keras('SparseCategoricalCrossentropy'), { target: { encoding: 'index' } }),
  ten(null, keras('SparseCategoricalCrossentropy', logits), { target: { encoding: 'index' } }),
);
add('lr-high Adam 1.0', 'confirmed', ten('softmax', cce, { optimizer: adam(1) }), good);
add('lr-high SGD 10', 'confirmed', ten('softmax', cce, { optimizer: sgd(10) }), ten('softmax', cce, { optimizer: sgd(0.1) }));
add('lr-low Adam 1e-6', 'confirmed', ten('softmax', cce, { optimizer: adam(1e-6) }), good);
add('lr-low SGD 1e-5', 'confirmed', ten('softmax', cce, { optimizer: sgd(1e-5) }), ten('softmax', cce, { optimizer: sgd(0.1) }));
add('missing-hidden-activation (circles)', 'confirmed', ring([32, 32], null), ring([32, 32], 'relu'));
add('no-hidden-layer (circles)', 'confirmed', ring([], null), ring([32], 'relu'));
add('ones-init', 'confirmed', stack([32], 'relu', { kernel_initializer: 'ones' }), good);
add(
  'raw log CE no clip (saturating x*50)',
  'confirmed',
  two('sigmoid', rawLog, { task: blobs(2, 8, 0.8, { scale: 50 }) }),
  two('sigmoid', bce, { task: blobs(2, 8, 0.8, { scale: 50 }) }),
);
add('relu-output-regression (y in -1..1)', 'confirmed', curve('relu'), wave, 'r2');
add('relu-with-cce', 'confirmed', ten('relu', cce), good);
const six = Array.from({ length: 6 }, () => 32);
add('sgd-default deep(6) relu', 'confirmed', stack(six, 'relu', {}, { optimizer: sgd(0.01) }), stack(six, 'relu', {}, slow));
add('sigmoid-output-regression (y in -1..1)', 'confirmed', curve('sigmoid'), wave, 'r2');
add('softmax-output-regression', 'confirmed', curve('softmax'), wave, 'r2');
add('softmax-single-unit', 'confirmed', two('softmax', bce), two('sigmoid', bce));
add(
  'softmax-with-mse SGD.01',
  'confirmed',
  ten('softmax', keras('MeanSquaredError'), { optimizer: sgd(0.01) }),
  ten('softmax', cce, { optimizer: sgd(0.01) }),
);
add('tanh-output-regression (y*10)', 'confirmed', curve('tanh', { task: sine(1, 10) }), curve(null, { task: sine(1, 10) }), 'r2');
add('target-unscaled y*1000+5000', 'confirmed', curve(null, { task: sine(1, 1000, 5000) }), wave, 'r2');
const narrow = (frozen: boolean): ArmWithTask =>
  ten('softmax', cce, { layers: [dense(8, 'relu', { trainable: !frozen }), dense(10, 'softmax')] });
add('trainable=False all hidden', 'confirmed', narrow(true), narrow(false));
add(
  'unscaled-0..255 SGD.01',
  'confirmed',
  ten('softmax', cce, { task: images(255), optimizer: sgd(0.01) }),
  ten('softmax', cce, { optimizer: sgd(0.01) }),
);
add('zero-init (kernel zeros)', 'confirmed', stack([32], 'relu', { kernel_initializer: 'zeros' }), good);
add('l2=0.1', 'partly', stack([32], 'relu', { kernel_regularizer: { class: 'L2', config: { l2: 0.1 } } }), good);
const pair = (loss: LossSpec): ArmWithTask =>
  two('softmax', loss, { layers: [dense(16, 'relu'), dense(2, 'softmax')], target: oneHot });
add('bce-2softmax(onehot)', 'not-reproduced', pair(bce), pair(cce));
add(
  'deep-tanh x8 (Adam.001)',
  'not-reproduced',
  stack(eight, 'tanh', {}, slow),
  stack(eight, 'relu', { kernel_initializer: 'he_normal' }, slow),
);
add(
  'double-softmax layers',
  'not-reproduced',
  ten('softmax', cce, { layers: [dense(32, 'relu'), dense(10, 'softmax'), ['Softmax', {}]] }),
  good,
);
add(
  'dropout-after-logits',
  'not-reproduced',
  ten(null, cce, {
    layers: [dense(32, 'relu'), dense(10, null), ['Dropout', { rate: 0.5 }], ['Activation', { activation: 'softmax' }]],
  }),
  good,
);
add('l1=0.01', 'not-reproduced', stack([32], 'relu', { kernel_regularizer: { class: 'L1', config: { l1: 0.01 } } }), good);
add('linear-output-bce(no from_logits)', 'not-reproduced', two(null, bce), two(null, keras('BinaryCrossentropy', logits)));
add('lr-high Adam 0.1', 'not-reproduced', ten('softmax', cce, { optimizer: adam(0.1) }), good);
add('mse-for-binary(sigmoid)', 'not-reproduced', two('sigmoid', keras('MeanSquaredError')), two('sigmoid', bce));
add(
  'ordered+shuffle=False Adam.01',
  'not-reproduced',
  ten('softmax', cce, { task: images(1, true), shuffle: false }),
  ten('softmax', cce, { task: images(1, true) }),
);
const loud = { kernel_initializer: { class: 'RandomNormal', config: { stddev: 1 } } };
add(
  'randn stddev=1 init 3 layers',
  'not-reproduced',
  stack([64, 64, 64], 'relu', loud),
  stack([64, 64, 64], 'relu', { kernel_initializer: 'he_normal' }),
);
add('relu-output-bce', 'not-reproduced', two('relu', bce), two('sigmoid', bce));
add('sigmoid-with-categorical-ce', 'not-reproduced', ten('sigmoid'), good);
add(
  'softmax+from_logits=True (keras layer act)',
  'not-reproduced',
  ten('softmax', keras('CategoricalCrossentropy', logits)),
  good,
);
add('softmax->tf.nn.softmax_ce_with_logits', 'not-reproduced', ten('softmax', doubled), good);
add('softmax-hidden', 'not-reproduced', stack([32], 'relu', {}, { layers: [dense(32, 'softmax'), dense(10, 'softmax')] }), good);
add('softmax-with-mse', 'not-reproduced', ten('softmax', keras('MeanSquaredError')), good);
add('unscaled-0..255 Adam.001', 'not-reproduced', ten('softmax', cce, { ...slow, task: images(255) }), goodSlow);
add('unscaled-0..255 Adam.01', 'not-reproduced', ten('softmax', cce, { task: images(255) }), good);

/** The first batch of measurements: the 56 that count. */
export const measured: readonly Defect[] = [...list];

list.length = 0;
add('unscaled heterogeneous tabular Adam.001', 'confirmed', mixedScales(false, adam(0.001)), mixedScales(true, adam(0.001)));
add('unscaled heterogeneous tabular Adam.01', 'confirmed', mixedScales(false, adam(0.01)), mixedScales(true, adam(0.01)));
add('unscaled heterogeneous tabular SGD.01', 'confirmed', mixedScales(false, sgd(0.01)), mixedScales(true, sgd(0.01)));
const sigmoidal = (task: TaskMaker): ArmWithTask => stack([32], 'sigmoid', {}, { ...slow, task });
add('unscaled 255 + sigmoid hidden Adam.001', 'not-reproduced', sigmoidal(images(255)), sigmoidal(images()));
add(
  'ordered shuffle=False SGD.1',
  'not-reproduced',
  ten('softmax', cce, { task: images(1, true), shuffle: false, optimizer: sgd(0.1) }),
  ten('softmax', cce, { task: images(1, true), optimizer: sgd(0.1) }),
);
add(
  'ordered shuffle=False Adam.001',
  'not-reproduced',
  ten('softmax', cce, { task: images(1, true), shuffle: false, ...slow }),
  ten('softmax', cce, { task: images(1, true), ...slow }),
);
add(
  'double softmax + SGD.1',
  'partly',
  ten('softmax', doubled, { optimizer: sgd(0.1) }),
  ten('softmax', cce, { optimizer: sgd(0.1) }),
);
add('double softmax + Adam.001', 'not-reproduced', ten('softmax', doubled, slow), goodSlow);
const deep = (rate: number): ArmWithTask => stack([64, 64, 64, 64], 'relu', {}, { optimizer: adam(rate) });
add('lr Adam .1 deep4', 'confirmed', deep(0.1), deep(0.001));
add('lr SGD 1.0', 'not-reproduced', ten('softmax', cce, { optimizer: sgd(1) }), ten('softmax', cce, { optimizer: sgd(0.1) }));
add(
  'mse-for-binary SGD.01',
  'not-reproduced',
  two('sigmoid', keras('MeanSquaredError'), { optimizer: sgd(0.01) }),
  two('sigmoid', bce, { optimizer: sgd(0.01) }),
);
add(
  'imbalance 3% (recall@.5)',
  'confirmed',
  two('sigmoid', bce, { task: rare(), ...slow }),
  two('sigmoid', weighted, { task: rare(), ...slow }),
  'recall',
);
add('flipped sign', 'confirmed', two('sigmoid', bce, { sign: -1, ...slow }), two('sigmoid', bce));
add('bce labels 1/2', 'confirmed', two('sigmoid', bce, { target: { first: 1 } }), two('sigmoid', bce));
add('bce labels -1/1', 'confirmed', two('sigmoid', bce, { target: { encoding: 'sign' } }), two('sigmoid', bce));

/** The second batch. */
export const more: readonly Defect[] = list;

/** A defect as an experiment; the task of each arm is handed to the runner. */
export function experimentOf({ asWritten, fixed, metric }: Defect): Experiment {
  return {
    version: 1,
    arms: [asWritten.arm, { ...fixed.arm, role: 'withFix', title: 'With fix' }],
    data: { ...asWritten.task(1).data, heldOut: 1 },
    budget: { steps: 100_000 },
    seeds: { count: 5, extendTo: 10 },
    semantics: { backend: 'keras-tensorflow', keras: 3 },
    judging: { metric, on: 'training' },
  };
}
