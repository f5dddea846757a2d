/** `compile` and `fit`: what Keras is told to train, and how. */
/** From the events of an interpretation to the training program. */
import { closed } from '../../facts/open-list';
import type { Place } from '../../text/place';
import type { DataFlow } from '../../facts/data';
import { known, unknown, type Fact } from '../../facts/fact';
import { looseItems } from '../python/collections';
import type { Machine } from '../python/machine';
import { isNone, type Value } from '../python/value';
import { bindArguments } from '../libraries/arguments';
import { kerasFlavor } from '../libraries/tensorflow/keras/flavor';
import { snapshot } from '../libraries/tensorflow/keras/training-calls';
import type { Plain } from '../../facts/plain';
import type { TrainingRun } from '../../facts/training';
import { besideOf } from './beside';
import { argumentFacts, isBoolean, isNumber, loopsAround, narrow, plainFact } from './facts';
import { lossOf, outsideOptimizer, ownLoss } from './compiled';
import { followed } from './custom-losses';
import { isFlow } from './data-flows';
import { buildGraph } from './graphs';
import { buildHead } from './heads';
import { lossFact } from './losses';
import { callbacksOf, metricsOf } from './metrics';
import { optimizerFact } from './optimizers';
import { itemsInside, misplacedData, roles, type Flows } from './roles';
import { outsideCompileField, outsideField } from '../libraries/tensorflow/fields';
import type { CompileEvent, FitEvent } from '../libraries/tensorflow/events';
import { addedLosses, handedOut } from '../libraries/tensorflow/state';
import { noTraits } from './traits';

export function compileRun(m: Machine, event: CompileEvent, id: number): TrainingRun {
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

export function fitRun(m: Machine, event: FitEvent, id: number): TrainingRun {
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

export function compiledParts(
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
