/** Reading Keras configurations with Keras's defaults. */
import { isJsonObject, type Json, type JsonObject } from '../experiment/json';
import { NotSupported } from './failure';

/** A Keras object as it may be written: `'he_normal'` or `{ class: 'HeNormal', config: {...} }`. */
export interface Named {
  readonly class: string;
  readonly config: JsonObject;
}

export function named(value: Json | undefined): Named | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return { class: value, config: {} };
  if (isJsonObject(value) && typeof value.class === 'string') {
    const config = value.config;
    return { class: value.class, config: isJsonObject(config) ? config : {} };
  }
  throw new NotSupported('configuration', JSON.stringify(value));
}

/** `HeNormal`, `he_normal` and `heNormal` are one name. */
export const plainName = (name: string): string => name.replace(/_/g, '').toLowerCase();

const wrong = (key: string, value: Json): NotSupported => new NotSupported('value', `${key}=${JSON.stringify(value)}`);

export function numberOf(config: JsonObject, key: string, fallback?: number): number {
  const value = optionalNumber(config, key) ?? fallback;
  if (value === undefined) throw new NotSupported('missing value', key);
  return value;
}

/** Undefined where Keras has None. */
export function optionalNumber(config: JsonObject, key: string): number | undefined {
  const value = config[key];
  if (typeof value === 'number') return value;
  if (value === undefined || value === null) return undefined;
  throw wrong(key, value);
}

export function booleanOf(config: JsonObject, key: string, fallback: boolean): boolean {
  const value = config[key];
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  throw wrong(key, value);
}

export function stringOf(config: JsonObject, key: string, fallback: string): string {
  const value = config[key];
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'string') return value;
  throw wrong(key, value);
}

export function numbersOf(config: JsonObject, key: string): readonly number[] | undefined {
  const value = config[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return [value];
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'number')) return value;
  throw wrong(key, value);
}

/** A size that may be one number for every axis: `kernel_size=3`. */
export function sizesOf(config: JsonObject, key: string, axes: number, fallback?: number | readonly number[]): readonly number[] {
  const value = numbersOf(config, key);
  if (value === undefined) {
    if (fallback === undefined) throw new NotSupported('missing value', key);
    return typeof fallback === 'number' ? Array.from({ length: axes }, () => fallback) : fallback;
  }
  if (value.length === 1) return Array.from({ length: axes }, () => value[0] ?? 1);
  if (value.length !== axes) throw wrong(key, value);
  return value;
}
