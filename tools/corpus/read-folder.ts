/** The programs of folders, read as the command line reads them: each file alone, with the modules beside it. */
import { findTargets } from '../../src/cli/files';
import { createReader, type Reader, type ReadScript } from '../../src/cli/reading';
import { testParser } from '../../test/support/parser';

export interface CorpusProgram {
  readonly path: string;
  readonly script: ReadScript;
  readonly reader: Reader;
}

/** Every program that can be read; what cannot is left out. */
export async function readFolders(folders: readonly string[]): Promise<readonly CorpusProgram[]> {
  const parser = await testParser();
  const programs: CorpusProgram[] = [];
  for (const folder of folders) {
    const reader = createReader(parser, folder);
    for (const { path, error } of findTargets([folder], folder, [])) {
      const { script } = error === undefined ? await reader.read(path) : {};
      if (script) programs.push({ path, script, reader });
    }
  }
  return programs;
}
