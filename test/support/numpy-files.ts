/** Real .npy and .npz bytes, as numpy.save and numpy.savez write them. */
import { zipSync } from 'fflate';

export function npy(
  values: readonly number[],
  shape: readonly number[],
  type: '<f8' | '<f4' | '<i8' | '|u1' | '>i4' = '<f8',
): Uint8Array {
  const size = Number(type[2]);
  const fields = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const header = `${fields.padEnd(64 * Math.ceil((fields.length + 11) / 64) - 11)}\n`;
  const bytes = new Uint8Array(10 + header.length + values.length * size);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  view.setUint16(8, header.length, true);
  bytes.set(new TextEncoder().encode(header), 10);
  values.forEach((value, i) => {
    const at = 10 + header.length + i * size;
    if (type === '<f8') view.setFloat64(at, value, true);
    else if (type === '<f4') view.setFloat32(at, value, true);
    else if (type === '<i8') view.setBigInt64(at, BigInt(value), true);
    else if (type === '>i4') view.setInt32(at, value, false);
    else view.setUint8(at, value);
  });
  return bytes;
}

/** @param level 0: stored, as `savez`; 6: deflated, as `savez_compressed` */
export const npz = (arrays: Readonly<Record<string, Uint8Array>>, level: 0 | 6): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes])), { level });
