/** What a training printed, whatever it was printed by. */

/** The figures of one epoch (or of one step, where a loop prints steps), by name as printed: `loss`, `val_accuracy`. NaN and infinite values are kept. */
export interface LoggedEpoch {
  /** Counted as the log counts; from 1 where it does not say. */
  readonly epoch: number;
  readonly values: ReadonlyMap<string, number>;
  /** The numbers as they were printed: two values that differ beyond their last digit look the same to the reader. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface LoggedFit {
  readonly epochs: readonly LoggedEpoch[];
  /** How many the program asked for: `Epoch 3/50`. */
  readonly planned?: number | undefined;
  /** The log ends within an epoch, whose figures are left out unless they are all there is. */
  readonly cut: boolean;
  readonly by: 'keras' | 'history' | 'csv' | 'lines';
}

/** What Keras and TensorFlow say themselves. */
export interface LogWarning {
  readonly kind:
    | 'no-trainable-weights'
    | 'no-gradients'
    | 'softmax-one-unit'
    | 'ran-out-of-data'
    | 'from-logits'
    | 'label-out-of-range'
    | 'shapes'
    | 'invalid-value';
  /** The line as it stands there, shortened. */
  readonly text: string;
}

export interface TrainingLog {
  readonly fits: readonly LoggedFit[];
  readonly warnings: readonly LogWarning[];
  /** Only the beginning and the end of it were read, because of its size: how many characters were left out. */
  readonly skipped: number;
}

/** The values of one figure in the order of the epochs; epochs without it are left out. */
export const seriesOf = ({ epochs }: LoggedFit, name: string): readonly number[] =>
  epochs.flatMap(({ values }) => {
    const value = values.get(name);
    return value === undefined ? [] : [value];
  });

const lossNames = [
  'loss',
  'train_loss',
  'training_loss',
  'train loss',
  'training loss',
  'cost',
  'minibatch loss',
  'total_loss',
  'l',
];

/** The figure that training lowers. */
export const lossName = (fit: LoggedFit): string | undefined => named(fit, (name) => lossNames.indexOf(name));

const named = ({ epochs }: LoggedFit, rank: (name: string) => number): string | undefined => {
  const names = new Set(epochs.flatMap(({ values }) => [...values.keys()]));
  const ranked = [...names].map((name) => ({ name, at: rank(name.toLowerCase()) })).filter(({ at }) => at >= 0);
  return ranked.toSorted((a, b) => a.at - b.at)[0]?.name;
};

const isAccuracy = (name: string): boolean => /(?:^|[_ ])acc(?:uracy)?(?:_\d+)?$/.test(name) && !/^(?:val|test|valid)/.test(name);

/** The share of right answers in training. */
export const accuracyName = (fit: LoggedFit): string | undefined => named(fit, (name) => (isAccuracy(name) ? name.length : -1));

/** The same figure on the samples that are kept aside. */
export const validationName = ({ epochs }: LoggedFit, name: string): string | undefined =>
  [`val_${name}`, `validation_${name}`, `val ${name}`, `valid_${name}`, `test_${name}`].find((one) =>
    epochs.some(({ values }) => values.has(one)),
  );

const rateNames = ['learning_rate', 'lr'];

/** The learning rate, where it is printed. */
export const rateName = (fit: LoggedFit): string | undefined => named(fit, (name) => rateNames.indexOf(name));
