/** Python's builtins and the few standard modules that training code computes with. */
import { forAll, table } from '../../../facts/table';
import { iterate, type Iteration } from '../../python/iteration';
import { entriesOf, itemsOf, looseItems, makeDict, makeList, rangeLength } from '../../python/collections';
import { classAttribute } from '../../python/definitions';
import { joinValues } from '../../python/join';
import { notKnown, type Machine } from '../../python/machine';
import { decided } from '../../python/truth';
import { readAttribute, writeAttribute } from '../../python/attributes';
import { asNumber, asString, constant, none, tuple, type Value } from '../../python/value';
import type { Place } from '../../../text/place';
import { type TransferContext, type TransferTable } from '../transfer';
import { iterationField, zippedField } from '../../python/fields';
import { makeObject } from '../../python/objects';
import { kindOf } from '../../python/guests';
import { isSymbolic, symbolicCall } from '../../python/symbolic';

function numeric(name: string, compute: (...numbers: readonly number[]) => number, float?: boolean): TransferTable {
  return {
    [name]: ({ m, args, place }) => {
      const items = args.positional.length === 1 ? itemsOf(m, args.positional[0]) : undefined;
      const numbers = (items ?? args.positional).map(asNumber);
      if (numbers.length === 0 || numbers.includes(undefined)) return notKnown(m, 'dynamic', place, name);
      const result = compute(...(numbers as number[]));
      return Number.isFinite(result)
        ? constant(result, place, { float: float ?? !Number.isInteger(result) })
        : notKnown(m, 'undefined', place, `${name} of these numbers`);
    },
  };
}

/** Bankers' rounding, as Python's `round`. */
const roundHalfEven = (value: number, digits = 0): number => {
  const scaled = value * 10 ** digits;
  const floor = Math.floor(scaled);
  const rounded = scaled - floor === 0.5 ? (floor % 2 === 0 ? floor : floor + 1) : Math.round(scaled);
  return rounded / 10 ** digits;
};

function length({ m, args, place }: TransferContext): Value {
  const [value] = args.positional;
  if (value?.kind === 'range') return constant(rangeLength(value), place);
  const items = itemsOf(m, value);
  if (items) return constant(items.length, place);
  const entries = entriesOf(m, value);
  if (entries && !entries.open) return constant(entries.entries.size, place);
  const text = asString(value);
  if (text !== undefined) return constant(text.length, place);
  return (value && kindOf(m, value)?.length?.(m, value, place)) ?? notKnown(m, 'dynamic', place, 'a length');
}

function range({ m, args, place }: TransferContext): Value {
  const numbers = args.positional.map(asNumber);
  const [first, second, third] = numbers;
  if (first === undefined || numbers.includes(undefined))
    return notKnown(m, 'dynamic', place, 'a range whose bounds are not known');
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  return { kind: 'range', start, stop, step: third ?? 1, place };
}

/** An object that iterates as given. */
function iterable(context: TransferContext, iteration: Iteration): Value {
  const object = makeObject(context.m, context.name, context.args, context.site);
  context.m.store.write(object.id, iterationField, iteration);
  return object;
}

function zip(context: TransferContext): Value {
  const { m, args, place } = context;
  const parts = args.positional.map((value) => iterate(m, value, place));
  const lengths = parts.map((part) => part.items?.length ?? Infinity);
  const shortest = Math.min(...lengths);
  const closed = parts.length > 0 && parts.every((part) => part.items !== undefined);
  const items = closed
    ? Array.from({ length: shortest }, (_, i) =>
        tuple(
          parts.flatMap((part) => part.items?.[i] ?? []),
          place,
        ),
      )
    : undefined;
  const over = parts.some((part) => part.over === 'data') ? 'data' : 'other';
  const object = iterable(context, {
    items,
    element: tuple(
      parts.map((part) => part.element),
      place,
    ),
    count: items?.length,
    over,
  });
  if (object.kind === 'object') m.store.write(object.id, zippedField, args.positional);
  return object;
}

function enumerated(context: TransferContext): Value {
  const { m, args, bound, place } = context;
  const start = asNumber(bound('start')) ?? 0;
  const part = iterate(m, args.positional[0] ?? none(place), place);
  return iterable(context, {
    ...part,
    items: part.items?.map((item, i) => tuple([constant(start + i, place), item], place)),
    element: tuple([notKnown(m, 'loop', place, 'a loop counter'), part.element], place),
  });
}

