import type { PipelineStep } from '../../facts/data';
import { known, unknown, type Fact } from '../../facts/fact';

/** The step that made batches, if elements are batches now; its amount where it is known. */
export function batchedBy(pipeline: readonly PipelineStep[]): { readonly amount: Fact<number> } | undefined {
  const last = pipeline.findLast(({ method }) => batching.has(method) || method === 'unbatch');
  if (!last || last.method === 'unbatch') return undefined;
  return { amount: last.amount ?? unknown('dynamic', last.call.place, 'the size of a batch') };
}

const batching = new Set(['batch', 'padded_batch', 'ragged_batch', 'rebatch', 'bucket_by_sequence_length']);

/** A batching step that a library function takes itself: `image_dataset_from_directory(batch_size=32)`. */
export const ownBatch = (call: PipelineStep['call'], size: number | undefined): PipelineStep => ({
  method: 'batch',
  call,
  amount: size === undefined ? unknown('dynamic', call.place, 'the size of a batch') : known(size, call.place, 'library'),
});
