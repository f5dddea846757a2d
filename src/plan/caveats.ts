/** What a careful colleague would add to the figures: one caveat a result, the most particular that is true. */
import { table } from '../facts/table';
import type { ArmResult, Verdict } from '../experiment/verdict';
import { percent } from './numbers';

interface RuleCaveats {
  /** After "no difference". A clause: it follows a semicolon. */
  readonly noDifference?: string;
  /** After "this stops learning" or "the fix helps": a sentence. */
  readonly helps?: string;
  /** Whose semantics `helps` speaks of; any when left out. */
  readonly only?: Verdict['semantics']['backend'];
}

/** Of rules whose textbook cause or advice needs a word that the figures cannot say. */
const ofRule: Readonly<Record<string, RuleCaveats>> = table({
  'softmax-single-unit': {
    helps: "Your loss can still fall, because Keras on TensorFlow computes it from the logits, so don't trust it here.",
    only: 'keras-tensorflow',
  },
  'mse-for-classification': { noDifference: 'cross-entropy is still the usual choice' },
  'unscaled-tabular-input': { noDifference: 'features of very different sizes, or plain SGD, may still need scaling' },
  'no-hidden-layer': { noDifference: 'it matters as soon as no straight line separates your data' },
  'missing-hidden-activation': { noDifference: 'it matters as soon as no straight line separates your data' },
  'lr-too-high': { noDifference: 'a deeper model or noisier data may still need a smaller one' },
});

const fallen = (arm: ArmResult | undefined): number | undefined => {
  const { initialLoss = null, finalLoss = null } = arm?.median ?? {};
  return initialLoss === null || finalLoss === null || initialLoss <= 0 || finalLoss < 0 ? undefined : finalLoss / initialLoss;
};

/** A sentence for a confirmed defect. That the loss fell all the same is measured, so it is said wherever it happened. */
export function caveatOfDefect(verdict: Verdict, rule: string | undefined): string {
  const { helps, only } = (rule === undefined ? undefined : ofRule[rule]) ?? {};
  if (helps !== undefined && (only === undefined || only === verdict.semantics.backend)) return helps;
  const ratio = fallen(verdict.arms[0]);
  const stuck = verdict.reason.kind === 'stuck-at-chance';
  if (stuck && ratio !== undefined && ratio < 0.5)
    return `Your loss can still fall (here to ${percent(ratio)} of its start), so don't trust it here.`;
  return verdict.data.kind === 'own'
    ? 'These are rows of your own data; more of it, or a longer training, may change the figures.'
    : 'Real data is harder than made-up data, so the fix may not be all it needs.';
}

/** A clause for a defect that made no difference. */
export const caveatOfNoDifference = (rule: string | undefined): string =>
  (rule === undefined ? undefined : ofRule[rule]?.noDifference) ?? 'on harder data it may still matter';
