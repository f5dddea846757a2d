/**
 * From a finding to an experiment: the program as written against the program after the fix. The fixed arm is what was read from the
 * text after the fix's edits; only where no edit can express it, the finding's patch changes the experiment itself.
 */
import { classShares } from '../experiment/data/labels';
import type { Reduction, TargetSpec } from '../experiment/data-spec';
import type { Arm, Semantics } from '../experiment/experiment';
import type { HeadSpec, OptimizerSpec } from '../experiment/model';
import type { Finding } from '../finding/finding';
import { valueOf } from '../facts/fact';
import type { TrainingProgram, TrainingRun, UntrackedWeights } from '../facts/training';
import { modelSpec, type PlannedModel } from './model-spec';
import { inputSpec, sharedValues, withPadding } from './inputs';
import { metricOf } from './judging';
import { courseOf } from './course';
import { armsDiffer, standingOn, whyAlike } from './clearing';
import { fitOf, isOneBatch, rowsWritten } from './fit';
import { leftOutOf } from './left-out';
import { sameRun } from './match';
import { assumptions, type Assumptions } from './open-sizes';
import { dataOrder } from './order';
import { outOfBounds, tooLarge } from './bounds';
import { isNotTestable, notTestable, type NotTestable, type Planned } from './outcome';
import { ownMaterial, type Material } from './own/material';
import { ownTask, type OwnFiles, type OwnTask } from './own/own-data';
import type { Refusal } from './own/value';
import { withPatch } from './patch';
import { fitted } from './scale/fit';
import { sharedTarget, type SharedTarget } from './targets';
import { classWeights, lossSpec, lossWeights, optimizerSpec } from './training-specs';
import { updateOf } from './update';

/** A fix with what the program reads like after it. */
export interface FixedProgram {
  readonly title: string;
  readonly program: TrainingProgram;
}

/** Samples, steps and seeds of a probe; sizes beyond these are reduced, and people are told. */
export interface Limits {
  readonly samples: number;
  readonly steps: number;
  readonly seeds: number;
  readonly extendTo: number;
  readonly deadlineMs: number;
}

export const defaultLimits: Limits = { samples: 600, steps: 400, seeds: 5, extendTo: 10, deadlineMs: 120_000 };

/** Whose behaviour is reproduced, as far as the program says. */
export function semanticsOf(run: TrainingRun | undefined): Semantics {
  const { backend = 'tensorflow', version = 3 } = run?.keras ?? {};
  if (backend !== 'tensorflow') return { backend: `keras-${backend}`, keras: version };
  return { backend: run && isRaw(run) ? 'tensorflow-raw' : 'keras-tensorflow', keras: version };
}

/** No function of Keras computes the loss: it sees exactly what it is handed. */
const isRaw = ({ heads }: TrainingRun): boolean =>
  heads.length > 0 && heads.every(({ loss }) => valueOf(loss)?.form === 'operation');

/** The experiment that tests a finding, its fixes as arms in the order given. */
export function planFinding(
  program: TrainingProgram,
  finding: Finding,
  fixed: readonly FixedProgram[],
  limits: Limits = defaultLimits,
  files?: OwnFiles,
): Planned {
  const intent = finding.experiment;
  if (intent.kind === 'none') return notTestable('this finding', intent.reason);
  const run = program.runs.find((one) => one.id === intent.run);
  if (!run) return notTestable('this finding', 'it belongs to no training run');
  const variants = fixed.flatMap(({ title, program: after }) => {
    const same = sameRun(program, run, after);
    return same ? [{ title, run: same, untracked: after.untracked }] : [];
  });
  const patched = intent.patch;
  if (variants.length === 0 && !patched) return notTestable('this finding', 'no fix can be applied by itself');
  const teacher = intent.task?.teacher ?? 'linear';
  const read = planRuns([{ title: 'Your code', run, untracked: program.untracked }, ...variants], teacher, limits, files);
  if (isNotTestable(read)) return read;
  const planned = patched ? withPatch(read.experiment, patched) : read;
  if (isNotTestable(planned)) return planned;
  if (!armsDiffer(planned.experiment)) return notTestable('this finding', whyAlike(run));
  const inTime = fitted(planned.experiment, finding.experiment.kind === 'train' ? finding.experiment.keeps : undefined);
  return tooLarge(inTime) ?? { kind: 'experiment', experiment: intent.sweep ? { ...inTime, sweep: intent.sweep } : inTime };
}

