import type { Module } from '../../src/python/ast';
import { readProgram } from '../../src/read/read';
import { noConfig, type Config } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import type { Reading } from '../../src/lint/proof';
import { rules } from '../../src/rules/index';
import type { Source, Sources } from '../../src/text/source';
import { testParser } from './parser';

/** Reads programs of one text, `main.py`, and reads them again after their text changed. */
export async function reader(config: Config = noConfig): Promise<{
  readonly text: (text: string, cells?: Source['cells']) => Reading;
  readonly again: (sources: Sources) => Reading;
}> {
  const parser = await testParser();
  const again = (sources: Sources): Reading => {
    const modules = new Map([...sources].map(([id, { text }]): [string, Module] => [id, parser.parse(text)]));
    const program = readProgram({ entry: 'main.py', sources, modules, resolve: () => undefined });
    const { findings, unused, problems } = lint({ program, sources, entry: 'main.py', rules }, config);
    return { sources, findings: [...findings, ...unused], problems, tree: (id) => modules.get(id) };
  };
  return { text: (text, cells) => again(new Map([['main.py', { id: 'main.py', text, ...(cells && { cells }) }]])), again };
}
