import type { Machine } from '../../../python/machine';
import { asString } from '../../../python/value';
import type { KerasFlavor } from '../../../../facts/training';
import { slot } from '../../../python/slots';
import { edition } from '../state';

/** Which Keras the imports point at: legacy paths, TensorFlow 1 calls and `tf_keras` mean Keras 2, everything else today's. */
export function kerasFlavor(m: Machine): KerasFlavor {
  const { api, legacy, tensorflow1 } = importedKeras(m);
  const tensorflow = tensorflow1 ? 1 : m.of(edition).tensorflow;
  const version = legacy || tensorflow === 1 ? 2 : 3;
  return { version, api, backend: api === 'keras' && version === 3 ? chosenBackend(m) : 'tensorflow', tensorflow };
}

interface ImportedKeras {
  readonly api: KerasFlavor['api'];
  /** A path or package is imported that only Keras 2 has. */
  readonly legacy: boolean;
  readonly tensorflow1: boolean;
}

/** It is asked at every layer, and imports are few and only become more. */
const asked = slot('imported Keras', (): { paths: number; keras: ImportedKeras } => ({
  paths: 0,
  keras: { api: 'tensorflow', legacy: false, tensorflow1: false },
}));

function importedKeras(m: Machine): ImportedKeras {
  const last = m.of(asked);
  if (last.paths !== m.importedPaths.size) {
    last.paths = m.importedPaths.size;
    last.keras = kerasOf([...m.importedPaths]);
  }
  return last.keras;
}

const legacyPath =
  /^tensorflow\.(python|contrib|examples)\b|^(tensorflow\.)?keras\.(layers\.(core|convolutional|normalization|recurrent|embeddings|advanced_activations)|utils\.np_utils|wrappers)\b/;

function kerasOf(paths: readonly string[]): ImportedKeras {
  let api: KerasFlavor['api'] = 'tensorflow';
  for (const path of paths) {
    const [root, second] = path.split('.');
    if (root === 'keras' || root === 'tf_keras') api = root;
    else if (root === 'tensorflow' && second === 'keras' && api === 'tensorflow') api = 'tf.keras';
  }
  return {
    api,
    legacy: paths.some((path) => path.split('.', 1)[0] === 'tf_keras' || legacyPath.test(path)),
    tensorflow1: paths.some((path) => /^tensorflow\.(examples|contrib|compat\.v1)\b/.test(path)),
  };
}

/** What the program writes into `KERAS_BACKEND`; only the package `keras` 3 asks for it. */
function chosenBackend(m: Machine): KerasFlavor['backend'] {
  const name = asString(m.store.read(m.patched, 'os.environ[KERAS_BACKEND]'));
  return name === 'jax' || name === 'torch' ? name : 'tensorflow';
}

export const kerasVersion = (m: Machine): 2 | 3 => kerasFlavor(m).version;
