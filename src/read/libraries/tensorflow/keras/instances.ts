/** Instances of the program's own classes: what they inherit from Keras. */
import { boundBy } from '../../../python/bound';
import type { Place } from '../../../../text/place';
import type { CallSite } from '../../../../facts/callsite';
import { resolveIdentifier } from '../../../../knowledge/identifiers';
import { unknown, type Fact } from '../../../../facts/fact';
import { looseItems, makeList } from '../../../python/collections';
import { classAttribute, libraryBases } from '../../../python/definitions';
import { isReadAgain, notKnown, type Machine } from '../../../python/machine';
import type { TensorNode } from '../tensor';
import { constant, none, tuple, type Arguments, type InstanceValue, type Value } from '../../../python/value';
import type { Shape } from '../../../../facts/training';
import { shapeFrom } from '../../../data/data-access';
import { known } from '../../../../facts/fact';
import { compiledOptimizer, modelTensors, setSequentialLayers, trainingMethod } from './models';
import { kerasVersion } from './flavor';
import { compiledArgument } from './training-calls';
import { tensorsIn } from './model-graph';
import { asNode, holdsTensor } from '../tensor-operations';
import { variablesOf } from '../variables';
import { builtField, calledField, inputsField, layersField, outputsField } from '../fields';
import { addNode } from '../nodes';
import { addedLosses, readLosses } from '../state';
import { tensorOf } from '../tensor';

const modelBases = new Set(['keras.Model', 'keras.Sequential', 'keras.models.Model', 'keras.models.Sequential']);
const isLayerBase = (name: string): boolean => name.startsWith('keras.layers.') || name === 'tf.Module';

export const isModelInstance = (m: Machine, value: InstanceValue): boolean =>
  libraryBases(m, value.cls).some((base) => modelBases.has(base));
const isLayerInstance = (m: Machine, value: InstanceValue): boolean => libraryBases(m, value.cls).some(isLayerBase);

/** What the library's own `__init__` does with the arguments. */
export function initialise(m: Machine, instance: InstanceValue, args: Arguments, site: CallSite): void {
  const bases = libraryBases(m, instance.cls);
  if (bases.includes('keras.Sequential'))
    setSequentialLayers(m, instance.id, boundBy(m, 'keras.Sequential', args)('layers'), site.place);
  else if (bases.some((base) => modelBases.has(base))) {
    const bound = boundBy(m, 'keras.Model', args);
    const outputs = bound('outputs');
    if (outputs) {
      m.store.write(instance.id, inputsField, bound('inputs') ?? none(site.place));
      m.store.write(instance.id, outputsField, outputs);
    }
  } else if (bases.length === 0) {
    for (const [name, value] of args.keywords) m.store.write(instance.id, name, value);
  }
}

/** Calls an instance on tensors: its `call` is followed with them. */
export function callInstance(m: Machine, instance: InstanceValue, args: Arguments, site: CallSite): Value {
  m.store.write(instance.id, calledField, true);
  const own = classAttribute(m, instance.cls, '__call__');
  if (own?.kind === 'function') return m.call({ ...own, self: instance }, args, site);
  const forward = classAttribute(m, instance.cls, 'call') ?? classAttribute(m, instance.cls, 'forward');
  if (forward?.kind !== 'function') {
    if (libraryBases(m, instance.cls).includes('keras.Sequential')) return sequentialInstance(m, instance, args, site);
    if (m.store.read(instance.id, outputsField) !== undefined) return functionalInstance(m, instance, args, site);
    return notKnown(m, 'not-modelled', site.place, `calling an instance of ${instance.cls.def.name.id}`);
  }
  // Whatever `call` names it, it is the first.
  const given = args.positional[0] ?? args.keywords.get('inputs') ?? args.keywords.get('x');
  build(m, instance, given, site);
  if (isModelInstance(m, instance)) {
    const inputs = (given?.kind === 'tensor' ? [given] : (looseItems(m, given) ?? (given ? [given] : []))).map((value) =>
      asNode(m, value, site.place),
    );
    const inner = m.call({ ...forward, self: instance }, asTensors(m, args, inputs, given), site);
    return modelTensors(m, instance, outputsOf(m, inner), inputs, args, site);
  }
  return m.call({ ...forward, self: instance }, args, site);
}

