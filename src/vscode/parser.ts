/** Loads the parser from the files that are part of the extension, wherever that is installed. */
import * as vscode from 'vscode';
import type { PythonParser } from '../python/parser';

export async function loadParser(extension: vscode.Uri): Promise<PythonParser> {
  const read = (name: string): Thenable<Uint8Array> => vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist', name));
  const [{ createParser }, runtimeWasm, grammarWasm] = await Promise.all([
    import('../python/parser'),
    read('web-tree-sitter.wasm'),
    read('tree-sitter-python.wasm'),
  ]);
  return createParser({ runtimeWasm, grammarWasm });
}
