import { table } from '../../facts/table';
import type { Fix } from '../../finding/finding';
import {
  argumentOf,
  addArgument,
  ensureImport,
  removeArgument,
  replaceLiteral,
  replaceText,
  setArgument,
  textOf,
} from '../../edits/edits';
import type { ArgumentSite, CallSite } from '../../facts/callsite';
import { always, valueOf } from '../../facts/fact';
import type { Layer, LayerNode } from '../../facts/graph';
import type { Head, Loss, TrainingRun } from '../../facts/training';
import { samePlace, type Edit, type Place } from '../../text/place';
import type { RuleContext } from '../define';
import { isOfFamily } from './graph';
import { kerasName, takesLabels } from './losses';

export interface HeadInRun {
  readonly run: TrainingRun;
  readonly head: Head;
}

/** Every output of every model with a loss, in program order. */
export const headsOf = ({ program }: RuleContext): readonly HeadInRun[] =>
  program.runs.flatMap((run) => run.heads.map((head) => ({ run, head })));

/** The layer whose weights make the output. */
export function headLayer(run: TrainingRun, head: Head): LayerNode | undefined {
  const node = run.model.nodes[head.weights ?? head.output];
  return node?.kind === 'layer' ? node : undefined;
}

/** Where to point for the head: its layer, or the place of the output. */
export const headPlace = (run: TrainingRun, head: Head): Place =>
  headLayer(run, head)?.layer.call.place ?? run.model.nodes[head.output]?.place ?? run.model.place;

/** One number comes out per sample (or position): one unit, and nothing after it that gathers several. */
export function isSingleUnit(run: Pick<TrainingRun, 'model'>, head: Head): boolean {
  if (!always(head.units, (units) => units === 1)) return false;
  const last = valueOf(head.outputShape)?.at(-1);
  if (last !== undefined) return last === 1;
  const output = run.model.nodes[head.output];
  return output?.id === head.weights || isOfFamily(output, 'activation');
}

/** Several numbers come out per sample. */
export const isMultiUnit = (head: Head): boolean => always(head.units, (units) => units > 1);

/** What a layer's activation is called in the call that makes it; undefined where that cannot change it. */
export const activationParameter = ({ callee }: CallSite): 'activation' | 'classifier_activation' | undefined =>
  callee.startsWith('keras.applications.')
    ? 'classifier_activation'
    : callee.startsWith('transformers.')
      ? undefined
      : 'activation';

/** The argument for a layer's activation, where it is written. */
export const activationArgument = ({ call }: Layer): ArgumentSite | undefined =>
  argumentOf(call, activationParameter(call) ?? '');

/** Where the activation of the head is written: the argument, a layer of its own, or the layer that has none. */
export function activationPlace(run: TrainingRun, head: Head): Place {
  const layer = headLayer(run, head);
  const output = run.model.nodes[head.output];
  if (output && output.id !== layer?.id && output.kind === 'layer' && isOfFamily(output, 'activation'))
    return output.layer.call.place;
  const argument = layer && activationArgument(layer.layer);
  return argument?.value ?? head.activationSite ?? headPlace(run, head);
}

/** Writes a string as its neighbour at `like` is quoted. */
export function quoted(context: RuleContext, like: Place | undefined, text: string): string {
  const mark = like && textOf(context, like).trimStart().startsWith('"') ? '"' : "'";
  return mark + text + mark;
}

/** Gives a layer's `activation` argument another value, or the first one. */
export function setActivation(context: RuleContext, layer: Layer, name: string): Edit | undefined {
  const parameter = activationParameter(layer.call);
  if (parameter === undefined) return undefined;
  // The classifier of keras.applications has softmax unless it is told otherwise.
  if (parameter === 'classifier_activation' && name === 'linear') return setArgument(layer.call, parameter, 'None');
  const argument = activationArgument(layer);
  if (argument) return replaceLiteral(layer.activation, quoted(context, argument.value, name));
  // TimeDistributed(Dense(3, activation="sigmoid")) has the activation of the layer inside.
  const inner = layer.activation.kind === 'known' && layer.activation.from === 'source' ? layer.activation.places[0] : undefined;
  if (inner) return replaceLiteral(layer.activation, quoted(context, inner, name));
  if (!('activation' in layer.arguments)) return undefined;
  const like = layer.call.arguments.find(({ form }) => form?.kind === 'string');
  return addArgument(layer.call, `${parameter}=${quoted(context, like?.value, name)}`);
}

