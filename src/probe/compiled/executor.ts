/** Computes a model by plans: one for every number of rows, kept for the run. */
import type { Random } from '../../experiment/random';
import type { HeadSpec } from '../../experiment/model';
import { CHUNK, type Rows } from '../batches';
import type { Executor } from '../executor';
import type { Graph } from '../graph';
import { healthOf } from '../observe';
import { optimizerOf } from '../optimizers';
import type { BuildContext } from '../layers/layer';
import { buildPlan, fill, type Plan } from './build';
import { openMachine } from './machine';
import { sizeOf } from './plan';
import { fasterRule } from './updates';

export interface CompiledRequest extends BuildContext {
  readonly graph: Graph;
  readonly heads: readonly HeadSpec[];
  /** Whether a gradient of weight i is asked for. */
  readonly wanted: readonly boolean[];
  /** Whether layers act as in training in a step. */
  readonly training: boolean;
  /** Whether regularizers count in a step. */
  readonly penalties: boolean;
}

/** Numbers of all outputs of a chunk below which its memory is no question. */
const SMALL = 4e6;
/** Bytes that the plan of a whole chunk may take. */
const ROOM = 1e8;

/** Throws Refused, here or when it first meets a batch; nothing has changed then. */
export function compiledExecutor(request: CompiledRequest): Executor {
  const { graph, heads, wanted, training, penalties } = request;
  const machine = openMachine();
  const { kernels } = machine;
  const plans = new Map<string, Plan>();
  /** Of these, the ones in prediction, by rows. */
  const forward = new Map<number, Plan>();
  const states = new Map<string, Float32Array>();
  let random: (node: string) => Random = () => {
    throw new Error('chance outside a step');
  };
  const weights = graph.weights.map(({ shape }, i) => {
    const size = sizeOf(shape);
    return { data: machine.array(size), gradient: wanted[i] === true ? machine.array(size) : undefined };
  });

  const planFor = (kind: 'train' | 'evaluate' | 'predict', inputs: readonly Rows[], targets?: readonly Rows[]): Plan => {
    const rows = inputs[0]?.shape[0] ?? 0;
    const shapes = targets?.map(({ shape }) => shape.slice(1));
    const key = `${kind} ${rows} ${shapes?.map((shape) => shape.join('x')).join(' ') ?? ''}`;
    // The losses of a plan for evaluation need not be asked for.
    let plan = plans.get(key) ?? (kind === 'predict' ? forward.get(rows) : undefined);
    if (plan === undefined) {
      const train = kind === 'train';
      plan = buildPlan({
        keras: request.keras,
        remembers: request.remembers,
        graph,
        heads,
        machine,
        weights,
        rows,
        training: train && training,
        targets: shapes,
        differentiated: train && wanted.includes(true),
        penalties: train && penalties,
        random: (node) => random(node),
      });
      plans.set(key, plan);
      if (!train) forward.set(rows, plan);
    }
    return plan;
  };
  let chunk: number | undefined;
  /** As many rows as their numbers fit into a share of the memory: told by the plan of one row where the model looks large. */
  const chunkOf = (): number => {
    const looksSmall = CHUNK * graph.nodes.reduce((sum, { shape }) => sum + sizeOf(shape), 0) < SMALL;
    if (looksSmall) return CHUNK;
    const before = machine.taken();
    const row = graph.inputs.map((id) => {
      const shape = graph.nodes.find(({ spec }) => spec.id === id)?.shape ?? [];
      return { shape: [1, ...shape], data: new Float32Array(sizeOf(shape)) };
    });
    planFor('predict', row);
    return Math.max(1, Math.min(CHUNK, Math.floor(ROOM / (machine.taken() - before))));
  };
  const run = (plan: Plan, inputs: readonly Rows[]): void => {
    fill(plan.inputs, inputs);
    plan.forward();
  };
  const label = (plan: Plan, targets: readonly Rows[], given?: readonly (Float32Array | undefined)[]): void => {
    plan.terms.forEach((term, h) => {
      const target = targets[heads[h]?.target ?? 0];
      if (target !== undefined) term.truth.set(target.data);
      const own = given?.[h];
      term.weighted.now = own !== undefined;
      if (own === undefined) term.weights.fill(1);
      else term.weights.set(own);
    });
  };

  return {
    values: weights.map(({ data }) => data),
    changed: () => undefined,
    step: ({ inputs, targets, weights: given }, chance) => {
      const plan = planFor('train', inputs, targets);
      random = chance;
      run(plan, inputs);
      label(plan, targets, given);
      const loss = plan.loss();
      plan.backward();
      return { loss, gradients: plan.gradients, updates: plan.updates };
    },
    chunk: () => (chunk ??= chunkOf()),
    predict: (inputs) => {
      const plan = planFor('predict', inputs);
      run(plan, inputs);
      const rows = inputs[0]?.shape[0] ?? 0;
      return plan.outputs.map(({ data, shape }) => ({ shape: [rows, ...shape], data: data.slice() }));
    },
    evaluate: ({ inputs, targets }) => {
      const plan = planFor('evaluate', inputs, targets);
      run(plan, inputs);
      label(plan, targets);
      return plan.loss();
    },
    health: (inputs) => {
      const plan = planFor('predict', inputs);
      run(plan, inputs);
      return new Map(plan.observed.flatMap((one) => healthOf(one)));
    },
    norm: (gradient) => Math.sqrt(kernels.squares(gradient.byteOffset, gradient.length)),
    optimizer: (spec, keras) =>
      optimizerOf(spec, keras, {
        rule: (name, config, rule) => fasterRule(name, config, rule, machine),
        state: (variable, slot, length) => {
          const key = `${variable} ${slot}`;
          const array = states.get(key) ?? machine.array(length);
          states.set(key, array);
          return array;
        },
      }),
    dispose: () => machine.release(),
  };
}
