import { argumentOf, replaceLiteral } from '../edits/edits';
import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { fitOf, isAny } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';

export default defineRule({
  id: 'batch-size-extreme',
  group: 'training',
  severity: 'information',
  evidence: {
    measured: 'confirmed',
    exception: 'measured at equal epochs; with as many steps it trains, and small datasets are full-batch by nature',
  },
  symptoms: ['slow', 'flat'],
  messages: {
    whole:
      'A batch of {batch} holds all {samples} samples, so an epoch is a single step: {epochs} epochs are {epochs} updates, where batches of 32 would make {more}.',
  },
  docs: {
    summary: 'One batch holds the whole dataset, so each epoch is a single update.',
    why: `The weights change once a batch. With the whole dataset in one batch, twenty epochs are twenty updates, which with Adam moves a weight by about twenty
learning rates. The same epochs in batches of 32 make many times as many steps.`,
    bad: classification({
      fit: `model.fit(x, y, epochs=20, batch_size=300)
#                                     ^^^ batch-size-extreme`,
    }),
    good: classification({ fit: 'model.fit(x, y, epochs=20, batch_size=32)' }),
    limits:
      'Speaks only where both numbers are known, for more than 64 samples and fewer than 500 epochs. Tiny datasets and long runs are full-batch by nature.',
    fixSafety: 'Safe where the number is used for this call only.',
    probe: 'Trains both versions for the same epochs. Measured in Keras with Adam: 59% against 100%, 5 of 5 runs.',
    references: ['https://keras.io/api/models/model_training_apis/#fit-method', 'https://doi.org/10.48550/arXiv.1609.04836'],
  },
  check({ program }, report) {
    for (const run of program.runs) {
      const loop = fitOf(run);
      if (!loop || isAny(run, 'adversarial', 'reinforcement') || loop.repeated) continue;
      const samples = valueOf(run.inputs[0]?.shape)?.[0];
      const batch = valueOf(loop.batchSize);
      const epochs = valueOf(loop.epochs);
      if (
        typeof samples !== 'number' ||
        batch === undefined ||
        epochs === undefined ||
        batch < samples ||
        samples <= 64 ||
        epochs >= 500
      )
        continue;
      const argument = argumentOf(loop.call, 'batch_size');
      if (!argument) continue;
      report({
        message: 'whole',
        at: argument.value,
        data: { batch, samples, epochs, more: epochs * Math.ceil(samples / 32) },
        fixes: [fixOf('Set batch_size to 32', 'safe', replaceLiteral(loop.batchSize, '32'))],
        experiment: { kind: 'train', run: run.id, keeps: ['batch'] },
      });
    }
  },
});
