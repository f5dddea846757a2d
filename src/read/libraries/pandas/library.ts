/** pandas. */
import { boundBy } from '../../python/bound';
import { valueOf } from '../../../facts/fact';
import type { DataState } from '../../data/data-state';
import type { Machine } from '../../python/machine';
import { stateOf } from '../../data/data-access';
import { notedMethod } from '../../data/data-kind';
import { noteCall } from '../../data/data-methods';
import type { Library } from '../../python/library';
import { pandasTransfers } from './index';
import { frameMethods } from './methods';

/** Methods that only data frames and series have, whatever the value was taken for. */
const frameOnly = new Set(['iterrows', 'to_numpy', 'get_dummies', 'fillna', 'dropna', 'value_counts', 'sort_values']);

/** The method whose signature counts: a column's where it is one, for `drop` and `map` take other arguments there. */
function signed(m: Machine, state: DataState, name: string): string {
  const types = valueOf(state.shape)?.length === 1 ? ['Series', 'DataFrame'] : ['DataFrame', 'Series'];
  const callees = types.map((type) => `pandas.${type}.${name}`);
  return callees.find((callee) => m.guests.names.signature(m, callee) !== undefined) ?? `pandas.DataFrame.${name}`;
}

export const pandas: Library = {
  roots: ['pandas'],
  functions: pandasTransfers,
  kinds: {
    data: {
      method: (m, data, name, args, site) => {
        const state = stateOf(m, data);
        const method = frameMethods[name];
        const { container } = state;
        if (!method || container === 'dataset' || container === 'generator') return undefined;
        if (container !== 'dataframe' && !frameOnly.has(name)) return undefined;
        return notedMethod(m, data, name, args, site, () => {
          noteCall(m, data, state, `pandas.DataFrame.${name}`, args, site);
          const bound = boundBy(m, signed(m, state, name), args);
          return method({ m, data, state, name, args, bound, site, place: site.place });
        });
      },
    },
  },
};
