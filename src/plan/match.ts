import type { TrainingProgram, TrainingRun } from '../facts/training';

/** The run of the fixed program that corresponds to one as written: runs keep their order when only an expression or a line changes. */
export function sameRun(before: TrainingProgram, run: TrainingRun, after: TrainingProgram): TrainingRun | undefined {
  const position = before.runs.indexOf(run);
  const candidate = after.runs[position];
  if (candidate && before.runs.length === after.runs.length && candidate.loop.kind === run.loop.kind) return candidate;
  return after.runs.find((other) => other.model.name === run.model.name && other.loop.kind === run.loop.kind);
}
