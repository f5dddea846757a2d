/** Lists and tuples as arrays: of numbers written in the program, of arrays gathered in a list, of anything else. */
import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import type { LabelKind } from '../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact } from '../../facts/fact';
import { looseItems } from '../python/collections';
import { joinValues } from '../python/join';
import type { DataState, DataValue } from './data-state';
import type { Machine } from '../python/machine';
import { asNumber, asString, type Value } from '../python/value';
import {
  dataWithin,
  derive,
  derivedState,
  evenlySpaced,
  fresh,
  historyOf,
  makeData,
  mixed,
  originsOf,
  stateOf,
} from './data-access';
import { describeLiteral, extremes, inEqualSteps, readLiteral } from './data-literals';
import { promote } from './data-types';
import { holdsSymbolic } from '../python/symbolic';

const siteAt = (place: Place): CallSite => ({ callee: 'numpy.array', place, function: place, parentheses: place, arguments: [] });

/** A list or tuple taken as an array, as numpy's functions and operators do; undefined for everything else. */
export function arrayOfItems(m: Machine, value: Value | undefined, place: Place, name = 'numpy.array'): DataValue | undefined {
  if (value?.kind === 'data') return value;
  if (value?.kind !== 'list' && value?.kind !== 'tuple' && value?.kind !== 'range') return undefined;
  if (holdsSymbolic(m, value)) return undefined;
  return arrayOf(m, value, undefined, name, siteAt(place));
}

/** Whatever is written or gathered, as an array. */
export function arrayOf(m: Machine, value: Value, dtype: string | undefined, name: string, site: CallSite): DataValue {
  const { place } = site;
  if (value.kind === 'data') {
    const state = stateOf(m, value);
    const element = state.element;
    if (element)
      return dataWithin(m, element)[0] && element.kind === 'data'
        ? derive(m, stateOf(m, element), place, {})
        : mixed(m, [element], place, 'a dataset as an array');
    return derive(m, state, place, { container: 'array', items: state.items, picks: state.picks, statistic: state.statistic });
  }
  const number = asNumber(value);
  if (number !== undefined && value.kind === 'const') {
    const facts = describeLiteral(
      { numbers: [number], dims: [], float: value.float, truths: typeof value.value === 'boolean' },
      dtype,
      place,
    );
    return makeData(m, place, fresh(m, 'sequence', name, site, { ...facts, labelKind: unknown('dynamic', place, 'one number') }));
  }
  const items = value.kind === 'list' || value.kind === 'tuple' || value.kind === 'range' ? looseItems(m, value) : undefined;
  if (value.kind === 'range' && !items) return rangeArray(m, value, name, site);
  if (!items) return mixed(m, [value], place, 'an array of unknown content');
  const literal = readLiteral(m, items);
  if (literal) {
    const state = fresh(m, 'sequence', name, site, { ...describeLiteral(literal, dtype, place), items });
    return makeData(m, place, inEqualSteps(literal) ? evenlySpaced(state) : state);
  }
  const ordered = value.kind === 'list' && !m.escaped.has(value.id) && inTurn(items);
  return gathered(m, items, name, site, ordered);
}

function rangeArray(m: Machine, range: Extract<Value, { kind: 'range' }>, name: string, site: CallSite): DataValue {
  const count = Math.max(0, Math.ceil((range.stop - range.start) / range.step));
  const last = range.start + (count - 1) * range.step;
  const facts = {
    shape: known([count], site.place),
    dtype: known('int64', site.place),
    range: known({ min: Math.min(range.start, last), max: Math.max(range.start, last) }, site.place),
  };
  return makeData(m, site.place, evenlySpaced(fresh(m, 'sequence', name, site, facts)));
}

/**
 * A list of arrays (images read in a loop) or of numbers some of which are not known. A gap that a loop leaves stands for what
 * earlier rounds appended, which is like what the round that is seen appends.
 */
