/** What is learned: from the labels where they are known, else from what the loss and the head expect. */
import type { TargetSpec, ValueSpec } from '../experiment/data-spec';
import type { PreparationStep, TargetPreparation } from '../experiment/experiment';
import type { DataFlow, LabelKind } from '../facts/data';
import { valueOf } from '../facts/fact';
import type { Head, TrainingRun } from '../facts/training';
import { outputWidth } from './open-sizes';
import { sharedValues } from './inputs';
import { isNotTestable, notTestable, type NotTestable } from './outcome';

export interface PlannedTarget {
  readonly target: TargetSpec;
  /** How this program encodes the target. */
  readonly preparation: TargetPreparation;
}

/** One head of a run. */
export interface RunHead {
  readonly run: TrainingRun;
  readonly head: Head;
}

/** What all versions of a program learn at one head, and how each of them encodes it. */
export interface SharedTarget {
  readonly target: TargetSpec;
  readonly preparations: readonly TargetPreparation[];
}

const flowOf = (head: Head): DataFlow | undefined => ('origins' in head.labels ? head.labels : undefined);

/**
 * The first version says what is learned. A fix that leaves the labels alone leaves their encoding alone: where the labels are not known, the
 * encoding that the program as written calls for is that of all versions, whatever another loss would rather have.
 */
export function sharedTarget(versions: readonly RunHead[]): SharedTarget | NotTestable {
  const planned: PlannedTarget[] = [];
  for (const { run, head } of versions) {
    const one = plannedTarget(run, head);
    if (isNotTestable(one)) return one;
    planned.push(one);
  }
  const [first] = planned;
  if (!first) return { target: { kind: 'regression', shape: [1], values: standardized }, preparations: [] };
  const flows = versions.map(({ head }) => flowOf(head));
  const { values, preparations: steps } = sharedValues(flows);
  const stepsOf = (i: number): readonly PreparationStep[] => steps[i]?.steps ?? [];
  if (first.target.kind === 'regression' && planned.every(({ target }) => target.kind === 'regression')) {
    const scaled = steps.some((_, i) => stepsOf(i).length > 0);
    return {
      target: scaled ? { ...first.target, values } : first.target,
      preparations: planned.map(({ preparation }, i) => ({ ...preparation, steps: stepsOf(i) })),
    };
  }
  // Labels that the program as written spoils: classes are what they are without what spoils them.
  const sound = planned.findIndex((_, i) => isOfClasses(versions[i]) && stepsOf(i).length === 0);
  const base = planned[sound];
  if (base && stepsOf(0).length > 0)
    return {
      target: base.target,
      preparations: planned.map((one, i) =>
        stepsOf(i).length > 0 ? { ...base.preparation, steps: stepsOf(i) } : one.preparation,
      ),
    };
  return {
    target: first.target,
    preparations: planned.map(({ preparation }, i) =>
      i === 0 || isKnown(versions[i])
        ? preparation
        : { ...first.preparation, layout: preparation.layout ?? first.preparation.layout },
    ),
  };
}

/** The labels themselves say what they are. */
function isKnown(version: RunHead | undefined): boolean {
  const labels = version && flowOf(version.head);
  const kind = labels && valueOf(labels.labelKind);
  return version !== undefined && kind !== undefined && !contradicts(kind, version.head);
}

const isOfClasses = (version: RunHead | undefined): boolean => {
  const labels = version && flowOf(version.head);
  const kind = labels && valueOf(labels.labelKind);
  return kind !== undefined && kind.kind !== 'continuous';
};

const standardized: ValueSpec = { kind: 'affine', scale: 1, offset: 0 };

export function plannedTarget(run: TrainingRun, head: Head): PlannedTarget | NotTestable {
  if (run.traits.autoencoder) return { target: { kind: 'input', input: 0 }, preparation: { encoding: 'as-is', steps: [] } };
  const labels = flowOf(head);
  const known = labels && valueOf(labels.labelKind);
  if (known && !contradicts(known, head)) return fromLabels(known, labels, head);
  const planned = fromHead(run, head, labels);
  if (isNotTestable(planned) || !isMap(run, head) || (labels && valueOf(labels.shape))) return planned;
  // Labels of a picture's places that nothing is known of have the layout of the output.
  const { target, preparation } = planned;
  return (target.kind === 'binary' || target.kind === 'classes') && target.shape !== undefined
    ? { target, preparation: { ...preparation, ...(preparation.encoding === 'index' && { layout: 'column' }) } }
    : notTestable('labels', 'one for every place in a picture; none of that kind are made up');
}

/** What comes out of a convolution has places: the labels are a picture too, as far as is known. */
function isMap({ model }: TrainingRun, { weights, outputShape }: Head): boolean {
  const node = model.nodes[weights ?? -1];
  return (
    node?.kind === 'layer' &&
    /^(?:Separable|Depthwise)?Conv[23]D/.test(node.layer.type) &&
    (valueOf(outputShape)?.length ?? 0) >= 3
  );
}

/** Continuous labels under a loss for classes are a finding of their own; the task is then a regression all the same. */
const contradicts = (kind: LabelKind, head: Head): boolean =>
  kind.kind === 'class-ids' && lossName(head).startsWith('mean_') && kind.classes > 50;

