/** What the made-up inputs look like: the user's shapes and scales. */
import { layerRecord } from '../knowledge/layers';
import type { InputSpec, ValueSpec } from '../experiment/data-spec';
import type { InputPreparation, PreparationStep } from '../experiment/experiment';
import type { DataFlow, DataStep, Range } from '../facts/data';
import { valueOf } from '../facts/fact';
import type { ModelGraph, NodeId } from '../facts/graph';
import type { Assumptions } from './open-sizes';

/** Steps after which values differ; others change shape or order only. */
const changing = new Set<DataStep['kind']>(['scale', 'shift', 'standardize', 'minmax', 'normalize', 'preprocess', 'other']);

/** How far two programs treat an array alike. */
function commonSteps(flows: readonly (DataFlow | undefined)[]): number {
  const [first] = flows;
  if (!first || flows.includes(undefined)) return 0;
  let common = 0;
  while (flows.every((flow) => sameStep(flow?.steps[common], first.steps[common]))) common++;
  return common;
}

const sameStep = (a: DataStep | undefined, b: DataStep | undefined): boolean =>
  a !== undefined && a.kind === b?.kind && a.by === b.by && a.factor === b.factor && a.shift === b.shift;

/** Values where the arms part, and what each arm does from there. */
export interface SharedValues {
  readonly values: ValueSpec;
  /** The program does not tell them. */
  readonly assumed: boolean;
  /** Of the values there, where it is one whose arithmetic differs from that of floats. */
  readonly dtype?: string | undefined;
  readonly preparations: readonly InputPreparation[];
}

export function sharedValues(flows: readonly (DataFlow | undefined)[]): SharedValues {
  const common = commonSteps(flows);
  const rest = flows.map((flow) => flow?.steps.slice(common) ?? []);
  const preparations = rest.map((steps) => ({ steps: steps.flatMap(preparation) }));
  // Not every way back is open: integer arithmetic that lost something cannot be undone, the same in floats can.
  const ranges = flows.map((flow, i) => flow && invert(valueOf(flow.range), rest[i] ?? []));
  const range = ranges.find((one) => one !== undefined);
  const damaged = rest.flat().find(({ damage }) => damage !== undefined);
  const standardized = flows.some((flow) => flow?.steps.some(({ kind }) => kind === 'standardize'));
  return {
    values: valueSpec(range, valueOf(flows[0]?.featureSpread)),
    assumed: range === undefined && !standardized,
    dtype: damaged?.dtype,
    preparations,
  };
}

const wholeTypes = ['uint8', 'int8', 'uint16', 'int16', 'int32'] as const;

/** Integer arithmetic leaves whole numbers of its type; where it can do neither harm nor good it is that of floats. */
function preparation(step: DataStep): readonly PreparationStep[] {
  const whole = step.damage === undefined ? undefined : wholeTypes.find((dtype) => dtype === (step.dtype ?? 'int32'));
  const cast: readonly PreparationStep[] = whole === undefined ? [] : [{ kind: 'cast', dtype: whole }];
  switch (step.kind) {
    case 'scale':
      return [{ kind: 'scale', factor: step.factor ?? 1, shift: step.shift ?? 0 }, ...cast];
    case 'cast':
      return cast;
    case 'standardize':
      return [{ kind: 'standardize' }];
    case 'minmax':
    case 'normalize':
      return [{ kind: 'minmax' }];
    default:
      return [];
  }
}

/** The range before these steps; undefined when a step cannot be undone. */
function invert(range: Range | undefined, steps: readonly DataStep[]): Range | undefined {
  let known = range;
  for (const step of steps.toReversed()) {
    if (!known || (!changing.has(step.kind) && step.damage === undefined)) continue;
    if (step.kind !== 'scale' || !step.factor || step.damage !== undefined) return undefined;
    const ends = [(known.min - (step.shift ?? 0)) / step.factor, (known.max - (step.shift ?? 0)) / step.factor];
    known = { min: Math.min(...ends), max: Math.max(...ends) };
  }
  return known;
}

/** Without known values: standardized. Columns of different size are spread evenly in the exponent. */
function valueSpec(range: Range | undefined, spread: number | undefined): ValueSpec {
  if (!range || range.min >= range.max) return { kind: 'affine', scale: 1, offset: 0 };
  if (spread !== undefined && spread > 2) {
    const largest = Math.max(Math.abs(range.min), Math.abs(range.max)) / 2;
    return { kind: 'affine', scale: [largest / spread, largest], offset: 0 };
  }
  return { kind: 'range', min: range.min, max: range.max };
}

/** Zeros by which the program makes its sequences equally long; of how many it is silent, so half of a sequence is taken. */
export function withPadding(spec: InputSpec, flow: DataFlow | undefined, { note }: Assumptions): InputSpec {
  const side = flow?.steps.find(({ padded }) => padded !== undefined)?.padded;
  if (side === undefined || spec.kind !== 'tokens') return spec;
  note({ what: 'percent of a sequence that is padding', value: 50 });
  return { ...spec, padding: { share: 0.5, side } };
}

/** The kind of an input from its shape and the first layer that reads it. */
export function inputSpec(
  graph: ModelGraph,
  input: NodeId,
  shape: readonly number[],
  values: ValueSpec,
  dtype: string | undefined,
): InputSpec {
  const reader = graph.nodes.find((node) => node.kind === 'layer' && node.inputs.includes(input));
  const type = reader?.kind === 'layer' ? reader.layer.type : undefined;
  if (type === 'Embedding' && reader?.kind === 'layer') {
    const size = reader.layer.arguments.input_dim;
    const vocabulary = size?.kind === 'known' && typeof size.value === 'number' ? size.value : 1000;
    return { kind: 'tokens', shape, vocabulary, dtype: 'int32' };
  }
  const whole = dtype === 'uint8' ? 'uint8' : dtype !== undefined && /^u?int(?:8|16|32)$/.test(dtype) ? 'int32' : 'float32';
  if (shape.length === 3 || type?.includes('2D') === true) return { kind: 'image', shape, values, dtype: whole };
  if (shape.length === 2 && !readsSteps(type) && shape.every((size) => size >= 8)) {
    return { kind: 'image', shape, values, dtype: whole };
  }
  if (shape.length === 2) return { kind: 'sequence', shape, values, dtype: 'float32' };
  return { kind: 'features', shape, values: perFeature(values, shape.at(-1) ?? 1), dtype: whole };
}

/** The first layer takes steps one by one, or windows of them. */
function readsSteps(type: string | undefined): boolean {
  const record = type === undefined ? undefined : layerRecord(type);
  return record?.rank[0] === 2 && /^(?:recurrent|conv|dense|pool|shape|regularize|wrap)$/.test(record.family);
}

/** Stretches a smallest and largest scale over all features. */
function perFeature(values: ValueSpec, features: number): ValueSpec {
  if (values.kind !== 'affine' || typeof values.scale === 'number') return values;
  const [low = 1, high = 1] = values.scale;
  const steps = Math.max(1, features - 1);
  return { ...values, scale: Array.from({ length: features }, (_, i) => low * (high / low) ** (i / steps)) };
}
