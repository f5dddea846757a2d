/** Binding arguments to the parameters of a library callable. */
import type { CallSite } from '../../facts/callsite';
import { currentParameter } from '../../knowledge/names';
import type { Machine } from '../python/machine';
import { constant, tuple, type Arguments, type Value } from '../python/value';
import type { Plain } from '../../facts/plain';

export interface BoundArguments {
  /** By parameter name as it is called today; defaults included. */
  readonly values: ReadonlyMap<string, Value>;
  /** Parameters that were written in the call. */
  readonly given: ReadonlySet<string>;
  readonly call: CallSite;
}

/** Binds positional and keyword arguments by the recorded signature; without one, keywords keep their names. */
export function bindArguments(m: Machine, callee: string, args: Arguments, site: CallSite): BoundArguments {
  const signature = m.guests.names.signature(m, callee);
  const values = new Map<string, Value>();
  const given = new Set<string>();
  // Keras 2 names some parameters otherwise (`alpha` of LeakyReLU): by position and by default they get today's name too.
  const parameters = (signature?.parameters ?? []).map((one) => ({ ...one, name: currentParameter(callee, one.name) }));
  const positionalNames = parameters.filter(({ role }) => role === 'positionalOnly' || role === 'normal').map(({ name }) => name);
  args.positional.forEach((value, i) => {
    const name = positionalNames[i] ?? `#${i}`;
    values.set(name, value);
    given.add(name);
  });
  for (const [written, value] of args.keywords) {
    const name = currentParameter(callee, written);
    values.set(name, value);
    given.add(name);
  }
  for (const parameter of parameters) {
    if (values.has(parameter.name) || parameter.default === undefined) continue;
    values.set(parameter.name, args.open ? { kind: 'unknown', why: args.open } : plainValue(parameter.default, site));
  }
  return { values, given, call: labelled(site, callee, positionalNames) };
}

/** The call site with the parameter each argument binds to. */
function labelled(site: CallSite, callee: string, positionalNames: readonly string[]): CallSite {
  let position = 0;
  return {
    ...site,
    callee,
    arguments: site.arguments.map((one) => ({
      ...one,
      parameter:
        one.keyword !== undefined
          ? currentParameter(callee, one.keyword)
          : one.star === 0
            ? positionalNames[position++]
            : undefined,
    })),
  };
}

/** A default of the library as a value. */
export function plainValue(plain: Plain, site: CallSite): Value {
  if (Array.isArray(plain))
    return tuple(
      plain.map((item: Plain) => plainValue(item, site)),
      site.place,
    );
  if (plain === null || typeof plain === 'string' || typeof plain === 'boolean' || typeof plain === 'number') {
    return constant(plain, site.place, { from: 'default' });
  }
  return {
    kind: 'unknown',
    why: { kind: 'unknown', reason: 'not-modelled', place: site.place, detail: 'a default that is an object' },
  };
}
