import { score, type Decision, type Score } from '../experiment/metrics';
import type { Arm, Judging } from '../experiment/experiment';
import { labelValues, type PreparedPart } from '../experiment/prepare';
import type { Values } from '../experiment/data';
import { chunks, range, type Rows } from './batches';
import type { Trainer } from './trainer';

export interface HeadPredictions {
  readonly values: Float32Array;
  readonly units: number;
}

/** Predictions of one head for a whole part. */
export function predictions(trainer: Trainer, part: PreparedPart, head: number): HeadPredictions {
  const pieces: Float32Array[] = [];
  let units = 1;
  for (const { first, count } of chunks(part.count, trainer.chunk())) {
    const output = trainer.predict(part.inputs.map((values) => range(values, first, count)))[head];
    if (output === undefined) throw new Error(`head ${head} is not there`);
    units = output.shape.length > 1 ? (output.shape.at(-1) ?? 1) : 1;
    pieces.push(output.data);
  }
  const values = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    values.set(piece, offset);
    offset += piece.length;
  }
  return { values, units };
}

/** Mean loss over a part, without regularisers. */
export function partLoss(trainer: Trainer, part: PreparedPart): number {
  let sum = 0;
  for (const { first, count } of chunks(part.count, trainer.chunk())) {
    const rows = (values: Values): Rows => range(values, first, count);
    sum += trainer.evaluate({ inputs: part.inputs.map(rows), targets: part.targets.map(rows) }) * count;
  }
  return sum / part.count;
}

/** How the judged head's output becomes a class. */
export function decisionOf(arm: Arm, head: number, units: number, takesLogits: boolean): Decision {
  const spec = arm.heads[head];
  if (spec?.decision !== undefined) return spec.decision;
  const preparation = arm.targets[spec?.target ?? 0];
  if (units > 1) return { kind: 'argmax', first: preparation?.encoding === 'index' ? preparation.first : undefined };
  const [zero, one] = labelValues(preparation);
  return { kind: 'threshold', at: takesLogits ? 0 : (zero + one) / 2 };
}

/** Scores one part. */
export function scorePart(
  trainer: Trainer,
  arm: Arm,
  part: PreparedPart,
  judging: Judging,
): Score & { readonly predicted: HeadPredictions } {
  const head = judging.head ?? 0;
  const predicted = predictions(trainer, part, head);
  const target = arm.heads[head]?.target ?? 0;
  const truth = part.truths[target];
  const values = part.targets[target];
  if (truth === undefined || values === undefined) throw new Error(`target ${target} is not there`);
  const decision = decisionOf(arm, head, predicted.units, trainer.losses[head]?.takesLogits ?? false);
  return { ...score(judging.metric, predicted, truth, values.data, decision), predicted };
}
