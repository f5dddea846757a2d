/** `x[:, -1]`: parts of tensors inside a model. */
import * as tf from '@tensorflow/tfjs-core';
import type { Json } from '../../experiment/json';
import { NotSupported } from '../failure';
import { only, type LayerBuilder, type LayerTable } from './layer';

/** What is taken of an axis; `at` leaves the axis out. */
type Part =
  | { readonly kind: 'new' }
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'at'; readonly at: number };

function partOf(index: Json, size: number): Part {
  const inside = (at: number): number => Math.min(size, Math.max(0, at < 0 ? at + size : at));
  if (index === null) return { kind: 'new' };
  if (typeof index === 'number') {
    const at = index < 0 ? index + size : index;
    if (at >= 0 && at < size) return { kind: 'at', at };
  }
  if (Array.isArray(index)) {
    const [start = null, stop = null, step = null] = index as readonly (number | null)[];
    const [from, to] = [inside(start ?? 0), inside(stop ?? size)];
    if ((step ?? 1) === 1 && from < to) return { kind: 'range', from, to };
  }
  throw new NotSupported('index', JSON.stringify(index));
}

const isWhole = (index: Json | undefined): boolean =>
  Array.isArray(index) && index.every((bound, i) => bound === null || (i === 2 && bound === 1));

const getitem: LayerBuilder = (config, [input]) => {
  const index: readonly Json[] | undefined = Array.isArray(config.index) ? (config.index as readonly Json[]) : undefined;
  if (input === undefined || index === undefined || !isWhole(index[0])) throw new NotSupported('index', JSON.stringify(index));
  const parts: Part[] = [];
  let axis = 0;
  for (const one of index.slice(1)) {
    const size = input[axis];
    if (size === undefined && one !== null) throw new NotSupported('index', JSON.stringify(index));
    parts.push(partOf(one, size ?? 0));
    if (one !== null) axis += 1;
  }
  for (const size of input.slice(axis)) parts.push({ kind: 'range', from: 0, to: size });
  const taken = parts.filter((part) => part.kind !== 'new');
  const begin = taken.map((part) => (part.kind === 'at' ? part.at : part.from));
  const sizes = taken.map((part) => (part.kind === 'at' ? 1 : part.to - part.from));
  const shape = parts.flatMap((part) => (part.kind === 'new' ? [1] : part.kind === 'at' ? [] : [part.to - part.from]));
  return {
    outputShape: shape,
    weights: [],
    call: (flows) => {
      const { tensor } = only(flows);
      const [rows] = tensor.shape as [number];
      return { tensor: tf.reshape(tf.slice(tensor, [0, ...begin], [rows, ...sizes]), [rows, ...shape]) };
    },
  };
};

export const indexing: LayerTable = { 'operator.getitem': getitem };
