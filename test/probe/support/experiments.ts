/** Short ways to write experiments in tests. */
import type { DataSpec, InputSpec, TargetSpec } from '../../../src/experiment/data-spec';
import { soundUpdate, type Arm, type Experiment } from '../../../src/experiment/experiment';
import type { JsonObject } from '../../../src/experiment/json';
import type { HeadSpec, LossSpec, ModelSpec, OptimizerSpec } from '../../../src/experiment/model';

export type LayerLine = readonly [name: string, config?: JsonObject];

/** A sequential model. */
export function sequential(inputShape: readonly number[], layers: readonly LayerLine[]): ModelSpec {
  const nodes = [
    { id: 'input', class: 'InputLayer', config: { shape: inputShape }, inbound: [] },
    ...layers.map(([name, config = {}], i) => ({
      id: `layer_${i}`,
      class: name,
      config,
      inbound: [i === 0 ? 'input' : `layer_${i - 1}`],
    })),
  ];
  return { nodes, inputs: ['input'], outputs: [nodes.at(-1)?.id ?? 'input'] };
}

export const loss = (name: string, config: JsonObject = {}): LossSpec => ({ kind: 'keras', class: name, config });
export const dense = (units: number, activation = 'linear', config: JsonObject = {}): LayerLine => [
  'Dense',
  { units, activation, ...config },
];
export const optimizer = (name: string, config: JsonObject = {}): OptimizerSpec => ({ class: name, config });

export function arm(
  part: {
    readonly model: ModelSpec;
    readonly loss: LossSpec;
    readonly optimizer: OptimizerSpec;
    readonly head?: Partial<HeadSpec>;
  } & Partial<Arm>,
): Arm {
  const { loss: spec, head, ...rest } = part;
  return {
    role: 'asWritten',
    title: 'Your code',
    heads: [{ output: part.model.outputs[0] ?? '', target: 0, loss: spec, ...head }],
    inputs: [{ steps: [] }],
    targets: [{ encoding: 'index', layout: 'column', steps: [] }],
    fit: { epochs: 25, batchSize: 32, shuffle: true },
    update: soundUpdate,
    ...rest,
  };
}

export const withFix = (asWritten: Arm): Arm => ({ ...asWritten, role: 'withFix', title: 'With fix' });

export const data = (input: InputSpec, target: TargetSpec, part: Partial<DataSpec> = {}): DataSpec => ({
  inputs: [input],
  targets: [target],
  samples: 320,
  heldOut: 200,
  teacher: 'linear',
  order: 'shuffled',
  ...part,
});

export const features = (
  size: number,
  scale: number | readonly number[] = 1,
  offset: number | readonly number[] = 0,
): InputSpec => ({
  kind: 'features',
  shape: [size],
  values: { kind: 'affine', scale, offset },
  dtype: 'float32',
});

export const experiment = (arms: readonly Arm[], spec: DataSpec, part: Partial<Experiment> = {}): Experiment => ({
  version: 1,
  arms,
  data: spec,
  budget: { steps: 150 },
  seeds: { count: 5, extendTo: 10 },
  semantics: { backend: 'keras-tensorflow', keras: 3 },
  judging: { metric: spec.targets[0]?.kind === 'regression' ? 'r2' : 'accuracy', on: 'held-out' },
  ...part,
});
