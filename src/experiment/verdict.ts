/** What came out of an experiment. Plain JSON; only `ms` differs between two runs of the same experiment. NaN is null. */
import type { DataSpec, Reduction } from './data-spec';
import type { Arm, Judging, Semantics } from './experiment';

export type ComparisonOutcome = 'confirmed' | 'not-reproduced' | 'fix-worse' | 'inconclusive' | 'not-testable' | 'failed';
export type BaselineOutcome = 'learns' | 'does-not-learn' | 'inconclusive' | 'not-testable' | 'failed';
export type Outcome = ComparisonOutcome | BaselineOutcome;

export interface Verdict {
  readonly version: 1;
  readonly outcome: Outcome;
  /** `trained`; `one-step`: gradient and update of the first step settle it; `keras-raises`: Keras refuses the program as written. */
  readonly evidence: 'trained' | 'one-step' | 'keras-raises' | 'none';
  readonly reason: Reason;
  readonly arms: readonly ArmResult[];
  /** One per arm after the first, same order; empty for a baseline. The best decides the outcome. */
  readonly comparisons: readonly Comparison[];
  /** Index into `arms` of the fix with the largest measured effect, when one was confirmed. */
  readonly best?: number | undefined;
  readonly judging: Judging;
  readonly semantics: Semantics;
  readonly data: DataProvenance;
  /** What executed the training. */
  readonly engine: Engine;
  readonly ms: number;
  /** Of a baseline that does not learn: changes that were tried one at a time, best first. */
  readonly remedies?: readonly Tried[] | undefined;
  /** Of a setting that was judged: how the program does at other values of it. */
  readonly sweep?: Sweep | undefined;
}

/** A change of the program as written, tried after the judgement in a few runs. */
export interface Tried {
  readonly title: string;
  /** Median over runs; null when NaN. */
  readonly metric: number | null;
  readonly learnedRuns: number;
  readonly runs: number;
}

export interface Sweep {
  readonly setting: 'learning_rate';
  /** In ascending order of the value. */
  readonly points: readonly SweepPoint[];
}

export interface SweepPoint extends Omit<Tried, 'title'> {
  readonly value: number;
  readonly mark: 'yours' | 'fix' | 'other';
}

/** What shall train; `auto`: native TensorFlow where it is installed, else wasm, else plain JavaScript. */
export type BackendChoice = 'auto' | 'wasm' | 'cpu' | 'tensorflow';

export interface Engine {
  readonly backend: 'wasm' | 'cpu' | 'tensorflow' | 'none';
  /** Of tfjs. */
  readonly version: string;
  /** What computed the training; absent where nothing was trained. */
  readonly computed?: Computed | undefined;
}

/** A plan compiled for the model, or tfjs operation by operation, and then why no plan was made. */
export type Computed = { readonly by: 'plan' } | { readonly by: 'tfjs'; readonly because: string };

/** Whose data: made up, or rows of the user's own file. */
export type DataProvenance =
  | (PartSizes & { readonly kind: 'made-up'; readonly teacher: 'linear' | 'nonlinear' })
  | (PartSizes & { readonly kind: 'own'; readonly file: string; readonly rows: number });

interface PartSizes {
  readonly samples: number;
  readonly heldOut: number;
  readonly reductions: readonly Reduction[];
}

export function provenanceOf({ own, teacher, samples, heldOut, reductions = [] }: DataSpec): DataProvenance {
  return own === undefined
    ? { kind: 'made-up', teacher, samples, heldOut, reductions }
    : { kind: 'own', file: own.file, rows: own.rows, samples, heldOut, reductions };
}

/** Why this outcome, with the numbers; the words are made elsewhere. */
export type Reason =
  /** As written is at chance, and the fix is not. */
  | ({ readonly kind: 'stuck-at-chance' } & Figures)
  /** The loss or a weight of the program as written became NaN or infinite. */
  | ({ readonly kind: 'nan'; readonly runs: number; readonly step: number | null } & Figures)
  /** No weight of the program as written moved. */
  | ({ readonly kind: 'weights-unmoved' } & Figures)
  /** Both learn, one of them clearly better. */
  | ({ readonly kind: 'difference' } & Figures)
  | ({ readonly kind: 'no-difference' } & Figures)
  | ({ readonly kind: 'neither-learned' } & Figures)
  | ({ readonly kind: 'runs-disagree' } & Figures)
  /** Baseline. */
  | ({ readonly kind: 'learned' | 'not-learned' } & Learned)
  /** It learned, and parts of the training were left out, or warnings stand, so that nothing is cleared by it. */
  | ({
      readonly kind: 'not-cleared';
      readonly leftOut: readonly string[];
      readonly standing: readonly string[];
      /** How often the weights are updated, where that is too rare to tell. */
      readonly updates?: number | undefined;
    } & Learned)
  | { readonly kind: 'not-supported'; readonly what: string; readonly name: string }
  | { readonly kind: 'keras-raises'; readonly message: string }
  | { readonly kind: 'deadline'; readonly ms: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'error'; readonly message: string };

