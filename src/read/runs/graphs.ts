/** From a snapshot of tensors to the model graph of a training run. */
import type { Place } from '../../text/place';
import { known, unknown, valueOf, type Fact, type Unknown } from '../../facts/fact';
import type { Application, GraphNode, Layer, ModelGraph, NodeId } from '../../facts/graph';
import type { Machine } from '../python/machine';
import type { LayerTensor, ModelTensor, TensorNode } from '../libraries/tensorflow/tensor';
import { asNumber, isNone, type Value } from '../python/value';
import { bindArguments } from '../libraries/arguments';
import { stateOf } from '../data/data-access';
import { boundOf, wrappedLayer } from '../libraries/tensorflow/keras/layers';
import { reachable } from '../libraries/tensorflow/keras/model-graph';
import { snapshot } from '../libraries/tensorflow/keras/training-calls';
import { activationOfLayer } from './activation';
import { initialisation } from './initial-values';
import { argumentFacts, loopsAround, narrow, plainFact } from './facts';
import { lostLayers } from './replaced';
import { lateFlags, layerTrains, modelTrains, ownFlag } from './trainable';
import type { Plain, ObjectValue } from '../../facts/plain';
import type { ModelSnapshot } from '../libraries/tensorflow/events';

export interface BuiltGraph {
  readonly graph: ModelGraph;
  /** Where each tensor ended up. */
  readonly idOf: ReadonlyMap<TensorNode, NodeId>;
}

export function buildGraph(m: Machine, from: ModelSnapshot): BuiltGraph {
  const order = reachable([...from.inputs, ...from.outputs.map((one) => one.node)]);
  const idOf = new Map<TensorNode, NodeId>();
  const nodes: GraphNode[] = [];
  const gaps: Unknown[] = from.gaps.flatMap((gap) => (gap.kind === 'unknown' || gap.kind === 'gap' ? [gap.why] : []));
  for (const tensor of order) {
    const id = nodes.length;
    idOf.set(tensor, id);
    const base = {
      id,
      inputs: tensor.inputs.flatMap((input) => idOf.get(input) ?? []),
      shape: tensor.shape,
      place: tensor.place,
    };
    switch (tensor.kind) {
      case 'input':
        nodes.push({ ...base, kind: 'input', name: tensor.name });
        break;
      case 'layer':
        nodes.push({ ...base, kind: 'layer', layer: layerOf(m, tensor, from), application: applicationOf(m, tensor) });
        break;
      case 'model':
        nodes.push({ ...base, kind: 'layer', layer: nestedModel(m, tensor, from), application: applicationOf(m, tensor) });
        break;
      case 'operation':
        nodes.push({
          ...base,
          kind: 'operation',
          operation: tensor.operation,
          call: tensor.call,
          arguments: operationArguments(m, tensor),
        });
        break;
      case 'data':
        nodes.push({ ...base, kind: 'operation', operation: 'constant', arguments: {} });
        break;
      case 'variable':
        nodes.push({
          ...base,
          kind: 'operation',
          operation: 'variable',
          call: tensor.call,
          deviation: deviationOf(m, tensor.initial, tensor.place),
          arguments: {
            initial_value: plainFact(m, tensor.initial, tensor.place),
            initializer: initialisation(m, tensor),
            trainable: known(tensor.trainable, tensor.place),
          },
        });
        break;
      case 'unknown':
        gaps.push(tensor.why);
        nodes.push({ ...base, kind: 'unknown', why: tensor.why });
        break;
    }
  }
  const ids = (tensors: readonly TensorNode[]): readonly NodeId[] => tensors.flatMap((tensor) => idOf.get(tensor) ?? []);
  const graph: ModelGraph = {
    style: from.style,
    name: from.name,
    place: from.place,
    call: from.call,
    nodes,
    inputs: ids(from.inputs),
    outputs: ids(from.outputs.map((one) => one.node)),
    gaps,
    loadedWeights: from.loadedWeights,
    trainable: ownFlag(m, from),
    lateFlags: lateFlags(m, from),
    madeIn: loopsAround(from.loops),
    lost: lostLayers(m, from, idOf),
  };
  return { graph, idOf };
}

/** The spread of what a variable starts as, where it is drawn by a generator or the same number everywhere. */
function deviationOf(m: Machine, initial: Value, place: Place): Fact<number> {
  if (initial.kind === 'const') return known(0, place);
  const state = initial.kind === 'data' ? stateOf(m, initial) : undefined;
  const range = state && valueOf(state.range);
  const [origin] = state?.origins ?? [];
  if (!range || !origin || state.steps.length > 0) return unknown('dynamic', place, 'how a variable starts');
  const width = range.max - range.min;
  if (width === 0) return known(0, place, 'library');
  // Ranges of normal numbers end at three deviations, of truncated ones at two.
  const widths = origin.name.includes('truncated') ? 4 : origin.name.includes('uniform') ? Math.sqrt(12) : 6;
  return origin.kind === 'random' ? known(width / widths, place, 'library') : unknown('dynamic', place, 'how a variable starts');
}

