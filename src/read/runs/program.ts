/** From the events of an interpretation to the training program. */
import type { Place } from '../../text/place';
import type { DataFlow } from '../../facts/data';
import { valueOf } from '../../facts/fact';
import type { Machine } from '../python/machine';
import { type Value } from '../python/value';
import type { TrainingProgram, TrainingRun } from '../../facts/training';
import { statementTable } from './statements';
import { writtenForms } from './written';
import { settleShared } from './facts';
import { isFlow } from './data-flows';
import { evaluationsOf, nanComparisons, rescalings } from './evaluations';
import { libraryCalls } from './library-calls';
import { withRanges } from './ranges';
import { sessionFacts } from './session-facts';
import { fetchedOps, idleRun, sessionRun } from './sessions';
import { otherUpdates } from './tape-steps';
import { tapeRuns } from './tapes';
import { traitsOf } from './traits';
import { compileRun, compiledParts, fitRun } from './fits';
import { untrackedWeights } from './untracked';
import { modelUses } from './uses';
import type { CompileEvent, SessionEvent, TapeEvent } from '../libraries/tensorflow/events';
import { traces } from '../libraries/tensorflow/traces';

const maximumRuns = 200;

export function buildProgram(m: Machine): TrainingProgram {
  const runs: TrainingRun[] = [];
  const models = new Map<number, Value>();
  const seen = new Set<string>();
  const once = (key: string): boolean => {
    if (seen.has(key) || runs.length >= maximumRuns) return false;
    seen.add(key);
    return true;
  };
  const trained = new Set(
    m.events.map((event) =>
      event.kind === 'fit' ? event.compiled : event.kind === 'tape' ? event.compiled?.compile : undefined,
    ),
  );
  const fetched = fetchedOps(m);
  const tapes = tapeEvents(m);
  const unread: TapeEvent[] = [];
  for (const event of m.events) {
    const id = runs.length;
    if (
      event.kind === 'fit' &&
      once(
        `fit ${modelKey(event.model)} ${placeKey(event.call.place)} ${event.compiled ? placeKey(event.compiled.call.place) : ''}`,
      )
    ) {
      runs.push(fitRun(m, event, id));
      models.set(id, event.model);
    } else if (
      event.kind === 'compile' &&
      !trained.has(event) &&
      once(`compile ${modelKey(event.model)} ${placeKey(event.call.place)}`)
    )
      runs.push({ ...compileRun(m, event, id), replaced: isReplaced(m, event) });
    else if (event.kind === 'train-op') {
      const idle = !fetched.has(event.operation.id) && once(`train op ${placeKey(event.operation.place)}`);
      const run = idle ? idleRun(m, event.operation, id) : undefined;
      if (run) runs.push(run);
    } else if (event.kind === 'session') {
      const run = once(`session ${placeKey(event.call.place)}`) ? sessionRun(m, event satisfies SessionEvent, id) : undefined;
      if (run) runs.push(run);
    } else if (event.kind === 'tape' && tapes.has(event) && once(`tape ${tapeKey(event)}`)) {
      const read = tapeRuns(m, event, id);
      runs.push(...read);
      if (read.length > 0 && event.compiled) models.set(id, event.compiled.event.model);
      if (read.length === 0 && event.apply) unread.push(event);
    }
  }
  const traits = traitsOf(m, runs);
  const uses = modelUses(m, runs, (compiled, graph) => compiledParts(m, compiled, graph, [], []).heads);
  settleShared(m);
  return {
    runs: runs.map((run) => ({
      ...run,
      model: withRanges(
        run.model,
        run.inputs.map(({ range }) => valueOf(range)),
      ),
      traits: traits(run),
      evaluations: evaluationsOf(m, models.get(run.id)),
    })),
    uses,
    otherUpdates: otherUpdates(m, unread),
    arrays: arraysOf(runs),
    calls: libraryCalls(m),
    graphs: sessionFacts(m),
    untracked: untrackedWeights(m),
    captures: [...m.of(traces).found.values()],
    nanComparisons: nanComparisons(m),
    rescalings: rescalings(m),
    unknowns: [...m.unknowns.values()],
    imports: m.imports,
    statements: statementTable(m.input.modules),
    written: writtenForms(m.input.modules),
  };
}

/** The last event of each gradient computation: the one that knows whether it was applied. */
function tapeEvents(m: Machine): ReadonlySet<TapeEvent> {
  const best = new Map<string, TapeEvent>();
  const applied = new Set<string>();
  for (const event of m.events) {
    if (event.kind !== 'tape') continue;
    const key = tapeKey(event);
    const before = best.get(key);
    if (event.apply || !before || (event.escapes && !before.apply)) best.set(key, event);
    if (event.apply) applied.add(gradientKey(event));
  }
  return new Set([...best.values()].filter((event) => event.apply !== undefined || !applied.has(gradientKey(event))));
}

/** A gradient that is written once is taken of several models where each has a training of its own. */
const gradientKey = ({ gradient, compiled }: TapeEvent): string =>
  `${placeKey(gradient.place)} ${compiled?.compile ? placeKey(compiled.compile.call.place) : ''}`;

/** Of the same gradients, those that different optimizers apply. */
function tapeKey(event: TapeEvent): string {
  const optimizer = event.compiled ? undefined : event.apply?.optimizer;
  return `${gradientKey(event)} ${optimizer && 'place' in optimizer ? placeKey(optimizer.place) : ''}`;
}

/** The model is compiled again, in any case, and was not used in between by anything that was followed: this call has no effect. */
const isReplaced = (m: Machine, event: CompileEvent): boolean =>
  m.events.some(
    (later) =>
      later.kind === 'compile' &&
      later.id > event.id &&
      later.conditions === 0 &&
      'id' in later.model &&
      'id' in event.model &&
      later.model.id === event.model.id,
  );

const placeKey = (place: Place): string => `${place.source}:${place.start}`;
const modelKey = (model: Value): string => ('id' in model ? String(model.id) : '');

/** Every array that reaches a run, once. */
function arraysOf(runs: readonly TrainingRun[]): readonly DataFlow[] {
  const flows = new Map<number, DataFlow>();
  for (const run of runs)
    for (const flow of [...run.inputs, ...run.heads.flatMap((head) => (isFlow(head.labels) ? [head.labels] : []))])
      if (!flows.has(flow.id)) flows.set(flow.id, flow);
  return [...flows.values()];
}
