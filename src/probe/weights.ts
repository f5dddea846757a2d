/** The weights of one run: where they begin, and what is kept of them after every update. */
import { stream } from '../experiment/random';
import { constrain } from './constraints';
import type { Executor } from './executor';
import type { Graph } from './graph';
import { initializerOf } from './initializers/initializer';

export interface Weights {
  /** Current values, one array per weight of the graph. */
  readonly values: readonly Float32Array[];
  /** Takes over the values of weight `index` after they were changed. */
  readonly refresh: (index: number) => void;
  /** Initial values again; `round` counts how often, so that each time they are others. */
  readonly initialize: (round: number) => void;
}

/**
 * Sets the weights of a run. Equal seeds and equal shapes in equal places give equal values, whatever the layers are called; `salt` makes
 * others of the same seed. `given` overrides the initializers (recordings).
 */
export function makeWeights(
  graph: Graph,
  seed: number,
  salt: number,
  executor: () => Pick<Executor, 'values' | 'changed'>,
  given?: readonly Float32Array[],
): Weights {
  const initialize = (round: number): void => {
    graph.weights.forEach((weight, index) => {
      const label = `weights/${weight.ordinal}/${weight.name}${salt === 0 ? '' : `/salt ${salt}`}${round === 0 ? '' : `/round ${round}`}`;
      executor().values[index]?.set(given?.[index] ?? initializerOf(weight.initializer)(weight.shape, stream(seed, label)));
      executor().changed(index);
    });
  };
  initialize(0);
  return {
    get values() {
      return executor().values;
    },
    refresh: (index) => {
      const weight = graph.weights[index];
      const current = executor().values[index];
      if (weight?.constraint !== undefined && current !== undefined) constrain(weight.constraint, weight.shape, current);
      executor().changed(index);
    },
    initialize,
  };
}
