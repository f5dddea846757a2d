/**
 * The head of a model (units, activation, loss, labels) can be wrong in ways that overlap: softmax over one unit with MSE is also MSE for
 * classification. People get one message per head: that of the first rule in this order that speaks.
 */
import type { Head } from '../facts/training';
import type { TrainingRun } from '../facts/training';
import { comparePlaces, type Place } from '../text/place';
import type { Reported } from './define';

/** Most specific first (catalogue, "How to use the severities"). */
export const headOrder: readonly string[] = [
  'categorical-ce-single-unit',
  'softmax-single-unit',
  'label-encoding-loss-mismatch',
  // Labels that are no probabilities: no output makes that loss right.
  'bce-for-regression',
  'ce-on-relu-or-tanh-output',
  'ce-on-linear-output',
  'softmax-output-regression',
  'bounded-output-regression',
  'relu-output-regression',
  'loss-domain',
  'sigmoid-with-categorical-ce',
  'softmax-with-binary-ce',
  'double-softmax',
  'tf1-softmax-then-with-logits',
  'from-logits-with-activation',
  'mse-for-classification',
  'accuracy-for-regression',
];

/** Other mistakes that two rules see, likewise. */
const otherOrder: readonly string[] = [
  // What leaves TensorFlow in a training step cannot be differentiated either.
  'numpy-in-train-step',
  'nondifferentiable-loss',
  // A model compiled anew in a loop of single epochs goes on with its weights.
  'recompile-in-loop',
  'stale-training-state',
];

const order = [...headOrder, ...otherOrder];

/** Names a mistake by where it is, for rules that may see the same one. */
export const placeCause = (kind: string, place: Place): string => `${kind} ${key(place)}`;

/** Names the pair of head and loss that a finding is about. Runs that share both (fit called twice) share the cause. */
export function headCause(run: TrainingRun, head: Head): string {
  const output = run.model.nodes[head.output];
  const loss = head.loss.kind === 'known' ? head.loss.value.place : run.compile?.place;
  return ['head', key(output?.place ?? run.model.place), loss ? key(loss) : String(run.id), head.name ?? ''].join(' ');
}

const key = (place: Place): string => `${place.source}:${place.start}-${place.end}`;

/**
 * Drops every finding whose cause a more specific rule already explains. Rules outside the order come first: they name their own cause
 * only to claim the head for themselves.
 */
export function oneFindingPerCause(reported: readonly Reported[]): readonly Reported[] {
  const rank = ({ finding }: Reported): number => order.indexOf(finding.rule);
  const best = new Map<string, Reported>();
  for (const one of reported) {
    if (one.cause === undefined) continue;
    const other = best.get(one.cause);
    const difference = other ? rank(one) - rank(other) : -1;
    if (difference < 0 || (difference === 0 && other && comparePlaces(one.finding.place, other.finding.place) < 0)) {
      best.set(one.cause, one);
    }
  }
  return reported.filter((one) => one.cause === undefined || best.get(one.cause) === one);
}