/** The unchanged program alone: can it learn easy data of its own shape? `untracked`: of the program, `findings` likewise. */
export function planBaseline(
  run: TrainingRun,
  limits: Limits = defaultLimits,
  files?: OwnFiles,
  untracked: readonly UntrackedWeights[] = [],
  findings: readonly Finding[] = [],
): Planned {
  const planned = planRuns([{ title: 'Your code', run, untracked }], 'linear', limits, files);
  if (isNotTestable(planned)) return planned;
  const standing = standingOn(run, findings);
  const experiment = fitted(planned.experiment);
  return tooLarge(experiment) ?? { ...planned, experiment: standing.length > 0 ? { ...experiment, standing } : experiment };
}

interface Variant {
  readonly title: string;
  readonly run: TrainingRun;
  readonly untracked: readonly UntrackedWeights[];
}

/** On the user's own rows where files are given and every step from them is known; else, with the reason, on made-up data. */
function planRuns(
  variants: readonly Variant[],
  teacher: 'linear' | 'nonlinear',
  limits: Limits,
  files: OwnFiles | undefined,
): Planned {
  if (!files) return planTask(variants, teacher, limits, undefined);
  const own = ownTask(
    variants.map(({ run }) => run),
    files,
  );
  const planned = own.kind === 'own' ? planTask(variants, teacher, limits, own) : own;
  if (planned.kind !== 'refused') return planned;
  const made = planTask(variants, teacher, limits, undefined);
  return made.kind === 'experiment'
    ? { ...made, experiment: { ...made.experiment, data: { ...made.experiment.data, notOwn: planned.reason } } }
    : made;
}

function planTask(variants: readonly Variant[], teacher: 'linear' | 'nonlinear', limits: Limits, own: undefined): Planned;
function planTask(variants: readonly Variant[], teacher: 'linear' | 'nonlinear', limits: Limits, own: OwnTask): Planned | Refusal;
function planTask(
  variants: readonly Variant[],
  teacher: 'linear' | 'nonlinear',
  limits: Limits,
  own: OwnTask | undefined,
): Planned | Refusal {
  const [first] = variants;
  if (!first) return notTestable('this finding', 'there is nothing to train');
  const models: PlannedModel[] = [];
  // What is assumed of the program as written is assumed of its fix, whose text says the same there.
  const noted = assumptions();
  for (const { run } of variants) {
    const model = modelSpec(run.model, own ? own.shapes : run.inputs.map(sampleShape), run.heads, noted);
    if (isNotTestable(model)) return model;
    models.push(model);
  }
  const [model] = models;
  if (!model) return notTestable('the model', 'it is not known');
  const targets = targetsOf(variants);
  if (isNotTestable(targets)) return targets;
  const refused = outOfBounds(
    models.map(({ spec }) => spec),
    targets.map(({ target }) => target),
  );
  if (refused) return refused;
  const material = own
    ? ownMaterial(
        own,
        variants.map(({ run }) => run),
        model,
      )
    : madeUp(variants, model, targets, limits, noted);
  if ('kind' in material) return material;
  const { data, inputs, preparations, written } = material;
  const order = own ? 'shuffled' : dataOrder(first.run, data.targets[0]);
  const arms: Arm[] = [];
  for (const [i, variant] of variants.entries()) {
    const planned = models[i];
    const role = i === 0 ? 'asWritten' : 'withFix';
    const prepared = preparations ?? targets.map((one) => one.preparations);
    const arm =
      planned &&
      armOf(variant, planned, {
        inputs: inputs[i] ?? [],
        targets: prepared.flatMap((head) => head[i] ?? []),
        role,
        noted,
        fit: fitOf(variant.run, data.samples, written, order),
      });
    if (!arm) return notTestable('the model', 'it is not known');
    if (isNotTestable(arm)) return arm;
    arms.push(arm);
  }
  const leftOut = [
    ...new Set(variants.flatMap(({ run, untracked }) => [...leftOutOf(run, untracked), ...courseOf(run, 1).leftOut])),
  ];
  return {
    kind: 'experiment',
    experiment: {
      version: 1,
      arms,
      data: {
        ...data,
        teacher,
        order,
        ...(noted.list.length > 0 ? { assumed: noted.list } : {}),
        ...(model.omitted.length > 0 ? { omitted: model.omitted } : {}),
      },
      budget: { steps: limits.steps, deadlineMs: limits.deadlineMs },
      seeds: { count: limits.seeds, extendTo: limits.extendTo },
      semantics: semanticsOf(first.run),
      ...(leftOut.length > 0 && { leftOut }),
      judging: {
        metric:
          material.metric ??
          metricOf(
            data.targets[0],
            variants.map(({ run }) => run),
          ),
        on: 'held-out',
      },
    },
  };
}

