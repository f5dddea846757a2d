import { boundBy } from '../python/bound';
import { always, unknown, valueOf } from '../../facts/fact';
import type { GraphNode, ModelGraph } from '../../facts/graph';
import { looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import { isObject } from '../../facts/plain';
import type { Head, ModelUse, TrainingRun } from '../../facts/training';
import { flowsWithin, isFlow } from './data-flows';
import { buildGraph } from './graphs';
import { buildHead } from './heads';
import type { CompileEvent, DecodeEvent, UseEvent } from '../libraries/tensorflow/events';
import { handedOut } from '../libraries/tensorflow/state';
import { layerKeys } from './layer-keys';

/** Where models are evaluated or predict; the same place once for each model. */
export function modelUses(
  m: Machine,
  runs: readonly TrainingRun[],
  headsOf: (compiled: CompileEvent, graph: ModelGraph) => readonly Head[],
): readonly ModelUse[] {
  const weights = weightsOf(m, runs);
  const uses = new Map<string, ModelUse>();
  const decoded = m.events.filter((event): event is DecodeEvent => event.kind === 'decode');
  for (const event of m.events) {
    if (event.kind !== 'use') continue;
    const { place } = event.call;
    const key = `${place.source}:${place.start} ${'id' in event.model ? event.model.id : ''}`;
    if (uses.size >= 200 || uses.has(key)) continue;
    const { graph } = buildGraph(m, event.snapshot);
    const why = unknown('undefined', place, 'the model is never compiled');
    uses.set(key, {
      method: event.method,
      call: event.call,
      model: graph,
      compile: event.compiled?.call,
      heads: event.compiled
        ? headsOf(event.compiled, graph)
        : graph.outputs.map((output) => buildHead(graph, output, undefined, why, why)),
      inputs: flowsWithin(boundBy(m, event.call.callee, event.args)('x', 'generator'), event.data, place, (value) =>
        looseItems(m, value),
      ).filter(isFlow),
      weights: weights(event, graph),
      decodings: decoded
        .filter(({ prediction }) => prediction.origin === event.origin)
        .map((one) => ({ ...one, shape: one.prediction.shape })),
    });
  }
  return [...uses.values()];
}

/** Who may have set the weights of a model, over the whole program: what is trained in a later cell counts as trained. */
function weightsOf(m: Machine, runs: readonly TrainingRun[]): (event: UseEvent, graph: ModelGraph) => ModelUse['weights'] {
  const loops = runs.filter(({ loop }) => loop.kind !== 'none');
  const trained = new Set(loops.flatMap(({ model }) => layerKeys(model)));
  const fitted = new Set(m.events.flatMap((event) => (event.kind === 'fit' && 'id' in event.model ? [event.model.id] : [])));
  // Of loops over raw gradients and sessions it is not always known which variables they change.
  const dark = m.events.some(({ kind }) => kind === 'tape' || kind === 'session' || kind === 'train-op');
  return ({ model, snapshot }, graph) => {
    const keys = layerKeys(graph);
    if (('id' in model && fitted.has(model.id)) || keys.some((key) => trained.has(key))) return 'trained';
    const handed = 'id' in model && (m.of(handedOut).has(model.id) || keys.some((key) => m.of(handedOut).has(key)));
    const whole = graph.gaps.length === 0 && graph.nodes.every((node) => node.kind !== 'unknown' && !isGiven(node));
    return dark || handed || !whole || keys.length === 0 || snapshot.loadedWeights ? 'unknown' : 'initial';
  };
}

/** Weights that the program gives: a backbone's, an embedding matrix, a constant. */
function isGiven(node: GraphNode): boolean {
  if (node.kind !== 'layer') return false;
  const { arguments: given, backbone, model, type } = node.layer;
  if (
    backbone !== undefined ||
    type === 'custom' ||
    (given.weights !== undefined && !always(given.weights, (value) => value === null))
  )
    return true;
  const constant = Object.entries(given).some(([name, fact]) => {
    const value = valueOf(fact);
    return name.endsWith('initializer') && isObject(value) && value.type.endsWith('.Constant');
  });
  return constant || (model !== undefined && (model.loadedWeights || model.nodes.some(isGiven)));
}
