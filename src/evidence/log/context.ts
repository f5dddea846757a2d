/** What the program says that a pattern can be held against. Everything may be missing: a log alone is read as well. */
import type { Shares } from './shares';

export interface PatternContext {
  /** Keras's function name of the loss. */
  readonly loss?: string | undefined;
  /** Units of the last layer. */
  readonly units?: number | undefined;
  readonly activation?: string | undefined;
  /** Classes that the labels have. */
  readonly classes?: number | undefined;
  /** What one answer for all samples would cost, from the labels in the file. */
  readonly labels?: Shares | undefined;
  readonly rate?: number | undefined;
  readonly epochs?: number | undefined;
}

export const isCrossEntropy = (loss: string | undefined): boolean =>
  loss !== undefined && /crossentropy|cross_entropy/.test(loss);

export const isDistance = (loss: string | undefined): boolean =>
  loss !== undefined &&
  /^(?:mean_squared_error|mean_absolute_error|huber|log_cosh|mse|mae|mean_absolute_percentage_error|mean_squared_logarithmic_error)$/.test(
    loss,
  );

/** In how many classes an answer falls, as the head and the labels say; undefined where the task is none of classes. */
export function classesOf({ loss, units, classes }: PatternContext): number | undefined {
  if (loss !== undefined && isDistance(loss)) return undefined;
  if (loss === 'binary_crossentropy') return 2;
  return units !== undefined && units > 1 ? units : classes;
}
