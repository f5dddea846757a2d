/** A whole plan: the graph, its losses, and the way back, for one number of rows. */
import type { HeadSpec } from '../../experiment/model';
import type { Random } from '../../experiment/random';
import type { Rows } from '../batches';
import { numberOf, plainName, type Named } from '../config';
import type { Graph } from '../graph';
import type { BuildContext, Shape } from '../layers/layer';
import { emitCustomLoss } from './custom-loss';
import { emitLoss, type Term } from './heads';
import { compilerOf } from './layers';
import { Refused, type Machine } from './machine';
import { adding, at, sizeOf, type Call, type Emitter, type Gradient, type Observed, type Value } from './plan';

export interface PlanRequest extends BuildContext {
  readonly graph: Graph;
  readonly heads: readonly HeadSpec[];
  readonly machine: Machine;
  /** Of every weight of the graph. */
  readonly weights: readonly { readonly data: Float32Array; readonly gradient: Float32Array | undefined }[];
  readonly rows: number;
  /** Whether layers act as in training. */
  readonly training: boolean;
  /** Without the batch; undefined where no loss is wanted. */
  readonly targets: readonly Shape[] | undefined;
  readonly differentiated: boolean;
  readonly penalties: boolean;
  readonly random: (node: string) => Random;
}

export interface Plan {
  readonly inputs: readonly Float32Array[];
  readonly outputs: readonly Value[];
  readonly observed: readonly Observed[];
  readonly updates: ReadonlyMap<number, Float32Array>;
  readonly terms: readonly Term[];
  /** Gradients that the backward pass leaves behind, by index of the weight. */
  readonly gradients: ReadonlyMap<number, Float32Array>;
  readonly forward: () => void;
  /** The loss of what forward computed. */
  readonly loss: () => number;
  readonly backward: () => void;
}

/** Makes a plan. Throws Refused with the first thing it does not know. */
export function buildPlan(request: PlanRequest): Plan {
  const { graph, heads, machine, rows, differentiated, penalties, targets } = request;
  const { kernels } = machine;
  const forward: Call[] = [];
  const backward: Call[] = [];
  const wayBack: ((call: (one: Call) => void) => void)[] = [];
  const observed: Observed[] = [];
  const updates = new Map<number, Float32Array>();
  const weights = graph.weights.map((spec, i) => {
    const { data, gradient } = request.weights[i] ?? { data: new Float32Array(), gradient: undefined };
    const collected: Gradient | undefined =
      differentiated && gradient !== undefined ? { data: gradient, written: false } : undefined;
    return { spec, shape: spec.shape, data, gradient: collected };
  });

  const emitter: Emitter = {
    keras: request.keras,
    remembers: request.remembers,
    machine,
    kernels,
    rows,
    training: request.training,
    weight: (index) => {
      const weight = weights[index];
      if (weight === undefined) throw new Error(`weight ${index} is not there`);
      return weight;
    },
    value: (shape, differentiable) => {
      const size = rows * sizeOf(shape);
      const data = machine.array(size);
      return differentiable ? { shape, data, gradient: { data: machine.array(size), written: false } } : { shape, data };
    },
    forward: (call) => forward.push(call),
    backward: (emit) => wayBack.push(emit),
    random: request.random,
    update: (index, value) => updates.set(index, value),
    observe: (one) => observed.push(one),
  };

  const values = new Map<string, Value>();
  const valueOf = (id: string): Value => {
    const value = values.get(id);
    if (value === undefined) throw new Refused(`${id} is not there`);
    return value;
  };
  for (const node of graph.nodes) {
    const { spec } = node;
    values.set(
      spec.id,
      spec.class === 'InputLayer'
        ? emitter.value(node.shape, false)
        : compilerOf(spec.class)(emitter, node, spec.inbound.map(valueOf)),
    );
  }
  const outputs = heads.map(({ output }) => valueOf(output));
  const call = (one: Call): void => {
    backward.push(one);
  };
  const terms =
    targets === undefined
      ? []
      : heads.map((head, h) => {
          const output = outputs[h] ?? valueOf(head.output);
          const truth = targetOf(targets, head);
          const back = differentiated ? call : undefined;
          const { loss } = head;
          return loss.kind === 'custom'
            ? emitCustomLoss(emitter, { ...head, loss }, output, truth, back)
            : emitLoss(emitter, { ...head, loss }, output, truth, back);
        });
  for (const emit of wayBack.reverse()) emit(call);
  const penalized = penalties ? regularized(emitter, weights, call) : [];

  return {
    inputs: graph.inputs.map((id) => valueOf(id).data),
    outputs,
    observed,
    updates,
    terms,
    gradients: new Map(weights.flatMap(({ gradient }, i) => (gradient?.written === true ? [[i, gradient.data] as const] : []))),
    forward: () => {
      for (const one of forward) one();
    },
    loss: () =>
      Math.fround(terms.reduce((sum, term) => sum + term.run(), 0) + penalized.reduce((sum, penalty) => sum + penalty(), 0)),
    backward: () => {
      for (const one of backward) one();
    },
  };
}

function targetOf(targets: readonly Shape[], { output, target }: HeadSpec): Shape {
  const shape = targets[target];
  if (shape === undefined) throw new Refused(`head ${output} without a target`);
  return shape;
}

/** Penalties of weights: what they add to the loss, and emitted for the way back what they add to gradients. */
function regularized(
  { kernels }: Emitter,
  weights: readonly ReturnType<Emitter['weight']>[],
  call: (one: Call) => void,
): (() => number)[] {
  return weights.flatMap(({ spec, data, gradient }) => {
    if (spec.regularizer === undefined || !spec.layerTrainable) return [];
    const [l1, l2] = factorsOf(spec.regularizer);
    if (gradient !== undefined) {
      if (adding(gradient) === 0) call(() => gradient.data.fill(0));
      call(() => kernels.penalty(at(data), at(gradient.data), data.length, l1, l2));
    }
    return [() => kernels.penalty(at(data), 0, data.length, l1, l2)];
  });
}

/** Factors of the sum of sizes and of the sum of squares. Throws Refused for other regularizers. */
function factorsOf({ class: name, config }: Named): readonly [number, number] {
  switch (plainName(name)) {
    case 'l1':
      return [numberOf(config, 'l1', numberOf(config, 'l', 0.01)), 0];
    case 'l2':
      return [0, numberOf(config, 'l2', numberOf(config, 'l', 0.01))];
    case 'l1l2':
      return [numberOf(config, 'l1', 0), numberOf(config, 'l2', 0)];
    default:
      throw new Refused(`regularizer ${name}`);
  }
}

/** Copies the rows of a batch to where the plan reads them. Throws Refused where the shape is another. */
export function fill(arrays: readonly Float32Array[], given: readonly Rows[]): void {
  arrays.forEach((array, i) => {
    const rows = given[i];
    if (rows?.data.length !== array.length) throw new Refused(`an input of another shape`);
    array.set(rows.data);
  });
}
