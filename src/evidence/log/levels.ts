/** Patterns of where the loss stands: not a number, 0, below 0, ln k, the spread of the labels, out of any range. */
import { isCrossEntropy, isDistance } from './context';
import type { Curves, Symptom } from './recognise';
import { movement } from './movement';

/** Nobody's cross-entropy is so large while its scores are of the size that layers start with: e^-20 is 2e-9. */
const HUGE_ENTROPY = 20;
/** A mean square of labels about unit size is about 1. */
const HUGE_DISTANCE = 1e4;
/** However fast it falls. */
const BEYOND_SENSE = 1e9;

export function levelPatterns(curves: Curves): readonly Symptom[] {
  const { loss, lossTexts, context } = curves;
  const bad = loss.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) return [notANumber(curves, bad)];
  const found: Symptom[] = [];
  const last = loss.at(-1) ?? NaN;
  if (loss.every((value) => Math.abs(value) < 1e-7))
    return [
      {
        kind: 'zero',
        evidence: `The loss is ${lossTexts[0] ?? '0'} from the first epoch.`,
        meaning: 'There is nothing to lower: the loss is 0 whatever the model answers, or the model answers exactly the labels.',
      },
    ];
  const low = Math.min(...loss);
  if (last < 0 && low < -1e-3 && !mayBeNegative(context.loss))
    found.push({
      kind: 'negative',
      evidence: `The loss is below 0 (${lossTexts.at(-1) ?? String(last)}).`,
      meaning:
        'Cross-entropies and distances cannot be negative for labels in their range: labels lie outside it, or the sign is turned.',
    });
  const uniform = uniformPattern(curves);
  if (uniform) found.push(uniform);
  const spread = spreadPattern(curves);
  if (spread) found.push(spread);
  const huge = hugePattern(curves);
  if (huge) found.push(huge);
  return found;
}

/** Too large to be lowered by learning: a distance that hardly falls, one beyond all sense, or scores in the hundreds. */
function hugePattern({ loss, lossTexts, accuracy, context }: Curves): Symptom | undefined {
  const [first = NaN, last = NaN] = [loss[0], loss.at(-1)];
  const entropy = isCrossEntropy(context.loss) || (context.loss === undefined && accuracy.length > 0);
  const most = Math.max(...loss);
  const epochs = loss.length > 1 ? ` after ${loss.length} epochs` : '';
  if (entropy) {
    // Of a training that gets over it, a bad start is no complaint.
    const worst = loss.indexOf(most);
    if (most < HUGE_ENTROPY || (last < HUGE_ENTROPY && (accuracy.at(-1) ?? 1) > 0.7)) return undefined;
    return {
      kind: 'huge',
      evidence:
        last >= HUGE_ENTROPY
          ? `The loss is ${lossTexts.at(-1) ?? ''}${epochs}.`
          : `The loss is ${lossTexts[worst] ?? ''} in epoch ${worst + 1}.`,
      meaning:
        'A cross-entropy of that size needs scores in the hundreds or thousands: inputs, weights or steps are far too large.',
    };
  }
  if (!(last > BEYOND_SENSE || (last > HUGE_DISTANCE && last > 0.5 * first))) return undefined;
  return {
    kind: 'huge',
    evidence: `The loss is ${lossTexts.at(-1) ?? String(last)}${epochs}.`,
    meaning:
      context.loss === 'mean_squared_error'
        ? `Its square root is ${short(Math.sqrt(last))}: the answers are about that far from the labels.`
        : isDistance(context.loss)
          ? 'The answers are about that far from the labels.'
          : 'Labels or inputs are far larger than what the model can answer.',
  };
}

function notANumber({ loss, lossTexts }: Curves, bad: number): Symptom {
  const name = Number.isNaN(loss[bad]) ? 'NaN' : 'infinite';
  return {
    kind: 'nan',
    evidence:
      bad === 0
        ? `The loss is ${name} from the first epoch.`
        : `The loss is ${name} from epoch ${bad + 1} on; before, it was ${lossTexts[bad - 1] ?? ''}.`,
    meaning:
      bad === 0
        ? 'A value in the data is missing or infinite, a logarithm of 0 is taken, or the first steps are far too large.'
        : 'The data have been seen without it once, so a missing value in them is less likely than steps that are too large.',
  };
}

/** Losses that are a negative number by their construction. */
const mayBeNegative = (loss: string | undefined): boolean =>
  loss !== undefined && /cosine|poisson|custom|kl|dice|hinge/.test(loss);

/** At ln k, and not on its way elsewhere. */
function uniformPattern(curves: Curves): Symptom | undefined {
  const { loss, lossTexts, classes, accuracy, context } = curves;
  if (isDistance(context.loss)) return undefined;
  const last = loss.at(-1) ?? NaN;
  const printed = lossTexts.at(-1) ?? '';
  if (!settled(loss)) return undefined;
  const at = (k: number): boolean => Math.abs(last - Math.log(k)) <= 0.02 * Math.log(k);
  if (classes !== undefined) {
    if (classes < 2 || !at(classes)) return undefined;
    return {
      kind: 'uniform',
      evidence: `The loss stays at ${printed}, and ln ${classes} is ${Math.log(classes).toFixed(4)}.`,
      meaning: `Your model tells ${classes} classes apart, and gives each the same probability: it has learned nothing of the inputs.`,
    };
  }
  // Without the program: ln 2, or the k that the accuracy names as well.
  const chance = accuracy.at(-1);
  const k = chance !== undefined && chance > 0 && chance < 0.6 ? [Math.round(1 / chance), 2] : [2];
  const found = k.find((one) => one >= 2 && one <= 1000 && at(one));
  if (found === undefined || context.loss !== undefined) return undefined;
  return {
    kind: 'uniform',
    evidence: `The loss stays at ${printed}, which is ln ${found} (${Math.log(found).toFixed(4)}).`,
    meaning: `With ${found} classes that is the same probability for each.`,
  };
}

/** It stands where it is: the later half, of three epochs at least, hardly moves. One epoch says nothing of it. */
function settled(loss: readonly number[]): boolean {
  if (loss.length < 3) return movement(loss).spread < 0.03;
  return movement(loss.slice(-Math.max(3, Math.ceil(loss.length / 2)))).spread < 0.015;
}

function spreadPattern({ loss, lossTexts, context }: Curves): Symptom | undefined {
  const { labels } = context;
  const last = loss.at(-1) ?? NaN;
  const value =
    context.loss === 'mean_squared_error'
      ? labels?.variance
      : context.loss === 'mean_absolute_error'
        ? labels?.deviation
        : undefined;
  if (value === undefined || value <= 0 || Math.abs(last - value) > 0.03 * value || movement(loss).fall > 0.05 * 4)
    return undefined;
  const name = context.loss === 'mean_squared_error' ? 'the variance' : 'the mean absolute deviation';
  return {
    kind: 'label-spread',
    evidence: `The loss stays at ${lossTexts.at(-1) ?? ''}, and ${name} of your labels is ${short(value)}.`,
    meaning: 'That is what the same answer for every sample costs: the inputs are not used.',
  };
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
