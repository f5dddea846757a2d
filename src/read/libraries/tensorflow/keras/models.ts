/** `keras.Sequential` and functional `keras.Model`: construction, methods, attributes. */
import { byName, forAll, table } from '../../../../facts/table';
import { boundBy } from '../../../python/bound';
import type { Place } from '../../../../text/place';
import type { CallSite } from '../../../../facts/callsite';
import { resolveIdentifier } from '../../../../knowledge/identifiers';
import { unknown, type Fact } from '../../../../facts/fact';
import { looseItems, makeList } from '../../../python/collections';
import { isReadAgain, noteLoops, notKnown, type Machine } from '../../../python/machine';
import type { TensorNode, ModelValue } from '../tensor';
import {
  asNumber,
  asString,
  constant,
  isNone,
  noArguments,
  none,
  tuple,
  type Arguments,
  type Value,
} from '../../../python/value';
import type { Shape } from '../../../../facts/training';
import { backboneNode } from './backbones';
import { sequentialGraph, layersOfModel, outputNodes, inputNodes } from './model-graph';
import { asNode } from '../tensor-operations';
import { kerasVersion } from './flavor';
import { declaredInputShape } from './layers';
import { useModel } from './predictions';
import { compile, compiledArgument, fit } from './training-calls';
import { forgetStep } from './trainable';
import { variablesOf } from '../variables';
import { calledField, inputsField, layersField, layersOfField, loadedWeightsField, outputsField } from '../fields';
import { addNode } from '../nodes';
import { makeObject } from '../../../python/objects';
import { addedLosses, handedOut, readLosses } from '../state';
import { tensorOf } from '../tensor';

export { layersOfModel };

export function constructSequential(m: Machine, args: Arguments, site: CallSite): Value {
  const model: ModelValue = { kind: 'model', id: m.store.fresh(), style: 'sequential', args, call: site, place: site.place };
  noteLoops(m, model.id);
  setSequentialLayers(m, model.id, boundBy(m, 'keras.Sequential', args)('layers'), site.place);
  return model;
}

export function setSequentialLayers(m: Machine, id: number, layers: Value | undefined, place: Place): void {
  if (!layers || isNone(layers)) m.store.write(id, layersField, []);
  else {
    const items = looseItems(m, layers);
    const why = layers.kind === 'unknown' ? layers.why : unknown('dynamic', place, 'a list of layers');
    m.store.write(id, layersField, items ?? [{ kind: 'gap', why }]);
  }
}

export function constructFunctional(m: Machine, args: Arguments, site: CallSite): Value {
  const model: ModelValue = { kind: 'model', id: m.store.fresh(), style: 'functional', args, call: site, place: site.place };
  noteLoops(m, model.id);
  const bound = boundBy(m, 'keras.Model', args);
  m.store.write(model.id, inputsField, bound('inputs', 'input') ?? none(site.place));
  m.store.write(model.id, outputsField, bound('outputs', 'output') ?? none(site.place));
  return model;
}

/** A model applied to tensors. */
export function callModel(m: Machine, model: ModelValue, args: Arguments, site: CallSite): Value {
  m.store.write(model.id, calledField, true);
  const given = boundBy(m, 'keras.Model.call', args)('inputs') ?? none(site.place);
  const many = given.kind === 'tensor' ? undefined : looseItems(m, given);
  const inputs = (many ?? [given]).flatMap((value) => (value.kind === 'gap' ? [] : [asNode(m, value, site.place)]));
  const [first] = inputs;
  if (model.backbone !== undefined && first) return tensorOf(backboneNode(m, model, first, site.place, { args, call: site }));
  const inner = model.style === 'sequential' ? [sequentialGraph(m, model.id, inputs[0]?.shape)] : outputNodes(m, model);
  return modelTensors(m, model, inner, inputs, args, site);
}

