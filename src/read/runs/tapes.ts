/** Custom loops: a gradient tape, its loss, its model, and whether the gradients are applied. */
import { closed } from '../../facts/open-list';
import type { Place } from '../../text/place';
import type { DataFlow } from '../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact, type Unknown } from '../../facts/fact';
import type { LoopContext, Machine } from '../python/machine';
import type { TensorNode } from '../libraries/tensorflow/tensor';
import { bindArguments } from '../libraries/arguments';
import { kerasFlavor } from '../libraries/tensorflow/keras/flavor';
import { reachable, tensorsIn } from '../libraries/tensorflow/keras/model-graph';
import { stateOf } from '../data/data-access';
import type { NodeId } from '../../facts/graph';
import type { Head, TrainingRun } from '../../facts/training';
import { dataFlow } from './data-flows';
import { fitRun } from './fits';
import { noTraits } from './traits';
import { isNumber, loopsAround, narrow, plainFact } from './facts';
import { buildGraph } from './graphs';
import { buildHead } from './heads';
import { lossGraph } from './loss-graph';
import { lossOfExpression } from './losses';
import { optimizerFact } from './optimizers';
import { tapeStep } from './tape-steps';
import type { ModelSnapshot, TapeEvent, Training } from '../libraries/tensorflow/events';

export function tapeRuns(m: Machine, event: TapeEvent, id: number): readonly TrainingRun[] {
  const [loss] = tensorsIn(m, event.loss);
  if (!loss) return [];
  const expression = lossOfExpression(m, loss);
  const place = event.gradient.place;
  const prediction = expression.prediction;
  // Of models in a row the last one makes the prediction: the loss of a generator is taken of what the discriminator says.
  const modelNode =
    (prediction && reachable([prediction]).findLast((node) => node.kind === 'model')) ??
    reachable([loss]).find((node) => node.kind === 'model');
  const model = modelNode?.kind === 'model' && 'id' in modelNode.model ? event.snapshots.get(modelNode.model.id) : undefined;
  const snapshot: ModelSnapshot = model ?? rawSnapshot(m, prediction ?? loss, place);
  const { graph } = buildGraph(m, snapshot);
  const labels = flowOf(m, expression.labels, place);
  const input = (modelNode?.inputs ?? snapshot.inputs).map((node) => flowOf(m, node, place));
  const outputs = modelNode ? outputsIn(loss, modelNode, graph.outputs) : graph.outputs;
  const fit = event.compiled && fitRun(m, event.compiled.event, id);
  const heads = outputs.map((output) => buildHead(graph, output, undefined, expression.loss, labels));
  return [
    {
      id,
      model: graph,
      compile: event.compiled?.compile?.call,
      heads: withLossGraph(m, loss, heads, { model: modelNode, prediction: modelNode ? undefined : prediction }),
      optimizer: event.apply
        ? optimizerFact(m, event.apply.optimizer, event.apply.call.place)
        : unknown('undefined', place, 'the gradients are not applied here'),
      loop: {
        kind: 'tape',
        place: event.tape.place,
        tape: event.tape,
        gradient: event.gradient,
        apply: event.apply?.call,
        escapes: event.escapes === true,
        step: tapeStep(m, event),
        fit: fit?.loop.kind === 'fit' ? fit.loop : undefined,
        around: loopsAround(event.loops),
        epochs: event.compiled ? fitted(m, event.compiled, 'epochs') : epochsOf(event.loops, place),
        batchSize: event.compiled ? fitted(m, event.compiled, 'batch_size') : batchOf(m, event.loops, place),
        steps: event.compiled ? unknown('dynamic', place, 'the batches of fit') : stepsOf(m, event.loops, place),
        repeated: event.loops.length > 0,
      },
      inputs: input.filter((one): one is DataFlow => 'origins' in one),
      validation: fit?.validation,
      metrics: fit?.metrics ?? closed([]),
      callbacks: fit?.callbacks ?? closed([]),
      evaluations: [],
      keras: kerasFlavor(m),
      traits: noTraits,
    },
  ];
}

