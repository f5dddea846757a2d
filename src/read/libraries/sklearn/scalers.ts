/** scikit-learn's scalers and encoders: the object is remembered in every step, so that a second fit of the same one is seen. */
import { forAll, table } from '../../../facts/table';
import type { Place } from '../../../text/place';
import type { Fit, LabelKind, Range } from '../../../facts/data';
import { known, unknown } from '../../../facts/fact';
import { itemsOf } from '../../python/collections';
import type { DataState, DataValue } from '../../data/data-state';
import { notKnown, record, type Machine } from '../../python/machine';
import { asString, none, type ObjectRef, type Value } from '../../python/value';
import { derivedState, makeData, mixed, stateOf } from '../../data/data-access';
import { standardRange } from '../../data/data-statistics';
import { onArray } from '../numpy/on-array';
import type { MethodContext, MethodTable } from '../object-methods';
import { type Transfer, type TransferTable } from '../transfer';
import { scaled, transformed, type FitContext } from './transformers';
import { field } from '../../python/store';
import { arrayOfItems } from '../../data/data-items';

export const onData =
  (run: (context: MethodContext & FitContext, state: DataState) => DataState) =>
  (context: MethodContext): Value => {
    const { m, bound, name, object, place } = context;
    const given = bound('X', 'y', 'raw_documents');
    const data = arrayOfItems(m, given, place);
    if (name === 'fit_transform') noteFit(m, object, data ?? given, place);
    const classes = data ? undefined : m.store.read(object.id, classesField);
    if (classes !== undefined && given && !name.startsWith('inverse')) return encodedNames(context, given, classes);
    if (data) {
      const result = makeData(m, place, run({ ...context, fit: fitFor(m, object, data) }, stateOf(m, data)));
      noteCall(context, [data, result], result);
      return result;
    }
    return given ? mixed(m, [given], place, `${name} of ${object.type}`) : notKnown(m, 'undefined', place, name);
  };

/** Rules read what is fitted and transformed where. */
function noteCall({ m, object, name, args, site }: MethodContext, data: readonly DataValue[], result: Value): void {
  record(m, {
    kind: 'call',
    call: { ...site, callee: `${object.type}.${name}` },
    args,
    result,
    loops: [...m.loops],
    data: new Map(data.map((one) => [one.id, stateOf(m, one)])),
  });
}

const fitField = field<{ readonly place: Place; readonly data: number | undefined }>('fit');

/** Which data a scaler was fitted to last, and where. */
function noteFit(m: Machine, object: ObjectRef, data: Value | undefined, place: Place): void {
  m.store.write(object.id, fitField, { place, data: data?.kind === 'data' ? data.id : undefined });
  const names = itemsOf(m, data)?.map(asString);
  if (object.type.endsWith('.LabelEncoder') && names && !names.includes(undefined))
    m.store.write(object.id, classesField, new Set(names).size);
}

/** Of a `LabelEncoder`: how many names it was fitted to, where they are written in the program. */
const classesField = field<number>('classes');

/** Names of samples that are not known, as numbers of classes that are. */
function encodedNames({ m, name, object, place }: MethodContext, given: Value, classes: number): Value {
  const kind: LabelKind = classes === 2 ? { kind: 'binary', encoding: 'integer' } : { kind: 'class-ids', classes, first: 0 };
  return makeData(m, place, {
    ...stateOf(m, mixed(m, [given], place, `${name} of ${object.type}`)),
    dtype: known('int64', place, 'library'),
    range: known({ min: 0, max: classes - 1 }, place, 'library'),
    labelKind: known(kind, place, 'library'),
    shape: known([null], place, 'library'),
    steps: [{ kind: 'encode', place, by: object.type }],
  });
}

function fitFor(m: Machine, object: ObjectRef, data: DataValue): Fit | undefined {
  const last = m.store.read(object.id, fitField);
  return last && { place: last.place, own: last.data === data.id, within: m.loops.at(-1)?.place };
}

/** Back to before the scaler: what was there is remembered nowhere, but its steps undo each other. */
function inverse({ object, place, name }: MethodContext, state: DataState): DataState {
  const why = unknown('dynamic', place, name);
  const last = state.steps.at(-1);
  const undone =
    last?.fittedBy === object.id ? state.steps.slice(0, -1) : [...state.steps, { kind: 'other' as const, place, by: name }];
  return {
    ...derivedState(state, { range: why, labelKind: why, featureSpread: why }),
    steps: undone,
    stepsComplete: state.stepsComplete && last?.fittedBy === object.id,
  };
}

export const scalerMethods: MethodTable = table({
  fit: ({ m, object, bound, place }) => {
    noteFit(m, object, bound('X', 'y', 'raw_documents'), place);
    return object;
  },
  partial_fit: ({ object }) => object,
  fit_transform: onData(transformed),
  transform: onData(transformed),
  inverse_transform: onData(inverse),
  get_feature_names_out: ({ m, place }) => notKnown(m, 'dynamic', place, 'names of features'),
  set_output: ({ object }) => object,
  get_params: ({ place }) => none(place),
});

/** `sklearn.preprocessing.scale(x)` */
const scaling = (kind: 'standardize' | 'minmax', range: Range | undefined): Transfer =>
  onArray(({ m, name, args, place }, state) =>
    makeData(
      m,
      place,
      derivedState(state, scaled(state, kind, args.keywords.size === 0 ? range : undefined, place), { kind, place, by: name }),
    ),
  );

export const scalerFunctions: TransferTable = table({
  ...forAll(['sklearn.preprocessing.scale'], scaling('standardize', standardRange)),
  'sklearn.preprocessing.robust_scale': scaling('standardize', undefined),
  'sklearn.preprocessing.minmax_scale': scaling('minmax', { min: 0, max: 1 }),
  'sklearn.preprocessing.maxabs_scale': scaling('minmax', { min: -1, max: 1 }),
});
