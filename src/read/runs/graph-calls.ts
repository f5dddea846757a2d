/** Calls that build TensorFlow 1 graphs: cross-entropies, dropout, normalisation, and variables that take no part. */
import { boundBy } from '../python/bound';
import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import type { Fact } from '../../facts/fact';
import { looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import type { LayerTensor, OperationTensor, TensorNode, VariableTensor } from '../libraries/tensorflow/tensor';
import { asBoolean, asString, isNone, type Value } from '../python/value';
import { bindArguments } from '../libraries/arguments';
import { kerasFlavor } from '../libraries/tensorflow/keras/flavor';
import { boundOf } from '../libraries/tensorflow/keras/layers';
import { reachable } from '../libraries/tensorflow/keras/model-graph';
import type {
  BiasSlip,
  CrossEntropyCall,
  CrossEntropySide,
  DropoutCall,
  NormalizationCall,
  UnreadVariable,
} from '../../facts/session';
import { isNumber, narrow, plainFact } from './facts';
import { holdsVariables, lossOf } from './session-steps';
import { fetchedOps } from './sessions';
import type { SessionEvent } from '../libraries/tensorflow/events';
import type { CallEvent } from '../data/data-events';
import { readers, variables } from '../libraries/tensorflow/state';

/** Everything the loss of a train op is computed from. */
export interface Trained {
  readonly op: number;
  readonly fetched: boolean;
  readonly nodes: readonly TensorNode[];
}

export function trainedNodes(m: Machine): readonly Trained[] {
  const fetched = fetchedOps(m);
  return m.events.flatMap((event) => {
    const loss = event.kind === 'train-op' ? lossOf(m, event.operation) : undefined;
    return event.kind === 'train-op' && loss
      ? [{ op: event.operation.id, fetched: fetched.has(event.operation.id), nodes: reachable([loss]) }]
      : [];
  });
}

const keyOf = (place: Place): string => `${place.source}:${place.start}:${place.end}`;

/** The first of those at the same place. */
function once<T extends { readonly call: CallSite }>(all: readonly T[]): readonly T[] {
  const byPlace = new Map<string, T>();
  for (const one of all) if (!byPlace.has(keyOf(one.call.place))) byPlace.set(keyOf(one.call.place), one);
  return [...byPlace.values()];
}

const crossEntropy = /(?:^|\.)(?:sparse_)?(?:softmax|sigmoid)_cross_entropy(?:_with_logits)?(?:_v2)?$/;

export function crossEntropies(m: Machine): readonly CrossEntropyCall[] {
  return once(
    m.events.flatMap((event) => {
      if (event.kind !== 'call' || !event.call.callee.startsWith('tf.') || !crossEntropy.test(event.call.callee)) return [];
      const { call, values } = bindArguments(m, event.call.callee, event.args, event.call);
      const labels = sideOf(call, values, ['labels', 'onehot_labels', 'multi_class_labels', 'targets']);
      const logits = sideOf(call, values, ['logits']);
      return labels && logits ? [{ call, sparse: call.callee.includes('sparse_'), labels, logits }] : [];
    }),
  );
}

function sideOf(call: CallSite, values: ReadonlyMap<string, Value>, names: readonly string[]): CrossEntropySide | undefined {
  const site = call.arguments.find(({ parameter }) => parameter !== undefined && names.includes(parameter));
  const value = site?.parameter === undefined ? undefined : values.get(site.parameter);
  if (!site || value?.kind !== 'tensor') return undefined;
  const nodes = reachable([value.node]);
  const kind = nodes.some(holdsVariables) ? 'learned' : nodes.some((node) => node.kind === 'unknown') ? 'unknown' : 'given';
  return { place: site.value, shape: value.node.shape, kind };
}

export function dropouts(m: Machine, trained: readonly Trained[], runs: readonly SessionEvent[]): readonly DropoutCall[] {
  const operations = trained.flatMap(({ nodes }) =>
    nodes.filter((node): node is OperationTensor => node.kind === 'operation' && /\bnn\.dropout$/.test(node.operation)),
  );
  return once(
    [...new Set(operations)].flatMap((node) => {
      const { call, args } = node;
      const keep = args.keywords.has('rate') ? undefined : boundBy(m, node.operation, args)('keep_prob');
      if (!call || !keep || kerasFlavor(m).tensorflow !== 1) return [];
      return [{ call, keep: keep.kind === 'tensor' ? fedInTraining(m, keep.node, runs) : [numberFact(m, keep, call.place)] }];
    }),
  );
}

const numberFact = (m: Machine, value: Value, place: Place): Fact<number> => narrow(plainFact(m, value, place), place, isNumber);

/** What runs of a train op feed to the placeholder. */
function fedInTraining(m: Machine, node: TensorNode, runs: readonly SessionEvent[]): readonly Fact<number>[] {
  const training = runs.filter((run) => run.fetches.some((fetch) => holdsTrainOp(m, fetch)));
  const feeds = training.flatMap((run) =>
    run.feeds.flatMap(({ key, value }) =>
      key.kind === 'tensor' && key.node === node ? [numberFact(m, value, run.call.place)] : [],
    ),
  );
  const byPlace = new Map(
    feeds.map((fact) => [
      keyOf(fact.kind === 'known' ? fact.places[0] : fact.kind === 'unknown' ? fact.place : node.place),
      fact,
    ]),
  );
  return [...byPlace.values()];
}

function holdsTrainOp(m: Machine, value: Value, depth = 0): boolean {
  if (value.kind === 'object') return value.type === 'loss-probe.train-op';
  return depth < 6 && (looseItems(m, value)?.some((item) => holdsTrainOp(m, item, depth + 1)) ?? false);
}

export function normalizations(
  m: Machine,
  trained: readonly Trained[],
  runs: readonly SessionEvent[],
): readonly NormalizationCall[] {
  const evaluated = reachable(
    runs.flatMap((run) =>
      run.fetches.flatMap((fetch) =>
        (looseItems(m, fetch) ?? [fetch]).flatMap((one) => (one.kind === 'tensor' ? [one.node] : [])),
      ),
    ),
  );
  const all = [...evaluated, ...trained.flatMap(({ nodes }) => nodes)].filter(isNormalization);
  // A second graph on the same variables, built for inference.
  const inference = all.some((node) => trainingOf(m, node) === 'never');
  return once(
    trained.flatMap(({ op, fetched, nodes }) =>
      nodes.filter(isNormalization).flatMap((node): readonly NormalizationCall[] => {
        if (!fetched) return [];
        const training = trainingOf(m, node);
        return [
          {
            call: node.layer.call,
            training: training === 'always' && inference ? 'switched' : training,
            updatesItself: updatesItself(m, node),
            trainOp: op,
          },
        ];
      }),
    ),
  );
}

const isNormalization = (node: TensorNode): node is LayerTensor =>
  node.kind === 'layer' &&
  node.layer.type === 'BatchNormalization' &&
  /\b(?:batch_normalization|batch_norm)$/.test(node.layer.call.callee);

function trainingOf(m: Machine, { layer }: LayerTensor): NormalizationCall['training'] {
  const { values } = boundOf(m, layer);
  const value = values.get('training') ?? values.get('is_training');
  if (value?.kind === 'tensor') return 'switched';
  const flag = asBoolean(value);
  return flag === undefined ? 'unknown' : flag ? 'always' : 'never';
}

function updatesItself(m: Machine, { layer }: LayerTensor): boolean {
  const { values, given } = boundOf(m, layer);
  return (
    given.has('updates_collections') &&
    (isNone(values.get('updates_collections')) || values.get('updates_collections')?.kind === 'unknown')
  );
}

/** `tf.get_collection(tf.GraphKeys.UPDATE_OPS)`, or of a name that is not known. */
export function updatesCollected(m: Machine): boolean {
  return m.events.some(
    (event) => event.kind === 'call' && /\.get_collection(?:_ref)?$/.test(event.call.callee) && mayBeUpdates(m, event),
  );
}

function mayBeUpdates(m: Machine, { call, args }: CallEvent): boolean {
  const key = boundBy(m, call.callee, args)('key');
  if (key?.kind === 'library') return key.name.endsWith('.UPDATE_OPS');
  const text = asString(key);
  return text === undefined || text === 'update_ops';
}

/** Functions of one tensor; what comes second is no summand. */
const activations = /(?:^|\.)(?:relu|relu6|sigmoid|tanh|softmax|elu|selu|softplus|leaky_relu|identity)$/;
const joining = /(?:^|\.)(?:concat|stack|pack|add_n|tuple|group|case|cond|merge|accumulate_n|meshgrid)$/;

export function biasSlips(trained: readonly Trained[]): readonly BiasSlip[] {
  const slips = new Map<string, BiasSlip>();
  for (const node of new Set(trained.flatMap(({ nodes }) => nodes))) {
    if (node.kind !== 'operation' || joining.test(node.operation)) continue;
    const slip = slipOf(node);
    if (slip) slips.set(keyOf(slip.place), slip);
  }
  return [...slips.values()];
}

function slipOf({ args, operation, place }: OperationTensor): BiasSlip | undefined {
  const [first, second] = args.positional;
  for (const value of [...args.positional, ...args.keywords.values()]) {
    const [product, bias] = value.kind === 'tuple' && value.items.length === 2 ? value.items : [];
    if (value.kind === 'tuple' && isProduct(product) && isVariable(bias))
      return { kind: 'tuple', place: value.place, product: product.node.place };
  }
  return activations.test(operation) && isProduct(first) && isVariable(second)
    ? { kind: 'argument', place, product: first.node.place }
    : undefined;
}

const isProduct = (value: Value | undefined): value is Extract<Value, { kind: 'tensor' }> =>
  value?.kind === 'tensor' && value.node.kind === 'operation' && /(?:^|\.)(?:matmul|conv\dd)$/.test(value.node.operation);

const isVariable = (value: Value | undefined): value is Extract<Value, { kind: 'tensor' }> =>
  value?.kind === 'tensor' && value.node.kind === 'variable';

/** Trainable variables that nothing takes as input and nothing fetches. */
export function unreadVariables(
  m: Machine,
  trained: readonly Trained[],
  runs: readonly SessionEvent[],
): readonly UnreadVariable[] {
  const whole =
    trained.some(({ fetched }) => fetched) && trained.every(({ nodes }) => nodes.every(({ kind }) => kind !== 'unknown'));
  if (!whole) return [];
  const shown = new Set(
    runs.flatMap((run) =>
      run.fetches.flatMap((fetch) =>
        (looseItems(m, fetch) ?? [fetch]).flatMap((one) => (one.kind === 'tensor' ? [one.node.id] : [])),
      ),
    ),
  );
  const places = new Map<string, UnreadVariable>();
  for (const variable of m.of(variables)) {
    const { id, trainable, shape, call } = variable;
    const isWeight = trainable && shape.kind === 'known' && shape.value.length > 0;
    const key = keyOf(call.place);
    if (isWeight && !m.of(readers).has(id) && !m.escaped.has(id) && !shown.has(id))
      places.set(key, { call, twin: twinOf(m, variable) });
  }
  // The same call made another variable that is used.
  for (const { id, call } of m.of(variables)) if (m.of(readers).has(id)) places.delete(keyOf(call.place));
  return [...places.values()];
}

/** The slip that leaves a weight without use: the line of another layer was copied, with that layer's weight. */
function twinOf(m: Machine, { shape }: VariableTensor): CallSite | undefined {
  const size = JSON.stringify(shape.kind === 'known' ? shape.value : null);
  return m
    .of(variables)
    .find(
      (other) =>
        (m.of(readers).get(other.id) ?? 0) > 1 && other.shape.kind === 'known' && JSON.stringify(other.shape.value) === size,
    )?.call;
}
