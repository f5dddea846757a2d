import { table } from '../../facts/table';
import type { Range } from '../../facts/data';
import type { Head, Loss, TrainingRun } from '../../facts/training';
import { always, valueOf } from '../../facts/fact';

/** Distances between numbers. */
export const regressionLosses: ReadonlySet<string> = new Set([
  'mean_squared_error',
  'mean_absolute_error',
  'huber',
  'log_cosh',
  'mean_absolute_percentage_error',
  'mean_squared_logarithmic_error',
]);

/** Losses over class probabilities that compete with one another. */
export const categoricalLosses: ReadonlySet<string> = new Set(['categorical_crossentropy', 'sparse_categorical_crossentropy']);

export const crossEntropies: ReadonlySet<string> = new Set([...categoricalLosses, 'binary_crossentropy']);

export const isLoss = (head: Head, names: ReadonlySet<string>): boolean =>
  always(head.loss, (loss) => names.has(kerasName(loss)));

/** Losses of TensorFlow 1 by the name of their counterpart in Keras. */
const counterparts: Readonly<Record<string, string>> = table({
  mean_squared_error: 'mean_squared_error',
  absolute_difference: 'mean_absolute_error',
  huber_loss: 'huber',
  log_loss: 'binary_crossentropy',
});

/** What the loss is called in Keras. */
export function kerasName({ name }: Loss): string {
  const old = /^tf\.(?:compat\.v1\.)?losses\.(\w+)$/.exec(name)?.[1];
  return (old === undefined ? undefined : counterparts[old]) ?? name;
}

/** How people write it: `MSE`, `binary_crossentropy`. */
export const lossTitle = (loss: Loss): string => titles[kerasName(loss)] ?? loss.name.replace('tf.compat.v1.', 'tf.');

const titles: Readonly<Record<string, string>> = table({
  mean_squared_error: 'mean squared error',
  mean_absolute_error: 'mean absolute error',
  huber: 'Huber loss',
  log_cosh: 'log-cosh loss',
  mean_absolute_percentage_error: 'mean absolute percentage error',
  mean_squared_logarithmic_error: 'mean squared logarithmic error',
  binary_crossentropy: 'binary cross-entropy',
  categorical_crossentropy: 'categorical cross-entropy',
  sparse_categorical_crossentropy: 'sparse categorical cross-entropy',
});

export const lossName = (name: string): string => titles[name] ?? name;

/** The loss expects probabilities: a cross-entropy that was not told from_logits=True. */
export const expectsProbabilities = (loss: Loss): boolean =>
  crossEntropies.has(kerasName(loss)) && always(loss.fromLogits, (flag) => !flag);

const accuracies = new Set([
  'accuracy',
  'acc',
  'binary_accuracy',
  'categorical_accuracy',
  'sparse_categorical_accuracy',
  'Accuracy',
  'BinaryAccuracy',
  'CategoricalAccuracy',
  'SparseCategoricalAccuracy',
  'AUC',
  'Precision',
  'Recall',
  'F1Score',
]);

/** The program counts right answers, so it means to classify. */
export const countsAnswers = (run: TrainingRun): boolean => run.metrics.items.some(({ name }) => accuracies.has(name));

/** What is known of the labels of a head, if they are followed. */
export const labelKindOf = (head: Head) => ('labelKind' in head.labels ? valueOf(head.labels.labelKind) : undefined);

/** Labels are proven to be classes. */
export function hasClassLabels(head: Head): boolean {
  const kind = labelKindOf(head)?.kind;
  return kind === 'binary' || kind === 'class-ids' || kind === 'one-hot';
}

/** The values the labels can take, where they are known. */
export const labelRangeOf = (head: Head): Range | undefined => ('range' in head.labels ? valueOf(head.labels.range) : undefined);

/** Labels are proven to be quantities rather than classes. */
export const hasContinuousLabels = (head: Head): boolean => labelKindOf(head)?.kind === 'continuous';

/** Labels of a file that are 0 and one number above 1: masks of 0 and 255. */
export function maskOf(head: Head): { readonly file: string; readonly low: number; readonly high: number } | undefined {
  const contents = 'contents' in head.labels ? head.labels.contents : undefined;
  const [low, high, ...others] = contents?.values ?? [];
  return contents && low === 0 && high !== undefined && high > 1 && others.length === 0
    ? { file: contents.file, low, high }
    : undefined;
}

/** `-3.2 to 4` */
export const rangeTitle = ({ min, max }: Range): string => `${shortNumber(min)} to ${shortNumber(max)}`;
const shortNumber = (value: number): string => String(Number(value.toPrecision(3)));

/** The operations of tf.nn and tf.losses that apply softmax or sigmoid themselves, whatever they get. */
export const isRawCrossEntropy = ({ form, name }: Loss): boolean =>
  form === 'operation' && /(?:softmax|sigmoid)_cross_entropy(?:_with_logits(?:_v2)?)?$/.test(name);

/** The run belongs to a TensorFlow 1 graph. */
export const isTensorFlow1 = ({ loop, keras }: TrainingRun): boolean => loop.kind === 'session' || keras.tensorflow === 1;

/** One number a sample that names its class. */
export function hasClassNumbers(head: Head): boolean {
  const kind = labelKindOf(head);
  const shape = 'shape' in head.labels ? valueOf(head.labels.shape) : undefined;
  const flat = shape !== undefined && (shape.length === 1 || (shape.length === 2 && shape[1] === 1));
  return flat && (kind?.kind === 'class-ids' || kind?.kind === 'binary');
}

/** The form of categorical cross-entropy for these labels; without sure knowledge the one for a column a class. */
export const categoricalLossFor = (head: Head): string =>
  hasClassNumbers(head) ? 'sparse_categorical_crossentropy' : 'categorical_crossentropy';

/** False where the labels are known to be none that the loss can take, so that nobody proposes it for them. */
export function takesLabels(loss: string, head: Head): boolean {
  const range = labelRangeOf(head);
  const kind = labelKindOf(head);
  const signed = kind?.kind === 'binary' && kind.encoding === 'minus-one-one';
  switch (loss) {
    case 'binary_crossentropy':
      return (
        !signed && !(kind?.kind === 'class-ids' && kind.first + kind.classes > 2) && !(range && (range.min < 0 || range.max > 1))
      );
    case 'categorical_crossentropy':
      return !hasClassNumbers(head);
    case 'sparse_categorical_crossentropy':
      return !signed && kind?.kind !== 'one-hot' && !(range && range.min < 0);
    default:
      return true;
  }
}
