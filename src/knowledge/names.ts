/**
 * The many paths by which people reach one library function, and its one canonical name: the shortest public Keras or TensorFlow
 * spelling. `tf.keras.layers.Dense`, `keras.layers.core.Dense` and `tensorflow.python.keras.layers.Dense` are all `keras.layers.Dense`.
 */
import { aliasTable } from './generated/aliases';
import { oldNames } from './old-names';
import { oldParameters } from './old-parameters';
import { cataloguedNames, isCatalogued, signatureOf } from './signatures';

/**
 * The canonical name of a dotted import path, aliases of imports already resolved: `tensorflow.keras.layers.Dense`, or `tf.` for
 * `tensorflow.`. Works for modules too, so that a name may be built up attribute by attribute; applying it twice changes nothing.
 * A path that no rule knows comes back with its root shortened.
 *
 * @param tensorflow 1 when the program is known to be written for TensorFlow 1, where `tf.losses`, `tf.nn.dropout` and many more
 * mean other functions (`tf.compat.v1.`...). Names that only TensorFlow 1 has are found without it.
 */
export function canonicalName(path: string, tensorflow: 1 | 2 = 2): string {
  const cache = tensorflow === 1 ? cacheFor1 : cacheFor2;
  let name = cache.get(path);
  if (name === undefined) {
    name = resolve(path, tensorflow);
    // A program has few distinct paths; a workspace scan of many programs must not keep them all.
    if (cache.size > 20_000) cache.clear();
    cache.set(path, name);
  }
  return name;
}

const cacheFor1 = new Map<string, string>();
const cacheFor2 = new Map<string, string>();

/** True for a path that exists in TensorFlow 1 only, as written: `tf.placeholder`, `tf.Session`, `tf.contrib.layers.flatten`. */
export function isTensorFlow1Only(path: string): boolean {
  const short = path.replace(/^tensorflow\./, 'tf.');
  if (short.startsWith('tf.contrib.') || short.startsWith('tf.examples.')) return true;
  if (!short.startsWith('tf.') || short.startsWith('tf.compat.') || short.startsWith('tf.keras.') || isCatalogued(short))
    return false;
  return !short.startsWith('tf.compat.v1.') && canonicalName(short).startsWith('tf.compat.v1.');
}

function resolve(path: string, tensorflow: 1 | 2): string {
  const name = rewritePrefix(path);
  if (tensorflow === 1 && name.startsWith('tf.') && !name.startsWith('tf.compat.v1.')) {
    const old = lookUp(`tf.compat.v1.${name.slice(3)}`);
    if (old !== undefined) return old;
  }
  return lookUp(name) ?? name;
}

function lookUp(name: string): string | undefined {
  const found = direct(name) ?? respelled(name) ?? flattened(name) ?? method(name);
  if (found !== undefined) return found;
  if (name.startsWith('tf.compat.v1.')) return lookUp(`tf.${name.slice('tf.compat.v1.'.length)}`);
  return name.startsWith('tf.') ? direct(`tf.compat.v1.${name.slice(3)}`) : undefined;
}

const direct = (name: string): string | undefined => (isCatalogued(name) ? name : (aliases().get(name) ?? oldNames[name]));

/** Modules whose functions are also public elsewhere, in the order of preference. Not `tf.strings`: its `split` is another. */
const elsewhere: readonly (readonly [module: RegExp, others: readonly string[]])[] = [
  [/^tf\.losses$/, ['keras.losses']],
  [/^tf\.metrics$/, ['keras.metrics', 'keras.losses']],
  [/^tf\.optimizers(\.schedules)?$/, ['keras.optimizers', 'keras.optimizers.schedules']],
  [/^tf\.initializers$/, ['keras.initializers']],
  [/^keras\.metrics$/, ['keras.losses']],
  [/^tf(\.(math|linalg|dtypes|debugging|manip))?$/, ['tf', 'tf.math', 'tf.nn', 'tf.io', 'tf.debugging']],
];

