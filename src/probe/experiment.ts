/** A whole experiment: every arm with every seed, then the judgement. The clock is handed in and only decides when to give up. */
import type { Arm, Experiment } from '../experiment/experiment';
import { makeTask, type Task } from '../experiment/data';
import { judge, summarize } from '../experiment/judge';
import {
  provenanceOf,
  type ArmResult,
  type Computed,
  type Curve,
  type Engine,
  type Progress,
  type Reason,
  type RunResult,
  type Verdict,
} from '../experiment/verdict';
import { KerasRaises, NotSupported } from './failure';
import { buildGraph } from './graph';
import { runArm, stepsOf, type RunHooks } from './run';

export interface ExperimentHooks {
  readonly engine: Engine;
  /** What may compute; a plan where one can be made, where it is left out. */
  readonly by?: RunHooks['by'];
  /** Milliseconds from any origin. */
  readonly now: () => number;
  /** Complete snapshots, at most one per `REPORT_MS`. */
  readonly onProgress?: (progress: Progress) => void;
  /** The task of a seed and arm where it is not made up from `experiment.data`: published tasks, a program's own data. */
  readonly task?: (seed: number, arm: number) => Task;
}

const REPORT_MS = 80;
/** Pairs below which nothing can be decided. */
const FEWEST_PAIRS = 5;
/** Steps that are measured; the first few are slower, while the code is being compiled. */
const MEASURED_STEPS = 3;
/** By so much the runs must be estimated to miss the deadline to be given up at once. */
const HOPELESS = 1.5;

