/**
 * Follows a derivation with the file's own numbers. It knows the operations below and refuses at every other one: what reaches the model must
 * be what the program would hand it, or nothing.
 */
import type { Derivation, DerivedArgument } from '../../facts/derivation';
import { argumentAt, isNothing, numberOf, textOf, truthOf } from './arguments';
import { operated } from './arithmetic';
import { assigned, dummies, encoded, filled, mapped, withoutMissing } from './columns';
import { byLabels, dropped, selected } from './select';
import { openedBy, type OwnFiles } from './sources';
import { asArray, refused, rowsOf, takeRows, type Derived, type NdArray, type Refusal } from './value';

/** Reads a derivation once, however many lead through it. */
export type Follow = (derivation: Derivation) => Derived | Refusal;

export function follower(files: OwnFiles): Follow {
  const known = new Map<Derivation, Derived | Refusal>();
  const follow: Follow = (derivation) => {
    const before = known.get(derivation);
    if (before) return before;
    const result = openedBy(derivation, files) ?? applied(derivation, follow);
    known.set(derivation, result);
    return result;
  };
  return follow;
}

const notFollowed = (name: string): Refusal => refused(`${name} is not followed with the numbers of a file`);

function applied(derivation: Derivation, follow: Follow): Derived | Refusal {
  const { kind, name, item } = derivation;
  if (kind === 'operator') return operated(derivation, follow);
  const several = kind === 'call' && item !== undefined && /\.(?:train_test_split|shuffle)$/.test(name);
  const at = several ? (name.endsWith('split') ? Math.floor(item / 2) : item) : 0;
  const first = derivation.arguments[at] ?? firstKeyword(derivation);
  if (first?.kind !== 'data') return notFollowed(name);
  const base = follow(first.data);
  if (base.kind === 'refused') return base;
  switch (kind) {
    case 'attribute':
      return attribute(base, derivation);
    case 'subscript':
      return subscript(base, first.data, derivation, follow);
    case 'assignment':
      return assigned(base, derivation, follow);
    case 'object':
      return encoded(base, derivation);
    case 'method':
      return method(base, derivation);
    case 'call':
      return called(base, derivation);
  }
}

const firstKeyword = ({ keywords }: Derivation): DerivedArgument | undefined =>
  Object.values(keywords).find(({ kind }) => kind === 'data');

function attribute(base: Derived, { name }: Derivation): Derived | Refusal {
  // `iloc` and `loc` are looked into by the subscript that follows.
  if (name === 'iloc' || name === 'loc') return base;
  if (name === 'values') return plainArray(base);
  return base.value.kind === 'table' && base.value.columns.some(({ label }) => label === name)
    ? byLabels(base, { kind: 'value', value: name })
    : notFollowed(name);
}

/** As numpy has it: a table of numbers becomes an array; with text in it, it stays one of columns without types. */
function plainArray(base: Derived): Derived {
  const array = asArray(base.value);
  return array.kind === 'text' ? base : { ...base, value: array };
}

function subscript(base: Derived, of: Derivation, { arguments: [, index] }: Derivation, follow: Follow): Derived | Refusal {
  if (index === undefined) return notFollowed('a subscript');
  const by = of.kind === 'attribute' && (of.name === 'iloc' || of.name === 'loc') ? of.name : 'label';
  if (index.kind === 'data') {
    const mask = follow(index.data);
    if (mask.kind === 'refused') return mask;
    const truths = isComparison(index.data) ? asArray(mask.value) : undefined;
    return truths?.kind === 'array' && truths.shape.length === 1
      ? selected(base, by, index, truths.data)
      : refused('the rows that are taken are only known when your code runs');
  }
  // An array of text and numbers is indexed by position, as any array.
  const frame = base.value.kind === 'table' && isFrame(of);
  return selected(base, by === 'label' && base.value.kind === 'table' && !frame ? 'iloc' : by, index, undefined);
}

const isComparison = ({ kind, name }: Derivation): boolean => kind === 'operator' && /^(?:[<>]=?|[=!]=)$/.test(name);

/** Whether pandas made it: its last step is not one that gives a numpy array. */
const isFrame = ({ kind, name }: Derivation): boolean =>
  !(kind === 'attribute' && name === 'values') && !(kind === 'method' && name === 'to_numpy') && !name.startsWith('numpy.');

