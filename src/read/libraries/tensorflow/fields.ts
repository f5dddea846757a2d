/** What is kept of TensorFlow's and Keras's objects. */
import type { Unknown } from '../../../facts/fact';
import { growingField } from '../../python/fields';
import { field } from '../../python/store';
import type { Value } from '../../python/value';
import type { BoundArguments } from '../arguments';
import type { OutsideCompile } from './keras/outside-heads';
import type { ModelValue } from './tensor';
import type { CompileEvent, TapeEvent } from './events';

/** Of Sequential models: their layers. */
export const layersField = growingField('layers');
/** Of the list `model.layers`: the model. */
export const layersOfField = field<ModelValue>('layersOf');
/** Of functional models: what they are made from and to. */
export const inputsField = field<Value>('inputs');
export const outputsField = field<Value>('outputs');
/** The variable a model is first bound to. */
export const nameField = field<string>('name');
/** Of models and instances: they were used in a way that makes their weights. */
export const calledField = field<true>('called');
/** Of instances: their own `build` has run. */
export const builtField = field<true>('built');
/** Of models and instances: what `compile` was last given. */
export const compiledField = field<CompileEvent>('compiled');
/** Of models: their weights come from elsewhere. */
export const loadedWeightsField = field<boolean>('loadedWeights');
/** Of models that are not written in the program: why nothing is known of their inside, and how they are compiled. */
export const outsideField = field<Unknown>('outside');
export const outsideCompileField = field<OutsideCompile>('outsideCompile');
/** Of layers: their arguments by today's names. */
export const boundField = field<BoundArguments>('bound');
/** Of preprocessing layers: `adapt` was called. */
export const adaptedField = field<true>('adapted');
/** Of layers: `set_weights` was called. */
export const loadedField = field<true>('loaded');
/** Of lists of variables: the models, layers and instances whose variables they are. */
export const ownersField = field<readonly Value[]>('owners');
/** Of lists of variables: they were read before there were any. */
export const unbuiltField = field<true>('unbuilt');
/** Of any layer of a model whose layers are not known one by one, and of tuners: the model. */
export const modelField = field<Value>('model');
export const hypermodelField = field<Value>('hypermodel');
/** Of gradients and training operations: the loss. */
export const lossField = field<Value>('loss');
/** Of gradients that a tape took. */
export const eventField = field<TapeEvent>('event');
/** Of gradients: they were clipped, multiplied or otherwise changed on their way. */
export const changedField = field<true>('changed');
/** Of training operations. */
export const optimizerField = field<Value>('optimizer');
/** Of tapes: `with` entered them, so what they recorded is known. */
export const enteredField = field<true>('entered');
/** Of the settings a program makes: `trainable` was set on layers that are not known. */
export const trainableField = field<Value>('trainable');
