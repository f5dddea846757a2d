/** The learning rate of every epoch that a `LearningRateScheduler` sets: its function is called, as Keras does, with the epoch and the rate as it stands. */
import { madeWith } from '../../../python/bound';
import type { CallSite } from '../../../../facts/callsite';
import type { Place } from '../../../../text/place';
import { looseItems } from '../../../python/collections';
import type { Machine } from '../../../python/machine';
import { asNumber, constant, type Arguments, type Value } from '../../../python/value';
import { bindArguments } from '../../arguments';
import type { TensorNode } from '../tensor';
import type { ScheduledRates } from '../../../../facts/training';
import { compiledOptimizer } from './models';
import { compiledArgument, type AnyModel } from './training-calls';

/** Enough for every usual run; a function that is called more often is followed that far. */
const mostEpochs = 300;

/** Undefined where the function, the number of epochs or the rate it starts from is not known. */
export function scheduledRates(m: Machine, model: AnyModel, args: Arguments, site: CallSite): ScheduledRates | undefined {
  const bound = bindArguments(m, 'keras.Model.fit', args, site).values;
  const epochs = asNumber(bound.get('epochs'));
  const first = asNumber(bound.get('initial_epoch')) ?? 0;
  const callbacks = bound.get('callbacks');
  const items = callbacks ? (looseItems(m, callbacks) ?? [callbacks]) : [];
  for (const item of items) {
    if (item.kind !== 'object' || !item.type.endsWith('.LearningRateScheduler') || epochs === undefined) continue;
    const schedule = madeWith(m, item)('schedule');
    if (schedule?.kind !== 'function') continue;
    const rates = follow(m, schedule, startingRate(m, model, site.place), first, Math.min(epochs, first + mostEpochs), site);
    return (
      rates && {
        rates,
        place: item.call.arguments.find(({ keyword }) => keyword === undefined || keyword === 'schedule')?.value ?? item.place,
      }
    );
  }
  return undefined;
}

function startingRate(m: Machine, model: AnyModel, place: Place): number | undefined {
  const given = compiledArgument(m, model, 'optimizer');
  const optimizer = given && compiledOptimizer(m, given, place);
  if (optimizer?.kind !== 'object') return undefined;
  const assigned = m.store.read(optimizer.id, 'learning_rate') ?? m.store.read(optimizer.id, 'lr');
  return asNumber(assigned ?? bindArguments(m, optimizer.type, optimizer.args, optimizer.call).values.get('learning_rate'));
}

function follow(
  m: Machine,
  schedule: Extract<Value, { kind: 'function' }>,
  start: number | undefined,
  first: number,
  end: number,
  site: CallSite,
): readonly number[] | undefined {
  const takesRate = schedule.def.parameters.length > (schedule.self ? 2 : 1);
  if (takesRate && start === undefined) return undefined;
  const rates: number[] = [];
  let rate = start ?? 0;
  m.muted += 1;
  m.store.push();
  for (let epoch = first; epoch < end; epoch++) {
    const given = [epoch, ...(takesRate ? [rate] : [])].map((one) => constant(one, site.place, { from: 'library' }));
    const next = numberOf(m.call(schedule, { positional: given, keywords: new Map() }, site));
    if (next === undefined) break;
    rates.push(next);
    rate = next;
  }
  m.store.pop();
  m.muted -= 1;
  return rates.length === end - first && rates.length > 0 ? rates : undefined;
}

/** `lr * tf.math.exp(-0.1)` is a tensor, and a number all the same. */
function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind === 'tensor') return numberOfNode(value.node);
  return asNumber(value);
}

const functions: Readonly<Record<string, (...of: number[]) => number>> = {
  exp: Math.exp,
  add: (a = 0, b = 0) => a + b,
  sub: (a = 0, b = 0) => a - b,
  subtract: (a = 0, b = 0) => a - b,
  mul: (a = 0, b = 0) => a * b,
  multiply: (a = 0, b = 0) => a * b,
  truediv: (a = 0, b = 1) => a / b,
  divide: (a = 0, b = 1) => a / b,
  pow: (a = 0, b = 1) => a ** b,
  power: (a = 0, b = 1) => a ** b,
  neg: (a = 0) => -a,
  sqrt: Math.sqrt,
  cos: Math.cos,
  minimum: Math.min,
  maximum: Math.max,
};

function numberOfNode(node: TensorNode): number | undefined {
  if (node.kind !== 'operation') return undefined;
  const compute = functions[node.operation.split('.').at(-1) ?? ''];
  const operands = node.args.positional.map(numberOf);
  return compute && operands.length > 0 && !operands.includes(undefined) ? compute(...(operands as number[])) : undefined;
}