/** Methods that leave the numbers as they are. */
const same: ReadonlySet<string> = new Set('copy numpy to_numpy as_matrix tolist to_list view infer_objects'.split(' '));

function method(base: Derived, call: Derivation): Derived | Refusal {
  const { name, rest } = call;
  if (rest === true && truthOf(call.keywords.inplace) !== true && name !== 'pop') return notFollowed(name);
  if (same.has(name)) return name === 'copy' || name === 'view' ? base : plainArray(base);
  switch (name) {
    case 'pop':
      return rest === true ? dropped(base, call) : byLabels(base, argumentAt(call, 1, 'item') ?? { kind: 'unknown' });
    case 'drop':
      return dropped(base, call);
    case 'get':
      return byLabels(base, call.arguments[1] ?? { kind: 'unknown' });
    case 'dropna':
      return withoutMissing(base, call);
    case 'fillna':
      return filled(base, call);
    case 'map':
    case 'replace':
      return mapped(base, call);
    case 'astype':
      return cast(base, argumentAt(call, 1, 'dtype', 't'));
    case 'reset_index':
      return truthOf(call.keywords.drop) === true ? base : notFollowed('reset_index without drop=True');
    case 'head':
    case 'tail': {
      const count = call.arguments.length + Object.keys(call.keywords).length > 1 ? numberOf(argumentAt(call, 1, 'n')) : 5;
      if (count === undefined || count < 0) return notFollowed(name);
      const rows = rowsOf(base.value);
      const from = name === 'head' ? 0 : Math.max(0, rows - count);
      return { ...base, value: takeRows(base.value, range(from, name === 'head' ? Math.min(count, rows) : rows)) };
    }
    case 'sample':
      return numberOf(call.keywords.frac) === 1
        ? { ...base, shuffles: [...base.shuffles, `sample ${call.place.source} ${call.place.start}`] }
        : notFollowed('sample');
    case 'rename':
      return renamed(base, call);
    case 'to_frame':
      return base.value.kind === 'table' ? { ...base, value: { ...base.value, single: false } } : notFollowed(name);
    case 'reshape':
    case 'ravel':
    case 'flatten':
    case 'squeeze':
      return reshaped(base, name, call);
    default:
      return notFollowed(name);
  }
}

const range = (from: number, to: number): readonly number[] => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

function renamed(base: Derived, { keywords: { columns } }: Derivation): Derived | Refusal {
  if (base.value.kind !== 'table' || columns?.kind !== 'dictionary') return notFollowed('rename');
  const names = new Map(columns.entries.map(([from, to]) => [textOf(from), textOf(to)]));
  const labels = base.value.columns.map(({ label, cells }) => ({ label: names.get(label) ?? label, cells }));
  return { ...base, value: { ...base.value, columns: labels } };
}

/** Integers are cut off, as numpy does; classes named by text stay text until they are encoded. */
function cast(base: Derived, type: DerivedArgument | undefined): Derived | Refusal {
  const name = (type?.kind === 'name' ? type.name : textOf(type))?.split('.').at(-1);
  if (name === undefined) return notFollowed('astype');
  if (/^(?:str|object|category)$/.test(name)) return base;
  const array = asArray(base.value);
  if (array.kind === 'text') return refused(`its column "${array.label}" holds text`);
  const steps = [...base.steps];
  if (/^(?:u?int\d*|bool)$/.test(name)) {
    if (steps.length > 0) return notFollowed(`astype(${name})`);
    const whole = array.data.map(Math.trunc);
    return { ...base, value: base.value.kind === 'array' ? { ...array, data: whole } : (withNumbers(base, whole) ?? array) };
  }
  return /^(?:float|double|single|half)/.test(name) ? base : notFollowed(`astype(${name})`);
}

/** The same table with these numbers, row by row. */
function withNumbers({ value }: Derived, numbers: NdArray['data']): Derived['value'] | undefined {
  if (value.kind !== 'table') return undefined;
  const width = value.columns.length;
  const columns = value.columns.map(({ label }, c) => ({
    label,
    cells: {
      kind: 'numbers' as const,
      values: Float64Array.from({ length: value.rows }, (_, i) => numbers[i * width + c] ?? NaN),
    },
  }));
  return { ...value, columns };
}

