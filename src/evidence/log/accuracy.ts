/** Patterns of the accuracy beside the loss, in training and in validation. */
import { movement } from './movement';
import type { Curves, Symptom } from './recognise';

/** Epochs whose accuracy differs by no more have the same one. */
const SAME = 0.004;

export function accuracyPatterns(curves: Curves): readonly Symptom[] {
  return [frozen(curves), chance(curves), atOnce(curves), validation(curves)].filter((one) => one !== undefined);
}

const range = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

function frozen({ loss, accuracy, lossTexts }: Curves): Symptom | undefined {
  if (accuracy.length < 3 || loss.length < 3 || movement(loss).fall < 0.05) return undefined;
  const [first = NaN, at = NaN] = [accuracy[0], accuracy.at(-1)];
  const loses = `The loss falls from ${lossTexts[0] ?? ''} to ${lossTexts.at(-1) ?? ''}`;
  if (at < first - 0.05 && at < 0.6)
    return {
      kind: 'frozen-accuracy',
      evidence: `${loses}, and the accuracy falls with it, from ${shown(first)} to ${shown(at)}.`,
      meaning: 'What is counted is not what is learned: labels and answers do not mean the same.',
    };
  // The share of a class is known to the digit; a share of half right wavers a little.
  if (range(accuracy) > (at < 0.6 ? 0.02 : SAME) || at > 0.97) return undefined;
  return {
    kind: 'frozen-accuracy',
    evidence: `${loses}, and the accuracy stays at ${shown(at)}.`,
    meaning:
      'What is counted does not see what is learned: the answers are decided otherwise than the loss expects, or one class is always answered.',
  };
}

function chance({ loss, accuracy, classes, context }: Curves): Symptom | undefined {
  if (accuracy.length < 2) return undefined;
  const at = mean(accuracy.slice(-3));
  const share = shareReached(accuracy, context.labels?.shares);
  if (share !== undefined)
    return {
      kind: 'chance-accuracy',
      evidence: `The accuracy ends at ${shown(at)} and never passes the share of one class (${shown(share)}).`,
      meaning: 'The model gives that class as its answer to everything.',
    };
  if (accuracy.length > 2 && range(accuracy.slice(1)) > 0.06) return undefined;
  const k = classes ?? (Math.abs(movement(loss).fall) < 0.03 ? guessed(at) : undefined);
  if (k === undefined || k < 2 || at > 1 / k + Math.max(0.04, 0.25 / k)) return undefined;
  return {
    kind: 'chance-accuracy',
    evidence: `The accuracy stays at ${shown(at)}; guessing among ${k} classes gives ${shown(1 / k)}.`,
    meaning: at < 0.5 / k ? 'It is lower than guessing: the answers are not compared as they are meant.' : undefined,
  };
}

/** The share of a class at which the accuracy ends, without ever having passed it. */
function shareReached(accuracy: readonly number[], shares: readonly number[] | undefined): number | undefined {
  const end = accuracy.slice(-3);
  if (!shares || shares.length < 2 || range(end) > 0.022) return undefined;
  // In how few samples an answer more or less shows: that much is the noise of a share.
  return shares.find((one) => one > 0.02 && Math.abs(one - mean(end)) < 0.012 && Math.max(...accuracy) < one + 0.006);
}

/** The k whose 1/k an accuracy is, where it is near one. */
function guessed(at: number): number | undefined {
  if (at <= 0 || at > 0.6) return undefined;
  const k = Math.round(1 / at);
  return Math.abs(at - 1 / k) < 0.06 / k + 0.02 ? k : undefined;
}

function atOnce({ accuracy, loss, classes, context, fit }: Curves): Symptom | undefined {
  const [first] = accuracy;
  if (
    first === undefined ||
    first < 0.98 ||
    (classes === undefined && context.loss !== undefined) ||
    loss.length < 2 ||
    fit.by === 'lines'
  )
    return undefined;
  return {
    kind: 'perfect-at-once',
    evidence: `The accuracy is ${shown(first)} in the first epoch already.`,
    meaning:
      'That is too good: the label may be among the features, all labels may be alike, or what is counted is not what is meant.',
  };
}

function validation({ accuracy, validationAccuracy, validationLoss, loss, classes }: Curves): Symptom | undefined {
  const [train, held] = [accuracy.at(-1), validationAccuracy.at(-1)];
  if (train === undefined || held === undefined || validationAccuracy.length < 2) return undefined;
  const best = Math.max(...validationAccuracy.slice(Math.floor(validationAccuracy.length / 2)));
  const guess = classes === undefined ? 0.5 : 1 / classes;
  const lossGap = (validationLoss.at(-1) ?? NaN) > 1.5 * (loss.at(-1) ?? NaN);
  if (train < guess + 0.2 || train < 0.6 || best > guess + 0.15 || train - best < 0.25 || !lossGap) return undefined;
  return {
    kind: 'validation-at-chance',
    evidence: `The accuracy is ${shown(train)} in training and ${shown(held)} in validation, where guessing gives ${shown(guess)}.`,
    meaning:
      'The model can learn, so its gradient and its rate are ruled out: the validation samples are others, are prepared otherwise, or nothing general is in the data.',
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const shown = (share: number): string => `${Number((100 * share).toFixed(1))}%`;
