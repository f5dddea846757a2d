import type { KernelFunc } from '@tensorflow/tfjs-core';
import { input, wasmBackend } from './heap';

/** A clone shares its data, as on the other backends. The backend's own (4.22) copies them, and every operation on the tape clones its inputs. */
export const sharedIdentity: KernelFunc = ({ inputs, backend }) => {
  const x = input(inputs, 'x');
  wasmBackend(backend).incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
};
