import { diagnose, type Answer, type LogInput } from '../../evidence/answer/answer';
import { readLog } from '../../evidence/log/read-log';
import { lint } from '../../lint/lint';
import { rules } from '../../rules/index';
import { whyJson, whyText } from '../format/why';
import { decodeLog, keptLog, LARGEST_LOG, logInFile } from '../log';
import { warn, write } from '../output';
import { paintFor } from '../paint';
import { projectRoot, readConfig, shown } from '../project';
import { loadParser } from '../python-parser';
import { createReader } from '../reading';
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

async function givenLog(path: string): Promise<LogInput> {
  if (path !== '-') {
    const found = logInFile(path);
    if ('error' in found) throw new UsageError(found.error);
    return found.log;
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > LARGEST_LOG) throw new UsageError('The log on the standard input is larger than 200 MB.');
    parts.push(part);
  }
  return { log: readLog(decodeLog(Buffer.concat(parts))), name: 'the log' };
}
