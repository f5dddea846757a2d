import type { JsonObject } from '../../experiment/json';
import { booleanOf, numberOf } from '../config';
import { at } from '../element';
import { slot, type RuleMaker } from './optimizer';

const betas = (config: JsonObject): readonly [number, number, number] => [
  numberOf(config, 'beta_1', 0.9),
  numberOf(config, 'beta_2', 0.999),
  numberOf(config, 'epsilon', 1e-7),
];

/** Adam: the bias correction is in the rate, so epsilon is not corrected. */
export const adam: RuleMaker = (config) => {
  const [beta1, beta2, epsilon] = betas(config);
  const amsgrad = booleanOf(config, 'amsgrad', false);
  return {
    initial: amsgrad ? [0, 0, 0] : [0, 0],
    update: (values, gradient, state, { rate, step }) => {
      const [m, v] = [slot(state, 0), slot(state, 1)];
      const alpha = (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      const [keep1, keep2] = [1 - beta1, 1 - beta2];
      const highest = amsgrad ? slot(state, 2) : undefined;
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        const first = Math.fround(at(m, i) + (g - at(m, i)) * keep1);
        let second = Math.fround(at(v, i) + (Math.fround(g * g) - at(v, i)) * keep2);
        m[i] = first;
        v[i] = second;
        if (highest !== undefined) {
          second = Math.max(at(highest, i), second);
          highest[i] = second;
        }
        values[i] = at(values, i) - (first * alpha) / (Math.sqrt(second) + epsilon);
      }
    },
  };
};

export const adamw: RuleMaker = (config, keras) => ({ ...adam(config, keras), weightDecay: 0.004 });

export const adamax: RuleMaker = (config) => {
  const [beta1, beta2, epsilon] = betas(config);
  return {
    initial: [0, 0],
    update: (values, gradient, state, { rate, step }) => {
      const [m, u] = [slot(state, 0), slot(state, 1)];
      const correction = 1 - beta1 ** step;
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        m[i] = at(m, i) + (g - at(m, i)) * (1 - beta1);
        u[i] = Math.max(beta2 * at(u, i), Math.abs(g));
        values[i] = at(values, i) - (rate * at(m, i)) / (correction * (at(u, i) + epsilon));
      }
    },
  };
};

export const nadam: RuleMaker = (config) => {
  const [beta1, beta2, epsilon] = betas(config);
  let product = 1;
  const schedule = (step: number): number => beta1 * (1 - 0.5 * 0.96 ** step);
  return {
    initial: [0, 0],
    begin: ({ step }) => {
      product *= schedule(step);
    },
    update: (values, gradient, state, { rate, step }) => {
      const [m, v] = [slot(state, 0), slot(state, 1)];
      const [now, next] = [schedule(step), schedule(step + 1)];
      const ahead = product * next;
      const correction = 1 - beta2 ** step;
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        m[i] = at(m, i) + (g - at(m, i)) * (1 - beta1);
        v[i] = at(v, i) + (Math.fround(g * g) - at(v, i)) * (1 - beta2);
        const first = (next * at(m, i)) / (1 - ahead) + ((1 - now) * g) / (1 - product);
        values[i] = at(values, i) - (first * rate) / (Math.sqrt(at(v, i) / correction) + epsilon);
      }
    },
  };
};

export const adagrad: RuleMaker = (config) => {
  const epsilon = numberOf(config, 'epsilon', 1e-7);
  return {
    initial: [numberOf(config, 'initial_accumulator_value', 0.1)],
    update: (values, gradient, state, { rate }) => {
      const sum = slot(state, 0);
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        sum[i] = at(sum, i) + g * g;
        values[i] = at(values, i) - (rate * g) / Math.sqrt(at(sum, i) + epsilon);
      }
    },
  };
};

export const adadelta: RuleMaker = (config) => {
  const rho = numberOf(config, 'rho', 0.95);
  const epsilon = numberOf(config, 'epsilon', 1e-7);
  return {
    initial: [0, 0],
    update: (values, gradient, state, { rate }) => {
      const [squares, deltas] = [slot(state, 0), slot(state, 1)];
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        squares[i] = rho * at(squares, i) + (1 - rho) * g * g;
        const delta = (-Math.sqrt(at(deltas, i) + epsilon) * g) / Math.sqrt(at(squares, i) + epsilon);
        deltas[i] = rho * at(deltas, i) + (1 - rho) * delta * delta;
        values[i] = at(values, i) + rate * delta;
      }
    },
  };
};

export const ftrl: RuleMaker = (config) => {
  const power = numberOf(config, 'learning_rate_power', -0.5);
  const l1 = numberOf(config, 'l1_regularization_strength', 0);
  const l2 = numberOf(config, 'l2_regularization_strength', 0);
  const shrinkage = numberOf(config, 'l2_shrinkage_regularization_strength', 0);
  const beta = numberOf(config, 'beta', 0);
  return {
    initial: [numberOf(config, 'initial_accumulator_value', 0.1), 0],
    update: (values, gradient, state, { rate }) => {
      const [sum, linear] = [slot(state, 0), slot(state, 1)];
      const strength = l2 + beta / (2 * rate);
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        const next = Math.fround(at(sum, i) + g * g);
        const shrunk = g + 2 * shrinkage * at(values, i);
        const [after, before] = [Math.fround(next ** -power), Math.fround(at(sum, i) ** -power)];
        linear[i] = at(linear, i) + (shrunk - ((after - before) / rate) * at(values, i));
        const quadratic = after / rate + 2 * strength;
        const clipped = Math.max(-l1, Math.min(l1, at(linear, i)));
        values[i] = (clipped - at(linear, i)) / quadratic;
        sum[i] = next;
      }
    },
  };
};
