/** The facts about an array, with what its file says in place of what the text alone does not. */
import type { Contents } from '../../facts/contents';
import type { DataFlow, LabelKind } from '../../facts/data';
import { valueOf, type Fact, type Known } from '../../facts/fact';
import type { TrainingRun } from '../../facts/training';
import { momentsOf, MOST_COLUMNS, type Rows } from './numbers';

export function refinedFlow(flow: DataFlow, rows: Rows, contents: Contents, run: TrainingRun, role: 'input' | 'label'): DataFlow {
  const places = flow.origins[0] ? ([flow.origins[0].place, flow.place] as const) : ([flow.place] as const);
  const counted = <T>(value: T): Known<T> => ({ kind: 'known', value, from: 'file', places, shared: true });
  const { data, derived } = rows;
  let [min, max, whole] = [Infinity, -Infinity, true];
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    whole &&= Number.isInteger(value);
  }
  const bare = { ...flow, contents };
  if (min > max) return bare;
  const kind = role === 'label' ? labelKindOf(rows, contents, run, whole) : undefined;
  const shape = derived.oneHot === undefined ? [...rows.shape] : [contents.values?.length ?? null];
  const part = flow.part !== undefined;
  return {
    ...bare,
    shape: unless(flow.shape, (value) => !value.includes(null), counted([part ? null : rows.rows, ...shape])),
    dtype: unless(flow.dtype, () => true, counted(whole && derived.steps.length === 0 ? 'int64' : 'float64')),
    range: derived.oneHot === undefined ? counted({ min, max }) : flow.range,
    featureSpread: role === 'input' ? (spreadOf(rows, counted) ?? flow.featureSpread) : flow.featureSpread,
    labelKind: kind && flow.labelKind.kind === 'unknown' ? counted(kind) : flow.labelKind,
    shares:
      flow.shares ??
      (kind && kind.kind !== 'continuous' && (kind.kind === 'binary' || kind.classes === contents.values?.length)
        ? sharesOf(rows, contents)
        : undefined),
    order:
      role === 'label' &&
      contents.runs &&
      derived.shuffles.length === 0 &&
      kind?.kind !== 'continuous' &&
      kind !== undefined &&
      valueOf(flow.order) !== 'shuffled'
        ? counted('class-ordered')
        : flow.order,
  };
}

/** What the text says stays where it says enough. */
const unless = <T>(fact: Fact<T>, enough: (value: T) => boolean, otherwise: Fact<T>): Fact<T> =>
  fact.kind === 'unknown' || (fact.kind === 'known' && !enough(fact.value)) ? otherwise : fact;

/** Ratio of the largest to the smallest deviation of a column; columns that do not vary count for nothing. */
function spreadOf({ data, width }: Rows, counted: (value: number) => Known<number>): Known<number> | undefined {
  if (width < 2 || width > MOST_COLUMNS) return undefined;
  const deviations = Array.from({ length: width }, (_, c) => momentsOf(data, c, width).deviation).filter((one) => one > 0);
  return deviations.length < 2 ? undefined : counted(Math.max(...deviations) / Math.min(...deviations));
}

/**
 * Classes or quantities. Whole numbers are classes only where the loss takes them for such: a rating learned by its distance is a quantity.
 */
function labelKindOf(
  { derived, width, data }: Rows,
  { values }: Contents,
  run: TrainingRun,
  whole: boolean,
): LabelKind | undefined {
  const losses = run.heads.map((head) => valueOf(head.loss)?.name ?? '');
  const classifies = losses.some((name) => /crossentropy|cross_entropy|hinge|focal/.test(name));
  if (derived.oneHot !== undefined)
    return values
      ? { kind: 'one-hot', classes: derived.oneHot === 'each-value' ? values.length : Math.max(...values) + 1 }
      : undefined;
  if (width > 1) return values?.join() === '0,1' && isOneHot(data, width) ? { kind: 'one-hot', classes: width } : undefined;
  if (!whole || !values) return { kind: 'continuous' };
  if (values.join() === '0,1') return { kind: 'binary', encoding: 'integer' };
  if (values.join() === '-1,1') return { kind: 'binary', encoding: 'minus-one-one' };
  if (!classifies || values.length < 2) return undefined;
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  // Numbers with wide gaps are no numbering of classes: 0 and 255 of a mask.
  return last - first < 3 * values.length ? { kind: 'class-ids', classes: last - first + 1, first } : undefined;
}

function isOneHot(data: Float64Array, width: number): boolean {
  for (let i = 0; i < data.length; i += width) {
    let sum = 0;
    for (let k = 0; k < width; k++) sum += data[i + k] ?? NaN;
    if (sum !== 1) return false;
  }
  return true;
}

function sharesOf({ data, width }: Rows, { values }: Contents): readonly number[] | undefined {
  if (width !== 1 || !values) return undefined;
  const counts = new Map(values.map((value) => [value, 0]));
  for (const value of data) counts.set(value, (counts.get(value) ?? 0) + 1);
  return values.map((value) => (counts.get(value) ?? 0) / data.length);
}
