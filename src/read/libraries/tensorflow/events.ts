/** What a program does with models, tapes and sessions. Values are snapshots where they could change later. */
import type { Place } from '../../../text/place';
import type { CallSite } from '../../../facts/callsite';
import type { Fact, Unknown } from '../../../facts/fact';
import type { Decoding, ScheduledRates, Shape } from '../../../facts/training';
import type { LoopContext } from '../../python/machine';
import type { Arguments, ObjectRef, Value } from '../../python/value';
import type { DataState } from '../../data/data-state';
import type { Flags, LateFlag } from './keras/trainable';
import type { TensorNode } from './tensor';

declare module '../../python/events' {
  interface EventKinds {
    compile: CompileEvent;
    fit: FitEvent;
    use: UseEvent;
    decode: DecodeEvent;
    tape: TapeEvent;
    session: SessionEvent;
    sessionMade: SessionMadeEvent;
    restore: RestoreEvent;
    trainOp: TrainOpEvent;
  }
}

/** A `compile` call, kept on the model until it is trained. */
export interface CompileEvent {
  readonly kind: 'compile';
  /** Grows with time, as all numbers of the store. */
  readonly id: number;
  readonly model: Value;
  readonly args: Arguments;
  readonly call: CallSite;
  readonly loops: readonly LoopContext[];
  /** Branches around it that may or may not be taken. */
  readonly conditions: number;
  /** `trainable` of whatever had it set by then, by id. */
  readonly flags: Flags;
}

export interface FitEvent {
  readonly kind: 'fit';
  readonly method: 'fit' | 'fit_generator' | 'train_on_batch';
  readonly model: Value;
  readonly compiled?: CompileEvent | undefined;
  readonly snapshot: ModelSnapshot;
  readonly args: Arguments;
  readonly call: CallSite;
  readonly loops: readonly LoopContext[];
  /** States of the arrays among the arguments at this moment, by data id. */
  readonly data: ReadonlyMap<number, DataState>;
  /** What a `LearningRateScheduler` makes of the rate. */
  readonly scheduled?: ScheduledRates | undefined;
}

/** `evaluate`, `predict` and the like: a model that is used. */
export interface UseEvent extends Omit<FitEvent, 'kind' | 'method'> {
  readonly kind: 'use';
  readonly method: 'evaluate' | 'evaluate_generator' | 'test_on_batch' | 'predict' | 'predict_generator' | 'predict_on_batch';
  /** Of predictions: the id of their origin. */
  readonly origin?: number | undefined;
}

/** Predictions become answers. */
export type DecodeEvent = {
  readonly kind: 'decode';
  readonly prediction: { readonly origin: number; readonly shape: Fact<Shape> };
  readonly place: Place;
} & Decoding;

/** A model as it stood at one moment. */
export interface ModelSnapshot {
  readonly style: 'sequential' | 'functional' | 'subclass' | 'variables';
  readonly name: string;
  readonly place: Place;
  readonly call?: CallSite | undefined;
  readonly inputs: readonly TensorNode[];
  readonly outputs: readonly OutputTensor[];
  readonly gaps: readonly Value[];
  readonly loadedWeights: boolean;
  /** `trainable` of every layer by layer id, as training goes by it. */
  readonly trainable: Flags;
  /** Of training calls: flags that were set too late for them. */
  readonly late?: readonly LateFlag[] | undefined;
  /** The object this is of. */
  readonly id: number;
  /** Python loops around the construction, outermost first. */
  readonly loops: readonly LoopContext[];
  /** `trainable` was set on layers that are not known, so no default holds. */
  readonly frozen?: Unknown | undefined;
}

export interface OutputTensor {
  readonly name?: string | undefined;
  readonly node: TensorNode;
}

export interface TapeEvent {
  readonly kind: 'tape';
  readonly tape: CallSite;
  readonly tapeId: number;
  /** The target of the gradient. */
  readonly loss: Value;
  readonly variables: Value;
  readonly gradient: CallSite;
  /** The `fit` it runs in, in a `train_step`. */
  readonly compiled?: Training | undefined;
  readonly apply?: { readonly call: CallSite; readonly optimizer: Value; readonly pairs: Value } | undefined;
  readonly loops: readonly LoopContext[];
  readonly snapshots: ReadonlyMap<number, ModelSnapshot>;
  /** The tape was entered by `with`, so what it recorded is known. */
  readonly entered: boolean;
  /** The gradients were handed to something that is not understood and may apply them. */
  readonly escapes?: boolean | undefined;
  /** The policy for numbers in force, where the program sets one. */
  readonly precision?: Value | undefined;
  readonly data: ReadonlyMap<number, DataState>;
}

/** TensorFlow 1: an operation that trains was made. It may be run in another file. */
export interface TrainOpEvent {
  readonly kind: 'train-op';
  readonly operation: ObjectRef;
  readonly loops: readonly LoopContext[];
}

/** `tf.Session()`. */
export interface SessionMadeEvent {
  readonly kind: 'session-made';
  readonly session: ObjectRef;
  readonly loops: readonly LoopContext[];
}

/** `saver.restore(session, path)`. */
export interface RestoreEvent {
  readonly kind: 'restore';
  readonly session?: ObjectRef | undefined;
  readonly call: CallSite;
  readonly loops: readonly LoopContext[];
  readonly conditions: number;
}

/** `session.run(...)`. */
export interface SessionEvent {
  readonly kind: 'session';
  /** Absent where it is not known which session runs. */
  readonly session?: ObjectRef | undefined;
  /** In a function that nobody in the program calls. */
  readonly uncalled: boolean;
  /** Undecided branches it stands in. */
  readonly conditions: number;
  readonly fetches: readonly Value[];
  readonly feeds: readonly { readonly key: Value; readonly value: Value }[];
  readonly call: CallSite;
  readonly loops: readonly LoopContext[];
  readonly data: ReadonlyMap<number, DataState>;
}

/** A `fit` whose model trains itself. */
/** A `fit` whose model trains itself: what Keras does around its `train_step` is what it always does. */
export interface Training {
  readonly compile?: CompileEvent | undefined;
  readonly fit: CallSite;
  readonly args: Arguments;
  readonly event: FitEvent;
}
