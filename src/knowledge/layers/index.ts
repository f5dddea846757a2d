/**
 * What each Keras layer is and does: one record per layer, for reading, rules and plans alike. `npm run parity:catalogue` builds every
 * layer in both Keras and compares; the tests replay what it recorded.
 */
import type { LayerRecord } from './record';
import { simpleLayers } from './simple';
import { trainedLayers } from './trained';
import { wrappingLayers } from './wrap';

const table: ReadonlyMap<string, LayerRecord> = new Map(Object.entries({ ...trainedLayers, ...simpleLayers, ...wrappingLayers }));

/** The record of a layer by Keras's class name, `Dense`. Undefined for classes that Keras does not have. */
export const layerRecord = (type: string): LayerRecord | undefined => table.get(type);

/** Every layer of the table. */
export const layerTypes: readonly string[] = [...table.keys()];

/**
 * Only hands on what it gets, so that scale and meaning of the values stay: moves, leaves out, repeats or averages them, or does so in
 * training only. The largest of several values is no such thing where `affine` is asked for: it bends.
 */
export const handsOn = (record: LayerRecord, affine = false): boolean =>
  record.takes === 'one' && record.range.kind === 'kept' && (record.affine || !affine);

/** It, or the layer inside, has or may have weights that training changes. */
export const hasWeights = (type: string): boolean => table.get(type)?.weights !== undefined;

/** Takes a sequence of steps with features, and nothing else. */
export const isSequence = ({ rank: [least, most] }: LayerRecord): boolean => least === 2 && most === 2;
