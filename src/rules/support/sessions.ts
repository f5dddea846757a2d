/** What the rules about TensorFlow 1 sessions share. */
import type { ExperimentIntent, Fix, LoopFault } from '../../finding/finding';
import { textOf } from '../../edits/edits';
import type { GraphSession, RunStep, SessionFacts, StepLoop, TrainOp } from '../../facts/session';
import { statementAt } from '../../facts/statements';
import type { TrainingProgram, TrainingRun } from '../../facts/training';
import { contains, samePlace, type Place } from '../../text/place';
import type { RuleContext } from '../define';

export const runSteps = ({ steps }: SessionFacts): readonly RunStep[] => steps.filter((step) => step.kind === 'run');

export const sessionOf = (
  { sessions }: SessionFacts,
  step: { readonly session?: number | undefined },
): GraphSession | undefined => sessions.find(({ id }) => id === step.session);

/** Train ops of this loss: it may be trained by any of them. */
export const opsOfSameLoss = ({ trainOps }: SessionFacts, { loss }: TrainOp): readonly TrainOp[] =>
  trainOps.filter((op) => op.loss === loss);

export const isWithin = (loop: Place, place: Place): boolean => loop.source === place.source && contains(loop, place);

export const shares = (loops: readonly StepLoop[], loop: Place): boolean => loops.some(({ place }) => samePlace(place, loop));

/** The statement that holds the place, when it lies on lines of its own. */
export function statementText(context: RuleContext, place: Place): { readonly place: Place; readonly text: string } | undefined {
  const span = statementAt(context.program.statements, place);
  const all = context.sources.get(place.source)?.text;
  if (!span || all === undefined) return undefined;
  const lineStart = all.lastIndexOf('\n', span.start - 1) + 1;
  const lineEnd = all.indexOf('\n', span.end);
  const before = all.slice(lineStart, span.start);
  const after = all.slice(span.end, lineEnd === -1 ? all.length : lineEnd);
  if (before.trim() !== '' || (after.trim() !== '' && !after.trim().startsWith('#'))) return undefined;
  return { place: { source: place.source, ...span }, text: all.slice(span.start, span.end) };
}

/** Removes the lines of a statement that stands alone on them. */
export function removeLines(context: RuleContext, place: Place): Fix['edits'][number] | undefined {
  const statement = statementText(context, place);
  const all = context.sources.get(place.source)?.text;
  if (!statement || all === undefined) return undefined;
  const start = all.lastIndexOf('\n', statement.place.start - 1) + 1;
  const end = all.indexOf('\n', statement.place.end);
  return { place: { source: place.source, start, end: end === -1 ? all.length : end + 1 }, newText: '' };
}

/** The name that the statement around a call binds it to: `train_op = optimizer.minimize(loss)`. */
export function boundName(context: RuleContext, call: Place): string | undefined {
  const statement = statementText(context, call);
  if (!statement) return undefined;
  const named = /^([A-Za-z_][\w.]*)\s*=\s*$/.exec(statement.text.slice(0, call.start - statement.place.start));
  return named?.[1];
}

/** `tf.global_variables_initializer()` in the spelling of the session: `tf.Session` -> `tf`. */
export function initializerText(context: RuleContext, session: GraphSession): string {
  const module = session.call.receiver ? textOf(context, session.call.receiver) : 'tf';
  return `${module}.global_variables_initializer()`;
}

/** The run that trains with this op, or the op's own where no session runs it. */
export const runOfOp = ({ runs }: TrainingProgram, { call }: TrainOp): TrainingRun | undefined =>
  runs.find(({ loop }) => loop.kind === 'session' && loop.trainOp !== undefined && samePlace(loop.trainOp.place, call.place)) ??
  runs.find(({ loop, model }) => loop.kind === 'none' && model.style === 'variables' && samePlace(loop.place, call.place));

/** Trains with a loop that has the fault, and with one that does not. */
export function loopIntent(
  program: TrainingProgram,
  op: TrainOp | undefined,
  title: string,
  written: LoopFault,
): ExperimentIntent {
  const run = op && runOfOp(program, op);
  return run
    ? { kind: 'train', run: run.id, patch: { title, change: { kind: 'loop', written } } }
    : { kind: 'none', reason: 'what is trained here is not known' };
}
