/** What is learned, when the labels are in a file: classes or numbers by what stands there, held against what the model expects. */
import type { TargetSpec } from '../../experiment/data-spec';
import { float32Base64 } from '../../experiment/data/base64';
import type { TargetPreparation } from '../../experiment/experiment';
import { isUnbalanced } from '../judging';
import type { PlannedTarget } from '../targets';
import { classesOf, idsOf } from './columns';
import type { OwnTask } from './own-data';
import { asArray, onlyColumn, refused, rowShape, type Derived, type OwnValue, type Refusal } from './value';

export interface OwnTarget {
  readonly kind: 'target';
  readonly target: TargetSpec;
  /** Of each version of the program. */
  readonly preparations: readonly TargetPreparation[];
  /** As the experiment carries it. */
  readonly values: string;
  /** The largest class is much more frequent than the others. */
  readonly unbalanced: boolean;
}

/** @param planned what each version would learn from made-up data */
export function ownTarget(task: OwnTask, head: number, planned: readonly PlannedTarget[]): OwnTarget | Refusal {
  const value = task.labels[head];
  const [first] = planned;
  if (!first) return refused('what the model learns is not known');
  if (value === undefined)
    return {
      kind: 'target',
      target: first.target,
      preparations: planned.map((one) => one.preparation),
      values: '',
      unbalanced: false,
    };
  const { target } = first;
  const labels = task.runs.map((run) => run.labels[head]);
  if (target.kind === 'multilabel') return multilabel(value, target.labels, labels, planned);
  if (target.kind === 'binary' || target.kind === 'classes') {
    const ids = classIds(value, labels[0], first.preparation);
    if (ids.kind === 'refused') return ids;
    if (ids.kind === 'ids') return ofClasses(target, ids.ids, ids.matrix, labels, planned);
  }
  return regression(value, labels, planned);
}

interface Ids {
  readonly kind: 'ids';
  readonly ids: Float64Array;
  readonly matrix: boolean;
}

const MISSING = 'some of its labels are missing';

/** The class of each row; `numbers` where the labels are no classes. */
function classIds(
  value: OwnValue,
  label: Derived | undefined,
  { encoding, first = 0 }: TargetPreparation,
): Ids | { readonly kind: 'numbers' } | Refusal {
  const column = onlyColumn(value);
  if (!column) return fromOneHot(value);
  if (label?.oneHot === 'each-value') {
    const ids = idsOf(column.cells, classesOf(column.cells));
    return ids.some(Number.isNaN) ? refused(MISSING) : { kind: 'ids', ids, matrix: false };
  }
  if (column.cells.kind === 'text')
    return refused(`its labels ("${column.label}") are text, and nothing turns them into numbers`);
  const numbers = column.cells.values;
  if (numbers.some(Number.isNaN)) return refused(MISSING);
  if (!numbers.every(Number.isInteger)) return { kind: 'numbers' };
  const ids = Float64Array.from(numbers, (x) =>
    encoding === 'sign' ? (x + 1) / 2 : label?.oneHot === undefined ? x - first : x,
  );
  return { kind: 'ids', ids, matrix: false };
}

function fromOneHot(value: OwnValue): Ids | { readonly kind: 'numbers' } | Refusal {
  const array = asArray(value);
  if (array.kind === 'text') return refused(`its column "${array.label}" holds text, and nothing turns it into numbers`);
  const [rows = 0, width = 0] = array.shape;
  if (array.shape.length !== 2) return refused('labels for each position are not taken from a file');
  const ids = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = array.data.subarray(i * width, (i + 1) * width);
    const on = row.indexOf(1);
    if (on < 0 || row.some((x, k) => x !== (k === on ? 1 : 0))) return { kind: 'numbers' };
    ids[i] = on;
  }
  return { kind: 'ids', ids, matrix: true };
}

