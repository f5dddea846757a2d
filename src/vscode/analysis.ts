/** From an open script to its training program and findings. The parser is loaded for the first text that speaks of Keras or TensorFlow. */
import * as vscode from 'vscode';
import type { Finding } from '../finding/finding';
import { lint } from '../lint/lint';
import type { Reading, Reread } from '../lint/proof';
import { loadClosure, resolverOf, type ParsedSource } from '../read/closure';
import { readProgram } from '../read/read';
import type { TrainingProgram } from '../facts/training';
import { mayTrain } from '../read/mentions';
import type { Module } from '../python/ast';
import type { PythonParser } from '../python/parser';
import { rules } from '../rules/index';
import type { SourceId, Span } from '../text/place';
import type { Source, Sources } from '../text/source';
import { idOf, sourceOf, type Script } from './documents';
import { LARGEST_TEXT, openFileCache } from './files';
import type { Log } from './log';
import { openProjects } from './project';
import type { Closing } from './closing';

/** What is known of a script at one moment. */
export interface Analysis {
  readonly script: Script;
  readonly entry: Source;
  readonly sources: Sources;
  readonly program: TrainingProgram;
  readonly findings: readonly Finding[];
  /** Where the script does not parse. */
  readonly broken: readonly Span[];
  /** The program after edits that are only thought of. */
  readonly reread: (sources: Sources) => TrainingProgram;
  /** The program as it is read now, for trying fixes on it. */
  readonly reading: Reading;
  /** What is found in this program with other facts, such as those of its data files. */
  readonly lint: (program: TrainingProgram) => Pick<Reading, 'findings' | 'problems'>;
  /** What is read and found after such edits. */
  readonly relint: Reread;
}

/** What is found in a text that no editor has open. */
export interface SavedAnalysis {
  readonly entry: Source;
  readonly sources: Sources;
  readonly findings: readonly Finding[];
}

export interface Analyzer extends Closing {
  /** A text as it is saved: a script, or the joined cells of a notebook. Undefined for what has nothing to do with Keras. Never rejects. */
  readonly analyzeSaved: (uri: vscode.Uri, source: Source) => Promise<SavedAnalysis | undefined>;
  /** Settings that decide which files are looked at at all. */
  readonly excludeOf: (uri: vscode.Uri) => Promise<{ readonly root: string; readonly exclude: readonly string[] }>;
  /** The script as it is now. Undefined for Python that has nothing to do with Keras. Never rejects. */
  readonly analyze: (script: Script) => Promise<Analysis | undefined>;
}

/** Trees of texts seen last. */
const MOST_TREES = 200;

export function openAnalyzer(loadParser: () => Promise<PythonParser>, log: Log): Analyzer {
  const projects = openProjects();
  let parser: Promise<PythonParser> | undefined;
  const trees = new Map<SourceId, ParsedSource>();
  const told = new Set<string>();

  const parse = (python: PythonParser, source: Source): ParsedSource => {
    const known = trees.get(source.id);
    if (known?.source.text === source.text) return known;
    const parsed = { source, module: python.parse(source.text) };
    trees.delete(source.id);
    trees.set(source.id, parsed);
    const oldest = trees.keys().next().value;
    if (trees.size > MOST_TREES && oldest !== undefined) trees.delete(oldest);
    return parsed;
  };
  const files = openFileCache<Source>('**/*.py', (uri, text) => ({ id: idOf(uri), text }));

  const tell = (problem: string): void => {
    if (told.has(problem)) return;
    told.add(problem);
    log.warn(problem);
  };

  const read = async (uri: vscode.Uri, source: Source): Promise<Omit<Analysis, 'script'> | undefined> => {
    if (!mayTrain(source.text)) return undefined;
    if (source.text.length > LARGEST_TEXT) {
      tell(
        `${uri.path} has ${Math.round(source.text.length / 1e6)} MB of code; texts over ${LARGEST_TEXT / 1e6} MB are not checked.`,
      );
      return undefined;
    }
    const started = performance.now();
    const python = await (parser ??= loadParser());
    const project = await projects.of(uri);
    project.problems.forEach(tell);
    const entry = parse(python, source);
    const input = await loadClosure(entry, {
      root: project.root,
      read: async (id) => {
        if (uri.scheme === 'untitled') return undefined;
        const found = await files.get(uri.with({ path: id }));
        return found === undefined ? undefined : parse(python, found);
      },
    });
    const program = readProgram(input);
    const trees = new WeakMap<Source, Module>();
    const treeOf = (one: Source): Module => {
      const known = input.sources.get(one.id)?.text === one.text ? input.modules.get(one.id) : trees.get(one);
      if (known !== undefined) return known;
      const tree = python.parse(one.text);
      trees.set(one, tree);
      return tree;
    };
    const reread = (sources: Sources): TrainingProgram => {
      const modules = new Map([...sources].map(([id, one]): [SourceId, Module] => [id, treeOf(one)]));
      return readProgram({ entry: source.id, sources, modules, resolve: resolverOf(modules, project.root) });
    };
    const readingOf = (sources: Sources, read: TrainingProgram): Reading => {
      const found = lint({ program: read, sources, entry: source.id, rules }, project.config);
      const tree: Reading['tree'] = (id) => {
        const one = sources.get(id);
        return one && treeOf(one);
      };
      return { sources, findings: [...found.findings, ...found.unused], problems: found.problems, tree };
    };
    const reading = readingOf(input.sources, program);
    const { findings, problems } = reading;
    problems.forEach(tell);
    log.debug(
      `${vscode.workspace.asRelativePath(uri)}: ${program.runs.length} training runs, ${findings.length} findings, ${Math.round(performance.now() - started)} ms`,
    );
    return {
      entry: source,
      sources: input.sources,
      program,
      findings,
      broken: entry.module.errors,
      reread,
      reading,
      lint: (other) => lint({ program: other, sources: input.sources, entry: source.id, rules }, project.config),
      relint: (sources) => readingOf(sources, reread(sources)),
    };
  };

  const guardedRead: typeof read = async (uri, source) => {
    try {
      return await read(uri, source);
    } catch (error) {
      log.error(`${uri.path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return undefined;
    }
  };

  return {
    async analyze(script) {
      const found = await guardedRead(script.uri, sourceOf(script));
      return found && { script, ...found };
    },
    analyzeSaved: guardedRead,
    async excludeOf(uri) {
      const { root, config } = await projects.of(uri);
      return { root, exclude: config.exclude };
    },
    dispose() {
      projects.dispose();
      files.dispose();
      trees.clear();
    },
  };
}
