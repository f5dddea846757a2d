/** TensorFlow 1: `session.run(train_op, feed_dict)`. */
import { boundBy } from '../python/bound';
import { closed } from '../../facts/open-list';
import type { Place } from '../../text/place';
import type { DataFlow } from '../../facts/data';
import { known, unknown, type Fact, type Unknown } from '../../facts/fact';
import { looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import type { ObjectRef, Value } from '../python/value';
import { kerasFlavor } from '../libraries/tensorflow/keras/flavor';
import type { TensorNode } from '../libraries/tensorflow/tensor';
import { reachable, tensorsIn } from '../libraries/tensorflow/keras/model-graph';
import type { Loop, TrainingRun } from '../../facts/training';
import type { ModelGraph } from '../../facts/graph';
import type { Plain } from '../../facts/plain';
import { dataFlow } from './data-flows';
import { plainFact } from './facts';
import { buildGraph } from './graphs';
import { buildHead } from './heads';
import { lossOfExpression } from './losses';
import { optimizerFact } from './optimizers';
import { epochsOf, flowOf, rawSnapshot, stepsOf, withLossGraph } from './tapes';
import { lossField, optimizerField } from '../libraries/tensorflow/fields';
import type { SessionEvent } from '../libraries/tensorflow/events';
import { noTraits } from './traits';

/** The training run of a `run` call that fetches a train op; none where it only evaluates. */
export function sessionRun(m: Machine, event: SessionEvent, id: number): TrainingRun | undefined {
  const operation = event.fetches.map((fetch) => trainOp(m, fetch)).find((found) => found !== undefined);
  if (!operation) return undefined;
  const place = event.call.place;
  const { fed, number } = feedsOf(m, [event]);
  const drawn = event.feeds.some(({ value }) => value.kind !== 'data' || event.data.get(value.id)?.drawn !== undefined);
  return runOf(m, operation, id, place, { fed, number }, (inputs) => ({
    kind: 'session',
    place,
    run: event.call,
    trainOp: operation.call,
    epochs: epochsOf(event.loops, place),
    batchSize: batchOf(inputs, place),
    steps: stepsOf(m, event.loops, place),
    repeated: event.loops.length > 0,
    whole: !drawn,
  }));
}

/**
 * The run of a train op that no session of the program runs: a graph made here and trained elsewhere, or never. Its data is what sessions that only
 * evaluate feed to its placeholders.
 */
export function idleRun(m: Machine, operation: ObjectRef, id: number): TrainingRun | undefined {
  const { place } = operation;
  const sessions = m.events.filter((event) => event.kind === 'session');
  return runOf(m, operation, id, place, feedsOf(m, sessions), () => ({ kind: 'none', place }));
}

/** What these calls feed, the first of them that has it. */
function feedsOf(m: Machine, events: readonly SessionEvent[]): Feeds {
  const feedOf = (node: TensorNode | undefined) =>
    events
      .flatMap((event) => event.feeds.map((feed) => ({ event, ...feed })))
      .find(({ key }) => key.kind === 'tensor' && key.node === node);
  return {
    fed(node) {
      const feed = feedOf(node);
      const state = feed?.value.kind === 'data' ? feed.event.data.get(feed.value.id) : undefined;
      return feed?.value.kind === 'data' && state ? dataFlow(feed.value.id, state, feed.event.call.place) : undefined;
    },
    number(node) {
      const feed = feedOf(node);
      return feed?.value.kind === 'const' ? plainFact(m, feed.value, feed.event.call.place) : undefined;
    },
  };
}

/** Train ops that some session fetches. */
export function fetchedOps(m: Machine): ReadonlySet<number> {
  return new Set(
    m.events.flatMap((event) => (event.kind === 'session' ? event.fetches.flatMap((fetch) => trainOp(m, fetch)?.id ?? []) : [])),
  );
}

interface Feeds {
  /** The array that is fed to a placeholder. */
  readonly fed: (node: TensorNode | undefined) => DataFlow | undefined;
  /** Or the one number. */
  readonly number: (node: TensorNode) => Fact<Plain> | undefined;
}

function runOf(
  m: Machine,
  operation: ObjectRef,
  id: number,
  place: Place,
  { fed, number }: Feeds,
  loop: (inputs: readonly DataFlow[]) => Loop,
): TrainingRun | undefined {
  const optimizer = m.store.read(operation.id, optimizerField);
  const [loss] = tensorsIn(m, m.store.read(operation.id, lossField));
  if (!loss) return undefined;
  const expression = lossOfExpression(m, loss);
  const snapshot = rawSnapshot(m, expression.prediction ?? loss, operation.place);
  const built = buildGraph(m, snapshot);
  const numbers = new Map(snapshot.inputs.map((node) => [built.idOf.get(node), number(node)]));
  const graph: ModelGraph = {
    ...built.graph,
    nodes: built.graph.nodes.map((node) => (node.kind === 'input' ? { ...node, fed: numbers.get(node.id) } : node)),
  };
  const labels = labelsOf(m, expression.labels, fed, place);
  const inputs = snapshot.inputs.flatMap((node) => (node.kind === 'data' ? flowsOf(m, node, place) : (fed(node) ?? [])));
  return {
    id,
    model: graph,
    heads: withLossGraph(
      m,
      loss,
      graph.outputs.map((output) => buildHead(graph, output, undefined, expression.loss, labels)),
      { prediction: expression.prediction },
    ),
    optimizer: optimizerFact(
      m,
      optimizer,
      operation.place,
      boundBy(m, 'tf.compat.v1.train.Optimizer.minimize', operation.args)('global_step'),
    ),
    loop: loop(inputs),
    inputs,
    validation: undefined,
    metrics: closed([]),
    callbacks: closed([]),
    evaluations: [],
    keras: kerasFlavor(m),
    traits: noTraits,
  };
}

const flowsOf = (m: Machine, node: TensorNode, place: Place): readonly DataFlow[] => {
  const flow = flowOf(m, node, place);
  return 'origins' in flow ? [flow] : [];
};

/** Rows of what is fed at once. */
function batchOf(inputs: readonly DataFlow[], place: Place): Fact<number> {
  const [first] = inputs;
  const rows = first?.shape.kind === 'known' ? first.shape.value[0] : undefined;
  return typeof rows === 'number' ? known(rows, place, 'library') : unknown('dynamic', place, 'the size of a batch');
}

/** What is fed to the placeholder of the labels, directly or through casts and one-hot encodings; or data that is part of the graph. */
function labelsOf(
  m: Machine,
  node: TensorNode | undefined,
  fed: (node: TensorNode | undefined) => DataFlow | undefined,
  place: Place,
): DataFlow | Unknown {
  for (const one of node ? reachable([node]).toReversed() : []) {
    if (one.kind === 'input') return fed(one) ?? unknown('dynamic', place, 'what is fed as labels');
    if (one.kind === 'data') return flowOf(m, one, place);
  }
  return unknown('dynamic', place, 'what is fed as labels');
}

function trainOp(m: Machine, fetch: Value, depth = 0): ObjectRef | undefined {
  if (depth > 8) return undefined;
  if (fetch.kind === 'object' && fetch.type === 'loss-probe.train-op') return fetch;
  return looseItems(m, fetch)
    ?.map((item) => trainOp(m, item, depth + 1))
    .find((found) => found !== undefined);
}
