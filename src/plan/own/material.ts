/** The data part of an experiment on the user's own rows, held against the shapes the model takes. */
import type { DataSpec, InputSpec, TargetSpec } from '../../experiment/data-spec';
import type { Arm, Judging, TargetPreparation } from '../../experiment/experiment';
import type { TrainingRun } from '../../facts/training';
import { inputSpec } from '../inputs';
import type { PlannedModel } from '../model-spec';
import { isNotTestable, type NotTestable } from '../outcome';
import { plannedTarget, type PlannedTarget } from '../targets';
import { ownSample, stepsOf, TRAINING_SHARE, type OwnTask } from './own-data';
import { ownTarget } from './own-targets';
import { asArray, refused, rowsOf, type OwnValue, type Refusal } from './value';

/** What data brings to an experiment. */
export interface Material {
  readonly data: Pick<DataSpec, 'inputs' | 'targets' | 'samples' | 'heldOut' | 'reductions' | 'own'>;
  /** Of each version of the program: what it does to each input. */
  readonly inputs: readonly Arm['inputs'][];
  /** Of each head, of each version; as the program's labels say it where left out. */
  readonly preparations?: readonly (readonly TargetPreparation[])[] | undefined;
  /** What decides, where it is not what usually does. */
  readonly metric?: Judging['metric'] | undefined;
  /** Training samples of the program itself, where they are known. */
  readonly written: number | undefined;
}

export function ownMaterial(own: OwnTask, runs: readonly TrainingRun[], model: PlannedModel): Material | Refusal | NotTestable {
  const [first] = runs;
  const inputs: InputSpec[] = [];
  for (const [i, shape] of model.inputShapes.entries()) {
    const value = own.inputs[i];
    const rows = own.shapes[i];
    if (!value || !rows || !first) return refused(`${own.file}: the model takes more inputs than your code reads from it`);
    if (!fits(rows, shape))
      return refused(`${own.file}: one sample of it has shape (${rows.join(', ')}), and the model takes (${shape.join(', ')})`);
    const spec = inputSpec(first.model, first.model.inputs[i] ?? 0, shape, rangeOf(value), 'float32');
    if (spec.kind === 'tokens' && largest(value) >= spec.vocabulary)
      return refused(`${own.file}: it has token ${largest(value)}, and the Embedding layer knows ${spec.vocabulary}`);
    inputs.push(spec);
  }
  const targets: TargetSpec[] = [];
  const values: string[] = [];
  const preparations: (readonly TargetPreparation[])[] = [];
  let unbalanced = false;
  for (const [head] of (first?.heads ?? []).entries()) {
    const planned: PlannedTarget[] = [];
    for (const run of runs) {
      const of = run.heads[head];
      const one = of && plannedTarget(run, of);
      if (one && isNotTestable(one)) return one;
      if (one) planned.push(one);
    }
    const target = ownTarget(own, head, planned);
    if (target.kind === 'refused') return refused(`${own.file}: ${target.reason}`);
    targets.push(target.target);
    values.push(target.values);
    preparations.push(target.preparations);
    if (head === 0) unbalanced = target.unbalanced;
  }
  const rows = rowsOf(own.inputs[0] ?? { kind: 'array', shape: [0], data: new Float64Array() });
  const samples = Math.round(rows * TRAINING_SHARE);
  return {
    data: {
      inputs,
      targets,
      samples,
      heldOut: rows - samples,
      reductions: own.rows > rows ? [{ what: `rows of ${own.file}`, from: own.rows, to: rows }] : [],
      own: ownSample(own, values),
    },
    inputs: runs.map((_, run) => inputs.map((__, i) => ({ steps: stepsOf(own, run, i) }))),
    preparations,
    ...(unbalanced ? { metric: 'balanced-accuracy' as const } : {}),
    written: own.rows > rows ? Math.round(own.rows * TRAINING_SHARE) : undefined,
  };
}

/** Equal, but for a last axis of one: Keras adds it. */
function fits(rows: readonly number[], model: readonly number[]): boolean {
  const bare = (shape: readonly number[]): string => (shape.at(-1) === 1 ? shape.slice(0, -1) : shape).join();
  return bare(rows) === bare(model);
}

function rangeOf(value: OwnValue): { readonly kind: 'range'; readonly min: number; readonly max: number } {
  const array = asArray(value);
  let [min, max] = [Infinity, -Infinity];
  if (array.kind === 'array')
    for (const x of array.data) {
      if (!Number.isFinite(x)) continue;
      min = Math.min(min, x);
      max = Math.max(max, x);
    }
  return min < max ? { kind: 'range', min, max } : { kind: 'range', min: -1, max: 1 };
}

const largest = (value: OwnValue): number => rangeOf(value).max;