/** Made-up data in the shapes and scales of the program's own. */
function madeUp(
  variants: readonly Variant[],
  model: PlannedModel,
  targets: readonly SharedTarget[],
  limits: Limits,
  noted: Assumptions,
): Material {
  const [first] = variants;
  const shared = model.inputShapes.map((_, i) => sharedValues(variants.map(({ run }) => run.inputs[positionOf(model, i)])));
  const inputs = model.inputShapes.map((shape, i) => {
    const values = shared[i]?.values ?? { kind: 'affine' as const, scale: 1, offset: 0 };
    if (!first) return { kind: 'features' as const, shape, values, dtype: 'float32' as const };
    const position = positionOf(model, i);
    const flow = first.run.inputs[position];
    const dtype = shared[i]?.dtype ?? (valueOf(flow?.dtype) === 'uint8' ? 'uint8' : undefined);
    const spec = inputSpec(first.run.model, first.run.model.inputs[position] ?? 0, shape, values, dtype);
    if (shared[i]?.assumed === true && spec.kind !== 'tokens') noted.note({ what: 'as inputs', value: 'standardized numbers' });
    return withPadding(spec, flow, noted);
  });
  const { samples, reductions } = sampleCount(first?.run, limits);
  return {
    data: {
      inputs,
      targets: targets.map((one) => one.target),
      samples,
      heldOut: Math.max(200, Math.min(500, samples), ...targets.map(({ target }) => enoughOfEach(target))),
      reductions,
    },
    inputs: variants.map((_, i) => shared.map((one) => one.preparations[i] ?? { steps: [] })),
    written: rowsWritten(first?.run),
  };
}

/** Of a rare class there must be some to tell a hit from luck. */
function enoughOfEach(target: TargetSpec): number {
  const rarest = classShares(target).reduce((least, share) => (share > 0 ? Math.min(least, share) : least), 1);
  return rarest < 0.1 ? Math.min(2000, Math.ceil(50 / rarest)) : 0;
}

const positionOf = ({ positions }: PlannedModel, input: number): number => positions[input] ?? input;

const sampleShape = (flow: TrainingRun['inputs'][number]): readonly number[] | undefined => {
  const shape = valueOf(flow.shape)?.slice(1);
  return shape?.includes(null) === false ? (shape as number[]) : undefined;
};

function targetsOf(variants: readonly Variant[]): readonly SharedTarget[] | NotTestable {
  const targets: SharedTarget[] = [];
  for (const [i] of (variants[0]?.run.heads ?? []).entries()) {
    const target = sharedTarget(
      variants.flatMap(({ run }) => {
        const head = run.heads[i];
        return head ? [{ run, head }] : [];
      }),
    );
    if (isNotTestable(target)) return target;
    targets.push(target);
  }
  return targets.length > 0 ? targets : notTestable('the model', 'its outputs are not known');
}

function sampleCount(
  run: TrainingRun | undefined,
  limits: Limits,
): { readonly samples: number; readonly reductions: readonly Reduction[] } {
  const written = rowsWritten(run);
  if (written === undefined || (run && isOneBatch(run))) return { samples: limits.samples, reductions: [] };
  if (written <= limits.samples) return { samples: Math.max(20, written), reductions: [] };
  return { samples: limits.samples, reductions: [{ what: 'training samples', from: written, to: limits.samples }] };
}

interface ArmParts extends Pick<Arm, 'inputs' | 'targets' | 'role' | 'fit'> {
  readonly noted: Assumptions;
}

function armOf({ title, run, untracked }: Variant, model: PlannedModel, { noted, ...parts }: ArmParts): Arm | NotTestable {
  const optimizer = isUnapplied(run) ? assumedOptimizer(noted) : optimizerSpec(run.optimizer, run.keras.version, noted);
  if (isNotTestable(optimizer)) return optimizer;
  const heads: HeadSpec[] = [];
  const given = lossWeights(run);
  const weights = given === 'unknown' ? undefined : given;
  for (const [i, head] of run.heads.entries()) {
    const loss = lossSpec(head.loss, run.compile !== undefined);
    if (isNotTestable(loss)) return loss;
    const classWeight = classWeights(run);
    const weight = weights?.[i];
    heads.push({
      output: model.outputs[i] ?? model.outputs[0] ?? '',
      target: i,
      loss,
      ...(classWeight && { classWeight }),
      ...(weight !== undefined && weight !== 1 && { weight }),
    });
  }
  return { title, model: model.spec, heads, optimizer, ...parts, update: updateOf(run, model, untracked) };
}

/** Gradients of a loss for training that nothing applies; those of other losses are looked at, not trained on. */
const isUnapplied = ({ loop, heads }: TrainingRun): boolean =>
  loop.kind === 'tape' &&
  !loop.apply &&
  !loop.escapes &&
  heads.every(({ loss }) => valueOf(loss) && valueOf(loss)?.form !== 'custom');

function assumedOptimizer({ note }: Assumptions): OptimizerSpec {
  note({ what: 'as optimizer, since none is used', value: 'Adam' });
  return { class: 'Adam', config: {} };
}