function sequentialInstance(m: Machine, instance: InstanceValue, args: Arguments, site: CallSite): Value {
  return m.call({ kind: 'model', id: instance.id, style: 'sequential', args, call: site, place: site.place }, args, site);
}

/** A subclass that was made from inputs and outputs. */
function functionalInstance(m: Machine, instance: InstanceValue, args: Arguments, site: CallSite): Value {
  const given = boundBy(m, 'keras.Model.call', args)('inputs') ?? none(site.place);
  const many = given.kind === 'tensor' ? undefined : looseItems(m, given);
  const inputs = (many ?? [given]).flatMap((value) => (value.kind === 'gap' ? [] : [asNode(m, value, site.place)]));
  return modelTensors(m, instance, tensorsIn(m, m.store.read(instance.id, outputsField)), inputs, args, site);
}

/** Arrays entering a model become tensors there. */
function asTensors(m: Machine, args: Arguments, inputs: readonly TensorNode[], given: Value | undefined): Arguments {
  if (!given || holdsTensor(m, given)) return args;
  const tensors = inputs.map((node): Value => tensorOf(node));
  const first =
    given.kind === 'tuple' || given.kind === 'list' ? makeList(m, tensors, inputs[0]?.place ?? given.place) : tensors[0];
  if (!first) return args;
  return args.positional.length > 0
    ? { ...args, positional: [first, ...args.positional.slice(1)] }
    : { ...args, positional: [first], keywords: new Map() };
}

function outputsOf(m: Machine, value: Value): readonly TensorNode[] {
  if (value.kind === 'tensor') return [value.node];
  return looseItems(m, value)?.flatMap((item) => (item.kind === 'tensor' ? [item.node] : [])) ?? [];
}

/** Runs the class's `build` once, with the shape of its first input. */
function build(m: Machine, instance: InstanceValue, given: Value | undefined, site: CallSite): void {
  const method = classAttribute(m, instance.cls, 'build');
  if (method?.kind !== 'function' || m.store.read(instance.id, builtField) === true) return;
  m.store.write(instance.id, builtField, true);
  const node = given?.kind === 'tensor' ? given.node : undefined;
  const dims = node?.shape.kind === 'known' ? [null, ...node.shape.value] : undefined;
  const shape: Value = dims
    ? tuple(
        dims.map((size) => constant(size, site.place, { from: 'library' })),
        site.place,
      )
    : notKnown(m, 'dynamic', site.place, 'the input shape of a layer');
  m.call({ ...method, self: instance }, { positional: [shape], keywords: new Map() }, site);
}

/** Follows the model's `call` from fresh inputs of these shapes. */
export function callSubclass(
  m: Machine,
  model: InstanceValue,
  shapes: readonly Fact<Shape>[],
  called?: Arguments,
): { readonly inputs: readonly TensorNode[]; readonly output: Value } {
  const { place } = model;
  const lost: Fact<Shape> = unknown('dynamic', place, 'the shape of the input');
  const inputs = (shapes.length > 0 ? shapes : [lost]).map((shape) => addNode(m, { kind: 'input', inputs: [], shape, place }));
  const tensors = inputs.map((node): Value => tensorOf(node));
  const given = tensors.length === 1 && tensors[0] ? tensors[0] : makeList(m, tensors, place);
  const forward = classAttribute(m, model.cls, 'call');
  if (forward?.kind !== 'function')
    return { inputs, output: notKnown(m, 'not-modelled', place, `class ${model.cls.def.name.id} has no call`) };
  build(m, model, given, model.call);
  const training = forward.def.parameters.some(({ name }) => name.id === 'training');
  const own = new Map<string, Value>(training ? [['training', constant(true, place, { from: 'library' })]] : []);
  const args: Arguments = called
    ? { positional: [given, ...called.positional.slice(1)], keywords: called.keywords, open: called.open }
    : { positional: [given], keywords: own };
  return { inputs, output: m.call({ ...forward, self: model }, args, model.call) };
}

/** False for a model of plain layers that was not called yet: its layers make their weights on their first input. */
function hasWeights(m: Machine, instance: InstanceValue): boolean {
  if (!isModelInstance(m, instance) || m.store.read(instance.id, calledField) === true) return true;
  const held = m.store.names(instance.id).flatMap((name) => m.store.read(instance.id, name) ?? []);
  return !held.some((value) => value.kind === 'layer') || !held.every(({ kind }) => kind === 'layer' || kind === 'const');
}

