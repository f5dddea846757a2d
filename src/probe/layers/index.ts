/** Every layer by Keras's class name, every operation by its canonical name. */
import { NotSupported } from '../failure';
import { activationLayers } from './activation-layers';
import { core } from './core';
import type { LayerBuilder, LayerTable } from './layer';
import { merging } from './merge';
import { noise } from './noise';

const tables: readonly LayerTable[] = [core, activationLayers, merging, noise];

const table: ReadonlyMap<string, LayerBuilder> = new Map(tables.flatMap((layers) => Object.entries(layers)));

/** Throws NotSupported. */
export function builderOf(name: string): LayerBuilder {
  const builder = table.get(name);
  if (builder === undefined) throw new NotSupported('layer', name);
  return builder;
}

/** Names a model may use. */
export const supportedLayers = (): readonly string[] => [...table.keys()].sort();
