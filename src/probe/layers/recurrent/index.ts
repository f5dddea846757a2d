/** Recurrent layers, unrolled over time, and the wrappers around them. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../../experiment/json';
import { booleanOf, named, numberOf, stringOf } from '../../config';
import { KerasRaises, NotSupported } from '../../failure';
import { only, type BuiltLayer, type CallContext, type LayerBuilder, type Shape } from '../layer';
import { cells, need, type Cell } from './cells';
import { scan } from './scan';

/** A mask drawn once per sequence, as Keras's recurrent dropout is. */
function dropoutMask(rate: number, shape: readonly number[], context: CallContext): Tensor | undefined {
  if (rate <= 0 || !context.training) return undefined;
  const random = context.random();
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () =>
    random.uniform() < 1 - rate ? 1 / (1 - rate) : 0,
  );
  return tf.tensor(values, [...shape], 'float32');
}

function recurrent(make: (config: JsonObject, input: Shape) => Cell, backwards = false): LayerBuilder {
  return (config, inputs) => {
    const input = only(inputs);
    if (input.length !== 2) {
      throw new KerasRaises(
        `Input of a recurrent layer is incompatible: expected ndim=3, found ndim=${input.length + 1}. Full shape received: (None, ${input.join(', ')})`,
      );
    }
    if (booleanOf(config, 'return_state', false)) throw new NotSupported('value', 'return_state=True');
    if (booleanOf(config, 'stateful', false)) throw new NotSupported('value', 'stateful=True');
    const cell = make(config, input);
    const sequences = booleanOf(config, 'return_sequences', false);
    const reversed = booleanOf(config, 'go_backwards', false) !== backwards;
    const [steps = 1] = input;
    const [inputRate, stateRate] = [numberOf(config, 'dropout', 0), numberOf(config, 'recurrent_dropout', 0)];
    return {
      outputShape: sequences ? [steps, cell.units] : [cell.units],
      weights: cell.weights,
      call: (flows, weights, context) => {
        const { tensor: x, mask } = only(flows);
        const batch = x.shape[0];
        const dropped = dropoutMask(inputRate, [batch, 1, input.at(-1) ?? 1], context);
        const stateMask = dropoutMask(stateRate, [batch, cell.units], context);
        const projected = cell.project(dropped === undefined ? x : tf.mul(x, dropped), weights);
        // Observers are told of every step, which only the cell on tensors does.
        if (cell.scan !== undefined && context.observe === undefined) {
          const outputs = scan(cell.scan, {
            projected: tf.transpose(projected, [1, 0, 2]),
            kernel: need(weights[1]),
            bias: cell.recurrentBias?.(weights),
            mask: mask === undefined ? undefined : tf.transpose(mask),
            stateMask,
            reversed,
          });
          if (sequences) return { tensor: tf.transpose(outputs, [1, 0, 2]), mask };
          return { tensor: tf.reshape(tf.slice(outputs, [steps - 1, 0, 0], [1, -1, -1]), [batch, cell.units]) };
        }
        const parts = tf.unstack(projected, 1);
        const masks = mask === undefined ? undefined : tf.unstack(mask, 1);
        let states: readonly Tensor[] = Array.from({ length: cell.states }, () => tf.zeros([batch, cell.units]));
        const outputs: Tensor[] = [];
        for (let t = 0; t < steps; t++) {
          const at = reversed ? steps - 1 - t : t;
          const [h, ...rest] = states;
          const carried = stateMask === undefined ? states : [tf.mul(need(h), stateMask), ...rest];
          const next = cell.step(need(parts[at]), carried, weights, context);
          const counts = masks?.[at];
          // A masked step keeps the state, and repeats the last output.
          const previous: readonly Tensor[] = states;
          states =
            counts === undefined
              ? next
              : next.map((state, s) => tf.where(tf.cast(tf.expandDims(counts, -1), 'bool'), state, need(previous[s])));
          outputs.push(need(states[0]));
        }
        if (!sequences) return { tensor: need(states[0]) };
        return { tensor: tf.stack(outputs, 1), mask };
      },
    };
  };
}

const isRecurrent = (name: string): name is keyof typeof cells => Object.hasOwn(cells, name);

/** A recurrent layer by name; run backwards for the second direction of a Bidirectional. */
export function recurrentBuilder(name: string, backwards = false): LayerBuilder | undefined {
  return isRecurrent(name) ? recurrent(cells[name], backwards) : undefined;
}

/** Two directions with weights of their own. */
export const bidirectional: LayerBuilder = (config, inputs, context) => {
  const inner = named(config.layer);
  const forward = inner === undefined ? undefined : recurrentBuilder(inner.class);
  const backward = inner === undefined ? undefined : recurrentBuilder(inner.class, true);
  if (inner === undefined || forward === undefined || backward === undefined)
    throw new NotSupported('layer', `Bidirectional of ${inner?.class ?? 'nothing'}`);
  const sequences = booleanOf(inner.config, 'return_sequences', false);
  const [a, b]: readonly BuiltLayer[] = [forward(inner.config, inputs, context), backward(inner.config, inputs, context)];
  if (a === undefined || b === undefined) throw new Error('unreachable');
  const mode = config.merge_mode === null ? 'none' : stringOf(config, 'merge_mode', 'concat');
  const combine: Readonly<Record<string, (x: Tensor, y: Tensor) => Tensor>> = {
    concat: (x, y) => tf.concat([x, y], -1),
    sum: (x, y) => tf.add(x, y),
    mul: (x, y) => tf.mul(x, y),
    ave: (x, y) => tf.div(tf.add(x, y), 2),
  };
  const merge = combine[mode];
  if (merge === undefined) throw new NotSupported('value', `merge_mode=${mode}`);
  const last = a.outputShape.at(-1) ?? 1;
  return {
    outputShape: [...a.outputShape.slice(0, -1), mode === 'concat' ? 2 * last : last],
    weights: [
      ...a.weights.map((w) => ({ ...w, name: `forward/${w.name}` })),
      ...b.weights.map((w) => ({ ...w, name: `backward/${w.name}` })),
    ],
    call: (flows, weights, calling) => {
      const x = a.call(flows, weights.slice(0, a.weights.length), calling);
      const y = b.call(flows, weights.slice(a.weights.length), calling);
      // The backward direction gives its outputs last step first.
      return { tensor: merge(x.tensor, sequences ? tf.reverse(y.tensor, 1) : y.tensor), mask: x.mask };
    },
  };
};
