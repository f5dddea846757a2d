/**
 * Names the patterns of a training log. Each pattern is a statement about printed numbers, with the numbers; thresholds were fixed on one half of
 * the recorded trainings (`test/evidence/logs`) and are held by the other.
 */
import type { SymptomKind } from '../../finding/symptom';
import { classesOf, type PatternContext } from './context';
import { accuracyName, lossName, rateName, seriesOf, validationName, type LoggedFit } from './log';
import { accuracyPatterns } from './accuracy';
import { levelPatterns } from './levels';
import { movementPatterns } from './movement';

export interface Symptom {
  readonly kind: SymptomKind;
  /** What was seen, with its numbers. A sentence. */
  readonly evidence: string;
  /** What it means, and what it rules out, where it does. */
  readonly meaning?: string | undefined;
}

export interface Recognised {
  readonly state: 'sick' | 'healthy' | 'unclear';
  readonly symptoms: readonly Symptom[];
  /** One line about the course of the loss: `loss 0.6932 to 0.6931 in 10 epochs`. */
  readonly course: string;
}

/** The figures of a fit as the patterns need them. */
export interface Curves {
  readonly fit: LoggedFit;
  readonly lossName: string;
  readonly loss: readonly number[];
  readonly lossTexts: readonly string[];
  readonly accuracy: readonly number[];
  readonly validationLoss: readonly number[];
  readonly validationAccuracy: readonly number[];
  readonly rate: readonly number[];
  readonly classes: number | undefined;
  readonly context: PatternContext;
}

export function curvesOf(fit: LoggedFit, context: PatternContext): Curves | undefined {
  const name = lossName(fit);
  if (name === undefined) return undefined;
  const accuracy = accuracyName(fit);
  const series = (of: string | undefined): readonly number[] => (of === undefined ? [] : seriesOf(fit, of));
  return {
    fit,
    lossName: name,
    loss: series(name),
    lossTexts: fit.epochs.flatMap(({ texts }) => texts.get(name) ?? []),
    accuracy: asShares(series(accuracy)),
    validationLoss: series(validationName(fit, name)),
    validationAccuracy: asShares(accuracy === undefined ? [] : series(validationName(fit, accuracy))),
    rate: series(rateName(fit)),
    classes: classesOf(context),
    context,
  };
}

/** Percentages become shares. */
const asShares = (values: readonly number[]): readonly number[] =>
  values.some((value) => value > 1.5) && values.every((value) => Number.isNaN(value) || (value >= 0 && value <= 100))
    ? values.map((value) => value / 100)
    : values;

export function recognise(fit: LoggedFit, context: PatternContext = {}): Recognised {
  const curves = curvesOf(fit, context);
  if (!curves || curves.loss.length === 0) return { state: 'unclear', symptoms: [], course: 'no loss is printed' };
  const levels = levelPatterns(curves);
  const broken = levels.some(({ kind }) => kind === 'nan');
  const symptoms = [...levels, ...(broken ? [] : movementPatterns(curves)), ...(broken ? [] : accuracyPatterns(curves))];
  return { state: symptoms.length > 0 ? 'sick' : learns(curves) ? 'healthy' : 'unclear', symptoms, course: courseOf(curves) };
}

/** The loss lost a fifth, or a tenth of the answers turned right. */
function learns({ loss, accuracy }: Curves): boolean {
  const [first, last] = [loss[0] ?? NaN, loss.at(-1) ?? NaN];
  const gained = (accuracy.at(-1) ?? 0) - (accuracy[0] ?? 0);
  return (loss.length > 1 && last < 0.8 * first) || gained > 0.1 || (accuracy.at(-1) ?? 0) > 0.9;
}

export function courseOf({ loss, lossTexts, lossName: name }: Curves): string {
  const [first, last] = [lossTexts[0] ?? '', lossTexts.at(-1) ?? ''];
  const epochs = `${loss.length} ${loss.length === 1 ? 'epoch' : 'epochs'}`;
  if (loss.length === 1) return `${name} ${first} after one epoch`;
  return first === last && new Set(lossTexts).size === 1
    ? `${name} ${first} for ${epochs}`
    : `${name} ${first} to ${last} in ${epochs}`;
}
