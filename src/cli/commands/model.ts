import { resolve } from 'node:path';
import { modelJson, modelText } from '../format/model';
import { warn, write } from '../output';
import { paintFor } from '../paint';
import { projectRoot, shown } from '../project';
import { loadParser } from '../python-parser';
import { createReader, type ReadScript } from '../reading';
import { UsageError } from '../usage';

export async function runModel(file: string, { format }: { readonly format: 'text' | 'json' }): Promise<void> {
  const { program, sources, source, note, ignored } = await readOne(file);
  if (ignored === true && note === undefined)
    warn(`${shown(file)}: mentions neither keras nor tensorflow, so it was not read any further.\n`);
  if (note !== undefined) warn(`${shown(file)}: ${note}\n`);
  write(
    format === 'json'
      ? modelJson(program, sources, shown(file))
      : modelText(program, sources, source.id, paintFor(process.stdout, process.env)),
    format,
  );
}

/** Reads the one file a command is about. */
async function readOne(file: string): Promise<ReadScript> {
  const reader = createReader(await loadParser(), projectRoot(resolve(file), false));
  const { script, error } = await reader.read(file);
  if (!script) throw new UsageError(`${shown(file)}: ${error}`);
  return script;
}
