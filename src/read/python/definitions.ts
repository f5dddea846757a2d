import type { ClassDef, Expression, FunctionDef, Lambda } from '../../python/ast';
import { ask } from './guests';
import { placeIn, type Machine } from './machine';
import { createScope } from './scopes';
import { executeBody, type Frame } from './statements';
import type { ClassValue, FunctionValue, Scope, Value } from './value';

export function defineFunction(m: Machine, scope: Scope, def: FunctionDef): Value {
  const decorators = def.decorators.map((decorator) => decoratorName(m, decorator, scope));
  const value: FunctionValue = {
    kind: 'function',
    def,
    name: def.name.id,
    scope,
    defaults: new Map([...(ask(m, 'defaults', m, scope, def) ?? []), ...evaluateDefaults(m, scope, def)]),
    decorators,
    place: placeIn(scope, def.name),
  };
  return value;
}

export function defineLambda(m: Machine, scope: Scope, def: Lambda): FunctionValue {
  return {
    kind: 'function',
    def,
    name: '<lambda>',
    scope,
    defaults: evaluateDefaults(m, scope, def),
    decorators: [],
    place: placeIn(scope, def),
  };
}

function evaluateDefaults(m: Machine, scope: Scope, def: FunctionDef | Lambda): ReadonlyMap<string, Value> {
  const defaults = new Map<string, Value>();
  for (const parameter of def.parameters) {
    if (parameter.default) defaults.set(parameter.name.id, m.evaluate(parameter.default, scope));
  }
  return defaults;
}

/** Decorators are kept by name and otherwise taken to leave the function as it is, as `@tf.function` does. */
function decoratorName(m: Machine, decorator: Expression, scope: Scope): string {
  const value = m.evaluate(decorator.kind === 'Call' ? decorator.function : decorator, scope);
  if (value.kind === 'library') return value.name;
  if (value.kind === 'function') return value.name;
  if (decorator.kind === 'Name') return decorator.id;
  return decorator.kind === 'Attribute' ? decorator.attr.id : '?';
}

export function defineClass(m: Machine, scope: Scope, def: ClassDef): ClassValue {
  const bases = def.bases.map((base) => m.evaluate(base, scope));
  const body = createScope(m, 'class', scope.source, scope);
  const value: ClassValue = { kind: 'class', id: body.id, def, bases, scope, place: placeIn(scope, def.name) };
  const frame: Frame = { scope: body, depth: m.store.depth, returns: [], yields: [] };
  executeBody(m, frame, def.body);
  for (const field of m.store.names(body.id)) {
    const attribute = m.store.read(body.id, field);
    if (attribute?.kind === 'function' && attribute.scope === body) m.store.write(body.id, field, { ...attribute, owner: value });
  }
  return value;
}

/** Library classes among the ancestors: `keras.Model` of `class Net(Base)`, `class Base(keras.Model)`. */
export function libraryBases(m: Machine, cls: ClassValue, depth = 0): readonly string[] {
  if (depth > 10) return [];
  return cls.bases.flatMap((base) => {
    if (base.kind === 'library') return [base.name];
    return base.kind === 'class' ? libraryBases(m, base, depth + 1) : [];
  });
}

/** An attribute of the class or the nearest ancestor that has it. */
export function classAttribute(m: Machine, cls: ClassValue, name: string, depth = 0): Value | undefined {
  const own = m.store.read(cls.id, name);
  if (own !== undefined || depth > 10) return own;
  for (const base of cls.bases) {
    const inherited = base.kind === 'class' ? classAttribute(m, base, name, depth + 1) : undefined;
    if (inherited) return inherited;
  }
  return undefined;
}
