/** pandas. */
import { stateOf } from '../../data/data-access';
import { notedMethod } from '../../data/data-kind';
import { noteCall } from '../../data/data-methods';
import type { Library } from '../../python/library';
import { pandasTransfers } from './index';
import { frameMethods } from './methods';

/** Methods that only data frames and series have, whatever the value was taken for. */
const frameOnly = new Set(['iterrows', 'to_numpy', 'get_dummies', 'fillna', 'dropna', 'value_counts', 'sort_values']);

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
          return method({ m, data, state, name, args, site, place: site.place });
        });
      },
    },
  },
};
