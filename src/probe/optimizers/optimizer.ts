/**
 * Optimizers on plain arrays, with Keras's formulae and order of operations (keras/src/optimizers). Gradients are read from the tensors once
 * per step, so an update costs one pass over the numbers on any backend, and norms come for free.
 */
import type { JsonObject } from '../../experiment/json';

export interface StepContext {
  /** The rate of this step. */
  readonly rate: number;
  /** 1 for the first step. */
  readonly step: number;
}

/** The update of one variable; `state` arrays belong to it alone and start as `initial` says. */
export interface UpdateRule {
  /** Initial value of each state array of a variable. */
  readonly initial: readonly number[];
  readonly update: (values: Float32Array, gradient: Float32Array, state: readonly Float32Array[], context: StepContext) => void;
  /** Called once per step before any variable: what all variables share. */
  readonly begin?: (context: StepContext) => void;
  /** Decoupled weight decay when none is given: AdamW's 0.004. */
  readonly weightDecay?: number;
}

/** Makes a rule from Keras's arguments; `keras` decides defaults. State shared by variables must start anew with every call. */
export type RuleMaker = (config: JsonObject, keras: 2 | 3) => UpdateRule;

/** State array i, which the rule's own `initial` asked for. */
export function slot(state: readonly Float32Array[], i: number): Float32Array {
  const array = state[i];
  if (array === undefined) throw new Error(`optimizer state ${i} is missing`);
  return array;
}
