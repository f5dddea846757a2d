/** What a run's training does beside the loss, the loop and the callbacks that its facts hold. */
import type { Beside } from '../../facts/training';
import { classAttribute } from '../python/definitions';
import type { Machine } from '../python/machine';
import { isNone, type Value } from '../python/value';
import type { CompileEvent, FitEvent } from '../libraries/tensorflow/events';
import { addedLosses } from '../libraries/tensorflow/state';

/** Methods of `keras.Model` that `fit` calls: a class that has its own trains in its own way. */
const trainingMethods = ['train_step', 'compute_loss', 'compute_gradients', 'make_train_function', 'optimizer_step', 'fit'];

export function besideOf(m: Machine, { model, compiled }: FitEvent): readonly Beside[] {
  return [...replacedMethods(m, model), ...addedTo(m, compiled)];
}

/** Where the model's own `train_step` was followed to its tape, the run is that of the tape and has no `fit`. */
function replacedMethods(m: Machine, model: Value): readonly Beside[] {
  if (model.kind !== 'instance') return [];
  return trainingMethods.flatMap((name) => {
    const own = classAttribute(m, model.cls, name);
    return own?.kind === 'function' ? [{ what: `${name} of ${model.cls.def.name.id}`, place: own.place }] : [];
  });
}

/** What layers and models add to the loss of `compile`; without that, the first of them is the loss. */
function addedTo(m: Machine, compiled: CompileEvent | undefined): readonly Beside[] {
  const loss = compiled?.args.keywords.get('loss') ?? compiled?.args.positional[1];
  const [first] = m.of(addedLosses).slice(loss && !isNone(loss) ? 0 : 1);
  return first ? [{ what: 'the losses of add_loss', place: first.place }] : [];
}
