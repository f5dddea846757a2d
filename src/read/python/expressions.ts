import type { Call, Comprehension, ConstantValue, Expression } from '../../python/ast';
import type { ArgumentForm, CallSite } from '../../facts/callsite';
import type { Place, Span } from '../../text/place';
import { readAttribute } from './attributes';
import { entriesOf, looseItems, makeDict, makeList } from './collections';
import { defineLambda } from './definitions';
import { ask, tell } from './guests';
import { fromStarImport } from './imports';
import { iterate } from './iteration';
import { joinValues } from './join';
import { notKnown, placeIn, step, type Machine } from './machine';
import { bind, createScope, lookup, noteUse } from './scopes';
import { binary, compare, formatted, unary } from './operators';
import { subscript } from './subscripts';
import { decided } from './truth';
import { constant, noArguments, none, tuple, unknownValue, type Arguments, type Scope, type Value } from './value';
import { superField } from './fields';

const builtins = new Set(
  (
    'abs all any bool bytes callable chr complex dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash hex id ' +
    'input int isinstance issubclass iter len list locals map max min next object oct open ord pow print property range repr reversed round set ' +
    'setattr slice sorted staticmethod classmethod str sum super tuple type vars zip raw_input xrange unicode display exit quit'
  ).split(' '),
);

export function evaluate(m: Machine, expression: Expression, scope: Scope): Value {
  const place = placeIn(scope, expression);
  if (!step(m)) return unknownValue('budget', place, 'the program is too long to follow further');
  switch (expression.kind) {
    case 'Constant':
      return literal(expression.value, place);
    case 'Name':
      return name(m, expression.id, scope, place);
    case 'Attribute':
      return readAttribute(m, evaluate(m, expression.value, scope), expression.attr.id, place);
    case 'Call':
      return evaluateCall(m, expression, scope);
    case 'BinOp':
      return binary(m, expression.op, evaluate(m, expression.left, scope), evaluate(m, expression.right, scope), place);
    case 'UnaryOp':
      return unary(m, expression.op, evaluate(m, expression.operand, scope), place);
    case 'Compare': {
      const operands = [expression.left, ...expression.comparators];
      const values = operands.map((one) => evaluate(m, one, scope));
      tell(
        m,
        'compared',
        m,
        expression.ops,
        values,
        operands.map((one) => placeIn(scope, one)),
        place,
      );
      return compare(m, expression.ops, values, place);
    }
    case 'BoolOp':
      return boolean(m, expression, scope);
    case 'IfExp': {
      const truth = decided(m, evaluate(m, expression.test, scope));
      if (truth === true) return evaluate(m, expression.body, scope);
      if (truth === false) return evaluate(m, expression.orelse, scope);
      const branches = [evaluate(m, expression.body, scope), evaluate(m, expression.orelse, scope)];
      return ask(m, 'choice', m, expression.test, branches, scope) ?? joinValues(m, branches, place);
    }
    case 'Tuple':
      return tuple(spread(m, expression.elements, scope), place);
    case 'List':
    case 'Set':
      return makeList(m, spread(m, expression.elements, scope), place);
    case 'Dict': {
      const pairs: [Value, Value][] = [];
      let open: Parameters<typeof makeDict>[3];
      for (const { key, value } of expression.entries) {
        if (key) {
          pairs.push([evaluate(m, key, scope), evaluate(m, value, scope)]);
          continue;
        }
        const merged = evaluate(m, value, scope);
        const state = entriesOf(m, merged);
        if (state) for (const item of state.entries.values()) pairs.push([item.key, item.value]);
        open ??= state ? state.open : notKnown(m, 'dynamic', place, 'a dictionary that is merged in').why;
      }
      return makeDict(m, pairs, place, open);
    }
    case 'Subscript':
      return subscript(m, evaluate(m, expression.value, scope), expression.slice, scope, place);
    case 'Slice':
      return {
        kind: 'object',
        id: m.store.fresh(),
        type: 'builtins.slice',
        args: sliceArguments(m, expression, scope),
        call: siteAt(place),
        place,
      };
    case 'Lambda':
      return defineLambda(m, scope, expression);
    case 'JoinedStr':
      return formatted(
        expression.parts.map((part) => (part.kind === 'Constant' ? literal(part.value, place) : evaluate(m, part.value, scope))),
        expression.parts.map((part) => (part.kind === 'Constant' ? undefined : part.format)),
        place,
      );
    case 'Comprehension':
      return comprehension(m, expression, scope);
    case 'NamedExpr': {
      const value = evaluate(m, expression.value, scope);
      bind(m, scope, expression.target.id, value);
      return value;
    }
    case 'Starred':
    case 'Await':
      return evaluate(m, expression.value, scope);
    case 'Yield':
      if (expression.value) evaluate(m, expression.value, scope);
      return unknownValue('dynamic', place, 'a value sent to a generator');
    case 'ErrorExpression': {
      for (const part of expression.parts) evaluate(m, part, scope);
      return notKnown(m, 'syntax', place, 'text that is not Python');
    }
  }
}

