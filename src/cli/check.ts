import type { Finding, Severity } from '../finding/finding';
import type { Config } from '../lint/config';
import { fixAll } from '../lint/fix-all';
import { lint, stillUnused, type LintResult } from '../lint/lint';
import { provenFindings, type Reading } from '../lint/proof';
import type { TrainingProgram } from '../facts/training';
import { rules } from '../rules/index';
import { comparePlaces } from '../text/place';
import { readNotebook } from '../text/notebook';
import { updateNotebook } from '../text/notebook-edit';
import type { Source } from '../text/source';
import { encodeChanges } from './encoding';
import type { Target } from './files';
import { shown } from './project';
import type { Reader, ReadScript } from './reading';
import { replaceFile } from './write';

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
  /** Why safe fixes are still there after they were written. */
  readonly unsettled?: string | undefined;
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
  const unwritten: string[] = [];
  const results: { readonly script: ReadScript; readonly result: LintResult }[] = [];
  for (const { path, error } of targets) {
    const name = shown(path);
    const script = error === undefined ? await readScript(reader, path, options) : { error };
    if (script.script) {
      const { source, note, program } = script.script;
      if (script.problem !== undefined) unwritten.push(`${name}: ${script.problem}`);
      const result = proven(script.script, reader, options.config);
      results.push({ script: script.script, result });
      const findings = result.findings.filter(({ place }) => place.source === source.id);
      files.push({ path: name, note, source, findings, programs: [program], fixed: script.applied, unsettled: script.unsettled });
    } else files.push({ path: name, error: script.error, findings: [], programs: [], fixed: [] });
  }
  const problems = results.flatMap(({ script, result }) => result.problems.map((one) => `${shown(script.source.id)}: ${one}`));
  return { files: withOtherFindings(files, results), problems: [...unwritten, ...problems] };
}

type Fixed =
  | {
      readonly script: ReadScript;
      readonly applied: readonly string[];
      readonly unsettled?: string | undefined;
      readonly problem?: string;
    }
  | { readonly script?: undefined; readonly error: string };

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

/** What is found, with those fixes only that were tried and hold. */
function proven(script: ReadScript, reader: Reader, config: Config): LintResult {
  const { source, program, sources } = script;
  const result = lint({ program, sources, entry: source.id, rules }, config);
  const before: Reading = { ...readingOf(script, reader, config, sources, program), findings: result.findings };
  const findings = provenFindings(before, (changed) =>
    readingOf(script, reader, config, changed, reader.reread(script, changed)),
  );
  return { ...result, findings };
}

function readingOf(
  { source: { id } }: ReadScript,
  reader: Reader,
  config: Config,
  sources: ReadScript['sources'],
  program: TrainingProgram,
): Reading {
  const { findings, unused, problems } = lint({ program, sources, entry: id, rules }, config);
  const tree: Reading['tree'] = (one) => {
    const source = sources.get(one);
    return source && reader.tree(source);
  };
  return { sources, findings: [...findings, ...unused], problems, tree };
}

/** Adds what was found in modules of the workspace, once each, whichever scripts import them; then the hints about idle comments. */
function withOtherFindings(
  files: readonly CheckedFile[],
  results: readonly { readonly script: ReadScript; readonly result: LintResult }[],
): readonly CheckedFile[] {
  const byFile = new Map(files.map((file) => [file.source?.id ?? file.path, file]));
  const add = (more: readonly Finding[], source: Source | undefined): void => {
    for (const [id, found] of bySource(more)) {
      const file = byFile.get(id) ?? { path: shown(id), source, findings: [], programs: [], fixed: [] };
      const known = new Set(file.findings.map(keyOf));
      const fresh = found.filter((finding) => !known.has(keyOf(finding)));
      byFile.set(id, { ...file, findings: [...file.findings, ...fresh].toSorted((a, b) => comparePlaces(a.place, b.place)) });
    }
  };
  for (const { script, result } of results) {
    for (const [id, found] of bySource(result.findings)) if (id !== script.source.id) add(found, script.sources.get(id));
  }
  const used = results.flatMap(({ result }) => result.used);
  for (const { script, result } of results) add(stillUnused(result.unused, used), script.source);
  return [...byFile.values()];
}

function bySource(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.place.source) ?? [];
    group.push(finding);
    groups.set(finding.place.source, group);
  }
  return groups;
}

const keyOf = ({ rule, place, message }: Finding): string => JSON.stringify([rule, place.start, place.end, message]);

/** Writes the safe fixes into the file itself; modules it imports are left to their own turn. */
function writeFixes(script: ReadScript, reader: Reader, config: Config): Fixed | undefined {
  const { id } = script.source;
  const read = (sources: ReadScript['sources']): Reading => {
    const program = sources === script.sources ? script.program : reader.reread(script, sources);
    const reading = readingOf(script, reader, config, sources, program);
    const own = ({ fixes }: Finding): Finding['fixes'] =>
      fixes.filter((fix) => fix.edits.every(({ place }) => place.source === id));
    return { ...reading, findings: reading.findings.map((finding) => ({ ...finding, fixes: own(finding) })) };
  };
  const { sources, applied, unsettled } = fixAll(read(script.sources), read);
  const source = sources.get(id);
  if (applied.length === 0 || !source) return unsettled === undefined ? undefined : { script, applied, unsettled };
  const problem = write(script, source);
  if (problem !== undefined) return { script, applied: [], problem };
  return { script: { ...script, source, sources, program: reader.reread(script, sources) }, applied, unsettled };
}

/** Writes the changed text into the file it was read from; a notebook keeps everything but the lines that changed. */
function write({ file, source: { id } }: ReadScript, { text, cells }: Source): string | undefined {
  if (!file) return 'It was not read from a file.';
  const after = cells ? updateNotebook(file.text, { text, cells }) : text;
  if (cells) {
    const written = readNotebook(after);
    if (!written.ok || written.text !== text) return 'The notebook would read otherwise after it, so nothing was written.';
  }
  const bytes = encodeChanges(file.bytes, file.text, after, file.encoding);
  if (!bytes) return `The fixes cannot be written in ${file.encoding.name}, so nothing was written.`;
  return replaceFile(id, file.bytes, bytes);
}

const order: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

export const isAtLeast = (severity: Severity, level: Severity): boolean => order.indexOf(severity) >= order.indexOf(level);
