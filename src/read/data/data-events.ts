/** What a program does with arrays. Values are snapshots where they could change later. */
import type { CallSite } from '../../facts/callsite';
import type { NanComparison, Rescaling } from '../../facts/training';
import type { LoopContext } from '../python/machine';
import type { Arguments, Value } from '../python/value';
import type { DataState } from './data-state';

declare module '../python/events' {
  interface EventKinds {
    call: CallEvent;
    nanComparison: NanComparisonEvent;
    rescaled: RescaledEvent;
  }
}

/** Any other library call that rules may want to read. */
export interface CallEvent {
  readonly kind: 'call';
  readonly call: CallSite;
  readonly args: Arguments;
  readonly result: Value;
  readonly loops: readonly LoopContext[];
  readonly data: ReadonlyMap<number, DataState>;
}

/** `x == np.nan` */
export interface NanComparisonEvent {
  readonly kind: 'nan-comparison';
  readonly comparison: NanComparison;
}

/** Data divided twice by what was measured of it once. */
export interface RescaledEvent {
  readonly kind: 'rescaled';
  readonly rescaling: Rescaling;
}
