/** Names of Keras in texts that leave their imports to another one. */
import { table } from '../../../facts/table';
import type { Place } from '../../../text/place';
import { canonicalName, isKnownName } from '../../../knowledge/names';
import { libraryValue, starsOf } from '../../python/imports';
import type { Machine } from '../../python/machine';
import { moduleOf } from '../../python/scopes';
import type { LibraryValue, Scope } from '../../python/value';

/** What everybody calls these modules. */
const conventional: Readonly<Record<string, string>> = table({ np: 'numpy', pd: 'pandas', tf: 'tensorflow', keras: 'keras' });
const holders = [
  'keras',
  'keras.layers',
  'keras.optimizers',
  'keras.callbacks',
  'keras.losses',
  'keras.regularizers',
  'keras.utils',
];

/**
 * A name that nothing binds, in a text that leaves its imports to another one: a snippet or cell without any import of Keras, or a star
 * import of a module that is not in play. Only names of Keras that mean one thing there, written as Keras does.
 */
export function bySpelling(m: Machine, scope: Scope, name: string, place: Place): LibraryValue | undefined {
  const module = moduleOf(scope);
  const fragment = ![...m.importedPaths].some((path) =>
    /^(?:\.*)(?:keras|tensorflow|tf_keras|torch|paddle|mxnet|flax)\b/.test(path),
  );
  const elsewhere = starsOf(m, module).some((path) => !isKnownName(canonicalName(path)));
  if (!fragment && !elsewhere) return undefined;
  const convention = conventional[name];
  if (convention !== undefined) return libraryValue(m, convention, place);
  // Capitals may be anybody's constants; these are known words.
  if (!/^[A-Z][a-z]|^(?:LSTM|GRU|SGD|RMSprop|ReLU|ELU|PReLU|to_categorical)$/.test(name)) return undefined;
  const holder = holders.find((one) => isKnownName(canonicalName(`${one}.${name}`)));
  return holder === undefined ? undefined : libraryValue(m, `${holder}.${name}`, place);
}
