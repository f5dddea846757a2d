/** What a layer makes of the range of values that reach it, in prediction. */
import { everything, reachOfActivation, type Reach } from '../activations';
import { numberOf } from './arguments';
import type { LayerArguments, LayerRecord } from './record';

/** What is asked of a layer: its arguments, the ranges of its inputs (undefined where not known), and the layer inside it. */
export interface RangeQuestion {
  readonly argument: LayerArguments;
  readonly inputs: readonly (Reach | undefined)[];
  /** Keras's name of its activation, where the program's own is known; else that of the argument, else the record's. */
  readonly activation?: string | undefined;
  readonly inner?: ((inputs: readonly (Reach | undefined)[]) => Reach | undefined) | undefined;
}

const hull = (a: Reach, b: Reach): Reach => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) });
const ofAll = (reaches: readonly Reach[]): Reach | undefined =>
  reaches.length === 0 ? undefined : reaches.reduce((all, one) => hull(all, one));
const ZERO: Reach = { min: 0, max: 0 };

/** The smallest and largest value that may come out; undefined where nothing can be said. */
export function rangeAfter(record: LayerRecord, question: RangeQuestion): Reach | undefined {
  const { argument, inputs } = question;
  const { range } = record;
  const first = inputs[range.kind === 'kept' ? (range.input ?? 0) : 0];
  switch (range.kind) {
    case 'kept':
      return first && (range.zero === true ? hull(first, ZERO) : first);
    case 'affine': {
      const [scale, offset] = [numberOf(argument, range.scale), numberOf(argument, range.offset)];
      if (!first || scale === undefined || offset === undefined) return undefined;
      const ends = [first.min * scale + offset, first.max * scale + offset];
      return { min: Math.min(...ends), max: Math.max(...ends) };
    }
    case 'activation':
      return activated(record, range, question);
    case 'bounded':
      return { min: range.min, max: range.max };
    case 'clipped': {
      const ends = argument(range.range);
      const [min, max] = Array.isArray(ends) ? (ends as readonly unknown[]) : [];
      return typeof min === 'number' && typeof max === 'number' ? { min, max } : undefined;
    }
    case 'ids': {
      const count = numberOf(argument, range.count);
      return ids(argument('output_mode'), count);
    }
    case 'merged':
      return mergedRange(range.by, inputs);
    case 'inner':
      return question.inner?.(inputs);
    case 'standardized':
    case 'free':
      return undefined;
  }
}

function ids(mode: unknown, count: number | undefined): Reach | undefined {
  switch (mode) {
    case 'int':
      return { min: 0, max: count === undefined ? Infinity : count - 1 };
    case 'one_hot':
    case 'multi_hot':
    case 'binary':
      return { min: 0, max: 1 };
    case 'count':
      return { min: 0, max: Infinity };
    default:
      return undefined;
  }
}

function activated(
  record: LayerRecord,
  { weighted, gated }: Extract<LayerRecord['range'], { kind: 'activation' }>,
  { argument, inputs: [first], activation }: RangeQuestion,
): Reach | undefined {
  const given = argument('activation');
  const own = record.family === 'activation' ? record.activation : 'linear';
  const name = activation ?? (typeof given === 'string' ? given : given === null ? own : undefined);
  if (name === undefined) return undefined;
  const before = weighted ? everything : (first ?? everything);
  const reach = parametrised(name, argument, before) ?? reachOfActivation(name, before);
  if (!reach || (reach.min === -Infinity && reach.max === Infinity)) return undefined;
  return gated === true ? hull(reach, ZERO) : reach;
}

/** Activation layers whose arguments bend them: ReLU's slope, threshold and largest value, LeakyReLU's slope, ELU's alpha. */
function parametrised(name: string, argument: LayerArguments, { min, max }: Reach): Reach | undefined {
  const slope = numberOf(argument, 'negative_slope');
  const [top, from] = [argument('max_value'), numberOf(argument, 'threshold')];
  const alpha = numberOf(argument, 'alpha');
  const theta = numberOf(argument, 'theta');
  const of =
    name === 'relu' && from !== undefined && slope !== undefined && (top === null || typeof top === 'number')
      ? (x: number) => Math.min(x >= from ? x : slope * (x - from), top ?? Infinity)
      : name === 'leaky_relu' && slope !== undefined
        ? (x: number) => (x < 0 ? slope * x : x)
        : name === 'elu' && alpha !== undefined
          ? (x: number) => (x < 0 ? alpha * Math.expm1(x) : x)
          : name === 'thresholded_relu' && theta !== undefined
            ? (x: number) => (x > theta ? x : 0)
            : undefined;
  if (!of) return undefined;
  // Between the ends a threshold may lie at which the value drops to nothing.
  const kinks = [from, theta].filter((x) => x !== undefined && min < x && x < max).map(() => 0);
  const ends = [of(min), of(max), ...kinks].map((x) => (Number.isNaN(x) ? 0 : x));
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

function mergedRange(
  by: Extract<LayerRecord['range'], { kind: 'merged' }>['by'],
  inputs: RangeQuestion['inputs'],
): Reach | undefined {
  const known = inputs.filter((one) => one !== undefined);
  const [first, ...rest] = known;
  if (!first || known.length !== inputs.length) return undefined;
  const fold = (both: (a: Reach, b: Reach) => Reach): Reach => rest.reduce(both, first);
  switch (by) {
    case 'sum':
      return fold((a, b) => ({ min: a.min + b.min, max: a.max + b.max }));
    case 'difference':
      return fold((a, b) => ({ min: a.min - b.max, max: a.max - b.min }));
    case 'product':
      return fold((a, b) => {
        const corners = [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max];
        return { min: Math.min(...corners), max: Math.max(...corners) };
      });
    case 'average': {
      const sum = fold((a, b) => ({ min: a.min + b.min, max: a.max + b.max }));
      return { min: sum.min / known.length, max: sum.max / known.length };
    }
    case 'maximum':
      return fold((a, b) => ({ min: Math.max(a.min, b.min), max: Math.max(a.max, b.max) }));
    case 'minimum':
      return fold((a, b) => ({ min: Math.min(a.min, b.min), max: Math.min(a.max, b.max) }));
    case 'union':
      return ofAll(known);
  }
}
