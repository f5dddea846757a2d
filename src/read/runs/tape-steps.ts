/** The facts of a custom loop's step. */
import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import { known, unknown, type Fact, type Unknown } from '../../facts/fact';
import type { OpenList } from '../../facts/open-list';
import type { WeightUpdate } from '../../facts/training';
import { looseItems } from '../python/collections';
import { classAttribute } from '../python/definitions';
import type { Machine } from '../python/machine';
import type { ModelTensor, TensorNode } from '../libraries/tensorflow/tensor';
import { asBoolean, asNumber, asString, isNone, type Value } from '../python/value';
import { isGradients } from '../libraries/tensorflow/graphs/graphs-and-sessions';
import { reachable, tensorsIn } from '../libraries/tensorflow/keras/model-graph';
import { ownersOf } from '../libraries/tensorflow/variables';
import type { AskedVariables, ForwardCall, TapeStep } from '../../facts/tape-step';
import { traceGradient, type Traced } from './gradient-path';
import { idleLayers, regularizedLayers } from './called-layers';
import { meets, merged, weightsIn, weightsOfNode, type Weights } from './weights';
import { zippedField } from '../python/fields';
import type { TapeEvent } from '../libraries/tensorflow/events';
import { changedField } from '../libraries/tensorflow/fields';
import { gradientsWithin } from '../libraries/tensorflow/tapes/tape';
import { readLosses } from '../libraries/tensorflow/state';

export function tapeStep(m: Machine, event: TapeEvent): TapeStep {
  const loss = tensorsIn(m, event.loss);
  const place = event.gradient.place;
  const asked = event.entered ? weightsIn(m, event.variables, event.snapshots) : undefined;
  const notEntered = unknown('not-modelled', place, 'what the tape recorded');
  const traced = traceGradient(loss, event.tapeId, asked, event.snapshots);
  const forwards = traced.recorded.filter((node): node is ModelTensor => node.kind === 'model');
  const policy = asString(event.precision);
  return {
    path: event.entered && asked ? traced.path : notEntered,
    variables: askedVariables(event, asked, traced),
    forwards: forwards.flatMap((node) => forwardCall(m, node, event, asked) ?? []),
    precision: policy === undefined ? unknown('undefined', place, 'the policy for numbers') : known(policy, place),
    scaled: traced.recorded.some(isScaled),
    ...(isChanged(m, event) && { changed: true }),
    addsLosses:
      m.of(readLosses).length > 0 ||
      reachable(loss).some((node) => node.kind === 'operation' && node.call?.callee === 'keras.Model.compute_loss'),
    pairs: pairsOf(m, event, place),
  };
}

/** What tapes train whose loss was not understood. */
export function otherUpdates(m: Machine, events: readonly TapeEvent[]): OpenList<WeightUpdate> {
  const items: WeightUpdate[] = [];
  let open: Unknown | undefined;
  for (const { gradient, variables, snapshots } of events) {
    const asked = weightsIn(m, variables, snapshots);
    if (asked?.whole === true) items.push({ place: gradient.place, keys: [...asked.leaves.keys()] });
    else open ??= unknown('not-modelled', gradient.place, 'the variables that are asked for');
  }
  return { items, open };
}

function isChanged(m: Machine, { apply }: TapeEvent): boolean {
  const gradients = gradientsWithin(m, apply?.pairs);
  return gradients !== undefined && m.store.read(gradients.id, changedField) === true;
}

const isScaled = (node: TensorNode): boolean =>
  node.kind === 'operation' &&
  (/(?:scale_loss|scaled_loss)$/.test(node.operation) ||
    (node.operation === 'operator.mul' && node.args.positional.some((value) => (asNumber(value) ?? 0) >= 2)));

function askedVariables(event: TapeEvent, asked: Weights | undefined, { path, recorded }: Traced): AskedVariables {
  const place = event.gradient.arguments[1]?.value ?? event.gradient.place;
  const used = merged(recorded.map((node) => weightsOfNode(node, event.snapshots)));
  const base = {
    place,
    keys: [...(asked?.leaves.keys() ?? [])],
    owners: asked?.names ?? [],
    models: used.names,
    missing: [] as AskedVariables['missing'],
  };
  const lost = unknown('not-modelled', place, 'the variables that are asked for');
  if (!asked) return { ...base, covers: lost };
  if (asked.unbuilt) return { ...base, covers: known('empty', place) };
  const missing = [...used.leaves].flatMap(([key, { type, place: made, setting }]) =>
    asked.leaves.has(key) || setting === true ? [] : [{ key, type, place: made }],
  );
  if (path.kind === 'recorded')
    return used.whole && asked.whole && missing.length > 0
      ? { ...base, covers: known('part', place), missing }
      : { ...base, covers: used.whole && asked.whole ? known('all', place) : lost };
  const foreign = path.kind === 'unknown' && used.whole && asked.whole && used.leaves.size > 0 && asked.leaves.size > 0;
  return { ...base, covers: foreign ? known('none', place) : lost, missing };
}

function forwardCall(m: Machine, node: ModelTensor, event: TapeEvent, asked: Weights | undefined): ForwardCall | undefined {
  const { model, args, place } = node;
  if ((model.kind !== 'model' && model.kind !== 'instance') || !node.call) return undefined;
  const forward = model.kind === 'instance' ? classAttribute(m, model.cls, 'call') : undefined;
  const parameter = forward?.kind === 'function' ? forward.def.parameters.find(({ name }) => name.id === 'training') : undefined;
  const byDefault = forward?.kind === 'function' ? forward.defaults.get('training') : undefined;
  const given = args.keywords.get('training') ?? (model.kind === 'model' ? args.positional[1] : undefined);
  const training = given ?? byDefault;
  return {
    place,
    call: node.call,
    model: event.snapshots.get(model.id)?.name ?? 'model',
    training: args.open ?? trainingFact(given, node.call),
    takesTraining: forward?.kind !== 'function' || parameter !== undefined,
    trained: asked !== undefined && meets(weightsOfNode(node, event.snapshots), asked),
    regularized: regularizedLayers(m, node),
    idle: asBoolean(training) === true || args.open ? [] : idleLayers(m, node),
  };
}

function trainingFact(given: Value | undefined, call: CallSite): Fact<boolean | null> {
  if (!given || isNone(given)) return known(null, call.place, 'default');
  const value = asBoolean(given);
  return value === undefined ? unknown('dynamic', call.place, 'the training argument') : known(value, call.place);
}

/** `zip(gradients, variables)`, or the other way round. */
function pairsOf(m: Machine, event: TapeEvent, place: Place): Fact<'gradients' | 'variables'> {
  const { apply } = event;
  const lost = unknown('not-modelled', place, 'the pairs that are applied');
  const zipped = apply?.pairs.kind === 'object' ? m.store.read(apply.pairs.id, zippedField) : undefined;
  const [first, second] = zipped ?? [];
  if (!apply || !first || !second) return lost;
  const areVariables = (value: Value): boolean =>
    ownersOf(m, value) !== undefined ||
    (looseItems(m, value)?.every((item) => item.kind === 'tensor' && item.node.kind === 'variable') ?? false);
  if (isGradients(first) && areVariables(second)) return known('gradients', apply.call.place);
  return areVariables(first) && isGradients(second) ? known('variables', apply.call.place) : lost;
}
