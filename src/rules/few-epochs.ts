import { argumentOf, replaceLiteral } from '../edits/edits';
import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { fitOf, isAny } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';

export default defineRule({
  id: 'few-epochs',
  group: 'training',
  severity: 'hint',
  evidence: { measured: 'confirmed', exception: 'demonstrations and tests mean it' },
  symptoms: ['slow', 'flat'],
  messages: {
    cut: '{epochs} of {perEpoch} steps are {steps} updates in all, on {seen} of {samples} samples at most. steps_per_epoch={perEpoch} ends each epoch there, long before the data do.',
    short:
      '{epochs} with {samples} samples are {steps} updates in all. A model that starts from random weights usually needs hundreds before its loss tells anything.',
  },
  docs: {
    summary: 'Training stops after so few updates that the loss cannot tell anything yet.',
    why: `The weights change once a batch. A hundred samples in batches of 32 for two epochs make eight updates: with a learning rate of 0.001 Adam has moved each
weight by less than 0.01. The loss looks flat because training has hardly begun.`,
    bad: classification({
      fit: `model.fit(x, y, epochs=2)
#                      ^ few-epochs`,
    }),
    good: classification({}),
    limits:
      'A hint. Speaks only where samples, batch size and epochs are known and make fewer than 50 updates in at most 5 epochs; a warning where steps_per_epoch cuts the epochs that short. Silent in loops, for fine-tuning and reinforcement learning.',
    fixSafety: 'Unsafe: it makes training longer.',
    probe: 'Trains both versions. Measured in Keras: 2 epochs 66% against 100%, 5 of 5 runs.',
    references: ['https://keras.io/api/models/model_training_apis/#fit-method'],
  },
  check({ program }, report) {
    for (const run of program.runs) {
      const loop = fitOf(run);
      if (!loop || loop.repeated || isAny(run, 'transfer', 'reinforcement', 'adversarial') || run.model.loadedWeights) continue;
      const samples = valueOf(run.inputs[0]?.shape)?.[0];
      const batch = valueOf(loop.batchSize);
      const epochs = valueOf(loop.epochs);
      if (typeof samples !== 'number' || batch === undefined || epochs === undefined || epochs > 5 || epochs < 1) continue;
      const whole = Math.ceil(samples / batch);
      const given = loop.arguments.steps_per_epoch;
      if (given?.kind === 'unknown' || given?.kind === 'oneOf') continue;
      const limit = valueOf(given);
      const perEpoch = typeof limit === 'number' && limit > 0 ? Math.min(limit, whole) : whole;
      const steps = epochs * perEpoch;
      if (steps >= 50) continue;
      const cutAt = perEpoch < whole ? argumentOf(loop.call, 'steps_per_epoch')?.value : undefined;
      if (cutAt) {
        report({
          message: 'cut',
          at: cutAt,
          severity: 'warning',
          data: {
            epochs: epochs === 1 ? '1 epoch' : `${epochs} epochs`,
            perEpoch,
            steps,
            seen: Math.min(samples, steps * batch),
            samples,
          },
          experiment: { kind: 'train', run: run.id, keeps: ['steps'] },
        });
        continue;
      }
      report({
        message: 'short',
        at: argumentOf(loop.call, 'epochs')?.value ?? loop.call.place,
        data: { epochs: epochs === 1 ? '1 epoch' : `${epochs} epochs`, samples, steps },
        fixes: [fixOf('Set epochs to 20', 'unsafe', replaceLiteral(loop.epochs, '20'))],
        experiment: { kind: 'train', run: run.id, keeps: ['steps'] },
      });
    }
  },
});