/** Leaves a layer without the activation that is written in its call. */
export function dropActivation(context: RuleContext, layer: Layer): Edit | undefined {
  // Left out, the classifier of keras.applications would have softmax again.
  if (activationParameter(layer.call) === 'classifier_activation') return setActivation(context, layer, 'linear');
  const argument = activationArgument(layer);
  return argument && (removeArgument(context, layer.call, argument) ?? replaceText(argument.value, 'None'));
}

/** Edits that make `name` the last activation of a head; undefined where something not understood lies between. */
export function changeHeadActivation(
  context: RuleContext,
  run: TrainingRun,
  head: Head,
  name: string,
): readonly Edit[] | undefined {
  const weights = headLayer(run, head);
  const output = run.model.nodes[head.output];
  if (!weights || !output || servesAnotherLoss(context, weights, head)) return undefined;
  if (output.id === weights.id) {
    const argument = argumentOf(weights.layer.call, 'activation');
    const remove = name === 'linear' && argument ? removeArgument(context, weights.layer.call, argument) : undefined;
    const edit = remove ?? setActivation(context, weights.layer, name);
    return edit && [edit];
  }
  if (output.kind !== 'layer' || !isOfFamily(output, 'activation')) return undefined;
  const { layer } = output;
  if (layer.type === 'Activation') {
    const argument = argumentOf(layer.call, 'activation');
    const edit = argument && replaceLiteral(layer.activation, quoted(context, argument.value, name));
    return edit && [edit];
  }
  const activation = ensureImport(context, layer.call.place.source, 'keras.layers.Activation');
  return activation && [...activation.edits, replaceText(layer.call.place, `${activation.name}('${name}')`)];
}

/** A model that is compiled twice has one activation for two losses. */
const servesAnotherLoss = ({ program }: RuleContext, { layer: { call } }: LayerNode, { loss }: Head): boolean =>
  program.runs.some((run) =>
    run.heads.some((other) => {
      const place = headLayer(run, other)?.layer.call.place;
      return place && samePlace(place, call.place) && valueOf(other.loss)?.name !== valueOf(loss)?.name;
    }),
  );

/** A fix that makes `name` what the loss sees; a loss that gets logits applies it itself. */
export function activationFix(
  context: RuleContext,
  { run, head }: HeadInRun,
  name: string,
  safety: Fix['safety'],
  title = `Use ${name} in the last layer`,
): Fix | undefined {
  const loss = valueOf(head.loss);
  if (name === 'sigmoid' && loss && !takesLabels(kerasName(loss), head)) return undefined;
  if ((name === 'sigmoid' || name === 'softmax') && loss && always(loss.fromLogits, (flag) => flag)) {
    const edits = changeHeadActivation(context, run, head, 'linear');
    return edits && { title: `Leave out the activation: the loss applies ${name} itself`, edits, safety: 'unsafe' };
  }
  const edits = changeHeadActivation(context, run, head, name);
  return edits && { title, edits, safety };
}

/** Replaces the loss given to `compile` by Keras's name of another one; a loss with arguments of its own keeps them and is left alone. */
export function changeLoss(context: RuleContext, head: Head, name: string): Edit | undefined {
  if (head.loss.kind !== 'known') return undefined;
  const { form, place } = head.loss.value;
  if (!takesLabels(name, head)) return undefined;
  if (form === 'custom' || form === 'operation') return undefined;
  return replaceLiteral(head.loss, quoted(context, place, name));
}

export function lossFix(
  context: RuleContext,
  head: Head,
  name: string,
  safety: Fix['safety'],
  title = `Use ${name}`,
): Fix | undefined {
  const edit = changeLoss(context, head, name);
  return edit && { title, edits: [edit], safety };
}

const lossClasses: Readonly<Record<string, string>> = table({
  binary_crossentropy: 'BinaryCrossentropy',
  categorical_crossentropy: 'CategoricalCrossentropy',
  sparse_categorical_crossentropy: 'SparseCategoricalCrossentropy',
});

/** Tells a cross-entropy that it gets logits: adds the argument, or turns the name into an instance. */
export function fromLogitsFix(context: RuleContext, head: Head, loss: Loss, safety: Fix['safety']): Fix | undefined {
  const title = 'Set from_logits=True, so that the loss applies the activation itself';
  if (loss.form === 'instance' && loss.call) {
    const edit = setArgument(loss.call, 'from_logits', 'True');
    return edit && { title, edits: [edit], safety };
  }
  const name = lossClasses[loss.name];
  if (!name || (loss.form !== 'string' && loss.form !== 'function')) return undefined;
  const written = ensureImport(context, loss.place.source, `keras.losses.${name}`);
  const edit = written && replaceLiteral(head.loss, `${written.name}(from_logits=True)`);
  return edit && { title, edits: [...written.edits, edit], safety };
}
