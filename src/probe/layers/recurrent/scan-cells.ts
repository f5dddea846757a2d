/**
 * The recurrent cells of Keras on plain numbers, for `scan`: what one step makes of all rows, and how gradients go back through it. Formulae of
 * keras/src/layers/rnn; arrays are [batch, ...] and belong to one step.
 */
import type { ActivationSpec } from '../../activations';
import { at } from '../../element';

export interface StepForward {
  readonly rows: number;
  readonly units: number;
  /** What of the step does not depend on the state, [batch, gates x units]. */
  readonly projected: Float32Array;
  /** State times recurrent kernel, plus the recurrent bias where there is one, [batch, gates x units]. */
  readonly inner: Float32Array;
  /** The output before, as it went into `inner`, [batch, units]. */
  readonly before: Float32Array;
  /** What an LSTM carries beside its output. */
  readonly carried: Float32Array;
  /** To be filled: the new output, the new carried state, what the way back needs. */
  readonly output: Float32Array;
  readonly nextCarried: Float32Array;
  readonly gates: Float32Array;
  readonly memory: Float32Array;
}

export interface StepBackward {
  readonly rows: number;
  readonly units: number;
  readonly before: Float32Array;
  readonly carried: Float32Array;
  readonly output: Float32Array;
  readonly gates: Float32Array;
  readonly memory: Float32Array;
  /** Gradient of the output. */
  readonly dOutput: Float32Array;
  /** Gradient of the carried state: of the new one on the way in, of the one before on the way out. */
  readonly dCarried: Float32Array;
  /** To be filled: gradients of `projected`, of `inner`, and of `before` where it is used outside of `inner` (starts at 0). */
  readonly dProjected: Float32Array;
  readonly dInner: Float32Array;
  readonly dBefore: Float32Array;
}

export interface ScanCell {
  readonly gates: number;
  readonly forward: (step: StepForward) => void;
  readonly backward: (step: StepBackward) => void;
}

/** An activation and its derivative, by what the activation gave. */
interface Plain {
  readonly value: (x: number) => number;
  readonly slope: (y: number) => number;
}

const activations: Readonly<Record<string, Plain>> = {
  linear: { value: (x) => x, slope: () => 1 },
  // Twice as fast as Math.tanh; off by 1e-16 at most.
  tanh: { value: (x) => 1 - 2 / (Math.exp(2 * x) + 1), slope: (y) => 1 - y * y },
  sigmoid: { value: (x) => 1 / (1 + Math.exp(-x)), slope: (y) => y * (1 - y) },
  // NaN has to stay NaN.
  relu: { value: (x) => (x < 0 ? 0 : x), slope: (y) => (y > 0 ? 1 : 0) },
};

/** Undefined where the activation is another one or has arguments of its own. */
const plain = ({ name, config }: ActivationSpec): Plain | undefined =>
  Object.keys(config).length === 0 && Object.hasOwn(activations, name) ? activations[name] : undefined;

export function simpleScan(spec: ActivationSpec): ScanCell | undefined {
  const activation = plain(spec);
  if (activation === undefined) return undefined;
  const { value, slope } = activation;
  return {
    gates: 1,
    forward: ({ projected, inner, output }) => {
      for (let i = 0; i < output.length; i++) output[i] = value(at(projected, i) + at(inner, i));
    },
    backward: ({ output, dOutput, dProjected, dInner }) => {
      for (let i = 0; i < output.length; i++) {
        dProjected[i] = at(dOutput, i) * slope(at(output, i));
        dInner[i] = at(dProjected, i);
      }
    },
  };
}

