/**
 * The time loop of a recurrent layer as one operation with one gradient. Step by step on the tape, an LSTM over 50 steps is 2,000 operations
 * of a few thousand numbers each, and most of the time goes into keeping account of them.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../../element';
import type { ScanCell } from './scan-cells';

export interface ScanInputs {
  /** What of each step does not depend on the state, [steps, batch, gates x units]. */
  readonly projected: Tensor;
  /** [units, gates x units] */
  readonly kernel: Tensor;
  /** Added to state times kernel, [gates x units]. */
  readonly bias?: Tensor | undefined;
  /** 1 where a time step counts, [steps, batch]; elsewhere the state stays. Has no gradient. */
  readonly mask?: Tensor | undefined;
  /** Recurrent dropout, [batch, units]. Has no gradient. */
  readonly stateMask?: Tensor | undefined;
  /** Last step first. */
  readonly reversed: boolean;
}

/** The outputs in the order they are made, [steps, batch, units]. States start at 0. */
export function scan(cell: ScanCell, inputs: ScanInputs): Tensor {
  const { projected, kernel, bias } = inputs;
  const loop = tf.customGrad((...tensors) => {
    const [x, recurrent, third] = tensors as Tensor[];
    // After the tensors comes a function of the library's.
    const added = bias === undefined ? undefined : third;
    if (x === undefined || recurrent === undefined) throw new Error('a scan lacks a tensor');
    const run = forward(cell, inputs, x, recurrent, added);
    return {
      value: tf.tensor(run.outputs.subarray(run.size).slice(), [run.steps, run.batch, run.units], 'float32'),
      gradFunc: (dy: Tensor) => backward(cell, inputs, run, recurrent, added !== undefined, dy),
    };
  });
  return loop(projected, kernel, ...(bias === undefined ? [] : [bias]));
}

/** What a scan remembers for its way back. Arrays over time begin with the first step that was made. */
interface Run {
  readonly steps: number;
  readonly batch: number;
  readonly units: number;
  /** Numbers of one step: batch x units, and with gates. */
  readonly size: number;
  readonly wide: number;
  readonly mask: Float32Array | undefined;
  readonly stateMask: Float32Array | undefined;
  /** steps + 1 of them, beginning with the initial state. */
  readonly outputs: Float32Array;
  readonly carried: Float32Array;
  readonly before: Float32Array;
  readonly gates: Float32Array;
  readonly memory: Float32Array;
}

const numbers = (tensor: Tensor | undefined): Float32Array | undefined => tensor?.dataSync<'float32'>();
const step = (array: Float32Array, t: number, size: number): Float32Array => array.subarray(t * size, (t + 1) * size);

function forward(cell: ScanCell, inputs: ScanInputs, x: Tensor, kernel: Tensor, bias: Tensor | undefined): Run {
  const [steps = 0, batch = 0, width = 0] = x.shape;
  const units = width / cell.gates;
  const [size, wide] = [batch * units, batch * width];
  const [projected, added] = [x.dataSync<'float32'>(), numbers(bias)];
  const made: Run = {
    ...{ steps, batch, units, size, wide },
    mask: numbers(inputs.mask),
    stateMask: numbers(inputs.stateMask),
    outputs: new Float32Array((steps + 1) * size),
    carried: new Float32Array((steps + 1) * size),
    before: new Float32Array(steps * size),
    gates: new Float32Array(steps * wide),
    memory: new Float32Array(steps * size),
  };
  for (let t = 0; t < steps; t++) {
    const time = inputs.reversed ? steps - 1 - t : t;
    const [state, carried] = [step(made.outputs, t, size), step(made.carried, t, size)];
    const [output, nextCarried] = [step(made.outputs, t + 1, size), step(made.carried, t + 1, size)];
    const before = step(made.before, t, size);
    before.set(state);
    if (made.stateMask !== undefined) times(before, made.stateMask);
    const inner = t === 0 ? new Float32Array(wide) : product(before, [batch, units], kernel, false);
    if (added !== undefined) for (let i = 0; i < wide; i++) inner[i] = at(inner, i) + at(added, i % width);
    cell.forward({
      ...{ rows: batch, units, inner, before, carried, output, nextCarried },
      projected: step(projected, time, wide),
      gates: step(made.gates, t, wide),
      memory: step(made.memory, t, size),
    });
    eachMasked(made, time, (from, to) => {
      output.set(state.subarray(from, to), from);
      nextCarried.set(carried.subarray(from, to), from);
    });
  }
  return made;
}

