import { fileURLToPath } from 'node:url';
import { runPython } from '../python/environment';

/** `[name, role, default?]`; a default that is not plain data is `{ opaque }`. */
export type RecordedParameter = readonly [name: string, role: string, fallback?: unknown];
export type RecordedSignature = readonly RecordedParameter[];

/** What `record.py` says about one environment. */
export interface Recording {
  readonly versions: Readonly<Record<string, string>>;
  readonly signatures: Readonly<Record<string, RecordedSignature>>;
  /** Names whose signature Python cannot tell. */
  readonly silent: readonly string[];
  /** Other public paths of the same object. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly byHand: Readonly<Record<string, ByHand>>;
  readonly identifiers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface ByHand {
  readonly where: 'builtin' | 'instead' | 'gone';
  readonly signature: RecordedSignature;
  readonly exists: boolean;
  /** The beginning of its documentation. */
  readonly doc: string;
  /** What the package itself says, if anything. */
  readonly real: RecordedSignature | null;
}

export const record = async (keras: 2 | 3): Promise<Recording> =>
  JSON.parse(await runPython(`keras${keras}`, fileURLToPath(new URL('record.py', import.meta.url)))) as Recording;

/** Everything of a recording: what the packages say, and what is written by hand where they say nothing. */
export const allSignatures = (recording: Recording): Readonly<Record<string, RecordedSignature>> => ({
  ...recording.signatures,
  ...Object.fromEntries(Object.entries(recording.byHand).map(([name, { signature }]) => [name, signature])),
});
