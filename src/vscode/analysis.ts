/** From an open script to its training program and findings. The parser is loaded for the first text that speaks of Keras or TensorFlow. */
import * as vscode from 'vscode';
import type { Finding } from '../finding/finding';
import { lint } from '../lint/lint';
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
import { openFileCache } from './files';
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
  /** The findings after such edits. */
  readonly relint: (sources: Sources) => readonly Finding[];
}

export interface Analyzer extends Closing {
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

  const read = async (script: Script): Promise<Analysis | undefined> => {
    const source = sourceOf(script);
    if (!mayTrain(source.text)) return undefined;
    const started = performance.now();
    const python = await (parser ??= loadParser());
    const project = await projects.of(script.uri);
    project.problems.forEach(tell);
    const entry = parse(python, source);
    const input = await loadClosure(entry, {
      root: project.root,
      read: async (id) => {
        if (script.uri.scheme === 'untitled') return undefined;
        const found = await files.get(script.uri.with({ path: id }));
        return found === undefined ? undefined : parse(python, found);
      },
    });
    const program = readProgram(input);
    const reread = (sources: Sources): TrainingProgram => {
      const moduleOf = (one: Source): Module =>
        input.sources.get(one.id)?.text === one.text
          ? (input.modules.get(one.id) ?? python.parse(one.text))
          : python.parse(one.text);
      const modules = new Map([...sources].map(([id, one]): [SourceId, Module] => [id, moduleOf(one)]));
      return readProgram({ entry: source.id, sources, modules, resolve: resolverOf(modules, project.root) });
    };
    const relint = (sources: Sources): readonly Finding[] =>
      lint({ program: reread(sources), sources, entry: source.id, rules }, project.config).findings;
    const { findings, unused, problems } = lint({ program, sources: input.sources, entry: source.id, rules }, project.config);
    problems.forEach(tell);
    log.debug(
      `${vscode.workspace.asRelativePath(script.uri)}: ${program.runs.length} training runs, ${findings.length} findings, ${Math.round(performance.now() - started)} ms`,
    );
    return {
      script,
      entry: source,
      sources: input.sources,
      program,
      findings: [...findings, ...unused],
      broken: entry.module.errors,
      reread,
      relint,
    };
  };

  return {
    async analyze(script) {
      try {
        return await read(script);
      } catch (error) {
        log.error(`${script.uri.path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return undefined;
      }
    },
    dispose() {
      projects.dispose();
      files.dispose();
      trees.clear();
    },
  };
}
