/**
 * What was understood of a program: which data reaches which model, with which loss, optimizer and loop.
 * Rules and the probe's plan see only this, never the syntax tree.
 */
import type { Place } from '../text/place';
import type { ArgumentSite, CallSite } from './callsite';
import type { DataFlow } from './data';
import type { Fact, Unknown } from './fact';
import type { ModelGraph, NodeId } from './graph';
import type { Capture } from './capture';
import type { OpenList } from './open-list';
import type { LossGraph } from './loss-graph';
import type { ObjectValue, Plain } from './plain';
import type { SessionFacts } from './session';
import type { StatementTable } from './statements';
import type { WrittenForms } from './written';
import type { LoopAround, TapeStep } from './tape-step';

export interface TrainingProgram {
  /** One run per model and training loop (`fit`, tape loop, session loop), in program order; a model compiled and never trained has one too. */
  readonly runs: readonly TrainingRun[];
  /** Where models are evaluated or predict, in program order. */
  readonly uses: readonly ModelUse[];
  /** Gradients whose loss was not understood, so that they are no run: which weights they are applied to. Open where that is not known either. */
  readonly otherUpdates: OpenList<WeightUpdate>;
  /** Arrays and datasets worth speaking about on their own: every label array and feature array that reaches a run. */
  readonly arrays: readonly DataFlow[];
  /** Library calls that are not part of a run but that rules read (scalers, splits, shuffles, logarithms...), in program order. */
  readonly calls: readonly LibraryCall[];
  /** What TensorFlow 1 graphs hold and what sessions run of them. */
  readonly graphs: SessionFacts;
  /** Weights of Keras classes that Keras does not find, so that no list of a model's variables holds them. */
  readonly untracked: readonly UntrackedWeights[];
  /** What functions compiled by `tf.function` take from Python that does not stay the same. */
  readonly captures: readonly Capture[];
  /** `x == np.nan` and the like, in program order. */
  readonly nanComparisons: readonly NanComparison[];
  /** Data divided twice by the same measure of itself, in program order. */
  readonly rescalings: readonly Rescaling[];
  /** Every place where understanding ended, each with its reason; no duplicates. */
  readonly unknowns: readonly Unknown[];
  /** How each library is imported, for edits that need a name: `keras.layers.Dense` -> `layers.Dense`. */
  readonly imports: readonly ImportedName[];
  /** Where the statements of every text in play are, for edits that insert a line (`statementTable(input.modules)`). */
  readonly statements: StatementTable;
  /** How expressions and statements of them are written. */
  readonly written: WrittenForms;
}

export interface WeightUpdate {
  /** The call that computes the gradients. */
  readonly place: Place;
  /** Keys of the layers and raw variables, as in `AskedVariables.keys`. */
  readonly keys: readonly number[];
}

export interface TrainingRun {
  /** Position in program order, unique. */
  readonly id: number;
  readonly model: ModelGraph;
  /** The `compile` call; absent in tape and session loops. */
  readonly compile?: CallSite | undefined;
  /** The model is compiled again before anything trains it, so that this call has no effect: rules leave it alone. */
  readonly replaced?: boolean | undefined;
  /** Python loops around the `compile` call, outermost first. */
  readonly compiledIn?: readonly LoopAround[] | undefined;
  /** One per model output, in order. */
  readonly heads: readonly Head[];
  /** `loss_weights` of `compile`, where they are given. */
  readonly lossWeights?: Fact<Plain> | undefined;
  readonly optimizer: Fact<Optimizer>;
  readonly loop: Loop;
  /** What reaches the model's inputs in training, one per input; labels are in the heads. */
  readonly inputs: readonly DataFlow[];
  readonly validation?:
    { readonly inputs: readonly DataFlow[]; readonly labels: readonly DataFlow[]; readonly place: Place } | undefined;
  /** `evaluate` and `predict` of the same model, in program order. */
  readonly evaluations: readonly Evaluation[];
  readonly metrics: OpenList<Metric>;
  /** Of the training call; `open` where one is the program's own or not understood: it may set the rate, end training, or do anything. */
  readonly callbacks: OpenList<ObjectValue>;
  /** What the training does that no other fact holds. */
  readonly beside?: readonly Beside[] | undefined;
  /** Which Keras the imports point at; decides defaults. */
  readonly keras: KerasFlavor;
  /** Facts several rules use to stay silent, recognised once. */
  readonly traits: Traits;
}

export interface Beside {
  /** As people name it: `train_step of Net`. */
  readonly what: string;
  readonly place: Place;
}

export interface Evaluation {
  readonly method: 'evaluate' | 'predict';
  readonly call: CallSite;
  readonly inputs: readonly DataFlow[];
  /** Empty for `predict`. */
  readonly labels: readonly DataFlow[];
  /** Arguments that are arrays where the parameter takes a number. */
  readonly misplaced: readonly ArgumentSite[];
}

