/** What a training printed: in a file, or kept in a notebook. */
import { readFileSync, statSync } from 'node:fs';
import type { LogInput } from '../evidence/answer/answer';
import { storedLog } from '../evidence/answer/stored';
import { storedOutputs } from '../evidence/log/outputs';
import { readLog } from '../evidence/log/read-log';
import { isNotebook } from './files';
import { shown } from './project';
import type { ReadScript } from './reading';

/** Larger logs are read at both ends, which `readLog` does; more bytes than this are not loaded at all. */
export const LARGEST_LOG = 200_000_000;

/** The log in this file, or a sentence why there is none. */
export function logInFile(path: string): { readonly log: LogInput } | { readonly error: string } {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return { error: `${path}: there is no such file.` };
  if (stat.size > LARGEST_LOG) return { error: `${path} has ${Math.round(stat.size / 1e6)} MB; logs over 200 MB are not read.` };
  const text = decodeLog(readFileSync(path));
  if (!isNotebook(path)) return { log: { log: readLog(text), name: shown(path) } };
  const outputs = storedOutputs(text);
  return { log: { log: readLog(outputs.map((one) => one.text).join('\n')), name: `the outputs of ${shown(path)}` } };
}

/** Windows writes redirected output in UTF-16. */
export const decodeLog = (bytes: Uint8Array): string =>
  new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);

/** What a notebook keeps of the training that it ran last. */
export const keptLog = (file: string, { source, program, file: read }: ReadScript): LogInput | undefined =>
  isNotebook(file) && read !== undefined ? storedLog(storedOutputs(read.text), program, source) : undefined;
