import { defineRule } from './define';
import { isAny } from './guards';
import { classification } from './support/examples';

const stages = (again: string, mark: string): Parameters<typeof classification>[0] => ({
  compile: `model.layers[0].trainable = False
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=5)
model.layers[0].trainable = True
${mark}${again}`,
});

export default defineRule({
  id: 'trainable-after-compile',
  group: 'training',
  severity: 'warning',
  evidence: { measured: 'not-measured', exception: 'measured in Keras itself: the weights named move by exactly 0.0' },
  symptoms: ['slow'],
  messages: {
    thawed:
      '`trainable` of {name} is set to True, but {model} is not compiled again. Keras goes on with the training step it made before, in which these weights are frozen: they do not move.',
    frozen:
      '`trainable` of {name} is set to False, but {model} is not compiled again. Keras goes on with the training step it made before, which still trains these weights.',
  },
  docs: {
    summary: 'Layers are frozen or unfrozen between two trainings, without compiling the model again.',
    why: `Keras makes the step of training once: the first time that a compiled model trains (Keras 3) or for the flags at compile (Keras 2). A flag that is set later
changes nothing until compile is called again: a backbone that is unfrozen for fine-tuning stays as it was, and the second stage only goes on with the head. Nothing
is raised and nothing is printed.`,
    bad: classification(stages('', '#                           ^^^^ trainable-after-compile\n')),
    good: classification(
      stages('model.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy")', ''),
    ),
    limits:
      'Speaks where model, flag and the last compile are known, for Keras on TensorFlow and not run_eagerly. Of freezing too late only for fit, not for train_on_batch, which takes turns in adversarial training. A GAN whose discriminator is frozen right after its compile is told by all-layers-frozen.',
    fixSafety: 'There is no automatic fix: compile resets the optimizer, and fine-tuning wants a smaller learning rate.',
    probe:
      'Not tested: the experiment trains one stage. Measured in Keras 3.15 and 2.15: weights unfrozen without compile moved by 0.0 in two epochs.',
    references: ['https://keras.io/guides/transfer_learning/', 'https://keras.io/api/models/model_training_apis/'],
  },
  check({ program }, report) {
    const seen = new Set<string>();
    for (const run of program.runs) {
      if (run.loop.kind !== 'fit') continue;
      for (const { name, to, place } of run.model.lateFlags ?? []) {
        const key = `${place.source}:${place.start}`;
        const alternates = run.loop.method === 'train_on_batch' || run.loop.repeated;
        const meant = to
          ? alternates && isAny(run, 'adversarial')
          : alternates || isAny(run, 'adversarial') || run.keras.version === 2;
        if (seen.has(key) || meant) continue;
        seen.add(key);
        report({
          message: to ? 'thawed' : 'frozen',
          at: place,
          data: { name: `\`${name}\``, model: `\`${run.model.name}\`` },
          related: [
            { place: run.loop.call.place, message: 'trains as compiled before' },
            ...(run.compile ? [{ place: run.compile.place, message: 'compiled here' }] : []),
          ],
          experiment: { kind: 'none', reason: 'the experiment trains one stage' },
        });
      }
    }
  },
});
