/** The experiments of the bench: `bench/models.json` as programs of two arms. */
import type { InputSpec, TargetSpec } from '../../src/experiment/data-spec';
import { soundUpdate, type Arm, type Experiment } from '../../src/experiment/experiment';
import type { JsonObject } from '../../src/experiment/json';
import models from '../models.json' with { type: 'json' };

interface BenchModel {
  readonly name: string;
  readonly input: InputSpec;
  readonly target: TargetSpec;
  readonly loss: string;
  readonly layers: readonly (readonly [string, JsonObject])[];
}

export const benchModels = models as unknown as readonly BenchModel[];

/** Steps of one run, batch 32. */
const STEPS = 150;

function armOf({ input, target, loss, layers }: BenchModel, rate: number, role: Arm['role'], salt?: number): Arm {
  const nodes = [
    { id: 'input', class: 'InputLayer', config: { shape: input.shape }, inbound: [] },
    ...layers.map(([name, config], i) => ({
      id: `layer_${i}`,
      class: name,
      config,
      inbound: [i === 0 ? 'input' : `layer_${i - 1}`],
    })),
  ];
  const output = nodes.at(-1)?.id ?? 'input';
  return {
    role,
    title: role === 'asWritten' ? 'Your code' : 'With fix',
    model: { nodes, inputs: ['input'], outputs: [output] },
    heads: [{ output, target: 0, loss: { kind: 'keras', class: loss, config: {} } }],
    optimizer: { class: 'Adam', config: { learning_rate: rate } },
    inputs: [{ steps: [] }],
    targets: [{ encoding: 'index', layout: target.kind === 'binary' ? 'column' : 'vector', steps: [] }],
    fit: { epochs: 1000, batchSize: 32, shuffle: true },
    update: soundUpdate,
    ...(salt === undefined ? {} : { salt }),
  };
}

const around = (model: BenchModel, arms: readonly Arm[], extendTo: number): Experiment => ({
  version: 1,
  arms,
  data: { inputs: [model.input], targets: [model.target], samples: 320, heldOut: 200, teacher: 'linear', order: 'shuffled' },
  budget: { steps: STEPS },
  seeds: { count: 5, extendTo },
  semantics: { backend: 'keras-tensorflow', keras: 3 },
  judging: { metric: 'accuracy', on: 'held-out' },
});

/** Two arms, five runs each, all steps, never extended. */
export const fullExperiment = (model: BenchModel): Experiment =>
  around(model, [armOf(model, 0.001, 'asWritten'), armOf(model, 0.001, 'withFix', 1)], 5);

/** A rate that is too low against the default, as it is tested for a person: extended when five runs leave it unclear. */
export const userExperiment = (model: BenchModel): Experiment =>
  around(model, [armOf(model, 1e-6, 'asWritten'), armOf(model, 0.001, 'withFix')], 10);
