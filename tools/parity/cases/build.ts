/** Short ways to write parity cases. */
import type { JsonObject } from '../../../src/experiment/json';
import type { LossSpec, ModelSpec, NodeSpec } from '../../../src/experiment/model';
import type { ParityCase, ParityInput, ParityTarget } from '../case';

export type LayerLine = readonly [name: string, config?: JsonObject];

/** A sequential model; nodes are named by place and class. */
export function stack(shape: readonly number[], layers: readonly LayerLine[]): ModelSpec {
  const nodes: NodeSpec[] = [{ id: 'input', class: 'InputLayer', config: { shape }, inbound: [] }];
  for (const [name, config = {}] of layers) {
    const previous = nodes.at(-1)?.id ?? 'input';
    nodes.push({
      id: `${nodes.length}_${name.replace(/[^A-Za-z0-9]/g, '_').toLowerCase()}`,
      class: name,
      config,
      inbound: [previous],
    });
  }
  return { nodes, inputs: ['input'], outputs: [nodes.at(-1)?.id ?? 'input'] };
}

export const dense = (units: number, activation?: string, config: JsonObject = {}): LayerLine => [
  'Dense',
  { units, ...(activation === undefined ? {} : { activation }), ...config },
];

export const loss = (name: string, config: JsonObject = {}): LossSpec => ({ kind: 'keras', class: name, config });

export interface CaseParts {
  readonly name: string;
  readonly model: ModelSpec;
  readonly loss: LossSpec;
  readonly target: ParityTarget;
  readonly input?: ParityInput;
  readonly optimizer?: readonly [name: string, config?: JsonObject];
  readonly more?: Partial<ParityCase>;
}

/** A case with one input and one head; 16 rows, 4 batches, 50 steps, Adam at 0.01 unless said otherwise. */
export function parity({
  name,
  model,
  loss: spec,
  target,
  input,
  optimizer = ['Adam', { learning_rate: 0.01 }],
  more = {},
}: CaseParts): ParityCase {
  const shape = model.nodes[0]?.config.shape;
  return {
    name,
    model,
    heads: [{ output: model.outputs[0] ?? '', target: 0, loss: spec }],
    optimizer: { class: optimizer[0], config: optimizer[1] ?? {} },
    inputs: [input ?? { kind: 'normal', shape: Array.isArray(shape) ? (shape as readonly number[]) : [] }],
    targets: [target],
    batch: 16,
    batches: 4,
    steps: 50,
    seed: 7,
    keras: 3,
    ...more,
  };
}
