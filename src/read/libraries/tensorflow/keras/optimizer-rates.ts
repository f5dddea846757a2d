/** `optimizer.learning_rate.assign(0.1)` and `keras.backend.set_value(optimizer.lr, 0.1)`: the rate that an optimizer has before it trains. */
import { boundBy } from '../../../python/bound';
import type { Place } from '../../../../text/place';
import type { Machine } from '../../../python/machine';
import { none, type Arguments, type Const, type ObjectRef, type Value } from '../../../python/value';
import { bindArguments } from '../../arguments';
import { type TransferContext } from '../../transfer';
import { readRates } from '../state';

/** A rate that is read keeps whose it is. */
export function rateOf(m: Machine, optimizer: ObjectRef, name: string): Value | undefined {
  if (!optimizer.type.startsWith('keras.optimizers.') || (name !== 'learning_rate' && name !== 'lr')) return undefined;
  const set = m.store.read(optimizer.id, 'learning_rate') ?? m.store.read(optimizer.id, 'lr');
  const value = set ?? bindArguments(m, optimizer.type, optimizer.args, optimizer.call).values.get('learning_rate');
  if (value?.kind !== 'const') return undefined;
  const read: Const = { ...value };
  m.of(readRates).set(read, optimizer.id);
  return read;
}

export function assignRate(m: Machine, rate: Const, name: string, args: Arguments, place: Place): Value | undefined {
  const optimizer = name === 'assign' ? m.of(readRates).get(rate) : undefined;
  return optimizer === undefined ? undefined : setRate(m, optimizer, boundBy(m, 'tf.Variable.assign', args)('value'), place);
}

export function setValue({ m, args, place }: TransferContext): Value {
  const [rate, value] = args.positional;
  const optimizer = rate?.kind === 'const' ? m.of(readRates).get(rate) : undefined;
  return optimizer === undefined ? none(place) : setRate(m, optimizer, value, place);
}

/** What is set after a training began is that of a later one: one optimizer has one rate here. */
function setRate(m: Machine, optimizer: number, value: Value | undefined, place: Place): Value {
  const begun = m.events.some(({ kind }) => kind === 'fit' || kind === 'tape');
  if (value && !begun) m.store.write(optimizer, 'learning_rate', value);
  return none(place);
}
