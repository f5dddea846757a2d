/**
 * Loops. Over few known items they are unrolled; otherwise the body is tried once to see what it changes,
 * what it changes is widened, and the body is followed once more from there.
 */
import type { For, Statement, While } from '../../python/ast';
import type { Place } from '../../text/place';
import { iterate } from './iteration';
import { kindOf } from './guests';
import { sameValue } from './join';
import { placeIn, type LoopContext, type Machine } from './machine';
import { executeBody, type Completion, type Frame } from './statements';
import { assign } from './targets';
import { decided } from './truth';
import { unknownValue, type Value } from './value';

const unrollLimit = 40;
const roundsLimit = 200;

export function executeFor(m: Machine, frame: Frame, statement: For): Completion {
  const { scope } = frame;
  const place = placeIn(scope, statement.iter);
  const iterable = m.evaluate(statement.iter, scope);
  const { items, element, count, over, data } = iterate(m, iterable, place);
  const variable = statement.target.kind === 'Name' ? statement.target.id : undefined;
  const context: LoopContext = {
    place: placeIn(scope, statement),
    count,
    over,
    since: m.store.fresh(),
    data,
    variable,
    conditions: m.conditions,
  };
  m.loops.push(context);
  let completion: Completion = 'normal';
  if (items && fewRounds(m, items.length)) {
    for (const [round, item] of items.entries()) {
      m.loops[m.loops.length - 1] = { ...context, round };
      assign(m, scope, statement.target, item);
      completion = executeBody(m, frame, statement.body);
      if (completion === 'break' || completion === 'return' || completion === 'raise') break;
      if (m.budget.steps > m.budget.limit) break;
    }
  } else {
    completion = widened(m, frame, place, () => {
      assign(m, scope, statement.target, element);
      return executeBody(m, frame, statement.body);
    });
  }
  m.loops.pop();
  if (completion === 'return' || completion === 'raise') return completion;
  return completion === 'break' ? 'normal' : executeBody(m, frame, statement.orelse);
}

export function executeWhile(m: Machine, frame: Frame, statement: While): Completion {
  const { scope } = frame;
  const place = placeIn(scope, statement.test);
  const truth = decided(m, m.evaluate(statement.test, scope));
  if (truth === false) return executeBody(m, frame, statement.orelse);
  const endless = truth === true && !leaves(statement.body);
  m.loops.push({ place: placeIn(scope, statement), over: 'other', since: m.store.fresh(), endless, conditions: m.conditions });
  const completion = widened(m, frame, place, () => {
    m.evaluate(statement.test, scope);
    return executeBody(m, frame, statement.body);
  });
  m.loops.pop();
  return completion === 'return' || completion === 'raise' ? completion : 'normal';
}

/** A `break`, `return` or `raise` somewhere in the body: of an inner loop too, for that may end this one as well. */
function leaves(body: readonly Statement[]): boolean {
  return body.some((statement) => {
    switch (statement.kind) {
      case 'Break':
      case 'Return':
      case 'Raise':
        return true;
      case 'If':
      case 'For':
      case 'While':
        return leaves(statement.body) || leaves(statement.orelse);
      case 'With':
        return leaves(statement.body);
      case 'Try':
        return true;
      default:
        return false;
    }
  });
}

/** Nested loops are unrolled only as long as all rounds together stay few. */
function fewRounds(m: Machine, count: number): boolean {
  const rounds = m.loops.reduce((product, loop) => product * (loop.over === 'data' ? 1 : (loop.count ?? 1)), 1);
  return count <= unrollLimit && rounds <= roundsLimit;
}

function widened(m: Machine, frame: Frame, place: Place, body: () => Completion): Completion {
  m.store.push();
  m.muted += 1;
  const returnsBefore = frame.returns.length;
  const yieldsBefore = frame.yields.length;
  if (m.loops.length <= 3) body();
  frame.returns.length = returnsBefore;
  frame.yields.length = yieldsBefore;
  m.muted -= 1;
  const trial = m.store.discard();
  for (const [id, fields] of trial) {
    for (const [key, after] of fields) {
      const before = m.store.held(id, key);
      if (before === undefined || before === after) continue;
      const wide =
        typeof key === 'string'
          ? widenValue(m, before as Value, after as Value | symbol, place)
          : key.widen?.(m, before, after, place);
      if (wide !== undefined) m.store.put(id, key, wide);
    }
  }
  const completion = body();
  return completion === 'continue' || completion === 'break' ? 'normal' : completion;
}

function widenValue(m: Machine, before: Value, after: Value | symbol, place: Place): Value | undefined {
  if (typeof after === 'symbol') return undefined;
  if (sameValue(before, after)) return undefined;
  const wide = before.kind === after.kind ? kindOf(m, before)?.widen?.(m, before, after, place) : undefined;
  if (wide) return wide;
  return unknownValue('loop', place, 'changes from one iteration to the next');
}
