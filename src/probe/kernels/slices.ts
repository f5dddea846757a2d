/** Parts of a tensor, copied within the heap. The backend's own (4.22) read the whole tensor out for every part of it. */
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { floats, input, integers, wasmBackend, type WasmBackend } from './heap';

/** Wraps the backend's kernel, which keeps what is not made of numbers. */
export function sliced(own: KernelFunc): KernelFunc {
  return (call) => {
    const x = input(call.inputs, 'x');
    if (x.dtype !== 'float32' && x.dtype !== 'int32') return own(call);
    const attributes = call.attrs as unknown as { readonly begin: number | number[]; readonly size: number | number[] };
    const begin = perAxis(attributes.begin, x).map((at) => at ?? 0);
    // -1, or nothing: up to the end.
    const size = perAxis(attributes.size, x).map((length, axis) =>
      length === undefined || length < 0 ? (x.shape[axis] ?? 0) - (begin[axis] ?? 0) : length,
    );
    return part(wasmBackend(call.backend), x, begin, size, size);
  };
}

const perAxis = (given: number | number[], { shape }: TensorInfo): (number | undefined)[] =>
  shape.map((_, axis) => (Array.isArray(given) ? given[axis] : axis === 0 ? given : undefined));

/** unstack: one slice per index of an axis, without that axis. */
export const unpacked: KernelFunc = ({ inputs, backend, attrs }) => {
  const x = input(inputs, 'value');
  const given = (attrs as unknown as { readonly axis: number }).axis;
  const axis = given < 0 ? given + x.shape.length : given;
  const on = wasmBackend(backend);
  const shape = x.shape.filter((_, i) => i !== axis);
  const size = x.shape.map((length, i) => (i === axis ? 1 : length));
  return Array.from({ length: x.shape[axis] ?? 0 }, (_, at) =>
    part(
      on,
      x,
      x.shape.map((_, i) => (i === axis ? at : 0)),
      size,
      shape,
    ),
  );
};

const view = (on: WasmBackend, tensor: TensorInfo): Float32Array | Int32Array =>
  tensor.dtype === 'int32' ? integers(on, tensor) : floats(on, tensor);

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Copies run by run: everything behind the last axis that is cut lies side by side. */
function part(
  on: WasmBackend,
  x: TensorInfo,
  begin: readonly number[],
  size: readonly number[],
  shape: readonly number[],
): TensorInfo {
  const output = on.makeOutput([...shape], x.dtype);
  const total = product(size);
  if (total === 0) return output;
  const [from, to] = [view(on, x), view(on, output)];
  const cut = Math.max(
    0,
    size.findLastIndex((length, axis) => length !== x.shape[axis]),
  );
  const run = product(size.slice(cut));
  const strides = x.shape.map((_, axis) => product(x.shape.slice(axis + 1)));
  const outer = size.slice(0, cut);
  const index = outer.map(() => 0);
  let start = begin.reduce((sum, at, axis) => sum + at * (strides[axis] ?? 0), 0);
  for (let at = 0; at < total; at += run) {
    to.set(from.subarray(start, start + run), at);
    for (let axis = cut - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      start += strides[axis] ?? 0;
      if (next < (outer[axis] ?? 0)) {
        index[axis] = next;
        break;
      }
      start -= next * (strides[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return output;
}