function reshaped(base: Derived, name: string, call: Derivation): Derived | Refusal {
  const array = asArray(base.value);
  if (array.kind === 'text') {
    // A single column of text as (n,) or (n, 1) is the same column.
    return base.value.kind === 'table' && base.value.columns.length === 1 ? base : notFollowed(name);
  }
  const rows = array.shape[0] ?? 0;
  const inner = array.shape.slice(1);
  const width = inner.reduce((product, size) => product * size, 1);
  if (name === 'squeeze') return { ...base, value: { ...array, shape: [rows, ...inner.filter((size) => size !== 1)] } };
  if (name === 'ravel' || name === 'flatten')
    return width === 1 ? { ...base, value: { ...array, shape: [rows] } } : notFollowed(name);
  const written = call.arguments.slice(1);
  const [only] = written;
  const sizes = written.length === 1 && only?.kind === 'list' ? only.items : written.length > 0 ? written : undefined;
  const given = sizes ?? (call.keywords.newshape?.kind === 'list' ? call.keywords.newshape.items : undefined);
  if (!given || given.length === 0) return notFollowed(name);
  // The number of rows is `len(x)`, `x.shape[0]` or -1; what counts is the shape of one.
  const [first, ...others] = given.map(numberOf);
  const open = others.indexOf(-1);
  if (others.some((size) => size === undefined)) return notFollowed(name);
  const fixed = (others as readonly number[]).reduce((product, size) => (size === -1 ? product : product * size), 1);
  const shape = (others as readonly number[]).map((size, i) => (i === open ? width / fixed : size));
  if (shape.reduce((product, size) => product * size, 1) !== width || (first !== undefined && first !== -1 && first !== rows))
    return notFollowed(name);
  return { ...base, value: { ...array, shape: [rows, ...shape] } };
}

function called(base: Derived, call: Derivation): Derived | Refusal {
  const { name, place, rest } = call;
  if (/^numpy\.random\.shuffle$/.test(name) && rest === true)
    return { ...base, shuffles: [...base.shuffles, `shuffle ${place.source} ${place.start}`] };
  if (rest === true) return notFollowed(name);
  if (
    /^numpy\.(?:array|asarray|asanyarray|ascontiguousarray|copy|float32|float64)$/.test(name) ||
    /^tf\.(?:convert_to_tensor|constant)$/.test(name)
  ) {
    const type = argumentAt(call, 1, 'dtype');
    const array = plainArray(base);
    return isNothing(type) ? array : cast(array, type);
  }
  if (/^(?:tf|keras\.(?:ops|backend))\.cast$/.test(name)) return cast(plainArray(base), argumentAt(call, 1, 'dtype'));
  if (name === 'numpy.expand_dims') {
    const array = asArray(base.value);
    const axis = numberOf(argumentAt(call, 1, 'axis'));
    if (array.kind === 'text' || axis === undefined) return notFollowed(name);
    const at = axis < 0 ? axis + array.shape.length + 1 : axis;
    return at === 0 ? notFollowed(name) : { ...base, value: { ...array, shape: array.shape.toSpliced(at, 0, 1) } };
  }
  if (/^numpy\.(?:reshape|ravel|squeeze)$/.test(name)) return reshaped(base, name.slice(6), call);
  if (name === 'numpy.log1p') return { ...base, steps: [...base.steps, { kind: 'log1p' }] };
  if (name.endsWith('.train_test_split')) return shuffledBy(base, call, truthOf(call.keywords.shuffle) !== false);
  if (/^sklearn\.utils\.shuffle$/.test(name)) return shuffledBy(base, call, true);
  if (/(?:^|\.)to_categorical$/.test(name)) return { ...base, oneHot: 'up-to-largest' };
  if (name === 'pandas.get_dummies') return dummies(base, call);
  if (name === 'pandas.to_numeric') return base;
  return notFollowed(name);
}

/** Both arrays of one call, or of two calls with the same seed, are put in the same order. */
function shuffledBy(base: Derived, { place, keywords }: Derivation, shuffles: boolean): Derived {
  if (!shuffles) return base;
  const seed = numberOf(keywords.random_state);
  const key = seed === undefined ? `call ${place.source} ${place.start}` : `seed ${seed}`;
  return { ...base, shuffles: [...base.shuffles, key] };
}
