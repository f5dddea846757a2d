/** What a raw variable starts as, in Keras's words for initial weights. */
import { boundBy } from '../python/bound';
import type { Place } from '../../text/place';
import { known, unknown, valueOf, type Fact } from '../../facts/fact';
import { looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import type { VariableTensor } from '../libraries/tensorflow/tensor';
import { asBoolean, asNumber, isNone, noArguments, type Arguments, type Value } from '../python/value';
import { stateOf } from '../data/data-access';
import type { ObjectValue, Plain } from '../../facts/plain';
import { plainFact } from './facts';

const initializer = (type: string, place: Place, values: Readonly<Record<string, number>> = {}): ObjectValue => ({
  kind: 'object',
  type: `keras.initializers.${type}`,
  arguments: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, known<Plain>(value, place, 'library')])),
});

export function initialisation(m: Machine, { initial, place }: VariableTensor): Fact<Plain> {
  const lost = unknown('not-modelled', place, 'the initial value of a variable');
  switch (initial.kind) {
    case 'const': {
      // get_variable without an initializer.
      if (isNone(initial)) return known(initializer('GlorotUniform', place), place, 'default');
      const value = asNumber(initial);
      return value === undefined ? lost : known(initializer('Constant', place, { value }), place);
    }
    case 'list':
    case 'tuple': {
      const numbers = looseItems(m, initial)?.map(asNumber);
      const [first] = numbers ?? [];
      return first !== undefined && numbers?.every((one) => one === first) === true
        ? known(initializer('Constant', place, { value: first }), place)
        : lost;
    }
    case 'library':
      return ofTensorflow1(m, initial.name, noArguments, place) ?? lost;
    case 'object':
      return (
        ofTensorflow1(m, initial.type, initial.args, place) ??
        (initial.type.startsWith('keras.initializers.') ? plainFact(m, initial, place) : lost)
      );
    case 'data':
      return ofData(m, initial, place) ?? lost;
    case 'unknown':
      return initial.why;
    default:
      return lost;
  }
}

/** Drawn by a generator, or one number everywhere. Ranges of normal numbers end at three deviations, of truncated ones at two. */
function ofData(m: Machine, initial: Extract<Value, { kind: 'data' }>, place: Place): Fact<Plain> | undefined {
  const { range: fact, origins, steps } = stateOf(m, initial);
  const range = valueOf(fact);
  const [origin] = origins;
  if (
    !range ||
    !origin ||
    origins.length > 1 ||
    steps.some(({ kind }) => kind !== 'scale' && kind !== 'cast' && kind !== 'reshape')
  )
    return undefined;
  const { min, max } = range;
  if (min === max) return known(initializer('Constant', place, { value: min }), place);
  if (origin.kind !== 'random') return undefined;
  if (/uniform|\.rand$|random_sample|\.random$/.test(origin.name))
    return known(initializer('RandomUniform', place, { minval: min, maxval: max }), place);
  if (!/normal|randn/.test(origin.name)) return undefined;
  const truncated = origin.name.includes('truncated');
  const stddev = (max - min) / (truncated ? 4 : 6);
  return known(initializer(truncated ? 'TruncatedNormal' : 'RandomNormal', place, { mean: (min + max) / 2, stddev }), place);
}

/** Initializers of TensorFlow 1, whose defaults are others than Keras's. */
function ofTensorflow1(m: Machine, name: string, args: Arguments, place: Place): Fact<Plain> | undefined {
  const short = name.split('.').at(-1) ?? name;
  const bound = boundBy(m, name, args);
  const number = (parameter: string, otherwise: number): number | undefined => {
    const value = bound(parameter);
    return value ? asNumber(value) : otherwise;
  };
  const of = (type: string, values: Readonly<Record<string, number | undefined>> = {}): Fact<Plain> | undefined => {
    const numbers = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    return numbers.length < Object.keys(values).length
      ? undefined
      : known(initializer(type, place, Object.fromEntries(numbers)), place);
  };
  switch (short) {
    case 'xavier_initializer':
    case 'xavier_initializer_conv2d':
    case 'glorot_uniform_initializer':
      return of(asBoolean(bound('uniform')) === false ? 'GlorotNormal' : 'GlorotUniform');
    case 'glorot_normal_initializer':
      return of('GlorotNormal');
    case 'zeros_initializer':
      return of('Zeros');
    case 'ones_initializer':
      return of('Ones');
    case 'constant_initializer':
      return of('Constant', { value: number('value', 0) });
    case 'random_normal_initializer':
      return of('RandomNormal', { mean: number('mean', 0), stddev: number('stddev', 1) });
    case 'truncated_normal_initializer':
      return of('TruncatedNormal', { mean: number('mean', 0), stddev: number('stddev', 1) });
    case 'random_uniform_initializer':
      return of('RandomUniform', { minval: number('minval', 0), maxval: number('maxval', 1) });
    // tf.contrib.layers: factor 2, fan in, truncated.
    case 'variance_scaling_initializer':
      return args.positional.length + args.keywords.size === 0 ? of('HeNormal') : undefined;
    default:
      return undefined;
  }
}
