/** numpy's own files: one array (`.npy`) or a zip of several (`.npz`). The format is version 1 to 3 of numpy.lib.format. */
import { strFromU8, unzipSync } from 'fflate';
import { refused, type NdArray, type Numbers, type Refusal } from './value';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

export function readNpy(bytes: Uint8Array): NdArray | Refusal {
  if (!magic.every((byte, i) => bytes[i] === byte)) return refused('it is not a .npy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return refused('it ends too early');
  const [start, length] = (bytes[6] ?? 1) >= 2 ? [12, view.getUint32(8, true)] : [10, view.getUint16(8, true)];
  const header = strFromU8(bytes.subarray(start, start + length), true);
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const dims = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (type === undefined || dims === undefined) return refused('its numbers are records, not plain values');
  const sizes = dims
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  // As numpy writes them: `-1`, `1e9` or `0x10` are no sizes.
  if (!sizes.every((text) => /^\d{1,15}$/.test(text))) return refused('the shape in its header is not one of an array');
  const shape = sizes.map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  const data = numbersOf(bytes, start + length, count, type);
  if ('kind' in data) return data;
  const fortran = /'fortran_order':\s*True/.test(header) && shape.length > 1;
  return { kind: 'array', shape, data: fortran ? rowMajor(data, shape) : data };
}

/** The named arrays of an archive; only the one that is asked for is unpacked. */
export function readNpz(bytes: Uint8Array, name: string, most: number): NdArray | Refusal {
  const wanted = { large: false };
  const names: string[] = [];
  let files: Readonly<Record<string, Uint8Array>>;
  try {
    files = unzipSync(bytes, {
      filter: (file) => {
        names.push(file.name.replace(/\.npy$/, ''));
        if (file.name !== `${name}.npy`) return false;
        wanted.large = file.originalSize > most;
        return !wanted.large;
      },
    });
  } catch {
    return refused('it is not a zip file that can be read');
  }
  if (wanted.large) return refused(`its array "${name}" is larger than ${Math.round(most / 1e6)} MB`);
  const file = files[`${name}.npy`];
  if (!file) return refused(`it has no array "${name}", but ${names.slice(0, 8).join(', ')}`);
  return readNpy(file);
}

interface NumberType {
  readonly size: number;
  readonly get: (view: DataView, at: number, little: boolean) => number;
  readonly make: (count: number) => Numbers;
}

const types: ReadonlyMap<string, NumberType> = new Map<string, NumberType>(
  Object.entries({
    f8: { size: 8, get: (v, at, le) => v.getFloat64(at, le), make: (n) => new Float64Array(n) },
    f4: { size: 4, get: (v, at, le) => v.getFloat32(at, le), make: (n) => new Float32Array(n) },
    i8: { size: 8, get: (v, at, le) => Number(v.getBigInt64(at, le)), make: (n) => new Float64Array(n) },
    u8: { size: 8, get: (v, at, le) => Number(v.getBigUint64(at, le)), make: (n) => new Float64Array(n) },
    i4: { size: 4, get: (v, at, le) => v.getInt32(at, le), make: (n) => new Int32Array(n) },
    u4: { size: 4, get: (v, at, le) => v.getUint32(at, le), make: (n) => new Uint32Array(n) },
    i2: { size: 2, get: (v, at, le) => v.getInt16(at, le), make: (n) => new Int16Array(n) },
    u2: { size: 2, get: (v, at, le) => v.getUint16(at, le), make: (n) => new Uint16Array(n) },
    i1: { size: 1, get: (v, at) => v.getInt8(at), make: (n) => new Int8Array(n) },
    u1: { size: 1, get: (v, at) => v.getUint8(at), make: (n) => new Uint8Array(n) },
    b1: { size: 1, get: (v, at) => v.getUint8(at), make: (n) => new Uint8Array(n) },
  } satisfies Record<string, NumberType>),
);

function numbersOf(bytes: Uint8Array, start: number, count: number, type: string): Numbers | Refusal {
  const number = types.get(type.slice(1));
  if (!number) return refused(type.includes('O') ? 'it holds Python objects' : `it holds values of type ${type}, not numbers`);
  if (!Number.isSafeInteger(count) || start + count * number.size > bytes.length) return refused('it ends too early');
  if (number.size === 1 && !type.endsWith('i1')) return bytes.subarray(start, start + count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = !type.startsWith('>');
  const data = number.make(count);
  for (let i = 0; i < count; i++) data[i] = number.get(view, start + i * number.size, little);
  return data;
}

/** Written column by column: the last axis changes slowest. */
function rowMajor(data: Numbers, shape: readonly number[]): Numbers {
  const out = new Float64Array(data.length);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  for (let i = 0; i < out.length; i++) {
    let [rest, at] = [i, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1;
      at += (rest % size) * (strides[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    out[i] = data[at] ?? NaN;
  }
  return out;
}
