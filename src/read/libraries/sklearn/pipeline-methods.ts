/** scikit-learn: steps after each other and side by side. */
import { madeWith } from '../../python/bound';
import { table } from '../../../facts/table';
import { known, unknown, valueOf } from '../../../facts/fact';
import { itemsOf } from '../../python/collections';
import type { DataState } from '../../data/data-state';
import type { Machine } from '../../python/machine';
import { none, type ObjectRef, type Value } from '../../python/value';
import { derivedState } from '../../data/data-access';
import type { MethodContext, MethodTable } from '../object-methods';
import { onData, scalerMethods } from './scalers';
import { transformed } from './transformers';

/** `make_pipeline(a, b).fit_transform(x)`: one after the other. */
const throughAll = (context: MethodContext, state: DataState): DataState => {
  const { m, object } = context;
  return stepsOf(m, object).reduce<DataState>(
    (before, one) =>
      one.kind === 'object'
        ? transformed({ ...context, object: one }, before)
        : { ...before, stepsComplete: false, range: unknown('dynamic', context.place, 'a part of a pipeline') },
    state,
  );
};

function stepsOf(m: Machine, object: ObjectRef): readonly Value[] {
  if (object.type.endsWith('make_pipeline')) return object.args.positional;
  return itemsOf(m, madeWith(m, object)('steps'))?.map((pair) => itemsOf(m, pair)?.[1] ?? pair) ?? [none(object.place)];
}

/** Columns each in their own way: of the whole only the rows are known. */
const columnwise = ({ place, object }: MethodContext, state: DataState): DataState => {
  const why = unknown('dynamic', place, 'columns transformed each in its own way');
  return derivedState(
    state,
    {
      container: 'array',
      shape: known([valueOf(state.shape)?.[0] ?? null, null], place),
      range: why,
      dtype: why,
      labelKind: why,
      featureSpread: why,
      stepsComplete: false,
    },
    { kind: 'other', place, by: object.type, fittedBy: object.id },
  );
};

export const pipelineMethods: MethodTable = table({
  ...scalerMethods,
  fit_transform: onData(throughAll),
  transform: onData(throughAll),
});

export const columnTransformerMethods: MethodTable = table({
  ...scalerMethods,
  fit_transform: onData(columnwise),
  transform: onData(columnwise),
});
