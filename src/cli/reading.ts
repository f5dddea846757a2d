/** From a path to a training program: reading, parsing, the import closure, interpretation. */
import { resolve, sep } from 'node:path';
import type { Module } from '../python/ast';
import type { PythonParser } from '../python/parser';
import { loadClosure, resolverOf, type ParsedSource } from '../read/closure';
import { outsideReach } from '../read/frameworks';
import { readProgram } from '../read/read';
import { lookAtData, type Looked } from '../evidence/data/look';
import { ownPaths, type OwnFiles } from '../plan/own/own-data';
import { readOwnFiles } from './own-files';
import type { TrainingProgram } from '../facts/training';
import { mayTrain } from '../read/mentions';
import { noSessions } from '../facts/session';
import { cellAt } from '../text/cells';
import { lineTable } from '../text/lines';
import { readNotebook } from '../text/notebook';
import type { SourceId } from '../text/place';
import type { Source, Sources } from '../text/source';
import { isNotebook, readText, type FileText } from './files';

export interface ReadScript {
  readonly source: Source;
  readonly program: TrainingProgram;
  readonly sources: Sources;
  /** What people should know about the text: that it is empty, where it does not parse, or that it trains with another framework. */
  readonly note?: string | undefined;
  /** What it was read from; absent for the standard input. */
  readonly file?: FileText | undefined;
  /** It mentions neither keras nor tensorflow, so it was not parsed. */
  readonly ignored?: boolean;
  /** What was found in its data files, where they were looked into. */
  readonly looked?: Looked | undefined;
}

type Script =
  { readonly script: ReadScript; readonly error?: undefined } | { readonly script?: undefined; readonly error: string };

export interface Reader {
  /** Reads the training program of a file. */
  readonly read: (path: string) => Promise<Script>;
  /** Reads a text that is not (or not yet) in that file. */
  readonly readText: (path: string, text: string) => Promise<Script>;
  /** The program of changed texts: `fix` asks again after every edit. */
  readonly reread: (script: ReadScript, sources: Sources) => TrainingProgram;
  /** The tree of a text; each is parsed once. */
  readonly tree: (source: Source) => Module;
}

/**
 * @param root folder above which no module is looked for
 * @param data whether the data files that a program reads are looked into
 */
export function createReader(parser: PythonParser, root: string, data = false): Reader {
  const bytes = new Map<SourceId, OwnFiles>();
  // A program is read again after every fix that is tried; its files are not.
  const look = (id: SourceId, program: TrainingProgram): Looked => {
    const paths = ownPaths(program);
    const known = bytes.get(id);
    const files = known && paths.every((path) => known.has(path)) ? known : readOwnFiles(paths, id, root);
    bytes.set(id, files);
    return lookAtData(program, files);
  };
  const cache = new Map<SourceId, ParsedSource | undefined>();
  const trees = new WeakMap<Source, Module>();
  const tree = (source: Source): Module => {
    const known = trees.get(source);
    if (known) return known;
    const module = parser.parse(source.text);
    trees.set(source, module);
    return module;
  };
  const parsed = (source: Source): ParsedSource => ({ source, module: tree(source) });

  const readModule = (id: SourceId): ParsedSource | undefined => {
    if (cache.has(id)) return cache.get(id);
    const file = readText(id);
    const result = file.text === undefined ? undefined : parsed({ id, text: file.text });
    cache.set(id, result);
    return result;
  };

  const readSource = async (source: Source): Promise<Script> => {
    if (!mayTrain(source.text))
      return {
        script: {
          source,
          program: nothing,
          sources: new Map([[source.id, source]]),
          note: emptiness(source) ?? outsideReach(source.text, false),
          ignored: true,
        },
      };
    const entry = parsed(source);
    const input = await loadClosure(entry, { root, read: (id) => Promise.resolve(readModule(id)) });
    const text = readProgram(input);
    const looked = data ? look(source.id, text) : undefined;
    const program = looked?.program ?? text;
    const note = unparsed(entry.module, source) ?? outsideReach(source.text, program.runs.length > 0);
    return { script: { source, program, sources: input.sources, note, looked } };
  };

  const fromText = (path: string, text: string): Promise<Script> => {
    const id = toId(path);
    if (!isNotebook(path)) return readSource({ id, text });
    const notebook = readNotebook(text);
    if (!notebook.ok) return Promise.resolve({ error: notebook.message });
    return readSource({ id, text: notebook.text, cells: notebook.cells });
  };

  return {
    tree,
    readText: fromText,
    async read(path) {
      const file = readText(path);
      if (file.text === undefined) return { error: file.error };
      const read = await fromText(path, file.text);
      return read.script ? { script: { ...read.script, file, note: read.script.note ?? file.note } } : read;
    },
    reread({ source: { id: entry } }, sources) {
      const modules = new Map([...sources].map(([id, source]): [SourceId, Module] => [id, tree(source)]));
      const program = readProgram({ entry, sources, modules, resolve: resolverOf(modules, root) });
      return data ? look(entry, program).program : program;
    },
  };
}

/** Identifies a file among the texts in play. */
const toId = (path: string): SourceId => resolve(path).split(sep).join('/');

const nothing: TrainingProgram = {
  runs: [],
  uses: [],
  arrays: [],
  calls: [],
  graphs: noSessions,
  untracked: [],
  captures: [],
  otherUpdates: { items: [] },
  nanComparisons: [],
  rescalings: [],
  unknowns: [],
  imports: [],
  written: { at: () => undefined },
  statements: new Map(),
};

const emptiness = ({ text }: Source): string | undefined => (text.trim() === '' ? 'This file is empty.' : undefined);

function unparsed(module: Module, { text, cells }: Source): string | undefined {
  const [first] = module.errors;
  if (!first) return undefined;
  const cell = cells && cellAt(cells, first.start);
  const line = lineTable(text).positionAt(first.start).line - (cell ? lineTable(text).positionAt(cell.start).line : 0) + 1;
  const where = cell ? `cell ${cell.index + 1}, line ${line}` : `line ${line}`;
  return `This does not parse as Python at ${where}; the rest was checked.`;
}
