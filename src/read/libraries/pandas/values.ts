/** Methods of data frames and series that change values: filling, mapping, casting, any function. */
import type { Bound } from '../../python/bound';
import type { Place } from '../../../text/place';
import type { CallSite } from '../../../facts/callsite';
import type { DataStep, LabelKind } from '../../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../facts/fact';
import { entriesOf, itemsOf } from '../../python/collections';
import type { DataState, DataValue } from '../../data/data-state';
import type { Machine } from '../../python/machine';
import { asBoolean, asNumber, none, type Arguments, type Value } from '../../python/value';
import { derivedState, followed, makeData, stateOf } from '../../data/data-access';
import { mapColumns } from '../../data/data-frames';
import { extremes, literalKind } from '../../data/data-literals';
import { castDamage, castKind, castRange, dtypeName } from '../../data/data-types';
import { stateField } from '../../data/data-join';

export interface FrameCall {
  readonly m: Machine;
  readonly data: DataValue;
  readonly state: DataState;
  readonly name: string;
  readonly args: Arguments;
  /** The arguments by the names of the method's signature. */
  readonly bound: Bound;
  readonly site: CallSite;
  readonly place: Place;
}

export type FrameMethod = (call: FrameCall) => Value;

/** Gives the changed frame, or puts it in the place of the old one. */
export function changed({ m, data, args, place }: FrameCall, next: DataState): Value {
  if (asBoolean(args.keywords.get('inplace')) !== true) return makeData(m, place, next);
  m.store.write(data.id, stateField, next);
  return none(place);
}

/** Fills or replaces some values: of the others no more is known than before. */
export const filled: FrameMethod = (call) => {
  const { state, name, bound, place } = call;
  const value = asNumber(bound('value'));
  const each = (one: DataState): DataState => {
    const before = valueOf(one.range);
    const range: DataState['range'] =
      value !== undefined && before
        ? known({ min: Math.min(before.min, value), max: Math.max(before.max, value) }, place)
        : one.range;
    return derivedState(one, { range, shape: one.shape }, { kind: 'other', place, by: name });
  };
  return changed(call, { ...each(state), columns: mapColumns(state.columns, each), name: state.name });
};

/** `y.map({'a': 0, 'b': 1})`, `y.replace({...})`: values come from the table. */
export const mapped: FrameMethod = (call) => {
  const { m, state, name, bound, place } = call;
  const table = entriesOf(m, bound('arg', 'to_replace'));
  const target = bound('value');
  const values = table
    ? [...table.entries.values()].map(({ value }) => value)
    : (itemsOf(m, target) ?? (target ? [target] : undefined));
  const numbers = values?.map(asNumber);
  const why = unknown('dynamic', place, name);
  const step: DataStep = { kind: 'encode', place, by: name };
  if (name === 'map' && table && !table.open && values && numbers && numbers.length > 0 && !numbers.includes(undefined)) {
    const float = values.some((value) => value.kind === 'const' && value.float);
    const kind = literalKind([...(numbers as number[]), ...(numbers as number[])], [numbers.length * 2], float);
    const labelKind: Fact<LabelKind> = kind && kind.kind !== 'continuous' ? known(kind, place) : why;
    return changed(
      call,
      derivedState(
        state,
        {
          range: known(extremes(numbers as number[]), place),
          dtype: known(float ? 'float64' : 'int64', place),
          labelKind,
          featureSpread: why,
          shape: state.shape,
        },
        step,
      ),
    );
  }
  // `replace` leaves what the table does not name, and a function may do anything.
  return changed(
    call,
    derivedState(
      state,
      { range: why, dtype: why, labelKind: why, featureSpread: why, stepsComplete: false },
      { ...step, kind: 'other' },
    ),
  );
};

/** A function of every value or row. */
export const applied: FrameMethod = (call) => {
  const { m, state, name, bound, place, site } = call;
  const callee = bound('func');
  const why = unknown('dynamic', place, name);
  const lost = derivedState(
    state,
    {
      range: why,
      dtype: why,
      labelKind: why,
      featureSpread: why,
      shape: mapFact(state.shape, (dims) => dims.slice(0, 1)),
      stepsComplete: false,
    },
    { kind: 'other', place, by: name },
  );
  const series = valueOf(state.shape)?.length === 1;
  if (!callee || !series || (callee.kind !== 'function' && callee.kind !== 'library')) return makeData(m, place, lost);
  const one = makeData(m, place, { ...state, items: undefined, shape: known([], place), container: 'array' });
  const result = m.call(callee, { positional: [one], keywords: new Map() }, site);
  const choices = result.kind === 'oneOf' ? result.values.map(asNumber) : [asNumber(result)];
  if (!choices.includes(undefined)) {
    const numbers = choices as number[];
    const kind = literalKind([...numbers, ...numbers], [numbers.length * 2], false);
    return makeData(m, place, {
      ...lost,
      range: known(extremes(numbers), place),
      labelKind: kind && kind.kind !== 'continuous' ? known(kind, place) : why,
      stepsComplete: state.stepsComplete,
    });
  }
  if (result.kind !== 'data')
    return makeData(m, place, { ...lost, originsComplete: state.originsComplete && followed(m, result) });
  const after = stateOf(m, result);
  return makeData(m, place, {
    ...after,
    container: 'dataframe',
    shape: mapFact(state.shape, (dims) => [...dims.slice(0, 1), ...(valueOf(after.shape)?.length ? [null] : [])]),
    name: state.name,
  });
};

export const cast: FrameMethod = (call) => {
  const { state, bound, place } = call;
  const given = bound('dtype');
  const dtype = dtypeName(given);
  const each = (one: DataState): DataState =>
    derivedState(
      one,
      {
        dtype: dtype === undefined ? unknown('dynamic', place, 'a dtype') : known(dtype, place),
        range: castRange(one.range, valueOf(one.dtype), dtype, place),
        labelKind: castKind(one.labelKind, dtype, place),
        statistic: one.statistic,
      },
      { kind: 'cast', place, by: 'astype', ...castDamage(one, dtype) },
    );
  return makeData(call.m, place, {
    ...each(state),
    columns: dtype === undefined ? undefined : mapColumns(state.columns, each),
    name: state.name,
  });
};
