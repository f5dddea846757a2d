/** Bare operations on tensors inside a model, where their operands have one shape, or one is a number or a raw variable. */
import { numbersOf } from '../../config';
import { axisOf, constantOf, families } from '../../layers/operations';
import { elementwise, functions, line } from '../activations';
import { Refused } from '../machine';
import { adding, at, reached, sizeOf, type Emitter, type Value } from '../plan';
import { reshaped } from './core';
import { differentiable, only, weightNamed, type Compiler, type CompilerTable } from './layer';
import { concatenate, multiply, weighted } from './merge';

/** The variable of an operation, where it fits every row of x as it is: its shape is the end of x's. */
function fitting(emitter: Emitter, node: Parameters<Compiler>[1], x: Value): Value | undefined {
  const variable = weightNamed(emitter, node, 'variable');
  if (variable === undefined) return undefined;
  const bare = variable.shape.slice(variable.shape.findIndex((size) => size !== 1));
  const size = sizeOf(variable.shape);
  const end = size === 1 ? [] : bare;
  if (node.shape.join() !== x.shape.join() || (end.length > 0 && x.shape.slice(-end.length).join() !== end.join()))
    throw new Refused('a variable that is broadcast');
  return variable;
}

/** x + sign times a variable, or sign x + variable where it comes first. */
function shifted(emitter: Emitter, x: Value, variable: Value, ofInput: 1 | -1, ofVariable: 1 | -1): Value {
  const { kernels } = emitter;
  const size = sizeOf(variable.shape);
  const count = emitter.rows * sizeOf(x.shape);
  const y = emitter.value(x.shape, differentiable(x, variable));
  emitter.forward(() => {
    kernels.repeatRow(at(variable.data), at(y.data), count / size, size);
    if (ofVariable === -1) kernels.scaled(at(y.data), at(y.data), count, -1, 0);
    kernels.addScaled(at(x.data), at(y.data), count, ofInput, 1);
  });
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined) return;
    if (variable.gradient !== undefined) {
      const { data } = variable.gradient;
      const add = adding(variable.gradient);
      const sums = emitter.machine.array(size);
      call(() => {
        kernels.columns(at(dy), at(sums), count / size, size, 0);
        kernels.addScaled(at(sums), at(data), size, ofVariable, add);
      });
    }
    if (x.gradient !== undefined) {
      const { data } = x.gradient;
      const add = adding(x.gradient);
      call(() => kernels.addScaled(at(dy), at(data), count, ofInput, add));
    }
  });
  return y;
}

/** x times a variable. */
function scaledBy(emitter: Emitter, x: Value, variable: Value): Value {
  const { kernels, machine } = emitter;
  const size = sizeOf(variable.shape);
  const count = emitter.rows * sizeOf(x.shape);
  const y = emitter.value(x.shape, differentiable(x, variable));
  const zero = machine.array(size);
  emitter.forward(() => kernels.affine(at(x.data), at(variable.data), at(zero), at(y.data), count / size, size));
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined) return;
    if (variable.gradient !== undefined) {
      const { data } = variable.gradient;
      const add = adding(variable.gradient);
      const parts = machine.array(count);
      call(() => {
        kernels.products(at(dy), at(x.data), at(parts), count, 0);
        kernels.columns(at(parts), at(data), count / size, size, add);
      });
    }
    if (x.gradient !== undefined) {
      const { data } = x.gradient;
      const add = adding(x.gradient);
      call(() => kernels.affineBack(at(dy), at(variable.data), at(data), count / size, size, add));
    }
  });
  return y;
}

type Two = (emitter: Emitter, inputs: readonly Value[], node: Parameters<Compiler>[1]) => Value;

/** An operation of two tensors, of a tensor and a variable, or of a tensor and a number. */
const binary =
  (
    name: string,
    tensors: Two,
    withVariable: (emitter: Emitter, x: Value, variable: Value, first: boolean) => Value,
    withNumber: (value: number, first: boolean) => readonly [factor: number, shift: number],
  ): Compiler =>
  (emitter, node, inputs) => {
    // A bare operation forgets the mask.
    if (inputs.length === 2) return { ...tensors(emitter, inputs, node), mask: undefined };
    const x = only(inputs);
    const variable = fitting(emitter, node, x);
    if (variable !== undefined) return withVariable(emitter, x, variable, node.spec.config['#0'] !== undefined);
    const { value, first } = constantOf(node.spec.config, name);
    return elementwise(emitter, x, line(...withNumber(value, first)));
  };

