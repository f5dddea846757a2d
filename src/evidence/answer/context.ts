/** What a training run tells of the patterns its log may show. */
import type { Contents } from '../../facts/contents';
import { valueOf } from '../../facts/fact';
import type { Head, TrainingRun } from '../../facts/training';
import { kerasName } from '../../rules/support/losses';
import type { PatternContext } from '../log/context';

export const labelContents = ({ labels }: Head): Contents | undefined => ('contents' in labels ? labels.contents : undefined);

export function contextOf(run: TrainingRun): PatternContext {
  const [head, ...others] = run.heads;
  const optimizer = valueOf(run.optimizer);
  const rate = optimizer && valueOf(optimizer.learningRate);
  const epochs = run.loop.kind === 'none' ? undefined : valueOf(run.loop.epochs);
  const shared = { rate: typeof rate === 'number' ? rate : undefined, epochs };
  if (!head || others.length > 0) return shared;
  const loss = valueOf(head.loss);
  const kind = 'labelKind' in head.labels ? valueOf(head.labels.labelKind) : undefined;
  const contents = labelContents(head);
  return {
    ...shared,
    loss: loss && kerasName(loss),
    units: valueOf(head.units),
    activation: valueOf(head.activation),
    classes: kind?.kind === 'binary' ? 2 : kind?.kind === 'continuous' ? undefined : kind?.classes,
    labels: {
      variance: contents?.variance,
      deviation: contents?.deviation,
      shares: 'shares' in head.labels ? head.labels.shares : undefined,
    },
  };
}

/** Ends of what an activation can answer. */
const bounds: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['sigmoid', [0, 1]],
  ['hard_sigmoid', [0, 1]],
  ['softmax', [0, 1]],
  ['tanh', [-1, 1]],
  ['softsign', [-1, 1]],
]);

export const boundsOf = (activation: string | undefined): readonly [number, number] | undefined =>
  activation === undefined ? undefined : bounds.get(activation);
