/** What computes a model: its outputs, its losses and their gradients. There are two, one of tensors and one of compiled plans. */
import type { Random } from '../experiment/random';
import type { OptimizerSpec } from '../experiment/model';
import type { Rows } from './batches';
import type { UnitHealth } from './observe';
import type { Optimizer } from './optimizers';

export interface Labelled {
  readonly inputs: readonly Rows[];
  readonly targets: readonly Rows[];
  /** Of every head, one number a row. */
  readonly weights?: readonly (Float32Array | undefined)[] | undefined;
}

export interface StepOutcome {
  /** With regularizers and weights of heads, before the update. */
  readonly loss: number;
  /** By index of the weight; absent where none reaches it. Valid until the next step. */
  readonly gradients: ReadonlyMap<number, Float32Array>;
  /** New values of weights that are not trained. */
  readonly updates: ReadonlyMap<number, Float32Array>;
}

export interface Executor {
  /** Values of all weights, in the order of the graph. */
  readonly values: readonly Float32Array[];
  /** Must be told when values of a weight were changed. */
  readonly changed: (index: number) => void;
  readonly step: (batch: Labelled, random: (node: string) => Random) => StepOutcome;
  /** Rows that are best predicted at a time. */
  readonly chunk: () => number;
  /** Of every head, in prediction. */
  readonly predict: (inputs: readonly Rows[]) => readonly Rows[];
  /** Loss in prediction, without regularizers. */
  readonly evaluate: (batch: Labelled) => number;
  /** Health of the units of every node that applies an activation. */
  readonly health: (inputs: readonly Rows[]) => ReadonlyMap<string, UnitHealth>;
  /** Euclidean norm of a gradient of the last step. */
  readonly norm: (gradient: Float32Array) => number;
  /** A new optimizer with empty state, in place of any before. */
  readonly optimizer: (spec: OptimizerSpec, keras: 2 | 3) => Optimizer;
  readonly dispose: () => void;
}
