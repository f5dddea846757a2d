/** Every layer by Keras's class name, every operation by its canonical name. */
import { NotSupported } from '../failure';
import { activationLayers } from './activation-layers';
import { convolutions } from './convolution';
import { core } from './core';
import type { LayerBuilder, LayerTable } from './layer';
import { indexing } from './indexing';
import { merging } from './merge';
import { noise } from './noise';
import { normalizations } from './normalization';
import { operations } from './operations';
import { poolings } from './pooling';
import { sequences } from './sequence';

const tables = (): readonly LayerTable[] => [
  core,
  activationLayers,
  convolutions,
  poolings,
  normalizations,
  sequences,
  merging,
  noise,
  operations,
  indexing,
];

/** Made at the first use, because wrappers look up the layers they wrap. */
let table: ReadonlyMap<string, LayerBuilder> | undefined;
const all = (): ReadonlyMap<string, LayerBuilder> => (table ??= new Map(tables().flatMap((layers) => Object.entries(layers))));

/** Throws NotSupported. */
export function builderOf(name: string): LayerBuilder {
  const builder = all().get(name);
  if (builder === undefined) throw new NotSupported('layer', name);
  return builder;
}
