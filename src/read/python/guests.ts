/** Puts libraries together to what the machine asks. */
import type { Guests, Hooks, Kind, Library, Names, Operation } from './library';
import type { Machine } from './machine';
import type { Value } from './value';

/** Asks in turn until one answers. */
function inTurn<A extends readonly unknown[], R>(
  asked: readonly (((...args: A) => R | undefined) | undefined)[],
): ((...args: A) => R | undefined) | undefined {
  const able = asked.filter((one) => one !== undefined);
  if (able.length < 2) return able[0];
  return (...args) => {
    for (const ask of able) {
      const answer = ask(...args);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
}

const together = (kinds: readonly Kind<never>[]): Kind<never> => ({
  call: inTurn(kinds.map((one) => one.call)),
  method: inTurn(kinds.map((one) => one.method)),
  attribute: inTurn(kinds.map((one) => one.attribute)),
  write: inTurn(kinds.map((one) => one.write)),
  item: inTurn(kinds.map((one) => one.item)),
  writeItem: inTurn(kinds.map((one) => one.writeItem)),
  iterate: inTurn(kinds.map((one) => one.iterate)),
  truth: inTurn(kinds.map((one) => one.truth)),
  enter: inTurn(kinds.map((one) => one.enter)),
  leave: inTurn(kinds.map((one) => one.leave)),
  become: inTurn(kinds.map((one) => one.become)),
  join: inTurn(kinds.map((one) => one.join)),
  widen: inTurn(kinds.map((one) => one.widen)),
  keepsAttributes: kinds.some((one) => one.keepsAttributes) || undefined,
  hashable: kinds.some((one) => one.hashable) || undefined,
  length: inTurn(kinds.map((one) => one.length)),
  isA: inTurn(kinds.map((one) => one.isA)),
  symbolic: kinds.some((one) => one.symbolic) || undefined,
  escapes: kinds.some((one) => one.escapes) || undefined,
});

/** Where no library says anything of names, every path is its own name. */
const plainNames: Names = { canonical: (path) => path, isKnown: () => false, signature: () => undefined };

/** @param libraries in the order in which they are asked */
export function combine(libraries: readonly Library[]): Guests {
  const kinds = new Map<string, Kind<never>[]>();
  for (const library of libraries)
    for (const [name, kind] of Object.entries<Kind<never> | undefined>(library.kinds ?? {}))
      if (kind) kinds.set(name, [...(kinds.get(name) ?? []), kind]);
  const methods = libraries.flatMap((library) => library.methods ?? []);
  const roots = new Set(libraries.flatMap((library) => library.roots));
  const asking = <H>(hook: (hooks: Partial<Hooks>) => H | undefined): readonly H[] =>
    libraries.flatMap((library) => hook(library.hooks ?? {}) ?? []);
  return {
    functions: new Map(libraries.flatMap((library) => Object.entries(library.functions ?? {}))),
    methodOf: (type, name) => {
      for (const [prefix, table] of methods)
        if ((prefix.endsWith('.') ? type.startsWith(prefix) : type === prefix) && Object.hasOwn(table, name)) return table[name];
      return undefined;
    },
    kinds: Object.fromEntries([...kinds].map(([name, several]) => [name, together(several)])),
    hooks: {
      beforeCall: asking((one) => one.beforeCall),
      symbolic: asking((one) => one.symbolic),
      otherwise: asking((one) => one.otherwise),
      unfollowed: asking((one) => one.unfollowed),
      gives: asking((one) => one.gives),
      called: asking((one) => one.called),
      around: asking((one) => one.around),
      handedOut: asking((one) => one.handedOut),
      lost: asking((one) => one.lost),
      leavesAlone: asking((one) => one.leavesAlone),
      operator: asking((one) => one.operator),
      compare: asking((one) => one.compare),
      compared: asking((one) => one.compared),
      choice: asking((one) => one.choice),
      augment: asking((one) => one.augment),
      appended: asking((one) => one.appended),
      read: asking((one) => one.read),
      readAttribute: asking((one) => one.readAttribute),
      bound: asking((one) => one.bound),
      attributeSet: asking((one) => one.attributeSet),
      attributeLost: asking((one) => one.attributeLost),
      named: asking((one) => one.named),
      entered: asking((one) => one.entered),
      left: asking((one) => one.left),
      initialise: asking((one) => one.initialise),
      calls: asking((one) => one.calls),
      parameters: asking((one) => one.parameters),
      defaults: asking((one) => one.defaults),
      unbound: asking((one) => one.unbound),
    },
    names: libraries.find((library) => library.names)?.names ?? plainNames,
    covers: (canonical) => roots.has(canonical.split('.', 1)[0] ?? ''),
  };
}

/** What libraries say of values of this kind, filed under the kind it is of. */
export const kindOf = (m: Machine, value: Value): Kind | undefined => m.guests.kinds[value.kind] as Kind | undefined;

/** The first library's answer at such a moment; all are asked where none answers. */
export function ask<K extends keyof Hooks>(m: Machine, hook: K, ...args: Parameters<Hooks[K]>): ReturnType<Hooks[K]> | undefined {
  for (const one of m.guests.hooks[hook] as readonly ((...given: Parameters<Hooks[K]>) => ReturnType<Hooks[K]> | undefined)[]) {
    const answer = one(...args);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Tells all libraries. */
export function tell<K extends keyof Hooks>(m: Machine, hook: K, ...args: Parameters<Hooks[K]>): void {
  for (const one of m.guests.hooks[hook] as readonly ((...given: Parameters<Hooks[K]>) => void)[]) one(...args);
}

/** Runs an operation with everybody who keeps a record of it around it. */
export function around(m: Machine, operation: Operation, run: () => Value): Value {
  return m.guests.hooks.around.reduceRight<() => Value>((inner, wrap) => () => wrap(m, operation, inner), run)();
}
