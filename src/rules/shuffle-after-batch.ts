import { replaceText } from '../edits/edits';
import type { PipelineStep } from '../facts/data';
import { valueOf } from '../facts/fact';
import { defineRule, type RuleContext } from './define';
import { isAny, trains } from './guards';
import { pipeline } from './support/examples';
import { fixOf } from './support/fixes';
import { isRecurrent } from './support/graph';
import { isNeutral, isSortedByClass, isWritten, pipelineOf, samplesOf, stepPlace, stepText } from './support/pipelines';

const batching: ReadonlySet<string> = new Set(['batch', 'padded_batch', 'ragged_batch']);

export default defineRule({
  id: 'shuffle-after-batch',
  group: 'data',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'warning where the samples are known to be in an order; their batches then certainly are too',
  },
  symptoms: ['saw-tooth'],
  messages: {
    sorted:
      'shuffle comes after batch, so it mixes whole batches, and the samples are sorted by class. Every batch holds one class in every epoch, and the model is pulled to whichever came last.',
    late: 'shuffle comes after batch, so it mixes whole batches and never the samples in them. Neighbours in the file share a batch in every epoch, and their gradients pull the same way.',
  },
  docs: {
    summary: 'A dataset is shuffled after it was batched, so only whole batches change places.',
    why: `shuffle(n) mixes elements, and after batch(32) an element is a batch. Samples that lie side by side in the source stay in the same batch for the whole
training. Where neighbours resemble each other (sorted by class, frames of one film) every batch is one-sided.`,
    bad: pipeline({
      data: `x = np.random.rand(300, 8).astype("float32")
y = np.repeat([0, 1, 2], 100)
x[:, 0] += y`,
      dataset: `train = tf.data.Dataset.from_tensor_slices((x, y)).batch(30).shuffle(10)
#                                                            ^^^^^^^^^^^ shuffle-after-batch`,
    }),
    good: pipeline({
      data: `x = np.random.rand(300, 8).astype("float32")
y = np.repeat([0, 1, 2], 100)
x[:, 0] += y`,
      dataset: 'train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(300).batch(30)',
    }),
    limits:
      'Silent where the samples were shuffled before (by another shuffle, a random split, or the function that read the files), where they are batched again later, and for time series and recurrent models. Warning where the samples are known to come as a file holds them or sorted by class; else information, as for the datasets that ship with Keras.',
    fixSafety:
      'Safe: the two calls change places, and a buffer written as a number is multiplied by the batch size. Not offered where the dataset is mapped between the two.',
    probe:
      'Trains on samples in the order the program has them, with whole batches and with samples changing places. Measured in Keras: the loss saw-tooths within epochs.',
    references: [
      'https://www.tensorflow.org/guide/data_performance',
      'https://www.tensorflow.org/api_docs/python/tf/data/Dataset#shuffle',
    ],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const run of context.program.runs) {
      if (!trains(run) || isAny(run, 'timeSeries', 'reinforcement', 'adversarial') || run.model.nodes.some(isRecurrent)) continue;
      const chain = pipelineOf(run);
      const at = chain.findLastIndex(({ method }) => batching.has(method));
      const batch = chain[at];
      const shuffle = chain.slice(at + 1).find((step) => step.method === 'shuffle' && isWritten(step));
      if (!batch || !shuffle || chain.slice(0, at).some(({ method }) => method === 'shuffle' || method === 'interleave'))
        continue;
      if (chain.slice(at).some(({ method }) => method === 'unbatch') || valueOf(run.inputs[0]?.order) === 'shuffled') continue;
      if (seen.has(shuffle.call.place.start)) continue;
      seen.add(shuffle.call.place.start);
      const sorted = isSortedByClass(run);
      // Lists and files may have been mixed where nobody reads it.
      const ordered = run.inputs.every(
        ({ order, origins }) =>
          valueOf(order) === 'as-loaded' &&
          origins.some(({ kind }) => kind === 'file') &&
          !origins.some(({ kind }) => ownMix.has(kind)),
      );
      report({
        message: sorted ? 'sorted' : 'late',
        severity: sorted || ordered ? 'warning' : 'information',
        at: stepPlace(shuffle),
        related: [{ place: isWritten(batch) ? stepPlace(batch) : batch.call.place, message: 'the batches are made here' }],
        fixes: [swapped(context, chain, batch, shuffle, samplesOf(run.inputs[0]))],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

/** Datasets of Keras and random numbers lie in no order. */
const ownMix: ReadonlySet<string> = new Set(['dataset', 'random', 'generated']);

/** Both calls change places where nothing between them cares. */
function swapped(
  context: RuleContext,
  chain: readonly PipelineStep[],
  batch: PipelineStep,
  shuffle: PipelineStep,
  samples: number | undefined,
) {
  const between = chain.slice(chain.indexOf(batch) + 1, chain.indexOf(shuffle));
  if (!isWritten(batch) || !between.every(isNeutral) || between.some(({ method }) => method === 'cache')) return undefined;
  return fixOf(
    `Shuffle before batching: ${buffered(context, shuffle, batch, samples)}.${stepText(context, batch)}`,
    'safe',
    replaceText(stepPlace(batch), buffered(context, shuffle, batch, samples)),
    replaceText(stepPlace(shuffle), stepText(context, batch)),
  );
}

/** A buffer of so many batches is a buffer of as many samples as they hold, at most all. */
function buffered(context: RuleContext, shuffle: PipelineStep, batch: PipelineStep, samples: number | undefined): string {
  const written = stepText(context, shuffle);
  const [argument] = shuffle.call.arguments;
  const [buffer, size] = [valueOf(shuffle.amount), valueOf(batch.amount)];
  if (argument?.form?.kind !== 'integer' || buffer === undefined || size === undefined) return written;
  const start = argument.value.start - stepPlace(shuffle).start;
  const end = argument.value.end - stepPlace(shuffle).start;
  return written.slice(0, start) + String(Math.min(buffer * size, samples ?? Infinity)) + written.slice(end);
}
