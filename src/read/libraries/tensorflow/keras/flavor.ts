import type { Machine } from '../../../python/machine';
import { asString } from '../../../python/value';
import type { KerasFlavor } from '../../../../facts/training';
import { edition } from '../state';

/** Which Keras the imports point at: legacy paths, TensorFlow 1 calls and `tf_keras` mean Keras 2, everything else today's. */
export function kerasFlavor(m: Machine): KerasFlavor {
  const paths = m.importedPaths;
  const met = m.of(edition).tensorflow;
  let api: KerasFlavor['api'] = 'tensorflow';
  let version: 2 | 3 = 3;
  let tensorflow = met;
  for (const path of paths) {
    const [root, second] = path.split('.');
    if (root === 'keras') api = 'keras';
    else if (root === 'tf_keras') [api, version] = ['tf_keras', 2];
    else if (root === 'tensorflow' && second === 'keras' && api === 'tensorflow') api = 'tf.keras';
    if (
      /^tensorflow\.(python|contrib|examples)\b/.test(path) ||
      /^(tensorflow\.)?keras\.(layers\.(core|convolutional|normalization|recurrent|embeddings|advanced_activations)|utils\.np_utils|wrappers)\b/.test(
        path,
      )
    ) {
      version = 2;
    }
    if (/^tensorflow\.(examples|contrib|compat\.v1)\b/.test(path)) tensorflow = 1;
  }
  if (tensorflow === 1) version = 2;
  return { version, api, backend: api === 'keras' && version === 3 ? chosenBackend(m) : 'tensorflow', tensorflow };
}

/** What the program writes into `KERAS_BACKEND`; only the package `keras` 3 asks for it. */
function chosenBackend(m: Machine): KerasFlavor['backend'] {
  const name = asString(m.store.read(m.patched, 'os.environ[KERAS_BACKEND]'));
  return name === 'jax' || name === 'torch' ? name : 'tensorflow';
}

export const kerasVersion = (m: Machine): 2 | 3 => kerasFlavor(m).version;
