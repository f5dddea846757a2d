import { defineRule } from './define';
import { fitOf, isAny } from './guards';
import { triedOn } from './support/tried';

const example = (validation: string): string => `import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
x, y = rng.random((64, 16, 16, 3)), rng.integers(0, 2, 64)
x_val, y_val = rng.random((16, 16, 16, 3)), rng.integers(0, 2, 16)
x[y == 1, :8] += 0.5
x_val[y_val == 1, :8] += 0.5

augmenting = keras.preprocessing.image.ImageDataGenerator(rotation_range=20, horizontal_flip=True)
plain = keras.preprocessing.image.ImageDataGenerator()
train = augmenting.flow(x, y, batch_size=16)
valid = ${validation}.flow(x_val, y_val, batch_size=16)

model = keras.Sequential([
    keras.layers.Conv2D(8, 3, activation="relu", input_shape=(16, 16, 3)),
    keras.layers.GlobalAveragePooling2D(),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train, validation_data=valid, epochs=5)
`;

export default defineRule({
  id: 'augmented-validation',
  group: 'data',
  severity: 'information',
  evidence: { measured: 'not-measured', exception: 'Only what is measured is wrong, not the training.' },
  symptoms: ['validation-at-chance', 'frozen-accuracy'],
  messages: {
    same: 'The augmentation of the training data is applied to what the model is tried on, too. It is then tried on distorted samples, other ones every time, so the metric is lower and noisier than it should be.',
  },
  docs: {
    summary: 'Training augmentation is applied to validation or test data.',
    why: `Augmentation makes training harder on purpose. Validation should show how the model does on samples as they will come: rotated and sheared ones make the metric lower, and new
ones at every epoch make it jump. People then see a validation loss that does not fall and look for the mistake elsewhere.`,
    bad: example('augmenting').replace(
      'validation_data=valid, epochs=5)',
      `validation_data=valid, epochs=5)
#                                ^^^^^ augmented-validation`,
    ),
    good: example('plain'),
    limits:
      'Speaks where the same generator or function augments both. Silent for predict, where several distorted copies may be averaged on purpose, and for augmentation layers inside the model, which do nothing outside training.',
    fixSafety: 'There is no automatic fix: make a second generator with nothing but the rescale of the first.',
    probe: 'Not tested by training: it changes what is measured, not what is learned.',
    references: ['https://www.tensorflow.org/tutorials/images/data_augmentation'],
  },
  check(context, report) {
    const reported = new Set<string>();
    for (const run of context.program.runs) {
      if (!fitOf(run) || isAny(run, 'adversarial', 'autoencoder')) continue;
      const training = run.inputs.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'augment'));
      for (const tried of triedOn(run)) {
        if (tried.by === 'predict') continue;
        for (const flow of tried.inputs) {
          if (run.inputs.some(({ id }) => id === flow.id)) continue;
          const step = flow.steps.find(
            ({ kind, place }) =>
              kind === 'augment' && training.some((one) => one.place.source === place.source && one.place.start === place.start),
          );
          const key = `${flow.place.source}:${flow.place.start}`;
          if (!step || reported.has(key)) continue;
          reported.add(key);
          report({
            message: 'same',
            at: flow.place,
            related: [{ place: step.place, message: 'the augmentation' }],
            experiment: { kind: 'none', reason: 'it changes what is measured, not what is learned' },
          });
        }
      }
    }
  },
});
