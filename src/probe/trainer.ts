/** One model in training: its graph, weights, losses and optimizer, driven step by step. */
import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Arm, Semantics } from '../experiment/experiment';
import type { HeadSpec } from '../experiment/model';
import { stream } from '../experiment/random';
import { KerasRaises, NotSupported } from './failure';
import { buildGraph, callGraph, type Calling, type Graph } from './graph';
import type { Flow } from './layers/layer';
import { lossOf, type BuiltLoss } from './losses';
import { normOf, optimizerOf, type Optimizer } from './optimizers';
import { penalty } from './regularizers';
import { makeWeights, type Weights } from './weights';

export interface StepResult {
  /** As Keras reports it for the batch: with regularisers and loss weights, before the update. */
  readonly loss: number;
  /** Norm of each weight's gradient as it came, before clipping; null where none reaches it or it is not trained. */
  readonly norms: readonly (number | null)[];
  readonly finite: boolean;
}

export type TrainedProgram = Pick<Arm, 'model' | 'heads' | 'optimizer' | 'update'> & { readonly salt?: number | undefined };

export interface Trainer {
  readonly graph: Graph;
  readonly weights: Weights;
  readonly losses: readonly BuiltLoss[];
  /** Whether weight i gets gradients and updates. */
  readonly trained: readonly boolean[];
  /** Trains on one batch. Tensors that are handed in stay the caller's. */
  readonly step: (
    inputs: readonly Tensor[],
    targets: readonly Tensor[],
    sampleWeights?: readonly (Tensor | undefined)[],
  ) => StepResult;
  /** The outputs of the heads in prediction; call inside tidy. */
  readonly predict: (inputs: readonly Tensor[], observe?: Calling['observe']) => readonly Flow[];
  /** Loss of a batch in prediction, without regularisers. */
  readonly evaluate: (inputs: readonly Tensor[], targets: readonly Tensor[]) => number;
  /** Start of an epoch, for loops that initialise again. */
  readonly beginEpoch: (epoch: number) => void;
  /** Of the next step. */
  readonly rate: () => number;
  /** From the next step on, in place of any schedule. */
  readonly setRate: (rate: number) => void;
  readonly dispose: () => void;
}

