/** numpy's random numbers: fresh origins that depend on nothing, with the range and label kind their arguments give. */
import { table } from '../../../facts/table';
import type { Place } from '../../../text/place';
import type { DataStep, LabelKind, Range } from '../../../facts/data';
import { known, unknown, type Fact } from '../../../facts/fact';
import { itemsOf, looseItems } from '../../python/collections';
import { unknownData } from '../../data/data-state';
import { joinValues } from '../../python/join';
import { notKnown, type Machine } from '../../python/machine';
import type { CallSite } from '../../../facts/callsite';
import { asNumber, isNone, none, type ObjectRef, type Value } from '../../python/value';
import type { Shape } from '../../../facts/training';
import { derive, makeData, origin, shapeFrom, stateOf } from '../../data/data-access';
import type { MethodTable } from '../object-methods';
import { type TransferContext, type Transfer, type TransferTable } from '../transfer';
import { drawnOrder, seedAgain } from './random-orders';
import { stateField } from '../../data/data-join';
import { itemsField } from '../../python/fields';
import { callOf } from '../../python/library-calls';
import { makeObject } from '../../python/objects';

interface Drawn {
  readonly shape: Value | undefined;
  /** Dimensions given as separate arguments: `rand(100, 10)`. */
  readonly dims?: readonly Value[];
  readonly dtype: string;
  readonly range: Fact<Range>;
  readonly kind: Fact<LabelKind>;
  readonly shares?: readonly number[] | undefined;
}

function draw(m: Machine, name: string, site: CallSite, drawn: Drawn): Value {
  const { place } = site;
  const shape = drawn.dims ? dimensions(drawn.dims, place) : shapeFact(m, drawn.shape, place);
  if (shape.kind === 'known' && shape.value.length === 0 && !drawn.dims?.length && (!drawn.shape || isNone(drawn.shape))) {
    return notKnown(m, 'dynamic', place, 'a random number');
  }
  return makeData(m, place, {
    ...unknownData(place, 'random'),
    origins: [origin(m, 'random', name, place, site)],
    originsComplete: true,
    shape,
    dtype: known(drawn.dtype, place, 'library'),
    range: drawn.range,
    featureSpread: known(1, place, 'library'),
    steps: [],
    stepsComplete: true,
    labelKind: drawn.kind,
    shares: drawn.shares,
    order: known('shuffled', place, 'library'),
  });
}

function dimensions(dims: readonly Value[], place: Place): Fact<Shape> {
  const lost = dims.find((dim) => dim.kind === 'unknown');
  if (lost?.kind === 'unknown' && dims.length === 1) return lost.why;
  return known(
    dims.map((dim) => asNumber(dim) ?? null),
    place,
  );
}

function shapeFact(m: Machine, value: Value | undefined, place: Place): Fact<Shape> {
  if (!value || isNone(value)) return known([], place);
  const shape = shapeFrom(m, value);
  if (shape) return known(shape, place);
  const items = itemsOf(m, value);
  if (items)
    return known(
      items.map((item) => asNumber(item) ?? null),
      place,
    );
  return value.kind === 'unknown' ? value.why : unknown('dynamic', place, 'a shape');
}

const continuous = (place: Place): Fact<LabelKind> => known({ kind: 'continuous' }, place, 'library');

function between(low: Value | undefined, high: Value | undefined, place: Place, otherwise: Range): Fact<Range> {
  if (!low && !high) return known(otherwise, place, 'library');
  const min = low ? asNumber(low) : otherwise.min;
  const max = high ? asNumber(high) : otherwise.max;
  return min === undefined || max === undefined
    ? unknown('dynamic', place, 'bounds of random numbers')
    : known({ min, max }, place);
}

function around(mean: Value | undefined, deviation: Value | undefined, place: Place): Fact<Range> {
  const center = mean ? asNumber(mean) : 0;
  const spread = deviation ? asNumber(deviation) : 1;
  if (center === undefined || spread === undefined) return unknown('dynamic', place, 'mean and deviation of random numbers');
  return known({ min: center - 3 * spread, max: center + 3 * spread }, place);
}

