/**
 * The understood training runs as text that a person can check, and every unknown with its place and reason.
 * The command line and the editor show the same.
 */
import type { Place } from '../text/place';
import { describeFlow, describeLabels } from './data';
import { matters, notKnownOf } from './not-known';
import { factText, plainText, shapeText, type Wording } from './facts';
import type { Fact, Unknown } from '../facts/fact';
import type { GraphNode, ModelGraph } from '../facts/graph';
import type { OpenList } from '../facts/open-list';
import { isObject } from '../facts/plain';
import type { Head, Loop, Loss, Optimizer, TrainingProgram, TrainingRun } from '../facts/training';

export interface DescribeOptions {
  /** A place for people: `12:5`, `cell 3:12:5`, `net.py:4:1`. */
  readonly where: (place: Place) => string;
  /** Emphasis for titles; as it is where nothing can be emphasised. */
  readonly strong?: ((text: string) => string) | undefined;
}

export function describeProgram(program: TrainingProgram, { where, strong = (text) => text }: DescribeOptions): string {
  const words: Wording = { where, strong };
  const runs = program.runs.map((run, i) => describeRun(run, i + 1, words));
  const open = program.runs.flatMap((run, i) =>
    notKnownOf(run).map(
      ({ what, why }) =>
        `  ${program.runs.length === 1 ? '' : `run ${i + 1}: `}${what}  (${why.reason}${why.detail === '' ? '' : `: ${why.detail}`}, ${where(why.place)})`,
    ),
  );
  const unknowns = inOrder(program.unknowns.filter(matters)).map((one) => `  ${where(one.place)}  ${one.reason}: ${one.detail}`);
  return [
    ...(runs.length === 0 ? ['No model with a loss or a training loop was found.'] : runs),
    ...(open.length === 0 ? [] : [[strong('Not known'), ...open].join('\n')]),
    ...(unknowns.length === 0 ? [] : [[strong('Not understood'), ...unknowns].join('\n')]),
    ...(runs.length > 0 && open.length === 0 && unknowns.length === 0 ? ['Everything was understood.'] : []),
  ].join('\n\n');
}

/** One run: model, heads, optimizer, data, loop. */
export function describeRun(run: TrainingRun, number: number, words: Wording): string {
  const { where, strong } = words;
  const { model } = run;
  const traits = Object.entries(run.traits).flatMap(([name, holds]) => (holds === true ? [name] : []));
  const compiled = run.compile
    ? `, compiled at ${where(run.compile.place)}${run.replaced === true ? ', and again before it is trained' : ''}`
    : '';
  const line = (title: string, text: string): string => `  ${`${title}:`.padEnd(12)}${text}`;
  const listLine = <T>(title: string, { items, open }: OpenList<T>, name: (item: T) => string): readonly string[] => {
    const told = [...items.map(name), ...(open ? [unknownText(open, words)] : [])];
    return told.length > 0 ? [line(title, told.join(', '))] : [];
  };
  return [
    strong(`Run ${number}: model \`${model.name}\` (${model.style}, ${where(model.place)}${compiled})`),
    ...describeGraph(model, words, '  '),
    ...run.heads.map((head) => line(`output${head.name === undefined ? '' : ` ${head.name}`}`, headText(head, run, words))),
    line(
      'optimizer',
      factText(run.optimizer, (one) => optimizerText(one, words), words),
    ),
    line('training', loopText(run.loop, words)),
    ...run.inputs.map((flow) => line('input', describeFlow(flow, words))),
    ...(run.validation
      ? [
          line(
            'validation',
            run.validation.inputs.map((flow) => describeFlow(flow, words)).join('; ') ||
              `given at ${where(run.validation.place)}`,
          ),
        ]
      : []),
    ...listLine('metrics', run.metrics, ({ name }) => name),
    ...listLine('callbacks', run.callbacks, ({ type }) => shortName(type)),
    line(
      'library',
      `${run.keras.api}, Keras ${run.keras.version} on ${run.keras.backend}${run.keras.tensorflow === 1 ? ', TensorFlow 1' : ''}`,
    ),
    ...(traits.length > 0 ? [line('kind', traits.join(', '))] : []),
  ].join('\n');
}

