/**
 * Optimizers of TensorFlow 1 and Keras 2's legacy ones that compute otherwise than today's of the same name, by canonical name. Those that
 * only have other defaults are today's with these written out.
 */
import type { JsonObject } from '../../experiment/json';
import { booleanOf, numberOf } from '../config';
import { at } from '../element';
import { slot, type RuleMaker, type UpdateRule } from './optimizer';

/** `RMSPropOptimizer`: the mean square starts from 1, so that first steps are small. */
const tensorflow1RmsProp: RuleMaker = (config) => rmsprop(config, 1, numberOf(config, 'epsilon', 1e-10), true);

/** With momentum it is TensorFlow's own operation, which has epsilon inside the root; without, epsilon is outside. */
const legacyRmsProp: RuleMaker = (config) =>
  rmsprop(config, 0, numberOf(config, 'epsilon', 1e-7), numberOf(config, 'momentum', 0) !== 0);

function rmsprop(config: JsonObject, start: number, epsilon: number, inside: boolean): UpdateRule {
  const rho = numberOf(config, 'rho', 0.9);
  const momentum = numberOf(config, 'momentum', 0);
  const centered = booleanOf(config, 'centered', false);
  return {
    initial: [start, 0, 0],
    update: (values, gradient, state, { rate }) => {
      const [squares, mean, moving] = [slot(state, 0), slot(state, 1), slot(state, 2)];
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        squares[i] = rho * at(squares, i) + (1 - rho) * g * g;
        if (centered) mean[i] = rho * at(mean, i) + (1 - rho) * g;
        const variance = at(squares, i) - Math.fround(at(mean, i) * at(mean, i));
        const root = inside ? Math.sqrt(variance + epsilon) : Math.sqrt(variance) + epsilon;
        moving[i] = momentum * at(moving, i) + (rate * g) / root;
        values[i] = at(values, i) - at(moving, i);
      }
    },
  };
}

/** TensorFlow 1's has no epsilon, the legacy one has it outside the root. */
const adagrad =
  (epsilonByDefault: number): RuleMaker =>
  (config) => {
    const epsilon = numberOf(config, 'epsilon', epsilonByDefault);
    return {
      initial: [numberOf(config, 'initial_accumulator_value', 0.1)],
      update: (values, gradient, state, { rate }) => {
        const sum = slot(state, 0);
        for (let i = 0; i < values.length; i++) {
          const g = at(gradient, i);
          sum[i] = at(sum, i) + g * g;
          values[i] = at(values, i) - (rate * g) / (Math.sqrt(at(sum, i)) + epsilon);
        }
      },
    };
  };

/** The rate is not part of what is accumulated: it matters once the rate changes. */
const tensorflow1Momentum: RuleMaker = (config) => {
  const momentum = numberOf(config, 'momentum', 0);
  const nesterov = booleanOf(config, 'nesterov', false);
  return {
    initial: [0],
    update: (values, gradient, state, { rate }) => {
      const sum = slot(state, 0);
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        sum[i] = momentum * at(sum, i) + g;
        values[i] = at(values, i) - rate * (nesterov ? g + momentum * at(sum, i) : at(sum, i));
      }
    },
  };
};

/** Dozat's schedule as Keras 2's legacy one has it: the momentum changes 250 times more slowly. */
const legacyNadam: RuleMaker = (config) => nadam(config, 0.004, false);

/**
 * Of Keras 2.15. The product of momenta is meant to take one factor a step; in a compiled step, which is how `fit` trains, it takes one for
 * every variable.
 */
export const nadamOfKeras2: RuleMaker = (config) => nadam(config, 1, true);

function nadam(config: JsonObject, slowness: number, factorForEvery: boolean): UpdateRule {
  const [beta1, beta2] = [numberOf(config, 'beta_1', 0.9), numberOf(config, 'beta_2', 0.999)];
  const epsilon = numberOf(config, 'epsilon', 1e-7);
  let product = 1;
  let begun = false;
  const schedule = (step: number): number => beta1 * (1 - 0.5 * 0.96 ** (slowness * step));
  return {
    initial: [0, 0],
    begin: () => {
      begun = false;
    },
    update: (values, gradient, state, { rate, step }) => {
      const [m, v] = [slot(state, 0), slot(state, 1)];
      const [now, next] = [schedule(step), schedule(step + 1)];
      if (factorForEvery || !begun) product *= now;
      begun = true;
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        m[i] = beta1 * at(m, i) + (1 - beta1) * g;
        v[i] = beta2 * at(v, i) + (1 - beta2) * g * g;
        const first = ((1 - now) * g) / (1 - product) + (next * at(m, i)) / (1 - product * next);
        values[i] = at(values, i) - (rate * first) / (Math.sqrt(at(v, i) / (1 - beta2 ** step)) + epsilon);
      }
    },
  };
}

export const earlier: Readonly<Record<string, RuleMaker>> = {
  'tf.compat.v1.train.RMSPropOptimizer': tensorflow1RmsProp,
  'tf.compat.v1.train.AdagradOptimizer': adagrad(0),
  'tf.compat.v1.train.MomentumOptimizer': tensorflow1Momentum,
  'keras.optimizers.legacy.RMSprop': legacyRmsProp,
  'keras.optimizers.legacy.Adagrad': adagrad(1e-7),
  'keras.optimizers.legacy.Nadam': legacyNadam,
};
