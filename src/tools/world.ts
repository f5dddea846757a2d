/** What the tools need of the host that they run in: the command line or the editor. */
import type { LogInput } from '../evidence/answer/answer';
import type { Looked } from '../evidence/data/look';
import type { Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';
import type { TrainingProgram } from '../facts/training';
import type { Finding } from '../finding/finding';
import type { Reading, Reread } from '../lint/proof';
import type { OwnFiles } from '../plan/own/own-data';
import type { Rule } from '../rules/define';
import type { Source, Sources } from '../text/source';

/** A file as it is now: in the editor with what was typed and not yet saved. */
export interface FileRead {
  readonly source: Source;
  readonly sources: Sources;
  readonly program: TrainingProgram;
  readonly findings: readonly Finding[];
  /** Why nothing, or not everything, was read: the file is empty, broken, or of another framework. */
  readonly note?: string | undefined;
  /** Settings without effect and rules that failed; a sentence each. */
  readonly problems: readonly string[];
  /** For trying fixes before they are spoken of. */
  readonly reading: Reading;
  readonly relint: Reread;
  readonly reread: (sources: Sources) => TrainingProgram;
  /** The program's data files, where they were asked for and may be opened; else, where somebody refused, why. */
  readonly files?: OwnFiles | string | undefined;
  /** What was counted in them; `program` and `findings` know it. */
  readonly looked?: Looked | undefined;
  /** What a notebook keeps of its last training. */
  readonly log?: LogInput | undefined;
}

export interface ToolWorld {
  readonly rules: readonly Rule[];
  /** @param data whether the data files that the program names may be opened */
  readonly read: (file: string, data: boolean) => Promise<{ readonly read: FileRead } | { readonly error: string }>;
  readonly readLog: (file: string) => Promise<{ readonly log: LogInput } | { readonly error: string }>;
  readonly train: (experiment: Experiment) => Promise<Verdict>;
}
