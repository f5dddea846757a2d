/** The user's own rows as a task: a part to train on and a part held out, split by the seed. */
import type { DataSpec, OwnSample, TargetSpec } from '../data-spec';
import { stream } from '../random';
import { base64Bytes } from './base64';
import type { Truth } from './labels';
import { at, sizeOf, type Values } from './numbers';

export interface OwnPart {
  readonly count: number;
  readonly inputs: readonly Values[];
  readonly targets: readonly Truth[];
}

/** Both parts keep the order of the file, as the program has it. */
export function ownParts(
  data: DataSpec,
  own: OwnSample,
  seed: number,
): { readonly training: OwnPart; readonly heldOut: OwnPart } {
  const order = stream(seed, 'own/rows').permutation(data.samples + data.heldOut);
  const inputs = own.inputs.map(float32);
  const targets = own.targets.map(float32);
  const part = (rows: Int32Array): OwnPart => ({
    count: rows.length,
    inputs: data.inputs.map(({ shape }, i) => ({
      shape: [rows.length, ...shape],
      data: picked(inputs[i] ?? new Float64Array(), rows, sizeOf(shape)),
    })),
    targets: data.targets.map((target, t) => truthOf(target, targets[t] ?? new Float64Array(), rows)),
  });
  return { training: part(order.slice(0, data.samples).sort()), heldOut: part(order.slice(data.samples).sort()) };
}

function float32(text: string): Float64Array {
  const bytes = base64Bytes(text);
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}

function picked(values: Float64Array, rows: Int32Array, width: number): Float64Array {
  const out = new Float64Array(rows.length * width);
  rows.forEach((row, i) => out.set(values.subarray(row * width, (row + 1) * width), i * width));
  return out;
}

function truthOf(target: TargetSpec, values: Float64Array, rows: Int32Array): Truth {
  switch (target.kind) {
    case 'binary':
    case 'classes':
      return {
        kind: 'classes',
        classes: target.kind === 'binary' ? 2 : target.classes,
        positions: 1,
        ids: Int32Array.from(rows, (row) => at(values, row)),
      };
    case 'multilabel':
      return { kind: 'multilabel', labels: target.labels, bits: Int32Array.from(picked(values, rows, target.labels)) };
    case 'regression': {
      const width = sizeOf(target.shape);
      return { kind: 'regression', width, values: picked(values, rows, width) };
    }
    case 'input':
      return target;
  }
}
