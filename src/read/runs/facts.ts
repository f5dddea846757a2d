/** From values of the interpreter to facts for rules. */
import type { Place } from '../../text/place';
import { unknown, type Fact, type Known } from '../../facts/fact';
import { entriesOf, looseItems } from '../python/collections';
import type { LoopContext, Machine } from '../python/machine';
import { placeOf, type Value } from '../python/value';
import { bindArguments, type BoundArguments } from '../libraries/arguments';
import type { Plain } from '../../facts/plain';
import type { LoopAround } from '../../facts/tape-step';

/** The fact a value is, used at `use`. */
export function plainFact(m: Machine, value: Value | undefined, use: Place, depth = 0): Fact<Plain> {
  if (!value) return unknown('undefined', use, 'not given');
  if (value.kind === 'unknown') return value.why;
  if (value.kind === 'oneOf') {
    const facts = value.values.map((one) => plainFact(m, one, use, depth));
    return facts.every((fact) => fact.kind === 'known')
      ? { kind: 'oneOf', values: facts }
      : unknown('branch', use, 'one of several values');
  }
  const plain = plainOf(m, value, use, depth);
  if (plain === undefined) return unknown('not-modelled', placeOf(value) ?? use, `a ${value.kind}`);
  const from = value.kind === 'const' ? value.from : 'source';
  return settledLater(m, { kind: 'known', value: plain, from, places: path(placeOf(value), use) });
}

function path(literal: Place | undefined, use: Place): Known<unknown>['places'] {
  if (!literal || (literal.source === use.source && literal.start === use.start && literal.end === use.end)) return [use];
  return [literal, use];
}

/** Whether a literal is shared is known only when the whole program was followed. */
function settledLater(m: Machine, fact: Known<Plain>): Known<Plain> {
  if (fact.places.length > 1) m.literalUses.facts.push(fact);
  return fact;
}

/** Marks facts whose literal is read through names in more than one place. */
export function settleShared(m: Machine): void {
  for (const fact of m.literalUses.facts) if (m.literalUses.count(fact.places[0]) > 1) fact.shared = true;
}

function plainOf(m: Machine, value: Value, use: Place, depth: number): Plain | undefined {
  if (depth > 8) return undefined;
  switch (value.kind) {
    case 'const':
      return typeof value.value === 'bigint' ? Number(value.value) : value.value;
    case 'tuple':
    case 'list': {
      const items = looseItems(m, value)?.map((item) => (item.kind === 'gap' ? undefined : plainOf(m, item, use, depth + 1)));
      return items && !items.includes(undefined) ? (items as Plain[]) : undefined;
    }
    case 'range':
      return undefined;
    case 'dict': {
      const state = entriesOf(m, value);
      if (!state || state.open) return undefined;
      const entries: [string, Plain][] = [];
      for (const { key, value: item } of state.entries.values()) {
        const plain = plainOf(m, item, use, depth + 1);
        if (key.kind !== 'const' || plain === undefined) return undefined;
        entries.push([String(key.value), plain]);
      }
      return { kind: 'record', entries: Object.fromEntries(entries) };
    }
    case 'library':
      return { kind: 'object', type: value.name, arguments: {} };
    case 'object':
      return {
        kind: 'object',
        type: value.type,
        call: value.call,
        arguments: argumentFacts(m, bindArguments(m, value.type, value.args, value.call), depth + 1),
      };
    case 'layer':
      return {
        kind: 'object',
        type: `keras.layers.${value.type}`,
        call: value.call,
        arguments: argumentFacts(m, bindArguments(m, `keras.layers.${value.type}`, value.args, value.call), depth + 1),
      };
    case 'function':
      return { kind: 'object', type: `function ${value.name}`, arguments: {} };
    default:
      return undefined;
  }
}

/** A fact per parameter; the use is the argument's place where it is written, else the call. */
export function argumentFacts(m: Machine, bound: BoundArguments, depth = 0): Readonly<Record<string, Fact<Plain>>> {
  const facts: Record<string, Fact<Plain>> = {};
  for (const [name, value] of bound.values) {
    const site = bound.call.arguments.find((one) => one.parameter === name);
    facts[name] = plainFact(m, value, site?.value ?? bound.call.place, depth);
  }
  return facts;
}

export function narrow<T extends Plain>(fact: Fact<Plain> | undefined, place: Place, is: (value: Plain) => value is T): Fact<T> {
  if (!fact) return unknown('undefined', place, 'not given');
  if (fact.kind === 'unknown') return fact;
  if (fact.kind === 'oneOf') {
    const values = fact.values.filter((one): one is Known<T> => is(one.value));
    return values.length === fact.values.length
      ? { kind: 'oneOf', values }
      : unknown('not-modelled', place, 'a value of another kind');
  }
  // The same object: whether its literal is shared is written into it at the end.
  return is(fact.value) ? (fact as Known<T>) : unknown('not-modelled', fact.places[0], 'a value of another kind');
}

export const isNumber = (value: Plain): value is number => typeof value === 'number';
export const isBoolean = (value: Plain): value is boolean => typeof value === 'boolean';

export const loopsAround = (loops: readonly LoopContext[]): readonly LoopAround[] =>
  loops.map(({ place, over }) => ({ place, over }));
