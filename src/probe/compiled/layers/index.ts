/** Every layer a plan can be made of, by Keras's class name. */
import { Refused } from '../machine';
import { attentions } from './attention';
import { convolutions } from './convolution';
import { core } from './core';
import type { Compiler, CompilerTable } from './layer';
import { merging } from './merge';
import { noise } from './noise';
import { normalizations } from './normalization';
import { operations } from './operations';
import { poolings } from './pooling';
import { recurrents } from './recurrent';
import { sequences } from './sequence';

const table: CompilerTable = {
  ...attentions,
  ...core,
  ...convolutions,
  ...merging,
  ...noise,
  ...normalizations,
  ...operations,
  ...poolings,
  ...recurrents,
  ...sequences,
};

/** Throws Refused. */
export function compilerOf(name: string): Compiler {
  const compiler = Object.hasOwn(table, name) ? table[name] : undefined;
  if (compiler === undefined) throw new Refused(`layer ${name}`);
  return compiler;
}