/** Runs an experiment to its verdict. Throws only where there is a bug. */
export function runExperiment(experiment: Experiment, hooks: ExperimentHooks): Verdict {
  const started = hooks.now();
  let computed: Computed | undefined;
  const running: RunHooks = {
    by: hooks.by,
    // One run without a plan is enough to say so.
    onComputed: (one) => {
      computed = computed?.by === 'tfjs' ? computed : one;
    },
  };
  const finish = (part: Pick<Verdict, 'outcome' | 'evidence' | 'reason'> & Partial<Verdict>): Verdict => ({
    version: 1,
    arms: [],
    comparisons: [],
    judging: experiment.judging,
    semantics: experiment.semantics,
    data: provenanceOf(experiment.data),
    engine: computed === undefined ? hooks.engine : { ...hooks.engine, computed },
    ...part,
    ms: hooks.now() - started,
  });
  const runs: RunResult[][] = experiment.arms.map(() => []);
  const refused = new Map<number, string>();
  const deadline = experiment.budget.deadlineMs;
  const late = (): boolean => deadline !== undefined && hooks.now() - started > deadline;
  /** The first run tells by its first steps whether enough runs can end in time: nobody waits for what cannot. */
  let runStarted: number | undefined;
  let trainingStarted = 0;
  const hopeless = (step: number, steps: number): boolean => {
    if (deadline === undefined || runStarted === undefined || (runs[0]?.length ?? 0) > 0) return false;
    const now = hooks.now();
    if (step === 0) trainingStarted = now;
    if (step < MEASURED_STEPS) return false;
    const run = trainingStarted - runStarted + ((now - trainingStarted) / step) * steps;
    return run * experiment.arms.length * Math.min(FEWEST_PAIRS, experiment.seeds.count) > deadline * HOPELESS;
  };
  const progress = reporter(experiment, runs, hooks);
  const first = experiment.seeds.first ?? 1;

  try {
    const accepts = <T>(a: number, attempt: () => T): T | undefined => {
      try {
        return attempt();
      } catch (error) {
        if (!(error instanceof KerasRaises)) throw error;
        refused.set(a, error.message);
        return undefined;
      }
    };
    const parameters = experiment.arms.map((arm, a) => accepts(a, () => countParameters(arm, experiment)) ?? 0);
    const results = (): ArmResult[] =>
      experiment.arms.map((arm, a) =>
        summarize({ role: arm.role, title: arm.title, parameters: parameters[a] ?? 0 }, runs[a] ?? []),
      );
    const taskOf = (arm: number, seed: number): Task => hooks.task?.(seed, arm) ?? makeTask(experiment.data, seed);
    const oneSeed = (seed: number): boolean => {
      const task = hooks.task === undefined ? makeTask(experiment.data, seed) : undefined;
      const done: RunResult[] = [];
      for (const [a, arm] of experiment.arms.entries()) {
        runStarted = hooks.now();
        const result = accepts(a, () =>
          runArm(experiment, arm, task ?? taskOf(a, seed), seed, {
            ...running,
            stopped: (step, steps) => late() || hopeless(step, steps),
            onProgress: (step, steps, curve) => progress(a, seed, step, steps, curve),
          }),
        );
        if (result === undefined && !refused.has(a)) return false;
        if (result !== undefined) done.push(result);
      }
      if (refused.size > 0) return false;
      // Whole pairs only.
      done.forEach((result, a) => runs[a]?.push(result));
      return true;
    };
    const until = (count: number): boolean => {
      for (let seed = first + (runs[0]?.length ?? 0); seed < first + count; seed++) if (!oneSeed(seed)) return false;
      return true;
    };

    if (refused.size > 0) {
      // A model that cannot even be built; whether the others are accepted a step tells.
      const single = { ...experiment, budget: { ...experiment.budget, steps: 1 } };
      for (const [a, arm] of experiment.arms.entries())
        if (!refused.has(a)) accepts(a, () => runArm(single, arm, taskOf(a, first), first, running));
      return finish(raised(experiment, refused));
    }
    const settled = firstStep(experiment, taskOf, running);
    if (settled) return finish(settled(parameters));
    const inTime = until(experiment.seeds.count);
    if (refused.size > 0) return finish(raised(experiment, refused));
    const pairs = runs[0]?.length ?? 0;
    // Runs of one model that are done say what they say; a comparison of a few pairs says nothing.
    const enough = experiment.arms.length === 1 ? 1 : Math.min(FEWEST_PAIRS, experiment.seeds.count);
    if (!inTime && pairs < enough) {
      return finish({
        outcome: 'failed',
        evidence: 'none',
        reason: { kind: 'deadline', ms: deadline ?? 0 },
        arms: pairs > 0 ? results() : [],
      });
    }
    let judgement = judge(results());
    if (inTime && judgement.unclear && experiment.seeds.extendTo > experiment.seeds.count) {
      until(experiment.seeds.extendTo);
      judgement = judge(results());
    }
    const { unclear, ...decided } = judgement;
    return finish({ ...decided, evidence: unclear && pairs === 0 ? 'none' : 'trained', arms: results() });
  } catch (error) {
    if (error instanceof NotSupported) {
      return finish({
        outcome: 'not-testable',
        evidence: 'none',
        reason: { kind: 'not-supported', what: error.what, name: error.subject },
      });
    }
    throw error;
  }
}

/**
 * A loop that cannot move a weight is told by the first step alone: nothing changes as written, and something does with the fix. Undefined
 * where only training tells.
 */
