/** What this folder needs to know of the wasm backend's inside: where a tensor lies on its heap. */
import {
  getKernel,
  type KernelBackend,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

export interface WasmBackend extends KernelBackend {
  readonly wasm: { readonly HEAPU8: Uint8Array };
  readonly dataIdMap: { readonly get: (id: object) => { readonly memoryOffset: number } };
  readonly makeOutput: (shape: number[], dtype: TensorInfo['dtype']) => TensorInfo;
  readonly disposeData: (id: object) => boolean;
  /** One more tensor uses these data. */
  readonly incRef: (id: object) => void;
}

export const wasmBackend = (backend: unknown): WasmBackend => backend as WasmBackend;

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The values of a tensor, in place. Valid until the heap grows: take it again after every allocation. */
export function floats(backend: WasmBackend, { dataId, shape }: TensorInfo): Float32Array {
  return new Float32Array(backend.wasm.HEAPU8.buffer, backend.dataIdMap.get(dataId).memoryOffset, sizeOf(shape));
}

export function integers(backend: WasmBackend, { dataId, shape }: TensorInfo): Int32Array {
  return new Int32Array(backend.wasm.HEAPU8.buffer, backend.dataIdMap.get(dataId).memoryOffset, sizeOf(shape));
}

/** The tensor a kernel was given under a name. */
export function input(inputs: Readonly<Record<string, TensorInfo | undefined>>, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined) throw new Error(`kernel input ${name} is missing`);
  return tensor;
}

/** Runs another kernel of the backend, as this one has it now. */
export const run = (name: string, inputs: NamedTensorInfoMap, backend: WasmBackend, attrs: NamedAttrMap): TensorInfo =>
  getKernel(name, 'wasm').kernelFunc({ inputs, backend, attrs }) as TensorInfo;
