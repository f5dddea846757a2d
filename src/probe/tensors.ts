/** Computes a model with TensorFlow.js: the reference, and what runs where no plan can be made. */
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { HeadSpec } from '../experiment/model';
import { CHUNK, type Rows } from './batches';
import type { Executor } from './executor';
import { NotSupported } from './failure';
import { callGraph, type Calling, type Graph } from './graph';
import type { BuildContext, Flow } from './layers/layer';
import type { BuiltLoss } from './losses';
import { healthOf } from './observe';
import { normOf, optimizerOf } from './optimizers';
import { penalty } from './regularizers';

export interface TensorRequest extends BuildContext {
  readonly graph: Graph;
  readonly heads: readonly HeadSpec[];
  readonly losses: readonly BuiltLoss[];
  /** Whether a gradient of weight i is asked for. */
  readonly wanted: readonly boolean[];
  readonly training: boolean;
  readonly penalties: boolean;
}

export interface TensorExecutor extends Executor {
  /** As predict, telling of every activation; recurrent layers then go step by step. */
  readonly observed: (inputs: readonly Rows[], observe: NonNullable<Calling['observe']>) => readonly Rows[];
}

export function tensorExecutor({
  graph,
  heads,
  losses,
  wanted,
  training,
  penalties,
  keras,
  remembers,
}: TensorRequest): TensorExecutor {
  const values = graph.weights.map(({ shape }) => new Float32Array(shape.reduce((a, b) => a * b, 1)));
  const tensors: Tensor[] = [];
  const changed = (index: number): void => {
    const weight = graph.weights[index];
    const current = values[index];
    if (weight === undefined || current === undefined) return;
    tensors[index]?.dispose();
    // A new tensor each time: the wasm heap may not be written in place.
    tensors[index] = tf.keep(tf.tensor(current.slice(), [...weight.shape], 'float32'));
  };
  graph.weights.forEach((_, index) => changed(index));

  const calling = (part: Partial<Calling>): Calling => ({
    keras,
    remembers,
    training: false,
    random: () => {
      throw new Error('chance outside a step');
    },
    update: () => undefined,
    addLoss: () => undefined,
    ...part,
  });

  const total = (
    flows: ReadonlyMap<string, Flow>,
    targets: readonly Tensor[],
    weights?: readonly (Tensor | undefined)[],
  ): Scalar =>
    heads
      .map((head, h) => {
        const value = headLoss(head, losses[h], flows, targets, weights?.[h]);
        return head.weight === undefined || head.weight === 1 ? value : tf.mul<Scalar>(value, head.weight);
      })
      .reduce((sum, part) => tf.add(sum, part));

  const regularization = (): Tensor[] =>
    graph.weights.flatMap((weight, i) => {
      const tensor = tensors[i];
      return weight.regularizer === undefined || tensor === undefined || !weight.layerTrainable
        ? []
        : [penalty(weight.regularizer, tensor)];
    });

  const predict = (inputs: readonly Rows[], observe?: Calling['observe']): readonly Rows[] => {
    const found: Rows[] = [];
    // The numbers leave the tidy by the side, because it searches what it returns for tensors, one by one.
    tf.tidy(() => {
      const flows = callGraph(graph, inputs.map(tensorOf), tensors, calling({ observe }));
      for (const { output } of heads) {
        const { tensor } = flowOf(flows, output);
        found.push({ shape: tensor.shape, data: tensor.dataSync<'float32'>().slice() });
      }
    });
    return found;
  };

  return {
    values,
    changed,
    step: ({ inputs, targets, weights }, random) => {
      const updates = new Map<number, Float32Array>();
      const gradients = new Map<number, Float32Array>();
      const asked = graph.weights.flatMap((_, i) => (wanted[i] === true ? [i] : []));
      const loss = tf.tidy(() => {
        const [x, y] = [inputs.map(tensorOf), targets.map(tensorOf)];
        const w = weights?.map((one) => one && tf.tensor1d(one));
        const fresh = new Map<number, Tensor>();
        const forward = (): Scalar => {
          const extra: Tensor[] = [];
          const flows = callGraph(
            graph,
            x,
            tensors,
            calling({
              training,
              random,
              addLoss: (one) => extra.push(one),
              update: (index, value) => {
                fresh.get(index)?.dispose();
                fresh.set(index, tf.keep(value));
              },
            }),
          );
          return (penalties ? [...regularization(), ...extra] : []).reduce<Scalar>(
            (sum, part) => tf.add(sum, part),
            total(flows, y, w),
          );
        };
        const variables = asked.map((i) => tensors[i]).filter((tensor) => tensor !== undefined);
        // Of the engine itself, because tf.grads refuses variables that no gradient reaches; here that is a finding.
        // It wants at least one; a model that is frozen throughout has none.
        const { value, grads } =
          variables.length === 0 ? { value: forward(), grads: [] } : tf.engine().gradients(forward, variables, undefined, true);
        asked.forEach((weight, i) => {
          const gradient = grads[i] as Tensor | undefined | null;
          if (gradient !== undefined && gradient !== null) gradients.set(weight, gradient.dataSync<'float32'>());
        });
        for (const [index, tensor] of fresh) {
          updates.set(index, tensor.dataSync<'float32'>().slice());
          tensor.dispose();
        }
        return value.dataSync()[0] ?? NaN;
      });
      return { loss, gradients, updates };
    },
    chunk: () => CHUNK,
    predict: (inputs) => predict(inputs),
    observed: predict,
    evaluate: ({ inputs, targets }) =>
      tf.tidy(
        () => total(callGraph(graph, inputs.map(tensorOf), tensors, calling({})), targets.map(tensorOf)).dataSync()[0] ?? NaN,
      ),
    health: (inputs) => {
      const health: ReturnType<typeof healthOf>[number][] = [];
      predict(inputs, (node, activation, before, after) => {
        const units = after.shape.at(-1) ?? 1;
        health.push(...healthOf({ node, activation, units, before: before.dataSync(), after: after.dataSync() }));
      });
      return new Map(health);
    },
    norm: normOf,
    optimizer: (spec, version) => optimizerOf(spec, version),
    dispose: () => {
      for (const tensor of tensors) tensor.dispose();
      tensors.length = 0;
    },
  };
}

const tensorOf = ({ shape, data }: Rows): Tensor => tf.tensor(data, [...shape], 'float32');

function flowOf(flows: ReadonlyMap<string, Flow>, id: string): Flow {
  const flow = flows.get(id);
  if (flow === undefined) throw new NotSupported('graph', `output ${id} is not there`);
  return flow;
}

function headLoss(
  head: HeadSpec,
  loss: BuiltLoss | undefined,
  flows: ReadonlyMap<string, Flow>,
  targets: readonly Tensor[],
  sampleWeights: Tensor | undefined,
): Scalar {
  const truth = targets[head.target];
  if (truth === undefined || loss === undefined) throw new NotSupported('graph', `head ${head.output} has no target`);
  return loss.value(truth, flowOf(flows, head.output), sampleWeights);
}
