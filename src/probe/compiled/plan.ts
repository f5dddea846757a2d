/** What a plan is made of: arrays with a fixed place, and calls in the order in which they run. */
import type { Random } from '../../experiment/random';
import type { GraphWeight } from '../graph';
import type { BuildContext, Shape } from '../layers/layer';
import type { Kernels } from './kernels';
import type { Machine } from './machine';

export type Call = () => void;

/** Where the gradient of an array is collected. */
export interface Gradient {
  readonly data: Float32Array;
  /** Whether some call writes it; the first one overwrites what the last step left, others add. Known while the plan is made. */
  written: boolean;
}

/** The output of a node for all rows of a batch, or a weight. */
export interface Value {
  /** Without the batch. */
  readonly shape: Shape;
  readonly data: Float32Array;
  /** Absent where nothing before it is trained, or nothing is differentiated. */
  readonly gradient?: Gradient | undefined;
  /** The logits a softmax or sigmoid remembers, as Flow has them. */
  readonly logits?: { readonly value: Value; readonly activation: 'softmax' | 'sigmoid'; readonly by: 'keras' | 'operation' };
  /** 1 where a time step counts, [rows, steps], as Flow has it. */
  readonly mask?: Float32Array | undefined;
}

/** An activation that was applied, for dead and saturated units. */
export interface Observed {
  readonly node: string;
  readonly activation: string;
  readonly before: Float32Array;
  readonly after: Float32Array;
  readonly units: number;
}

/** Takes down the plan while layers are gone through. */
export interface Emitter extends BuildContext {
  readonly machine: Machine;
  readonly kernels: Kernels;
  readonly rows: number;
  /** Whether layers act as in training. */
  readonly training: boolean;
  /** A weight by its index in the graph. */
  readonly weight: (index: number) => Value & { readonly spec: GraphWeight };
  /** A new output; `differentiable` where something before it, or a weight of its layer, is trained. */
  readonly value: (shape: Shape, differentiable: boolean) => Value;
  readonly forward: (call: Call) => void;
  /** Tells how the gradient goes back through what was just emitted. Asked in reverse order, once the whole forward pass is there. */
  readonly backward: (emit: (call: (one: Call) => void) => void) => void;
  /** Chance of the node in the step that is running. */
  readonly random: (node: string) => Random;
  /** A new value of a weight that is not trained, taken over after the step. */
  readonly update: (index: number, value: Float32Array) => void;
  readonly observe: (observed: Observed) => void;
}

export const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** The address of an array in the memory. */
export const at = (array: Float32Array): number => array.byteOffset;

/** Marks a gradient as written by the call that is being emitted; 1 where that call must add. */
export function adding(gradient: Gradient): 0 | 1 {
  const add = gradient.written ? 1 : 0;
  gradient.written = true;
  return add;
}

/** The gradient that reaches a value, once everything after it was emitted; undefined where none does. */
export const reached = ({ gradient }: Value): Float32Array | undefined =>
  gradient?.written === true ? gradient.data : undefined;