const siteAt = (place: CallSite['place']): CallSite => ({
  callee: 'slice',
  place,
  function: place,
  parentheses: place,
  arguments: [],
});

function sliceArguments(m: Machine, slice: Extract<Expression, { kind: 'Slice' }>, scope: Scope): Arguments {
  const place = placeIn(scope, slice);
  const part = (one: Expression | undefined): Value => (one ? evaluate(m, one, scope) : none(place));
  return { positional: [part(slice.lower), part(slice.upper), part(slice.step)], keywords: new Map() };
}

function literal(value: ConstantValue, place: CallSite['place']): Value {
  switch (value.type) {
    case 'int':
      return constant(value.value, place, { float: false });
    case 'float':
      return constant(value.value, place, { float: true });
    case 'str':
    case 'bool':
      return constant(value.value, place);
    case 'bytes':
      return constant(value.value, place);
    case 'None':
      return none(place);
    case 'Ellipsis':
      return { kind: 'library', name: 'builtins.Ellipsis', path: 'Ellipsis', place };
    case 'complex':
      return unknownValue('not-modelled', place, 'a complex number');
  }
}

function name(m: Machine, id: string, scope: Scope, place: CallSite['place']): Value {
  const value = lookup(m, scope, id);
  if (value) {
    noteUse(m, value, place);
    for (const note of m.guests.hooks.read) note(m, scope, id, value, place);
    return value;
  }
  if (id === '__name__') return constant(scope.source === m.input.entry ? '__main__' : 'module', place, { from: 'library' });
  if (id === '__file__') return constant(scope.source, place, { from: 'library' });
  const starred = fromStarImport(m, scope, id, place);
  if (starred) return starred;
  if (builtins.has(id)) return { kind: 'library', name: `builtins.${id}`, path: id, place };
  return ask(m, 'unbound', m, scope, id, place) ?? notKnown(m, 'undefined', place, `${id} is not bound`);
}

function boolean(m: Machine, expression: Extract<Expression, { kind: 'BoolOp' }>, scope: Scope): Value {
  const place = placeIn(scope, expression);
  const open: Value[] = [];
  for (const [i, part] of expression.values.entries()) {
    const value = evaluate(m, part, scope);
    const truth = decided(m, value);
    const last = i === expression.values.length - 1;
    if (last || truth === (expression.op === 'or')) {
      open.push(value);
      break;
    }
    if (truth === undefined) open.push(value);
  }
  return joinValues(m, open, place);
}

function spread(m: Machine, elements: readonly Expression[], scope: Scope): readonly Value[] {
  return elements.flatMap((element): readonly Value[] => {
    if (element.kind !== 'Starred') return [evaluate(m, element, scope)];
    const value = evaluate(m, element.value, scope);
    const items = looseItems(m, value);
    if (items) return items;
    const why = value.kind === 'unknown' ? value.why : notKnown(m, 'dynamic', placeIn(scope, element), 'a starred value').why;
    return [{ kind: 'gap', why }];
  });
}

function evaluateCall(m: Machine, expression: Call, scope: Scope): Value {
  const parent = superOf(m, expression, scope);
  if (parent) return parent;
  const callee = evaluate(m, expression.function, scope);
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  let open: Arguments['open'];
  for (const argument of expression.arguments) {
    const value = evaluate(m, argument.value, scope);
    if (argument.star === 1) {
      const items = looseItems(m, value);
      if (items?.every((item) => item.kind !== 'gap')) positional.push(...items);
      else open ??= notKnown(m, 'dynamic', placeIn(scope, argument), 'arguments passed with *').why;
    } else if (argument.star === 2) {
      const state = entriesOf(m, value);
      if (state) {
        for (const { key, value: item } of state.entries.values())
          if (key.kind === 'const') keywords.set(String(key.value), item);
      }
      open ??= state ? state.open : notKnown(m, 'dynamic', placeIn(scope, argument), 'arguments passed with **').why;
    } else if (argument.keyword) keywords.set(argument.keyword.id, value);
    else positional.push(value);
  }
  return m.call(callee, { positional, keywords, open }, callSite(expression, callee, scope));
}