/** What is no tensor among the arguments of an operation. */
export function operationArguments(
  m: Machine,
  tensor: Extract<TensorNode, { kind: 'operation' }>,
): Readonly<Record<string, Fact<Plain>>> {
  if (tensor.operation === 'operator.getitem') return { index: indexFact(tensor.args.positional[1], tensor.place) };
  if (!tensor.call)
    return Object.fromEntries(
      tensor.args.positional.flatMap((value, i) =>
        value.kind === 'const' ? [[`#${i}`, plainFact(m, value, tensor.place)]] : [],
      ),
    );
  const bound = bindArguments(m, tensor.operation, tensor.args, tensor.call);
  const plain = new Map([...bound.values].filter(([, value]) => value.kind !== 'tensor' && value.kind !== 'data'));
  return argumentFacts(m, { ...bound, values: plain });
}

/** `x[:, -1, None]` as a list: numbers, `[start, stop, step]` of slices, and null for a new axis. */
function indexFact(index: Value | undefined, place: Place): Fact<Plain> {
  const parts = index?.kind === 'tuple' ? index.items : index ? [index] : [];
  const plain = parts.map((part): Plain | undefined => {
    if (part.kind === 'const') return part.value === null || typeof part.value === 'number' ? part.value : undefined;
    if (part.kind !== 'object' || part.type !== 'builtins.slice') return undefined;
    const bounds = part.args.positional.map((bound) => (isNone(bound) ? null : asNumber(bound)));
    return bounds.includes(undefined) ? undefined : (bounds as (number | null)[]);
  });
  return plain.includes(undefined) || plain.length === 0
    ? unknown('not-modelled', place, 'an index that is not known')
    : known(plain as readonly Plain[], place);
}

function applicationOf(m: Machine, { args, call, place }: LayerTensor | ModelTensor): Application | undefined {
  if (!call) return undefined;
  const value = args.keywords.get('training');
  if (args.open) return { call, training: args.open };
  return { call, training: value ? narrow(plainFact(m, value, place), place, isFlag) : known(null, place, 'default') };
}

const isFlag = (value: Plain): value is boolean | null => typeof value === 'boolean' || value === null;

export function layerOf(m: Machine, tensor: LayerTensor, from: ModelSnapshot): Layer {
  const { layer } = tensor;
  const bound = boundOf(m, layer);
  const facts = argumentFacts(m, bound);
  const inner = wrappedLayer(m, layer);
  const innerFacts = inner ? argumentFacts(m, boundOf(m, inner)) : undefined;
  const name = facts.name;
  return {
    key: layer.id,
    type: layer.type,
    name: name?.kind === 'known' && typeof name.value === 'string' ? name.value : undefined,
    call: bound.call,
    arguments: facts,
    activation:
      inner && innerFacts
        ? activationOfLayer(inner.type, innerFacts, inner.place)
        : activationOfLayer(layer.type, facts, layer.place),
    trainable: layerTrains(m, layer.id, from, facts.trainable, layer.place),
  };
}

function nestedModel(m: Machine, tensor: ModelTensor, from: ModelSnapshot): Layer {
  const { model } = tensor;
  const usable = model.kind === 'model' || model.kind === 'instance';
  const place = tensor.place;
  const call = usable ? model.call : { callee: 'model', place, function: place, parentheses: place, arguments: [] };
  const type =
    model.kind === 'model'
      ? model.style === 'sequential'
        ? 'Sequential'
        : 'Functional'
      : model.kind === 'instance'
        ? model.cls.def.name.id
        : 'Model';
  const backbone: ObjectValue | undefined =
    model.kind === 'model' && model.backbone !== undefined
      ? {
          kind: 'object',
          type: model.backbone,
          call: model.call,
          arguments: argumentFacts(m, bindArguments(m, model.backbone, model.args, model.call)),
        }
      : undefined;
  const opaque = model.kind === 'model' && model.backbone !== undefined;
  const graph = usable && !opaque && m.stack.length < 8 ? nestedGraph(m, model, tensor, from) : undefined;
  return {
    key: usable ? model.id : tensor.id,
    type,
    call,
    arguments: {},
    activation: unknown('not-modelled', place, 'the activation of a nested model'),
    trainable: modelTrains(m, model, graph, from, place),
    backbone,
    model: graph,
  };
}

function nestedGraph(
  m: Machine,
  model: Extract<ModelTensor['model'], { kind: 'model' | 'instance' }>,
  tensor: ModelTensor,
  from: ModelSnapshot,
): ModelGraph {
  m.stack.push(model);
  const inner = snapshot(
    m,
    model,
    tensor.inputs.map((input) => input.shape),
  );
  // Flags are those of the moment, not of the end of the program.
  const built = buildGraph(m, { ...inner, trainable: from.trainable, frozen: from.frozen });
  m.stack.pop();
  return built.graph;
}
