/** Learning-rate schedules (keras/src/optimizers/schedules): the rate by number of steps done, 0 at the first. */
import type { Json, JsonObject } from '../../experiment/json';
import { booleanOf, named, numberOf, numbersOf, optionalNumber, plainName } from '../config';
import { NotSupported } from '../failure';

export type Schedule = (step: number) => number;

const makers: Readonly<Record<string, (config: JsonObject) => Schedule>> = {
  exponentialdecay: (config) => {
    const [initial, steps, rate] = [
      numberOf(config, 'initial_learning_rate'),
      numberOf(config, 'decay_steps'),
      numberOf(config, 'decay_rate'),
    ];
    const staircase = booleanOf(config, 'staircase', false);
    return (step) => initial * rate ** (staircase ? Math.floor(step / steps) : step / steps);
  },
  inversetimedecay: (config) => {
    const [initial, steps, rate] = [
      numberOf(config, 'initial_learning_rate'),
      numberOf(config, 'decay_steps'),
      numberOf(config, 'decay_rate'),
    ];
    const staircase = booleanOf(config, 'staircase', false);
    return (step) => initial / (1 + rate * (staircase ? Math.floor(step / steps) : step / steps));
  },
  polynomialdecay: (config) => {
    const [initial, steps] = [numberOf(config, 'initial_learning_rate'), numberOf(config, 'decay_steps')];
    const [end, power] = [numberOf(config, 'end_learning_rate', 0.0001), numberOf(config, 'power', 1)];
    const cycle = booleanOf(config, 'cycle', false);
    return (step) => {
      const total = cycle ? steps * (step === 0 ? 1 : Math.ceil(step / steps)) : steps;
      return (initial - end) * (1 - (cycle ? step : Math.min(step, steps)) / total) ** power + end;
    };
  },
  piecewiseconstantdecay: (config) => {
    const boundaries = numbersOf(config, 'boundaries') ?? [];
    const values = numbersOf(config, 'values') ?? [];
    return (step) => {
      const index = boundaries.findIndex((boundary) => step <= boundary);
      return values[index === -1 ? boundaries.length : index] ?? 0;
    };
  },
  cosinedecay: (config) => {
    const [initial, steps, alpha] = [
      numberOf(config, 'initial_learning_rate'),
      numberOf(config, 'decay_steps'),
      numberOf(config, 'alpha', 0),
    ];
    const target = optionalNumber(config, 'warmup_target');
    const warmup = numberOf(config, 'warmup_steps', 0);
    const decay = (step: number, from: number): number =>
      from * ((1 - alpha) * 0.5 * (1 + Math.cos((Math.PI * step) / steps)) + alpha);
    if (target === undefined) return (step) => decay(Math.min(step, steps), initial);
    return (step) => {
      const now = Math.min(step, steps + warmup);
      return now < warmup ? initial + ((target - initial) * now) / warmup : decay(now - warmup, target);
    };
  },
  cosinedecayrestarts: (config) => {
    const [initial, first] = [numberOf(config, 'initial_learning_rate'), numberOf(config, 'first_decay_steps')];
    const [longer, lower, alpha] = [numberOf(config, 't_mul', 2), numberOf(config, 'm_mul', 1), numberOf(config, 'alpha', 0)];
    return (step) => {
      let done = step / first;
      let restarts: number;
      if (longer === 1) {
        restarts = Math.floor(done);
        done -= restarts;
      } else {
        restarts = Math.floor(Math.log(1 - done * (1 - longer)) / Math.log(longer));
        done = (done - (1 - longer ** restarts) / (1 - longer)) / longer ** restarts;
      }
      return initial * ((1 - alpha) * 0.5 * lower ** restarts * (1 + Math.cos(Math.PI * done)) + alpha);
    };
  },
};

/** A constant or a schedule object. Keras 2's legacy `decay` argument: rate / (1 + decay * step). Throws NotSupported. */
export function scheduleOf(value: Json | undefined, fallback: number, decay: number): Schedule {
  if (value === undefined || value === null) return scheduleOf(fallback, fallback, decay);
  if (typeof value === 'number') return decay === 0 ? () => value : (step) => value / (1 + decay * step);
  const spec = named(value);
  const maker = spec === undefined ? undefined : makers[plainName(spec.class.replace(/^.*\./, ''))];
  if (spec === undefined || maker === undefined) throw new NotSupported('learning rate', spec?.class ?? 'unknown');
  return maker(spec.config);
}
