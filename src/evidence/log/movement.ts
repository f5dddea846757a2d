/** Patterns of how the loss moves. */
import type { Curves, Symptom } from './recognise';

export interface Movement {
  /** From the first epoch to the last, as a part of the first; negative where it rises. */
  readonly fall: number;
  /** Distance between the largest and the smallest value, as a part of the mean size. */
  readonly spread: number;
}

export function movement(loss: readonly number[]): Movement {
  const [first = NaN, last = NaN] = [loss[0], loss.at(-1)];
  let [low, high, sum] = [Infinity, -Infinity, 0];
  for (const value of loss) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += Math.abs(value);
  }
  const size = sum / loss.length || 1;
  return { fall: (first - last) / (Math.abs(first) || 1), spread: (high - low) / size };
}

/** A loss that moves by less than this, all in all, does not move. */
const FLAT = 0.01;
/** Fewer epochs show no pattern of movement. */
const FEWEST = 3;

export function movementPatterns(curves: Curves): readonly Symptom[] {
  const { loss, lossTexts, fit } = curves;
  const count = loss.length;
  if (count < 2 || loss.every((value) => Math.abs(value) < 1e-7)) return [];
  const { fall, spread } = movement(loss);
  const [first = NaN, last = NaN] = [loss[0], loss.at(-1)];
  const ends = `from ${lossTexts[0] ?? ''} to ${lossTexts.at(-1) ?? ''} in ${count} epochs`;
  if (new Set(lossTexts).size === 1)
    return [
      {
        kind: 'constant',
        evidence: `The loss is ${lossTexts[0] ?? ''} in all ${count} epochs, to the last digit.`,
        meaning:
          'No weight that matters is changed: the gradient is 0, the weights are frozen, or the rate is too small to be seen. Noise of the data is ruled out.',
      },
    ];
  // A model that is as good as it gets does not move either.
  if (isSolved(curves)) return [];
  if (count >= FEWEST && spread < FLAT)
    return [{ kind: 'flat', evidence: `The loss goes ${ends}: it moves by less than ${percent(Math.max(spread, 0.0001))}.` }];
  const low = Math.min(...loss);
  if (count >= FEWEST && first > 0 && last > 1.5 * first && last > 2 * low)
    return [
      {
        kind: 'diverging',
        evidence: `The loss grows ${ends}.`,
        meaning: 'Every step leads further away: steps too large, or a sign turned round. Too small a rate is ruled out.',
      },
    ];
  const saw = sawTooth(loss);
  if (saw !== undefined)
    return [
      {
        kind: 'saw-tooth',
        evidence: `The loss goes up and down by ${percent(saw)} from epoch to epoch and gets nowhere (${ends}).`,
        meaning: 'The steps are larger than the valley is wide. Frozen weights and a rate that is too small are ruled out.',
      },
    ];
  const still = standstill(curves);
  if (still)
    return [
      {
        kind: 'flat-after-fall',
        evidence: `The loss falls until epoch ${fit.epochs[still.from]?.epoch ?? still.from + 1}, then stays at ${lossTexts.at(-1) ?? ''} for ${count - still.from} epochs${still.rate}.`,
        meaning: 'It can learn, so data and model are not the first suspects: the steps have become too small.',
      },
    ];
  const level = plateau(loss);
  if (level !== undefined)
    return [
      {
        kind: 'flat',
        evidence: `After epoch ${level} the loss hardly moves: from ${lossTexts[level] ?? ''} to ${lossTexts.at(-1) ?? ''} in ${count - level} epochs.`,
      },
    ];
  if (((count >= 5 && fall < 0.06) || (count >= 8 && fall < 0.12)) && fall > 0 && mostlyFalls(loss))
    return [
      {
        kind: 'slow',
        evidence: `The loss falls by ${percent(fall)} (${ends}).`,
        meaning: 'The direction is right and the steps are small.',
      },
    ];
  if (count >= FEWEST && Math.abs(fall) < 0.03 && spread < 0.06)
    return [{ kind: 'flat', evidence: `The loss goes ${ends}: it only wavers.` }];
  return [];
}

const isSolved = ({ loss, accuracy, classes }: Curves): boolean =>
  (accuracy.at(-1) ?? 0) > 0.95 ||
  (classes !== undefined && (loss.at(-1) ?? NaN) < 0.15 && (loss.at(-1) ?? NaN) >= 0 && (accuracy.at(-1) ?? 1) > 0.9);

const mostlyFalls = (loss: readonly number[]): boolean =>
  loss.slice(1).filter((value, i) => value <= (loss[i] ?? NaN)).length >= 0.8 * (loss.length - 1);

/** The usual distance between two epochs, as a part of the mean, where most of them turn round and none of it leads down. */
function sawTooth(loss: readonly number[]): number | undefined {
  if (loss.length < 5) return undefined;
  const steps = loss.slice(1).map((value, i) => value - (loss[i] ?? NaN));
  const mean = loss.reduce((sum, value) => sum + Math.abs(value), 0) / loss.length;
  const turns = steps.slice(1).filter((step, i) => step * (steps[i] ?? 0) < 0).length;
  const usual = steps.map(Math.abs).toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const half = Math.floor(loss.length / 2);
  const [before, after] = [loss.slice(0, half), loss.slice(-half)].map(
    (part) => part.reduce((sum, value) => sum + value, 0) / half,
  );
  const down = ((before ?? NaN) - (after ?? NaN)) / mean;
  return turns >= 0.4 * (steps.length - 1) && usual > 0.1 * mean && Math.abs(down) < 0.5 ? usual / mean : undefined;
}

/** From which epoch on the loss no longer changes to four digits, or the rate has gone; only after it fell. */
function standstill({ loss, rate, validationLoss }: Curves): { readonly from: number; readonly rate: string } | undefined {
  const last = loss.at(-1) ?? NaN;
  let from = loss.length - 1;
  while (from > 0 && Math.abs((loss[from - 1] ?? NaN) - last) <= 2e-4 * Math.abs(last)) from--;
  const fell = (loss[0] ?? NaN) - last > 0.02 * Math.abs(loss[0] ?? NaN);
  const still = loss.length - from;
  if (!fell || last <= 1e-4) return undefined;
  const [start, end] = [rate[0], rate.at(-1)];
  const gone = start !== undefined && end !== undefined && end < 0.01 * start;
  if (still >= 4 && still >= loss.length / 4) return { from, rate: gone ? `, while the rate went from ${start} to ${end}` : '' };
  if (!gone || validationLoss.length === loss.length + 1) return undefined;
  const rateGone = rate.findIndex((one) => one < 0.01 * start);
  const at = loss[rateGone] ?? NaN;
  return Math.abs(at - last) < 0.02 * Math.abs(at) && loss.length - rateGone >= 3
    ? { from: rateGone, rate: `, while the rate went from ${start} to ${end}` }
    : undefined;
}

/** How many epochs go by before nothing moves any more, where little was gained until then. */
function plateau(loss: readonly number[]): number | undefined {
  const from = Math.max(1, Math.floor(loss.length / 5));
  const rest = loss.slice(from);
  const { fall } = movement(loss);
  return rest.length >= 5 && fall > 0 && fall < 0.5 && movement(rest).spread < 0.015 ? from : undefined;
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))}%`;
