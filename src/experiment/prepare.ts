/** What one program makes of the task: its preprocessing and its label encoding, fitted to the training part. */
import { at, columnMoments, standardizeWith, type Values } from './data/numbers';
import { takeTruth, type Part, type Task, type Truth } from './data';
import type { Arm, PreparationStep, TargetPreparation, WholeType } from './experiment';
import { stream, type Random } from './random';

/** Arrays as the model is given them, and what is true of the samples, for judging. */
export interface PreparedPart {
  readonly count: number;
  readonly inputs: readonly Values[];
  readonly targets: readonly Values[];
  readonly truths: readonly Truth[];
}

export interface Prepared {
  readonly training: PreparedPart;
  readonly heldOut: PreparedPart;
}

/** Applies an arm's preparation to a task. The task is left as it is. */
export function prepare(task: Task, arm: Arm, seed: number): Prepared {
  const inputs = task.training.inputs.map((values, i) => {
    const preparation = arm.inputs[i];
    return preparation === undefined
      ? pair(values, task.heldOut.inputs[i])
      : reshapeBoth(through(preparation.steps, values, task.heldOut.inputs[i]), preparation.reshape);
  });
  const truths = task.training.targets.map((truth, t) => ({
    training: relabel(truth, arm.targets[t], stream(seed, `own-labels/training/${t}`)),
    heldOut: relabel(task.heldOut.targets[t] ?? truth, arm.targets[t], stream(seed, `own-labels/held-out/${t}`)),
  }));
  const targets = truths.map(({ training, heldOut }, t) => {
    const preparation = arm.targets[t] ?? { encoding: 'as-is', steps: [] };
    const spec = task.training.targets[t];
    if (spec?.kind === 'input') return inputs[spec.input] ?? pair(undefined, undefined);
    const shape = labelShape(task, t);
    return through(
      preparation.steps,
      encode(training, preparation, task.training.count, shape),
      encode(heldOut, preparation, task.heldOut.count, shape),
    );
  });
  const part = (raw: Part, which: 'training' | 'heldOut'): PreparedPart => ({
    count: raw.count,
    inputs: inputs.map((both) => both[which]),
    targets: targets.map((both) => both[which]),
    truths: truths.map((both) => both[which]),
  });
  return { training: part(task.training, 'training'), heldOut: part(task.heldOut, 'heldOut') };
}

interface Both {
  readonly training: Values;
  readonly heldOut: Values;
}

const nothing: Values = { shape: [0], data: new Float64Array() };
const pair = (training: Values | undefined, heldOut: Values | undefined): Both => ({
  training: training ?? nothing,
  heldOut: heldOut ?? nothing,
});

function through(steps: readonly PreparationStep[], training: Values, heldOut: Values | undefined): Both {
  let both = pair(training, heldOut);
  for (const step of steps) both = applyStep(step, both);
  return both;
}

function applyStep(step: PreparationStep, { training, heldOut }: Both): Both {
  const each = (change: (x: number) => number): Both => ({
    training: { shape: training.shape, data: training.data.map(change) },
    heldOut: { shape: heldOut.shape, data: heldOut.data.map(change) },
  });
  const columns = training.shape.length > 1 ? (training.shape.at(-1) ?? 1) : 1;
  switch (step.kind) {
    case 'scale':
      return each((x) => x * step.factor + step.shift);
    case 'log1p':
      return each((x) => Math.log1p(x));
    case 'cast':
      return each(step.dtype === 'float32' ? Math.fround : wholeOf(step.dtype));
    case 'fill': {
      const means = meansOfPresent(training.data, columns);
      const filled = ({ shape, data }: Values): Values => ({
        shape,
        data: data.map((x, i) => (Number.isNaN(x) ? at(means, i % columns) : x)),
      });
      return { training: filled(training), heldOut: filled(heldOut) };
    }
    case 'standardize': {
      const moments = columnMoments(training.data, columns);
      const copy = (values: Values): Values => {
        const data = values.data.slice();
        standardizeWith(data, moments);
        return { shape: values.shape, data };
      };
      return { training: copy(training), heldOut: copy(heldOut) };
    }
    case 'minmax': {
      const low = new Float64Array(columns).fill(Infinity);
      const high = new Float64Array(columns).fill(-Infinity);
      training.data.forEach((x, i) => {
        low[i % columns] = Math.min(at(low, i % columns), x);
        high[i % columns] = Math.max(at(high, i % columns), x);
      });
      const scaled = ({ shape, data }: Values): Values => ({
        shape,
        data: data.map((x, i) => (x - at(low, i % columns)) / (at(high, i % columns) - at(low, i % columns) || 1)),
      });
      return { training: scaled(training), heldOut: scaled(heldOut) };
    }
  }
}