function backward(cell: ScanCell, inputs: ScanInputs, run: Run, kernel: Tensor, biased: boolean, dy: Tensor): Tensor[] {
  const { steps, batch, units, size, wide } = run;
  const given = dy.dataSync<'float32'>();
  const width = wide / batch;
  const [dProjected, dInner] = [new Float32Array(steps * wide), new Float32Array(steps * wide)];
  let dOutput = new Float32Array(size);
  const dCarried = new Float32Array(size);
  for (let t = steps - 1; t >= 0; t--) {
    const time = inputs.reversed ? steps - 1 - t : t;
    for (let i = 0; i < size; i++) dOutput[i] = at(dOutput, i) + at(given, t * size + i);
    // The rows of a masked step hand their gradients on as they are.
    const [kept, keptCarried] = [new Float32Array(size), new Float32Array(size)];
    eachMasked(run, time, (from, to) => {
      for (const [array, keep] of [[dOutput, kept] as const, [dCarried, keptCarried] as const]) {
        keep.set(array.subarray(from, to), from);
        array.fill(0, from, to);
      }
    });
    const dBefore = new Float32Array(size);
    const dInnerNow = step(dInner, t, wide);
    cell.backward({
      ...{ rows: batch, units, dOutput, dCarried, dBefore },
      before: step(run.before, t, size),
      carried: step(run.carried, t, size),
      output: step(run.outputs, t + 1, size),
      gates: step(run.gates, t, wide),
      memory: step(run.memory, t, size),
      dProjected: step(dProjected, time, wide),
      dInner: dInnerNow,
    });
    if (t > 0) plus(dBefore, product(dInnerNow, [batch, width], kernel, true));
    if (run.stateMask !== undefined) times(dBefore, run.stateMask);
    plus(dBefore, kept);
    plus(dCarried, keptCarried);
    dOutput = dBefore;
  }
  const inner = tf.tensor(dInner, [steps * batch, width], 'float32');
  const states = tf.tensor(run.before, [steps * batch, units], 'float32');
  const gradients = [tf.tensor(dProjected, [steps, batch, width], 'float32'), tf.matMul(states, inner, true)];
  return biased ? [...gradients, tf.sum(inner, 0)] : gradients;
}

/** rows x kernel, or x its transpose, on the backend. Not in a tidy, which would search the numbers it returns for tensors, one by one. */
function product(rows: Float32Array, shape: readonly number[], kernel: Tensor, transposed: boolean): Float32Array {
  const left = tf.tensor(rows.slice(), [...shape], 'float32');
  const result = tf.matMul(left, kernel, false, transposed);
  // A copy, because the cpu backend gives its own.
  const values = result.dataSync<'float32'>().slice();
  tf.dispose([left, result]);
  return values;
}

function times(array: Float32Array, factors: Float32Array): void {
  for (let i = 0; i < array.length; i++) array[i] = at(array, i) * at(factors, i);
}

function plus(array: Float32Array, terms: Float32Array): void {
  for (let i = 0; i < array.length; i++) array[i] = at(array, i) + at(terms, i);
}

/** The rows that a step does not count for, as ranges of [batch, units]. */
function eachMasked({ mask, batch, units }: Run, time: number, visit: (from: number, to: number) => void): void {
  if (mask === undefined) return;
  for (let row = 0; row < batch; row++) if (at(mask, time * batch + row) === 0) visit(row * units, (row + 1) * units);
}