function firstStep(
  experiment: Experiment,
  taskOf: (arm: number, seed: number) => Task,
  running: RunHooks,
): ((parameters: readonly number[]) => Pick<Verdict, 'outcome' | 'evidence' | 'reason'> & Partial<Verdict>) | undefined {
  const [asWritten, ...fixes] = experiment.arms;
  if (asWritten === undefined || fixes.length === 0 || !isIdle(asWritten, experiment)) return undefined;
  const single = { ...experiment, budget: { ...experiment.budget, steps: 1 } };
  const count = experiment.seeds.count;
  const first = experiment.seeds.first ?? 1;
  const runs: (readonly RunResult[])[] = [];
  try {
    for (const [a, arm] of experiment.arms.entries())
      runs.push(
        Array.from({ length: count }, (_, i) => runArm(single, arm, taskOf(a, first + i), first + i, running) ?? []).flat(),
      );
  } catch (error) {
    // Training meets it again, and tells which version it is of.
    if (error instanceof KerasRaises) return undefined;
    throw error;
  }
  const moved = (a: number): number =>
    (runs[a] ?? []).filter(({ weightChange }) => weightChange === null || weightChange > 0).length;
  const best = fixes.findIndex((_, i) => moved(i + 1) === count) + 1;
  if (moved(0) > 0 || best === 0) return undefined;
  return (parameters) => {
    const arms = experiment.arms.map((arm, a) =>
      summarize({ role: arm.role, title: arm.title, parameters: parameters[a] ?? 0 }, runs[a] ?? []),
    );
    const reason: Reason = {
      kind: 'weights-unmoved',
      asWritten: null,
      withFix: null,
      chance: arms[0]?.chance ?? 0,
      better: count,
      worse: 0,
      pairs: count,
    };
    const comparisons = judge(arms).comparisons.map((one) =>
      moved(one.arm) === count ? { ...one, outcome: 'confirmed' as const, reason } : one,
    );
    return { outcome: 'confirmed', evidence: 'one-step', reason, arms, comparisons, best };
  };
}

/** Nothing is ever updated: gradients that nobody applies, or no weight that is trained or asked for. */
function isIdle(arm: Arm, experiment: Experiment): boolean {
  if (!arm.update.applied || arm.update.variables.length === 0) return true;
  const { keras } = arm.semantics ?? experiment.semantics;
  return buildGraph(arm.model, { keras, remembers: true }).weights.every((one) => !one.trainable || !one.layerTrainable);
}

/** Keras refuses some arm with an exception, which needs no training to see. A fix it refuses too proves nothing. */
function raised(experiment: Experiment, refused: ReadonlyMap<number, string>): Pick<Verdict, 'outcome' | 'evidence' | 'reason'> {
  const asWritten = refused.get(0);
  const reason: Reason = { kind: 'keras-raises', message: asWritten ?? [...refused.values()][0] ?? '' };
  const evidence = 'keras-raises';
  if (experiment.arms.length === 1) return { outcome: 'does-not-learn', evidence, reason };
  const accepted = experiment.arms.some((_, a) => a > 0 && !refused.has(a));
  return { outcome: asWritten !== undefined && accepted ? 'confirmed' : 'not-testable', evidence, reason };
}

function countParameters(arm: Arm, experiment: Experiment): number {
  const { keras } = arm.semantics ?? experiment.semantics;
  const graph = buildGraph(arm.model, { keras, remembers: true });
  return graph.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

const empty: Curve = { step: [], loss: [], metricStep: [], metric: [] };

/** Snapshots of all runs so far and the one that is going on. */
function reporter(experiment: Experiment, runs: readonly RunResult[][], hooks: ExperimentHooks) {
  let last = hooks.now();
  return (arm: number, seed: number, step: number, steps: number, curve: () => Curve): void => {
    if (hooks.onProgress === undefined || hooks.now() - last < REPORT_MS) return;
    last = hooks.now();
    const planned = experiment.arms.map((each) => stepsOf(each, experiment));
    const perSeed = planned.reduce((sum, each) => sum + each, 0);
    const count = Math.max(experiment.seeds.count, runs[0]?.length ?? 0);
    const finished = (runs[0]?.length ?? 0) * perSeed + planned.slice(0, arm).reduce((sum, each) => sum + each, 0) + step;
    hooks.onProgress({
      done: Math.min(1, finished / Math.max(1, perSeed * count)),
      arms: experiment.arms.map((each, a) => ({
        role: each.role,
        title: each.title,
        runs: [
          ...(runs[a] ?? []).map((run) => ({ seed: run.seed, step: run.steps, steps: run.steps, curve: run.curve })),
          ...(a === arm
            ? [{ seed, step, steps, curve: curve() }]
            : a < arm
              ? [{ seed, step: planned[a] ?? 0, steps: planned[a] ?? 0, curve: empty }]
              : []),
        ],
      })),
    });
  };
}
