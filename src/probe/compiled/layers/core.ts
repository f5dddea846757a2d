import { activationOf } from '../../activations';
import { named, numberOf, optionalNumber } from '../../config';
import { activated, eluOf, elementwise, rectifier, softmax } from '../activations';
import { Refused } from '../machine';
import { adding, at, reached, sizeOf, type Emitter, type Value } from '../plan';
import { differentiable, only, weightNamed, type Compiler, type CompilerTable } from './layer';

/** x [..., into] times kernel [into, units], plus bias, as a value of the given shape. */
export function linear(
  emitter: Emitter,
  x: Value,
  kernel: Value,
  bias: Value | undefined,
  into: number,
  shape: Value['shape'],
): Value {
  const { kernels } = emitter;
  const rows = (emitter.rows * sizeOf(x.shape)) / into;
  const units = (emitter.rows * sizeOf(shape)) / rows;
  const z = emitter.value(shape, differentiable(x, kernel, bias));
  emitter.forward(() => {
    if (bias !== undefined) kernels.repeatRow(at(bias.data), at(z.data), rows, units);
    const add = bias === undefined ? 0 : 1;
    kernels.gemm(at(x.data), at(kernel.data), at(z.data), rows, into, units, into, 1, units, units, add);
  });
  emitter.backward((call) => {
    const dz = reached(z);
    if (dz === undefined) return;
    if (bias?.gradient !== undefined) {
      const { data } = bias.gradient;
      const add = adding(bias.gradient);
      call(() => kernels.columns(at(dz), at(data), rows, units, add));
    }
    if (kernel.gradient !== undefined) {
      const { data } = kernel.gradient;
      const add = adding(kernel.gradient);
      call(() => kernels.gemm(at(x.data), at(dz), at(data), into, rows, units, 1, into, units, units, add));
    }
    if (x.gradient !== undefined) {
      const { data } = x.gradient;
      const add = adding(x.gradient);
      const turned = emitter.machine.array(into * units);
      call(() => {
        kernels.transpose(at(kernel.data), at(turned), into, units);
        kernels.gemm(at(dz), at(turned), at(data), rows, units, into, units, 1, into, into, add);
      });
    }
  });
  return z;
}

const dense: Compiler = (emitter, node, inputs) => {
  const x = only(inputs);
  const { config, id } = node.spec;
  if (named(config.activity_regularizer) !== undefined) throw new Refused('activity_regularizer');
  const kernel = weightNamed(emitter, node, 'kernel');
  if (kernel === undefined) throw new Refused('Dense without a kernel');
  const z = linear(emitter, x, kernel, weightNamed(emitter, node, 'bias'), x.shape.at(-1) ?? 1, node.shape);
  return { ...activated(emitter, id, activationOf(config.activation), z, { own: true }), mask: x.mask };
};

/** The same numbers under another shape. */
export const reshaped: Compiler = (_, node, inputs) => {
  const { data, gradient } = only(inputs);
  return { shape: node.shape, data, gradient };
};

/** Every row n times, one after the other. */
const repeated: Compiler = (emitter, node, inputs) => {
  const x = only(inputs);
  const [n = 1] = node.shape;
  const size = sizeOf(x.shape);
  const { kernels, rows } = emitter;
  const y = emitter.value(node.shape, differentiable(x));
  emitter.forward(() => {
    for (let r = 0; r < rows; r++) kernels.repeatRow(at(x.data) + 4 * r * size, at(y.data) + 4 * r * n * size, n, size);
  });
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined || x.gradient === undefined) return;
    const { data } = x.gradient;
    const add = adding(x.gradient);
    call(() => {
      for (let r = 0; r < rows; r++) kernels.columns(at(dy) + 4 * r * n * size, at(data) + 4 * r * size, n, size, add);
    });
  });
  return y;
};

const identity: Compiler = (_, __, inputs) => only(inputs);

const activation: Compiler = (emitter, { spec }, inputs) => {
  const x = only(inputs);
  return { ...activated(emitter, spec.id, activationOf(spec.config.activation), x), mask: x.mask };
};

const relu: Compiler = (emitter, { spec: { id, config } }, inputs) => {
  const x = only(inputs);
  const slope = numberOf(config, 'negative_slope', 0);
  const y = elementwise(emitter, x, rectifier(slope, optionalNumber(config, 'max_value'), numberOf(config, 'threshold', 0)));
  if (slope === 0) emitter.observe({ node: id, activation: 'relu', before: x.data, after: y.data, units: x.shape.at(-1) ?? 1 });
  return { ...y, mask: x.mask };
};

const softmaxLayer: Compiler = (emitter, { spec: { config } }, inputs) => {
  const x = only(inputs);
  const axis = numberOf(config, 'axis', -1);
  if (axis !== -1 && axis !== x.shape.length) throw new Refused(`softmax over axis ${axis}`);
  const y = softmax(emitter, x, false);
  return emitter.remembers ? { ...y, logits: { value: x, activation: 'softmax', by: 'keras' } } : y;
};

/** An operation of tf.nn, keras.ops or keras.activations that is one activation function. */
const operation =
  (name: string, by: 'keras' | 'operation'): Compiler =>
  (emitter, { spec }, inputs): Value =>
    activated(emitter, spec.id, activationOf(name), only(inputs), { by });

const functions = [
  'relu',
  'relu6',
  'sigmoid',
  'softmax',
  'tanh',
  'elu',
  'selu',
  'softplus',
  'softsign',
  'silu',
  'swish',
  'gelu',
  'leaky_relu',
  'log_softmax',
];

export const core: CompilerTable = {
  Dense: dense,
  Flatten: reshaped,
  Reshape: reshaped,
  RepeatVector: repeated,
  Identity: identity,
  Activation: activation,
  ReLU: relu,
  LeakyReLU: (emitter, { spec: { config } }, inputs) => {
    const x = only(inputs);
    const slope = numberOf(config, 'negative_slope', numberOf(config, 'alpha', 0.3));
    return { ...elementwise(emitter, x, rectifier(slope, undefined, 0)), mask: x.mask };
  },
  ELU: (emitter, { spec: { config } }, inputs) => elementwise(emitter, only(inputs), eluOf(numberOf(config, 'alpha', 1))),
  ThresholdedReLU: (emitter, { spec: { config } }, inputs) =>
    elementwise(emitter, only(inputs), rectifier(0, undefined, numberOf(config, 'theta', 1))),
  Softmax: softmaxLayer,
  ...Object.fromEntries(
    functions.flatMap((name) => [
      [`tf.nn.${name}`, operation(name, 'operation')] as const,
      [`keras.ops.${name}`, operation(name, 'keras')] as const,
      [`keras.activations.${name}`, operation(name, 'keras')] as const,
    ]),
  ),
  'tf.sigmoid': operation('sigmoid', 'operation'),
  'tf.tanh': operation('tanh', 'operation'),
};