function mapped(context: TransferContext): Value {
  const { m, args, site, place } = context;
  const [callee, sequence] = args.positional;
  if (!callee || !sequence) return notKnown(m, 'undefined', place, 'map');
  const part = iterate(m, sequence, place);
  const apply = (item: Value): Value => m.call(callee, { positional: [item], keywords: new Map() }, site);
  if (part.items && part.items.length <= 100) return makeList(m, part.items.map(apply), place);
  return iterable(context, { ...part, items: undefined, element: apply(part.element) });
}

const toList = (m: Machine, value: Value | undefined, place: Place): Value => {
  if (!value) return makeList(m, [], place);
  const loose = looseItems(m, value);
  if (loose) return makeList(m, loose, place);
  const { items, element } = iterate(m, value, place);
  const why = element.kind === 'unknown' ? element.why : notKnown(m, 'loop', place, 'a list of unknown length').why;
  return makeList(m, items ?? [{ kind: 'gap', why }], place);
};

const typeNames: Readonly<Record<string, readonly string[]>> = table({
  'builtins.str': ['string'],
  'builtins.int': ['number'],
  'builtins.float': ['number'],
  'builtins.bool': ['boolean'],
});

/** Undefined where reading cannot tell. */
function isInstance(m: Machine, value: Value, type: Value): boolean | undefined {
  const types = itemsOf(m, type);
  if (types) {
    const truths = types.map((one) => isInstance(m, value, one));
    return truths.includes(true) ? true : truths.every((truth) => truth === false) ? false : undefined;
  }
  if (type.kind === 'library' && value.kind === 'const') {
    const expected = typeNames[type.name];
    if (!expected) return type.name.startsWith('builtins.') ? false : undefined;
    if (!expected.includes(typeof value.value)) return false;
    return typeof value.value !== 'number' || value.float === (type.name === 'builtins.float');
  }
  if (type.kind === 'library' && type.name === 'builtins.list')
    return value.kind === 'list' ? true : value.kind === 'unknown' || value.kind === 'oneOf' ? undefined : false;
  if (type.kind === 'library' && type.name === 'builtins.tuple')
    return value.kind === 'tuple' ? true : value.kind === 'unknown' || value.kind === 'oneOf' ? undefined : false;
  if (type.kind === 'library') return kindOf(m, value)?.isA?.(value, type.name);
  if (type.kind === 'class' && value.kind === 'instance') return value.cls.id === type.id ? true : undefined;
  return undefined;
}

function total(context: TransferContext): Value {
  const { m, args, place } = context;
  const [list] = args.positional;
  const items = itemsOf(m, list);
  if (!items) return notKnown(m, 'dynamic', place, 'a sum');
  const numbers = items.map(asNumber);
  if (numbers.includes(undefined)) return notKnown(m, 'dynamic', place, 'a sum');
  return constant(
    (numbers as number[]).reduce((a, b) => a + b, 0),
    place,
  );
}

