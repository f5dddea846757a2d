import type { Place } from '../../text/place';
import type { DataFlow, DataStep, LabelKind, Origin, PipelineStep, Range } from '../../facts/data';
import type { CallSite } from '../../facts/callsite';
import type { Derivation } from '../../facts/derivation';
import { unknown, type Fact } from '../../facts/fact';
import type { Shape } from '../../facts/training';
import type { Value } from '../python/value';

/** An array, data frame or dataset. Its state lies in the store. */
export interface DataValue {
  readonly kind: 'data';
  readonly id: number;
  readonly place: Place;
}

declare module '../python/value' {
  interface ValueKinds {
    data: DataValue;
  }
}

/** What is known of an array, data frame or dataset at one moment. In-place operations replace it in the store. */
export interface DataState {
  readonly container: DataFlow['container'];
  readonly origins: readonly Origin[];
  readonly originsComplete: boolean;
  readonly shape: Fact<Shape>;
  readonly dtype: Fact<string>;
  readonly range: Fact<Range>;
  readonly featureSpread: Fact<number>;
  readonly steps: readonly DataStep[];
  readonly stepsComplete: boolean;
  readonly labelKind: Fact<LabelKind>;
  readonly shares?: DataFlow['shares'];
  readonly order: DataFlow['order'];
  readonly pipeline: readonly PipelineStep[];
  readonly part?: DataFlow['part'];
  /** Of datasets and generators: the structure of one element, a tuple or dictionary of data whose first axis is the samples. */
  readonly element?: Value | undefined;
  /** Of small literal arrays: the items, for arithmetic and label kinds. */
  readonly items?: readonly Value[] | undefined;
  /** The variable it was first bound to. */
  readonly name?: string | undefined;
  /** The mean, deviation or extreme of another array: what standardisation subtracts and divides by. */
  readonly statistic?: Statistic | undefined;
  /** Of batches drawn from a bigger array: that array's data id. */
  readonly slicedFrom?: number | undefined;
  /** Of a batch that `next_batch` drew: where, in which loops, and of how many samples. */
  readonly drawn?: { readonly call: CallSite; readonly loops: readonly Place[]; readonly of: number | undefined } | undefined;
  /** Of data frames: the columns that are known, in order, and what the others are like (absent when there are no others). */
  readonly columns?: { readonly known: readonly DataColumn[]; readonly rest?: DataState | undefined } | undefined;
  /** `df.iloc` and `df.loc`: the frame they look into. */
  readonly view?: { readonly of: number; readonly by: 'iloc' | 'loc' } | undefined;
  /** A slice of rows whose ends move with a loop: one of many windows over a longer array. */
  readonly window?: true | undefined;
  /** Of row numbers and masks: whether picking rows with them keeps the rows' order. */
  readonly picks?: 'in-order' | 'shuffled' | 'by-class' | undefined;
  /** How it came out of a file, where every operation on the way was noted. */
  readonly derivation?: Derivation | undefined;
}

/** What was measured of an array, and how many steps the array had behind it then: it says nothing of what later steps make of the values. */
export interface Statistic {
  readonly kind: 'mean' | 'std' | 'min' | 'max' | 'spread';
  readonly of: readonly Origin[];
  readonly after: number;
  /** Where it was measured, and what had been done to the rows it was measured of. */
  readonly place: Place;
  readonly steps: readonly DataStep[];
  readonly part: DataState['part'];
  readonly measurement: number;
}

/** A column of a data frame: its label (a name, or a number as text) and what is known of its values. */
export interface DataColumn {
  readonly label: string;
  readonly state: DataState;
}

/** Data of which nothing is known but where it came from. */
export function unknownData(place: Place, detail: string, options: Partial<DataState> = {}): DataState {
  const nothing = unknown('dynamic', place, detail);
  return {
    container: 'array',
    origins: [],
    originsComplete: false,
    shape: nothing,
    dtype: nothing,
    range: nothing,
    featureSpread: nothing,
    steps: [],
    stepsComplete: false,
    labelKind: nothing,
    order: nothing,
    pipeline: [],
    ...options,
  };
}

/** Steps that change the scale of values. */
export const scalingSteps: ReadonlySet<DataStep['kind']> = new Set(['scale', 'standardize', 'minmax', 'normalize', 'preprocess']);

/** `by` of the step that stands for values written into a part of an array. */
export const elementWrite = 'written element by element';
