import type { Edit, Place } from '../text/place';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One statement of one rule about the program. Plain JSON: it crosses process and message borders. */
export interface Finding {
  /** Rule id, `softmax-single-unit`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What was seen with its values, then why it matters: a sentence each. */
  readonly message: string;
  readonly place: Place;
  /** The other end: the layer for a loss, the literal for a use. */
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  readonly experiment: ExperimentIntent;
}

export interface Related {
  readonly place: Place;
  readonly message: string;
}

export interface Fix {
  /** What will be done, with the value: `Set learning_rate to 0.001 (Adam's default)`. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** `safe` fixes only what the rule speaks of and cannot break the program elsewhere; only safe ones run in "Fix all". */
  readonly safety: 'safe' | 'unsafe';
}

/** How the probe may test the finding. The fixed arm is what the interpreter reads from the text after a fix's edits. */
export type ExperimentIntent =
  | {
      readonly kind: 'train';
      /** The training run (TrainingRun.id) that is trained as written and with the fix. */
      readonly run: number;
      /** What the made-up task must have for the defect to matter: a task a linear model cannot solve, raw feature scales, ... */
      readonly task?: TaskWish | undefined;
      /** The setting that is wrong: the probe then also shows other values of it. */
      readonly sweep?: 'learning_rate' | undefined;
      /** Sizes that the finding is about: they are tried as they are, whatever else is made smaller so that the test ends in time. */
      readonly keeps?: readonly KeptSize[] | undefined;
      /** Only where no text edit can express the fixed arm. */
      readonly patch?: SemanticPatch | undefined;
    }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * `space`: pixels of a picture's height and width; `length`: time steps, tokens; `inputs`: features of a sample; `widths`: units and filters of hidden
 * layers; `vocabulary`, `steps`, `batch`: as they say.
 */
export type KeptSize = 'space' | 'length' | 'vocabulary' | 'inputs' | 'widths' | 'steps' | 'batch';

export interface TaskWish {
  readonly teacher?: 'linear' | 'nonlinear' | undefined;
  /** Compare the program's own label generator with teacher labels instead of two programs. */
  readonly labels?: 'own-generator' | undefined;
}

/** A change of the experiment itself. */
export interface SemanticPatch {
  readonly title: string;
  /**
   * What the fixed arm has that the program as written does not:
   * - `standardize-inputs`, `thaw-layers`: as they say
   * - `teacher-labels`: labels that belong to the features, where the program draws its own
   * - `labels-in-order`: each label with its own sample, where the program mixes them up
   * - `missing-values`: the values that are missing from the inputs are filled
   * - `standard-loss`: a loss of Keras for the same labels, where no fix of the program's own loss is offered
   * - `loop`: a loop without faults; `written` are those the program has and that the plan cannot read by itself
   */
  readonly change:
    | {
        readonly kind:
          'standardize-inputs' | 'teacher-labels' | 'labels-in-order' | 'missing-values' | 'standard-loss' | 'thaw-layers';
      }
    | { readonly kind: 'loop'; readonly written?: LoopFault | undefined };
}

/** What a training loop does wrong. */
export interface LoopFault {
  /** Gradients are never applied. */
  readonly applied?: false;
  /** Weights start anew. */
  readonly reset?: 'every-epoch' | 'every-step';
  /** The moving averages of BatchNormalization are not updated. */
  readonly averages?: false;
  /** The same batch in every step. */
  readonly batches?: 'first-only';
}