const lossName = (head: Head): string => valueOf(head.loss)?.name ?? '';

/** One label a position, where the output has positions and the shape of the labels, as far as it is known, has them too. */
function positionsOf(head: Head, labels: DataFlow | undefined): { readonly shape?: readonly number[] } {
  const output = valueOf(head.outputShape) ?? [];
  const positions = output.slice(0, -1);
  const rank = labels && valueOf(labels.shape)?.length;
  const fits = rank === undefined || (rank > 1 && (rank === output.length || rank === output.length + 1));
  return fits && positions.length > 0 && !positions.includes(null) ? { shape: positions as number[] } : {};
}

const layoutOf = (labels: DataFlow | undefined): 'vector' | 'column' | undefined => {
  const shape = labels && valueOf(labels.shape);
  return shape?.length === 1 ? 'vector' : shape && shape.length > 1 && shape.at(-1) === 1 ? 'column' : undefined;
};

function fromLabels(kind: LabelKind, labels: DataFlow, head: Head): PlannedTarget | NotTestable {
  const layout = layoutOf(labels);
  const steps: readonly PreparationStep[] = [];
  switch (kind.kind) {
    case 'binary': {
      const share = sharesOf(labels, 2)?.[1];
      return {
        target: { kind: 'binary', ...(share !== undefined && { share }), ...positionsOf(head, labels) },
        preparation: { encoding: kind.encoding === 'minus-one-one' ? 'sign' : 'index', layout, steps },
      };
    }
    case 'class-ids':
      return {
        target: { kind: 'classes', classes: kind.classes, ...balanceOf(labels, kind.classes), ...positionsOf(head, labels) },
        preparation: { encoding: 'index', first: kind.first, layout, steps },
      };
    case 'one-hot':
      return {
        target: { kind: 'classes', classes: kind.classes, ...balanceOf(labels, kind.classes), ...positionsOf(head, labels) },
        preparation: { encoding: 'one-hot', steps },
      };
    case 'continuous': {
      const shape = valueOf(labels.shape)?.slice(1);
      const sizes = shape?.includes(null) === false ? (shape as number[]) : [valueOf(head.units) ?? outputWidth(head)];
      return {
        target: { kind: 'regression', shape: sizes, values: valuesOf(labels) },
        preparation: { encoding: 'as-is', layout, steps },
      };
    }
  }
}

/** Shares of the classes, where the program says them and they differ. */
function sharesOf({ shares }: DataFlow, classes: number): readonly number[] | undefined {
  return shares?.length === classes && Math.max(...shares) - Math.min(...shares) > 0.01 ? shares : undefined;
}

function balanceOf(labels: DataFlow, classes: number): { readonly balance?: readonly number[] } {
  const balance = sharesOf(labels, classes);
  return balance ? { balance } : {};
}

/** Values of a regression target; without a known range standardized. */
function valuesOf(labels: DataFlow | undefined): ValueSpec {
  const range = labels && valueOf(labels.range);
  return range && range.min < range.max ? { kind: 'range', min: range.min, max: range.max } : standardized;
}

function fromHead(run: TrainingRun, head: Head, labels: DataFlow | undefined): PlannedTarget | NotTestable {
  const units = valueOf(head.units) ?? outputWidth(head);
  const name = lossName(head);
  const activation = valueOf(head.activation);
  const layout = layoutOf(labels);
  const accuracy = run.metrics.items.some((metric) => /acc/i.test(metric.name));
  const shaped = positionsOf(head, labels);
  if (name.includes('sparse'))
    return {
      target: { kind: 'classes', classes: Math.max(2, units), ...shaped },
      preparation: { encoding: 'index', layout, steps: [] },
    };
  // One unit leaves no room for columns.
  if ((name.includes('categorical') || name.includes('softmax_cross_entropy')) && units > 1)
    return {
      target: { kind: 'classes', classes: Math.max(2, units), ...shaped },
      preparation: { encoding: 'one-hot', steps: [] },
    };
  if (name.includes('hinge')) return { target: { kind: 'binary' }, preparation: { encoding: 'sign', layout, steps: [] } };
  if (/binary|categorical|(?:sigmoid|softmax)_cross_entropy/.test(name)) {
    if (units === 1) return { target: { kind: 'binary', ...shaped }, preparation: { encoding: 'index', layout, steps: [] } };
    return activation === 'softmax'
      ? { target: { kind: 'classes', classes: units, ...shaped }, preparation: { encoding: 'one-hot', steps: [] } }
      : { target: { kind: 'multilabel', labels: units }, preparation: { encoding: 'as-is', steps: [] } };
  }
  if (activation === 'softmax' && units > 1)
    return { target: { kind: 'classes', classes: units }, preparation: { encoding: 'one-hot', steps: [] } };
  if (activation === 'sigmoid' && accuracy && units === 1)
    return { target: { kind: 'binary' }, preparation: { encoding: 'index', layout, steps: [] } };
  const bounded: ValueSpec = activation === 'sigmoid' ? { kind: 'range', min: 0, max: 1 } : valuesOf(labels);
  return {
    target: { kind: 'regression', shape: [units], values: bounded },
    preparation: { encoding: 'as-is', ...(units === 1 && { layout }), steps: [] },
  };
}
