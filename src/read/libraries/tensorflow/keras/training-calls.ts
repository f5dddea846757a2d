/** `compile`, `fit` and the snapshot of the model that is trained. */
import { boundBy } from '../../../python/bound';
import type { CallSite } from '../../../../facts/callsite';
import { mapFact, type Fact } from '../../../../facts/fact';
import { classAttribute, libraryBases } from '../../../python/definitions';
import { loopsOf, record, type Machine } from '../../../python/machine';
import type { TensorNode, ModelValue } from '../tensor';
import {
  isNone,
  noArguments,
  none,
  tuple,
  type Arguments,
  type FunctionValue,
  type InstanceValue,
  type ObjectRef,
  type Value,
} from '../../../python/value';
import type { Shape } from '../../../../facts/training';
import { bindArguments } from '../../arguments';
import { dataWithin, stateOf } from '../../../data/data-access';
import { withGenerators } from '../dataset-sources';
import { callSubclass } from './instances';
import { inputNodes, reachable, sequentialGraph, tensorsIn } from './model-graph';
import { compiledField, inputsField, loadedWeightsField, nameField, outputsField, trainableField } from '../fields';
import { dictState } from '../../../python/collections';
import type { CompileEvent, FitEvent, ModelSnapshot } from '../events';
import { training } from '../state';
import { scheduledRates } from './scheduled-rates';
import { flagsAtCompile, flagsInForce } from './trainable';
import { statesOf } from '../../../data/data-states';

export type AnyModel = ModelValue | InstanceValue;

export function compile(m: Machine, model: AnyModel, args: Arguments, site: CallSite): Value {
  const event: CompileEvent = {
    kind: 'compile',
    id: m.store.fresh(),
    model,
    args,
    call: { ...site, callee: 'keras.Model.compile' },
    loops: [...m.loops],
    conditions: m.conditions,
    flags: flagsAtCompile(m),
  };
  m.store.write(model.id, compiledField, event);
  record(m, event);
  return none(site.place);
}

export function fit(m: Machine, model: AnyModel, method: FitEvent['method'], given: Arguments, site: CallSite): Value {
  const args = withGenerators(m, given, site.place);
  const x = boundBy(m, `keras.Model.${method}`, args)('x', 'generator');
  const event = (before: ModelSnapshot): FitEvent => {
    const compiled = m.store.read(model.id, compiledField);
    const { flags, late } = flagsInForce(m, compiled);
    return {
      kind: 'fit',
      method,
      model,
      compiled,
      snapshot: { ...before, trainable: flags, late },
      scheduled: method === 'train_on_batch' ? undefined : scheduledRates(m, model, args, site),
      args,
      call: { ...site, callee: `keras.Model.${method}` },
      loops: [...m.loops],
      data: statesOf(m, args),
    };
  };
  const step = model.kind === 'instance' ? classAttribute(m, model.cls, 'train_step') : undefined;
  if (method !== 'train_on_batch' && model.kind === 'instance' && step?.kind === 'function') {
    const own = trainsItself(m, model, step, event(unbuilt(m, model)));
    if (own) return history(m, site);
  }
  record(m, event(snapshot(m, model, inputShapes(m, x))));
  return history(m, site);
}

const history = (m: Machine, site: CallSite): ObjectRef => ({
  kind: 'object',
  id: m.store.fresh(),
  type: 'keras.callbacks.History',
  args: noArguments,
  call: site,
  place: site.place,
});

/** Follows the `train_step` of the model's own class. True when it takes gradients with a tape: that is then the loop. */
function trainsItself(m: Machine, model: InstanceValue, step: FunctionValue, event: FitEvent): boolean {
  const { args, call: site } = event;
  const bound = boundBy(m, 'keras.Model.fit', args);
  const x = bound('x') ?? none(site.place);
  const y = bound('y');
  const state = x.kind === 'data' ? stateOf(m, x) : undefined;
  const batch = y && !isNone(y) ? tuple([x, y], site.place) : (state?.element ?? x);
  const before = m.events.length;
  m.of(training).push({ compile: event.compiled, fit: { ...site, callee: 'keras.Model.fit' }, args, event });
  // Keras calls it once for every batch: what it makes is made anew each time.
  m.loops.push({ place: site.place, over: 'data', since: m.store.fresh(), conditions: m.conditions });
  m.call({ ...step, self: model }, { positional: [batch], keywords: new Map() }, site);
  m.loops.pop();
  m.of(training).pop();
  return m.events.slice(before).some((event) => event.kind === 'tape');
}

/** What `compile` was given for this parameter. */
export function compiledArgument(m: Machine, model: AnyModel, name: string): Value | undefined {
  const event = m.store.read(model.id, compiledField);
  return event && bindArguments(m, event.call.callee, event.args, event.call).values.get(name);
}

/** Shapes of what is passed as x, batch dimension left out: they build models that declare no input shape. */
export function inputShapes(m: Machine, x: Value | undefined): readonly Fact<Shape>[] {
  if (!x) return [];
  return dataWithin(m, x).flatMap((data) => {
    const state = stateOf(m, data);
    if (state.element) {
      const first = state.element.kind === 'tuple' ? state.element.items[0] : state.element;
      return inputShapes(m, first);
    }
    return [mapFact(state.shape, (dims) => dims.slice(1))];
  });
}

