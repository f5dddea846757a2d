/** Follows a whole program: its module, then whatever nobody called. */
import type { FunctionDef, Statement } from '../../python/ast';
import { call } from './calls';
import { classAttribute } from './definitions';
import { ask } from './guests';
import type { ProgramInput } from './input';
import type { Guests } from './library';
import { evaluate } from './expressions';
import { handOver } from './escape';
import { loadModule } from './imports';
import { createMachine, notKnown, type Machine } from './machine';
import { noArguments, type ClassValue, type FunctionValue, type InstanceValue, type Scope } from './value';
import type { CallSite } from '../../facts/callsite';
import type { Place } from '../../text/place';

/** Steps a program may take: a base, and so many for each character, so that time grows with the text only. */
const baseSteps = 60_000;
const stepsPerCharacter = 12;
const maximumSteps = 3_000_000;

/** @param guests what is known beyond Python */
export function interpret(input: ProgramInput, guests: Guests): Machine {
  const length = [...input.modules.keys()].reduce((sum, id) => sum + (input.sources.get(id)?.text.length ?? 0), 0);
  const limit = Math.min(maximumSteps, baseSteps + stepsPerCharacter * length);
  const m: Machine = createMachine(input, limit, {
    guests,
    evaluate: (expression, scope) => evaluate(m, expression, scope),
    call: (callee, args, site) => call(m, callee, args, site),
  });
  const entry = loadModule(m, input.entry);
  const tree = input.modules.get(input.entry);
  if (tree) followUncalled(m, tree.body, entry.scope);
  return m;
}

/** Functions and classes that the program only defines are followed with unknown arguments, on a copy of the store. */
function followUncalled(m: Machine, body: readonly Statement[], scope: Scope): void {
  for (const statement of body) {
    if (m.budget.steps > m.budget.limit) return;
    if (statement.kind === 'If') followUncalled(m, [...statement.body, ...statement.orelse], scope);
    if (statement.kind !== 'FunctionDef' && statement.kind !== 'ClassDef') continue;
    const value = m.store.read(scope.id, statement.name.id);
    m.store.push();
    if (value?.kind === 'function' && value.def === statement && !m.called.has(statement)) callBlind(m, value);
    if (value?.kind === 'class' && value.def === statement) followClass(m, value);
    m.store.discard();
  }
}

function followClass(m: Machine, cls: ClassValue): void {
  const methods = cls.def.body.filter((one): one is FunctionDef => one.kind === 'FunctionDef' && !m.called.has(one));
  if (methods.length === 0 || (m.called.has(cls.def) && ask(m, 'calls', m, cls) === true)) return;
  const site = siteAt(cls.place);
  const self: InstanceValue = { kind: 'instance', id: m.store.fresh(), cls, call: site, place: cls.place };
  const init = classAttribute(m, cls, '__init__');
  if (init?.kind === 'function') callBlind(m, { ...init, self });
  for (const method of methods) {
    const value = m.store.read(cls.id, method.name.id);
    if (value?.kind === 'function' && method.name.id !== '__init__' && !m.called.has(method)) callBlind(m, { ...value, self });
  }
}

const siteAt = (place: Place): CallSite => ({ callee: 'uncalled', place, function: place, parentheses: place, arguments: [] });

/** Parameters without a default are unknown, but for those that the body shows to be arrays. */
function callBlind(m: Machine, value: FunctionValue): void {
  const why = notKnown(m, 'parameter', value.place, `a parameter of ${value.name}, which nobody calls`).why;
  m.uncalled += 1;
  // Whoever calls it gets what it returns.
  handOver(m, {
    ...noArguments,
    positional: [
      call(m, value, { ...noArguments, keywords: ask(m, 'parameters', m, value) ?? new Map(), open: why }, siteAt(value.place)),
    ],
  });
  m.uncalled -= 1;
}
