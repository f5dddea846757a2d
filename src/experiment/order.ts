/** The order in which the samples of an epoch are handed out. */
import type { Fit } from './experiment';
import type { Random } from './random';

/** `first`: the order they are in before. Samples stay in their batches where only batches change places. */
export function epochOrder({ shuffle, batchSize }: Fit, first: Int32Array, random: Random): Int32Array {
  if (shuffle === false) return first;
  // The order before makes no difference to one that is drawn anew.
  if (shuffle === true) return random.permutation(first.length);
  if (shuffle.of === 'samples') return through(first, shuffle.buffer, random);
  const batches = Int32Array.from({ length: Math.ceil(first.length / batchSize) }, (_, i) => i);
  const order = through(batches, shuffle.buffer, random);
  return Int32Array.from([...order].flatMap((batch) => [...first.subarray(batch * batchSize, (batch + 1) * batchSize)]));
}

/** `shuffle(buffer)` of tf.data: each time one of the next `buffer` is drawn, and the one after them takes its place. */
function through(items: Int32Array, buffer: number, random: Random): Int32Array {
  const waiting = items.slice(0, Math.max(1, buffer));
  const drawn = new Int32Array(items.length);
  let left = waiting.length;
  for (let i = 0; i < items.length; i++) {
    const at = random.integer(left);
    drawn[i] = waiting[at] ?? 0;
    const next = items[i + waiting.length];
    if (next === undefined) left -= 1;
    waiting[at] = next ?? waiting[left] ?? 0;
  }
  return drawn;
}
