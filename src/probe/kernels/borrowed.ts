import * as tf from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { floats, input, integers, wasmBackend, type WasmBackend } from './heap';

/** The cpu backend, as far as it is used here. */
interface CpuBackend {
  readonly makeTensorInfo: (shape: number[], dtype: TensorInfo['dtype'], values: Float32Array | Int32Array) => TensorInfo;
  readonly data: { readonly get: (id: object) => { readonly values: ArrayLike<number> } };
  readonly disposeIntermediateTensorInfo: (info: TensorInfo) => void;
}

/** A wasm kernel that copies its inputs over, lets the cpu kernel work, and copies the results back. Numbers only. */
export function borrowed(kernel: KernelFunc): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const on = wasmBackend(backend);
    const cpu = tf.findBackend('cpu') as unknown as CpuBackend;
    const copies = Object.fromEntries(
      Object.keys(inputs).map((name) => {
        const tensor = input(inputs, name);
        const values = tensor.dtype === 'int32' ? integers(on, tensor).slice() : floats(on, tensor).slice();
        return [name, cpu.makeTensorInfo(tensor.shape, tensor.dtype, values)];
      }),
    );
    const result = kernel({ inputs: copies, attrs: attrs ?? {}, backend: cpu });
    const list = Array.isArray(result) ? result : [result];
    const outputs = list.map((info) => toWasm(on, info, cpu.data.get(info.dataId).values));
    for (const info of [...list, ...Object.values(copies)]) cpu.disposeIntermediateTensorInfo(info);
    return outputs.length === 1 && outputs[0] !== undefined ? outputs[0] : outputs;
  };
}

function toWasm(on: WasmBackend, { shape, dtype }: TensorInfo, values: ArrayLike<number>): TensorInfo {
  const output = on.makeOutput(shape, dtype);
  (dtype === 'int32' ? integers(on, output) : floats(on, output)).set(values);
  return output;
}
