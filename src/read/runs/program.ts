/** From the events of an interpretation to the training program. */
import { closed } from '../../facts/open-list';
import type { Place } from '../../text/place';
import type { DataFlow } from '../../facts/data';
import { known, unknown, valueOf, type Fact } from '../../facts/fact';
import { looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import { isNone, type Value } from '../python/value';
import { bindArguments } from '../libraries/arguments';
import { kerasFlavor } from '../libraries/tensorflow/keras/flavor';
import { snapshot } from '../libraries/tensorflow/keras/training-calls';
import type { Plain } from '../../facts/plain';
import type { TrainingProgram, TrainingRun } from '../../facts/training';
import { statementTable } from './statements';
import { writtenForms } from './written';
import { besideOf } from './beside';
import { argumentFacts, isBoolean, isNumber, loopsAround, narrow, plainFact, settleShared } from './facts';
import { lossOf, outsideOptimizer, ownLoss } from './compiled';
import { followed } from './custom-losses';
import { isFlow } from './data-flows';
import { evaluationsOf, nanComparisons, rescalings } from './evaluations';
import { buildGraph } from './graphs';
import { buildHead } from './heads';
import { libraryCalls } from './library-calls';
import { lossFact } from './losses';
import { callbacksOf, metricsOf } from './metrics';
import { optimizerFact } from './optimizers';
import { withRanges } from './ranges';
import { sessionFacts } from './session-facts';
import { itemsInside, misplacedData, roles, type Flows } from './roles';
import { fetchedOps, idleRun, sessionRun } from './sessions';
import { otherUpdates } from './tape-steps';
import { tapeRuns } from './tapes';
import { traitsOf } from './traits';
import { untrackedWeights } from './untracked';
import { modelUses } from './uses';
import { outsideCompileField, outsideField } from '../libraries/tensorflow/fields';
import type { CompileEvent, FitEvent, SessionEvent, TapeEvent } from '../libraries/tensorflow/events';
import { addedLosses, handedOut } from '../libraries/tensorflow/state';
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
    }
  }
  const unread: TapeEvent[] = [];
  for (const event of tapeEvents(m)) {
    if (!once(`tape ${placeKey(event.gradient.place)}`)) continue;
    const read = tapeRuns(m, event, runs.length);
    runs.push(...read);
    if (read.length === 0 && event.apply) unread.push(event);
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
function tapeEvents(m: Machine): readonly TapeEvent[] {
  const byPlace = new Map<string, TapeEvent>();
  for (const event of m.events)
    if (
      event.kind === 'tape' &&
      (event.apply ||
        (event.escapes && !byPlace.get(placeKey(event.gradient.place))?.apply) ||
        !byPlace.has(placeKey(event.gradient.place)))
    )
      byPlace.set(placeKey(event.gradient.place), event);
  return [...byPlace.values()];
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

const noTraits = { autoencoder: false, adversarial: false, transfer: false, timeSeries: false, reinforcement: false };

function compileRun(m: Machine, event: CompileEvent, id: number): TrainingRun {
  const { model } = event;
  const usable = model.kind === 'model' || model.kind === 'instance';
  const built = usable ? buildGraph(m, snapshot(m, model, [])) : undefined;
  const place = event.call.place;
  const graph = built?.graph ?? {
    style: 'functional' as const,
    name: 'model',
    place,
    nodes: [],
    inputs: [],
    outputs: [],
    gaps: [],
    loadedWeights: false,
    trainable: known(true, place, 'default'),
    madeIn: [],
  };
  return {
    id,
    model: graph,
    loop: { kind: 'none', place },
    inputs: [],
    validation: undefined,
    traits: noTraits,
    evaluations: [],
    keras: kerasFlavor(m),
    ...compiledParts(m, event, graph, [], []),
    callbacks: closed([]),
  };
}

function fitRun(m: Machine, event: FitEvent, id: number): TrainingRun {
  const { graph } = buildGraph(m, event.snapshot);
  const bound = bindArguments(m, event.call.callee, event.args, event.call);
  const site = (name: string): Place => bound.call.arguments.find((one) => one.parameter === name)?.value ?? event.call.place;
  const inside = itemsInside(m);
  const x = bound.values.get('x') ?? bound.values.get('generator');
  const { inputs, labels, source } = roles(event, x, bound.values.get('y'), site('x'), site('y'), inside);
  const validation = bound.values.get('validation_data');
  const validated =
    validation && !isNone(validation)
      ? roles(event, validation, undefined, site('validation_data'), site('validation_data'), inside)
      : undefined;
  const facts = argumentFacts(m, {
    ...bound,
    values: new Map([...bound.values].filter(([, value]) => value.kind !== 'data' && value.kind !== 'tuple')),
  });
  const compiled = event.compiled;
  const flows = labels.length > 0 ? labels : [unknown('dynamic', event.call.place, 'labels that come out of a generator')];
  const parts = compiled
    ? compiledParts(m, compiled, graph, flows, metricNames(m, compiled))
    : uncompiled(m, event, graph, flows);
  const epochs = narrow(facts.epochs, event.call.place, isNumber);
  return {
    id,
    model: graph,
    ...parts,
    beside: besideOf(m, event),
    loop: {
      kind: 'fit',
      method: event.method,
      call: bound.call,
      epochs,
      arrays: [...bound.values].flatMap(([name, { kind }]) => (kind === 'data' || kind === 'tuple' ? [name] : [])),
      batchSize: batchSize(facts.batch_size, source, event.call.place),
      shuffle: facts.shuffle ? narrow(facts.shuffle, event.call.place, isBoolean) : known(true, event.call.place, 'default'),
      arguments: facts,
      misplaced: misplacedData(bound, event.data),
      rates: event.scheduled,
      repeated: event.loops.length > 0,
      around: event.loops.map(({ place, over, since }) => ({
        place,
        over,
        makes: !('id' in event.model) || event.model.id > since,
        compiles: compiled !== undefined && compiled.id > since,
      })),
      resets: !('id' in event.model) || m.of(handedOut).has(event.model.id),
    },
    inputs: inputs.filter(isFlow),
    validation: validated
      ? { inputs: validated.inputs.filter(isFlow), labels: validated.labels.filter(isFlow), place: site('validation_data') }
      : undefined,
    callbacks: callbacksOf(m, bound.values.get('callbacks'), site('callbacks')),
    keras: kerasFlavor(m),
    traits: noTraits,
    evaluations: [],
  };
}

/** Of arrays Keras takes 32; a dataset brings its own batches. */
function batchSize(given: Fact<Plain> | undefined, source: DataFlow | undefined, place: Place): Fact<number> {
  const batched = source?.pipeline.findLast((step) => step.method === 'batch' || step.method === 'padded_batch');
  if (batched) return batched.amount ?? unknown('dynamic', batched.call.place, 'the size of a batch');
  if (given?.kind === 'known' && typeof given.value === 'number') return { ...given, value: given.value };
  if (given?.kind === 'unknown') return given;
  if (given?.kind === 'oneOf') return narrow(given, place, isNumber);
  return source?.container === 'dataset' || source?.container === 'generator'
    ? unknown('dynamic', place, 'the batches of a dataset')
    : known(32, place, 'default');
}

function metricNames(m: Machine, event: CompileEvent): readonly Value[] {
  const value = event.args.keywords.get('metrics');
  return value ? (looseItems(m, value) ?? [value]) : [];
}

function uncompiled(
  m: Machine,
  event: FitEvent,
  graph: TrainingRun['model'],
  labels: Flows,
): Pick<TrainingRun, 'compile' | 'heads' | 'optimizer' | 'metrics'> {
  const outside = 'id' in event.model ? m.store.read(event.model.id, outsideField) : undefined;
  const why = outside ?? unknown('undefined', event.call.place, 'the model is never compiled');
  return {
    compile: undefined,
    optimizer: why,
    metrics: closed([]),
    heads: graph.outputs.map((output, i) => buildHead(graph, output, undefined, why, labels[i] ?? why)),
  };
}

function compiledParts(
  m: Machine,
  event: CompileEvent,
  graph: TrainingRun['model'],
  labels: Flows,
  metrics: readonly Value[],
): Pick<TrainingRun, 'compile' | 'compiledIn' | 'heads' | 'lossWeights' | 'optimizer' | 'metrics'> {
  const bound = bindArguments(m, event.call.callee, event.args, event.call);
  const site = (name: string): Place => bound.call.arguments.find((one) => one.parameter === name)?.value ?? event.call.place;
  const nothing = unknown('dynamic', event.call.place, 'the model is never fitted here');
  const loss = bound.values.get('loss');
  const names = graph.outputs.map((output) => {
    const node = graph.nodes[output];
    return node?.kind === 'layer' ? node.layer.name : undefined;
  });
  const outside = 'id' in event.model ? m.store.read(event.model.id, outsideCompileField) : undefined;
  const heads = graph.outputs.map((output, i) => {
    const name = names[i];
    const given = lossOf(m, loss, i, name, names);
    const head = buildHead(
      graph,
      output,
      name,
      ownLoss(m, event, loss, outside) ?? lossFact(m, given, site('loss')),
      labels.length === graph.outputs.length ? (labels[i] ?? nothing) : (labels[0] ?? nothing),
    );
    return followed(m, head, given && !isNone(given) ? given : m.of(addedLosses)[0]?.loss);
  });
  return {
    compile: bound.call,
    compiledIn: loopsAround(event.loops),
    heads,
    lossWeights: bound.given.has('loss_weights')
      ? plainFact(m, bound.values.get('loss_weights'), site('loss_weights'))
      : undefined,
    optimizer: optimizerFact(m, outsideOptimizer(m, bound, event, outside) ?? bound.values.get('optimizer'), site('optimizer')),
    metrics: metricsOf(m, bound.values.get('metrics') ?? metrics[0], site('metrics')),
  };
}

/** Every array that reaches a run, once. */
function arraysOf(runs: readonly TrainingRun[]): readonly DataFlow[] {
  const flows = new Map<number, DataFlow>();
  for (const run of runs)
    for (const flow of [...run.inputs, ...run.heads.flatMap((head) => (isFlow(head.labels) ? [head.labels] : []))])
      if (!flows.has(flow.id)) flows.set(flow.id, flow);
  return [...flows.values()];
}
