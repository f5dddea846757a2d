/** The weights of one run: values on our side, and the tensor the graph sees, exchanged after every update. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { stream } from '../experiment/random';
import { constrain } from './constraints';
import type { Graph } from './graph';
import { initializerOf } from './initializers/initializer';

export interface Weights {
  readonly values: readonly Float32Array[];
  /** Current tensors, one per weight of the graph. */
  readonly tensors: () => readonly Tensor[];
  /** Takes over the values of weight `index` after they were changed. A new tensor each time: the wasm heap may not be written in place. */
  readonly refresh: (index: number) => void;
  /** Initial values again; `round` counts how often, so that each time they are others. */
  readonly initialize: (round: number) => void;
  readonly dispose: () => void;
}

/**
 * Makes the weights of a run. Equal seeds and equal shapes in equal places give equal values, whatever the layers are called; `salt`
 * makes others of the same seed. `given` overrides the initializers (recordings).
 */
export function makeWeights(graph: Graph, seed: number, salt: number, given?: readonly Float32Array[]): Weights {
  const values = graph.weights.map(({ shape }) => new Float32Array(shape.reduce((a, b) => a * b, 1)));
  const tensors: Tensor[] = [];

  const refresh = (index: number): void => {
    const weight = graph.weights[index];
    const current = values[index];
    if (weight === undefined || current === undefined) return;
    tensors[index]?.dispose();
    tensors[index] = tf.keep(tf.tensor(current.slice(), [...weight.shape], 'float32'));
  };
  const initialize = (round: number): void => {
    graph.weights.forEach((weight, index) => {
      const label = `weights/${weight.ordinal}/${weight.name}${salt === 0 ? '' : `/salt ${salt}`}${round === 0 ? '' : `/round ${round}`}`;
      values[index]?.set(given?.[index] ?? initializerOf(weight.initializer)(weight.shape, stream(seed, label)));
      refresh(index);
    });
  };
  initialize(0);

  return {
    values,
    tensors: () => tensors,
    refresh: (index) => {
      const weight = graph.weights[index];
      const current = values[index];
      if (weight?.constraint !== undefined && current !== undefined) constrain(weight.constraint, weight.shape, current);
      refresh(index);
    },
    initialize,
    dispose: () => {
      for (const tensor of tensors) tensor.dispose();
      tensors.length = 0;
    },
  };
}