/** `super()` in a method: attributes are looked for behind the class the method was found in. */
function superOf(m: Machine, expression: Call, scope: Scope): Value | undefined {
  if (expression.function.kind !== 'Name' || expression.function.id !== 'super' || lookup(m, scope, 'super')) return undefined;
  let within: Scope | undefined = scope;
  while (within && !within.method) within = within.parent;
  if (!within?.method) return undefined;
  const place = placeIn(scope, expression);
  const id = m.store.fresh();
  m.store.write(id, superField, within.method);
  return { kind: 'object', id, type: 'builtins.super', args: noArguments, call: siteAt(place), place };
}

function callSite(expression: Call, callee: Value, scope: Scope): CallSite {
  const at = (span: { start: number; end: number }): CallSite['place'] => placeIn(scope, span);
  return {
    callee: calleeName(callee, expression.function),
    place: at(expression),
    function: at(expression.function),
    ...(expression.function.kind === 'Attribute' && {
      receiver: at(expression.function.value),
      method: expression.function.attr.id,
    }),
    parentheses: at(expression.parentheses),
    arguments: expression.arguments.map((argument) => ({
      place: at(argument),
      value: at(argument.value),
      keyword: argument.keyword?.id,
      form: formOf(argument.value, at),
      star: argument.star,
    })),
  };
}

function formOf(value: Expression, at: (span: Span) => Place): ArgumentForm {
  switch (value.kind) {
    case 'Constant':
      return { kind: constantForms[value.value.type] ?? 'other' };
    case 'Name':
      return { kind: 'name' };
    case 'Attribute':
      return { kind: isPath(value) ? 'path' : 'other' };
    case 'Call':
      return value.function.kind === 'Name' && value.arguments.every(({ star, keyword }) => star === 0 && !keyword)
        ? { kind: 'call', name: value.function.id, arguments: value.arguments.map((one) => at(one.value)) }
        : { kind: 'other' };
    default:
      return { kind: 'other' };
  }
}

const constantForms: Readonly<Partial<Record<ConstantValue['type'], 'integer' | 'float' | 'string'>>> = {
  int: 'integer',
  float: 'float',
  str: 'string',
};

const isPath = (value: Expression): boolean => value.kind === 'Name' || (value.kind === 'Attribute' && isPath(value.value));

function calleeName(callee: Value, written: Expression): string {
  if (callee.kind === 'library') return callee.name;
  if (callee.kind === 'method') return callee.name;
  if (written.kind === 'Name') return written.id;
  return written.kind === 'Attribute' ? written.attr.id : callee.kind;
}

/** Unrolled over few known items; otherwise one typical element stands for a gap. */
function comprehension(m: Machine, expression: Comprehension, scope: Scope): Value {
  const place = placeIn(scope, expression);
  const inner = createScope(m, 'function', scope.source, scope, scope.method);
  const results: (Value | readonly [Value, Value])[] = [];
  let whole = true;
  const run = (index: number): void => {
    const generator = expression.generators[index];
    if (!generator) {
      const element = evaluate(m, expression.element, inner);
      results.push(expression.value ? [element, evaluate(m, expression.value, inner)] : element);
      return;
    }
    const { items, element } = iterate(m, evaluate(m, generator.iter, inner), placeIn(scope, generator.iter));
    const closed = items && items.length <= 100 && items.every((item) => item.kind !== 'gap');
    if (!closed) whole = false;
    for (const item of closed ? items : [element]) {
      assignComprehension(m, inner, generator.target, item);
      const truths = generator.conditions.map((condition) => decided(m, evaluate(m, condition, inner)));
      if (truths.includes(false)) continue;
      if (truths.includes(undefined)) whole = false;
      run(index + 1);
    }
  };
  m.loops.push({ place, over: 'other', conditions: m.conditions, since: m.store.fresh() });
  run(0);
  m.loops.pop();
  const why = notKnownLength(m, place, whole);
  if (expression.of === 'dict') {
    return makeDict(
      m,
      results.filter((one): one is readonly [Value, Value] => Array.isArray(one)),
      place,
      why,
    );
  }
  const values = results.filter((one): one is Value => !Array.isArray(one));
  return makeList(m, why ? [...values, { kind: 'gap', why }] : values, place);
}

function notKnownLength(m: Machine, place: CallSite['place'], whole: boolean): Arguments['open'] {
  return whole ? undefined : notKnown(m, 'loop', place, 'a comprehension of unknown length').why;
}

function assignComprehension(m: Machine, scope: Scope, target: Expression, value: Value): void {
  if (target.kind === 'Name') bind(m, scope, target.id, value);
  else if (target.kind === 'Tuple' || target.kind === 'List') {
    const { items, element } = iterate(m, value, placeIn(scope, target));
    target.elements.forEach((one, i) => assignComprehension(m, scope, one, items?.[i] ?? element));
  }
}
