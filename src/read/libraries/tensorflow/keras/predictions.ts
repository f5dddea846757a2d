/** Models that are used rather than trained: `evaluate`, `predict`, and how what they predict is turned into answers. */
import { boundBy } from '../../../python/bound';
import type { CallSite } from '../../../../facts/callsite';
import { known, mapFact, unknown } from '../../../../facts/fact';
import { looseItems } from '../../../python/collections';
import { unknownData } from '../../../data/data-state';
import { notKnown, record, type Machine } from '../../../python/machine';
import { tuple, type Arguments, type InstanceValue, type Value } from '../../../python/value';
import type { Shape } from '../../../../facts/training';
import { makeData, origin, stateOf } from '../../../data/data-access';
import { inputShapes, snapshot } from './training-calls';
import { compiledField } from '../fields';
import type { ModelValue } from '../tensor';
import type { DecodeEvent, UseEvent } from '../events';
import { handedOut } from '../state';
import { statesOf } from '../../../data/data-states';

/** Canonical name of the origin of predictions. */
const predictionOrigin = 'keras.Model.predict';

export function useModel(
  m: Machine,
  model: ModelValue | InstanceValue,
  method: UseEvent['method'],
  args: Arguments,
  site: CallSite,
): Value {
  const { place } = site;
  const x = boundBy(m, `keras.Model.${method}`, args)('x', 'generator');
  const state = snapshot(m, model, inputShapes(m, x));
  const predicts = method === 'predict' || method === 'predict_on_batch' || method === 'predict_generator';
  const made = origin(m, 'outside', predictionOrigin, place, site);
  record(m, {
    kind: 'use',
    method,
    model,
    compiled: m.store.read(model.id, compiledField),
    snapshot: state,
    args,
    call: { ...site, callee: `keras.Model.${method}` },
    loops: [...m.loops],
    data: statesOf(m, args),
    origin: predicts ? made.id : undefined,
  });
  if (!predicts) return notKnown(m, 'dynamic', place, `${method} of a model`);
  const given = x?.kind === 'data' ? stateOf(m, x) : undefined;
  const count = given?.container === 'array' && given.shape.kind === 'known' ? (given.shape.value[0] ?? null) : null;
  const outputs = state.outputs.map(({ node }) =>
    makeData(m, place, {
      ...unknownData(place, 'predictions of a model'),
      origins: [made],
      // What the weights are is not part of the text.
      originsComplete: false,
      stepsComplete: true,
      shape: mapFact<Shape, Shape>(node.shape, (dims) => [count, ...dims]),
    }),
  );
  const [only] = outputs;
  if (!only) return notKnown(m, 'dynamic', place, 'predictions of a model that is not known');
  return outputs.length === 1 ? only : tuple(outputs, place);
}

/** Values that are predictions as the model gave them, whole or a part of them. */
function predictionIn(m: Machine, value: Value | undefined): DecodeEvent['prediction'] | undefined {
  if (value?.kind !== 'data') return undefined;
  const { origins, steps, stepsComplete, shape } = stateOf(m, value);
  const [made] = origins;
  const untouched = stepsComplete && steps.every(({ kind }) => kind === 'slice' || kind === 'reshape' || kind === 'cast');
  return made?.name === predictionOrigin && origins.length === 1 && untouched ? { origin: made.id, shape } : undefined;
}

const decoders = /^(?:numpy|tf|tf\.math|keras\.(?:ops|backend)|builtins)\.(argmax|round|around|rint)$/;

/** `np.argmax(p, axis=1)`, `np.round(p)`: how predictions become answers. */
export function noteDecoding(m: Machine, name: string, args: Arguments, site: CallSite): void {
  const how = decoders.exec(name)?.[1];
  if (how === undefined) return;
  const bound = boundBy(m, name, args);
  const prediction = predictionIn(m, args.positional[0] ?? bound('a', 'input', 'x'));
  if (!prediction) return;
  if (how !== 'argmax') {
    record(m, { kind: 'decode', prediction, how: 'round', place: site.place });
    return;
  }
  const axis = bound('axis', 'dimension');
  const fallback = name.startsWith('tf.') ? 0 : name.startsWith('keras.backend') ? -1 : null;
  const fact =
    axis === undefined
      ? known(fallback, site.place, 'default')
      : axis.kind === 'const' && (typeof axis.value === 'number' || axis.value === null)
        ? known(axis.value, axis.place)
        : unknown('dynamic', site.place, 'an axis');
  record(m, { kind: 'decode', prediction, how: 'argmax', axis: fact, place: site.place });
}

/** `p > 0.5` */
export function noteThreshold(m: Machine, left: Value | undefined, right: Value | undefined, place: CallSite['place']): void {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ]) {
    const prediction = predictionIn(m, one);
    if (prediction && other?.kind === 'const' && typeof other.value === 'number')
      record(m, { kind: 'decode', prediction, how: 'threshold', threshold: known(other.value, other.place), place });
  }
}

/** Models and layers in these arguments go to code that is not followed: what it does to their weights is not known. */
export function handOut(m: Machine, args: Arguments): void {
  const seen = new Set<number>();
  const visit = (value: Value, depth: number): void => {
    if (depth > 4) return;
    if (value.kind === 'oneOf') for (const one of value.values) visit(one, depth + 1);
    if (value.kind === 'model' || value.kind === 'instance' || value.kind === 'layer') m.of(handedOut).add(value.id);
    if (value.kind === 'method') visit(value.self, depth + 1);
    if ((value.kind === 'list' || value.kind === 'dict') && seen.has(value.id)) return;
    if (value.kind === 'list' || value.kind === 'dict') seen.add(value.id);
    if (value.kind === 'instance' && !seen.has(value.id)) {
      seen.add(value.id);
      for (const name of m.store.names(value.id)) {
        const held = m.store.read(value.id, name);
        if (held) visit(held, depth + 1);
      }
    }
    for (const item of looseItems(m, value) ?? []) if (item.kind !== 'gap') visit(item, depth + 1);
  };
  for (const value of [...args.positional, ...args.keywords.values()]) visit(value, 0);
}
