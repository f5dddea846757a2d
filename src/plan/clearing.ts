/** What a verdict may clear: only what was rebuilt, and only where the versions that were compared differ. */
import type { Arm, Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';
import type { TrainingRun } from '../facts/training';
import type { Finding } from '../finding/finding';
import { filesNamed } from './own/own-data';

/** A model that learns is cleared by it only where nothing was left out and no warning stands that explains why it would not. */
export function cleared(verdict: Verdict, { leftOut = [], standing = [], arms: [arm] }: Experiment): Verdict {
  const { reason } = verdict;
  if (verdict.outcome !== 'learns' || reason.kind !== 'learned') return verdict;
  const updates = fewUpdates(verdict, arm);
  if (leftOut.length + standing.length === 0 && updates === undefined) return verdict;
  return { ...verdict, outcome: 'inconclusive', reason: { ...reason, kind: 'not-cleared', leftOut, standing, updates } };
}

/** Updates of the weights below which what easy data teaches says little about any other. */
const FEW_UPDATES = 50;

function fewUpdates({ arms: [result] }: Verdict, arm: Arm | undefined): number | undefined {
  const every = Number(arm?.optimizer.config.gradient_accumulation_steps ?? 1) || 1;
  const updates = Math.floor((result?.stepsPerRun ?? FEW_UPDATES) / every);
  return updates < FEW_UPDATES ? updates : undefined;
}

/** Rules whose warning on this run is of something that may keep it from learning. */
export const standingOn = (run: TrainingRun, findings: readonly Finding[]): readonly string[] => [
  ...new Set(
    findings
      .filter(({ severity }) => severity === 'warning' || severity === 'error')
      .filter(({ experiment }) => experiment.kind === 'train' && experiment.run === run.id)
      .map(({ rule }) => rule),
  ),
];

const scaling: ReadonlySet<string> = new Set(['standardize', 'minmax', 'scale', 'log1p']);

/** Some version does something else than the program as written. Titles and roles are names only. */
export function armsDiffer({ arms: [first, ...others], data }: Experiment): boolean {
  const inputsKnown = data.own !== undefined || data.assumed?.some(({ what }) => what === 'as inputs') !== true;
  // How values that are not known are scaled tells nothing: those that are taken for them are scaled already.
  const told = (inputs: Arm['inputs']): Arm['inputs'] =>
    inputsKnown ? inputs : inputs.map((one) => ({ ...one, steps: one.steps.filter(({ kind }) => !scaling.has(kind)) }));
  const essence = ({ model, heads, optimizer, inputs, targets, fit, update, semantics }: Arm): string =>
    JSON.stringify({ model, heads, optimizer, inputs: told(inputs), targets, fit, update, semantics });
  return first === undefined || others.some((arm) => essence(arm) !== essence(first));
}

/** Why versions that differ in the text do not differ in the experiment. */
export function whyAlike(run: TrainingRun): string {
  const files = filesNamed(run);
  return files === undefined
    ? 'made-up data cannot show what the fix changes'
    : `the ranges of your columns are only in ${files}`;
}