/** Builds a trainer. Throws NotSupported or KerasRaises. `given` are initial weights in graph order. */
export function createTrainer(
  program: TrainedProgram,
  semantics: Semantics,
  seed: number,
  given?: readonly Float32Array[],
): Trainer {
  const remembers = semantics.backend === 'keras-tensorflow';
  const { keras } = semantics;
  const graph = buildGraph(program.model, { keras, remembers });
  const losses = program.heads.map((head) => lossOf(head.loss, keras));
  let optimizer: Optimizer = optimizerOf(program.optimizer, keras);
  const salt = program.salt ?? 0;
  const weights = makeWeights(graph, seed, salt, given);
  const { variables, applied, reset, optimizerReset = 'never' } = program.update;
  const { recorded = true, penalties = true, averages = true, training = true } = program.update;
  const reached = graph.weights.map((weight) => weight.trainable && weight.layerTrainable);
  const trained = graph.weights.map(
    (weight, i) => (reached[i] ?? false) && (variables === 'all' || variables.includes(weight.node)),
  );
  let steps = 0;
  let rounds = 0;

  const calling = (training: boolean, extra: Tensor[], updates: Map<number, Tensor>, observe?: Calling['observe']): Calling => ({
    keras,
    remembers,
    training,
    random: (node) => stream(seed, `noise/${node}/${steps}${salt === 0 ? '' : `/salt ${salt}`}`),
    update: (weight, value) => {
      updates.get(weight)?.dispose();
      updates.set(weight, tf.keep(value));
    },
    addLoss: (loss) => extra.push(loss),
    observe,
  });

  const total = (
    flows: ReadonlyMap<string, Flow>,
    targets: readonly Tensor[],
    sampleWeights?: readonly (Tensor | undefined)[],
  ): Scalar => {
    const parts = program.heads.map((head, h) => {
      const value = headLoss(head, losses[h], flows, targets, sampleWeights?.[h]);
      return head.weight === undefined || head.weight === 1 ? value : tf.mul<Scalar>(value, head.weight);
    });
    return parts.reduce((sum, part) => tf.add(sum, part));
  };

  const regularization = (tensors: readonly Tensor[]): Tensor[] =>
    graph.weights.flatMap((weight, i) => {
      const tensor = tensors[i];
      return weight.regularizer === undefined || tensor === undefined || !weight.layerTrainable
        ? []
        : [penalty(weight.regularizer, tensor)];
    });

  const restart = (): void => {
    rounds += 1;
    weights.initialize(rounds);
  };

  return {
    graph,
    weights,
    losses,
    trained,
    step(inputs, targets, sampleWeights) {
      if (reset === 'every-step' && steps > 0) restart();
      if (optimizerReset === 'every-step' && steps > 0) optimizer = optimizerOf(program.optimizer, keras);
      const updates = new Map<number, Tensor>();
      const wanted = graph.weights.flatMap((_, i) => (recorded && reached[i] === true ? [i] : []));
      const gradients = new Map<number, Float32Array>();
      const loss = tf.tidy(() => {
        const tensors = weights.tensors();
        const forward = (): Scalar => {
          const extra: Tensor[] = [];
          const flows = callGraph(graph, inputs, tensors, calling(training, extra, updates));
          return (penalties ? [...regularization(tensors), ...extra] : []).reduce<Scalar>(
            (sum, part) => tf.add(sum, part),
            total(flows, targets, sampleWeights),
          );
        };
        const variablesNow = wanted.map((i) => tensors[i]).filter((tensor) => tensor !== undefined);
        // Of the engine itself, because tf.grads refuses variables that no gradient reaches; here that is a finding.
        // It wants at least one; a model that is frozen throughout has none.
        const { value, grads } =
          variablesNow.length === 0
            ? { value: forward(), grads: [] }
            : tf.engine().gradients(forward, variablesNow, undefined, true);
        wanted.forEach((weight, i) => {
          const gradient = grads[i] as Tensor | undefined | null;
          if (gradient !== undefined && gradient !== null) gradients.set(weight, gradient.dataSync<'float32'>());
        });
        return value.dataSync()[0] ?? NaN;
      });
      for (const [index, tensor] of updates) {
        if (averages) weights.values[index]?.set(tensor.dataSync());
        tensor.dispose();
        if (averages) weights.refresh(index);
      }
      // As the optimizer does in the first step: no gradient is another thing than a gradient of 0.
      if (applied && trained.includes(true) && !trained.some((one, i) => one && gradients.has(i)))
        throw new KerasRaises('No gradients provided for any variable.');
      const norms = graph.weights.map((_, i) => {
        const gradient = gradients.get(i);
        return gradient === undefined ? null : normOf(gradient);
      });
      if (applied) {
        optimizer.apply(
          weights.values,
          graph.weights.map((_, i) => (trained[i] === true ? gradients.get(i) : undefined)),
        );
        for (const index of gradients.keys()) if (trained[index] === true) weights.refresh(index);
      }
      steps += 1;
      return { loss, norms, finite: Number.isFinite(loss) && norms.every((norm) => norm === null || Number.isFinite(norm)) };
    },
    predict(inputs, observe) {
      const flows = callGraph(graph, inputs, weights.tensors(), calling(false, [], new Map(), observe));
      return program.heads.map((head) => flowOf(flows, head.output));
    },
    evaluate: (inputs, targets) =>
      tf.tidy(
        () => total(callGraph(graph, inputs, weights.tensors(), calling(false, [], new Map())), targets).dataSync()[0] ?? NaN,
      ),
    beginEpoch(epoch) {
      if (epoch === 0) return;
      if (reset === 'every-epoch') restart();
      if (optimizerReset === 'every-epoch') optimizer = optimizerOf(program.optimizer, keras);
    },
    rate: () => optimizer.rate(),
    setRate: (rate) => optimizer.setRate(rate),
    dispose: () => weights.dispose(),
  };
}

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
