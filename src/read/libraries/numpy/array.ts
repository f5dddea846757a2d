/** `np.array(...)` */
import { known, unknown, valueOf } from '../../../facts/fact';
import type { Place } from '../../../text/place';
import { mixed, stateOf } from '../../data/data-access';
import { arrayOf } from '../../data/data-items';
import { stateField } from '../../data/data-join';
import type { DataValue } from '../../data/data-state';
import { castKind, castRange, dtypeName } from '../../data/data-types';
import { joinValues } from '../../python/join';
import type { Machine } from '../../python/machine';
import { isSymbolic, symbolicCall } from '../../python/symbolic';
import type { Value } from '../../python/value';
import { type Transfer } from '../transfer';

/** `np.array(value, dtype)` */
export const array: Transfer = (context) => {
  const { m, name, args, bound, site, place } = context;
  const value = args.positional[0] ?? bound('object', 'a', 'x', 'value', 'data', 'list_of_values', 'initial_value');
  const given = bound('dtype');
  const dtype = dtypeName(given);
  if (!value) return mixed(m, [], place, 'an array of unknown content');
  if (isSymbolic(m, value)) return symbolicCall(context);
  if (value.kind === 'oneOf')
    return joinValues(
      m,
      value.values.map((one) => cast(m, arrayOf(m, one, dtype, name, site), given, dtype, place)),
      place,
    );
  return cast(m, arrayOf(m, value, dtype, name, site), given, dtype, place);
};

function cast(m: Machine, data: DataValue, given: Value | undefined, dtype: string | undefined, place: Place): DataValue {
  const state = stateOf(m, data);
  if (!given || valueOf(state.dtype) === dtype) return data;
  if (given.kind === 'const' && given.value === null) return data;
  const range = castRange(state.range, valueOf(state.dtype), dtype, place);
  const type = dtype === undefined ? unknown('dynamic', place, 'a dtype') : known(dtype, place);
  const next = { ...state, dtype: type, range, labelKind: castKind(state.labelKind, dtype, place) };
  m.store.write(data.id, stateField, next);
  return data;
}
