/** Which loss and which optimizer each output of a compiled model gets. */
import { known, type Fact } from '../../facts/fact';
import { entriesOf, looseItems } from '../python/collections';
import { classAttribute } from '../python/definitions';
import type { Machine } from '../python/machine';
import { constant, isNone, type DictState, type Value } from '../python/value';
import type { BoundArguments } from '../libraries/arguments';
import { isLeftToModel, type OutsideCompile } from '../libraries/tensorflow/keras/outside-heads';
import type { Loss } from '../../facts/training';
import { customLoss } from './losses';
import type { CompileEvent } from '../libraries/tensorflow/events';
import { makeObject } from '../python/objects';
import { addedLosses } from '../libraries/tensorflow/state';

/** KerasHub's own optimizer, where `compile` is given none. */
export function outsideOptimizer(
  m: Machine,
  { given, values }: BoundArguments,
  { call }: CompileEvent,
  outside: OutsideCompile | undefined,
): Value | undefined {
  const left = !given.has('optimizer') || isLeftToModel(values.get('optimizer'));
  if (outside?.learningRate === undefined || !left) return undefined;
  const keywords = new Map([['learning_rate', constant(outside.learningRate, call.place, { from: 'library' })]]);
  return makeObject(m, 'keras.optimizers.Adam', { positional: [], keywords }, call);
}

/** Without `loss=`, a model trains on what `add_loss` or its class's own `train_step` or `compute_loss` gives. */
export function ownLoss(
  m: Machine,
  { model, call }: CompileEvent,
  loss: Value | undefined,
  outside: OutsideCompile | undefined,
): Fact<Loss> | undefined {
  if (outside && isLeftToModel(loss)) return known(customLoss(call.place), call.place);
  if (loss && !isNone(loss)) return undefined;
  if (model.kind === 'instance') {
    for (const name of ['train_step', 'compute_loss']) {
      const own = classAttribute(m, model.cls, name);
      if (own?.kind === 'function') return known(customLoss(own.place), call.place);
    }
  }
  const [added] = m.of(addedLosses);
  return added && known(customLoss(added.place), call.place);
}

/** The loss of one output: of a dictionary by name, of a list by position, else the one for all. */
export function lossOf(
  m: Machine,
  loss: Value | undefined,
  index: number,
  name: string | undefined,
  outputs: readonly (string | undefined)[],
): Value | undefined {
  const entries = entriesOf(m, loss);
  if (entries) return lossNamed(entries, index, name, outputs);
  const items = looseItems(m, loss);
  return items ? items[index] : loss;
}

/** An output that a dictionary does not name has no loss; where the names are not those of the layers, the order tells. */
function lossNamed(
  { entries }: DictState,
  index: number,
  name: string | undefined,
  outputs: readonly (string | undefined)[],
): Value | undefined {
  const own = name === undefined ? undefined : entries.get(`s${name}`);
  if (own) return own.value;
  const others = outputs.some((output) => output !== undefined && entries.has(`s${output}`));
  return others || entries.size !== outputs.length ? undefined : [...entries.values()][index]?.value;
}