/** Gates i, f, c, o; `memory` holds the activated state. */
export function lstmScan(spec: ActivationSpec, recurrentSpec: ActivationSpec): ScanCell | undefined {
  const [activation, recurrent] = [plain(spec), plain(recurrentSpec)];
  if (activation === undefined || recurrent === undefined) return undefined;
  const [act, gate] = [activation.value, recurrent.value];
  const [actSlope, gateSlope] = [activation.slope, recurrent.slope];
  return {
    gates: 4,
    forward: ({ rows, units, projected, inner, carried, output, nextCarried, gates, memory }) => {
      for (let row = 0; row < rows; row++) {
        for (let j = 0; j < units; j++) {
          const k = row * units + j;
          const [i, f, c, o] = [
            row * 4 * units + j,
            (row * 4 + 1) * units + j,
            (row * 4 + 2) * units + j,
            (row * 4 + 3) * units + j,
          ];
          gates[i] = gate(at(projected, i) + at(inner, i));
          gates[f] = gate(at(projected, f) + at(inner, f));
          gates[c] = act(at(projected, c) + at(inner, c));
          gates[o] = gate(at(projected, o) + at(inner, o));
          nextCarried[k] = at(gates, f) * at(carried, k) + at(gates, i) * at(gates, c);
          memory[k] = act(at(nextCarried, k));
          output[k] = at(gates, o) * at(memory, k);
        }
      }
    },
    backward: ({ rows, units, carried, gates, memory, dOutput, dCarried, dProjected, dInner }) => {
      for (let row = 0; row < rows; row++) {
        for (let j = 0; j < units; j++) {
          const k = row * units + j;
          const [i, f, c, o] = [
            row * 4 * units + j,
            (row * 4 + 1) * units + j,
            (row * 4 + 2) * units + j,
            (row * 4 + 3) * units + j,
          ];
          const d = at(dOutput, k);
          const state = at(dCarried, k) + d * at(gates, o) * actSlope(at(memory, k));
          dProjected[i] = state * at(gates, c) * gateSlope(at(gates, i));
          dProjected[f] = state * at(carried, k) * gateSlope(at(gates, f));
          dProjected[c] = state * at(gates, i) * actSlope(at(gates, c));
          dProjected[o] = d * at(memory, k) * gateSlope(at(gates, o));
          dCarried[k] = state * at(gates, f);
        }
      }
      dInner.set(dProjected);
    },
  };
}

/** Gates z, r, h, the reset after the product; `memory` holds the product that r resets. */
export function gruScan(spec: ActivationSpec, recurrentSpec: ActivationSpec): ScanCell | undefined {
  const [activation, recurrent] = [plain(spec), plain(recurrentSpec)];
  if (activation === undefined || recurrent === undefined) return undefined;
  const [act, gate] = [activation.value, recurrent.value];
  const [actSlope, gateSlope] = [activation.slope, recurrent.slope];
  return {
    gates: 3,
    forward: ({ rows, units, projected, inner, before, output, gates, memory }) => {
      for (let row = 0; row < rows; row++) {
        for (let j = 0; j < units; j++) {
          const k = row * units + j;
          const [z, r, h] = [row * 3 * units + j, (row * 3 + 1) * units + j, (row * 3 + 2) * units + j];
          gates[z] = gate(at(projected, z) + at(inner, z));
          gates[r] = gate(at(projected, r) + at(inner, r));
          memory[k] = at(inner, h);
          gates[h] = act(at(projected, h) + at(gates, r) * at(inner, h));
          output[k] = at(gates, z) * at(before, k) + (1 - at(gates, z)) * at(gates, h);
        }
      }
    },
    backward: ({ rows, units, before, gates, memory, dOutput, dProjected, dInner, dBefore }) => {
      for (let row = 0; row < rows; row++) {
        for (let j = 0; j < units; j++) {
          const k = row * units + j;
          const [z, r, h] = [row * 3 * units + j, (row * 3 + 1) * units + j, (row * 3 + 2) * units + j];
          const d = at(dOutput, k);
          const candidate = d * (1 - at(gates, z)) * actSlope(at(gates, h));
          dProjected[z] = d * (at(before, k) - at(gates, h)) * gateSlope(at(gates, z));
          dProjected[r] = candidate * at(memory, k) * gateSlope(at(gates, r));
          dProjected[h] = candidate;
          dInner[z] = at(dProjected, z);
          dInner[r] = at(dProjected, r);
          dInner[h] = candidate * at(gates, r);
          dBefore[k] = d * at(gates, z);
        }
      }
    },
  };
}
