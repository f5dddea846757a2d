import { replaceLiteral } from '../edits/edits';
import { valueOf, type Fact } from '../facts/fact';
import type { ObjectValue, Plain } from '../facts/plain';
import type { Optimizer, TrainingRun } from '../facts/training';
import type { Place } from '../text/place';
import { defineRule } from './define';
import { fitOf, isAny } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { countedRun, lengthOf, scheduleName, scheduleOf, shareLeft, spentEarly, type Counted } from './support/schedules';

const compile = (decaySteps: string): string =>
  `schedule = keras.optimizers.schedules.ExponentialDecay(0.01, decay_steps=${decaySteps}, decay_rate=0.1)
`;
const rest = 'model.compile(optimizer=keras.optimizers.Adam(schedule), loss="sparse_categorical_crossentropy")';

export default defineRule({
  id: 'decay-too-fast',
  group: 'training',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'the rate is certainly spent by the update named; information for ReduceLROnPlateau, which the loss decides',
  },
  symptoms: ['flat-after-fall', 'flat'],
  messages: {
    spent:
      '{schedule} brings the learning rate below 1% of its start after {spent} of {updates} updates ({epochs} epochs of {steps}). From then on the loss stays where it is.',
    scheduled:
      'The function of LearningRateScheduler brings the learning rate from {first} to {rate} in epoch {spent} of {epochs}, and it stays below 1% of its start. From then on the loss stays where it is.',
    compounds:
      'The function of LearningRateScheduler gets the rate that it set itself in the epoch before and lowers it again: from {first} to {rate} in epoch {spent} of {epochs}. From then on the loss stays where it is.',
    plateau:
      'ReduceLROnPlateau multiplies the learning rate by {factor} after {patience} without a better loss. A few noisy epochs are enough to bring it to nothing.',
  },
  docs: {
    summary: 'The learning rate falls to almost nothing long before training ends.',
    why: `A rate that falls is good at the end of training. One that is spent in its first half leaves the model where it happened to be: the loss goes flat, and it
looks as if the model could not learn more.`,
    bad: classification({
      compile: `${compile('25')}#                                                                        ^^ decay-too-fast
${rest}`,
    }),
    good: classification({ compile: compile('100') + rest }),
    limits:
      "Speaks where epochs, samples and batch size are known and less than 1% of the rate is left at half of the run; for Keras's schedules, the decay argument of Keras 2, and functions of LearningRateScheduler, which are called for every epoch as Keras calls them. ReduceLROnPlateau with a patience of 0 or 1, a factor of 0.2 or less and 20 epochs or more is information. A schedule whose length looks like a number of epochs is told by schedule-steps-mismatch.",
    fixSafety: 'Safe where the number is used for this schedule only.',
    probe: 'Trains both versions and compares the metric; the loss freezes after the update named.',
    references: [
      'https://keras.io/api/optimizers/learning_rate_schedules/',
      'https://keras.io/api/callbacks/reduce_lr_on_plateau/',
    ],
  },
  check({ program }, report) {
    const seen = new Set<number>();
    for (const run of program.runs) {
      const loop = fitOf(run);
      if (!loop || isAny(run, 'adversarial', 'reinforcement')) continue;
      const optimizer = valueOf(run.optimizer);
      const counted = optimizer && countedRun(run, optimizer);
      const decay = optimizer && counted ? (scheduled(optimizer, counted) ?? byArgument(run, optimizer, counted)) : undefined;
      const spent = counted && decay ? spentEarly(decay.share, counted.updates) : undefined;
      if (decay && counted && spent !== undefined && !seen.has(decay.at.start)) {
        seen.add(decay.at.start);
        report({
          message: 'spent',
          at: decay.at,
          data: { schedule: decay.title, spent, updates: counted.updates, epochs: counted.epochs, steps: counted.steps },
          fixes: [
            fixOf(
              `Set ${decay.name} to ${decay.better}, so that the rate falls over the whole run`,
              'safe',
              replaceLiteral(decay.fact, decay.better),
            ),
          ],
          experiment: { kind: 'train', run: run.id, keeps: ['steps'] },
        });
      }
      const scheduledBy = loop.rates;
      const late = scheduledBy && spentEpoch(scheduledBy.rates);
      if (late && !seen.has(scheduledBy.place.start)) {
        seen.add(scheduledBy.place.start);
        report({
          message: late.compounds ? 'compounds' : 'scheduled',
          at: scheduledBy.place,
          data: { first: short(late.first), rate: short(late.rate), spent: late.epoch, epochs: scheduledBy.rates.length },
          related: [{ place: loop.call.place, message: 'the training it is for' }],
          experiment: { kind: 'none', reason: 'callbacks are not part of the experiment' },
        });
      }
      const epochs = valueOf(loop.epochs) ?? 0;
      for (const callback of epochs >= 20 ? run.callbacks.items : []) {
        const patience = callback.arguments.patience;
        const [waits, factor] = [valueOf(patience), valueOf(callback.arguments.factor)];
        if (!callback.type.endsWith('.ReduceLROnPlateau') || typeof waits !== 'number' || typeof factor !== 'number') continue;
        const at = patience && useOf(patience);
        if (waits > 1 || factor > 0.2 || !patience || !at || seen.has(at.start)) continue;
        seen.add(at.start);
        report({
          message: 'plateau',
          severity: 'information',
          at,
          data: { factor, patience: waits === 1 ? 'one epoch' : 'any epoch' },
          fixes: [fixOf('Set patience to 5', 'safe', replaceLiteral(patience, '5'))],
          experiment: { kind: 'none', reason: 'callbacks are not part of the experiment' },
        });
      }
    }
  },
});

