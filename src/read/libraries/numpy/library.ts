/** numpy. */
import type { CompareOperator } from '../../../python/ast';
import type { Place } from '../../../text/place';
import { stateOf } from '../../data/data-access';
import { itemsOf } from '../../python/collections';
import type { Library } from '../../python/library';
import { notKnown, record, type Machine } from '../../python/machine';
import { asNumber, constant, type Value } from '../../python/value';
import { numpyTransfers } from './index';
import { joinBySubscript, joinsBySubscript } from './joining';
import { numpyRandomTransfers, randomGeneratorMethods } from './random';

const constants: ReadonlyMap<string, number | null> = new Map([
  ['numpy.pi', Math.PI],
  ['numpy.e', Math.E],
  ['numpy.newaxis', null],
]);

export const numpy: Library = {
  roots: ['numpy'],
  functions: { ...numpyTransfers, ...numpyRandomTransfers },
  methods: [['numpy.random.', randomGeneratorMethods]],
  kinds: {
    library: {
      attribute: (_, value, name, place) => {
        const number = constants.get(`${value.name}.${name}`);
        return number === undefined ? undefined : constant(number, place, { from: 'library' });
      },
      item: (m, value, index, place) => (joinsBySubscript(value.name) ? joinBySubscript(m, value.name, index, place) : undefined),
    },
  },
  hooks: {
    beforeCall: ({ m, name, args, place }) =>
      name === 'numpy.prod' && args.positional.length === 1 ? productOf(m, args.positional[0], place) : undefined,
    compared: noteNanComparisons,
  },
};

/** `np.prod(shape)`: of numbers that are known their product, of a shape that is not known a size that only the run knows. */
function productOf(m: Machine, value: Value | undefined, place: Place): Value | undefined {
  const numbers = itemsOf(m, value)?.map(asNumber);
  if (numbers && numbers.length > 0 && !numbers.includes(undefined))
    return constant(
      (numbers as number[]).reduce((product, one) => product * one, 1),
      place,
    );
  return value?.kind === 'unknown' ? notKnown(m, 'dynamic', place, 'the product of a shape') : undefined;
}

const isNan = (value: Value | undefined): boolean =>
  value?.kind === 'library' && /^(?:numpy|math)\.(?:nan|NaN|NAN)$/.test(value.name);

/** `x == np.nan` is never true, whatever x holds; it is noted because people mean a test for missing values. */
function noteNanComparisons(
  m: Machine,
  ops: readonly CompareOperator[],
  values: readonly Value[],
  places: readonly Place[],
  place: Place,
): void {
  for (const [i, operator] of ops.entries()) {
    if (operator !== '==' && operator !== '!=' && operator !== 'is' && operator !== 'is not') continue;
    const [left, right] = [values[i], values[i + 1]];
    const at = isNan(right) ? i : isNan(left) ? i + 1 : undefined;
    const [operand, nan] = at === undefined ? [] : [places[at], places[at === i ? i + 1 : i]];
    const value = at === undefined ? undefined : values[at];
    if (!operand || !nan || !value) continue;
    const frame = value.kind === 'data' && stateOf(m, value).container === 'dataframe';
    const of = frame ? 'dataframe' : value.kind === 'data' || value.kind === 'tensor' ? 'array' : 'other';
    record(m, { kind: 'nan-comparison', comparison: { place, operator, operand, of, nan } });
  }
}
