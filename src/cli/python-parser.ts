import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createParser, type PythonParser } from '../python/parser';

/** Loads the parser from the `.wasm` files that lie beside the bundle. */
export async function loadParser(folder: string = import.meta.dirname): Promise<PythonParser> {
  const [runtimeWasm, grammarWasm] = await Promise.all(
    ['web-tree-sitter.wasm', 'tree-sitter-python.wasm'].map((name) => readFile(join(folder, name))),
  );
  if (!runtimeWasm || !grammarWasm) throw new Error('the parser is incomplete');
  return createParser({ runtimeWasm, grammarWasm });
}
