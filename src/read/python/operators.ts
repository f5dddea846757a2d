import type { AugAssign, BinaryOperator, CompareOperator, UnaryOp } from '../../python/ast';
import type { Place } from '../../text/place';
import { assign } from './targets';
import { itemsOf, looseItems, makeList, dictState, listItems } from './collections';
import { ask, kindOf, tell } from './guests';
import { joinValues, sameValue } from './join';
import { placeIn, type Machine } from './machine';
import { asNumber, asString, constant, tuple, unknownValue, type Const, type OneOfValue, type Scope, type Value } from './value';
import { itemsField } from './fields';

export function binary(m: Machine, op: BinaryOperator, left: Value, right: Value, place: Place): Value {
  if (left.kind === 'const' && right.kind === 'const') return fold(op, left, right, place);
  if (left.kind === 'oneOf') return ofEach(m, left, (one) => binary(m, op, one, right, place), place);
  if (right.kind === 'oneOf') return ofEach(m, right, (one) => binary(m, op, left, one, place), place);
  const answer = ask(m, 'operator', m, op, left, right, place);
  if (answer) return answer;
  if (left.kind === 'unknown') return left;
  if (right.kind === 'unknown') return right;
  return sequences(m, op, left, right, place);
}

/** What comes of each of several values. That one of them may be there proves nothing, so nothing is noted of it. */
function ofEach(m: Machine, { values }: OneOfValue, change: (value: Value) => Value, place: Place): Value {
  m.muted += 1;
  const changed = values.map(change);
  m.muted -= 1;
  return joinValues(m, changed, place);
}

function fold(op: BinaryOperator, left: Const, right: Const, place: Place): Value {
  const float = left.float || right.float;
  const from = left.from === 'source' && right.from === 'source' ? 'source' : left.from === 'source' ? right.from : left.from;
  if (typeof left.value === 'string' || typeof right.value === 'string') return foldText(op, left, right, place);
  const a = asNumber(left);
  const b = asNumber(right);
  if (a === undefined || b === undefined) return unknownValue('not-modelled', place, `${op} of these constants`);
  const number = arithmetic(op, a, b);
  if (number === undefined) return unknownValue('undefined', place, 'a division by zero');
  return constant(number, place, { float: float || op === '/' || !Number.isInteger(number), from });
}

