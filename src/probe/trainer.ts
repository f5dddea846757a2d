/** One model in training: its graph, weights, losses and optimizer, driven step by step. */
import type { Arm, Semantics } from '../experiment/experiment';
import { stream } from '../experiment/random';
import type { Computed } from '../experiment/verdict';
import type { Rows } from './batches';
import { compiledExecutor } from './compiled/executor';
import { Refused } from './compiled/machine';
import type { Executor, Labelled } from './executor';
import { KerasRaises } from './failure';
import { buildGraph, type Graph } from './graph';
import { lossOf, type BuiltLoss } from './losses';
import type { UnitHealth } from './observe';
import { optimizerOf } from './optimizers';
import { tensorExecutor } from './tensors';
import { makeWeights, type Weights } from './weights';

export interface StepResult {
  /** As Keras reports it for the batch: with regularisers and loss weights, before the update. */
  readonly loss: number;
  /** Norm of each weight's gradient as it came, before clipping; null where none reaches it or it is not trained. */
  readonly norms: readonly (number | null)[];
  readonly finite: boolean;
}

export type TrainedProgram = Pick<Arm, 'model' | 'heads' | 'optimizer' | 'update'> & { readonly salt?: number | undefined };

export interface TrainerOptions {
  /** Initial weights in graph order, in place of the initializers. */
  readonly given?: readonly Float32Array[] | undefined;
  /** What may compute; by default a plan where one can be made, else TensorFlow.js. `plan`: throws Refused where none can be made. */
  readonly by?: 'plan or tfjs' | 'plan' | 'tfjs' | undefined;
}

export interface Trainer {
  readonly graph: Graph;
  readonly weights: Weights;
  readonly losses: readonly BuiltLoss[];
  /** Whether weight i gets gradients and updates. */
  readonly trained: readonly boolean[];
  /** Trains on one batch. */
  readonly step: (batch: Labelled) => StepResult;
  /** Rows that are best predicted at a time. */
  readonly chunk: () => number;
  /** The outputs of the heads in prediction. */
  readonly predict: (inputs: readonly Rows[]) => readonly Rows[];
  /** Loss of a batch in prediction, without regularisers. */
  readonly evaluate: (batch: Labelled) => number;
  /** Health of the units of every node that applies an activation. */
  readonly health: (inputs: readonly Rows[]) => ReadonlyMap<string, UnitHealth>;
  /** What has computed until now. */
  readonly computed: () => Computed;
  /** Start of an epoch, for loops that initialise again. */
  readonly beginEpoch: (epoch: number) => void;
  /** Of the next step. */
  readonly rate: () => number;
  /** From the next step on, in place of any schedule. */
  readonly setRate: (rate: number) => void;
  readonly dispose: () => void;
}

/** Builds a trainer. Throws NotSupported or KerasRaises. */
export function createTrainer(
  program: TrainedProgram,
  semantics: Semantics,
  seed: number,
  { given, by = 'plan or tfjs' }: TrainerOptions = {},
): Trainer {
  const remembers = semantics.backend === 'keras-tensorflow';
  const { keras } = semantics;
  const graph = buildGraph(program.model, { keras, remembers });
  const losses = program.heads.map((head) => lossOf(head.loss, keras));
  const salt = program.salt ?? 0;
  const { variables, applied, reset, optimizerReset = 'never' } = program.update;
  const { recorded = true, penalties = true, averages = true, training = true } = program.update;
  const reached = graph.weights.map((weight) => weight.trainable && weight.layerTrainable);
  const trained = graph.weights.map(
    (weight, i) => (reached[i] ?? false) && (variables === 'all' || variables.includes(weight.node)),
  );
  const request = {
    graph,
    heads: program.heads,
    losses,
    keras,
    remembers,
    training,
    penalties,
    wanted: reached.map((one) => recorded && one),
  };
  // Whether the optimizer is known must not depend on what computes.
  optimizerOf(program.optimizer, keras);

  let computed: Computed = { by: 'plan' };
  const executorOf = (): Executor => {
    if (by !== 'tfjs') {
      try {
        return compiledExecutor(request);
      } catch (error) {
        if (!(error instanceof Refused) || by === 'plan') throw error;
        computed = { by: 'tfjs', because: error.message };
      }
    } else computed = { by: 'tfjs', because: 'asked for' };
    return tensorExecutor(request);
  };
  let executor = executorOf();
  const weights = makeWeights(graph, seed, salt, () => executor, given);
  let optimizer = executor.optimizer(program.optimizer, keras);
  let steps = 0;
  let rounds = 0;

  /** With what computes now; where a plan is refused with the first batch, tensors take over from equal weights. */
  const using = <T>(act: (executor: Executor) => T): T => {
    try {
      return act(executor);
    } catch (error) {
      if (!(error instanceof Refused) || by === 'plan') throw error;
      if (steps > 0) throw new Error(`a plan was refused in step ${steps}: ${error.message}`, { cause: error });
      computed = { by: 'tfjs', because: error.message };
      const next = tensorExecutor(request);
      executor.values.forEach((values, i) => {
        next.values[i]?.set(values);
        next.changed(i);
      });
      executor.dispose();
      executor = next;
      optimizer = executor.optimizer(program.optimizer, keras);
      return act(executor);
    }
  };

  const restart = (): void => {
    rounds += 1;
    weights.initialize(rounds);
  };
  const forgetOptimizer = (): void => {
    optimizer = executor.optimizer(program.optimizer, keras);
  };

  return {
    graph,
    weights,
    losses,
    trained,
    step(batch) {
      if (reset === 'every-step' && steps > 0) restart();
      if (optimizerReset === 'every-step' && steps > 0) forgetOptimizer();
      const { loss, gradients, updates } = using((one) =>
        one.step(batch, (node) => stream(seed, `noise/${node}/${steps}${salt === 0 ? '' : `/salt ${salt}`}`)),
      );
      if (averages) {
        for (const [index, values] of updates) {
          weights.values[index]?.set(values);
          weights.refresh(index);
        }
      }
      // As the optimizer does in the first step: no gradient is another thing than a gradient of 0.
      if (applied && trained.includes(true) && !trained.some((one, i) => one && gradients.has(i)))
        throw new KerasRaises('No gradients provided for any variable.');
      const norms = graph.weights.map((_, i) => {
        const gradient = gradients.get(i);
        return gradient === undefined ? null : executor.norm(gradient);
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
    chunk: () => using((one) => one.chunk()),
    predict: (inputs) => using((one) => one.predict(inputs)),
    evaluate: (batch) => using((one) => one.evaluate(batch)),
    health: (inputs) => using((one) => one.health(inputs)),
    computed: () => computed,
    beginEpoch(epoch) {
      if (epoch === 0) return;
      if (reset === 'every-epoch') restart();
      if (optimizerReset === 'every-epoch') forgetOptimizer();
    },
    rate: () => optimizer.rate(),
    setRate: (rate) => optimizer.setRate(rate),
    dispose: () => executor.dispose(),
  };
}
