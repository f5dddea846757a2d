/** Means, deviations and extremes of data, and scaling with them: `(x - x.mean()) / x.std()`. */
import type { BinaryOperator } from '../../python/ast';
import { samePlace, type Place } from '../../text/place';
import type { DataStep, Fit, Range } from '../../facts/data';
import { known, unknown, valueOf, type Fact } from '../../facts/fact';
import type { DataState, Statistic, DataValue } from './data-state';
import { record, type Machine } from '../python/machine';
import type { Value } from '../python/value';
import { derive } from './data-access';
import { broadcast, reducedShape } from './data-shapes';
import { isFloat } from './data-types';

/** About where standardised values lie. */
export const standardRange: Range = { min: -4, max: 4 };

/** A mean, deviation or extreme: remembered, so that subtracting and dividing by it is understood. */
export function statistic(
  m: Machine,
  state: DataState,
  kind: Statistic['kind'],
  axis: Value | undefined,
  place: Place,
  keep = false,
): DataValue {
  const shape = reducedShape(m, state.shape, axis, place, keep);
  const spread = kind === 'std' || kind === 'spread';
  return derive(
    m,
    state,
    place,
    {
      shape,
      statistic: {
        kind,
        of: state.origins,
        after: state.steps.length,
        place,
        steps: state.steps,
        part: state.part,
        measurement: m.store.fresh(),
      },
      dtype: kind === 'min' || kind === 'max' ? state.dtype : floatOf(state, place),
      range: spread ? widest(state.range, place) : state.range,
      labelKind: unknown('dynamic', place, kind),
      featureSpread: unknown('dynamic', place, kind),
      order: unknown('dynamic', place, kind),
    },
    { kind: 'other', place, by: kind },
  );
}

/** A deviation is at most half of what lies between the extremes, a spread all of it. */
const widest = (range: Fact<Range>, place: Place): Fact<Range> => {
  const reach = valueOf(range);
  return reach ? known({ min: 0, max: reach.max - reach.min }, place) : unknown('dynamic', place, 'a deviation');
};

export const isSpread = (state: DataState): boolean =>
  state.statistic?.kind === 'std' || state.statistic?.kind === 'spread' || state.statistic?.kind === 'max';

/** `x - mean`, `x / std`, `(x - min) / (max - min)`: what arithmetic with a statistic does; undefined when neither side is one. */
export function byStatistic(m: Machine, op: BinaryOperator, a: DataState, b: DataState, place: Place): DataValue | undefined {
  const measured = b.statistic;
  if (!measured) return undefined;
  const { kind } = measured;
  if (a.statistic) {
    if (op !== '-' || a.statistic.kind !== 'max' || kind !== 'min') return undefined;
    return derive(m, a, place, { statistic: { ...a.statistic, kind: 'spread' }, range: widest(a.range, place) });
  }
  const origins = new Set(a.origins.map((one) => one.id));
  const others = b.origins.filter((one) => !origins.has(one.id));
  const change: Partial<DataState> = {
    shape: broadcast(a.shape, b.shape, place),
    origins: [...a.origins, ...others],
    originsComplete: a.originsComplete && b.originsComplete,
    dtype: kind === 'min' && op === '-' ? a.dtype : floatOf(a, place),
    name: a.name,
  };
  if (op === '-' && (kind === 'mean' || kind === 'min')) return minus(m, a, b, measured, change, place);
  if (op === '/' && (kind === 'std' || kind === 'max' || kind === 'spread')) {
    noteAgain(m, a, measured, place);
    return divided(m, a, measured, change, place);
  }
  return undefined;
}

/** The array was divided by what was measured before that division, as now: the size it had then is taken out twice. */
function noteAgain(m: Machine, a: DataState, { kind, of, after }: Statistic, place: Place): void {
  const at = a.steps.findLastIndex((step, i) => i >= after && step.by === dividedBy(kind));
  // What a power or an exponential makes of the quotient has a size of its own: a density is divided by the deviation again.
  const first = a.steps.slice(at + 1).some((step) => step.kind === 'other') ? undefined : a.steps[at];
  // In a loop a line meets what it did in the round before.
  if (!first || samePlace(first.place, place) || !of.some(({ id }) => a.origins.some((one) => one.id === id))) return;
  record(m, { kind: 'rescaled', rescaling: { place, first: first.place, by: kind, name: a.name } });
}