export interface KerasFlavor {
  readonly version: 2 | 3;
  /** How it is reached: `tf.keras`, standalone `keras`, `tf_keras`, or TensorFlow without Keras. */
  readonly api: 'tf.keras' | 'keras' | 'tf_keras' | 'tensorflow';
  readonly backend: 'tensorflow' | 'jax' | 'torch';
  /** Calls of TensorFlow 1 were seen. */
  readonly tensorflow: 1 | 2;
}

export interface Traits {
  /** The same array is input and target. */
  readonly autoencoder: boolean;
  /** Two optimizers, or a combined model with a frozen part. */
  readonly adversarial: boolean;
  /** A pretrained backbone is part of the model. */
  readonly transfer: boolean;
  /** Windows over time, recurrent or causal layers on temporal data. */
  readonly timeSeries: boolean;
  /** gym environments, rewards, replay memories. */
  readonly reinforcement: boolean;
}

/** One output of the model with everything that meets there. */
export interface Head {
  /** Output name of the functional API or the key in loss dictionaries, where there is one. */
  readonly name?: string | undefined;
  readonly output: NodeId;
  /** The last layer with units or filters: the node and its units. */
  readonly weights?: NodeId | undefined;
  readonly units: Fact<number>;
  /**
   * What is applied last, of the layer itself or of layers after it: `softmax`, `linear`, ...
   * Unknown when anything not understood lies between.
   */
  readonly activation: Fact<string>;
  /** Where to change the activation: the argument, or the call it may be added to; absent when it is a layer of its own. */
  readonly activationSite?: Place | undefined;
  readonly outputShape: Fact<Shape>;
  readonly loss: Fact<Loss>;
  readonly labels: DataFlow | Unknown;
}

/** Without the batch dimension; null is a size that only exists at run time. */
export type Shape = readonly (number | null)[];

export interface Loss {
  /** Keras's function name, `binary_crossentropy`; `custom` for a function of the program; a raw op has its canonical name, `tf.nn.softmax_cross_entropy_with_logits`. */
  readonly name: string;
  readonly fromLogits: Fact<boolean>;
  /** The string, the class instance, the function, or the expression of a custom loop. */
  readonly form: 'string' | 'instance' | 'function' | 'custom' | 'operation';
  readonly place: Place;
  /** The construction of an instance: `BinaryCrossentropy(from_logits=True)`. */
  readonly call?: CallSite | undefined;
  readonly arguments: Readonly<Record<string, Fact<Plain>>>;
  /** How it is computed, where the program does it by itself: of custom functions and classes, tape loops, graphs, `add_loss`. */
  readonly graph?: LossGraph | undefined;
}

export interface Optimizer {
  /** Keras's class name: `Adam`. TensorFlow 1 optimizers have their Keras counterpart's name, see `call.callee` for the spelling. */
  readonly type: string;
  readonly form: 'string' | 'instance';
  readonly place: Place;
  readonly call?: CallSite | undefined;
  /** Python loops around the construction, outermost first. */
  readonly madeIn: readonly LoopAround[];
  readonly learningRate: Fact<number | ObjectValue>;
  readonly arguments: Readonly<Record<string, Fact<Plain>>>;
}

export interface Metric {
  /** Keras's function name or class name as written: `accuracy`, `BinaryAccuracy`. */
  readonly name: string;
  /** The string, which Keras may resolve by the loss (`accuracy`), the class instance, or the function. */
  readonly form: 'string' | 'instance' | 'function';
  readonly place: Place;
  /** The construction of an instance: `BinaryAccuracy(threshold=0.5)`. */
  readonly call?: CallSite | undefined;
  readonly output?: string | undefined;
  readonly arguments: Readonly<Record<string, Fact<Plain>>>;
}

export type Loop = FitCall | TapeLoop | SessionLoop | NoLoop;

export interface FitCall {
  readonly kind: 'fit';
  readonly method: 'fit' | 'fit_generator' | 'train_on_batch';
  readonly call: CallSite;
  readonly epochs: Fact<number>;
  readonly batchSize: Fact<number>;
  readonly shuffle: Fact<boolean>;
  /** The learning rate of each epoch, where a `LearningRateScheduler` sets it and its function could be called for every one (at most 300). */
  readonly rates?: ScheduledRates | undefined;
  readonly arguments: Readonly<Record<string, Fact<Plain>>>;
  /** Arguments that are arrays, or tuples of arrays, where the parameter takes a number. */
  readonly misplaced: readonly ArgumentSite[];
  /** Parameters that are given an array, which no fact holds. */
  readonly arrays?: readonly string[] | undefined;
  /** Inside a Python loop. */
  readonly repeated: boolean;
  /** Python loops around the call, outermost first. */
  readonly around: readonly FitLoop[];
  /** The program sets the model's weights otherwise too, or hands it to code that was not followed. */
  readonly resets: boolean;
}

export interface ScheduledRates {
  /** From `initial_epoch` on. */
  readonly rates: readonly number[];
  /** Where the function is given to the callback. */
  readonly place: Place;
}

export interface FitLoop extends LoopAround {
  /** Each round makes the model anew. */
  readonly makes: boolean;
  /** Each round compiles it. */
  readonly compiles: boolean;
}