/** One tensor per output of a model that was called. */
export function modelTensors(
  m: Machine,
  model: Value,
  inner: readonly TensorNode[],
  inputs: readonly TensorNode[],
  args: Arguments,
  site: CallSite,
): Value {
  const { place } = site;
  const lost: Fact<Shape> = unknown('not-modelled', place, 'the output of a model');
  const outputs = (inner.length > 0 ? inner : [undefined]).map((node, output): Value =>
    tensorOf(
      addNode(m, { kind: 'model', model, output, inner: node, inputs, args, shape: node?.shape ?? lost, place, call: site }),
    ),
  );
  return outputs.length === 1 && outputs[0] ? outputs[0] : tuple(outputs, place);
}

/** Keras makes the weights of a Sequential model when it first knows the shape of an input. */
function isBuilt(m: Machine, model: ModelValue): boolean {
  if (model.style !== 'sequential' || model.backbone !== undefined || m.store.read(model.id, calledField) === true) return true;
  const layers = m.store.read(model.id, layersField) ?? [];
  const [first] = layers;
  if (first?.kind !== 'layer' || first.type === 'InputLayer') return true;
  return layers.some((layer) => layer.kind !== 'layer') || declaredInputShape(m, first) !== undefined;
}

export function modelAttribute(m: Machine, model: ModelValue, name: string, place: Place): Value | undefined {
  return attributes[name]?.({ m, model, place, name });
}

interface AttributeOf {
  readonly m: Machine;
  readonly model: ModelValue;
  readonly name: string;
  readonly place: Place;
}

type Attribute = (of: AttributeOf) => Value;

const attributes: Readonly<Record<string, Attribute>> = table<Record<string, Attribute>>({
  layers: ({ m, model, place }) => {
    const list = makeList(m, layersOfModel(m, model), place);
    m.store.write(list.id, layersOfField, model);
    return list;
  },
  ...forAll(['trainable_variables', 'trainable_weights', 'weights', 'variables'], ({ m, model, place }) =>
    variablesOf(m, [model], place, isBuilt(m, model) || isReadAgain(m, model.id)),
  ),
  ...forAll(['input', 'inputs'], ({ m, model, name, place }) => {
    const nodes = inputNodes(m, model);
    return bundle(m, nodes, name === 'inputs', place);
  }),
  ...forAll(['output', 'outputs'], ({ m, model, name, place }) => bundle(m, outputNodes(m, model), name === 'outputs', place)),
  ...forAll(['output_shape', 'input_shape'], ({ name, m, model, place }) => {
    const [node] = name === 'output_shape' ? outputNodes(m, model) : inputNodes(m, model);
    if (node?.shape.kind !== 'known') return notKnown(m, 'dynamic', place, `the ${name} of a model`);
    return tuple(
      [null, ...node.shape.value].map((size) => constant(size, place, { from: 'library' })),
      place,
    );
  }),
  trainable: ({ place }) => constant(true, place, { from: 'default' }),
  optimizer: ({ m, model, place }) => {
    const given = compiledArgument(m, model, 'optimizer');
    return given ? compiledOptimizer(m, given, place) : notKnown(m, 'dynamic', place, 'the optimizer of a model');
  },
  losses: ({ m, place }) => {
    m.of(readLosses).push(place);
    return notKnown(m, 'dynamic', place, 'the losses a model collects');
  },
  ...forAll(['history', 'loss', 'metrics_names'], ({ m, place, name }) =>
    notKnown(m, 'dynamic', place, `the ${name} of a model`),
  ),
});

/** `model.optimizer` after `compile`; a string has become an object with the defaults. */
export function compiledOptimizer(m: Machine, given: Value, place: Place): Value {
  const text = asString(given);
  if (text === undefined) return given;
  const canonical = resolveIdentifier('optimizer', text, kerasVersion(m));
  if (canonical === undefined) return notKnown(m, 'undefined', place, `no optimizer is called ${text}`);
  return makeObject(m, canonical, noArguments, { callee: canonical, place, function: place, parentheses: place, arguments: [] });
}

function bundle(m: Machine, nodes: readonly TensorNode[], asList: boolean, place: Place): Value {
  const tensors = nodes.map((node): Value => tensorOf(node));
  const [only] = tensors;
  if (!only) return notKnown(m, 'not-modelled', place, 'the tensors of this model');
  return tensors.length === 1 && !asList ? only : makeList(m, tensors, place);
}