const dividedBy = (kind: Statistic['kind']): DataStep['by'] => `divided by ${kind}`;

function minus(m: Machine, a: DataState, b: DataState, measured: Statistic, change: Partial<DataState>, place: Place): DataValue {
  const { kind } = measured;
  const why = unknown('dynamic', place, `shifted by the ${kind} of the data`);
  const [x, y] = [valueOf(a.range), valueOf(b.range)];
  const range = x && y ? known({ min: kind === 'min' ? 0 : x.min - y.max, max: x.max - y.min }, place) : why;
  const kept = valueOf(a.labelKind)?.kind === 'continuous' ? a.labelKind : why;
  return derive(
    m,
    a,
    place,
    { ...change, range, labelKind: kept },
    { kind: 'shift', place, by: `minus ${kind}`, fit: fitOf(m, measured, a) },
  );
}

function divided(m: Machine, a: DataState, measured: Statistic, change: Partial<DataState>, place: Place): DataValue {
  const { kind } = measured;
  const shifted = a.steps.findLast(({ kind: one }) => one !== 'cast')?.by;
  const low = valueOf(a.range)?.min;
  const why = unknown('dynamic', place, `divided by the ${kind} of the data`);
  const range: Fact<Range> =
    kind === 'std'
      ? shifted === 'minus mean'
        ? known(standardRange, place, 'library')
        : why
      : kind === 'spread'
        ? shifted === 'minus min'
          ? known({ min: 0, max: 1 }, place, 'library')
          : shifted === 'minus mean'
            ? known({ min: -1, max: 1 }, place, 'library')
            : why
        : low !== undefined && low >= 0
          ? known({ min: 0, max: 1 }, place, 'library')
          : why;
  const kept =
    valueOf(a.labelKind)?.kind === 'continuous' ? a.labelKind : unknown('dynamic', place, 'scaled by its own statistics');
  return derive(
    m,
    a,
    place,
    {
      ...change,
      range,
      labelKind: kept,
      featureSpread: kind === 'max' ? unknown('dynamic', place, 'divided by the maximum') : known(1, place, 'library'),
    },
    {
      kind: kind === 'std' ? 'standardize' : 'minmax',
      place,
      by: dividedBy(kind),
      fit: fitOf(m, measured, a),
    },
  );
}

const fitOf = (m: Machine, measured: Statistic, a: DataState): Fit => ({
  place: measured.place,
  measurement: measured.measurement,
  own: isOwn(measured, a),
  within: m.loops.at(-1)?.place,
});

/** It was measured of these very rows: what had been done to them then has been done to these too. */
function isOwn({ of, steps, part }: Statistic, a: DataState): boolean {
  const sameStep = (step: DataStep, other: DataStep | undefined): boolean =>
    step === other || (other !== undefined && samePlace(step.place, other.place));
  // What was subtracted before has put its origins behind the array's own, if any are known.
  const shifted = a.steps.findLast(({ kind }) => kind === 'shift')?.fit;
  return (
    part === a.part &&
    of.length > 0 &&
    shifted?.own !== false &&
    of.every(({ id }, i) => id === a.origins[i]?.id) &&
    steps.every((step, i) => sameStep(step, a.steps[i])) &&
    // A mean of them, or what an unknown operand made of it, is no row of them.
    a.steps.slice(steps.length).every(({ kind }) => kind !== 'other')
  );
}

const floatOf = (state: DataState, place: Place): Fact<string> => {
  const dtype = valueOf(state.dtype);
  if (dtype === undefined) return state.dtype;
  return isFloat(dtype) ? state.dtype : known('float64', place, 'library');
};
