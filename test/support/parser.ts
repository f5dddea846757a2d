import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createParser, type PythonParser } from '../../src/python/parser';

let parser: Promise<PythonParser> | undefined;

/** The parser with the grammar from node_modules, loaded once. */
export function testParser(): Promise<PythonParser> {
  parser ??= load();
  return parser;
}

async function load(): Promise<PythonParser> {
  const { resolve } = createRequire(import.meta.url);
  const [runtimeWasm, grammarWasm] = await Promise.all([
    readFile(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    readFile(resolve('tree-sitter-python/tree-sitter-python.wasm')),
  ]);
  return createParser({ runtimeWasm, grammarWasm });
}
