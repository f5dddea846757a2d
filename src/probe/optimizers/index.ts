/** Every optimizer by name, with what they share: schedules, clipping, weight decay. */
import type { JsonObject } from '../../experiment/json';
import type { OptimizerSpec } from '../../experiment/model';
import { numberOf, plainName } from '../config';
import { at } from '../element';
import { NotSupported } from '../failure';
import { adadelta, adagrad, adam, adamax, adamw, ftrl, nadam } from './adaptive';
import { earlier, nadamOfKeras2 } from './earlier';
import { lion, rmsprop, sgd } from './momentum';
import type { RuleMaker, UpdateRule } from './optimizer';
import { scheduleOf } from './schedules';

const table: Readonly<Record<string, RuleMaker>> = { sgd, rmsprop, adam, adamw, adamax, nadam, adagrad, adadelta, ftrl, lion };

const defaultRate = (name: string, keras: 2 | 3): number =>
  name === 'sgd' ? 0.01 : name === 'lion' && keras === 2 ? 0.0001 : 0.001;

export interface Optimizer {
  /** Updates the variables in place. `gradients[i]` is undefined where none reaches variable i: it is left alone, weight decay included. */
  readonly apply: (variables: readonly Float32Array[], gradients: readonly (Float32Array | undefined)[]) => void;
  /** Rate the next step will use. */
  readonly rate: () => number;
  /** In place of any schedule, from the next step on. */
  readonly setRate: (rate: number) => void;
}

/** Where an optimizer's arrays lie, and updates that are faster there. */
export interface Support {
  /** An array of the given length for state `slot` of a variable; the same one each time it is asked for. */
  readonly state: (variable: number, slot: number, length: number) => Float32Array;
  /** A rule that gives what this one does. `name` is its plain name. */
  readonly rule: (name: string, config: JsonObject, rule: UpdateRule) => UpdateRule;
}

const plainSupport: Support = { state: (_, __, length) => new Float32Array(length), rule: (_, __, rule) => rule };

/** A new optimizer with empty state. Throws NotSupported. */
export function optimizerOf(spec: OptimizerSpec, keras: 2 | 3, support = plainSupport): Optimizer {
  const every = numberOf(spec.config, 'gradient_accumulation_steps', 1);
  const optimizer = plainOptimizer(spec, keras, support);
  return every > 1 ? accumulating(optimizer, every) : optimizer;
}

/** Updates in every n-th step only, with the mean of the gradients since the last. */
function accumulating(inner: Optimizer, every: number): Optimizer {
  let sums: (Float32Array | undefined)[] = [];
  let done = 0;
  return {
    ...inner,
    apply(variables, gradients) {
      gradients.forEach((gradient, i) => {
        if (gradient === undefined) return;
        const sum = (sums[i] ??= new Float32Array(gradient.length));
        for (let j = 0; j < sum.length; j++) sum[j] = at(sum, j) + at(gradient, j);
      });
      done += 1;
      if (done % every !== 0) return;
      inner.apply(
        variables,
        variables.map((_, i) => sums[i] && scaled(sums[i], 1 / every)),
      );
      sums = [];
    },
  };
}

function plainOptimizer(spec: OptimizerSpec, keras: 2 | 3, support: Support): Optimizer {
  const name = plainName(spec.class.replace(/^.*\./, ''));
  const maker = earlier[spec.class] ?? (keras === 2 && name === 'nadam' ? nadamOfKeras2 : table[name]);
  if (maker === undefined) throw new NotSupported('optimizer', spec.class);
  const config = spec.config;
  const own: UpdateRule = maker(config, keras);
  const rule = maker === table[name] ? support.rule(name, config, own) : own;
  let schedule = scheduleOf(config.learning_rate ?? config.lr, defaultRate(name, keras), numberOf(config, 'decay', 0));
  const clipNorm = numberOf(config, 'clipnorm', 0);
  const clipGlobal = numberOf(config, 'global_clipnorm', 0);
  const clipValue = numberOf(config, 'clipvalue', 0);
  const decay = numberOf(config, 'weight_decay', rule.weightDecay ?? 0);
  const states = new Map<number, Float32Array[]>();
  let done = 0;

  return {
    rate: () => schedule(done),
    setRate: (rate) => {
      schedule = () => rate;
    },
    apply(variables, gradients) {
      const rate = Math.fround(schedule(done));
      done += 1;
      const context = { rate, step: done };
      rule.begin?.(context);
      const clipped = clip(gradients, clipNorm, clipGlobal, clipValue);
      variables.forEach((values, i) => {
        const gradient = clipped[i];
        if (gradient === undefined) return;
        if (decay !== 0) for (let j = 0; j < values.length; j++) values[j] = at(values, j) - at(values, j) * decay * rate;
        let state = states.get(i);
        if (state === undefined) {
          state = rule.initial.map((value, slot) => support.state(i, slot, values.length).fill(value));
          states.set(i, state);
        }
        rule.update(values, gradient, state, context);
      });
    },
  };
}

/** Euclidean norm. Four sums side by side, because each addition waits for the one before it. */
export function normOf(array: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = array.length - (array.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += at(array, i) ** 2;
    b += at(array, i + 1) ** 2;
    c += at(array, i + 2) ** 2;
    d += at(array, i + 3) ** 2;
  }
  for (let i = whole; i < array.length; i++) a += at(array, i) ** 2;
  return Math.sqrt(a + b + c + d);
}

type Gradients = readonly (Float32Array | undefined)[];

/** Clipped gradients; what is handed in stays as it is. Keras allows one of the three, in this order. */
function clip(gradients: Gradients, norm: number, global: number, value: number): Gradients {
  if (norm > 0) return gradients.map((gradient) => gradient && scaled(gradient, norm / Math.max(normOf(gradient), norm)));
  if (global > 0) {
    const sum = gradients.reduce((total, gradient) => total + (gradient === undefined ? 0 : normOf(gradient) ** 2), 0);
    const factor = global * Math.min(1 / Math.sqrt(sum), 1 / global);
    return gradients.map((gradient) => gradient && scaled(gradient, factor));
  }
  if (value > 0) return gradients.map((gradient) => gradient?.map((one) => Math.max(-value, Math.min(value, one))));
  return gradients;
}

const scaled = (gradient: Float32Array, factor: number): Float32Array => gradient.map((one) => one * factor);