export function callModelMethod(m: Machine, model: ModelValue, name: string, args: Arguments, site: CallSite): Value {
  return sequentialMethods[name]?.({ m, model, name, args, site }) ?? trainingMethod(m, model, name, args, site);
}

interface MethodCall<M> {
  readonly m: Machine;
  readonly model: M;
  readonly name: string;
  readonly args: Arguments;
  readonly site: CallSite;
}

type Method<M = ModelValue> = (call: MethodCall<M>) => Value;

const sequentialMethods: Readonly<Record<string, Method>> = table<Record<string, Method>>({
  add: ({ m, args, site, model }) => {
    const layer = boundBy(m, 'keras.Sequential.add', args)('layer') ?? none(site.place);
    const layers = m.store.read(model.id, layersField);
    m.store.write(model.id, layersField, [...(layers ?? []), layer.kind === 'unknown' ? { kind: 'gap', why: layer.why } : layer]);
    return none(site.place);
  },
  pop: ({ m, model, site }) => {
    const layers = m.store.read(model.id, layersField) ?? [];
    m.store.write(model.id, layersField, layers.slice(0, -1));
    return layers.at(-1) ?? none(site.place);
  },
  get_layer: ({ m, model, args, site }) => {
    const layers = layersOfModel(m, model);
    const bound = boundBy(m, 'keras.Model.get_layer', args);
    const index = asNumber(bound('index'));
    const wanted = asString(bound('name'));
    const found =
      index !== undefined
        ? layers.at(index)
        : layers.find((layer) => layer.kind === 'layer' && asString(layer.args.keywords.get('name')) === wanted);
    return found ?? notKnown(m, 'not-modelled', site.place, 'get_layer');
  },
  ...forAll(['__call__', 'call'], ({ m, model, args, site }) => callModel(m, model, args, site)),
});

/** A model of Keras or an instance of the program's own subclass. */
type Trainable = ModelValue | Extract<Value, { kind: 'instance' }>;

/** Methods that `keras.Model`, `Sequential` and subclasses share. */
export function trainingMethod(m: Machine, model: Trainable, name: string, args: Arguments, site: CallSite): Value {
  // Whatever else is done with a model needs its weights.
  if (name !== 'compile') m.store.write(model.id, calledField, true);
  const method = methods[name];
  if (method) return method({ m, model, name, args, site });
  m.of(handedOut).add(model.id);
  return notKnown(m, 'dynamic', site.place, `${name} of a model`);
}

const methods: Readonly<Record<string, Method<Trainable>>> = table<Record<string, Method<Trainable>>>({
  compile: ({ m, model, args, site }) => compile(m, model, args, site),
  ...byName(
    ['fit', 'fit_generator', 'train_on_batch'],
    (name) =>
      ({ m, model, args, site }) =>
        fit(m, model, name, args, site),
  ),
  add_loss: ({ m, site, args }) => {
    m.of(addedLosses).push({ place: site.place, loss: boundBy(m, 'keras.Model.add_loss', args)('losses', 'loss') });
    return none(site.place);
  },
  ...byName(
    ['evaluate', 'evaluate_generator', 'test_on_batch', 'predict', 'predict_generator', 'predict_on_batch'],
    (name) =>
      ({ m, model, args, site }) =>
        useModel(m, model, name, args, site),
  ),
  ...forAll(['load_weights', 'set_weights'], ({ m, model, site }) => {
    m.of(handedOut).add(model.id);
    m.store.write(model.id, loadedWeightsField, true);
    return none(site.place);
  }),
  make_train_function: ({ m, model, site }) => {
    forgetStep(m, model.id);
    return none(site.place);
  },
  ...forAll(['build', 'summary', 'save', 'save_weights', 'reset_states', 'reset_metrics', 'export'], ({ site }) =>
    none(site.place),
  ),
  ...forAll(['get_weights', 'get_config', 'to_json', 'count_params', 'predict_classes', 'predict_proba'], ({ m, site, name }) =>
    notKnown(m, 'dynamic', site.place, `${name} of a model`),
  ),
});
