/** Activation functions as calls of kernels. */
import { booleanOf, numberOf, optionalNumber } from '../config';
import type { ActivationSpec } from '../activations';
import { Refused } from './machine';
import { adding, at, reached, sizeOf, type Emitter, type Value } from './plan';

/** The number by which a kernel knows a function of one number, and its constants. */
type Kind = readonly [kind: number, a?: number, b?: number, c?: number];

const kinds: Readonly<Record<string, (config: ActivationSpec['config'], keras: 2 | 3) => Kind>> = {
  relu: (config) =>
    rectifier(numberOf(config, 'negative_slope', 0), optionalNumber(config, 'max_value'), numberOf(config, 'threshold', 0)),
  sigmoid: () => [1],
  tanh: () => [2],
  leakyrelu: (config) => rectifier(numberOf(config, 'negative_slope', 0.2), undefined, 0),
  relu6: () => [4, 0, 6],
  hardtanh: () => [4, -1, 1],
  softplus: () => [5],
  softsign: () => [6],
  elu: (config) => [7, numberOf(config, 'alpha', 1)],
  selu: () => [8],
  celu: (config) => [9, numberOf(config, 'alpha', 1)],
  silu: () => [10],
  gelu: (config) => (booleanOf(config, 'approximate', false) ? [12] : [11]),
  exponential: () => [13],
  hardsigmoid: (_, keras) => (keras === 3 ? [14, 1 / 6, 0.5] : [14, 0.2, 0.5]),
  hardsilu: (_, keras) => (keras === 3 ? [15, 1 / 6, 0.5] : [15, 0.2, 0.5]),
  mish: () => [16],
  logsigmoid: () => [17],
  tanhshrink: () => [18],
  squareplus: (config) => [19, numberOf(config, 'b', 4)],
  softshrink: (config) => [20, numberOf(config, 'threshold', 0.5)],
  hardshrink: (config) => [21, numberOf(config, 'threshold', 0.5)],
  sparseplus: () => [22],
};

/** relu with a slope below, a highest value and a threshold; the plain one has a kernel of its own. */
export const rectifier = (slope: number, max: number | undefined, threshold: number): Kind =>
  slope === 0 && max === undefined && threshold === 0 ? [0] : [3, slope, max ?? Infinity, threshold];

/** Functions that are no activations, by the names of operations. */
export const functions: Readonly<Record<'square' | 'sqrt' | 'log' | 'abs' | 'exp', Kind>> = {
  square: [23],
  sqrt: [24],
  log: [25],
  abs: [26],
  exp: [13],
};

/** factor x + shift */
export const line = (factor: number, shift: number): Kind => [27, Math.fround(factor), Math.fround(shift)];

export const eluOf = (alpha: number): Kind => [7, alpha];

/** A function of every number. `own`: nobody else reads x, so relu may take its place. */
export function elementwise(emitter: Emitter, x: Value, [kind, a = 0, b = 0, c = 0]: Kind, own = false): Value {
  const { kernels, rows } = emitter;
  const count = rows * sizeOf(x.shape);
  const y = own && kind === 0 ? x : emitter.value(x.shape, x.gradient !== undefined);
  emitter.forward(() => kernels.activate(kind, at(x.data), at(y.data), count, a, b, c));
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined || x.gradient === undefined) return;
    const dx = x.gradient.data;
    const add = y === x ? 0 : adding(x.gradient);
    call(() => kernels.activateBack(kind, at(x.data), at(y.data), at(dy), at(dx), count, a, b, c, add));
  });
  return y;
}

/** Softmax over the last axis, or its logarithm. */
export function softmax(emitter: Emitter, x: Value, logs: boolean): Value {
  const { kernels } = emitter;
  const units = x.shape.at(-1) ?? 1;
  const rows = (emitter.rows * sizeOf(x.shape)) / units;
  const y = emitter.value(x.shape, x.gradient !== undefined);
  emitter.forward(() => kernels.softmax(at(x.data), at(y.data), rows, units, logs ? 1 : 0));
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined || x.gradient === undefined) return;
    const dx = x.gradient.data;
    const add = adding(x.gradient);
    call(() => kernels.softmaxBack(at(y.data), at(dy), at(dx), rows, units, logs ? 1 : 0, add));
  });
  return y;
}

/** As activate of src/probe/activations.ts: softmax and sigmoid remember their logits. Throws Refused. */
export function activated(
  emitter: Emitter,
  node: string,
  spec: ActivationSpec,
  x: Value,
  { own = false, by = 'keras' }: { readonly own?: boolean; readonly by?: 'keras' | 'operation' } = {},
): Value {
  if (spec.name === 'linear') return x;
  const y = applied(emitter, spec, x, own);
  const { name } = spec;
  emitter.observe({ node, activation: name, before: x.data, after: y.data, units: x.shape.at(-1) ?? 1 });
  return emitter.remembers && (name === 'softmax' || name === 'sigmoid')
    ? { ...y, logits: { value: x, activation: name, by } }
    : y;
}

function applied(emitter: Emitter, { name, config }: ActivationSpec, x: Value, own: boolean): Value {
  if (name === 'softmax' || name === 'logsoftmax') {
    const axis = numberOf(config, 'axis', -1);
    if (axis !== -1 && axis !== x.shape.length) throw new Refused(`softmax over axis ${axis}`);
    return softmax(emitter, x, name === 'logsoftmax');
  }
  const kind = kinds[name];
  if (kind === undefined) throw new Refused(`activation ${name}`);
  return elementwise(emitter, x, kind(config, emitter.keras), own);
}