function ofClasses(
  target: TargetSpec & { readonly kind: 'binary' | 'classes' },
  ids: Float64Array,
  matrix: boolean,
  labels: readonly (Derived | undefined)[],
  planned: readonly PlannedTarget[],
): OwnTarget | Refusal {
  const classes = target.kind === 'binary' ? 2 : target.classes;
  const [low, high] = [ids.reduce((a, b) => Math.min(a, b), Infinity), ids.reduce((a, b) => Math.max(a, b), -Infinity)];
  if (low < 0 || high >= classes || !ids.every(Number.isInteger)) {
    const present = new Set(ids).size;
    return refused(
      `its labels have ${present} values from ${low} to ${high}, and the model tells ${classes} classes from 0 to ${classes - 1} apart`,
    );
  }
  const counts = new Float64Array(classes);
  for (const id of ids) counts[id] = (counts[id] ?? 0) + 1;
  if (counts.filter((count) => count > 0).length < 2) return refused('all of its labels are the same');
  const preparations = labels.map((label, i): TargetPreparation => {
    const before = planned[i]?.preparation ?? { encoding: 'index', steps: [] };
    const oneHot = matrix || label?.oneHot !== undefined;
    const column = label !== undefined && rowShape(label.value).length === 1;
    return {
      encoding: oneHot ? 'one-hot' : before.encoding === 'sign' ? 'sign' : 'index',
      first: before.first,
      layout: oneHot ? undefined : column ? 'column' : 'vector',
      steps: label?.steps ?? [],
    };
  });
  const largest = Math.max(...counts) / ids.length;
  return { kind: 'target', target, preparations, values: float32Base64(ids), unbalanced: isUnbalanced(largest, classes) };
}

function multilabel(
  value: OwnValue,
  count: number,
  labels: readonly (Derived | undefined)[],
  planned: readonly PlannedTarget[],
): OwnTarget | Refusal {
  const array = asArray(value);
  if (array.kind === 'text') return refused(`its column "${array.label}" holds text, and nothing turns it into numbers`);
  if (array.shape.length !== 2 || array.shape[1] !== count || labels[0]?.oneHot !== undefined)
    return refused(`its labels are not ${count} columns of 0 and 1`);
  if (!array.data.every((x) => x === 0 || x === 1)) return regression(value, labels, planned);
  return {
    kind: 'target',
    target: { kind: 'multilabel', labels: count },
    preparations: labels.map((label) => ({ encoding: 'as-is', steps: label?.steps ?? [] })),
    values: float32Base64(array.data),
    unbalanced: false,
  };
}

/** Numbers as they are. */
function regression(
  value: OwnValue,
  labels: readonly (Derived | undefined)[],
  planned: readonly PlannedTarget[],
): OwnTarget | Refusal {
  const array = asArray(value);
  if (array.kind === 'text') return refused(`its labels ("${array.label}") are text, and nothing turns them into numbers`);
  if (labels.some((label) => label?.oneHot !== undefined)) return refused('its labels are classes, and the model learns numbers');
  let [low, high] = [Infinity, -Infinity];
  for (const x of array.data) {
    if (Number.isNaN(x)) return refused(MISSING);
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  if (low === high) return refused('all of its labels are the same');
  const shape = rowShape(value);
  const prepared = labels.some((label) => (label?.steps.length ?? 0) > 0);
  return {
    kind: 'target',
    target: {
      kind: 'regression',
      shape,
      values: prepared ? { kind: 'affine', scale: 1, offset: 0 } : { kind: 'range', min: low, max: high },
    },
    preparations: planned.map((_, i) => {
      const label = labels[i];
      const dims = label === undefined ? shape : rowShape(label.value);
      const layout =
        dims.length === 0 ? ('vector' as const) : dims.length === 1 && dims[0] === 1 ? ('column' as const) : undefined;
      return { encoding: 'as-is', layout, steps: label?.steps ?? [] };
    }),
    values: float32Base64(array.data),
    unbalanced: false,
  };
}
