/** Whether a printed loss is exactly what one answer for all samples costs: then it is known what the model answers. */
import type { Contents } from '../../facts/contents';
import type { PatternContext } from '../log/context';
import { boundsOf } from './context';

/** A sentence, where the arithmetic holds within two hundredths. */
export function explainedLevel(
  loss: number,
  text: string,
  { loss: name, activation }: PatternContext,
  contents: Contents | undefined,
): string | undefined {
  const { mean, variance, deviation } = contents ?? {};
  if (mean === undefined || variance === undefined || !(loss > 0)) return undefined;
  const near = (cost: number): boolean => Math.abs(loss - cost) <= 0.02 * cost;
  const ends = boundsOf(activation);
  const end = ends && (mean > ends[1] ? ends[1] : ends[0]);
  if (name === 'mean_squared_error') {
    if (end !== undefined && near(variance + (mean - end) ** 2))
      return `The loss you printed, ${text}, is the mean square of exactly that: of your labels less ${end}.`;
    if (near(variance))
      return `The loss you printed, ${text}, is the variance of your labels: the model answers their mean to everything.`;
    if (near(variance + mean ** 2))
      return `The loss you printed, ${text}, is the mean square of your labels: the model answers 0 to everything.`;
  }
  if (name === 'mean_absolute_error') {
    if (end !== undefined && near(Math.abs(mean - end)))
      return `The loss you printed, ${text}, is the mean distance of your labels from ${end}.`;
    if (deviation !== undefined && near(deviation))
      return `The loss you printed, ${text}, is the mean distance of your labels from their middle: the model answers that to everything.`;
  }
  return undefined;
}