/** The graph as a table: what, with which activation, giving which shape, where. */
function describeGraph(model: ModelGraph, words: Wording, indent: string, depth = 0): readonly string[] {
  const { where } = words;
  const rows = model.nodes.map((node) => [
    nodeTitle(node, words),
    activationOf(node, words),
    shapeText(node.shape, words),
    where(node.place),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = model.nodes.flatMap((node, i) => {
    const row = (rows[i] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    const nested =
      node.kind === 'layer' && node.layer.model && depth < 2
        ? describeGraph(node.layer.model, words, `${indent}    `, depth + 1)
        : [];
    return [`${indent}${row}`.trimEnd(), ...nested];
  });
  const gaps = model.gaps.map((gap) => `${indent}not whole: ${unknownText(gap, words)}`);
  return [...lines, ...gaps, ...(model.loadedWeights ? [`${indent}weights are loaded`] : [])];
}

function nodeTitle(node: GraphNode, words: Wording): string {
  switch (node.kind) {
    case 'input':
      return node.name === undefined ? 'input' : `input ${node.name}`;
    case 'layer': {
      const { type, arguments: facts, trainable, backbone } = node.layer;
      const shown = ['units', 'filters', 'kernel_size', 'pool_size', 'rate', 'output_dim'].flatMap((name) => {
        const fact = facts[name];
        return fact ? [factText(fact, plainText, words)] : [];
      });
      const frozen = trainable.kind === 'known' && !trainable.value ? ' frozen' : '';
      return `${backbone ? shortName(backbone.type) : type}${shown.length > 0 ? `(${shown.join(', ')})` : ''}${frozen}`;
    }
    case 'operation':
      return node.operation;
    case 'unknown':
      return '?';
  }
}

function activationOf(node: GraphNode, words: Wording): string {
  if (node.kind === 'unknown') return unknownText(node.why, words);
  if (node.kind !== 'layer' || node.layer.model || node.layer.backbone) return '';
  const { activation, arguments: facts } = node.layer;
  // A layer that has no activation to speak of would only ever say "linear".
  return activation.kind === 'known' && activation.value === 'linear' && !facts.activation
    ? ''
    : factText(activation, String, words);
}

function headText(head: Head, run: TrainingRun, words: Wording): string {
  const units = `${factText(head.units, String, words)} ${head.units.kind === 'known' && head.units.value === 1 ? 'unit' : 'units'}`;
  const shape = head.units.kind === 'known' ? '' : `, shape ${shapeText(head.outputShape, words)}`;
  const labels = run.loop.kind === 'none' ? '' : `\n  ${'labels:'.padEnd(12)}${describeLabels(head.labels, words)}`;
  return `${units}${shape}, ${factText(head.activation, String, words)}; loss ${factText(head.loss, (loss) => lossText(loss, words), words)}${labels}`;
}

function lossText(loss: Loss, words: Wording): string {
  const { name, fromLogits, place, form } = loss;
  const logits =
    fromLogits.kind === 'known'
      ? fromLogits.value
        ? ' from logits'
        : ''
      : form === 'custom'
        ? ''
        : `, from_logits ${factText(fromLogits, String, words)}`;
  return `${name}${logits} (${words.where(place)})`;
}

function optimizerText({ type, learningRate, place, form }: Optimizer, words: Wording): string {
  const rate = factText(learningRate, (value) => (isObject(value) ? shortName(value.type) : String(value)), words);
  const origin = learningRate.kind === 'known' && learningRate.from === 'default' ? " (Keras's default)" : '';
  return `${type}${form === 'string' ? ' by name' : ''}, learning rate ${rate}${origin} (${words.where(place)})`;
}

function loopText(loop: Loop, words: Wording): string {
  const { where } = words;
  const repeated = loop.kind !== 'none' && loop.repeated ? ', inside a loop' : '';
  switch (loop.kind) {
    case 'none':
      return 'none found';
    case 'fit':
      return `${loop.method} at ${where(loop.call.place)}, ${countsText(loop, words)}, shuffle ${factText(loop.shuffle, String, words)}${repeated}`;
    case 'tape':
      return `gradient tape at ${where(loop.place)}, ${countsText(loop, words)}${loop.apply ? `, applied at ${where(loop.apply.place)}` : ', gradients not applied'}${repeated}`;
    case 'session':
      return `session at ${where(loop.place)}, ${countsText(loop, words)}${repeated}`;
  }
}

const countsText = (
  { epochs, batchSize }: { readonly epochs: Fact<number>; readonly batchSize: Fact<number> },
  words: Wording,
): string => `epochs ${factText(epochs, String, words)}, batch ${factText(batchSize, String, words)}`;

const unknownText = (why: Unknown, words: Wording): string => factText(why, String, words);

const shortName = (canonical: string): string => canonical.slice(canonical.lastIndexOf('.') + 1);

/** By text and place. */
const inOrder = (unknowns: readonly Unknown[]): readonly Unknown[] =>
  unknowns.toSorted(({ place: a }, { place: b }) => (a.source === b.source ? a.start - b.start : a.source < b.source ? -1 : 1));
