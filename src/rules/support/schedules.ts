import { valueOf, type Fact } from '../../facts/fact';
import { isObject, type ObjectValue, type Plain } from '../../facts/plain';
import type { Optimizer, TrainingRun } from '../../facts/training';
import { stepsPerEpoch, updatesOf } from './updates';
import { fitOf } from '../guards';

/** The schedule an optimizer takes its learning rate from. */
export function scheduleOf({ learningRate }: Optimizer): ObjectValue | undefined {
  const value = valueOf(learningRate);
  return isObject(value) ? value : undefined;
}

export const scheduleName = ({ type }: ObjectValue): string => type.slice(type.lastIndexOf('.') + 1);

export interface Counted {
  readonly steps: number;
  readonly epochs: number;
  /** Updates of the optimizer in the whole run: a schedule counts these. */
  readonly updates: number;
  /** Batches whose gradients make one update. */
  readonly accumulated: number;
}

/** How many updates `fit` makes, where it is known; undefined where fit runs in a loop or goes on from elsewhere. */
export function countedRun(run: TrainingRun, optimizer: Optimizer): Counted | undefined {
  const loop = fitOf(run);
  if (!loop || loop.repeated) return undefined;
  const steps = stepsPerEpoch(run);
  const epochs = valueOf(loop.epochs);
  const updates = updatesOf(run);
  const given = optimizer.arguments.gradient_accumulation_steps;
  const accumulated = given ? (valueOf(given) ?? 1) : 1;
  if (given && given.kind !== 'known') return undefined;
  if (steps === undefined || epochs === undefined || updates === undefined || typeof accumulated !== 'number' || updates < 1)
    return undefined;
  return { steps, epochs, updates: Math.floor(updates / Math.max(1, accumulated)), accumulated };
}

const numberOf = (fact: Fact<Plain> | undefined): number | undefined => {
  const value = valueOf(fact);
  return typeof value === 'number' ? value : undefined;
};

export function numbersOf(fact: Fact<Plain> | undefined): readonly number[] | undefined {
  const value = valueOf(fact);
  return Array.isArray(value) && value.every((one) => typeof one === 'number') ? value : undefined;
}

/** The share of the starting rate that is left after so many updates, where the schedule is one of Keras's and its numbers are known. */
export function shareLeft(schedule: ObjectValue, updates: number): number | undefined {
  const { arguments: given } = schedule;
  const [decaySteps, decayRate] = [numberOf(given.decay_steps), numberOf(given.decay_rate)];
  const staircase = valueOf(given.staircase) === true;
  switch (scheduleName(schedule)) {
    case 'ExponentialDecay':
    case 'InverseTimeDecay': {
      if (decaySteps === undefined || decayRate === undefined || decaySteps <= 0) return undefined;
      const turns = staircase ? Math.floor(updates / decaySteps) : updates / decaySteps;
      return scheduleName(schedule) === 'ExponentialDecay' ? decayRate ** turns : 1 / (1 + decayRate * turns);
    }
    case 'CosineDecay': {
      const [alpha, warmup, target] = [numberOf(given.alpha), numberOf(given.warmup_steps) ?? 0, valueOf(given.warmup_target)];
      // With a warm-up the share is of another rate.
      if (decaySteps === undefined || alpha === undefined || warmup > 0 || (target !== null && target !== undefined))
        return undefined;
      return (1 - alpha) * 0.5 * (1 + Math.cos((Math.PI * Math.min(updates, decaySteps)) / decaySteps)) + alpha;
    }
    case 'PolynomialDecay': {
      const [start, end, power] = [
        numberOf(given.initial_learning_rate),
        numberOf(given.end_learning_rate),
        numberOf(given.power),
      ];
      if (decaySteps === undefined || start === undefined || end === undefined || power === undefined || start <= 0)
        return undefined;
      if (valueOf(given.cycle) !== false) return undefined;
      return ((start - end) * (1 - Math.min(updates, decaySteps) / decaySteps) ** power + end) / start;
    }
    case 'PiecewiseConstantDecay': {
      const [boundaries, values] = [numbersOf(given.boundaries), numbersOf(given.values)];
      const [first] = values ?? [];
      if (!boundaries || !values || first === undefined || first <= 0 || values.length !== boundaries.length + 1)
        return undefined;
      const passed = boundaries.findIndex((boundary) => updates <= boundary);
      return (values[passed < 0 ? values.length - 1 : passed] ?? first) / first;
    }
    default:
      return undefined;
  }
}

/** Below this share of the starting rate nothing more is learned. */
const spentShare = 0.01;

/** The update after which the rate is spent, if that is in the first half of the run. */
export function spentEarly(share: (updates: number) => number | undefined, updates: number): number | undefined {
  if (!Number.isSafeInteger(Math.floor(updates))) return undefined;
  const left = share(Math.floor(updates / 2));
  if (left === undefined || left > spentShare) return undefined;
  let [low, high] = [0, Math.floor(updates / 2)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if ((share(middle) ?? 0) > spentShare) low = middle;
    else high = middle;
  }
  return high;
}

/** Where the schedule says how long it lasts: `decay_steps`, or the boundaries. */
export function lengthOf(
  schedule: ObjectValue,
): { readonly fact: Fact<Plain>; readonly name: string; readonly longest: number } | undefined {
  for (const name of ['decay_steps', 'boundaries']) {
    const fact = schedule.arguments[name];
    const longest = numberOf(fact) ?? numbersOf(fact)?.at(-1);
    if (fact && longest !== undefined) return { fact, name, longest };
  }
  return undefined;
}