function foldText(op: BinaryOperator, left: Const, right: Const, place: Place): Value {
  if (op === '+' && typeof left.value === 'string' && typeof right.value === 'string')
    return constant(left.value + right.value, place);
  if (op === '*' && typeof left.value === 'string' && typeof right.value === 'number' && left.value.length * right.value < 1000) {
    return constant(left.value.repeat(Math.max(0, right.value)), place);
  }
  if (op === '%' && typeof left.value === 'string')
    return constant(
      left.value.replace(/%[-+ #0]{0,5}(?:[1-9]\d{0,4})?(?:\.\d{1,5})?[sdifgre]/, () => String(right.value)),
      place,
    );
  return unknownValue('not-modelled', place, `${op} of text`);
}

/** Python's arithmetic: `//` and `%` round towards minus infinity. Undefined where Python raises. */
export function arithmetic(op: BinaryOperator, a: number, b: number): number | undefined {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? undefined : a / b;
    case '//':
      return b === 0 ? undefined : Math.floor(a / b);
    case '%':
      return b === 0 ? undefined : a - Math.floor(a / b) * b;
    case '**':
      return a ** b;
    case '<<':
      return a * 2 ** b;
    case '>>':
      return Math.floor(a / 2 ** b);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '@':
      return undefined;
  }
}

function sequences(m: Machine, op: BinaryOperator, left: Value, right: Value, place: Place): Value {
  if (op === '+') {
    const a = looseItems(m, left);
    const b = looseItems(m, right);
    if (a && b) return left.kind === 'tuple' ? tuple([...a, ...b], place) : makeList(m, [...a, ...b], place);
  }
  if (op === '*') {
    const [list, times] = left.kind === 'const' ? [right, asNumber(left)] : [left, asNumber(right)];
    const items = itemsOf(m, list);
    if (items && times !== undefined && items.length * times <= 10_000) {
      const repeated = Array.from({ length: Math.max(0, times) }, () => items).flat();
      return list.kind === 'tuple' ? tuple(repeated, place) : makeList(m, repeated, place);
    }
  }
  if (op === '%' && asString(left) !== undefined) return unknownValue('dynamic', place, 'formatted text');
  return unknownValue('not-modelled', place, `${op} of ${left.kind} and ${right.kind}`);
}

export function unary(m: Machine, op: UnaryOp['op'], operand: Value, place: Place): Value {
  if (operand.kind === 'oneOf')
    return joinValues(
      m,
      operand.values.map((one) => unary(m, op, one, place)),
      place,
    );
  if (operand.kind === 'const') {
    if (op === 'not') return constant(!operand.value, place);
    const number = asNumber(operand);
    if (number === undefined) return unknownValue('not-modelled', place, `${op} of this constant`);
    return constant(op === '-' ? -number : op === '~' ? ~number : number, place, { float: operand.float, from: operand.from });
  }
  if (operand.kind === 'unknown') return operand;
  if (op === 'not') return unknownValue('dynamic', place, 'a condition');
  const minusOne = constant(-1, place);
  if (op === '-') return binary(m, '*', operand, minusOne, place);
  return op === '+' ? operand : unknownValue('not-modelled', place, `${op} of ${operand.kind}`);
}

export function compare(m: Machine, ops: readonly CompareOperator[], values: readonly Value[], place: Place): Value {
  const truths = ops.map((op, i) => {
    const [a, b] = values.slice(i, i + 2);
    return a && b ? compareTwo(m, op, a, b) : undefined;
  });
  if (truths.includes(false)) return constant(false, place);
  if (truths.every((truth) => truth === true)) return constant(true, place);
  const answer = ask(m, 'compare', m, ops, values, place);
  if (answer) return answer;
  return unknownValue('dynamic', place, 'a comparison');
}

function compareTwo(m: Machine, op: CompareOperator, a: Value, b: Value): boolean | undefined {
  if (op === 'in' || op === 'not in') {
    const found = contains(m, a, b);
    return found === undefined || op === 'in' ? found : !found;
  }
  if ((op === 'is' || op === 'is not') && [a, b].some((one) => one.kind === 'const' && one.value === null)) {
    const other = a.kind === 'const' && a.value === null ? b : a;
    if (other.kind === 'unknown' || other.kind === 'oneOf') return undefined;
    return (other.kind === 'const' && other.value === null) === (op === 'is');
  }
  if (a.kind === 'library' && b.kind === 'library' && (op === '==' || op === 'is')) return a.name === b.name;
  if (a.kind !== 'const' || b.kind !== 'const') return undefined;
  const x = a.value;
  const y = b.value;
  switch (op) {
    case '==':
    case 'is':
      return x === y || (typeof x !== 'string' && typeof y !== 'string' && x !== null && y !== null && Number(x) === Number(y));
    case '!=':
    case 'is not':
      return x !== y && (typeof x === 'string' || typeof y === 'string' || x === null || y === null || Number(x) !== Number(y));
    default:
      if (x === null || y === null || typeof x !== typeof y) return undefined;
      return op === '<' ? x < y : op === '<=' ? x <= y : op === '>' ? x > y : x >= y;
  }
}

function contains(m: Machine, item: Value, container: Value): boolean | undefined {
  const text = asString(container);
  const part = asString(item);
  if (text !== undefined && part !== undefined) return text.includes(part);
  if (container.kind === 'dict' && item.kind === 'const') {
    const state = dictState(m, container);
    if (state.entries.has(typeof item.value === 'string' ? `s${item.value}` : `n${Number(item.value)}`)) return true;
    return state.open ? undefined : false;
  }
  const items = itemsOf(m, container);
  if (!items || item.kind !== 'const') return undefined;
  if (items.some((one) => sameValue(one, item))) return true;
  return items.every((one) => one.kind === 'const') ? false : undefined;
}

/** `a += b`: arrays and lists change in place, everything else is bound anew. */
export function augmented(m: Machine, scope: Scope, statement: AugAssign): void {
  const place = placeIn(scope, statement);
  const before = m.evaluate(statement.target, scope);
  const operand = m.evaluate(statement.value, scope);
  if (before.kind === 'list' && statement.op === '+') {
    const added = looseItems(m, operand) ?? [
      {
        kind: 'gap' as const,
        why: { kind: 'unknown' as const, reason: 'dynamic' as const, place, detail: 'items that are not known' },
      },
    ];
    m.store.write(before.id, itemsField, [...listItems(m, before), ...added]);
    return;
  }
  tell(m, 'augment', m, scope, statement, before, place);
  const after = binary(m, statement.op, before, operand, place);
  if (kindOf(m, before)?.become?.(m, before, after) && statement.target.kind === 'Name') return;
  assign(m, scope, statement.target, after);
}

/** An f-string or `str.format`: known where all parts are. */
export function formatted(parts: readonly Value[], formats: readonly (string | undefined)[], place: Place): Value {
  let text = '';
  for (const [i, part] of parts.entries()) {
    if (part.kind !== 'const' || formats[i]) return unknownValue('dynamic', place, 'formatted text');
    text += part.value === null ? 'None' : part.value === true ? 'True' : part.value === false ? 'False' : String(part.value);
  }
  return constant(text, place);
}
