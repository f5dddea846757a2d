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

/** Takes a sequence of steps with features, and nothing else. */
export const isSequence = ({ rank: [least, most] }: LayerRecord): boolean => least === 2 && most === 2;
