/** What the preview shows: verdicts of experiments that are trained here and now, and the states before a verdict. */
import { Worker } from 'node:worker_threads';
import type { Experiment } from '../../src/experiment/experiment';
import type { Finding } from '../../src/finding/finding';
import { openProbeRunner } from '../../src/protocol/probe-runner';
import type { PanelState } from '../../src/protocol/panel';
import { testExperiment } from '../../src/plan/run';
import { describeVerdict } from '../../src/plan/words';
import * as experiments from '../../test/webview/fixtures/experiments';
import { finding, panelState, panelTest, result, running } from '../../test/webview/fixtures/states';

const about = (rule: string, message: string): Finding => ({ ...finding, rule, message });

/** The program of the first arm at one rate after the other: as written, then fixed. */
function withRates(experiment: Experiment, ...rates: readonly number[]): Experiment {
  const [arm] = experiment.arms;
  if (arm === undefined) throw new Error('no arm');
  const arms = rates.map((rate, i) => ({
    ...arm,
    ...(i === 0 ? {} : { role: 'withFix' as const, title: `Set the learning rate to ${rate}` }),
    optimizer: { ...arm.optimizer, config: { ...arm.optimizer.config, learning_rate: rate } },
  }));
  return { ...experiment, arms };
}

export async function states(): Promise<Readonly<Record<string, PanelState>>> {
  const runner = openProbeRunner({
    spawn: () => new Worker(new URL('../../dist/worker.cjs', import.meta.url)),
    schedule: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  const trained = async (experiment: Experiment, of: Finding | null) =>
    result(await runner.start(experiment).result, experiment, {}, of);
  const shown = async (experiment: Experiment, of: Finding | null) =>
    panelState(panelTest(await trained(experiment, of), 'one', of));
  const squared = about(
    'mse-for-classification',
    'The loss is mean squared error, but the model ends in sigmoid and its labels are two classes: cross-entropy has the larger gradient where the model is wrong.',
  );
  const sigmoid = about(
    'saturating-activation',
    'Eight layers with sigmoid follow one another: each passes on at most a quarter of the gradient.',
  );
  const unscaled = about(
    'unscaled-tabular-input',
    'The features reach about 1,000 and are not scaled: the first steps are far too large.',
  );
  const slow = about(
    'lr-too-low',
    'A learning rate of 0.00001 moves each weight by next to nothing: in 20 epochs the loss hardly changes.',
  );
  const followed = async (experiment: Experiment, of: Finding | null) => {
    const tested = await testExperiment(experiment, (one) => runner.start(one).result);
    const words = describeVerdict(tested.verdict, of ?? undefined, tested.experiment);
    return panelState(panelTest({ ...result(tested.verdict, tested.experiment, {}, of), words }, 'one', of));
  };
  const confirmed = await trained(experiments.oneUnitSoftmax, finding);
  const made = {
    confirmed: panelState(panelTest(confirmed)),
    difference: await shown(experiments.squaredErrorForClasses, squared),
    vanishing: await shown(experiments.vanishingGradient, sigmoid),
    nan: await shown(experiments.unscaledFeatures, unscaled),
    baseline: panelState(
      panelTest(
        { ...(await trained(experiments.baseline, null)), offers: { moreRuns: 10, values: [], exports: ['json'] } },
        'one',
        null,
      ),
    ),
    remedies: await followed(withRates(experiments.baseline, 1e-6), null),
    sweep: await followed({ ...withRates(experiments.baseline, 1e-5, 0.001), sweep: 'learning_rate' }, slow),
    running: panelState(panelTest(running())),
    several: panelState(
      panelTest({ ...confirmed, outdated: true }, 'one'),
      panelTest({ kind: 'failed', sentence: 'The worker ended before a result.' }, 'two', unscaled),
      panelTest({ kind: 'waiting' }, 'three', squared),
    ),
  };
  runner.dispose();
  return made;
}
