/** What each optimizer of Keras is, by class name: how large its steps are, what it remembers, which rates suit it. One record each. */
import { table } from '../facts/table';
import { signatureOf } from './signatures';

/** Learning rates outside of which training rarely works, and the usual one. */
export interface RateLimits {
  /** Below it nothing moves within an ordinary run. */
  readonly least: number;
  /** Above it a rate is unusual. */
  readonly notable: number;
  /** From here on training rarely works. */
  readonly loud: number;
  /** Where people start. */
  readonly usual: number;
}

export interface OptimizerFacts {
  /**
   * What decides how far a weight moves in one step. `gradient`: the rate times the gradient. `rate`: about the rate, whatever the gradient's size.
   * `shrinking`: the sum of all squared gradients divides it, so that a large rate calms down by itself.
   */
  readonly step: 'gradient' | 'rate' | 'shrinking';
  /** The share of the memory of squared gradients that stays from one step to the next, and the argument that sets it. Without: it keeps none. */
  readonly memory?: { readonly kept: number; readonly argument?: string };
  /** Without: it is not known well enough which rates suit it. */
  readonly rates?: RateLimits;
  /** Its class in `tf.compat.v1.train`. */
  readonly tensorflow1?: readonly string[];
  /** The optimizer of this name in `keras.optimizers.legacy`, or in TensorFlow 1, computes otherwise than today's. */
  readonly computesOtherwise?: { readonly legacy?: true; readonly tensorflow1?: true };
}

/** Measured with Adam: 1e-6 learns nothing in 20 epochs, from 0.1 on four hidden layers stay at chance (`lr-too-low`, `lr-too-high`). */
const adaptive: RateLimits = { least: 1e-5, notable: 0.01, loud: 0.1, usual: 0.001 };

const squares = { kept: 0.999, argument: 'beta_2' } as const;

/** keras/src/optimizers; memories are the defaults of Keras 3. */
export const optimizers: Readonly<Record<string, OptimizerFacts>> = table<Record<string, OptimizerFacts>>({
  // A step of Adafactor is relative to the size of the weights.
  Adafactor: { step: 'rate' },
  // Keras starts Adadelta at 0.001, a thousandth of the 1.0 of its paper (Zeiler 2012) and of Keras 1: measured on MNIST, loss 2.40 after 8 epochs
  // against 0.001.
  Adadelta: {
    step: 'shrinking',
    memory: { kept: 0.95, argument: 'rho' },
    rates: { least: 0.01, notable: Infinity, loud: Infinity, usual: 1 },
    tensorflow1: ['AdadeltaOptimizer'],
  },
  Adagrad: {
    step: 'shrinking',
    memory: { kept: 1 },
    tensorflow1: ['AdagradOptimizer'],
    computesOtherwise: { legacy: true, tensorflow1: true },
  },
  Adam: { step: 'rate', memory: squares, rates: adaptive, tensorflow1: ['AdamOptimizer'] },
  AdamW: { step: 'rate', memory: squares, rates: adaptive },
  Adamax: { step: 'rate', memory: squares, rates: adaptive },
  Ftrl: { step: 'shrinking', memory: { kept: 1 }, tensorflow1: ['FtrlOptimizer'] },
  Lamb: { step: 'rate', memory: squares },
  // Its step is the sign of a mean of gradients; its authors use a third to a tenth of Adam's rate (Chen et al. 2023).
  Lion: { step: 'rate' },
  // Steps are made orthogonal: matrices move by the rate, other weights as with AdamW.
  Muon: { step: 'rate' },
  Nadam: { step: 'rate', memory: squares, rates: adaptive, computesOtherwise: { legacy: true } },
  RMSprop: {
    step: 'rate',
    memory: { kept: 0.9, argument: 'rho' },
    rates: adaptive,
    tensorflow1: ['RMSPropOptimizer'],
    computesOtherwise: { legacy: true, tensorflow1: true },
  },
  // AdamW without a schedule (Defazio et al. 2024).
  ScheduleFreeAdamW: { step: 'rate', memory: squares },
  SGD: {
    step: 'gradient',
    rates: { least: 1e-4, notable: 0.3, loud: 1, usual: 0.01 },
    tensorflow1: ['GradientDescentOptimizer', 'MomentumOptimizer'],
  },
});

const counterparts = new Map(
  Object.entries(optimizers).flatMap(([name, { tensorflow1 = [] }]) => tensorflow1.map((old) => [old, name] as const)),
);

/** Keras's name for an optimizer of TensorFlow 1: `AdamOptimizer` -> `Adam`. Undefined for any other name. */
export const counterpartOf = (name: string): string | undefined => counterparts.get(name);

/** The rate that an optimizer has when none is given: `Adam` -> 0.001. Undefined for names Keras does not have. */
export function defaultRate(name: string, keras: 2 | 3 = 3): number | undefined {
  const rate = signatureOf(`keras.optimizers.${name}`, keras)?.parameters.find((one) => one.name === 'learning_rate');
  return typeof rate?.default === 'number' ? rate.default : undefined;
}
