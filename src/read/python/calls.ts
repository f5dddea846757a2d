/** Calling whatever a value is: functions and classes of the program, library functions, and what libraries know how to call. */
import type { FunctionDef, Lambda } from '../../python/ast';
import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import { classAttribute } from './definitions';
import { makeDict } from './collections';
import { handOver, keepsHandsOff } from './escape';
import { iterationField } from './fields';
import { around, ask, kindOf, tell } from './guests';
import { joinValues } from './join';
import { callLibrary } from './library-calls';
import { noteLoops, notKnown, type Machine } from './machine';
import { callObjectMethod } from './objects';
import { bind, createScope } from './scopes';
import { executeBody, finishFrame, type Frame } from './statements';
import {
  constant,
  isNone,
  none,
  tuple,
  type Arguments,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type Value,
} from './value';

const maximumDepth = 40;

export function call(m: Machine, callee: Value, args: Arguments, site: CallSite): Value {
  const result = callAny(m, callee, args, site);
  if (result.kind === 'unknown' && callee.kind !== 'function' && !keepsHandsOff(m, callee)) handOver(m, args);
  if (result.kind === 'unknown') tell(m, 'lost', m, callee, args, site);
  return result;
}

function callAny(m: Machine, callee: Value, args: Arguments, site: CallSite): Value {
  switch (callee.kind) {
    case 'function':
      return callFunction(m, callee, args, site);
    case 'class':
      return instantiate(m, callee, args, site);
    case 'library':
      return around(m, { kind: 'call', name: callee.name, place: site.place, args }, () => callLibrary(m, callee, args, site));
    case 'method':
      return callMethod(m, callee.self, callee.name, args, site);
    case 'oneOf': {
      const callable = callee.values.filter((one) => !isNone(one));
      return joinValues(
        m,
        callable.map((one) => call(m, one, args, site)),
        site.place,
      );
    }
    case 'unknown':
      tell(m, 'handedOut', m, args);
      return callee;
    default:
      return kindOf(m, callee)?.call?.(m, callee, args, site) ?? callItself(m, callee, args, site);
  }
}

function callItself(m: Machine, callee: Value, args: Arguments, site: CallSite): Value {
  if (callee.kind === 'object') return notKnown(m, 'not-modelled', site.place, `calling ${callee.type}`);
  if (callee.kind !== 'instance') return notKnown(m, 'undefined', site.place, `calling a ${callee.kind}`);
  const own = classAttribute(m, callee.cls, '__call__');
  return own?.kind === 'function'
    ? m.call({ ...own, self: callee }, args, site)
    : notKnown(m, 'not-modelled', site.place, `calling an instance of ${callee.cls.def.name.id}`);
}

export function callMethod(m: Machine, self: Value, name: string, args: Arguments, site: CallSite): Value {
  if (self.kind === 'oneOf')
    return joinValues(
      m,
      self.values.filter((one) => !isNone(one)).map((one) => callMethod(m, one, name, args, site)),
      site.place,
    );
  if (self.kind === 'unknown') {
    tell(m, 'handedOut', m, args);
    return self;
  }
  const answer = kindOf(m, self)?.method?.(m, self, name, args, site);
  if (answer) return answer;
  if (self.kind === 'object') return callObjectMethod(m, self, name, args, site);
  if (self.kind === 'instance' && name === '__init__') {
    initialise(m, self, args, site);
    return none(site.place);
  }
  return notKnown(m, 'not-modelled', site.place, `${name} of a ${self.kind}`);
}

export function callFunction(m: Machine, callee: FunctionValue, args: Arguments, site: CallSite): Value {
  m.called.add(callee.def);
  const active = m.stack.filter((def) => def === callee.def).length;
  if (active >= 2 || m.stack.length >= maximumDepth) return notKnown(m, 'budget', site.place, 'calls nested too deeply');
  const { def } = callee;
  const source = callee.scope.source;
  const method = callee.owner && callee.self ? { cls: callee.owner, self: callee.self } : undefined;
  const scope = createScope(m, 'function', source, callee.scope, method);
  const before = m.store.depth;
  m.store.push();
  m.stack.push(def);
  m.frames.push(callee);
  tell(m, 'entered', m, callee, scope);
  bindParameters(
    m,
    scope,
    def,
    callee.self ? { ...args, positional: [callee.self, ...args.positional] } : args,
    callee.defaults,
    site.place,
  );
  let result: Value;
  if (def.kind === 'Lambda') {
    result = m.evaluate(def.body, scope);
    const written = m.store.pop();
    m.store.apply(written);
  } else {
    const frame: Frame = { scope, depth: before, returns: [], yields: [] };
    const completion = executeBody(m, frame, def.body);
    result = finishFrame(m, frame, completion, site.place);
    if (frame.yields.length > 0) result = generator(m, frame.yields, site);
  }
  m.stack.pop();
  m.frames.pop();
  tell(m, 'left', m, callee);
  return result;
}

/** A generator: iterating over it gives what any of its `yield`s gives. */
function generator(m: Machine, yields: readonly Value[], site: CallSite): Value {
  const id = m.store.fresh();
  m.store.write(id, iterationField, { element: joinValues(m, yields.slice(0, 4), site.place), over: 'data' });
  return {
    kind: 'object',
    id,
    type: 'builtins.generator',
    args: { positional: [], keywords: new Map() },
    call: site,
    place: site.place,
  };
}

function bindParameters(
  m: Machine,
  scope: ReturnType<typeof createScope>,
  def: FunctionDef | Lambda,
  args: Arguments,
  defaults: ReadonlyMap<string, Value>,
  place: Place,
): void {
  const keywords = new Map(args.keywords);
  let next = 0;
  for (const parameter of def.parameters) {
    const name = parameter.name.id;
    if (parameter.role === 'star') {
      bind(m, scope, name, tuple(args.positional.slice(next), place));
      next = args.positional.length;
    } else if (parameter.role === 'doubleStar') {
      bind(
        m,
        scope,
        name,
        makeDict(
          m,
          [...keywords].map(([key, value]) => [constant(key, place), value] as const),
          place,
          args.open,
        ),
      );
    } else {
      let value: Value | undefined;
      if (parameter.role !== 'keywordOnly' && next < args.positional.length) value = args.positional[next++];
      else if (keywords.has(name)) {
        value = keywords.get(name);
        keywords.delete(name);
      }
      value ??= defaults.get(name);
      const missing = { source: scope.source, start: parameter.start, end: parameter.end };
      bind(
        m,
        scope,
        name,
        value ?? (args.open ? { kind: 'unknown', why: args.open } : notKnown(m, 'parameter', missing, `parameter ${name}`)),
      );
    }
  }
}

export function instantiate(m: Machine, cls: ClassValue, args: Arguments, site: CallSite): Value {
  m.called.add(cls.def);
  const instance: InstanceValue = { kind: 'instance', id: m.store.fresh(), cls, call: site, place: site.place };
  noteLoops(m, instance.id);
  if (m.instances.length < 1000) m.instances.push(instance);
  const init = classAttribute(m, cls, '__init__');
  if (init?.kind === 'function') callFunction(m, { ...init, self: instance }, args, site);
  else initialise(m, instance, args, site);
  return instance;
}

/** What an `__init__` does that the program does not write. */
function initialise(m: Machine, instance: InstanceValue, args: Arguments, site: CallSite): void {
  if (ask(m, 'initialise', m, instance, args, site)) return;
  for (const [name, value] of args.keywords) m.store.write(instance.id, name, value);
}