export interface TapeLoop {
  readonly kind: 'tape';
  readonly place: Place;
  /** The `with tf.GradientTape()` statement's call. */
  readonly tape: CallSite;
  /** `tape.gradient(...)`, if it is called. */
  readonly gradient?: CallSite | undefined;
  /** `optimizer.apply_gradients(...)`, if it is called with these gradients. */
  readonly apply?: CallSite | undefined;
  /** The gradients are handed to something that is not understood. */
  readonly escapes: boolean;
  readonly step: TapeStep;
  /** Of a `train_step`: the `fit` that calls it once per batch, and does around it what it always does. */
  readonly fit?: FitCall | undefined;
  /** Python loops around the step, outermost first. */
  readonly around: readonly LoopAround[];
  readonly epochs: Fact<number>;
  readonly batchSize: Fact<number>;
  /** Updates in all: the rounds of all loops around the step. Unknown because of a `loop` where nothing ends them. */
  readonly steps: Fact<number>;
  readonly repeated: boolean;
}

export interface SessionLoop {
  readonly kind: 'session';
  readonly place: Place;
  readonly run: CallSite;
  readonly trainOp?: CallSite | undefined;
  readonly epochs: Fact<number>;
  readonly batchSize: Fact<number>;
  /** As of a tape loop. */
  readonly steps: Fact<number>;
  readonly repeated: boolean;
  /** What is fed in one step is the whole array, as far as is known. */
  readonly whole: boolean;
}

export interface NoLoop {
  readonly kind: 'none';
  readonly place: Place;
}

/** `evaluate`, `predict` and the like. */
export interface ModelUse {
  readonly method: 'evaluate' | 'evaluate_generator' | 'test_on_batch' | 'predict' | 'predict_generator' | 'predict_on_batch';
  readonly call: CallSite;
  readonly model: ModelGraph;
  readonly compile?: CallSite | undefined;
  readonly heads: readonly Head[];
  /** The arrays the model is given, as far as they are followed. */
  readonly inputs: readonly DataFlow[];
  /**
   * What the weights are by then:
   * - `trained`: the program trains them somewhere, before or after
   * - `initial`: nothing in the program trains, loads or assigns any of them
   * - `unknown`: loaded, or in the hands of code that was not followed
   */
  readonly weights: 'trained' | 'initial' | 'unknown';
  /** How the predictions become answers, where that was followed. */
  readonly decodings: readonly (Decoding & { readonly place: Place; readonly shape: Fact<Shape> })[];
}

export type Decoding =
  | { readonly how: 'round' }
  /** `null` is the flattened array. */
  | { readonly how: 'argmax'; readonly axis: Fact<number | null> }
  | { readonly how: 'threshold'; readonly threshold: Fact<number> };

export interface LibraryCall {
  readonly call: CallSite;
  readonly arguments: Readonly<Record<string, Fact<Plain>>>;
  /** Arrays that went in, in argument order, where they are followed. */
  readonly data: readonly DataFlow[];
  readonly result?: DataFlow | undefined;
  readonly repeated: boolean;
}

/**
 * - `in-call`: made in the class's `call`, new and random each time
 * - `plain-object`: kept in an instance of a class that is no Keras class
 * - `variable`: a raw `tf.Variable`, which Keras 3 does not track
 */
export interface UntrackedWeights {
  readonly kind: 'in-call' | 'plain-object' | 'variable';
  /** Of the layer or variable, as in `AskedVariables.keys`. */
  readonly key: number;
  /** `Dense`, `tf.Variable`. */
  readonly type: string;
  /** Where it is made. */
  readonly place: Place;
  readonly call?: CallSite | undefined;
  /** The Keras class that uses it, the attribute it is reached by, and the plain class in between. */
  readonly owner: string;
  readonly attribute?: string | undefined;
  readonly via?: string | undefined;
}

/** A comparison with NaN, whose outcome does not depend on the other side. */
export interface NanComparison {
  readonly place: Place;
  readonly operator: '==' | '!=' | 'is' | 'is not';
  /** The side that is compared with NaN. */
  readonly operand: Place;
  /** That side is a table of pandas, an array or tensor, or something else. */
  readonly of: 'dataframe' | 'array' | 'other';
  readonly nan: Place;
}

/** `((x - low) / spread) / spread`, whether or not a model is trained on it here: a function that another file calls may do it. */
export interface Rescaling {
  /** The second division. */
  readonly place: Place;
  readonly first: Place;
  /** What was measured before the first division: the deviation, the largest value, or the distance between the extremes. */
  readonly by: 'mean' | 'std' | 'min' | 'max' | 'spread';
  readonly name?: string | undefined;
}

export interface ImportedName {
  /** What the name stands for: `keras.layers`, `keras.layers.Dense`. */
  readonly canonical: string;
  /** The path it was imported by, as written: `tensorflow.keras.layers`. */
  readonly module: string;
  /** As bound in the module: `layers`, `D`. */
  readonly name: string;
  readonly place: Place;
}