const refused = (name: string) => (): never => {
  throw new Refused(`operation ${name} of these operands`);
};

const add = binary(
  'add',
  (emitter, inputs) => weighted(emitter, inputs, [1, 1]),
  (emitter, x, variable) => shifted(emitter, x, variable, 1, 1),
  (value) => [1, value],
);
const subtract = binary(
  'subtract',
  (emitter, inputs) => weighted(emitter, inputs, [1, -1]),
  (emitter, x, variable, first) => shifted(emitter, x, variable, first ? -1 : 1, first ? 1 : -1),
  (value, first) => (first ? [-1, value] : [1, -value]),
);
const times = binary(
  'multiply',
  (emitter, inputs, node) => multiply(emitter, node, inputs),
  (emitter, x, variable) => scaledBy(emitter, x, variable),
  (value) => [value, 0],
);
const divide = binary('divide', refused('divide'), refused('divide'), (value, first) =>
  first ? refused('divide')() : [1 / value, 0],
);

/** Sums or means over neighbouring axes. */
const reducing =
  (mean: boolean): Compiler =>
  (emitter, node, inputs) => {
    const x = only(inputs);
    const axes = (numbersOf(node.spec.config, 'axis') ?? [])
      .map((axis) => axisOf(axis, x.shape.length, 'a sum') - 1)
      .sort((a, b) => a - b);
    const [first = 0] = axes;
    if (axes.some((axis, i) => axis !== first + i)) throw new Refused('a sum over axes that lie apart');
    const { kernels } = emitter;
    const outer = emitter.rows * sizeOf(x.shape.slice(0, first));
    const length = sizeOf(axes.map((axis) => x.shape[axis] ?? 1));
    const inner = sizeOf(x.shape.slice(first + axes.length));
    const factor = mean ? 1 / length : 1;
    const y = emitter.value(node.shape, differentiable(x));
    emitter.forward(() => {
      for (let o = 0; o < outer; o++)
        kernels.columns(at(x.data) + 4 * o * length * inner, at(y.data) + 4 * o * inner, length, inner, 0);
      if (mean) kernels.scaled(at(y.data), at(y.data), outer * inner, factor, 0);
    });
    emitter.backward((call) => {
      const dy = reached(y);
      if (dy === undefined || x.gradient === undefined) return;
      const { data } = x.gradient;
      const adds = adding(x.gradient);
      call(() => {
        for (let o = 0; o < outer; o++)
          for (let i = 0; i < length; i++)
            kernels.addScaled(at(dy) + 4 * o * inner, at(data) + 4 * (o * length + i) * inner, inner, factor, adds);
      });
    });
    return y;
  };

const unary =
  (name: keyof typeof functions): Compiler =>
  (emitter, _, inputs) =>
    elementwise(emitter, only(inputs), functions[name]);

/** One operation under every name it is reached by. */
const everywhere = (names: readonly string[], compiler: Compiler): [string, Compiler][] =>
  names.flatMap((name) => families.map((family): [string, Compiler] => [`${family}.${name}`, compiler]));

export const operations: CompilerTable = {
  'operator.add': add,
  'operator.sub': subtract,
  'operator.mul': times,
  'operator.truediv': divide,
  ...Object.fromEntries([
    ...everywhere(['add'], add),
    ...everywhere(['subtract'], subtract),
    ...everywhere(['multiply'], times),
    ...everywhere(['divide', 'truediv', 'true_divide'], divide),
    ...everywhere(['square'], unary('square')),
    ...everywhere(['sqrt'], unary('sqrt')),
    ...everywhere(['exp'], unary('exp')),
    ...everywhere(['log'], unary('log')),
    ...everywhere(['abs'], unary('abs')),
    ...everywhere(['negative'], (emitter, _, inputs) => elementwise(emitter, only(inputs), line(-1, 0))),
    ...everywhere(['reduce_mean', 'mean'], reducing(true)),
    ...everywhere(['reduce_sum', 'sum'], reducing(false)),
    ...everywhere(['reshape', 'expand_dims', 'squeeze'], reshaped),
    ...everywhere(['concat', 'concatenate'], concatenate),
  ]),
};
