/** What was understood of a program, for people and as JSON. */
import type { DataFlow } from '../../program/data';
import type { Fact, Unknown } from '../../program/fact';
import type { GraphNode } from '../../program/graph';
import { isObject, isRecord, type Plain } from '../../program/plain';
import type { Head, Loop, TrainingProgram, TrainingRun } from '../../program/training';
import type { Place } from '../../text/place';
import type { Sources } from '../../text/source';
import { locate, positionTitle } from '../locate';
import type { Paint } from '../paint';

export function modelText(program: TrainingProgram, sources: Sources, entry: string, paint: Paint): string {
  const where = (place: Place): string => placeTitle(place, sources, entry);
  const runs = program.runs.map((run) => runText(run, where, paint));
  const unknowns = program.unknowns.map((one) => `  ${where(one.place)}  ${one.reason}: ${one.detail}`);
  return (
    [
      ...(runs.length === 0 ? ['No model with a loss or a training loop was found.'] : runs),
      ...(unknowns.length === 0 ? ['Everything was understood.'] : [[paint.strong('Not understood'), ...unknowns].join('\n')]),
    ].join('\n\n') + '\n'
  );
}

function placeTitle(place: Place, sources: Sources, entry: string): string {
  const source = sources.get(place.source);
  const position = source ? positionTitle(locate(source, place)) : '?';
  return place.source === entry ? position : `${place.source.slice(place.source.lastIndexOf('/') + 1)}:${position}`;
}

function runText(run: TrainingRun, where: (place: Place) => string, paint: Paint): string {
  const { model, optimizer, heads, inputs, metrics } = run;
  const rows = model.nodes.map((node) => [nodeTitle(node), activationOf(node), shapeText(node.shape), where(node.place)]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
  const traits = Object.entries(run.traits).flatMap(([name, holds]) => (holds === true ? [name] : []));
  return [
    paint.strong(`Model \`${model.name}\` (${model.style}, ${where(model.place)})`),
    ...table,
    ...heads.map((head) => `  output${head.name === undefined ? '' : ` ${head.name}`}: ${headText(head)}`),
    `  optimizer: ${factText(optimizer, ({ type, learningRate }) => `${type}, learning rate ${factText(learningRate, plainText)}`)}`,
    `  training: ${loopText(run.loop, where)}`,
    ...inputs.map((flow) => `  input data: ${flowText(flow)}`),
    ...(metrics.length > 0 ? [`  metrics: ${metrics.map(({ name }) => name).join(', ')}`] : []),
    `  library: ${run.keras.api}, Keras ${run.keras.version} on ${run.keras.backend}`,
    ...(traits.length > 0 ? [`  recognised as: ${traits.join(', ')}`] : []),
  ].join('\n');
}

function nodeTitle(node: GraphNode): string {
  switch (node.kind) {
    case 'input':
      return 'input';
    case 'layer': {
      const width = node.layer.arguments.units ?? node.layer.arguments.filters;
      return width ? `${node.layer.type}(${factText(width, plainText)})` : node.layer.type;
    }
    case 'operation':
      return node.operation;
    case 'unknown':
      return '?';
  }
}

const activationOf = (node: GraphNode): string => (node.kind === 'layer' ? factText(node.layer.activation, String) : '');

const shapeText = (shape: GraphNode['shape']): string =>
  factText(shape, (sizes) => `(${sizes.map((size) => size ?? '?').join(', ')}${sizes.length === 1 ? ',' : ''})`);

const headText = ({ units, activation, loss, labels }: Head): string =>
  [
    `${factText(units, String)} units`,
    factText(activation, String),
    `loss ${factText(loss, ({ name, fromLogits }) => (fromLogits.kind === 'known' && fromLogits.value ? `${name} from logits` : name))}`,
    `labels ${'origins' in labels ? flowText(labels) : unknownText(labels)}`,
  ].join(', ');

function flowText({ name, shape, dtype, range, labelKind, origins }: DataFlow): string {
  const parts = [
    name ?? 'an array',
    shape.kind === 'known' ? shapeText(shape) : undefined,
    dtype.kind === 'known' ? dtype.value : undefined,
    range.kind === 'known' ? `${shortNumber(range.value.min)} to ${shortNumber(range.value.max)}` : undefined,
    labelKind.kind === 'known' && labelKind.value.kind !== 'continuous' ? labelKind.value.kind : undefined,
    origins.length > 0 ? `from ${[...new Set(origins.map((origin) => origin.name))].join(', ')}` : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

const shortNumber = (value: number): string => String(Number(value.toPrecision(4)));

function loopText(loop: Loop, where: (place: Place) => string): string {
  switch (loop.kind) {
    case 'none':
      return 'none found';
    case 'fit':
      return `${loop.method} (${where(loop.call.place)}), ${countsText(loop)}${loop.repeated ? ', in a loop' : ''}`;
    case 'tape':
      return `gradient tape (${where(loop.place)}), ${countsText(loop)}${loop.apply ? '' : ', gradients not applied'}`;
    case 'session':
      return `session (${where(loop.place)}), ${countsText(loop)}`;
  }
}

const countsText = ({ epochs, batchSize }: { readonly epochs: Fact<number>; readonly batchSize: Fact<number> }): string =>
  `epochs ${factText(epochs, String)}, batch ${factText(batchSize, String)}`;

/** A fact in words: its value, its alternatives, or `?` with the reason. */
export function factText<T>(fact: Fact<T>, text: (value: T) => string): string {
  switch (fact.kind) {
    case 'known':
      return text(fact.value);
    case 'oneOf':
      return fact.values.map(({ value }) => text(value)).join(' or ');
    case 'unknown':
      return unknownText(fact);
  }
}

const unknownText = ({ reason, detail }: Unknown): string => `? (${reason}${detail === '' ? '' : `: ${detail}`})`;

function plainText(value: Plain): string {
  if (isObject(value)) return value.type;
  if (isRecord(value))
    return `{${Object.entries(value.entries)
      .map(([key, one]) => `${key}: ${plainText(one)}`)
      .join(', ')}}`;
  return Array.isArray(value)
    ? `[${(value as readonly Plain[]).map(plainText).join(', ')}]`
    : String(value as string | number | boolean | null);
}

/** The whole program as data: facts with their places as ranges. */
export function modelJson(program: TrainingProgram, sources: Sources, path: string): string {
  const { runs, unknowns } = program;
  const convert = (_: string, value: unknown): unknown => {
    if (!isPlace(value)) return value;
    const source = sources.get(value.source);
    return source ? { file: value.source, ...locate(source, value) } : value;
  };
  return JSON.stringify({ version: 1, file: path, runs, unknowns }, convert, 2) + '\n';
}

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' &&
  value !== null &&
  'source' in value &&
  'start' in value &&
  'end' in value &&
  typeof value.start === 'number';
