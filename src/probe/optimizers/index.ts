/** Every optimizer by name, with what they share: schedules, clipping, weight decay. */
import type { OptimizerSpec } from '../../experiment/model';
import { numberOf, plainName } from '../config';
import { NotSupported } from '../failure';
import { adadelta, adagrad, adam, adamax, adamw, ftrl, nadam } from './adaptive';
import { lion, rmsprop, sgd } from './momentum';
import { at, type RuleMaker, type UpdateRule } from './optimizer';
import { scheduleOf } from './schedules';

const table: Readonly<Record<string, RuleMaker>> = { sgd, rmsprop, adam, adamw, adamax, nadam, adagrad, adadelta, ftrl, lion };

const defaultRate = (name: string): number => (name === 'sgd' ? 0.01 : 0.001);

export interface Optimizer {
  /** Updates the variables in place. `gradients[i]` is undefined where none reaches variable i: it is left alone, weight decay included. */
  readonly apply: (variables: readonly Float32Array[], gradients: readonly (Float32Array | undefined)[]) => void;
  /** Rate the next step will use. */
  readonly rate: () => number;
}

/** A new optimizer with empty state. Throws NotSupported. */
export function optimizerOf(spec: OptimizerSpec, keras: 2 | 3): Optimizer {
  const name = plainName(spec.class.replace(/^.*\./, ''));
  const maker = table[name];
  if (maker === undefined) throw new NotSupported('optimizer', spec.class);
  const config = spec.config;
  const rule: UpdateRule = maker(config, keras);
  const schedule = scheduleOf(config.learning_rate ?? config.lr, defaultRate(name), numberOf(config, 'decay', 0));
  const clipNorm = numberOf(config, 'clipnorm', 0);
  const clipGlobal = numberOf(config, 'global_clipnorm', 0);
  const clipValue = numberOf(config, 'clipvalue', 0);
  const decay = numberOf(config, 'weight_decay', rule.weightDecay ?? 0);
  const states = new Map<number, Float32Array[]>();
  let done = 0;

  return {
    rate: () => schedule(done),
    apply(variables, gradients) {
      const rate = Math.fround(schedule(done));
      done += 1;
      const context = { rate, step: done };
      rule.begin?.(context);
      clip(gradients, clipNorm, clipGlobal, clipValue);
      variables.forEach((values, i) => {
        const gradient = gradients[i];
        if (gradient === undefined) return;
        if (decay !== 0) for (let j = 0; j < values.length; j++) values[j] = at(values, j) - at(values, j) * decay * rate;
        let state = states.get(i);
        if (state === undefined) {
          state = rule.initial.map((value) => new Float32Array(values.length).fill(value));
          states.set(i, state);
        }
        rule.update(values, gradient, state, context);
      });
    },
  };
}

/** Euclidean norm. */
export function normOf(array: Float32Array): number {
  let sum = 0;
  for (const value of array) sum += value * value;
  return Math.sqrt(sum);
}

/** Keras allows one of the three, in this order. */
function clip(gradients: readonly (Float32Array | undefined)[], norm: number, global: number, value: number): void {
  const scale = (gradient: Float32Array, factor: number): void => {
    for (let i = 0; i < gradient.length; i++) gradient[i] = at(gradient, i) * factor;
  };
  if (norm > 0) {
    for (const gradient of gradients) if (gradient !== undefined) scale(gradient, norm / Math.max(normOf(gradient), norm));
  } else if (global > 0) {
    let sum = 0;
    for (const gradient of gradients) if (gradient !== undefined) sum += normOf(gradient) ** 2;
    for (const gradient of gradients)
      if (gradient !== undefined) scale(gradient, global * Math.min(1 / Math.sqrt(sum), 1 / global));
  } else if (value > 0) {
    for (const gradient of gradients) {
      if (gradient !== undefined)
        for (let i = 0; i < gradient.length; i++) gradient[i] = Math.max(-value, Math.min(value, at(gradient, i)));
    }
  }
}
