/**
 * Activation functions of Keras by name (`keras.activations`): what becomes of a range of values, by their formulae. Checked against
 * the real ones by `npm run parity:catalogue`.
 */
import { table as namedTable } from '../facts/table';

/** Smallest and largest value; infinite where there is no bound. */
export interface Reach {
  readonly min: number;
  readonly max: number;
}

export const everything: Reach = { min: -Infinity, max: Infinity };

interface ActivationRecord {
  /** Of one value; undefined for a function of a whole row. */
  readonly of?: (x: number) => number;
  /** Where it turns from falling to rising; it never falls where this is left out. */
  readonly turn?: number;
  /** Where it may lead at all. */
  readonly image: readonly [number, number];
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => (x > 30 ? x : Math.log1p(Math.exp(x)));
const clip = (x: number, min: number, max: number): number => Math.min(Math.max(x, min), max);
const SELU = { scale: 1.05070098, alpha: 1.67326324 };
/** The value times how far it is let through. */
const timesGate = (gate: (x: number) => number) => (x: number) => (x === -Infinity ? 0 : x * gate(x));
/** The normal distribution's share below x, by the logistic curve that is nowhere off by more than 0.01. */
const normalShare = (x: number): number => sigmoid(1.702 * x);

const table: Readonly<Record<string, ActivationRecord>> = namedTable({
  linear: { of: (x) => x, image: [-Infinity, Infinity] },
  relu: { of: (x) => Math.max(x, 0), image: [0, Infinity] },
  relu6: { of: (x) => clip(x, 0, 6), image: [0, 6] },
  leaky_relu: { of: (x) => (x < 0 ? 0.3 * x : x), image: [-Infinity, Infinity] },
  prelu: { image: [-Infinity, Infinity] },
  elu: { of: (x) => (x < 0 ? Math.expm1(x) : x), image: [-1, Infinity] },
  selu: { of: (x) => SELU.scale * (x < 0 ? SELU.alpha * Math.expm1(x) : x), image: [-1.7581, Infinity] },
  celu: { of: (x) => (x < 0 ? Math.expm1(x) : x), image: [-1, Infinity] },
  thresholded_relu: { of: (x) => (x > 1 ? x : 0), image: [0, Infinity] },
  threshold: { image: [-Infinity, Infinity] },
  sigmoid: { of: sigmoid, image: [0, 1] },
  hard_sigmoid: { of: (x) => clip(x / 6 + 0.5, 0, 1), image: [0, 1] },
  log_sigmoid: { of: (x) => -softplus(-x), image: [-Infinity, 0] },
  tanh: { of: Math.tanh, image: [-1, 1] },
  hard_tanh: { of: (x) => clip(x, -1, 1), image: [-1, 1] },
  softsign: { of: (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))), image: [-1, 1] },
  softplus: { of: softplus, image: [0, Infinity] },
  exponential: { of: Math.exp, image: [0, Infinity] },
  gelu: { of: timesGate(normalShare), turn: -0.7518, image: [-0.171, Infinity] },
  silu: { of: timesGate(sigmoid), turn: -1.2785, image: [-0.2785, Infinity] },
  hard_silu: { of: timesGate((x) => clip(x / 6 + 0.5, 0, 1)), turn: -1.5, image: [-0.375, Infinity] },
  mish: { of: timesGate((x) => Math.tanh(softplus(x))), turn: -1.1925, image: [-0.3088, Infinity] },
  softmax: { image: [0, 1] },
  log_softmax: { image: [-Infinity, 0] },
});

/** Keras's other names for the same function. */
const others: Readonly<Record<string, string>> = namedTable({ swish: 'silu', hard_swish: 'hard_silu', hardswish: 'hard_silu' });

const recordOf = (name: string): ActivationRecord | undefined => {
  const own = others[name] ?? name;
  return Object.hasOwn(table, own) ? table[own] : undefined;
};

/** Where the function leads from anywhere in this range; undefined for functions that are not known. */
export function reachOfActivation(name: string, { min, max }: Reach): Reach | undefined {
  const record = recordOf(name);
  if (!record) return undefined;
  const { of, turn, image } = record;
  const [least, most] = image;
  if (!of) return { min: least, max: most };
  const ends = [of(min), of(max)];
  const bottom = turn !== undefined && min < turn && turn < max ? least : Math.max(Math.min(...ends), least);
  return { min: bottom, max: Math.min(Math.max(...ends), most) };
}
