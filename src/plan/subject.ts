/** What a test is about: a finding with its fixes, or a model as it is. */
import type { Finding } from '../finding/finding';
import { placeOfRun } from '../facts/run-place';
import type { TrainingProgram, TrainingRun } from '../facts/training';
import type { Place } from '../text/place';
import type { Sources } from '../text/source';
import { fixedPrograms } from './fixes';
import type { Planned } from './outcome';
import type { OwnFiles } from './own/own-data';
import { planBaseline, planFinding, type Limits } from './plan';

export type Subject =
  { readonly kind: 'finding'; readonly finding: Finding } | { readonly kind: 'model'; readonly run: TrainingRun };

/** The program a subject belongs to. */
export interface SubjectProgram {
  readonly program: TrainingProgram;
  readonly sources: Sources;
  /** Everything that is found in it, which a model's answer takes into account. */
  readonly findings: readonly Finding[];
  /** Reads changed texts. */
  readonly reread: (sources: Sources) => TrainingProgram;
}

export const placeOfSubject = (subject: Subject): Place =>
  subject.kind === 'finding' ? subject.finding.place : placeOfRun(subject.run);

/** Every model that is compiled or trained, once. */
export const modelsOf = ({ runs }: TrainingProgram): readonly TrainingRun[] => [
  ...new Map(runs.map((run) => [JSON.stringify(placeOfRun(run)), run])).values(),
];

/** The training that the subject speaks of; undefined for a finding about no training. */
export function runOfSubject(subject: Subject, { runs }: TrainingProgram): TrainingRun | undefined {
  if (subject.kind === 'model') return subject.run;
  const { experiment } = subject.finding;
  return experiment.kind === 'train' ? runs.find(({ id }) => id === experiment.run) : undefined;
}

export const planSubject = (
  subject: Subject,
  { program, sources, findings, reread }: SubjectProgram,
  limits?: Limits,
  files?: OwnFiles,
): Planned =>
  subject.kind === 'model'
    ? planBaseline(subject.run, limits, files, program.untracked, findings)
    : planFinding(program, subject.finding, fixedPrograms(subject.finding, sources, reread), limits, files);
