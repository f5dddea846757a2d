/**
 * TensorFlow 1: what the graph holds and what sessions run of it. Everything is in program order; steps of the same call in several rounds
 * of a loop are one step.
 */
import type { Place } from '../text/place';
import type { CallSite } from './callsite';
import type { Fact } from './fact';
import type { Shape } from './training';

export interface SessionFacts {
  readonly sessions: readonly GraphSession[];
  readonly steps: readonly SessionStep[];
  readonly trainOps: readonly TrainOp[];
  readonly crossEntropies: readonly CrossEntropyCall[];
  readonly dropouts: readonly DropoutCall[];
  readonly normalizations: readonly NormalizationCall[];
  /** The collection of update ops is read somewhere, or may be by something not understood. */
  readonly updatesCollected: boolean;
  /** Biases that are no summand. */
  readonly slips: readonly BiasSlip[];
  /** Trainable variables that nothing in the program takes as input, though the graph that is trained is wholly understood. */
  readonly unread: readonly UnreadVariable[];
}

export interface GraphSession {
  readonly id: number;
  readonly call: CallSite;
  /** It initialises variables by itself: `MonitoredTrainingSession`. */
  readonly managed: boolean;
  /** Handed to something that may initialise or restore variables with it. */
  readonly escaped: boolean;
  /** Loops it is made in: each round has its own. */
  readonly loops: readonly Place[];
}

export type SessionStep = RunStep | RestoreStep;

interface StepBase {
  readonly call: CallSite;
  /** Undefined where it is not known which session runs. */
  readonly session?: number | undefined;
  /** Outermost first. */
  readonly loops: readonly StepLoop[];
  /** Stands in a branch that may not be taken. */
  readonly conditional: boolean;
}

export interface RestoreStep extends StepBase {
  readonly kind: 'restore';
}

/** `session.run(...)`, `op.run()` and `tensor.eval()`. */
export interface RunStep extends StepBase {
  readonly kind: 'run';
  /** In a function that nobody in the program calls, so it is not known how often it runs. */
  readonly uncalled: boolean;
  /** Everything that is fetched was understood. */
  readonly whole: boolean;
  /** The call that made the initialiser among the fetches: of all variables, or of some. */
  readonly initialises?: { readonly call: CallSite; readonly all: boolean } | undefined;
  /** Ids of the train ops that it runs. */
  readonly trainOps: readonly number[];
  /** Ids of the train ops whose loss it evaluates, or computes something from. */
  readonly losses: readonly number[];
  /** Something that it evaluates needs variables. */
  readonly usesVariables: boolean;
  readonly feeds: readonly Feed[];
}

export interface StepLoop {
  readonly place: Place;
  readonly over: 'counter' | 'data' | 'folds' | 'other';
  readonly count?: number | undefined;
  /** As the program calls what it counts. */
  readonly variable?: string | undefined;
  /** The step is not taken in every round. */
  readonly sometimes: boolean;
}

export interface Feed {
  /** The placeholder's call. */
  readonly placeholder: Place;
  /** Where the batch was drawn that is fed, and the loops around that. */
  readonly drawn?: { readonly call: CallSite; readonly loops: readonly Place[] } | undefined;
}

export interface TrainOp {
  readonly id: number;
  /** `optimizer.minimize(loss)`. */
  readonly call: CallSite;
  /** Loops it is made in: each round adds to the graph. */
  readonly loops: readonly Place[];
  /** Names the loss: ops of the same loss have the same. */
  readonly loss: number;
  /** Handed to something that may run it. */
  readonly escaped: boolean;
}

export interface CrossEntropyCall {
  readonly call: CallSite;
  readonly sparse: boolean;
  readonly labels: CrossEntropySide;
  readonly logits: CrossEntropySide;
}

export interface CrossEntropySide {
  /** The argument as written. */
  readonly place: Place;
  readonly shape: Fact<Shape>;
  /** `learned`: computed with variables; `given`: fed or data, no variable takes part. */
  readonly kind: 'learned' | 'given' | 'unknown';
}

/** `tf.nn.dropout(x, keep_prob)` in a graph that is trained. */
export interface DropoutCall {
  readonly call: CallSite;
  /** What it keeps in training: a number in the call, or fed. */
  readonly keep: readonly Fact<number>[];
}

/** Batch normalisation by `tf.layers` or `tf.contrib.layers` in a graph that is trained. */
export interface NormalizationCall {
  readonly call: CallSite;
  /** `switched`: trained and evaluated in different modes, so the moving averages matter; `never`: always in inference mode. */
  readonly training: 'always' | 'never' | 'switched' | 'unknown';
  /** Updates its averages without update ops being run (`updates_collections=None`). */
  readonly updatesItself: boolean;
  readonly trainOp: number;
}

export interface BiasSlip {
  /** `tuple`: `matmul(x, W), b`; `argument`: `relu(matmul(x, W), b)`. */
  readonly kind: 'tuple' | 'argument';
  readonly place: Place;
  readonly product: Place;
}

export interface UnreadVariable {
  readonly call: CallSite;
  /** A variable of the same shape that several products or sums take. */
  readonly twin?: CallSite | undefined;
}

export const noSessions: SessionFacts = {
  sessions: [],
  steps: [],
  trainOps: [],
  crossEntropies: [],
  dropouts: [],
  normalizations: [],
  updatesCollected: false,
  slips: [],
  unread: [],
};