/** What class ids a random integer can be: 0 and 1 are binary labels. */
export function integerKind(range: Fact<Range>, place: Place): Fact<LabelKind> {
  if (range.kind !== 'known') return range.kind === 'unknown' ? range : unknown('dynamic', place, 'class ids');
  const { min, max } = range.value;
  if (min === 0 && max === 1) return known({ kind: 'binary', encoding: 'integer' }, place, 'library');
  return known({ kind: 'class-ids', classes: max - min + 1, first: min }, place, 'library');
}

const uniform =
  (low: number, high: number, names: readonly [string, string]): Draw =>
  ({ m, name, bound, site }) =>
    draw(m, name, site, {
      shape: bound('size'),
      dtype: 'float64',
      range: between(bound(names[0]), bound(names[1]), site.place, { min: low, max: high }),
      kind: continuous(site.place),
    });

const sized = ({ m, name, bound, site }: DrawCall, range: Fact<Range>): Value =>
  draw(m, name, site, { shape: bound('size'), dtype: 'float64', range, kind: continuous(site.place) });

type DrawCall = Pick<TransferContext, 'm' | 'name' | 'args' | 'bound' | 'site'>;
/** `by`: the generator it is a method of; without one it is numpy's global one. */
type Draw = (call: DrawCall, by?: ObjectRef) => Value;

const integers: Draw = ({ m, name, args, bound, site }) => {
  const { place } = site;
  const low = bound('low');
  const high = bound('high');
  const endpoint = args.keywords.get('endpoint');
  const inclusive = (endpoint?.kind === 'const' && endpoint.value === true) || name.endsWith('random_integers');
  const [from, to] = high && !isNone(high) ? [asNumber(low), asNumber(high)] : [0, asNumber(low)];
  const range: Fact<Range> =
    from === undefined || to === undefined
      ? unknown('dynamic', place, 'bounds of random integers')
      : known({ min: from, max: inclusive ? to : to - 1 }, place);
  return draw(m, name, site, { shape: bound('size'), dtype: 'int64', range, kind: integerKind(range, place) });
};

const choice: Draw = ({ m, name, bound, site }) => {
  const { place } = site;
  const from = bound('a');
  const items = itemsOf(m, from)?.map(asNumber);
  const count = asNumber(from);
  const numbers = items && !items.includes(undefined) ? (items as number[]) : undefined;
  const range: Fact<Range> =
    count !== undefined
      ? known({ min: 0, max: count - 1 }, place)
      : numbers
        ? known({ min: Math.min(...numbers), max: Math.max(...numbers) }, place)
        : unknown('dynamic', place, 'what is chosen from');
  const drawn = draw(m, name, site, {
    shape: bound('size'),
    dtype: 'int64',
    range,
    kind: integerKind(range, place),
    shares: inOrder(numbers) ? probabilities(m, bound('p')) : undefined,
  });
  if (from?.kind !== 'data' || drawn.kind !== 'data') return drawn;
  return derive(
    m,
    stateOf(m, from),
    place,
    { shape: stateOf(m, drawn).shape, order: known('shuffled', place) },
    { kind: 'shuffle', place, by: name },
  );
};

const inOrder = (numbers: readonly number[] | undefined): boolean =>
  numbers?.every((number, i) => i === 0 || number > (numbers[i - 1] ?? number)) ?? true;

/** Probabilities written in the program. */
function probabilities(m: Machine, value: Value | undefined): readonly number[] | undefined {
  const numbers = itemsOf(m, value)?.map(asNumber);
  return numbers && !numbers.includes(undefined) ? (numbers as number[]) : undefined;
}

/** A list whose items come in an order that nobody knows. */
export function shuffleItems(m: Machine, list: Value | undefined, place: Place): void {
  const items = list?.kind === 'list' ? looseItems(m, list) : undefined;
  if (list?.kind !== 'list' || !items) return;
  const real = items.filter((item) => item.kind !== 'gap');
  const any = real.length > 0 && real.length <= 8 && real.length === items.length ? joinValues(m, real, place) : undefined;
  const why = unknown('dynamic', place, 'an item of a shuffled list');
  m.store.write(
    list.id,
    itemsField,
    items.map((): Value => any ?? { kind: 'unknown', why }),
  );
}