/** `tf.math.reduce_mean` is `tf.reduce_mean`, `keras.initializers.he_normal` is `keras.initializers.HeNormal`. */
function respelled(name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  const module = name.slice(0, dot);
  const last = name.slice(dot + 1);
  if (/^keras\.(initializers|regularizers|constraints)$/.test(module)) {
    return direct(`${module}.${last.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`);
  }
  for (const other of elsewhere.find(([pattern]) => pattern.test(module))?.[1] ?? []) {
    const found = direct(`${other}.${last}`) ?? (other.startsWith('keras.') ? respelled(`${other}.${last}`) : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Submodules that only hold the implementation: `keras.layers.core.dense.Dense`, `sklearn.preprocessing._data.StandardScaler`. */
function flattened(name: string): string | undefined {
  const parts = name.split('.');
  const last = parts.at(-1) ?? '';
  for (let length = parts.length - 2; length >= 2; length--) {
    const name = [...parts.slice(0, length), last].join('.');
    const found = direct(name) ?? respelled(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A method of a class under another name: `keras.models.Sequential.add`. */
function method(name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  const owner = direct(name.slice(0, dot));
  return owner === undefined || owner === name.slice(0, dot) ? undefined : direct(owner + name.slice(dot));
}

/** In order; the first that fits is applied, and then all again until none fits. */
const prefixes: readonly (readonly [from: string, to: string])[] = [
  ['tensorflow', 'tf'],
  ['tf.compat.v2', 'tf'],
  ['tf.compat.v1.compat.v1', 'tf.compat.v1'],
  ['tf._api.v2.v2', 'tf'],
  ['tf._api.v2', 'tf'],
  ['tf._api.v1', 'tf.compat.v1'],
  ['tf.compat.v1.keras', 'keras'],
  ['tf.contrib.keras.api.keras', 'keras'],
  ['tf.contrib.keras.python.keras', 'keras'],
  ['tf.contrib.keras', 'keras'],
  ['tf.contrib.slim', 'tf.contrib.layers'],
  ['tf.contrib.rnn', 'tf.compat.v1.nn.rnn_cell'],
  ['tf.compat.v1.contrib', 'tf.contrib'],
  ['tf.compat.v1.examples', 'tf.examples'],
  ['tf.python.keras.api._v2.keras', 'keras'],
  ['tf.python.keras.api._v1.keras', 'keras'],
  ['tf.python.keras', 'keras'],
  ['tf.python.framework.ops', 'tf'],
  ['tf.python.ops.rnn_cell', 'tf.compat.v1.nn.rnn_cell'],
  ['tf.python.ops', 'tf'],
  ['tf.nn.rnn_cell', 'tf.compat.v1.nn.rnn_cell'],
  ['tf.keras', 'keras'],
  ['tf_keras', 'keras'],
  ['keras._tf_keras.keras', 'keras'],
  ['keras._tf_keras', 'keras'],
  ['keras.api._v2.keras', 'keras'],
  ['keras.api._v1.keras', 'keras'],
  ['keras.api.keras', 'keras'],
  ['keras.api', 'keras'],
  ['keras.src', 'keras'],
  ['keras.python.keras', 'keras'],
  ['keras.layers.experimental.preprocessing', 'keras.layers'],
  ['keras.optimizers.experimental', 'keras.optimizers'],
  ['keras.optimizer_v2', 'keras.optimizers'],
  ['keras.optimizer_v1', 'keras.optimizers'],
  ['keras.optimizers.optimizer_v2', 'keras.optimizers'],
  ['keras.optimizers.optimizer_experimental', 'keras.optimizers'],
  ['keras.engine', 'keras.models'],
  ['keras_preprocessing', 'keras.preprocessing'],
  ['keras_applications', 'keras.applications'],
  ['keras_core', 'keras'],
  ...['numeric', 'fromnumeric', 'multiarray', 'umath', 'shape_base', 'function_base'].flatMap((part) => [
    [`numpy.core.${part}`, 'numpy'] as const,
    [`numpy._core.${part}`, 'numpy'] as const,
    [`numpy.lib.${part}`, 'numpy'] as const,
  ]),
  ['pandas.core.frame', 'pandas'],
  ['pandas.core.series', 'pandas'],
  ['numpy.random.mtrand', 'numpy.random'],
  ['sklearn.cross_validation', 'sklearn.model_selection'],
  ['sklearn.grid_search', 'sklearn.model_selection'],
  ['tfds', 'tensorflow_datasets'],
];

const firstPart = (path: string): string => path.split('.', 1)[0] ?? path;
const roots = new Set(prefixes.map(([from]) => firstPart(from)));

function rewritePrefix(path: string): string {
  let name = path;
  // Each round shortens the path or moves it to another root, so a few suffice.
  for (let round = 0; round < 6 && roots.has(firstPart(name)); round++) {
    const rule = prefixes.find(([from]) => name === from || name.startsWith(`${from}.`));
    if (rule === undefined) return name;
    name = rule[1] + name.slice(rule[0].length);
  }
  return name;
}

/** Whether the catalogue has this canonical name, as a function, class or method or as a module of some. */
export function isKnownName(name: string): boolean {
  modules ??= new Set(cataloguedNames().flatMap((known) => [...known.matchAll(/\./g)].map(({ index }) => known.slice(0, index))));
  return isCatalogued(name) || modules.has(name);
}

let modules: ReadonlySet<string> | undefined;

let aliasMap: ReadonlyMap<string, string> | undefined;

const aliases = (): ReadonlyMap<string, string> =>
  (aliasMap ??= new Map(
    aliasTable.split('\n').map((line) => {
      const [path = '', name = ''] = line.split(' ');
      return [path, name];
    }),
  ));

/**
 * Today's name of a parameter as written in a call of `callee`: `lr` of an optimizer is `learning_rate`, `output_dim` of a Dense is
 * `units` but of an Embedding itself. A word the function takes under this very name, and one that nobody knows, come back as written.
 *
 * What was counted in samples in Keras 1 (`samples_per_epoch`) is counted in batches under today's name.
 */
export function currentParameter(callee: string, written: string): string {
  const candidates = Object.hasOwn(oldParameters, written) ? oldParameters[written] : undefined;
  if (candidates === undefined) return written;
  const taken = new Set((signatureOf(callee, 3)?.parameters ?? []).map(({ name }) => name));
  if (taken.has(written)) return written;
  return candidates.find((candidate) => taken.has(candidate)) ?? written;
}
