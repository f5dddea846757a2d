/** What a run's training does over time, from its callbacks and the arguments of `fit`: rebuilt where it is known, else named. */
import type { Course, EpochCallback, Monitored } from '../experiment/course';
import { valueOf } from '../facts/fact';
import type { ObjectValue, Plain } from '../facts/plain';
import type { FitCall, TrainingRun } from '../facts/training';

/** `leftOut`: as people name it. */
export interface PlannedCourse {
  readonly course?: Course | undefined;
  readonly leftOut: readonly string[];
}

/** `passSteps`: steps of a pass over all samples that the program has. */
export function courseOf(run: TrainingRun, passSteps: number): PlannedCourse {
  const { loop } = run;
  if (loop.kind !== 'fit') return { leftOut: [] };
  const leftOut: string[] = [];
  const callbacks: EpochCallback[] = [];
  for (const one of run.callbacks.items) {
    const planned = callbackOf(one, run);
    if (planned === 'idle') continue;
    if (planned) callbacks.push(planned);
    else leftOut.push(`the callback ${nameOf(one)}`);
  }
  if (run.callbacks.open) leftOut.push('callbacks that are not known');
  const rates = loop.rates?.rates;
  const scheduling = run.callbacks.items.some(({ type }) => type.endsWith('.LearningRateScheduler'));
  if (scheduling && !rates) leftOut.push('the callback LearningRateScheduler');
  if (callbacks.length === 0 && rates === undefined) return { leftOut };
  const scheduled = valueOf(valueOf(run.optimizer)?.learningRate);
  // A callback cannot set a rate that a schedule has.
  const rated =
    typeof scheduled === 'object' ? { leftOut: [...leftOut, 'callbacks that set the rate of a schedule'] } : undefined;
  if (rated && (rates || callbacks.some(({ kind }) => kind === 'reduce-rate'))) return rated;
  return {
    course: { epochSteps: Math.max(1, stepsPerEpoch(loop) ?? passSteps), ...(rates && { rates }), callbacks },
    leftOut,
  };
}

export function stepsPerEpoch({ arguments: { steps_per_epoch: steps } }: FitCall): number | undefined {
  const given = steps && valueOf(steps);
  return typeof given === 'number' ? given : undefined;
}

const nameOf = ({ type }: ObjectValue): string => type.split('.').at(-1) ?? type;

/** They watch, and change nothing. */
const idle =
  /^(?:ModelCheckpoint|TensorBoard|CSVLogger|TerminateOnNaN|ProgbarLogger|History|BackupAndRestore|RemoteMonitor|BaseLogger|Callback)$/;

function callbackOf(callback: ObjectValue, run: TrainingRun): EpochCallback | 'idle' | undefined {
  const name = nameOf(callback);
  if (!callback.type.startsWith('keras.')) return undefined;
  // Its rates are followed apart.
  if (idle.test(name) || name === 'LearningRateScheduler') return 'idle';
  if (name !== 'EarlyStopping' && name !== 'ReduceLROnPlateau') return undefined;
  const given = (parameter: string): Plain | undefined => {
    const fact = callback.arguments[parameter];
    return fact && valueOf(fact);
  };
  const number = (parameter: string, otherwise: number): number | undefined => {
    if (!callback.arguments[parameter]) return otherwise;
    const value = given(parameter);
    return typeof value === 'number' ? value : undefined;
  };
  const monitor = callback.arguments.monitor ? given('monitor') : 'val_loss';
  // Keras warns that it is not there, and does nothing.
  if (monitor === 'val_loss' && !isValidated(run)) return 'idle';
  if (monitor !== 'loss' && monitor !== 'val_loss') return undefined;
  const mode = given('mode') ?? 'auto';
  if (mode !== 'auto' && mode !== 'min') return undefined;
  return name === 'EarlyStopping' ? stopping(monitor, number, given) : plateau(monitor, number);
}

const isValidated = ({ loop, validation }: TrainingRun): boolean =>
  validation !== undefined ||
  (loop.kind === 'fit' && ('validation_split' in loop.arguments || 'validation_data' in loop.arguments) && hasValidation(loop));

function hasValidation({ arguments: facts, arrays = [] }: FitCall): boolean {
  const split = facts.validation_split && valueOf(facts.validation_split);
  const data = facts.validation_data;
  return (
    arrays.includes('validation_data') ||
    (typeof split === 'number' ? split > 0 : facts.validation_split?.kind === 'unknown') ||
    (data !== undefined && !(data.kind === 'known' && data.value === null))
  );
}

type Numbers = (parameter: string, otherwise: number) => number | undefined;

function stopping(
  monitor: Monitored,
  number: Numbers,
  given: (parameter: string) => Plain | undefined,
): EpochCallback | undefined {
  const minDelta = number('min_delta', 0);
  const patience = number('patience', 0);
  const startFrom = number('start_from_epoch', 0);
  const baseline = given('baseline');
  if (minDelta === undefined || patience === undefined || startFrom === undefined) return undefined;
  return {
    kind: 'early-stopping',
    monitor,
    minDelta,
    patience,
    startFrom,
    ...(typeof baseline === 'number' && { baseline }),
    restore: given('restore_best_weights') === true,
  };
}

function plateau(monitor: Monitored, number: Numbers): EpochCallback | undefined {
  const [factor, patience, minDelta] = [number('factor', 0.1), number('patience', 10), number('min_delta', 1e-4)];
  const [cooldown, minRate] = [number('cooldown', 0), number('min_lr', 0)];
  if (factor === undefined || patience === undefined || minDelta === undefined || cooldown === undefined || minRate === undefined)
    return undefined;
  return { kind: 'reduce-rate', monitor, factor, patience, minDelta, cooldown, minRate };
}
