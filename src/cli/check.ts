import { writeFileSync } from 'node:fs';
import type { Finding, Severity } from '../finding/finding';
import type { Config } from '../lint/config';
import { fixAll } from '../lint/fix-all';
import { lint, stillUnused, type LintResult } from '../lint/lint';
import type { TrainingProgram } from '../facts/training';
import { rules } from '../rules/index';
import { comparePlaces } from '../text/place';
import { updateNotebook } from '../text/notebook-edit';
import type { Source } from '../text/source';
import { readText, type Target } from './files';
import { shown } from './project';
import type { Reader, ReadScript } from './reading';

/** What was found out about one file. */
export interface CheckedFile {
  /** As given on the command line, or relative to the working directory, with `/`. */
  readonly path: string;
  /** Why it could not be read; then nothing else is known. */
  readonly error?: string | undefined;
  /** Something worth knowing about a file that was read. */
  readonly note?: string | undefined;
  readonly source?: Source | undefined;
  readonly findings: readonly Finding[];
  readonly programs: readonly TrainingProgram[];
  /** Titles of the fixes that were written. */
  readonly fixed: readonly string[];
}

export interface Checked {
  readonly files: readonly CheckedFile[];
  /** Failures of the tool itself; a sentence each. */
  readonly problems: readonly string[];
}

export interface CheckOptions {
  readonly fix: boolean;
  readonly config: Config;
  /** Text to check in place of what the file holds. */
  readonly stdin?: { readonly path: string; readonly text: string } | undefined;
}

/** Checks one file after the other; a failure in one of them is reported as that file's and changes nothing else. */
export async function check(targets: readonly Target[], reader: Reader, options: CheckOptions): Promise<Checked> {
  const files: CheckedFile[] = [];
  const results: { readonly script: ReadScript; readonly result: LintResult }[] = [];
  for (const { path, error } of targets) {
    const name = shown(path);
    const script = error === undefined ? await readScript(reader, path, options) : { error };
    if (script.script) {
      const { source, note, program } = script.script;
      const result = lintScript(script.script, options.config);
      results.push({ script: script.script, result });
      const findings = result.findings.filter(({ place }) => place.source === source.id);
      files.push({ path: name, note, source, findings, programs: [program], fixed: script.applied });
    } else files.push({ path: name, error: script.error, findings: [], programs: [], fixed: [] });
  }
  const problems = results.flatMap(({ script, result }) => result.problems.map((one) => `${shown(script.source.id)}: ${one}`));
  return { files: withOtherFindings(files, results), problems };
}

type Fixed =
  { readonly script: ReadScript; readonly applied: readonly string[] } | { readonly script?: undefined; readonly error: string };

/** The boundary at which a failure of reading, interpretation or fixing becomes the file's own. */
async function readScript(reader: Reader, path: string, { stdin, fix, config }: CheckOptions): Promise<Fixed> {
  try {
    const read = await (stdin?.path === path ? reader.readText(path, stdin.text) : reader.read(path));
    if (read.script === undefined) return read;
    return (fix ? writeFixes(read.script, reader, config) : undefined) ?? { script: read.script, applied: [] };
  } catch (error) {
    return { error: `Loss Probe failed on this file (${error instanceof Error ? error.message : String(error)}).` };
  }
}

const lintScript = ({ source, program, sources }: ReadScript, config: Config): LintResult =>
  lint({ program, sources, entry: source.id, rules }, config);

/** Adds what was found in modules of the workspace, once each, whichever scripts import them; then the hints about idle comments. */
function withOtherFindings(
  files: readonly CheckedFile[],
  results: readonly { readonly script: ReadScript; readonly result: LintResult }[],
): readonly CheckedFile[] {
  const byFile = new Map(files.map((file) => [file.source?.id ?? file.path, file]));
  const add = (finding: Finding, source: Source | undefined): void => {
    const id = finding.place.source;
    const file = byFile.get(id) ?? { path: shown(id), source, findings: [], programs: [], fixed: [] };
    const key = keyOf(finding);
    if (file.findings.some((other) => keyOf(other) === key)) return;
    byFile.set(id, { ...file, findings: [...file.findings, finding].toSorted((a, b) => comparePlaces(a.place, b.place)) });
  };
  for (const { script, result } of results) {
    for (const finding of result.findings) {
      if (finding.place.source !== script.source.id) add(finding, script.sources.get(finding.place.source));
    }
  }
  const used = results.flatMap(({ result }) => result.used);
  for (const { script, result } of results) for (const hint of stillUnused(result.unused, used)) add(hint, script.source);
  return [...byFile.values()];
}

const keyOf = ({ rule, place, message }: Finding): string => JSON.stringify([rule, place.start, place.end, message]);

/** Writes the safe fixes into the file itself; modules it imports are left to their own turn. */
function writeFixes(
  script: ReadScript,
  reader: Reader,
  config: Config,
): { script: ReadScript; applied: readonly string[] } | undefined {
  const { id } = script.source;
  let program = script.program;
  const relint = (sources: ReadScript['sources']): readonly Finding[] => {
    program = sources === script.sources ? script.program : reader.reread(script, sources);
    const { findings, unused } = lint({ program, sources, entry: id, rules }, config);
    return [...findings, ...unused].map((finding) => ({
      ...finding,
      fixes: finding.fixes.filter((fix) => fix.edits.every(({ place }) => place.source === id)),
    }));
  };
  const { sources, applied } = fixAll(script.sources, relint);
  const source = sources.get(id);
  if (applied.length === 0 || !source) return undefined;
  writeFileSync(id, fileText(source));
  return { script: { ...script, source, sources, program: reader.reread(script, sources) }, applied };
}

/** What to write into the file; a notebook keeps everything but the lines that changed. */
function fileText({ id, text, cells }: Source): string {
  if (!cells) return text;
  const file = readText(id);
  if (file.text === undefined) throw new Error(file.error);
  return updateNotebook(file.text, { text, cells });
}

const order: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

export const isAtLeast = (severity: Severity, level: Severity): boolean => order.indexOf(severity) >= order.indexOf(level);
