/** What the tables of sizes are written in. */
import type { JsonObject } from '../../experiment/json';

/** Without the batch dimension. */
export type Shape = readonly number[];

export interface LayerSize {
  readonly shape: Shape;
  /** Multiply-adds of one pass forward. */
  readonly products: number;
  /** How many times as long as others they take in training; once where left out. */
  readonly slower?: number | undefined;
  /** Values that are computed one by one: outputs, and what gates are made of. */
  readonly values: number;
  /** Kernels that are started. */
  readonly calls: number;
  readonly weights: number;
}

export type Sizing = (config: JsonObject, inputs: readonly Shape[]) => LayerSize | undefined;

/** What a layer takes to compute that makes this of those; undefined where the probe refuses them. */
export type Cost = (
  config: JsonObject,
  inputs: readonly Shape[],
  shape: Shape,
) => { calls?: number; products?: number; values?: number; slower?: number | undefined } | undefined;

export const product = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** A layer that computes its outputs one by one. */
export const plain = (
  shape: Shape,
  { calls = 1, weights = 0, products = 0, values = product(shape) } = {},
): LayerSize | undefined =>
  shape.every((size) => Number.isInteger(size) && size >= 1) ? { shape, products, values, calls, weights } : undefined;

export function numberOf(config: JsonObject, key: string, fallback = NaN): number {
  const value = config[key];
  return typeof value === 'number' ? value : fallback;
}

export function numbersOf(config: JsonObject, key: string): readonly number[] | undefined {
  const value = config[key];
  if (typeof value === 'number') return [value];
  return Array.isArray(value) && value.every((one) => typeof one === 'number') ? value : undefined;
}

export function sizesOf(config: JsonObject, key: string, axes: number, fallback: readonly number[]): readonly number[] {
  const value = numbersOf(config, key);
  if (value === undefined) return fallback;
  return value.length === 1 ? Array.from({ length: axes }, () => value[0] ?? 1) : value;
}

export const named = (names: string, sizing: Sizing): readonly (readonly [string, Sizing])[] =>
  names.split(' ').map((name) => [name, sizing] as const);
