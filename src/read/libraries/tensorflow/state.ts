/** What TensorFlow and Keras remember over a whole interpretation. */
import type { Place } from '../../../text/place';
import { slot } from '../../python/slots';
import type { Const, FunctionValue, ObjectRef, Value } from '../../python/value';
import type { Training } from './events';
import type { TensorNode, VariableTensor } from './tensor';

/** 1 once names that only TensorFlow 1 has were met. */
export const edition = slot('edition', (): { tensorflow: 1 | 2 } => ({ tensorflow: 2 }));
/** `compile` calls of the models whose own `train_step` is being followed. */
export const training = slot('training', (): Training[] => []);
/** Layers and variables that a `call` makes. */
export const madeInCall = slot('made in call', (): MadeInCall[] => []);
/** Gradient tapes that record now. */
export const tapes = slot('tapes', (): number[] => []);
/** TensorFlow 1: sessions that `run` and `eval` without one use, the innermost last. */
export const defaultSessions = slot('default sessions', (): ObjectRef[] => []);
/** Variables of the graph, in program order. */
export const variables = slot('variables', (): VariableTensor[] => []);
/** How many nodes take a node as input; of these, only what computes layers counts more than once. */
export const readers = slot('readers', () => new Map<number, number>());
/** Tensors that are read through a name, by node id. */
export const named = slot('named', () => new Set<number>());
/** Names that were given to another tensor, in program order. */
export const replaced = slot('replaced', (): ReplacedTensor[] => []);
/** Models and layers whose weights may be set by code that is not followed. */
export const handedOut = slot('handed out', () => new Set<number>());
/** What `add_loss` is called with, and where. */
export const addedLosses = slot('added losses', (): { readonly place: Place; readonly loss: Value | undefined }[] => []);
/** Where the losses that layers and models collect (`model.losses`) are read. */
export const readLosses = slot('read losses', (): Place[] => []);

/** Rates of optimizers that were read, and whose they are. */
export const readRates = slot('read rates', () => new Map<Const, number>());

/** A layer or variable that is made anew whenever its owner is called. */
export interface MadeInCall {
  readonly id: number;
  readonly type: string;
  readonly place: Place;
  readonly method: FunctionValue;
}

/** `x = a` followed by `x = b`. */
export interface ReplacedTensor {
  readonly name: string;
  readonly old: TensorNode;
  readonly by: TensorNode;
}
