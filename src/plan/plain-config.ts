/** From facts about arguments to configurations in Keras's words. */
import type { Json, JsonObject } from '../experiment/json';
import type { Fact, OneOf, Unknown } from '../facts/fact';
import { isObject, isRecord, type Plain } from '../facts/plain';
import { notTestable, type NotTestable } from './outcome';

/** Arguments that do not change what is computed. */
const cosmetic = new Set([
  'name',
  'dtype',
  'input_shape',
  'batch_input_shape',
  'input_dim',
  'input_length',
  'batch_size',
  'sparse',
  'tensor',
  'ragged',
  'autocast',
  'activity_regularizer_name',
  'jit_compile',
  'use_locking',
  'use_cudnn',
  'lora_rank',
  'lora_alpha',
  'quantization_config',
  'weights',
]);

/** A value to go on with where the program leaves it open; undefined where none is fair. */
export type Assume = (parameter: string, fact: Unknown | OneOf<Plain>) => Json | undefined;

/**
 * What is written in the program and changes what is computed; defaults are left to the reproduction.
 * A parameter that is not known, and for which nothing can be assumed, makes the whole untestable.
 */
export function configOf(
  facts: Readonly<Record<string, Fact<Plain>>>,
  owner: string,
  assume: Assume = () => undefined,
): JsonObject | NotTestable {
  const config: Record<string, Json> = {};
  for (const [name, fact] of Object.entries(facts)) {
    // Of an Embedding it is the vocabulary, elsewhere an old way to say the input's shape.
    if (cosmetic.has(name) && !(owner === 'Embedding' && name === 'input_dim')) continue;
    // Operands of an operator have only their position.
    if (name.startsWith('#') && !owner.startsWith('operator.')) continue;
    if (fact.kind === 'known') {
      if (fact.from === 'default') continue;
      const json = jsonOf(fact.value);
      if (json === undefined) return notTestable(`the ${name} of ${owner}`, 'not a plain value');
      config[name] = json;
    } else if (!isDefault(fact)) {
      const assumed = assume(name, fact);
      if (assumed === undefined)
        return notTestable(
          `the ${name} of ${owner}`,
          fact.kind === 'oneOf' ? 'one of several values, depending on a branch' : fact.detail,
        );
      config[name] = assumed;
    }
  }
  return config;
}

/** A default that is no plain value is the library's own and known to the reproduction. */
const isDefault = (fact: Unknown | OneOf<Plain>): boolean =>
  fact.kind === 'unknown' && fact.detail === 'a default that is an object';

/** Objects become `{ class, config }` as `get_config` has them; functions their name. */
export function jsonOf(plain: Plain): Json | undefined {
  if (plain === null || typeof plain !== 'object') return plain;
  if (Array.isArray(plain)) {
    const items = plain.map((item: Plain) => jsonOf(item));
    return items.includes(undefined) ? undefined : (items as Json[]);
  }
  if (isObject(plain)) {
    if (plain.type.startsWith('function ')) return undefined;
    const short = plain.type.split('.').at(-1) ?? plain.type;
    if (!/^[A-Z]/.test(short)) return short;
    const config = configOf(plain.arguments, short);
    return 'kind' in config && config.kind === 'not-testable' ? undefined : { class: short, config: config as JsonObject };
  }
  if (isRecord(plain)) {
    const entries = Object.entries(plain.entries).map(([key, value]) => [key, jsonOf(value)] as const);
    return entries.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(entries) as JsonObject);
  }
  return undefined;
}
