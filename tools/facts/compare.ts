/** Compares what was read with what Keras got, field by field. */
import type { DataFlow } from '../../src/facts/data';
import type { Fact } from '../../src/facts/fact';
import type { LayerNode } from '../../src/facts/graph';
import { isObject } from '../../src/facts/plain';
import type { TrainingRun } from '../../src/facts/training';
import type { ArrayRecord, CallRecord, LayerRecord, LossRecord } from './records';

export type Verdict = 'right' | 'wrong' | 'unknown';

export interface Compared {
  readonly field: string;
  readonly verdict: Verdict;
  readonly line: number;
  readonly read?: string | undefined;
  readonly recorded?: string | undefined;
}

/** All fields of one call that both sides speak of. */
export function compareRun(run: TrainingRun, record: CallRecord): readonly Compared[] {
  const { line } = record;
  const found: Compared[] = [];
  const say = (field: string, fact: Fact<unknown>, recorded: unknown, same: (value: never) => boolean): void => {
    const values = fact.kind === 'known' ? [fact.value] : fact.kind === 'oneOf' ? fact.values.map((one) => one.value) : [];
    const verdict: Verdict =
      fact.kind === 'unknown' ? 'unknown' : values.some((value) => same(value as never)) ? 'right' : 'wrong';
    found.push({ field, verdict, line, ...(verdict === 'wrong' ? { read: text(values), recorded: text(recorded) } : {}) });
  };
  const { optimizer } = record;
  if (optimizer) {
    say('optimizer', run.optimizer, optimizer.type, (value: { type: string }) => value.type === optimizer.type);
    const rate = optimizer.learning_rate;
    if (rate !== null) {
      const fact: Fact<unknown> =
        run.optimizer.kind === 'known'
          ? run.optimizer.value.learningRate
          : run.optimizer.kind === 'oneOf'
            ? {
                kind: 'oneOf',
                values: run.optimizer.values.flatMap(({ value }) =>
                  value.learningRate.kind === 'known' ? [value.learningRate] : [],
                ),
              }
            : run.optimizer;
      say('learning rate', fact, rate, (value: unknown) =>
        typeof value === 'number'
          ? typeof rate === 'number' && close(value, rate)
          : typeof rate === 'string' && isObject(value as never) && (value as { type: string }).type.endsWith(`.${rate}`),
      );
    }
  }
  const losses: readonly (LossRecord | null)[] = Array.isArray(record.loss)
    ? (record.loss as readonly (LossRecord | null)[])
    : run.heads.map(() => record.loss as LossRecord | null);
  if (losses.length === run.heads.length)
    run.heads.forEach((head, i) => {
      const loss = losses[i];
      if (!loss || loss.name === '?') return;
      say('loss', head.loss, loss.name, (value: { name: string }) => sameLoss(value.name, loss.name));
      if (head.loss.kind === 'known' && loss.name !== 'custom' && loss.from_logits !== undefined)
        say('from_logits', head.loss.value.fromLogits, loss.from_logits, (value: boolean) => value === loss.from_logits);
    });
  if (record.event === 'compile') return found;
  found.push(...compareModel(run, record));
  if (!record.dataset) {
    compareArrays('x', run.inputs, record.x, say);
    compareArrays(
      'y',
      run.heads.flatMap(({ labels }) => ('origins' in labels ? [labels] : [])),
      record.y,
      say,
    );
  }
  if (run.loop.kind === 'fit' && record.event === 'fit') {
    const { epochs, batchSize, shuffle } = run.loop;
    if (typeof record.epochs === 'number') say('epochs', epochs, record.epochs, (value: number) => value === record.epochs);
    if (!record.dataset)
      say('batch size', batchSize, record.batch_size ?? 32, (value: number) => value === (record.batch_size ?? 32));
    if (typeof record.shuffle === 'boolean')
      say('shuffle', shuffle, record.shuffle, (value: boolean) => value === record.shuffle);
  }
  return found;
}

