/** One arm trained with one seed. */
import * as tf from '@tensorflow/tfjs-core';
import { follow } from '../experiment/course';
import { stepsAsked, type Arm, type Experiment } from '../experiment/experiment';
import type { Task } from '../experiment/data';
import { epochOrder } from '../experiment/order';
import { prepare, type Prepared } from '../experiment/prepare';
import { stream } from '../experiment/random';
import type { Computed, Curve, LayerObservation, RunResult } from '../experiment/verdict';
import { batchOf } from './batches';
import type { Labelled } from './executor';
import { partLoss, scorePart } from './evaluate';
import { outputSpread, relativeChange, unitHealth } from './observe';
import { createTrainer, type Trainer, type TrainerOptions } from './trainer';

/** Steps between two looks at the metric, and between two reports. */
const REPORT_EVERY = 10;
/** Looks at the metric during a run: each is a prediction of the whole judged part, and only the last one is judged. */
const LOOKS = 5;
/** So much the metric must gain over that of the untrained model. */
const LUCK = 0.02;
/** Longest curve that is kept step by step. */
const LONGEST_CURVE = 500;

export interface RunHooks {
  /** About every 10 steps, with the curve so far. */
  readonly onProgress?: (step: number, steps: number, curve: () => Curve) => void;
  /** Asked before every step, with the steps done and those to do. True: stop now; the run counts as not done. */
  readonly stopped?: (step: number, steps: number) => boolean;
  /** What may compute; a plan where one can be made, where it is left out. */
  readonly by?: TrainerOptions['by'];
  /** Told what computed a run that is done. */
  readonly onComputed?: (computed: Computed) => void;
}

/** How many steps an arm trains: those it asks for, at most the budget. */
export const stepsOf = (arm: Arm, { budget, data }: Experiment): number =>
  Math.max(0, Math.min(budget.steps, stepsAsked(arm.fit, data.samples)));

/** Trains an arm. Undefined when stopped. Throws NotSupported or KerasRaises. */
export function runArm(experiment: Experiment, arm: Arm, task: Task, seed: number, hooks: RunHooks = {}): RunResult | undefined {
  const prepared = prepare(task, arm, seed);
  const trainer = createTrainer(arm, arm.semantics ?? experiment.semantics, seed, { by: hooks.by });
  try {
    const attempt = (): RunResult | undefined => train(experiment, arm, prepared, trainer, seed, hooks);
    // Whatever a throw in the middle would leave behind goes with the scope. A plan leaves nothing, and needs no tensors.
    const result = hooks.by === 'plan' ? attempt() : scoped(attempt);
    hooks.onComputed?.(trainer.computed());
    return result;
  } finally {
    trainer.dispose();
  }
}

