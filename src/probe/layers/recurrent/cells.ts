/** The recurrent cells of Keras in operations of the tensor library, step by step. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../../experiment/json';
import { activationOf, applyActivation, type ActivationSpec } from '../../activations';
import { booleanOf, named, numberOf } from '../../config';
import { multiply } from '../core';
import { weight, type CallContext, type Shape, type WeightSpec } from '../layer';
import { gruScan, lstmScan, simpleScan, type ScanCell } from './scan-cells';

export interface Cell {
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
  /** The same cell for `scan`; undefined where only `step` has it. */
  readonly scan?: ScanCell | undefined;
  /** What is added to state times recurrent kernel. */
  readonly recurrentBias?: (weights: readonly Tensor[]) => Tensor | undefined;
}

export const need = (tensor: Tensor | undefined): Tensor => {
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
    scan: simpleScan(activation),
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
    scan: lstmScan(activation, recurrentActivation),
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
    scan: after ? gruScan(activation, recurrentActivation) : undefined,
    recurrentBias: ([, , bias]) => biasOf(bias, 1),
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

export const cells = { SimpleRNN: simpleCell, LSTM: lstmCell, GRU: gruCell } as const;