function compareModel(run: TrainingRun, record: CallRecord): readonly Compared[] {
  const { line, model } = record;
  const found: Compared[] = [];
  if (!model) return found;
  const nodes = run.model.nodes.filter((node): node is LayerNode => node.kind === 'layer');
  const distinct = [...new Map(nodes.map((node) => [node.layer.key, node])).values()];
  const say = (field: string, verdict: Verdict, read?: string, recorded?: string): void => {
    found.push({ field, verdict, line, ...(verdict === 'wrong' ? { read, recorded } : {}) });
  };
  if (model.style !== 'subclass' && run.model.style === model.style) {
    const left: LayerRecord[] = [...model.layers];
    for (const node of distinct) {
      // Which of several equal layers it is does not matter; the closest one is taken.
      const type = typeOf(node);
      const candidates = left.filter((one) => one.type === type);
      if (candidates.length === 0) {
        say('layer', 'wrong', type, left.map((one) => one.type).join(','));
        continue;
      }
      say('layer', 'right');
      const [best] = candidates.toSorted((a, b) => differences(node, a) - differences(node, b));
      if (!best) continue;
      left.splice(left.indexOf(best), 1);
      if (best.shape)
        say(
          'layer shape',
          verdictOf(node.shape, (shape) => sameShape(shape, best.shape ?? [])),
          text(node.shape),
          text(best.shape),
        );
      if (best.activation !== null)
        say(
          'layer activation',
          verdictOf(node.layer.activation, (one) => sameActivation(one, best.activation ?? '')),
          `${type} ${text(node.layer.activation)}`,
          best.activation,
        );
      const units = node.layer.arguments.units ?? node.layer.arguments.filters;
      if (best.units !== null && units)
        say(
          'layer units',
          verdictOf(units, (one) => one === best.units),
          text(units),
          String(best.units),
        );
      if (!isFrozenInside(best))
        say(
          'trainable',
          verdictOf(node.layer.trainable, (one) => one === best.trainable),
          `${type} ${text(node.layer.trainable)}`,
          String(best.trainable),
        );
    }
    const whole = run.model.gaps.length === 0 && run.model.nodes.every((node) => node.kind === 'layer' || node.kind === 'input');
    if (whole && left.length > 0) say('layer', 'wrong', 'nothing', left.map((one) => one.type).join(','));
  }
  run.heads.forEach((head, i) => {
    const recorded = model.heads[i];
    if (!recorded || model.heads.length !== run.heads.length) return;
    if (recorded.shape)
      say(
        'head shape',
        verdictOf(head.outputShape, (shape) => sameShape(shape, recorded.shape ?? [])),
        text(head.outputShape),
        text(recorded.shape),
      );
    if (recorded.activation)
      say(
        'head activation',
        verdictOf(head.activation, (one) => sameActivation(one, recorded.activation ?? '')),
        text(head.activation),
        recorded.activation,
      );
    if (recorded.units)
      say(
        'head units',
        verdictOf(head.units, (one) => one === recorded.units),
        text(head.units),
        String(recorded.units),
      );
  });
  return found;
}

/** Keras calls a wrapper or a nested model by its class. */
const typeOf = (node: LayerNode): string => renamedLayers[node.layer.type] ?? node.layer.type;
const renamedLayers: Readonly<Record<string, string>> = { CuDNNLSTM: 'LSTM', CuDNNGRU: 'GRU' };

const isFrozenInside = (one: LayerRecord): boolean => one.type === 'Functional' || one.type === 'Sequential';

const differences = (node: LayerNode, one: LayerRecord): number =>
  [
    one.shape !== null && verdictOf(node.shape, (shape) => sameShape(shape, one.shape ?? [])) === 'wrong',
    one.activation !== null && verdictOf(node.layer.activation, (name) => sameActivation(name, one.activation ?? '')) === 'wrong',
    verdictOf(node.layer.trainable, (value) => value === one.trainable) === 'wrong',
  ].filter(Boolean).length;

function verdictOf<T>(fact: Fact<T>, same: (value: T) => boolean): Verdict {
  if (fact.kind === 'unknown') return 'unknown';
  return (fact.kind === 'known' ? [fact] : fact.values).some(({ value }) => same(value)) ? 'right' : 'wrong';
}

