/**
 * `trainable` over time. What a training call changes is not what the flags say at that moment (measured in Keras 3.15 and 2.15, weights before and after):
 * Keras 3 on TensorFlow collects the weights when the first training call after `compile` traces the step, Keras 2 goes back to the flags of `compile`.
 * On other backends, and eagerly, the flags of the moment count.
 */
import type { Place } from '../../../../text/place';
import { looseItems } from '../../../python/collections';
import { notKnown, type Machine } from '../../../python/machine';
import { slot } from '../../../python/slots';
import { field } from '../../../python/store';
import type { Value } from '../../../python/value';
import type { CompileEvent } from '../events';
import { compiledField } from '../fields';
import { kerasFlavor } from './flavor';
import { layersOfModel } from './model-graph';

export type Flags = ReadonlyMap<number, Value>;

/** A flag that training does not take notice of. */
export interface LateFlag {
  readonly of: Value;
  readonly to: boolean;
  readonly place: Place;
}

/** Whatever had its `trainable` set, by id. */
const flagged = slot('flagged', () => new Map<number, Value>());
/** Of `compile` events: the flags by which the step of training was made. */
const tracedField = field<Flags>('traced flags');

/** Keras hands the flag of a model on to all its layers at once; layers that are added later have their own. */
export function noteTrainable(m: Machine, target: Value, value: Value, depth = 0): void {
  if (!('id' in target) || depth > 8) return;
  m.of(flagged).set(target.id, target);
  const before = m.store.read(target.id, 'trainable');
  for (const part of partsOf(m, target)) {
    if (!('id' in part)) continue;
    const frozen = m.store.read(part.id, 'trainable');
    // True for a model that was never set False did not reach a frozen part in Keras 3.15; it did for one that was.
    const unsure = value.kind === 'const' && value.value === true && frozen && !before;
    m.store.write(
      part.id,
      'trainable',
      unsure ? notKnown(m, 'not-modelled', value.place, 'trainable of a part of this model') : value,
    );
    noteTrainable(m, part, value, depth + 1);
  }
}

function partsOf(m: Machine, target: Value): readonly Value[] {
  if (target.kind === 'model') return target.backbone === undefined ? layersOfModel(m, target).filter(isPart) : [];
  if (target.kind !== 'instance') return [];
  return m.store.names(target.id).flatMap((name) => {
    const held = m.store.read(target.id, name);
    return held ? (held.kind === 'list' ? (looseItems(m, held) ?? []) : [held]).filter(isPart) : [];
  });
}

const isPart = ({ kind }: Value): boolean => kind === 'layer' || kind === 'model' || kind === 'instance';

/** The flags as they stand. */
function flagsNow(m: Machine): Flags {
  const flags = new Map<number, Value>();
  for (const id of m.of(flagged).keys()) {
    const value = m.store.read(id, 'trainable');
    if (value) flags.set(id, value);
  }
  return flags;
}

/** What `compile` keeps of the flags. */
export const flagsAtCompile = flagsNow;

/** The flags a training call goes by, and those that were set too late for it. */
export function flagsInForce(
  m: Machine,
  compiled: CompileEvent | undefined,
): { readonly flags: Flags; readonly late: readonly LateFlag[] } {
  const now = flagsNow(m);
  const { version, backend } = kerasFlavor(m);
  if (!compiled || backend !== 'tensorflow' || compiled.args.keywords.has('run_eagerly')) return { flags: now, late: [] };
  if (version === 3 && m.store.read(compiled.id, tracedField) === undefined) m.store.write(compiled.id, tracedField, now);
  const flags = version === 2 ? compiled.flags : (m.store.read(compiled.id, tracedField) ?? now);
  const late: LateFlag[] = [];
  for (const [id, value] of now) {
    const of = m.of(flagged).get(id);
    if (!of || value.kind !== 'const' || typeof value.value !== 'boolean') continue;
    if (flagOf(of, flags) === !value.value) late.push({ of, to: value.value, place: value.place });
  }
  return { flags, late };
}

/** What the flag is: as set, as the layer was made with, or True; undefined where that is not known. */
function flagOf(of: Value, flags: Flags): boolean | undefined {
  const made = of.kind === 'layer' || of.kind === 'model' ? of.args.keywords.get('trainable') : undefined;
  const value = 'id' in of ? (flags.get(of.id) ?? made) : undefined;
  if (!value) return true;
  return value.kind === 'const' && typeof value.value === 'boolean' ? value.value : undefined;
}

/** `make_train_function(force=True)` and `model.train_function = None` have the step made anew. */
export function forgetStep(m: Machine, model: number): void {
  const compiled = m.store.read(model, compiledField);
  if (compiled) m.store.write(compiled.id, tracedField, flagsNow(m));
}