const draws: Readonly<Record<string, Draw>> = table({
  rand: ({ m, name, args, site }) =>
    draw(m, name, site, {
      shape: undefined,
      dims: args.positional,
      dtype: 'float64',
      range: known({ min: 0, max: 1 }, site.place, 'library'),
      kind: continuous(site.place),
    }),
  randn: ({ m, name, args, site }) =>
    draw(m, name, site, {
      shape: undefined,
      dims: args.positional,
      dtype: 'float64',
      range: known({ min: -3, max: 3 }, site.place, 'library'),
      kind: continuous(site.place),
    }),
  random: (call) => sized(call, known({ min: 0, max: 1 }, call.site.place, 'library')),
  random_sample: (call) => sized(call, known({ min: 0, max: 1 }, call.site.place, 'library')),
  ranf: (call) => sized(call, known({ min: 0, max: 1 }, call.site.place, 'library')),
  standard_normal: (call) => sized(call, known({ min: -3, max: 3 }, call.site.place, 'library')),
  uniform: uniform(0, 1, ['low', 'high']),
  normal: ({ m, name, bound, site }) =>
    draw(m, name, site, {
      shape: bound('size'),
      dtype: 'float64',
      range: around(bound('loc'), bound('scale'), site.place),
      kind: continuous(site.place),
    }),
  randint: integers,
  integers,
  random_integers: integers,
  choice,
  binomial: ({ m, name, bound, site }) => {
    const trials = asNumber(bound('n'));
    const range: Fact<Range> =
      trials === undefined ? unknown('dynamic', site.place, 'number of trials') : known({ min: 0, max: trials }, site.place);
    const share = asNumber(bound('p'));
    return draw(m, name, site, {
      shape: bound('size'),
      dtype: 'int64',
      range,
      kind: integerKind(range, site.place),
      shares: trials === 1 && share !== undefined ? [1 - share, share] : undefined,
    });
  },
  permutation: ({ m, name, args, site }, by) => {
    const [of] = args.positional;
    const step: DataStep = { kind: 'shuffle', place: site.place, by: name, drawn: drawnOrder(m, by) };
    const order = known<'shuffled'>('shuffled', site.place);
    if (of?.kind === 'data') return derive(m, stateOf(m, of), site.place, { order }, step);
    const numbers = draw(m, name, site, {
      shape: of,
      dtype: 'int64',
      range: unknown('dynamic', site.place, 'a permutation'),
      kind: unknown('dynamic', site.place, 'a permutation'),
    });
    return numbers.kind === 'data' ? makeData(m, site.place, { ...stateOf(m, numbers), order, steps: [step] }) : numbers;
  },
  shuffle: ({ m, name, args, site }, by) => {
    const [of] = args.positional;
    if (of?.kind === 'data') {
      const state = stateOf(m, of);
      m.store.write(of.id, stateField, {
        ...state,
        items: undefined,
        order: known<'shuffled'>('shuffled', site.place),
        steps: [...state.steps, { kind: 'shuffle', place: site.place, by: name, drawn: drawnOrder(m, by) }],
      });
    } else shuffleItems(m, of, site.place);
    return none(site.place);
  },
  seed: ({ m, args, site }, by) => {
    seedAgain(m, args.positional[0] ?? args.keywords.get('seed'), by);
    return none(site.place);
  },
});

const generator: Transfer = ({ m, name, args, site }) => makeObject(m, name, args, site);

export const numpyRandomTransfers: TransferTable = table({
  ...Object.fromEntries(
    Object.entries(draws).map(([name, run]) => [`numpy.random.${name}`, (context: TransferContext) => run(context)]),
  ),
  'numpy.random.default_rng': generator,
  'numpy.random.RandomState': generator,
  'numpy.random.Generator': generator,
  'numpy.random.PCG64': generator,
});

/** Methods of `default_rng()` and `RandomState()`. */
export const randomGeneratorMethods: MethodTable = Object.fromEntries(
  Object.entries(draws).map(([name, run]) => [
    name,
    ({ m, args, site, object }) => run(callOf(m, `numpy.random.Generator.${name}`, args, site), object),
  ]),
);
