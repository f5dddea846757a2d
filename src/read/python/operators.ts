import type { AugAssign, BinaryOperator, CompareOperator, UnaryOp } from '../../python/ast';
import type { Place } from '../../text/place';
import { isGradients } from '../libraries/tensorflow/graphs/graphs-and-sessions';
import { valueOf } from '../../facts/fact';
import { dataArithmetic } from '../data/data-arithmetic';
import { isUnbuilt, ownersOf, variablesOf } from '../libraries/tensorflow/variables';
import { noteThreshold } from '../libraries/tensorflow/keras/predictions';
import { isFloat, isInteger } from '../data/data-types';
import { noted, operands } from '../data/derivations';
import { tensorArithmetic } from '../libraries/tensorflow/tensor-operations';
import { assign } from './targets';
import { itemsOf, looseItems, makeList, dictState, listItems } from './collections';
import { joinValues, sameValue } from './join';
import { homeOf } from './scopes';
import { noteTracedEffect } from '../libraries/tensorflow/traces';
import type { DataState } from '../data/data-state';
import { placeIn, record, type Machine } from './machine';
import {
  asNumber,
  asString,
  constant,
  tuple,
  unknownValue,
  type Const,
  type DataValue,
  type OneOfValue,
  type Scope,
  type Value,
} from './value';
import { stateField } from '../data/data-join';
import { itemsField } from './fields';
import { stateOf } from '../data/data-access';

export function binary(m: Machine, op: BinaryOperator, left: Value, right: Value, place: Place): Value {
  if (left.kind === 'const' && right.kind === 'const') return fold(op, left, right, place);
  if (left.kind === 'oneOf') return ofEach(m, left, (one) => binary(m, op, one, right, place), place);
  if (right.kind === 'oneOf') return ofEach(m, right, (one) => binary(m, op, left, one, place), place);
  // A rate times gradients, a weight minus that: what comes out is still made of these gradients.
  for (const one of [left, right]) if (isGradients(one)) return one;
  if (left.kind === 'tensor' || right.kind === 'tensor') return tensorArithmetic(m, op, left, right, place);
  if (left.kind === 'data' || right.kind === 'data')
    return noted(m, { kind: 'operator', name: op, place, args: operands(left, right) }, () =>
      dataArithmetic(m, op, left, right, place),
    );
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
    return constant(left.value.replace(/%[-+ #0]*\d*(\.\d+)?[sdifgre]/, String(right.value)), place);
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
    const owners = [left, right].map((one) => ownersOf(m, one) ?? (isEmptyOrVariables(m, one) ? looseItems(m, one) : undefined));
    if ((ownersOf(m, left) ?? ownersOf(m, right)) && !owners.includes(undefined))
      return variablesOf(
        m,
        owners.flatMap((one) => one ?? []),
        place,
        !(isUnbuilt(m, left) && isUnbuilt(m, right)),
      );
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

const isEmptyOrVariables = (m: Machine, value: Value): boolean =>
  looseItems(m, value)?.every((item) => item.kind === 'tensor' && item.node.kind === 'variable') ?? false;

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
  if (ops.some((op) => op.startsWith('<') || op.startsWith('>'))) noteThreshold(m, values[0], values[1], place);
  const data = values.find((value) => value.kind === 'data');
  if (data)
    return noted(
      m,
      { kind: 'operator', name: ops.length === 1 ? (ops[0] ?? '') : 'chain', place, args: operands(...values) },
      () => dataArithmetic(m, 'compare', data, values.find((value) => value !== data) ?? data, place),
    );
  const tensor = values.find((value) => value.kind === 'tensor');
  if (tensor) return tensorArithmetic(m, 'compare', tensor, values.find((value) => value !== tensor) ?? tensor, place);
  return unknownValue('dynamic', place, 'a comparison');
}

const isNan = (value: Value | undefined): boolean =>
  value?.kind === 'library' && /^(?:numpy|math)\.(?:nan|NaN|NAN)$/.test(value.name);

/** `x == np.nan` is never true, whatever x holds; it is noted because people mean a test for missing values. */
export function noteNanComparisons(
  m: Machine,
  ops: readonly CompareOperator[],
  values: readonly Value[],
  places: readonly Place[],
  place: Place,
): void {
  for (const [i, operator] of ops.entries()) {
    if (operator !== '==' && operator !== '!=' && operator !== 'is' && operator !== 'is not') continue;
    const [left, right] = [values[i], values[i + 1]];
    const at = isNan(right) ? i : isNan(left) ? i + 1 : undefined;
    const [operand, nan] = at === undefined ? [] : [places[at], places[at === i ? i + 1 : i]];
    const value = at === undefined ? undefined : values[at];
    if (!operand || !nan || !value) continue;
    const frame = value.kind === 'data' && stateOf(m, value).container === 'dataframe';
    const of = frame ? 'dataframe' : value.kind === 'data' || value.kind === 'tensor' ? 'array' : 'other';
    record(m, { kind: 'nan-comparison', comparison: { place, operator, operand, of, nan } });
  }
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
  noteEffect(m, scope, statement, before, place);
  const after = binary(m, statement.op, before, operand, place);
  if (before.kind === 'data' && after.kind === 'data') {
    m.store.write(before.id, stateField, writtenInPlace(m, before, after));
    if (statement.target.kind === 'Name') return;
  }
  assign(m, scope, statement.target, after);
}

/** In a traced function, what it counts outside is counted once. */
function noteEffect(m: Machine, scope: Scope, { target }: AugAssign, before: Value, place: Place): void {
  if (m.traces.frames.length === 0) return;
  if (target.kind === 'Name') noteTracedEffect(m, homeOf(m, scope, target.id)?.id ?? Infinity, target.id, before, place);
  if (target.kind !== 'Attribute') return;
  const owner = m.evaluate(target.value, scope);
  const text = target.value.kind === 'Name' ? `${target.value.id}.${target.attr.id}` : target.attr.id;
  if (owner.kind === 'instance' && before.kind === 'const') noteTracedEffect(m, owner.id, text, before, place);
}

/** numpy refuses to write fractions into an array of integers: `x /= 255`. */
function writtenInPlace(m: Machine, before: DataValue, after: DataValue): DataState {
  const [old, next] = [stateOf(m, before), stateOf(m, after)];
  const dtype = valueOf(old.dtype);
  const refused = old.container === 'array' && isInteger(dtype) && isFloat(valueOf(next.dtype));
  const last = next.steps.at(-1);
  return refused && last ? { ...next, steps: next.steps.with(-1, { ...last, damage: 'raises', dtype }) } : next;
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
