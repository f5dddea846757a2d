import type { ParityCase } from '../case';
import { activations } from './activations';
import { graphs, images, dense2 as layers, sequences } from './layers';
import { heads } from './heads';
import { keras2 } from './keras2';
import { losses } from './losses';
import { optimizers } from './optimizers';

/** Every group of cases; a group is a recording file. */
export const groups: Readonly<Record<string, readonly ParityCase[]>> = {
  heads,
  losses,
  optimizers,
  activations,
  layers,
  images,
  sequences,
  graphs,
  keras2,
};