export const builtinTransfers: TransferTable = table({
  'builtins.len': length,
  'builtins.range': range,
  'builtins.xrange': range,
  'builtins.zip': zip,
  'builtins.enumerate': enumerated,
  'builtins.map': mapped,
  'builtins.sum': total,
  ...numeric('builtins.abs', (x = 0) => Math.abs(x)),
  ...numeric('builtins.max', Math.max),
  ...numeric('builtins.min', Math.min),
  ...numeric('builtins.pow', (x = 0, y = 1) => x ** y),
  ...numeric('builtins.round', (x = 0, digits = 0) => roundHalfEven(x, digits)),
  ...numeric('math.sqrt', (x = 0) => Math.sqrt(x), true),
  ...numeric('math.log', (x = 0, base = Math.E) => Math.log(x) / Math.log(base), true),
  ...numeric('math.log2', (x = 0) => Math.log2(x), true),
  ...numeric('math.log10', (x = 0) => Math.log10(x), true),
  ...numeric('math.exp', (x = 0) => Math.exp(x), true),
  ...numeric('math.pow', (x = 0, y = 1) => x ** y, true),
  ...numeric('math.ceil', (x = 0) => Math.ceil(x)),
  ...numeric('math.floor', (x = 0) => Math.floor(x)),
  'builtins.int': ({ m, args, place }) => {
    const [value] = args.positional;
    const number = asNumber(value) ?? (asString(value)?.trim() === '' ? undefined : Number(asString(value) ?? Number.NaN));
    return number !== undefined && Number.isFinite(number)
      ? constant(Math.trunc(number), place, { float: false })
      : notKnown(m, 'dynamic', place, 'int of a value that is not known');
  },
  'builtins.float': (context) => {
    const { m, args, place } = context;
    const [value] = args.positional;
    if (value?.kind === 'data') return value;
    if (value && isSymbolic(m, value)) return symbolicCall(context);
    const number = asNumber(value) ?? Number(asString(value) ?? Number.NaN);
    return Number.isFinite(number)
      ? constant(number, place, { float: true })
      : notKnown(m, 'dynamic', place, 'float of a value that is not known');
  },
  'builtins.str': ({ m, args, place }) => {
    const [value] = args.positional;
    return value?.kind === 'const' && value.value !== null && typeof value.value !== 'boolean'
      ? constant(String(value.value), place)
      : notKnown(m, 'dynamic', place, 'str of a value');
  },
  'builtins.bool': ({ m, args, place }) => {
    const truth = args.positional[0] ? decided(m, args.positional[0]) : false;
    return truth === undefined ? notKnown(m, 'dynamic', place, 'bool of a value') : constant(truth, place);
  },
  'builtins.print': ({ place }) => none(place),
  'builtins.input': ({ m, place }) => notKnown(m, 'dynamic', place, 'user input'),
  ...forAll(['builtins.list', 'builtins.sorted', 'builtins.set', 'builtins.frozenset'], ({ m, name, args, place }) => {
    const list = toList(m, args.positional[0], place);
    const items = itemsOf(m, list);
    if (name !== 'builtins.sorted' || !items) return list;
    const numbers = items.map(asNumber);
    if (numbers.includes(undefined)) return list;
    const sorted = items.toSorted((a, b) => (asNumber(a) ?? 0) - (asNumber(b) ?? 0));
    return makeList(m, args.keywords.has('reverse') ? sorted.toReversed() : sorted, place);
  }),
  'builtins.tuple': ({ m, args, place }) => tuple(looseItems(m, toList(m, args.positional[0], place)) ?? [], place),
  'builtins.reversed': ({ m, args, place }) => {
    const items = itemsOf(m, args.positional[0]);
    return items ? makeList(m, items.toReversed(), place) : toList(m, args.positional[0], place);
  },
  'builtins.dict': ({ m, args, place }) => {
    const state = entriesOf(m, args.positional[0]);
    const pairs = [...(state?.entries.values() ?? [])].map(({ key, value }) => [key, value] as const);
    const items = itemsOf(m, args.positional[0])?.flatMap((item) =>
      item.kind === 'tuple' && item.items[0] && item.items[1] ? [[item.items[0], item.items[1]] as const] : [],
    );
    const named = [...args.keywords].map(([key, value]) => [constant(key, place), value] as const);
    return makeDict(m, [...pairs, ...(items ?? []), ...named], place, state?.open ?? args.open);
  },
  'builtins.isinstance': ({ m, args, place }) => {
    const [value, type] = args.positional;
    const truth = value && type ? isInstance(m, value, type) : undefined;
    return truth === undefined ? notKnown(m, 'dynamic', place, 'isinstance') : constant(truth, place);
  },
  'builtins.getattr': ({ m, args, place }) => {
    const [object, name, otherwise] = args.positional;
    const attribute = asString(name);
    if (!object || attribute === undefined) return notKnown(m, 'dynamic', place, 'getattr with a name that is not known');
    const value = readAttribute(m, object, attribute, place);
    return value.kind === 'unknown' && otherwise ? joinValues(m, [value, otherwise], place) : value;
  },
  'builtins.setattr': ({ m, args, place }) => {
    const [object, name, value] = args.positional;
    const attribute = asString(name);
    if (object && attribute !== undefined && value) writeAttribute(m, object, attribute, value, place);
    return none(place);
  },
  'builtins.hasattr': ({ m, args, place }) => {
    const [object, name] = args.positional;
    const attribute = asString(name);
    if (object?.kind === 'instance' && attribute !== undefined) {
      const found = m.store.read(object.id, attribute) ?? classAttribute(m, object.cls, attribute);
      if (found) return constant(true, place);
    }
    return notKnown(m, 'dynamic', place, 'hasattr');
  },
  'builtins.iter': ({ args, place }) => args.positional[0] ?? none(place),
  'builtins.next': ({ m, args, place }) => {
    const part = iterate(m, args.positional[0] ?? none(place), place);
    return part.items?.[0] ?? part.element;
  },
  ...forAll(
    ['tqdm.tqdm', 'tqdm.notebook.tqdm', 'tqdm.auto.tqdm', 'tqdm.tqdm_notebook', 'tqdm.trange', 'tqdm.notebook.trange'],
    (context) => {
      const { name, args, place } = context;
      if (name.endsWith('trange')) return range(context);
      return args.positional[0] ?? args.keywords.get('iterable') ?? none(place);
    },
  ),
  'copy.deepcopy': ({ args, place }) => args.positional[0] ?? none(place),
  'copy.copy': ({ args, place }) => args.positional[0] ?? none(place),
});
