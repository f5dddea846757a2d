/** Calling whatever a value is: functions and classes of the program, library functions, layers, models. */
import type { FunctionDef, Lambda } from '../../python/ast';
import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import { callBuiltinMethod } from '../libraries/stdlib/builtin-methods';
import { callDataMethod } from '../data/data-methods';
import { forgetDerivations, mayChangeData, noted } from '../data/derivations';
import { callLayer, callLayerMethod } from '../libraries/tensorflow/keras/layers';
import { callLibrary } from '../libraries/dispatch';
import { callModel, callModelMethod } from '../libraries/tensorflow/keras/models';
import { handOut } from '../libraries/tensorflow/keras/predictions';
import { callObject, callObjectMethod } from '../libraries/objects';
import { callInstance, initialise, callInstanceMethod } from '../libraries/instances';
import { gradientsEscape } from '../libraries/tensorflow/tapes/tape';
import { callTensorMethod } from '../libraries/tensorflow/tensor-operations';
import { classAttribute } from './definitions';
import { makeDict } from './collections';
import { handOver, keepsHandsOff } from './escape';
import { joinValues } from './join';
import { noteLoops, notKnown, type Machine } from './machine';
import { bind, createScope } from './scopes';
import { executeBody, finishFrame, type Frame } from './statements';
import { isTraced } from '../libraries/tensorflow/traces';
import {
  constant,
  isNone,
  tuple,
  type Arguments,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type Value,
} from './value';
import { iterationField } from './fields';

const maximumDepth = 40;

export function call(m: Machine, callee: Value, args: Arguments, site: CallSite): Value {
  const result = callAny(m, callee, args, site);
  if (result.kind === 'unknown' && callee.kind !== 'function' && !keepsHandsOff(callee)) handOver(m, args);
  if (result.kind === 'unknown' && mayChangeData(callee, site.callee)) forgetDerivations(m, args);
  return result;
}

function callAny(m: Machine, callee: Value, args: Arguments, site: CallSite): Value {
  switch (callee.kind) {
    case 'function':
      return callFunction(m, callee, args, site);
    case 'class':
      return instantiate(m, callee, args, site);
    case 'library':
      return noted(m, { kind: 'call', name: callee.name, place: site.place, args }, () => callLibrary(m, callee, args, site));
    case 'method':
      return callMethod(m, callee.self, callee.name, args, site);
    case 'layer':
      return callLayer(m, callee, args, site);
    case 'model':
      return callModel(m, callee, args, site);
    case 'instance':
      return callInstance(m, callee, args, site);
    case 'object':
      return callObject(m, callee, args, site);
    case 'oneOf': {
      const callable = callee.values.filter((one) => !isNone(one));
      return joinValues(
        m,
        callable.map((one) => call(m, one, args, site)),
        site.place,
      );
    }
    case 'unknown':
      gradientsEscape(m, args);
      handOut(m, args);
      return callee;
    default:
      return notKnown(m, 'undefined', site.place, `calling a ${callee.kind}`);
  }
}

export function callMethod(m: Machine, self: Value, name: string, args: Arguments, site: CallSite): Value {
  switch (self.kind) {
    case 'data':
      return noted(
        m,
        { kind: 'method', name, place: site.place, args: { ...args, positional: [self, ...args.positional] } },
        () => callDataMethod(m, self, name, args, site),
      );
    case 'tensor':
      return callTensorMethod(m, self, name, args, site);
    case 'model':
      return callModelMethod(m, self, name, args, site);
    case 'instance':
      return callInstanceMethod(m, self, name, args, site);
    case 'layer':
      return callLayerMethod(m, self, name, args, site);
    case 'object':
      return callObjectMethod(m, self, name, args, site);
    case 'list':
    case 'dict':
    case 'const':
    case 'tuple':
      return callBuiltinMethod(m, self, name, args, site);
    case 'oneOf':
      return joinValues(
        m,
        self.values.filter((one) => !isNone(one)).map((one) => callMethod(m, one, name, args, site)),
        site.place,
      );
    case 'unknown':
      gradientsEscape(m, args);
      handOut(m, args);
      return self;
    default:
      return notKnown(m, 'not-modelled', site.place, `${name} of a ${self.kind}`);
  }
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
  const traced = isTraced(callee);
  if (traced) m.traces.frames.push({ callee, from: m.store.fresh() });
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
  if (traced) m.traces.frames.pop();
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
