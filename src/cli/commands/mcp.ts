import { resolve } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import { lint } from '../../lint/lint';
import type { Reading } from '../../lint/proof';
import { ownPaths } from '../../plan/own/own-data';
import type { PythonParser } from '../../python/parser';
import type { ProbeRunner } from '../../protocol/probe-runner';
import { rules } from '../../rules/index';
import type { TrainingProgram } from '../../facts/training';
import type { Sources } from '../../text/source';
import { tools } from '../../tools/index';
import type { FileRead, ToolWorld } from '../../tools/world';
import { keptLog, logInFile } from '../log';
import { readOwnFiles } from '../own-files';
import { openWorkerRunner } from '../probe-worker';
import { projectRoot, readConfig } from '../project';
import { loadParser } from '../python-parser';
import { createReader } from '../reading';

/** The four tools over standard input and output, until the client leaves. */
export async function runMcp(): Promise<void> {
  const { serve } = await import('../../mcp/serve');
  const parser = await loadParser();
  const runner = openWorkerRunner();
  try {
    await serve({
      version: manifest.version,
      tools,
      call: (tool, input, signal) => tool.call(input, worldOf(parser, runner, signal)),
    });
  } finally {
    runner.dispose();
  }
}

/** Files are read anew for every call: an agent edits them between two. */
const worldOf = (parser: PythonParser, runner: ProbeRunner, signal: AbortSignal): ToolWorld => ({
  rules,
  read: (file, data) => readOne(parser, file, data),
  readLog: (file) => Promise.resolve(logInFile(file)),
  async train(experiment) {
    const running = runner.start(experiment);
    const cancel = (): void => running.cancel();
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
    try {
      return await running.result;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  },
});

async function readOne(
  parser: PythonParser,
  file: string,
  data: boolean,
): Promise<{ readonly read: FileRead } | { readonly error: string }> {
  const root = projectRoot(file, false);
  const reader = createReader(parser, root, data);
  const { script, error } = await reader.read(resolve(file));
  if (!script) return { error };
  const { config, problems } = readConfig(
    root,
    rules.map(({ id }) => id),
  );
  const { source, sources, program, note, looked } = script;
  const reread = (changed: Sources): TrainingProgram => reader.reread(script, changed);
  const readingOf = (texts: Sources, read: TrainingProgram): Reading => {
    const found = lint({ program: read, sources: texts, entry: source.id, rules }, config);
    const tree: Reading['tree'] = (id) => {
      const one = texts.get(id);
      return one && reader.tree(one);
    };
    return { sources: texts, findings: [...found.findings, ...found.unused], problems: found.problems, tree };
  };
  const reading = readingOf(sources, program);
  return {
    read: {
      ...{ source, sources, program, note, looked, reading, reread },
      findings: reading.findings,
      problems: [...problems, ...reading.problems],
      relint: (texts) => readingOf(texts, reread(texts)),
      files: data ? readOwnFiles(ownPaths(program), source.id, root) : undefined,
      log: keptLog(file, script),
    },
  };
}
