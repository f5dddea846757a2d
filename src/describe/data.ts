/** What is known of an array or dataset in words: name, shape, range, label kind, what was done to it, where it comes from. */
import type { DataFlow, DataStep, LabelKind, Range } from '../facts/data';
import { factText, shapeText, type Wording } from './facts';
import type { Unknown } from '../facts/fact';

export function describeFlow(flow: DataFlow, words: Wording): string {
  const { name, container, shape, dtype, range, featureSpread, origins, originsComplete, pipeline, order, part } = flow;
  const parts = [
    `${name ?? (container === 'array' ? 'an array' : `a ${container}`)}${part === undefined ? '' : ` (${part} part)`}`,
    shapeText(shape, words),
    factText(dtype, String, words),
    `values ${factText(range, rangeText, words)}`,
    featureSpread.kind === 'known' && featureSpread.value > 1.5
      ? `column spreads differ by ${short(featureSpread.value)}`
      : undefined,
    order.kind === 'known' && order.value !== 'as-loaded' ? order.value : undefined,
    stepsText(flow, words),
    pipeline.length > 0
      ? pipeline.map(({ method, amount }) => `.${method}(${amount ? factText(amount, String, words) : ''})`).join('')
      : undefined,
    `from ${[...new Set(origins.map((origin) => origin.name))].join(' and ') || '?'}${originsComplete ? '' : ' and something not understood'}`,
  ];
  return parts.filter((text) => text !== undefined).join(', ');
}

export const describeLabels = (labels: DataFlow | Unknown, words: Wording): string =>
  'origins' in labels
    ? `${factText(labels.labelKind, kindText, words)}: ${describeFlow(labels, words)}`
    : factText(labels, String, words);

function stepsText({ steps, stepsComplete }: DataFlow, { where }: Wording): string | undefined {
  const shown = steps.filter(({ kind }) => kind !== 'slice' && kind !== 'reshape');
  if (shown.length === 0) return stepsComplete ? undefined : 'changed in ways not understood';
  return `${shown.map((step) => `${stepText(step)} (${where(step.place)})`).join(', then ')}${stepsComplete ? '' : ', and in ways not understood'}`;
}

function stepText({ kind, by, factor, shift }: DataStep): string {
  if (kind !== 'scale') return kind === 'other' || kind === 'shift' ? by : kind;
  const scaled = factor === undefined || factor === 1 ? 'x' : `x * ${short(factor)}`;
  return shift === undefined || shift === 0 ? scaled : `${scaled} + ${short(shift)}`;
}

function kindText(kind: LabelKind): string {
  switch (kind.kind) {
    case 'binary':
      return kind.encoding === 'minus-one-one' ? '-1 or 1' : `0 or 1 (${kind.encoding})`;
    case 'class-ids':
      return `class ids ${kind.first} to ${kind.first + kind.classes - 1}`;
    case 'one-hot':
      return `one-hot over ${kind.classes} classes`;
    case 'continuous':
      return 'numbers';
  }
}

const rangeText = ({ min, max }: Range): string => `${short(min)} to ${short(max)}`;

const short = (value: number): string => String(Number(value.toPrecision(4)));
