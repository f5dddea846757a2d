/** The two engines against each other: the experiments of the gallery, as written and with each fix, give the same curve and the same outcome. */
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createReader } from '../../src/cli/reading';
import { makeTask } from '../../src/experiment/data';
import type { Arm, Experiment } from '../../src/experiment/experiment';
import type { Computed, RunResult } from '../../src/experiment/verdict';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { fixedPrograms } from '../../src/plan/fixes';
import { planFinding } from '../../src/plan/plan';
import { KerasRaises } from '../../src/probe/failure';
import { runArm } from '../../src/probe/run';
import type { TrainerOptions } from '../../src/probe/trainer';
import { rules } from '../../src/rules/index';
import { galleryFolder } from '../../tools/gallery/files';
import { testParser } from '../support/parser';
import { engine } from './support/engine';

const root = resolve(import.meta.dirname, '../..');
const STEPS = 50;
const TOLERANCE = 1e-3;

/** Where rounding decides: how many steps are compared, and why no more. */
const chaotic: Readonly<Record<string, { readonly steps: number; readonly reason: string }>> = {
  'ce-on-linear-output': {
    steps: 40,
    reason:
      'an output near 0 has a gradient of 1e7 on one side of the clip and none on the other, so differences of 5e-7 grow a hundredfold a step',
  },
};

/** Rules of whose arms some are computed by TensorFlow.js, by the reason. */
const withoutPlan = new Map<string, string>();
let compared = 0;

beforeAll(async () => {
  expect((await engine()).backend).toBe('wasm');
});

type Ran = { readonly run: RunResult; readonly computed: Computed } | { readonly raises: string };

function runOf(experiment: Experiment, arm: Arm, by: TrainerOptions['by']): Ran {
  let computed: Computed | undefined;
  try {
    const run = runArm(experiment, arm, makeTask(experiment.data, 1), 1, { by, onComputed: (one) => (computed = one) });
    if (run === undefined || computed === undefined) throw new Error('nothing was run');
    return { run, computed };
  } catch (error) {
    if (error instanceof KerasRaises) return { raises: error.message };
    throw error;
  }
}

/** What must be equal: everything but figures. */
const outcome = ({ steps, learned, nanStep, layers }: RunResult) => ({
  steps,
  learned,
  nanStep,
  layers: layers.map(({ dead, saturated, ...layer }) => ({
    node: layer.node,
    gradient: layer.gradientFirst === null,
    moved: layer.weightChange === null ? null : layer.weightChange > 0,
    // Of numbers only: a kernel of TensorFlow.js makes 0 of what is none.
    dead: nanStep === null ? dead?.toFixed(2) : undefined,
    saturated: nanStep === null ? saturated?.toFixed(2) : undefined,
  })),
});

async function experimentOf(rule: string): Promise<Experiment | undefined> {
  const reader = createReader(await testParser(), root);
  const { script } = await reader.read(join(root, galleryFolder, rule, 'bad.py'));
  if (!script) throw new Error(`the gallery has no program of ${rule}`);
  const { program, sources, source } = script;
  const { findings } = lint({ program, sources, entry: source.id, rules }, { ...noConfig, rules: { [rule]: 'warning' } });
  const finding = findings.find((one) => one.rule === rule);
  if (!finding) throw new Error(`${rule} does not speak of its own program`);
  const fixed = fixedPrograms(finding, sources, (changed) => reader.reread(script, changed));
  const planned = planFinding(program, finding, fixed);
  return planned.kind === 'experiment' ? planned.experiment : undefined;
}

describe('the gallery on both engines', () => {
  test.each(rules.map(({ id }) => id))('%s', async (rule) => {
    const planned = await experimentOf(rule);
    if (planned === undefined) return;
    const experiment = { ...planned, budget: { steps: STEPS } };
    for (const arm of experiment.arms) {
      const ours = runOf(experiment, arm, 'plan or tfjs');
      if ('computed' in ours && ours.computed.by === 'tfjs') {
        withoutPlan.set(rule, ours.computed.because);
        continue;
      }
      const theirs = runOf(experiment, arm, 'tfjs');
      if ('raises' in ours || 'raises' in theirs) {
        expect(ours).toEqual(theirs);
        continue;
      }
      compared += 1;
      expect(outcome(ours.run)).toEqual(outcome(theirs.run));
      const steps = chaotic[rule]?.steps ?? STEPS;
      theirs.run.curve.loss.slice(0, steps).forEach((loss, i) => {
        const own = ours.run.curve.loss[i];
        if (loss === null) expect(own).toBeNull();
        else expect(Math.abs((own ?? NaN) - loss), `step ${i + 1}`).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(loss)));
      });
    }
  });

  test('plans are made of all experiments but these', () => {
    expect(Object.fromEntries(withoutPlan)).toMatchInlineSnapshot(`
      {
        "softmax-axis": "softmax over axis 0",
      }
    `);
    expect(compared).toMatchInlineSnapshot(`157`);
  });
});
