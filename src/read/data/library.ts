/** Arrays, data frames and datasets, whichever library makes them. */
import type { Library } from '../python/library';
import { measuredParameters } from './blind-arrays';
import { dataWithin, mixed, nameData } from './data-access';
import { dataArithmetic } from './data-arithmetic';
import { dataKind } from './data-kind';
import { forgetDerivations, mayChangeData, noted, operands } from './derivations';
import { notKnown, record } from '../python/machine';
import { statesOf } from './data-states';
import { zeroGuarded } from './zero-guard';

/** Calls that rules read on their own, beside what they do to values. */
const noteworthy = /^(numpy|tf|sklearn|pandas|keras\.(utils|datasets|backend|ops))\./;

/** Functions that take arrays and may give some, though nothing is known of them. */
const onArrays = /^(numpy|scipy|sklearn|pandas|tf|keras|cv2|skimage|PIL)\b/;

export const arrays: Library = {
  roots: [],
  kinds: { data: dataKind },
  hooks: {
    gives: ({ m, name, args, place }) => {
      const all = [...args.positional, ...args.keywords.values()];
      if (!onArrays.test(name) || !all.some((value) => dataWithin(m, value).length > 0)) return undefined;
      notKnown(m, 'not-modelled', place, name);
      return mixed(m, all, place, name);
    },
    called: ({ m, name, args, site }, result) => {
      if (!noteworthy.test(name)) return;
      record(m, {
        kind: 'call',
        call: { ...site, callee: name },
        args,
        result,
        loops: [...m.loops],
        data: statesOf(m, { ...args, positional: [...args.positional, result] }),
      });
    },
    around: noted,
    lost: (m, callee, args, site) => {
      if (mayChangeData(callee, site.callee)) forgetDerivations(m, args);
    },
    operator: (m, op, left, right, place) =>
      left.kind === 'data' || right.kind === 'data'
        ? noted(m, { kind: 'operator', name: op, place, args: operands(left, right) }, () =>
            dataArithmetic(m, op, left, right, place),
          )
        : undefined,
    compare: (m, ops, values, place) => {
      const data = values.find((value) => value.kind === 'data');
      if (!data) return undefined;
      return noted(
        m,
        { kind: 'operator', name: ops.length === 1 ? (ops[0] ?? '') : 'chain', place, args: operands(...values) },
        () => dataArithmetic(m, 'compare', data, values.find((value) => value !== data) ?? data, place),
      );
    },
    choice: zeroGuarded,
    named: nameData,
    parameters: measuredParameters,
  },
};
