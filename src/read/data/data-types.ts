/** numpy's dtypes: names of arguments, promotion, what a cast does to a range. */
import { table } from '../../facts/table';
import type { DataStep, LabelKind, Range } from '../../facts/data';
import { scalingSteps, type DataState } from './data-state';
import { known, unknown, valueOf, type Fact } from '../../facts/fact';
import { asString, type Value } from '../python/value';
import type { Place } from '../../text/place';

const spellings: Readonly<Record<string, string>> = table({
  float: 'float64',
  float_: 'float64',
  double: 'float64',
  single: 'float32',
  half: 'float16',
  f: 'float32',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  d: 'float64',
  int: 'int64',
  int_: 'int64',
  long: 'int64',
  i: 'int32',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  ubyte: 'uint8',
  byte: 'int8',
  uint: 'uint64',
  bool_: 'bool',
  '?': 'bool',
  b: 'int8',
  B: 'uint8',
  str: 'str',
  str_: 'str',
  string: 'str',
  O: 'object',
});

/** numpy's name of a dtype argument: `'float32'`, `np.float32`, `float`, `tf.float32`. Undefined where it is not known. */
export function dtypeName(value: Value | undefined): string | undefined {
  const text = asString(value);
  if (text !== undefined) return spellings[text.replace(/^[<>=|]/, '')] ?? text.replace(/^[<>=|]/, '');
  if (value?.kind === 'method' && value.name === 'floatx') return 'float32';
  if (value?.kind !== 'library') return undefined;
  const last = value.name.split('.').at(-1) ?? '';
  const name = spellings[last] ?? last;
  return /^(float|int|uint|bool|str|object|complex|bfloat|string)\d*$/.test(name) ? name : undefined;
}

export const isFloat = (dtype: string | undefined): boolean => dtype !== undefined && /^b?float/.test(dtype);
export const isInteger = (dtype: string | undefined): boolean => dtype !== undefined && /^u?int\d+$/.test(dtype);

/** The smallest and largest value of an integer type. */
export function boundsOf(dtype: string | undefined): Range | undefined {
  const match = /^(u?)int(\d+)$/.exec(dtype ?? '');
  if (!match) return dtype === 'bool' ? { min: 0, max: 1 } : undefined;
  const bits = Number(match[2]);
  return match[1] === 'u' ? { min: 0, max: 2 ** bits - 1 } : { min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 };
}

const bitsOf = (dtype: string): number => Number(/(?<!\d)\d{1,4}$/.exec(dtype)?.[0] ?? 8);

/** The dtype of arithmetic on two arrays, as numpy promotes. */
export function promote(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a === b) return a;
  if (a === 'bool' && (isFloat(b) || isInteger(b))) return b;
  if (b === 'bool' && (isFloat(a) || isInteger(a))) return a;
  if (isFloat(a) && isFloat(b)) return bitsOf(a) >= bitsOf(b) ? a : b;
  if (isFloat(a) && isInteger(b))
    return bitsOf(b) <= 8 || bitsOf(a) > 2 * bitsOf(b) - 1 || (bitsOf(b) === 16 && a !== 'float16') ? a : 'float64';
  if (isInteger(a) && isFloat(b)) return promote(b, a);
  if (!isInteger(a) || !isInteger(b)) return undefined;
  const [wide, narrow] = bitsOf(a) >= bitsOf(b) ? [a, b] : [b, a];
  if (wide.startsWith('u') === narrow.startsWith('u')) return wide;
  if (!wide.startsWith('u'))
    return bitsOf(wide) > bitsOf(narrow) ? wide : bitsOf(narrow) < 64 ? `int${bitsOf(narrow) * 2}` : 'float64';
  return bitsOf(wide) < 64 ? `int${bitsOf(wide) * 2}` : 'float64';
}

/** Integers stay within their type: what would wrap around is not known. */
export function withinType(range: Fact<Range>, dtype: string | undefined, place: Place): Fact<Range> {
  const bounds = boundsOf(dtype);
  if (range.kind !== 'known' || !bounds || dtype === 'bool') return range;
  const { min, max } = range.value;
  return min < bounds.min || max > bounds.max ? unknown('dynamic', place, `values that do not fit ${String(dtype)}`) : range;
}

/** What a cast to `dtype` does to a range. */
export function castRange(range: Fact<Range>, from: string | undefined, dtype: string | undefined, place: Place): Fact<Range> {
  if (dtype === undefined || dtype === 'str' || dtype === 'object' || dtype === 'string')
    return unknown('dynamic', place, 'a cast');
  if (isFloat(dtype)) return range;
  if (dtype === 'bool') return known({ min: 0, max: 1 }, place, 'library');
  if (range.kind !== 'known') return range;
  if (isInteger(from)) return withinType(range, dtype, place);
  const whole = { min: Math.trunc(range.value.min), max: Math.trunc(range.value.max) };
  return withinType(
    whole.min === range.value.min && whole.max === range.value.max ? range : { ...range, value: whole },
    dtype,
    place,
  );
}

/** Scaled values that are cast to whole numbers: of 0..1 only 0 and 1 are left. */
export function castDamage(state: DataState, dtype: string | undefined): Pick<DataStep, 'damage' | 'dtype'> {
  const range = valueOf(state.range);
  const scaled = state.steps.some(({ kind }) => scalingSteps.has(kind) && kind !== 'preprocess');
  const cut =
    scaled && isFloat(valueOf(state.dtype)) && isInteger(dtype) && range !== undefined && range.min >= -1 && range.max <= 1;
  return cut && state.labelKind.kind !== 'known' ? { damage: 'truncates', dtype } : {};
}

/** What a cast does to labels: class ids stay, numbers lose what lies behind the point. */
export function castKind(kind: Fact<LabelKind>, dtype: string | undefined, place: Place): Fact<LabelKind> {
  const before = valueOf(kind);
  if (!before || dtype === undefined) return dtype === undefined ? unknown('dynamic', place, 'a dtype') : kind;
  const changed = (value: LabelKind): Fact<LabelKind> => (kind.kind === 'known' ? { ...kind, value } : kind);
  if (dtype === 'str' || dtype === 'object') return unknown('dynamic', place, 'labels as text');
  if (before.kind === 'continuous') return isFloat(dtype) ? kind : unknown('dynamic', place, 'numbers cut to whole ones');
  if (before.kind === 'binary' && before.encoding !== 'minus-one-one')
    return changed({ ...before, encoding: isFloat(dtype) ? 'float' : 'integer' });
  return dtype === 'bool' ? unknown('dynamic', place, 'labels as truth values') : kind;
}
