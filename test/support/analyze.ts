import { loadClosure } from '../../src/read/closure';
import { readProgram } from '../../src/read/read';
import type { TrainingProgram } from '../../src/facts/training';
import type { Sources } from '../../src/text/source';
import { testParser } from './parser';

export interface Analyzed {
  readonly program: TrainingProgram;
  readonly sources: Sources;
  readonly entry: string;
}

/** Texts by file name; the first is the script that is read. A bare text is a script of its own. */
export type Files = string | Readonly<Record<string, string>>;

/** Reads a program through the real parser and interpreter. */
export async function analyze(files: Files): Promise<Analyzed> {
  const parser = await testParser();
  const texts = new Map(
    Object.entries(typeof files === 'string' ? { 'main.py': files } : files).map(([name, text]) => [`/project/${name}`, text]),
  );
  const parsed = (id: string) => {
    const text = texts.get(id);
    return text === undefined ? undefined : { source: { id, text }, module: parser.parse(text) };
  };
  const [entry = ''] = texts.keys();
  const first = parsed(entry);
  if (!first) throw new Error('no file given');
  const input = await loadClosure(first, { root: '/project', read: (id) => Promise.resolve(parsed(id)) });
  return { program: readProgram(input), sources: input.sources, entry };
}
