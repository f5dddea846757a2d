/** What is learned, and how each version of a program encodes it. */
import { expect, test } from 'vitest';
import { experimentOf, plan } from './support/plan';

const classifier = (head: string, loss: string, labels = 'x[:, :5].argmax(axis=1)'): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = ${labels}
model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(${head}),
])
model.compile(optimizer="adam", loss="${loss}", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`;

const encodings = (text: string, rule: string): readonly unknown[] =>
  experimentOf(plan(text, rule)).arms.map(({ targets }) => targets[0]?.encoding);

test('a fix that leaves unknown labels alone leaves their encoding alone, whatever its loss would rather have', () => {
  const oneHot = 'keras.utils.to_categorical(x[:, :5].argmax(axis=1))';
  expect(encodings(classifier('5, activation="softmax"', 'binary_crossentropy', oneHot), 'softmax-with-binary-ce')).toEqual([
    'one-hot',
    'one-hot',
    'one-hot',
  ]);
  expect(
    encodings(classifier('3, activation="sigmoid"', 'categorical_crossentropy', oneHot), 'sigmoid-with-categorical-ce'),
  ).toEqual(['one-hot', 'one-hot', 'one-hot']);
});

test('labels that are known say themselves what they are, in each version', () => {
  const ids = 'np.random.randint(1, 4, size=300)';
  const { arms } = experimentOf(
    plan(classifier('3, activation="softmax"', 'sparse_categorical_crossentropy', ids), 'label-range-mismatch'),
  );
  expect(arms.map(({ targets }) => targets[0])).toEqual(
    Array.from({ length: 2 }, () => ({ encoding: 'index', first: 1, layout: 'vector', steps: [] })),
  );
});

test('what a fix does to a quantity is a step of its arm, from the values that both share', () => {
  const text = classifier('1', 'mse', 'np.random.uniform(5000, 6000, size=(300, 1))').replace(', metrics=["accuracy"]', '');
  const { arms, data, judging } = experimentOf(plan(text, 'unscaled-regression-target'));
  expect(data.targets).toEqual([{ kind: 'regression', shape: [1], values: { kind: 'range', min: 5000, max: 6000 } }]);
  expect(arms.map(({ targets }) => targets[0]?.steps)).toEqual([[], [{ kind: 'standardize' }]]);
  expect(judging.metric).toBe('r2');
});

test('class numbers that a single unit answers with a number are judged as numbers', () => {
  const ids = 'np.random.randint(0, 5, size=(300, 1)).astype("float32")';
  const { judging, data } = experimentOf(plan(classifier('1', 'mean_absolute_percentage_error', ids), 'loss-domain'));
  expect(data.targets).toEqual([{ kind: 'classes', classes: 5 }]);
  expect(judging.metric).toBe('r2');
});

test('labels of which nothing is known are one for every place of a picture, as the output has them', () => {
  const { data, arms } = experimentOf(
    plan(
      `from tensorflow import keras

i = keras.Input((32, 32, 1))
c = keras.layers.Conv2D(8, 3, activation="relu", padding="same")(i)
model = keras.Model(i, keras.layers.Conv2D(1, 1, activation="relu")(c))
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=3)
`,
      'ce-on-relu-or-tanh-output',
    ),
  );
  expect(data.targets).toEqual([{ kind: 'binary', shape: [32, 32] }]);
  expect(arms[0]?.targets).toMatchObject([{ encoding: 'index', layout: 'column' }]);
});

test('labels are one a position where the output has positions, unless they are known to be one a sample', () => {
  const labelled = (labels: string): string => `import numpy as np
from tensorflow import keras

x = np.random.normal(size=(100, 20, 5))
model = keras.Sequential([
    keras.layers.LSTM(8, return_sequences=True, input_shape=(20, 5)),
    keras.layers.Dense(3, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, ${labels})
`;
  const read = (labels: string) => experimentOf(plan(labelled(labels), 'sigmoid-with-categorical-ce'));
  expect(read('load()').data.targets).toEqual([{ kind: 'classes', classes: 3, shape: [20] }]);
  expect(read('np.random.randint(0, 3, size=(100, 20))').data.targets).toEqual([{ kind: 'classes', classes: 3, shape: [20] }]);
  const { data, arms } = read('np.random.randint(0, 3, size=(100, 20, 1))');
  expect(data.targets).toEqual([{ kind: 'classes', classes: 3, shape: [20] }]);
  expect(arms[0]?.targets[0]?.layout).toBe('column');
  expect(experimentOf(plan(labelled('np.random.randint(0, 3, size=100)'), 'return-sequences')).data.targets).toEqual([
    { kind: 'classes', classes: 3 },
  ]);
});
