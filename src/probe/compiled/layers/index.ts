/** Every layer a plan can be made of, by Keras's class name. */
import { Refused } from '../machine';
import { core } from './core';
import type { Compiler, CompilerTable } from './layer';
import { merging } from './merge';
import { noise } from './noise';
import { normalizations } from './normalization';

const table: CompilerTable = { ...core, ...merging, ...noise, ...normalizations };

/** Throws Refused. */
export function compilerOf(name: string): Compiler {
  const compiler = Object.hasOwn(table, name) ? table[name] : undefined;
  if (compiler === undefined) throw new Refused(`layer ${name}`);
  return compiler;
}
