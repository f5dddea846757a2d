import { replaceLiteral } from '../edits/edits';
import { valueOf, type Fact } from '../facts/fact';
import type { Plain } from '../facts/plain';
import { defineRule } from './define';
import { isAny } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { countedRun, lengthOf, numbersOf, scheduleName, scheduleOf, shareLeft, spentEarly } from './support/schedules';

const compile = (
  decaySteps: string,
): string => `schedule = keras.optimizers.schedules.CosineDecay(0.01, decay_steps=${decaySteps})
`;
const rest = 'model.compile(optimizer=keras.optimizers.Adam(schedule), loss="sparse_categorical_crossentropy")';

export default defineRule({
  id: 'schedule-steps-mismatch',
  group: 'training',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'the schedule certainly ends, or never arrives, at the update named; information where it only stops on its way',
  },
  symptoms: ['flat-after-fall', 'flat', 'slow'],
  messages: {
    epochs:
      '{schedule} counts updates, not epochs: {name}={length} is over after {length} of {updates} updates ({epochs} epochs of {steps}). From then on the learning rate is below 1% of its start and nothing more is learned.',
    warmup:
      'The warm-up lasts {warmup} updates and the run makes {updates} ({epochs} epochs of {steps}). The learning rate never reaches its target.',
    accumulated:
      'gradient_accumulation_steps={accumulated} makes one update of {accumulated} batches, so the run has {updates} updates and decay_steps={length} counts its batches. The schedule stops at 1/{accumulated} of its way.',
  },
  docs: {
    summary: 'A learning rate schedule is counted in epochs or batches where it counts updates of the weights.',
    why: `Keras calls a schedule with the number of updates so far, and an epoch makes as many as there are batches. decay_steps=20 for 20 epochs is over in the
first of them: the rate is at its end while the model has hardly begun.`,
    bad: classification({
      compile: `${compile('20')}#                                                                   ^^ schedule-steps-mismatch
${rest}`,
    }),
    good: classification({ compile: compile('20 * 10') + rest }),
    limits:
      'Speaks where epochs, samples and batch size are known, the length given is at most the number of epochs, and the rate is spent in the first half of the run. Runs of fewer than four batches an epoch, and fit in a loop, are left alone.',
    fixSafety: 'Safe where the number is used for this schedule only.',
    probe: 'Trains both versions and compares the metric.',
    references: ['https://keras.io/api/optimizers/learning_rate_schedules/'],
  },
  check({ program }, report) {
    const seen = new Set<number>();
    for (const run of program.runs) {
      const optimizer = valueOf(run.optimizer);
      const schedule = optimizer && scheduleOf(optimizer);
      const counted = optimizer && countedRun(run, optimizer);
      const length = schedule && lengthOf(schedule);
      if (!schedule || !counted || !length || isAny(run, 'adversarial', 'reinforcement')) continue;
      const { steps, epochs, updates, accumulated } = counted;
      const place = useOf(length.fact);
      const experiment = { kind: 'train', run: run.id, keeps: ['steps', 'batch'] } as const;
      const spent = spentEarly((after) => shareLeft(schedule, after), updates);
      const warmup = schedule.arguments.warmup_steps;
      const warmSteps = valueOf(warmup);
      if (place && steps >= 4 && length.longest <= epochs && spent !== undefined && !seen.has(place.start)) {
        seen.add(place.start);
        const boundaries = numbersOf(length.fact);
        const perEpoch = Math.max(1, Math.floor(steps / accumulated));
        const text = boundaries ? `[${boundaries.map((one) => one * perEpoch).join(', ')}]` : String(length.longest * perEpoch);
        report({
          message: 'epochs',
          at: place,
          data: { schedule: scheduleName(schedule), name: length.name, length: length.longest, updates, epochs, steps },
          fixes: [
            fixOf(`Set ${length.name} to ${text} (${perEpoch} updates an epoch)`, 'safe', replaceLiteral(length.fact, text)),
          ],
          experiment,
        });
      } else if (warmup && typeof warmSteps === 'number' && warmSteps > 0 && warmSteps >= updates) {
        const at = useOf(warmup);
        if (!at || seen.has(at.start)) continue;
        seen.add(at.start);
        const tenth = Math.max(1, Math.round(updates / 10));
        report({
          message: 'warmup',
          at,
          data: { warmup: warmSteps, updates, epochs, steps },
          fixes: [fixOf(`Set warmup_steps to ${tenth}, a tenth of the run`, 'safe', replaceLiteral(warmup, String(tenth)))],
          experiment,
        });
      } else if (accumulated > 1 && place && Math.abs(length.longest / (steps * epochs) - 1) < 0.05 && !seen.has(place.start)) {
        seen.add(place.start);
        report({
          message: 'accumulated',
          severity: 'information',
          at: place,
          data: { accumulated, updates, length: length.longest },
          fixes: [fixOf(`Set ${length.name} to ${updates}`, 'safe', replaceLiteral(length.fact, String(updates)))],
          experiment,
        });
      }
    }
  },
});

/** Where a known value reaches its use. */
const useOf = (fact: Fact<Plain>) => (fact.kind === 'known' && fact.from === 'source' ? fact.places.at(-1) : undefined);
