import { valueOf } from '../facts/fact';
import type { FitCall, Traits, TrainingRun } from '../facts/training';

/**
 * Whether a run is of a kind where a rule must stay silent, because what it warns of is the ordinary way there:
 * - `autoencoder`: the input is the target, so sigmoid + MSE, narrow layers and continuous targets are meant
 * - `adversarial`: two models train against each other; losses, frozen parts and labels are made up by the program
 * - `transfer`: a pretrained backbone decides scaling, learning rate and what is frozen
 * - `timeSeries`: order carries meaning
 * - `reinforcement`: targets are bootstrapped values
 */
export const isAny = (run: TrainingRun, ...traits: readonly (keyof Traits)[]): boolean =>
  traits.some((trait) => run.traits[trait]);

/** Training happens here, or is meant to: a model with a loss may be trained in another file. */
export const trains = (run: TrainingRun): boolean =>
  run.loop.kind !== 'none' || run.heads.some(({ loss }) => loss.kind === 'known');

/** A truth table rather than data (XOR): every step sees all of it, and thousands of steps follow, so what is slow or wild still arrives. */
export const isTruthTable = ({ inputs }: TrainingRun): boolean =>
  inputs.some(({ shape }) => (valueOf(shape)?.[0] ?? Infinity) <= 8);

/** The `fit` that trains the run: by itself, or calling the model's own `train_step` once per batch. */
export const fitOf = ({ loop }: TrainingRun): FitCall | undefined =>
  loop.kind === 'fit' ? loop : loop.kind === 'tape' ? loop.fit : undefined;
