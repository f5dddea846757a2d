/** What is known of one Keras layer. The rows are in the files beside this one, `index.ts` gathers them. */
import type { Shape } from '../../facts/training';

/**
 * - `dense`, `conv`, `recurrent`, `attention`, `embedding`: compute with trained weights
 * - `activation`: a function of each value (softmax: of each row)
 * - `normalize`: by statistics of the batch or the sample
 * - `scale`: affine with constants that are given or fitted before training (`adapt`)
 * - `regularize`: acts in training only, or only adds to the loss
 * - `augment`: random change of images, in training only
 * - `image`: a fixed change of the pixels of an image
 * - `pool`, `shape`, `merge`: no arithmetic but averaging, moving and adding
 * - `encode`: turns words, ids or numbers into ids or indicator rows
 * - `signal`: turns sound into spectra
 * - `wrap`: applies another layer
 * - `custom`: a function of the program, or of another library
 */
export type Family =
  | 'dense'
  | 'conv'
  | 'recurrent'
  | 'attention'
  | 'embedding'
  | 'activation'
  | 'normalize'
  | 'scale'
  | 'regularize'
  | 'augment'
  | 'image'
  | 'pool'
  | 'shape'
  | 'merge'
  | 'encode'
  | 'signal'
  | 'wrap'
  | 'custom'
  | 'input';

/**
 * The layer's arguments as plain JavaScript values by today's parameter name, defaults included: undefined where the value is not known,
 * null for None and for a parameter that the layer has not.
 */
export type LayerArguments = (name: string) => unknown;

/** One application of a layer: what its formulae are asked with. Shapes are without the batch dimension. */
export interface Applied {
  readonly argument: LayerArguments;
  /** Of each tensor that it takes; undefined where not known. */
  readonly inputs: readonly (Shape | undefined)[];
  /** The layer inside a wrapper, where it is known. */
  readonly inner?: InnerLayer | undefined;
}

export interface InnerLayer {
  readonly record: LayerRecord;
  readonly argument: LayerArguments;
  readonly inner?: InnerLayer | undefined;
}

/** Why there is no shape: Keras raises here, or the layer does something that no formula says. */
export interface NoShape {
  readonly reason: 'undefined' | 'not-modelled';
  readonly what: string;
}

/** Undefined where an argument or an input that it depends on is not known. */
export type ShapeFormula = (applied: Applied) => Shape | NoShape | undefined;

/** How many numbers; undefined where an argument or an input that it depends on is not known. */
export type CountFormula = (applied: Applied) => number | undefined;

/** What a layer does to the range of values in prediction; what training adds is random. */
export type RangeEffect =
  /** Every number lies between the smallest and the largest that came in (`input`: as the second input), `zero`: or between those and 0. */
  | { readonly kind: 'kept'; readonly zero?: boolean; readonly input?: number }
  /** Times one argument plus another. */
  | { readonly kind: 'affine'; readonly scale: string; readonly offset: string }
  /** Mean about 0 and deviation about 1: by the statistics of the batch, of the sample, or of what `adapt` saw. */
  | { readonly kind: 'standardized'; readonly by: 'batch' | 'sample' | 'adapt' }
  /**
   * Its activation, after sums with weights where `weighted`, which may be any number; `gated`: times a gate between 0 and 1. The
   * activation is its `activation` argument, or the record's own.
   */
  | { readonly kind: 'activation'; readonly weighted: boolean; readonly gated?: boolean }
  /** Always between these two. */
  | { readonly kind: 'bounded'; readonly min: number; readonly max: number }
  /** The arguments `from` and `to` hold the smallest and largest value, `value_range`. */
  | { readonly kind: 'clipped'; readonly range: string }
  /** Whole numbers from 0 to one less than this argument. */
  | { readonly kind: 'ids'; readonly count: string }
  | { readonly kind: 'merged'; readonly by: 'sum' | 'difference' | 'product' | 'average' | 'maximum' | 'minimum' | 'union' }
  /** As the layer inside. */
  | { readonly kind: 'inner' }
  /** Nothing can be said. */
  | { readonly kind: 'free' };

export interface LayerRecord {
  readonly family: Family;
  /** Numbers that training changes; undefined for a layer that never has any. */
  readonly weights: CountFormula | undefined;
  /** Numbers that `fit` or `adapt` changes without a gradient (moving averages); undefined for a layer that has none. */
  readonly state: CountFormula | undefined;
  /** Keras's name of the activation function that it applies by default; `linear` when none. */
  readonly activation: string;
  /** Draws random numbers in training: the argument that says how much, of which 0 is nothing; `true` where there is no such number. */
  readonly random: string | true | undefined;
  /** Does nothing in `predict` and `evaluate`. */
  readonly trainingOnly: boolean;
  /** Goes through a sequence step by step and remembers. */
  readonly recurrent: boolean;
  /**
   * What becomes of the numbers that come in, in prediction: `all` go on (moved or repeated, zeros beside them), `some` do, they are
   * only averaged, or new ones are computed (`no`).
   */
  readonly passes: 'all' | 'some' | 'averaged' | 'no';
  /** In prediction its output is an affine function of its input, whatever the weights. */
  readonly affine: boolean;
  /** The argument that counts the outputs at each position. */
  readonly width: string | undefined;
  /** Its output has the shape of its input, whatever the arguments. */
  readonly keepsShape: boolean;
  readonly outputShape: ShapeFormula;
  readonly range: RangeEffect;
  /** Dimensions of the input that Keras 3 demands, the batch left out: the fewest and the most. Keras 2 looks at less. */
  readonly rank: readonly [number, number];
  /** How many tensors it takes: one, a list of several, or one and more as arguments (`query, value`). */
  readonly takes: 'one' | 'list' | 'more';
}

/** A table of rows: what a row leaves out is the family's. */
export type Rows = Readonly<Record<string, LayerRecord>>;

/** Anything from no dimension at all. */
export const ANY_RANK = 9;

const usual: Omit<LayerRecord, 'family'> = {
  weights: undefined,
  state: undefined,
  activation: 'linear',
  random: undefined,
  trainingOnly: false,
  recurrent: false,
  passes: 'no',
  affine: false,
  width: undefined,
  keepsShape: false,
  outputShape: () => undefined,
  range: { kind: 'free' },
  rank: [0, ANY_RANK],
  takes: 'one',
};

const unchanged: ShapeFormula = ({ inputs: [input] }) => input;

/** The rows of one family. `keepsShape` needs no formula. */
export const family =
  (name: Family, common: Partial<LayerRecord> = {}) =>
  (rows: Readonly<Record<string, Partial<LayerRecord>>>): Rows =>
    Object.fromEntries(
      Object.entries(rows).map(([type, row]) => {
        const record: LayerRecord = { ...usual, family: name, ...common, ...row };
        return [type, record.keepsShape ? { ...record, outputShape: unchanged } : record];
      }),
    );

/** The same row under several names. */
export const each = (names: string, row: Partial<LayerRecord> = {}): Readonly<Record<string, Partial<LayerRecord>>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, row]));

export const together = (tables: readonly Rows[]): Rows => Object.fromEntries(tables.flatMap((rows) => Object.entries(rows)));
