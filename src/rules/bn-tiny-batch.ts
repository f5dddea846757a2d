import { replaceLiteral } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import { defineRule } from './define';
import { fitOf, isAny } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { layersOf } from './support/graph';

const layers = `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.BatchNormalization(),
    keras.layers.Dense(3, activation="softmax"),`;

export default defineRule({
  id: 'bn-tiny-batch',
  group: 'architecture',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception:
      'With one sample the normalised values are the same for every input, by construction; the gap to predictions grows as batches shrink.',
  },
  symptoms: ['uniform', 'flat', 'saw-tooth', 'validation-at-chance'],
  messages: {
    one: 'Batches of 1 sample reach BatchNormalization. The mean of one sample is the sample itself, so its output is the same for every input in training and the layers behind it learn nothing from the data.',
    few: 'Batches of {size} samples reach BatchNormalization. Mean and variance of {size} samples are mostly chance, so what the layers behind it see in training has little to do with what they see in predictions.',
  },
  docs: {
    summary: 'BatchNormalization is trained with batches of one or two samples.',
    why: `In training the layer subtracts the mean of the batch and divides by its deviation; in predictions it uses averages of the past. With one sample the
difference to the mean is always 0. With two it is plus or minus 1 whatever the values: only which one is larger is left.`,
    bad: classification({
      layers,
      fit: `model.fit(x, y, epochs=20, batch_size=1)
#                                     ^ bn-tiny-batch`,
    }),
    good: classification({ layers, fit: 'model.fit(x, y, epochs=20, batch_size=32)' }),
    limits:
      'Speaks of batch sizes written in the program and of layers that see no picture or sequence: over the positions of a picture the statistics are those of one instance, which works. Silent for frozen layers, adversarial training and small data sets.',
    fixSafety: 'Safe where the number is used for this call only; an epoch then makes fewer steps.',
    probe: 'Trains both versions and compares the metric of predictions with chance.',
    references: ['https://keras.io/api/layers/normalization_layers/batch_normalization/', 'https://arxiv.org/abs/1502.03167'],
  },
  check({ program }, report) {
    for (const run of program.runs) {
      const { inputs } = run;
      const loop = fitOf(run);
      if (!loop || isAny(run, 'adversarial')) continue;
      const size = loop.batchSize.kind === 'known' && loop.batchSize.from === 'source' ? loop.batchSize.value : undefined;
      if (loop.batchSize.kind !== 'known' || (size !== 1 && size !== 2)) continue;
      if (inputs.some((flow) => (valueOf(flow.shape)?.[0] ?? Infinity) <= 16)) continue;
      const node = layersOf(run.model).find(
        ({ layer, shape }) =>
          layer.type === 'BatchNormalization' &&
          always(layer.trainable, (trainable) => trainable) &&
          always(shape, (dims) => dims.length === 1),
      );
      if (!node) continue;
      report({
        ...(size === 1 ? { message: 'one' } : { message: 'few', data: { size } }),
        at: loop.batchSize.places.at(-1) ?? loop.batchSize.places[0],
        related: [{ place: node.layer.call.place, message: 'normalises over the batch' }],
        fixes: [fixOf('Set batch_size to 32 (the default)', 'safe', replaceLiteral(loop.batchSize, '32'))],
        experiment: { kind: 'train', run: run.id, keeps: ['batch'] },
      });
    }
  },
});