/** The model at this moment, its graph built for inputs of these shapes where it declares none, and as it was `called` where a loop calls it. */
export function snapshot(m: Machine, model: AnyModel, shapes: readonly Fact<Shape>[], called?: Arguments): ModelSnapshot {
  const { outputs, inputs, style, gaps } =
    model.kind === 'model' ? builtGraph(m, model, shapes) : subclassGraph(m, model, shapes, called);
  const trainable = new Map<number, Value>();
  const own = m.store.read(model.id, 'trainable');
  if (own) trainable.set(model.id, own);
  for (const node of everyNode(outputs.map((one) => one.node))) {
    if (node.kind !== 'layer' && node.kind !== 'model') continue;
    const object = node.kind === 'layer' ? node.layer : node.model;
    if (!('id' in object)) continue;
    const assigned = m.store.read(object.id, 'trainable');
    if (assigned) trainable.set(object.id, assigned);
  }
  const name = nameOf(m, model);
  const frozen = m.store.read(m.patched, trainableField);
  return {
    id: model.id,
    style,
    name,
    place: model.place,
    call: model.call,
    inputs,
    outputs,
    gaps,
    loadedWeights: m.store.read(model.id, loadedWeightsField) === true,
    loops: loopsOf(m, model.id),
    trainable,
    frozen: frozen?.kind === 'unknown' ? frozen.why : undefined,
  };
}

/** A model whose graph is that of its tape. */
const unbuilt = (m: Machine, model: InstanceValue): ModelSnapshot => ({
  id: model.id,
  style: 'subclass',
  name: nameOf(m, model),
  place: model.place,
  call: model.call,
  inputs: [],
  outputs: [],
  gaps: [],
  loadedWeights: m.store.read(model.id, loadedWeightsField) === true,
  loops: loopsOf(m, model.id),
  trainable: new Map(),
});

/** Nodes of the graph and of the models nested in it. */
export function everyNode(outputs: readonly TensorNode[]): readonly TensorNode[] {
  const all = new Set<TensorNode>();
  const visit = (nodes: readonly TensorNode[]): void => {
    for (const node of reachable(nodes)) {
      if (all.has(node)) continue;
      all.add(node);
      if (node.kind === 'model' && node.inner) visit([node.inner]);
    }
  };
  visit(outputs);
  return [...all];
}

type Graph = Pick<ModelSnapshot, 'inputs' | 'outputs' | 'style' | 'gaps'>;

function builtGraph(m: Machine, model: ModelValue, shapes: readonly Fact<Shape>[]): Graph {
  if (model.style === 'functional') {
    const outputs = namedOutputs(m, m.store.read(model.id, outputsField));
    return { style: 'functional', inputs: inputNodes(m, model), outputs, gaps: [] };
  }
  const node = sequentialGraph(m, model.id, shapes[0]);
  const all = reachable([node]);
  return { style: 'sequential', inputs: all.filter((one) => one.kind === 'input'), outputs: [{ node }], gaps: [] };
}

function namedOutputs(m: Machine, outputs: Value | undefined): Graph['outputs'] {
  if (outputs?.kind === 'dict') {
    const state = dictState(m, outputs);
    return [...state.entries.values()].flatMap(({ key, value }) =>
      tensorsIn(m, value).map((node) => ({ name: key.kind === 'const' ? String(key.value) : undefined, node })),
    );
  }
  return tensorsIn(m, outputs).map((node) => {
    const name = node.kind === 'layer' ? node.layer.args.keywords.get('name') : undefined;
    return { name: name?.kind === 'const' && typeof name.value === 'string' ? name.value : undefined, node };
  });
}

/** Follows the class's `call` with inputs of these shapes. */
function subclassGraph(m: Machine, model: InstanceValue, shapes: readonly Fact<Shape>[], called: Arguments | undefined): Graph {
  if (libraryBases(m, model.cls).includes('keras.Sequential')) {
    const node = sequentialGraph(m, model.id, shapes[0]);
    return {
      style: 'sequential',
      inputs: reachable([node]).filter((one) => one.kind === 'input'),
      outputs: [{ node }],
      gaps: [],
    };
  }
  const functional = m.store.read(model.id, outputsField);
  if (functional) {
    const inputs = tensorsIn(m, m.store.read(model.id, inputsField));
    return { style: 'functional', inputs, outputs: namedOutputs(m, functional), gaps: [] };
  }
  const { inputs, output } = callSubclass(m, model, shapes, called);
  if (output.kind === 'unknown') return { style: 'subclass', inputs, outputs: [], gaps: [output] };
  return { style: 'subclass', inputs, outputs: namedOutputs(m, output), gaps: [] };
}

function nameOf(m: Machine, model: AnyModel): string {
  const named = model.kind === 'model' ? model.args.keywords.get('name') : undefined;
  const variable = m.store.read(model.id, nameField);
  if (typeof variable === 'string') return variable;
  if (named?.kind === 'const' && typeof named.value === 'string') return named.value;
  return model.kind === 'instance' ? model.cls.def.name.id : 'model';
}
