/** Learning rates that TensorFlow 1 computes from a counter of updates: the schedules of Keras under other names. */
import { table } from '../../facts/table';
import type { Place } from '../../text/place';
import { known, type Fact } from '../../facts/fact';
import type { Machine } from '../python/machine';
import { isNone, type Value } from '../python/value';
import { bindArguments } from '../libraries/arguments';
import type { Plain } from '../../facts/plain';
import { argumentFacts } from './facts';

const schedules: Readonly<Record<string, string>> = table({
  exponential_decay: 'ExponentialDecay',
  inverse_time_decay: 'InverseTimeDecay',
  polynomial_decay: 'PolynomialDecay',
  cosine_decay: 'CosineDecay',
  piecewise_constant: 'PiecewiseConstantDecay',
});

/**
 * The rate as a schedule where the counter it is computed from is the one that training counts up, and its first value where training counts
 * nothing. Undefined where `value` is no such rate, or counts something else.
 */
export function decayedRate(
  m: Machine,
  value: Value | undefined,
  counted: Value | undefined,
  use: Place,
): Fact<Plain> | undefined {
  if (value?.kind !== 'tensor' || value.node.kind !== 'operation' || !value.node.call) return undefined;
  const [, short] = /^tf\.compat\.v1\.train\.(\w+)$/.exec(value.node.operation) ?? [];
  const type = short === undefined ? undefined : schedules[short];
  if (type === undefined) return undefined;
  const bound = bindArguments(m, value.node.operation, value.node.args, value.node.call);
  const counter = bound.values.get('global_step') ?? bound.values.get('x');
  if (counter?.kind !== 'tensor' || counter.node.kind !== 'variable') return undefined;
  const { learning_rate: rate, ...facts } = argumentFacts(m, bound);
  if (!counted || isNone(counted)) return rate;
  if (counted.kind !== 'tensor' || counted.node !== counter.node) return undefined;
  const given = Object.entries(facts).filter(([name]) => !['global_step', 'x', 'name'].includes(name));
  return known(
    {
      kind: 'object',
      type: `keras.optimizers.schedules.${type}`,
      call: bound.call,
      arguments: { ...(rate && { initial_learning_rate: rate }), ...Object.fromEntries(given) },
    },
    use,
  );
}
