/** Ready-made architectures (`keras.applications`), models out of files and hubs: one opaque model each, with what is known of its output. */
import { forAll, table } from '../../../../facts/table';
import type { Place } from '../../../../text/place';
import type { CallSite } from '../../../../facts/callsite';
import { applicationFacts, applicationNames, type ApplicationFacts } from '../../../../knowledge/applications';
import { known, mapFact, unknown, type Fact } from '../../../../facts/fact';
import { notKnown, type Machine } from '../../../python/machine';
import type { TensorNode, ModelValue } from '../tensor';
import { asBoolean, asNumber, asString, constant, isNone, noArguments, type Arguments, type Value } from '../../../python/value';
import type { Shape } from '../../../../facts/training';
import { bindArguments } from '../../arguments';
import { classifierHead, hubHead } from './classifier-heads';
import { shapeFrom } from '../../../data/data-access';
import { outsideHead } from './outside-heads';
import { type Transfer, type TransferTable } from '../../transfer';
import { inputsField, layersField, loadedWeightsField, outputsField, outsideCompileField, outsideField } from '../fields';
import { addNode } from '../nodes';
import { tensorOf } from '../tensor';

const construct: Transfer = ({ m, name, args, site, place }) => {
  const bound = bindArguments(m, name, args, site);
  const value = (parameter: string): Value | undefined => bound.values.get(parameter);
  const about = applicationFacts(name);
  const model: ModelValue = {
    kind: 'model',
    id: m.store.fresh(),
    style: 'functional',
    args,
    call: bound.call,
    place,
    backbone: name,
  };
  const given = value('input_shape');
  const declared = given && !isNone(given) ? shapeFrom(m, given) : undefined;
  const tensor = value('input_tensor');
  const top = asBoolean(value('include_top'));
  const usual: Fact<Shape> =
    about && top === true ? known([about.size, about.size, 3], place, 'library') : known([null, null, 3], place, 'library');
  const shape = declared
    ? known(declared, place)
    : given && !isNone(given)
      ? unknown('dynamic', place, 'the input shape')
      : usual;
  const input = tensor?.kind === 'tensor' ? tensor.node : addNode(m, { kind: 'input', inputs: [], shape, place });
  m.store.write(model.id, inputsField, tensorOf(input));
  m.store.write(model.id, outputsField, tensorOf(backboneNode(m, model, input, place)));
  m.store.write(model.id, loadedWeightsField, !isNone(value('weights')));
  return model;
};

/** The backbone applied to a tensor: its features, or its own classifier on top of them. */
export function backboneNode(
  m: Machine,
  model: ModelValue,
  input: TensorNode,
  place: Place,
  applied?: { readonly args: Arguments; readonly call: CallSite },
): TensorNode {
  const bound = bindArguments(m, model.backbone ?? '', model.args, model.call);
  const about = applicationFacts(model.backbone ?? '');
  const top = asBoolean(bound.values.get('include_top'));
  const pooling = bound.values.get('pooling');
  const node = (shape: Fact<Shape>): TensorNode =>
    addNode(m, { kind: 'model', model, output: 0, inputs: [input], args: noArguments, ...applied, shape, place });
  if (top === undefined) return node(unknown('dynamic', place, 'the output of a backbone'));
  if (top) {
    const units = bound.values.get('classes') ?? constant(1000, place, { from: 'default' });
    const activation = bound.values.get('classifier_activation') ?? constant('softmax', place, { from: 'default' });
    const features = node(
      about ? known([about.channels], place, 'library') : unknown('not-modelled', place, 'the features of a backbone'),
    );
    return classifierHead(m, features, { units, activation }, bound.call, place);
  }
  const channels = about?.channels ?? null;
  if (asString(pooling) !== undefined) return node(known([channels], place, 'library'));
  if (pooling && !isNone(pooling)) return node(unknown('dynamic', place, 'the pooling of a backbone'));
  return node(
    mapFact(input.shape, (dims) => [
      ...dims.slice(0, 2).map((size) => shrunk(size, about)),
      widthOf(bound.values.get('alpha'), channels),
    ]),
  );
}

/** A 32nd of the side where the network pads its convolutions; those that do not have each their own arithmetic. */
const shrunk = (size: number | null, about: ApplicationFacts | undefined): number | null => {
  if (size === null || !about) return null;
  if (size === about.size) return about.side;
  return about.padded && size % 32 === 0 ? size / 32 : null;
};

/** MobileNet's width multiplier changes the last layer too. */
const widthOf = (alpha: Value | undefined, channels: number | null): number | null =>
  alpha && asNumber(alpha) !== 1 ? null : channels;

/** A model whose inside is not in the program: out of a file, a hub, another library. */
export function outsideModel(m: Machine, name: string, args: Arguments, site: CallSite): ModelValue {
  const why = notKnown(m, 'outside', site.place, `the model that ${name} gives`).why;
  const model: ModelValue = {
    kind: 'model',
    id: m.store.fresh(),
    style: 'functional',
    args,
    call: { ...site, callee: name },
    place: site.place,
  };
  const input = addNode(m, { kind: 'input', inputs: [], shape: why, place: site.place });
  const features = addNode(m, { kind: 'unknown', inputs: [input], shape: why, place: site.place, why });
  const head = outsideHead(name, args, site.place);
  if (head?.compile) m.store.write(model.id, outsideCompileField, head.compile);
  m.store.write(model.id, inputsField, tensorOf(input));
  const output = head ? hubHead(m, head, model.call, features) : features;
  m.store.write(model.id, outputsField, tensorOf(output));
  m.store.write(model.id, loadedWeightsField, true);
  m.store.write(model.id, outsideField, why);
  return model;
}

/** `clone_model`: the same layers with new weights. */
const clone: Transfer = ({ m, bound, site, place }) => {
  const original = bound('model');
  if (original?.kind !== 'model') return notKnown(m, 'not-modelled', place, 'a copy of this model');
  const copy: ModelValue = { ...original, id: m.store.fresh(), call: site, place };
  for (const field of [layersField, inputsField, outputsField, outsideField]) {
    const value = m.store.held(original.id, field);
    if (value !== undefined) m.store.put(copy.id, field, value);
  }
  return copy;
};

/** `keras.models.Model.from_config` and the like of which only the result is seen. */
const outside: Transfer = ({ m, name, args, site }) => outsideModel(m, name, args, site);

export const backboneTransfers: TransferTable = table({
  ...forAll(
    applicationNames.map((name) => `keras.applications.${name}`),
    construct,
  ),
  ...forAll(
    [
      'keras.models.load_model',
      'keras.saving.load_model',
      'keras.models.model_from_json',
      'keras.models.model_from_yaml',
      'keras.models.model_from_config',
      'tf.saved_model.load',
      'tensorflow_hub.load',
    ],
    outside,
  ),
  ...forAll(['keras.models.clone_model'], clone),
  'tensorflow_hub.KerasLayer': ({ m, name, args, site }) => outsideModel(m, name, args, site),
});

/** A model of `transformers` or KerasHub, out of a hub or made around a backbone. */
export const outsideFamily =
  /^(transformers\.TF\w+|keras_hub\.models\.\w+|keras_nlp\.models\.\w+|keras_cv\.models\.\w+)\.(from_pretrained|from_config|from_preset)$|^keras_(hub|nlp)\.models\.\w+(CausalLM|Seq2SeqLM|Classifier|ImageSegmenter)$|^keras_cv\.models\.ImageClassifier$/;