/** Of a model with several outputs those that enter the loss by themselves, not through another call of it. */
function outputsIn(loss: TensorNode, called: TensorNode, outputs: readonly NodeId[]): readonly NodeId[] {
  if (called.kind !== 'model' || outputs.length < 2) return outputs;
  const used = new Set<number>();
  const seen = new Set<TensorNode>();
  const pending = [loss];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'model' && node.model === called.model) used.add(node.output);
    else pending.push(...node.inputs);
  }
  const entering = outputs.filter((_, i) => used.has(i));
  return entering.length > 0 ? entering : outputs;
}

/** The heads with the graph of the loss they share. */
export function withLossGraph(
  m: Machine,
  loss: TensorNode,
  heads: readonly Head[],
  { model, prediction }: { readonly model?: TensorNode | undefined; readonly prediction?: TensorNode | undefined },
): readonly Head[] {
  const activation = heads.length === 1 ? heads[0]?.activation : undefined;
  const graph = lossGraph(m, loss, {
    activation: (node) => (node === model && node.kind === 'model' ? activation : undefined),
    prediction,
  });
  return graph ? heads.map((head) => ({ ...head, loss: mapFact(head.loss, (one) => ({ ...one, graph })) })) : heads;
}

/** A number that the `fit` around a `train_step` was given. */
function fitted(m: Machine, { fit, args }: Training, name: string): Fact<number> {
  const value = bindArguments(m, fit.callee, args, fit).values.get(name);
  return value?.kind === 'const' && value.value === null
    ? unknown('dynamic', fit.place, 'the batches of the data')
    : narrow(plainFact(m, value, fit.place), fit.place, isNumber);
}

/** A model written with variables and operations. */
export function rawSnapshot(m: Machine, output: TensorNode, place: Place): ModelSnapshot {
  const nodes = reachable([output]);
  return {
    id: 0,
    style: 'variables',
    name: 'model',
    place,
    inputs: nodes.filter((node) => node.kind === 'input' || isArray(m, node)),
    outputs: [{ node: output }],
    gaps: [],
    loadedWeights: false,
    loops: [],
    trainable: new Map(),
  };
}

/** Samples that enter by themselves, as no constant does. */
const isArray = (m: Machine, node: TensorNode): boolean =>
  node.kind === 'data' && node.data !== undefined && (valueOf(stateOf(m, node.data).shape)?.length ?? 0) > 0;

export function flowOf(m: Machine, node: TensorNode | undefined, place: Place): DataFlow | Unknown {
  if (node?.kind === 'data' && node.data) return dataFlow(node.data.id, stateOf(m, node.data), place);
  if (node?.kind === 'unknown') return node.why;
  return unknown('dynamic', place, 'data of a custom loop');
}

/** Rounds of all loops around the step together. */
export function stepsOf(m: Machine, loops: readonly LoopContext[], place: Place): Fact<number> {
  const endless = loops.find((loop) => loop.endless === true);
  if (endless) return unknown('loop', endless.place, 'a loop that nothing ends');
  const open = loops.find((loop) => roundsOf(m, loop) === undefined);
  if (open) return unknown('dynamic', open.place, 'the number of rounds');
  return known(
    loops.reduce((product, loop) => product * (roundsOf(m, loop) ?? 1), 1),
    place,
  );
}

/** Of a dataset that repeats without end, as many batches as are taken of it. */
function roundsOf(m: Machine, loop: LoopContext): number | undefined {
  if (loop.count !== undefined || loop.data?.kind !== 'data') return loop.count;
  const { pipeline } = stateOf(m, loop.data);
  const last = (method: string): number => pipeline.findLastIndex((one) => one.method === method);
  const taken = last('take');
  return taken > last('batch') && taken > last('repeat') && last('repeat') >= 0 ? valueOf(pipeline[taken]?.amount) : undefined;
}

/** Rounds of the counting loops around the step. */
export function epochsOf(loops: readonly LoopContext[], place: Place): Fact<number> {
  const counters = loops.filter((loop) => loop.over !== 'data');
  const [outer] = counters;
  if (!outer) return known(1, place, 'default');
  return outer.count === undefined ? unknown('dynamic', outer.place, 'the number of rounds') : known(outer.count, outer.place);
}

function batchOf(m: Machine, loops: readonly LoopContext[], place: Place): Fact<number> {
  for (const loop of loops) {
    if (loop.data?.kind !== 'data') continue;
    const step = stateOf(m, loop.data).pipeline.findLast((one) => one.method === 'batch');
    if (step?.amount) return step.amount;
  }
  return unknown('dynamic', place, 'the size of a batch');
}
