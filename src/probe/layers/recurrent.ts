/** Recurrent layers, unrolled over time, and the wrappers around them. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../experiment/json';
import { activationOf, applyActivation, type ActivationSpec } from '../activations';
import { booleanOf, named, numberOf, stringOf } from '../config';
import { KerasRaises, NotSupported } from '../failure';
import { multiply } from './core';
import { only, weight, type BuiltLayer, type CallContext, type LayerBuilder, type Shape, type WeightSpec } from './layer';

interface Cell {
  readonly units: number;
  readonly weights: readonly WeightSpec[];
  /** State tensors a step carries on; the first is the output. */
  readonly states: number;
  /** What of a step does not depend on the state, for all steps at once: x [batch, steps, features] -> [batch, steps, ...]. */
  readonly project: (x: Tensor, weights: readonly Tensor[]) => Tensor;
  readonly step: (
    projected: Tensor,
    states: readonly Tensor[],
    weights: readonly Tensor[],
    context: CallContext,
  ) => readonly Tensor[];
}

const need = (tensor: Tensor | undefined): Tensor => {
  if (tensor === undefined) throw new Error('a recurrent layer lacks a tensor');
  return tensor;
};

function common(
  config: JsonObject,
  input: Shape,
  gates: number,
  biasShape: Shape,
  biasInitializer: WeightSpec['initializer'] | undefined,
): readonly WeightSpec[] {
  const units = numberOf(config, 'units');
  const kernel = weight(config, 'kernel', [input.at(-1) ?? 1, gates * units], 'glorot_uniform');
  const recurrent = { ...weight(config, 'recurrent', [units, gates * units], 'orthogonal'), name: 'recurrent_kernel' };
  if (!booleanOf(config, 'use_bias', true)) return [kernel, recurrent];
  const bias = weight(config, 'bias', biasShape, 'zeros');
  return [kernel, recurrent, biasInitializer === undefined ? bias : { ...bias, initializer: biasInitializer }];
}

const product = (a: Tensor, b: Tensor): Tensor => tf.matMul(a, b);
const gate = (x: Tensor, index: number, units: number): Tensor => tf.slice(x, [0, index * units], [-1, units]);

function simpleCell(config: JsonObject, input: Shape): Cell {
  const units = numberOf(config, 'units');
  const activation = activationOf(config.activation ?? 'tanh');
  return {
    units,
    states: 1,
    weights: common(config, input, 1, [units], undefined),
    project: (x, [kernel, , bias]) => {
      const out = multiply(x, need(kernel));
      return bias === undefined ? out : tf.add(out, bias);
    },
    step: (projected, [h], [, recurrent], context) => {
      const before = tf.add(projected, product(need(h), need(recurrent)));
      const after = applyActivation(activation, before, context.keras);
      context.observe?.(activation.name, before, after);
      return [after];
    },
  };
}

function lstmCell(config: JsonObject, input: Shape): Cell {
  const units = numberOf(config, 'units');
  const activation = activationOf(config.activation ?? 'tanh');
  const recurrentActivation = activationOf(config.recurrent_activation ?? 'sigmoid');
  const forget = booleanOf(config, 'unit_forget_bias', true);
  const own = named(config.bias_initializer) ?? { class: 'zeros', config: {} };
  // Keras puts ones in the forget gate's quarter of the bias.
  const initializer = forget
    ? { class: 'forget_gate', config: { units, rest: { class: own.class, config: own.config } } }
    : undefined;
  return {
    units,
    states: 2,
    weights: common(config, input, 4, [4 * units], initializer),
    project: (x, [kernel, , bias]) => {
      const out = multiply(x, need(kernel));
      return bias === undefined ? out : tf.add(out, bias);
    },
    step: (projected, [h, c], [, recurrent], { keras }) => {
      const z = tf.add(projected, product(need(h), need(recurrent)));
      const apply = (spec: ActivationSpec, index: number): Tensor => applyActivation(spec, gate(z, index, units), keras);
      const [i, f, g, o] = [
        apply(recurrentActivation, 0),
        apply(recurrentActivation, 1),
        apply(activation, 2),
        apply(recurrentActivation, 3),
      ];
      const next = tf.add(tf.mul(f, need(c)), tf.mul(i, g));
      return [tf.mul(o, applyActivation(activation, next, keras)), next];
    },
  };
}

function gruCell(config: JsonObject, input: Shape): Cell {
  const units = numberOf(config, 'units');
  const activation = activationOf(config.activation ?? 'tanh');
  const recurrentActivation = activationOf(config.recurrent_activation ?? 'sigmoid');
  const after = booleanOf(config, 'reset_after', true);
  const biasOf = (bias: Tensor | undefined, row: number): Tensor | undefined =>
    bias === undefined
      ? undefined
      : after
        ? tf.reshape(tf.slice(bias, [row, 0], [1, 3 * units]), [3 * units])
        : row === 0
          ? bias
          : undefined;
  const plus = (x: Tensor, bias: Tensor | undefined): Tensor => (bias === undefined ? x : tf.add(x, bias));
  return {
    units,
    states: 1,
    weights: common(config, input, 3, after ? [2, 3 * units] : [3 * units], undefined),
    project: (x, [kernel, , bias]) => plus(multiply(x, need(kernel)), biasOf(bias, 0)),
    step: (projected, [state], [, kernel, bias], { keras }) => {
      const [h, recurrent] = [need(state), need(kernel)];
      const activated = (spec: ActivationSpec, x: Tensor): Tensor => applyActivation(spec, x, keras);
      if (after) {
        const inner = plus(product(h, recurrent), biasOf(bias, 1));
        const z = activated(recurrentActivation, tf.add(gate(projected, 0, units), gate(inner, 0, units)));
        const r = activated(recurrentActivation, tf.add(gate(projected, 1, units), gate(inner, 1, units)));
        const candidate = activated(activation, tf.add(gate(projected, 2, units), tf.mul(r, gate(inner, 2, units))));
        return [tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), candidate))];
      }
      const inner = product(h, tf.slice(recurrent, [0, 0], [-1, 2 * units]));
      const z = activated(recurrentActivation, tf.add(gate(projected, 0, units), gate(inner, 0, units)));
      const r = activated(recurrentActivation, tf.add(gate(projected, 1, units), gate(inner, 1, units)));
      const candidate = activated(
        activation,
        tf.add(gate(projected, 2, units), product(tf.mul(r, h), tf.slice(recurrent, [0, 2 * units], [-1, units]))),
      );
      return [tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), candidate))];
    },
  };
}

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

export const cells = { SimpleRNN: simpleCell, LSTM: lstmCell, GRU: gruCell } as const;

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