function scoped<T>(act: () => T): T {
  let result: { readonly value: T } | undefined;
  tf.tidy(() => {
    result = { value: act() };
  });
  if (result === undefined) throw new Error('unreachable');
  return result.value;
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

function train(
  experiment: Experiment,
  arm: Arm,
  prepared: Prepared,
  trainer: Trainer,
  seed: number,
  hooks: RunHooks,
): RunResult | undefined {
  const { judging } = experiment;
  const judged = judging.on === 'training' ? prepared.training : prepared.heldOut;
  const steps = stepsOf(arm, experiment);
  const lookEvery = Math.max(REPORT_EVERY, Math.ceil(steps / LOOKS / REPORT_EVERY) * REPORT_EVERY);
  const start = trainer.weights.values.map((values) => values.slice());
  const initialLoss = partLoss(trainer, prepared.training);
  const before = scorePart(trainer, arm, judged, judging).metric;
  const course = followCourse(arm, trainer, prepared);
  const losses: (number | null)[] = [];
  const metricStep: number[] = [];
  const metric: (number | null)[] = [];
  const norms: (readonly (number | null)[])[] = [];
  let firstNorms: readonly (number | null)[] = [];
  let lastNorms: readonly (number | null)[] = [];
  let nanStep: number | null = null;
  const curve = (): Curve => ({ ...thin(losses), metricStep: [...metricStep], metric: [...metric] });

  const batches = batchesOf(arm, prepared, seed, trainer);
  let step = 0;
  while (step < steps && nanStep === null && !course.ended()) {
    if (hooks.stopped?.(step, steps) === true) return undefined;
    const batch = batches.next();
    course.before(step);
    const result = trainer.step(batch);
    step += 1;
    losses.push(orNull(result.loss));
    if (step === 1) firstNorms = result.norms;
    lastNorms = result.norms;
    if (!result.finite) nanStep = step;
    course.after(step, result.loss);
    if (step % lookEvery === 0 || step === steps || course.ended() || nanStep !== null) {
      metricStep.push(step);
      metric.push(nanStep === null ? orNull(scorePart(trainer, arm, judged, judging).metric) : null);
      norms.push(result.norms);
    }
    if (step % REPORT_EVERY === 0) hooks.onProgress?.(step, steps, curve);
  }
  course.close();

  const final = scorePart(trainer, arm, judged, judging);
  const other = scorePart(trainer, arm, judging.on === 'training' ? prepared.heldOut : prepared.training, judging);
  const broken = nanStep !== null;
  const training = judging.on === 'training' ? final : other;
  const heldOut = judging.on === 'training' ? other : final;
  return {
    seed,
    steps: step,
    metric: broken ? null : orNull(final.metric),
    chance: final.chance,
    training: broken ? null : orNull(training.metric),
    heldOut: broken ? null : orNull(heldOut.metric),
    learned: !broken && final.learned && isGain(before, final.metric),
    initialLoss: orNull(initialLoss),
    finalLoss: broken ? null : orNull(partLoss(trainer, prepared.training)),
    nanStep,
    curve: curve(),
    layers: layersOf(trainer, start, prepared, firstNorms, lastNorms, norms),
    weightChange: relativeChange(
      start.filter((_, i) => trainer.trained[i]),
      trainer.weights.values.filter((_, i) => trainer.trained[i]),
    ),
    outputSpread: broken ? null : outputSpread(final.predicted.values, final.predicted.units),
  };
}

/** A metric that was as good before training is luck of the start, not learned. */
const isGain = (before: number, after: number): boolean => !(after - before <= LUCK);

interface FollowedCourse {
  readonly before: (step: number) => void;
  /** `step` counts from 1. */
  readonly after: (step: number, loss: number) => void;
  readonly ended: () => boolean;
  readonly close: () => void;
}

/** Sets rates and ends training as the program's callbacks do; epochs are those of the program. */
function followCourse({ fit: { course } }: Arm, trainer: Trainer, prepared: Prepared): FollowedCourse {
  if (course === undefined)
    return { before: () => undefined, after: () => undefined, ended: () => false, close: () => undefined };
  const following = follow(course);
  const { epochSteps } = course;
  let sum = 0;
  let ended = false;
  let best: readonly Float32Array[] | undefined;
  return {
    before: (step) => {
      const rate = step % epochSteps === 0 ? following.rateAt(step / epochSteps) : undefined;
      if (rate !== undefined) trainer.setRate(rate);
    },
    after: (step, loss) => {
      sum += loss;
      if (step % epochSteps !== 0) return;
      const seen = {
        loss: sum / epochSteps,
        val_loss: following.monitors('val_loss') ? partLoss(trainer, prepared.heldOut) : NaN,
      };
      sum = 0;
      const end = following.epochEnd(step / epochSteps - 1, seen, trainer.rate());
      if (end.rate !== undefined) trainer.setRate(end.rate);
      if (end.keepWeights) best = trainer.weights.values.map((values) => values.slice());
      ended ||= end.stop;
    },
    ended: () => ended,
    close: () => {
      best?.forEach((values, i) => {
        trainer.weights.values[i]?.set(values);
        trainer.weights.refresh(i);
      });
    },
  };
}

/** The batches of a run in the order fit hands them out. */
function batchesOf(arm: Arm, prepared: Prepared, seed: number, trainer: Trainer): { readonly next: () => Labelled } {
  const { training } = prepared;
  const size = Math.max(1, Math.min(arm.fit.batchSize, training.count));
  const perEpoch = Math.ceil(training.count / size);
  let epoch = -1;
  let index = perEpoch;
  const first =
    arm.fit.mixed === true
      ? stream(seed, 'order').permutation(training.count)
      : Int32Array.from({ length: training.count }, (_, i) => i);
  let order = first;
  return {
    next: () => {
      if (index >= perEpoch) {
        epoch += 1;
        index = 0;
        trainer.beginEpoch(epoch);
        const salt = arm.salt === undefined ? '' : `/salt ${arm.salt}`;
        order = epochOrder(arm.fit, first, stream(seed, `batches/${epoch}${salt}`));
      }
      const position = arm.update.batches === 'first-only' ? 0 : index;
      index += 1;
      const rows = order.subarray(position * size, Math.min((position + 1) * size, training.count));
      return { ...batchOf(training, rows), weights: classWeights(arm, prepared, rows) };
    },
  };
}

/** class_weight as sample weights, head by head. */
function classWeights(arm: Arm, { training }: Prepared, rows: Int32Array): (Float32Array | undefined)[] {
  return arm.heads.map(({ classWeight, target }) => {
    const truth = training.truths[target];
    if (classWeight === undefined || truth?.kind !== 'classes' || truth.positions !== 1) return undefined;
    return Float32Array.from(rows, (row) => classWeight[truth.ids[row] ?? 0] ?? 1);
  });
}

function thin(losses: readonly (number | null)[]): Pick<Curve, 'step' | 'loss'> {
  const count = Math.min(losses.length, LONGEST_CURVE);
  const step = Array.from({ length: count }, (_, i) => (count < 2 ? i : Math.round((i * (losses.length - 1)) / (count - 1))) + 1);
  return { step, loss: step.map((s) => losses[s - 1] ?? null) };
}

function layersOf(
  trainer: Trainer,
  start: readonly Float32Array[],
  prepared: Prepared,
  first: readonly (number | null)[],
  last: readonly (number | null)[],
  curve: readonly (readonly (number | null)[])[],
): LayerObservation[] {
  const health = unitHealth(trainer, prepared.training);
  const normOver = (indices: readonly number[], norms: readonly (number | null)[]): number | null => {
    const present = indices.map((i) => norms[i]).filter((norm) => norm !== null && norm !== undefined);
    return present.length === 0 ? null : orNull(Math.sqrt(present.reduce((sum, norm) => sum + norm * norm, 0)));
  };
  return trainer.graph.nodes
    .filter(({ weights, spec }) => weights.length > 0 && spec.sharedWith === undefined)
    .map(({ spec, weights }) => ({
      node: spec.id,
      class: spec.class,
      trainable: weights.some((i) => trainer.graph.weights[i]?.layerTrainable === true),
      gradientFirst: normOver(weights, first),
      gradientLast: normOver(weights, last),
      gradient: curve.map((norms) => normOver(weights, norms)),
      weightChange: relativeChange(
        weights.map((i) => start[i] ?? new Float32Array()),
        weights.map((i) => trainer.weights.values[i] ?? new Float32Array()),
      ),
      dead: health.get(spec.id)?.dead ?? null,
      saturated: health.get(spec.id)?.saturated ?? null,
    }));
}
