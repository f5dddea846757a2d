/**
 * What happens to the learning rate and to the length of a training while it runs: a rate for each epoch, and the callbacks of Keras that look at
 * a loss at the end of an epoch. Pure numbers; the formulae are those of Keras 3.15 (`early_stopping.py`, `reduce_lr_on_plateau.py`).
 */

export interface Course {
  /** Steps of one epoch of the program, which is not a pass over the samples where `steps_per_epoch` says otherwise. */
  readonly epochSteps: number;
  /** What `LearningRateScheduler` sets at the start of each epoch; the last one stays. */
  readonly rates?: readonly number[] | undefined;
  /** In the order in which Keras calls them. */
  readonly callbacks: readonly EpochCallback[];
}

export type EpochCallback = StoppingCallback | PlateauCallback;

/** The mean loss of the epoch's batches, or the loss over the held-out samples. */
export type Monitored = 'loss' | 'val_loss';

export interface StoppingCallback {
  readonly kind: 'early-stopping';
  readonly monitor: Monitored;
  readonly minDelta: number;
  readonly patience: number;
  readonly startFrom: number;
  readonly baseline?: number | undefined;
  readonly restore: boolean;
}

export interface PlateauCallback {
  readonly kind: 'reduce-rate';
  readonly monitor: Monitored;
  readonly factor: number;
  readonly patience: number;
  readonly minDelta: number;
  readonly cooldown: number;
  readonly minRate: number;
}

/** What the end of an epoch brings about. */
export interface EpochEnd {
  readonly stop: boolean;
  /** The rate from here on, where it changes. */
  readonly rate?: number | undefined;
  /** The weights as they are now are the best so far, and will be put back when training ends. */
  readonly keepWeights: boolean;
}

export interface Following {
  readonly rateAt: (epoch: number) => number | undefined;
  readonly monitors: (one: Monitored) => boolean;
  readonly epochEnd: (epoch: number, seen: Readonly<Record<Monitored, number>>, rate: number) => EpochEnd;
}

/** Follows a course from its start. */
export function follow({ rates, callbacks }: Course): Following {
  const states = callbacks.map((one) => (one.kind === 'early-stopping' ? stopping(one) : plateau(one)));
  return {
    rateAt: (epoch) => rates?.[Math.min(epoch, rates.length - 1)],
    monitors: (monitor) => callbacks.some((one) => one.monitor === monitor),
    epochEnd: (epoch, seen, rate) =>
      states.reduce<EpochEnd>(
        (all, state) => {
          const one = state(epoch, seen, all.rate ?? rate);
          return { stop: all.stop || one.stop, rate: one.rate ?? all.rate, keepWeights: all.keepWeights || one.keepWeights };
        },
        { stop: false, keepWeights: false },
      ),
  };
}

type State = Following['epochEnd'];

function stopping({ monitor, minDelta, patience, startFrom, baseline, restore }: StoppingCallback): State {
  let wait = 0;
  let best: number | undefined;
  const improves = (value: number, reference: number | undefined): boolean =>
    reference === undefined || value + Math.abs(minDelta) < reference;
  return (epoch, seen) => {
    if (epoch < startFrom) return { stop: false, keepWeights: false };
    const value = seen[monitor];
    const first = restore && best === undefined;
    wait += 1;
    if (improves(value, best)) {
      best = value;
      if (baseline === undefined || improves(value, baseline)) wait = 0;
      return { stop: false, keepWeights: restore };
    }
    return { stop: wait >= patience && epoch > 0, keepWeights: first };
  };
}

function plateau({ monitor, factor, patience, minDelta, cooldown, minRate }: PlateauCallback): State {
  let wait = 0;
  let best = Infinity;
  let pause = 0;
  return (_, seen, rate) => {
    const value = seen[monitor];
    if (pause > 0) {
      pause -= 1;
      wait = 0;
    }
    if (value < best - minDelta) {
      best = value;
      wait = 0;
    } else if (pause <= 0) {
      wait += 1;
      if (wait >= patience && rate > Math.fround(minRate)) {
        pause = cooldown;
        wait = 0;
        return { stop: false, keepWeights: false, rate: Math.max(rate * factor, minRate) };
      }
    }
    return { stop: false, keepWeights: false };
  };
}
