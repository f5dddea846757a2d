/** Which random orders are the same: what a generator draws is told by its seed and by how often it was asked before. */
import type { Machine } from '../../python/machine';
import { slot } from '../../python/slots';
import { asNumber, isNone, type ObjectRef, type Value } from '../../python/value';

/** Where a generator stands. Without a name nothing is known of its seed. */
interface Stream {
  readonly name: string | undefined;
  drawn: number;
}

interface Orders {
  global: Stream;
  readonly generators: Map<number, Stream>;
  readonly ids: Map<string, number>;
}

const orders = slot('random orders', (): Orders => ({
  global: { name: 'unseeded', drawn: 0 },
  generators: new Map(),
  ids: new Map(),
}));

/** `np.random.seed(0)`: the global generator, or the one given, starts anew, as `RandomState(0)` does. */
export function seedAgain(m: Machine, seed: Value | undefined, by?: ObjectRef): void {
  const stream = streamOf(m, 'numpy.random.RandomState', seed);
  if (by === undefined) m.of(orders).global = stream;
  else m.of(orders).generators.set(by.id, stream);
}

/**
 * Identifies the next order that the generator draws, numpy's global one by default: the same number where the same seed gives the same order.
 * Undefined where the seed is not known.
 */
export function drawnOrder(m: Machine, by?: ObjectRef): number | undefined {
  const { ids } = m.of(orders);
  const stream = by === undefined ? m.of(orders).global : generatorOf(m, by);
  const key = stream.name === undefined ? undefined : `${stream.name} ${stream.drawn}`;
  stream.drawn += 1;
  if (key === undefined) return undefined;
  const id = ids.get(key) ?? m.store.fresh();
  ids.set(key, id);
  return id;
}

function generatorOf(m: Machine, object: ObjectRef): Stream {
  const { generators } = m.of(orders);
  const known = generators.get(object.id);
  if (known) return known;
  const [seed = object.args.keywords.get('seed')] = object.args.positional;
  const stream = streamOf(m, object.type, seed);
  generators.set(object.id, stream);
  return stream;
}

/** Without a seed, or seeded by nothing, it starts where no other does. */
function streamOf(m: Machine, type: string, seed: Value | undefined): Stream {
  if (!seed || isNone(seed)) return { name: `unseeded ${m.store.fresh()}`, drawn: 0 };
  // `Generator(PCG64(0))`
  if (seed.kind === 'object')
    return streamOf(m, `${type} ${seed.type}`, seed.args.positional[0] ?? seed.args.keywords.get('seed'));
  const number = asNumber(seed);
  return { name: number === undefined ? undefined : `${type} ${number}`, drawn: 0 };
}
