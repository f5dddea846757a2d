import { booleanOf, numberOf } from '../config';
import { at } from '../element';
import { slot, type RuleMaker } from './optimizer';

/** SGD with Keras's momentum: m = momentum m - rate g. */
export const sgd: RuleMaker = (config) => {
  const momentum = numberOf(config, 'momentum', 0);
  const nesterov = booleanOf(config, 'nesterov', false);
  return {
    initial: momentum === 0 ? [] : [0],
    update: (values, gradient, state, { rate }) => {
      if (momentum === 0) {
        for (let i = 0; i < values.length; i++) values[i] = at(values, i) - Math.fround(at(gradient, i) * rate);
        return;
      }
      const m = slot(state, 0);
      for (let i = 0; i < values.length; i++) {
        const step = at(gradient, i) * rate;
        m[i] = at(m, i) * momentum - step;
        values[i] = at(values, i) + (nesterov ? at(m, i) * momentum - step : at(m, i));
      }
    },
  };
};

/** RMSprop: epsilon inside the root. */
export const rmsprop: RuleMaker = (config) => {
  const rho = numberOf(config, 'rho', 0.9);
  const momentum = numberOf(config, 'momentum', 0);
  const epsilon = numberOf(config, 'epsilon', 1e-7);
  const centered = booleanOf(config, 'centered', false);
  return {
    initial: [0, 0, 0],
    update: (values, gradient, state, { rate }) => {
      const [velocity, average, moving] = [slot(state, 0), slot(state, 1), slot(state, 2)];
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        velocity[i] = rho * at(velocity, i) + (1 - rho) * g * g;
        let denominator = at(velocity, i) + epsilon;
        if (centered) {
          average[i] = rho * at(average, i) + (1 - rho) * g;
          denominator = Math.fround(at(velocity, i) - Math.fround(at(average, i) * at(average, i))) + epsilon;
        }
        const increment = (rate * g) / Math.sqrt(denominator);
        if (momentum > 0) {
          moving[i] = momentum * at(moving, i) + increment;
          values[i] = at(values, i) - at(moving, i);
        } else values[i] = at(values, i) - increment;
      }
    },
  };
};

/** Lion: the sign of an interpolated momentum. */
export const lion: RuleMaker = (config) => {
  const beta1 = numberOf(config, 'beta_1', 0.9);
  const beta2 = numberOf(config, 'beta_2', 0.99);
  return {
    initial: [0],
    update: (values, gradient, state, { rate }) => {
      const m = slot(state, 0);
      for (let i = 0; i < values.length; i++) {
        const g = at(gradient, i);
        values[i] = at(values, i) - rate * Math.sign(Math.fround(at(m, i) * beta1 + g * (1 - beta1)));
        m[i] = at(m, i) * beta2 + g * (1 - beta2);
      }
    },
  };
};