/** Cut to a whole number, and around the corner where that is beyond the type. */
function wholeOf(dtype: WholeType): (x: number) => number {
  switch (dtype) {
    case 'uint8':
      return (x) => Math.trunc(x) & 0xff;
    case 'uint16':
      return (x) => Math.trunc(x) & 0xffff;
    case 'int8':
      return (x) => (Math.trunc(x) << 24) >> 24;
    case 'int16':
      return (x) => (Math.trunc(x) << 16) >> 16;
    case 'int32':
      return Math.trunc;
  }
}

function meansOfPresent(data: Float64Array, columns: number): Float64Array {
  const [sums, counts] = [new Float64Array(columns), new Float64Array(columns)];
  data.forEach((x, i) => {
    if (Number.isNaN(x)) return;
    sums[i % columns] = at(sums, i % columns) + x;
    counts[i % columns] = at(counts, i % columns) + 1;
  });
  return sums.map((sum, column) => sum / Math.max(1, at(counts, column)));
}

function reshapeBoth(both: Both, shape: readonly number[] | undefined): Both {
  if (shape === undefined) return both;
  const reshaped = ({ shape: old, data }: Values): Values => ({ shape: [old[0] ?? 0, ...shape], data });
  return { training: reshaped(both.training), heldOut: reshaped(both.heldOut) };
}

/** The program's own labels where they are not the teacher's. */
function relabel(truth: Truth, preparation: TargetPreparation | undefined, random: Random): Truth {
  const labels = preparation?.labels ?? 'teacher';
  if (labels === 'teacher' || truth.kind === 'input') return truth;
  const count =
    truth.kind === 'classes'
      ? truth.ids.length / truth.positions
      : truth.kind === 'multilabel'
        ? truth.bits.length / truth.labels
        : truth.values.length / truth.width;
  // Another order of the same labels is independent of the features and keeps the shares and the scale; both words mean this.
  return takeTruth(truth, random.permutation(count));
}

/** Shape of one sample's labels before encoding. */
function labelShape(task: Task, target: number): readonly number[] {
  const truth = task.training.targets[target];
  const spec = task.data.targets[target];
  if (truth?.kind === 'regression' && spec?.kind === 'regression') return spec.shape;
  if (spec?.kind === 'binary' || spec?.kind === 'classes') return spec.shape ?? [];
  return truth?.kind === 'multilabel' ? [truth.labels] : [];
}

function encode(truth: Truth, preparation: TargetPreparation, count: number, shape: readonly number[]): Values {
  const first = preparation.first ?? 0;
  switch (truth.kind) {
    case 'classes': {
      if (preparation.encoding === 'one-hot') {
        const data = new Float64Array(truth.ids.length * truth.classes);
        truth.ids.forEach((id, i) => (data[i * truth.classes + id] = 1));
        return { shape: [count, ...shape, truth.classes], data };
      }
      const values = Float64Array.from(truth.ids, (id) => (preparation.encoding === 'sign' ? 2 * id - 1 : id + first));
      return { shape: preparation.layout === 'column' ? [count, ...shape, 1] : [count, ...shape], data: values };
    }
    case 'multilabel':
      return { shape: [count, truth.labels], data: Float64Array.from(truth.bits) };
    case 'regression': {
      const bare = shape.length === 0 || (shape.length === 1 && shape[0] === 1);
      const laid = bare && preparation.layout !== undefined ? (preparation.layout === 'column' ? [1] : []) : shape;
      return { shape: [count, ...laid], data: truth.values.slice() };
    }
    case 'input':
      return nothing;
  }
}

/** The value by which a label of class 0 and of class 1 is written. */
export function labelValues(preparation: TargetPreparation | undefined): readonly [number, number] {
  let pair: [number, number] =
    preparation?.encoding === 'sign' ? [-1, 1] : [preparation?.first ?? 0, (preparation?.first ?? 0) + 1];
  for (const step of preparation?.steps ?? [])
    if (step.kind === 'scale') pair = [pair[0] * step.factor + step.shift, pair[1] * step.factor + step.shift];
  return pair;
}