export function instanceAttribute(m: Machine, instance: InstanceValue, name: string, place: Place): Value | undefined {
  const bases = libraryBases(m, instance.cls);
  const keras = bases.some((base) => modelBases.has(base) || isLayerBase(base));
  if (name === 'optimizer' && keras) {
    const given = compiledArgument(m, instance, 'optimizer');
    if (given) return compiledOptimizer(m, given, place);
  }
  if (keras && name === 'losses') {
    m.of(readLosses).push(place);
    return notKnown(m, 'dynamic', place, 'the losses a model collects');
  }
  if (keras && /^(trainable_variables|trainable_weights|weights|variables)$/.test(name))
    return variablesOf(m, [instance], place, hasWeights(m, instance) || isReadAgain(m, instance.id));
  if (bases.length === 0) return name.startsWith('__') ? { kind: 'method', self: instance, name, place } : undefined;
  return { kind: 'method', self: instance, name, place };
}

export function callInstanceMethod(m: Machine, instance: InstanceValue, name: string, args: Arguments, site: CallSite): Value {
  if (name === '__init__') {
    initialise(m, instance, args, site);
    return none(site.place);
  }
  if (name === 'add_loss') {
    m.of(addedLosses).push({ place: site.place, loss: boundBy(m, 'keras.Model.add_loss', args)('losses', 'loss') });
    return none(site.place);
  }
  if (isModelInstance(m, instance)) {
    const own = trainingHelper(m, instance, name, args, site);
    if (own) return own;
    if (name === 'add' && libraryBases(m, instance.cls).includes('keras.Sequential')) {
      const layers = m.store.read(instance.id, layersField) ?? [];
      m.store.write(instance.id, layersField, [...layers, boundBy(m, 'keras.Sequential.add', args)('layer') ?? none(site.place)]);
      return none(site.place);
    }
    if (name === 'call') return sequentialInstance(m, instance, args, site);
    return name === 'add_weight' ? weight(m, args, site) : trainingMethod(m, instance, name, args, site);
  }
  if (isLayerInstance(m, instance)) {
    if (name === 'add_weight' || name === 'add_variable') return weight(m, args, site);
    if (['build', 'add_loss', 'add_metric', 'add_update', 'set_weights'].includes(name)) return none(site.place);
  }
  return notKnown(m, 'not-modelled', site.place, `${name}, inherited from ${libraryBases(m, instance.cls)[0] ?? 'object'}`);
}

/** What a `train_step` calls on its own model: the compiled loss on labels and predictions. */
function trainingHelper(m: Machine, instance: InstanceValue, name: string, args: Arguments, site: CallSite): Value | undefined {
  if (name !== 'compiled_loss' && name !== 'compute_loss') return undefined;
  const loss = compiledArgument(m, instance, 'loss');
  const bound = boundBy(m, 'keras.Model.compute_loss', args);
  const labels = name === 'compute_loss' ? bound('y') : args.positional[0];
  const predicted = name === 'compute_loss' ? bound('y_pred') : args.positional[1];
  const text =
    loss?.kind === 'const' && typeof loss.value === 'string' ? resolveIdentifier('loss', loss.value, kerasVersion(m)) : undefined;
  const callee: Value | undefined = text === undefined ? loss : { kind: 'library', name: text, path: text, place: site.place };
  if (!callee || !labels || !predicted) return undefined;
  return m.call(
    callee,
    { positional: [labels, predicted], keywords: new Map() },
    { ...site, callee: name === 'compute_loss' ? 'keras.Model.compute_loss' : (text ?? site.callee), arguments: [] },
  );
}

/** `self.add_weight(shape=..., initializer=...)`. */
function weight(m: Machine, args: Arguments, site: CallSite): Value {
  const shape = args.keywords.get('shape') ?? args.positional.find((value) => value.kind === 'tuple' || value.kind === 'list');
  const dims = shapeFrom(m, shape);
  const initial = args.keywords.get('initializer') ?? notKnown(m, 'dynamic', site.place, 'an initial value');
  const trainable = args.keywords.get('trainable');
  return tensorOf(
    addNode(m, {
      kind: 'variable',
      inputs: [],
      shape: dims ? known(dims, site.place) : unknown('dynamic', site.place, 'the shape of a weight'),
      place: site.place,
      initial,
      trainable: !(trainable?.kind === 'const' && trainable.value === false),
      call: site,
    }),
  );
}
