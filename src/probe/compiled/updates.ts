/** Optimizers whose update is one call of a kernel; all others run as they are, on the same arrays. */
import type { JsonObject } from '../../experiment/json';
import { booleanOf, numberOf } from '../config';
import { slot, type UpdateRule } from '../optimizers/optimizer';
import type { Machine } from './machine';
import { at } from './plan';

type Faster = (config: JsonObject, machine: Machine) => UpdateRule['update'] | undefined;

const sgd: Faster = (config, { kernels }) => {
  const momentum = numberOf(config, 'momentum', 0);
  const nesterov = booleanOf(config, 'nesterov', false) ? 1 : 0;
  if (momentum === 0) return (values, gradient, _, { rate }) => kernels.sgd(at(values), at(gradient), values.length, rate);
  return (values, gradient, state, { rate }) =>
    kernels.momentum(at(values), at(gradient), at(slot(state, 0)), values.length, rate, momentum, nesterov);
};

const adam: Faster = (config, { kernels }) => {
  if (booleanOf(config, 'amsgrad', false)) return undefined;
  const [beta1, beta2] = [numberOf(config, 'beta_1', 0.9), numberOf(config, 'beta_2', 0.999)];
  const epsilon = numberOf(config, 'epsilon', 1e-7);
  return (values, gradient, state, { rate, step }) => {
    const alpha = (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
    const [m, v] = [at(slot(state, 0)), at(slot(state, 1))];
    kernels.adam(at(values), at(gradient), m, v, values.length, alpha, 1 - beta1, 1 - beta2, epsilon);
  };
};

const rmsprop: Faster = (config, { kernels }) => {
  if (numberOf(config, 'momentum', 0) > 0 || booleanOf(config, 'centered', false)) return undefined;
  const [rho, epsilon] = [numberOf(config, 'rho', 0.9), numberOf(config, 'epsilon', 1e-7)];
  return (values, gradient, state, { rate }) =>
    kernels.rmsprop(at(values), at(gradient), at(slot(state, 0)), values.length, rate, rho, 1 - rho, epsilon);
};

const table: Readonly<Record<string, Faster>> = { sgd, adam, adamw: adam, rmsprop };

/** The rule with the same update on arrays of the machine. `name` is the plain name of the optimizer. */
export function fasterRule(name: string, config: JsonObject, rule: UpdateRule, machine: Machine): UpdateRule {
  const update = table[name]?.(config, machine);
  if (update === undefined) return rule;
  return {
    ...rule,
    update: (values, gradient, state, context) =>
      // A clipped gradient is an array of its own, outside.
      machine.holds(gradient) ? update(values, gradient, state, context) : rule.update(values, gradient, state, context),
  };
}
