import { readFileSync, statSync } from 'node:fs';
import { diagnose, type Answer, type LogInput } from '../../evidence/answer/answer';
import { storedLog } from '../../evidence/answer/stored';
import { storedOutputs } from '../../evidence/log/outputs';
import { readLog } from '../../evidence/log/read-log';
import { lint } from '../../lint/lint';
import { rules } from '../../rules/index';
import { isNotebook } from '../files';
import { whyJson, whyText } from '../format/why';
import { warn, write } from '../output';
import { paintFor } from '../paint';
import { projectRoot, readConfig, shown } from '../project';
import { loadParser } from '../python-parser';
import { createReader, type ReadScript } from '../reading';
import { UsageError } from '../usage';

export interface WhyFlags {
  /** A file, or `-` for the standard input. */
  readonly log?: string;
  readonly data: boolean;
  readonly format: 'text' | 'json';
}

/** What a person stuck has: the program, its data, and what it printed. */
export async function runWhy(file: string, flags: WhyFlags): Promise<void> {
  const root = projectRoot(file, false);
  const reader = createReader(await loadParser(), root, flags.data);
  const { script, error } = await reader.read(file);
  if (!script) throw new UsageError(`${shown(file)}: ${error}`);
  if (script.note !== undefined) warn(`${shown(file)}: ${script.note}\n`);
  const { config, problems } = readConfig(
    root,
    rules.map(({ id }) => id),
  );
  const { source, program, sources, looked } = script;
  const { findings, problems: failed } = lint({ program, sources, entry: source.id, rules }, config);
  for (const problem of [...problems, ...failed]) warn(`${problem}\n`);
  const log = flags.log === undefined ? keptLog(file, script) : await givenLog(flags.log);
  const answer: Answer = diagnose({ program, sources, findings, rules, looked, log });
  write(
    flags.format === 'json'
      ? whyJson(shown(file), answer, sources)
      : whyText(shown(file), answer, sources, paintFor(process.stdout, process.env)),
    flags.format,
  );
}

/** Larger logs are read at both ends, which `readLog` does; more than this is not loaded at all. */
const LARGEST_LOG = 200_000_000;

async function givenLog(path: string): Promise<LogInput> {
  if (path === '-') {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of process.stdin as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > LARGEST_LOG) throw new UsageError('The log on the standard input is larger than 200 MB.');
      parts.push(part);
    }
    return { log: readLog(decode(Buffer.concat(parts))), name: 'the log' };
  }
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new UsageError(`${path}: there is no such file.`);
  if (stat.size > LARGEST_LOG)
    throw new UsageError(`${path} has ${Math.round(stat.size / 1e6)} MB; logs over 200 MB are not read.`);
  const text = decode(readFileSync(path));
  if (!isNotebook(path)) return { log: readLog(text), name: shown(path) };
  const outputs = storedOutputs(text);
  return { log: readLog(outputs.map((one) => one.text).join('\n')), name: `the outputs of ${shown(path)}` };
}

/** Windows writes redirected output in UTF-16. */
const decode = (bytes: Uint8Array): string =>
  new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);

const keptLog = (file: string, { source, program, file: read }: ReadScript): LogInput | undefined =>
  isNotebook(file) && read !== undefined ? storedLog(storedOutputs(read.text), program, source) : undefined;
