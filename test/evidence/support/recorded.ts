/** The recorded trainings: program, files, log, and what is wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose, type Answer } from '../../../src/evidence/answer/answer';
import { lookAtData } from '../../../src/evidence/data/look';
import { readLog } from '../../../src/evidence/log/read-log';
import { recognise, type Recognised } from '../../../src/evidence/log/recognise';
import { noConfig } from '../../../src/lint/config';
import { lint } from '../../../src/lint/lint';
import { ownPaths, type OwnFile } from '../../../src/plan/own/own-data';
import { rules } from '../../../src/rules/index';
import { analyze } from '../../support/analyze';

export interface Recorded {
  readonly name: string;
  /** Rules that name what is wrong; none: nothing is. */
  readonly truth: readonly string[];
  readonly files: readonly string[];
  /** Patterns that are right for its log. */
  readonly symptoms: readonly string[];
  readonly folder: string;
}

const logs = join(import.meta.dirname, '..', 'logs');

export const recorded = (half: string): readonly Recorded[] =>
  (JSON.parse(readFileSync(join(logs, half, 'cases.json'), 'utf8')) as readonly Recorded[]).map((one) => ({
    ...one,
    folder: join(logs, half),
  }));

export const logOf = ({ folder, name }: Recorded): string => readFileSync(join(folder, `${name}.log`), 'utf8');

/** The log alone, as a person would paste it. */
export function alone(one: Recorded): Recognised | undefined {
  const fit = readLog(logOf(one)).fits.at(-1);
  return fit && recognise(fit);
}

export async function answerTo(one: Recorded, { data, log }: { readonly data: boolean; readonly log: boolean }): Promise<Answer> {
  const { program: text, sources, entry } = await analyze(readFileSync(join(one.folder, `${one.name}.py`), 'utf8'));
  const looked = data ? lookAtData(text, new Map(ownPaths(text).map((path) => [path, fileIn(one.folder, path)]))) : undefined;
  const program = looked?.program ?? text;
  const { findings } = lint({ program, sources, entry, rules }, noConfig);
  return diagnose({
    program,
    sources,
    findings,
    rules,
    looked,
    log: log ? { log: readLog(logOf(one)), name: 'the log' } : undefined,
  });
}

function fileIn(folder: string, path: string): OwnFile {
  try {
    return { bytes: readFileSync(join(folder, path)) };
  } catch {
    return { problem: 'there is no such file' };
  }
}

/** Where the true cause stands among the causes, from 0; -1 where it does not. */
export const placeOfTruth = ({ truth }: Recorded, { causes }: Answer): number =>
  causes.findIndex(({ rule }) => truth.includes(rule));