/** Of a model alone, over its runs. */
export interface Learned {
  readonly metric: number | null;
  readonly chance: number;
  readonly runs: number;
  readonly learnedRuns: number;
  readonly nanRuns: number;
  readonly unmovedRuns: number;
}

export interface Figures {
  /** Median metric of the runs as written and of the runs with the fix; null when NaN. */
  readonly asWritten: number | null;
  readonly withFix: number | null;
  /** Median metric that takes no learning: the largest class's share, 1/k, or 0 for r2. */
  readonly chance: number;
  /** Runs in which the fix was better (by more than the smallest effect worth telling), of how many pairs. */
  readonly better: number;
  readonly worse: number;
  readonly pairs: number;
}

/** Paired comparison of one arm with the first. Scores: metric, NaN counted as no better than chance. */
export interface Comparison {
  /** Index into `arms`. */
  readonly arm: number;
  readonly outcome: 'confirmed' | 'not-reproduced' | 'fix-worse' | 'inconclusive';
  readonly reason: Reason;
  readonly meanDifference: number;
  /** Mean difference over its standard deviation; null when every difference is the same. */
  readonly effectSize: number | null;
  /** Chance of so clear a separation of the two groups of runs if the arms did not differ (exact rank-sum test, one-sided). */
  readonly p: number;
  readonly better: number;
  readonly worse: number;
  readonly pairs: number;
}

export interface ArmResult {
  readonly role: Arm['role'];
  readonly title: string;
  readonly runs: readonly RunResult[];
  /** Over runs. */
  readonly median: { readonly metric: number | null; readonly initialLoss: number | null; readonly finalLoss: number | null };
  readonly chance: number;
  readonly learnedRuns: number;
  readonly nanRuns: number;
  readonly unmovedRuns: number;
  readonly stepsPerRun: number;
  readonly parameters: number;
}

/** One arm trained with one seed. */
export interface RunResult {
  readonly seed: number;
  readonly steps: number;
  /** The judged metric at the end. */
  readonly metric: number | null;
  readonly chance: number;
  /** Metric on the training part and the held-out part, at the end. */
  readonly training: number | null;
  readonly heldOut: number | null;
  /** Whether the metric is above chance by more than luck. */
  readonly learned: boolean;
  /** Loss over the training part before the first and after the last step, without regularisers. */
  readonly initialLoss: number | null;
  readonly finalLoss: number | null;
  /** First step whose loss or weights were not finite. */
  readonly nanStep: number | null;
  readonly curve: Curve;
  readonly layers: readonly LayerObservation[];
  /** Largest relative change of a trained variable: |w_end - w_0| / |w_0|; 0 when nothing moved. */
  readonly weightChange: number | null;
  /** Standard deviation of the judged output over samples: 0 when the model gives the same answer for every input. */
  readonly outputSpread: number | null;
}

/** Per-step training loss as Keras reports it per batch (with regularisers), and the metric where it was measured. */
export interface Curve {
  /** Step numbers from 1; every step up to 500, thinned evenly beyond. */
  readonly step: readonly number[];
  readonly loss: readonly (number | null)[];
  readonly metricStep: readonly number[];
  readonly metric: readonly (number | null)[];
}

/** Of one layer with variables. */
export interface LayerObservation {
  readonly node: string;
  readonly class: string;
  readonly trainable: boolean;
  /** Euclidean norm of its gradients at the first and last step and where the curve is measured; null: no gradient reaches it. */
  readonly gradientFirst: number | null;
  readonly gradientLast: number | null;
  readonly gradient: readonly (number | null)[];
  readonly weightChange: number | null;
  /** Share of its units that are 0 for every sample (after relu-like activations); null where that is no question. */
  readonly dead: number | null;
  /** Share of its pre-activations beyond +-5 (after sigmoid, tanh, softmax); null likewise. */
  readonly saturated: number | null;
}

/** A complete snapshot of a running experiment, never a delta. */
export interface Progress {
  /** 0 .. 1 */
  readonly done: number;
  readonly arms: readonly ArmProgress[];
}

export interface ArmProgress {
  readonly role: Arm['role'];
  readonly title: string;
  readonly runs: readonly RunProgress[];
}

export interface RunProgress {
  readonly seed: number;
  readonly step: number;
  readonly steps: number;
  readonly curve: Curve;
}
