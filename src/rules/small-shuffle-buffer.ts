import type { PipelineStep } from '../facts/data';
import { replaceLiteral, replaceText } from '../edits/edits';
import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { pipeline } from './support/examples';
import { fixOf } from './support/fixes';
import { isNeutral, isSortedByClass, isWritten, pipelineOf, samplesOf, stepPlace, stepText } from './support/pipelines';

const data = `x = np.random.rand(300, 8).astype("float32")
y = np.repeat([0, 1, 2], 100)
x[:, 0] += y`;

export default defineRule({
  id: 'small-shuffle-buffer',
  group: 'data',
  severity: 'information',
  evidence: {
    measured: 'not-measured',
    exception: 'warning where the samples are known to be sorted by class; their batches then are nearly so',
  },
  symptoms: ['saw-tooth', 'chance-accuracy'],
  messages: {
    sorted:
      'A shuffle buffer of {buffer} reaches over {buffer} of {samples} samples, and they are sorted by class. A batch still holds mostly one class, and the model is pulled to whichever came last.',
    one: 'A shuffle buffer of 1 holds one sample, so shuffle changes nothing. The samples stay in the order in which they were loaded.',
    cached: 'cache comes after shuffle, so the first shuffled order is kept. Every epoch sees the samples in that same order.',
  },
  docs: {
    summary: 'A dataset is shuffled with a buffer too small to mix sorted samples, or its shuffled order is cached.',
    why: `shuffle(n) draws from a window of n elements that slides over the data. If the data is sorted and the window is small, the first batches can hold the
first class only. cache() after shuffle() stores the result of the first pass, so there is no new order in the next epoch.`,
    bad: pipeline({
      data,
      dataset: `train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(30).batch(32)
#                                                          ^^ small-shuffle-buffer`,
    }),
    good: pipeline({ data, dataset: 'train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x)).batch(32)' }),
    limits:
      'Speaks of a small buffer only where the samples are known to be sorted by class and the buffer holds less than half of them (warning), or where it holds one. Data in another order, and files whose names are shuffled before, are left alone.',
    fixSafety: 'Safe: it changes how samples are mixed and nothing else; a large buffer takes memory.',
    probe:
      'Trains on samples sorted by class with a buffer of the same share of them, and with the fix. The loss saw-tooths within epochs.',
    references: [
      'https://www.tensorflow.org/api_docs/python/tf/data/Dataset#shuffle',
      'https://www.tensorflow.org/guide/data_performance',
    ],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const run of context.program.runs) {
      if (!trains(run) || isAny(run, 'timeSeries', 'reinforcement', 'adversarial')) continue;
      const chain = pipelineOf(run);
      for (const [i, shuffle] of chain.entries()) {
        if (shuffle.method !== 'shuffle' || !isWritten(shuffle) || seen.has(shuffle.call.place.start)) continue;
        const batched = chain.slice(0, i).some(({ method }) => method.includes('batch'));
        if (batched || chain.filter(({ method }) => method === 'shuffle' || method === 'interleave').length > 1) continue;
        const [argument] = shuffle.call.arguments;
        const buffer = valueOf(shuffle.amount);
        const samples = samplesOf(run.inputs[0]);
        const shared = { experiment: { kind: 'train', run: run.id } } as const;
        const cache = chain.slice(i + 1).find((step) => step.method === 'cache' && isWritten(step));
        if (
          argument &&
          buffer !== undefined &&
          samples !== undefined &&
          samples > 1 &&
          isSortedByClass(run) &&
          buffer < samples / 2
        )
          report({
            message: 'sorted',
            severity: 'warning',
            at: argument.value,
            data: { buffer, samples },
            fixes: [widened(shuffle, samples)],
            ...shared,
          });
        else if (argument && buffer === 1)
          report({
            message: 'one',
            at: argument.value,
            fixes: samples === undefined ? [] : [widened(shuffle, samples)],
            ...shared,
          });
        else if (cache) {
          const between = chain.slice(i + 1, chain.indexOf(cache));
          report({
            message: 'cached',
            at: stepPlace(cache),
            related: [{ place: stepPlace(shuffle), message: 'shuffled here' }],
            fixes: [
              between.every(isNeutral)
                ? fixOf(
                    'Cache before shuffling',
                    'safe',
                    replaceText(stepPlace(shuffle), stepText(context, cache)),
                    replaceText(stepPlace(cache), stepText(context, shuffle)),
                  )
                : undefined,
            ],
            ...shared,
          });
        } else continue;
        seen.add(shuffle.call.place.start);
      }
    }
  },
});

const widened = ({ amount }: PipelineStep, samples: number) =>
  amount && fixOf(`Set the buffer to all ${samples} samples`, 'safe', replaceLiteral(amount, String(samples)));
