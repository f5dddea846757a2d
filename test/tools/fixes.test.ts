/** Every fix keeps its promises over all pairings of head, loss, labels and optimizer, whether they make sense or not. */
import { expect, test } from 'vitest';
import { judgedProgram, judgeFixes, type Violation } from '../../tools/fixes/judge';
import { testParser } from '../support/parser';

const activations = ['', ', activation="sigmoid"', ', activation="softmax"', ', activation="relu"', ', activation="tanh"'];
const losses = [
  '"mse"',
  '"mae"',
  '"binary_crossentropy"',
  '"categorical_crossentropy"',
  '"sparse_categorical_crossentropy"',
  'keras.losses.BinaryCrossentropy(from_logits=True)',
  'keras.losses.SparseCategoricalCrossentropy(from_logits=True)',
  'keras.losses.CategoricalCrossentropy()',
];
const labels = [
  '(x.sum(axis=1) > 4).astype("int32")',
  'x[:, :3].argmax(axis=1)',
  'keras.utils.to_categorical(x[:, :3].argmax(axis=1))',
  'x.sum(axis=1) * 100',
  'np.where(x[:, 0] > 0.5, 1, -1)',
  'np.load("y.npy")',
];
const optimizers = ['"adam"', 'keras.optimizers.SGD(1e-6)', 'keras.optimizers.RMSprop(learning_rate=0.5)'];
const features = ['np.random.rand(300, 8)', 'np.random.rand(300, 8) * 1000'];

const shapes: readonly ((units: number, activation: string) => string)[] = [
  (units, activation) => `model = keras.Sequential([keras.layers.Dense(${units}${activation}, input_shape=(8,))])`,
  (units, activation) => `model = keras.Sequential()
model.add(keras.layers.Dense(16, input_dim=8))
model.add(keras.layers.Dense(16))
model.add(keras.layers.Dense(${units}${activation}))`,
  (units, activation) => `inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation="relu")(inputs)
scores = keras.layers.Dense(${units})(hidden)
outputs = ${activation === '' ? 'scores' : `keras.layers.Activation(${activation.replace(', activation=', '')})(scores)`}
model = keras.Model(inputs, outputs)`,
];

/** The whole product is tens of thousands: the parts that meet at the head are paired completely, the others in turn. */
function programs(): readonly string[] {
  const made: string[] = [];
  for (const units of [1, 2, 3]) {
    for (const activation of activations) {
      for (const loss of losses) {
        for (const y of labels) {
          const turn = made.length;
          const pick = <T>(list: readonly T[], pace: number): T => list[Math.floor(turn / pace) % list.length] as T;
          const metrics = pick(['', ', metrics=["accuracy"]'], 1);
          made.push(`import numpy as np
from tensorflow import keras

x = ${pick(features, 5)}
y = ${y}
${pick(shapes, 1)(units, activation)}
model.compile(optimizer=${pick(optimizers, 7)}, loss=${loss}${metrics})
model.fit(x, y, epochs=10)
`);
        }
      }
    }
  }
  return made;
}

test('every fix helps and brings nothing new, whatever it is paired with', async () => {
  const parser = await testParser();
  const violations: (Violation & { readonly text: string })[] = [];
  let fixes = 0;
  for (const text of programs()) {
    const program = judgedProgram('paired.py', text);
    if (!program) throw new Error('it is a script');
    const judged = judgeFixes(parser, program);
    fixes += Object.values(judged.fixes).reduce((sum, count) => sum + count, 0);
    violations.push(...judged.violations.map((violation) => ({ ...violation, text })));
  }
  expect(violations.map(({ rule, title, kind, detail, text }) => `${rule} "${title}" ${kind}: ${detail}\n${text}`)).toEqual([]);
  expect(fixes).toBeGreaterThan(500);
});