function gathered(m: Machine, items: readonly Value[], name: string, site: CallSite, ordered: boolean): DataValue {
  const { place } = site;
  const shown = items.filter((item) => item.kind !== 'gap');
  const gaps = items.filter((item) => item.kind === 'gap');
  const alike = gaps.every((gap) => gap.why.reason === 'loop');
  const [first] = shown;
  if (!first || !alike) return mixed(m, items, place, 'an array of unknown content');
  const count = gaps.length > 0 ? null : items.length;
  if (shown.every((item) => asString(item) !== undefined)) {
    const facts = { shape: known([count], place), dtype: known('str', place), originsComplete: gaps.length === 0 };
    return makeData(m, place, fresh(m, 'sequence', name, site, { ...facts, labelKind: unknown('dynamic', place, 'texts') }));
  }
  const parts = shown.map((item) => arrayOfItems(m, item, place));
  if (!parts.includes(undefined)) return stackOf(m, parts as readonly DataValue[], count, place);
  const choices = shown.flatMap((item) => (item.kind === 'oneOf' ? item.values : [item]));
  const numbers = choices.map(asNumber);
  if (numbers.includes(undefined)) return mixed(m, items, place, 'an array of unknown content');
  const float = choices.some((item) => item.kind === 'const' && item.float);
  const state = fresh(m, 'sequence', name, site, {
    shape: known([count], place),
    dtype: known(float ? 'float64' : 'int64', place),
    range: known(extremes(numbers as number[]), place),
    order: ordered ? known('class-ordered', place) : unknown('loop', place, 'gathered in a loop'),
    originsComplete: false,
  });
  return makeData(m, place, {
    ...state,
    labelKind: bits(numbers as number[], float)
      ? known({ kind: 'binary', encoding: float ? 'float' : 'integer' }, place)
      : ((gaps.length > 0 ? chosen(shown, numbers as number[], float, place) : undefined) ?? state.labelKind),
  });
}

/** Every item is one of the same few whole numbers from 0 on, as a dictionary of names gives them: the number of a class. */
function chosen(items: readonly Value[], numbers: readonly number[], float: boolean, place: Place): Fact<LabelKind> | undefined {
  const distinct = new Set(numbers);
  const { min, max } = extremes(numbers);
  const consecutive = distinct.size === max - min + 1 && numbers.every(Number.isInteger);
  return items.every(({ kind }) => kind === 'oneOf') && !float && consecutive && min >= 0 && min <= 1 && distinct.size > 2
    ? known({ kind: 'class-ids', classes: distinct.size, first: min }, place)
    : undefined;
}

/** Loop after loop, each of which appends one number again and again: all of one class, then all of the next. */
function inTurn(items: readonly Value[]): boolean {
  const last = items.filter((_, i) => i % 2 === 1).map(asNumber);
  const rounds = items.filter((_, i) => i % 2 === 0);
  return (
    last.length > 1 &&
    last.length === rounds.length &&
    !last.includes(undefined) &&
    new Set(last).size === last.length &&
    rounds.every((one) => one.kind === 'gap' && one.why.reason === 'loop')
  );
}

const bits = (numbers: readonly number[], float: boolean): boolean =>
  !float && new Set(numbers).size === 2 && numbers.every((one) => one === 0 || one === 1);

/** Arrays of one shape under a new first axis. */
export function stackOf(m: Machine, parts: readonly DataValue[], count: number | null, place: Place): DataValue {
  const states = parts.map((part) => stateOf(m, part));
  const joined = states.length <= 20 ? joinedState(m, parts, place) : undefined;
  const [first] = states;
  if (!joined || !first) return mixed(m, parts, place, 'an array of many arrays');
  return makeData(m, place, {
    ...derivedState(joined, {}),
    container: 'array',
    shape: mapFact(joined.shape, (dims) => [count, ...dims]),
    // Windows over an array follow each other as its rows do.
    order:
      states.every((state) => state.window === true) && valueOf(first.order) === 'as-loaded'
        ? known('temporal', place, 'library')
        : unknown('loop', place, 'gathered in a list'),
    name: undefined,
    part: first.part,
    // One label of each kind of sample: what holds for each holds for all of them together, one-hot rows stay rows.
    labelKind:
      valueOf(joined.labelKind)?.kind === 'one-hot' || valueOf(joined.labelKind)?.kind === 'binary'
        ? joined.labelKind
        : unknown('dynamic', place, 'an array of arrays'),
  });
}

function joinedState(m: Machine, parts: readonly DataValue[], place: Place): DataState | undefined {
  const value = joinValues(m, parts, place);
  if (value.kind !== 'data') return undefined;
  const states = parts.map((part) => stateOf(m, part));
  const types = states.map((state) => valueOf(state.dtype));
  const dtype = types.reduce((a, b) => promote(a, b));
  return {
    ...stateOf(m, value),
    origins: originsOf(states),
    ...historyOf(states),
    dtype: dtype === undefined ? unknown('dynamic', place, 'arrays of different types') : known(dtype, place),
  };
}