interface Spent {
  readonly first: number;
  readonly rate: number;
  /** Counted from 1, as Keras prints them. */
  readonly epoch: number;
  /** Each rate is a part of the one before: nothing holds it. */
  readonly compounds: boolean;
}

/** Of the rates of every epoch: where they fall below 1% of the largest for good, if that is in the first half. */
function spentEpoch(rates: readonly number[]): Spent | undefined {
  const first = Math.max(...rates);
  const last = rates.findLastIndex((rate) => rate > first / 100);
  const index = last + 1;
  if (rates.length < 3 || !(first > 0) || index >= rates.length || index > rates.length / 2) return undefined;
  const compounds = rates.slice(last + 1).every((rate, i, all) => i === 0 || rate === 0 || rate < (all[i - 1] ?? 0) / 2);
  return { first, rate: rates[index] ?? 0, epoch: index + 1, compounds };
}

const short = (rate: number): string => String(Number(rate.toPrecision(2)));

interface Decay {
  readonly title: string;
  readonly name: string;
  readonly fact: Fact<Plain>;
  readonly at: Place;
  readonly better: string;
  readonly share: (updates: number) => number | undefined;
}

function scheduled(optimizer: Optimizer, { updates, epochs, steps }: Counted): Decay | undefined {
  const schedule = scheduleOf(optimizer);
  const length = schedule && lengthOf(schedule);
  const at = length && useOf(length.fact);
  if (!at || length.name !== 'decay_steps' || (length.longest <= epochs && steps >= 4)) return undefined;
  return {
    title: scheduleName(schedule),
    name: length.name,
    fact: length.fact,
    at,
    better: String(betterLength(schedule, updates)),
    share: (after) => shareLeft(schedule, after),
  };
}

/** As long as the run; of an exponential decay, so that a hundredth is left at its end. */
function betterLength(schedule: ObjectValue, updates: number): number {
  const rate = valueOf(schedule.arguments.decay_rate);
  return scheduleName(schedule) === 'ExponentialDecay' && typeof rate === 'number' && rate > 0 && rate < 1
    ? Math.max(1, Math.ceil((updates * Math.log(rate)) / Math.log(0.01)))
    : updates;
}

/** `SGD(decay=0.1)` of Keras 2 divides the rate by 1 + decay x updates; Keras 3 ignores it. */
function byArgument(run: TrainingRun, optimizer: Optimizer, { updates }: Counted): Decay | undefined {
  const fact = optimizer.arguments.decay;
  const decay = valueOf(fact);
  const at = fact && useOf(fact);
  const honoured = run.keras.version === 2 || optimizer.call?.callee.includes('.legacy.') === true;
  if (!honoured || !at || typeof decay !== 'number' || decay <= 0) return undefined;
  const better = String(Number((1 / updates).toPrecision(1)));
  return { title: `decay=${decay}`, name: 'decay', fact, at, better, share: (after) => 1 / (1 + decay * after) };
}

/** Where a known value that is written in the program reaches its use. */
const useOf = (fact: Fact<Plain>): Place | undefined =>
  fact.kind === 'known' && fact.from === 'source' ? fact.places.at(-1) : undefined;