type Say = (field: string, fact: Fact<unknown>, recorded: unknown, same: (value: never) => boolean) => void;

function compareArrays(side: string, flows: readonly DataFlow[], recorded: CallRecord['x'], say: Say): void {
  const arrays =
    recorded === null || recorded === undefined
      ? []
      : Array.isArray(recorded)
        ? (recorded as readonly ArrayRecord[])
        : [recorded as ArrayRecord];
  if (flows.length !== arrays.length) return;
  flows.forEach((flow, i) => {
    const array = arrays[i];
    if (!array?.shape) return;
    say(`${side} shape`, flow.shape, array.shape, (shape: readonly (number | null)[]) => sameShape(shape, array.shape ?? []));
    if (array.dtype !== undefined && array.dtype !== 'object')
      say(`${side} dtype`, flow.dtype, array.dtype, (dtype: string) => dtype === array.dtype);
    const { min, max, low, high } = array;
    if (min !== undefined && max !== undefined && low !== undefined && high !== undefined) {
      const [from, to] = isDrawn(flow) ? [low, high] : [min, max];
      say(`${side} range`, flow.range, [from, to], (range: { min: number; max: number }) =>
        holds(range, from, to, isDrawn(flow)),
      );
    }
    if (side === 'y') say('label kind', flow.labelKind, array, (kind: never) => fits(kind, array));
  });
}

const isDrawn = (flow: DataFlow): boolean =>
  flow.origins.some(
    ({ kind, name }) => (kind === 'random' && /normal|randn/.test(name)) || kind === 'generated' || kind === 'file',
  ) || flow.steps.some(({ kind }) => kind === 'standardize');

/**
 * Stated extremes are never passed, and reached or nearly so. Of normal and standardised numbers, whose range is what they practically
 * reach, 99% lie within it, a quarter of its width allowed for skewed data.
 */
function holds(range: { readonly min: number; readonly max: number }, from: number, to: number, drawn: boolean): boolean {
  const spread = Math.max(range.max - range.min, 1e-9);
  const slack = (drawn ? 0.25 : 1e-4) * spread + 1e-6;
  return from >= range.min - slack && to <= range.max + slack && spread <= 20 * Math.max(to - from, 1e-3);
}

function fits(
  kind: { readonly kind: string; readonly encoding?: string; readonly classes?: number; readonly first?: number },
  array: ArrayRecord,
): boolean {
  const { distinct, min = 0, max = 0, shape = [] } = array;
  switch (kind.kind) {
    case 'binary': {
      const low = kind.encoding === 'minus-one-one' ? -1 : 0;
      return distinct?.every((value) => value === low || value === 1) === true;
    }
    case 'class-ids': {
      const first = kind.first ?? 0;
      return min >= first && max <= first + (kind.classes ?? 0) - 1 && Number.isInteger(min) && Number.isInteger(max);
    }
    case 'one-hot':
      return shape.at(-1) === kind.classes && array.one_hot !== false;
    default:
      return distinct === null || distinct === undefined || distinct.length > 2 || !distinct.every(Number.isInteger);
  }
}

const sameShape = (read: readonly (number | null)[], recorded: readonly (number | null)[]): boolean =>
  read.length === recorded.length && read.every((size, i) => size === null || recorded[i] === null || size === recorded[i]);

const sameActivation = (a: string, b: string): boolean => normal(a) === normal(b);
const normal = (name: string): string => (name === 'swish' ? 'silu' : name);

const sameLoss = (a: string, b: string): boolean => lossKey(a) === lossKey(b);
const lossKey = (name: string): string =>
  name
    .replace(/_/g, '')
    .replace(/^(mse)$/, 'meansquarederror')
    .replace(/^mae$/, 'meanabsoluteerror');

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-5 * Math.max(Math.abs(a), Math.abs(b), 1e-12);

const hidden = new Set(['places', 'place', 'call', 'arguments']);

const text = (value: unknown): string =>
  JSON.stringify({ value }, (key, one: unknown) => (hidden.has(key) ? undefined : one)).slice(9, 160);
