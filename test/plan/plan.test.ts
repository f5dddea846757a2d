import { expect, test } from 'vitest';
import { planBaseline } from '../../src/plan/plan';
import { experimentOf, plan, read, textOf } from './support/plan';

const classifier = (loss: string, scale = ''): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(100, 10)${scale}
y = np.random.randint(0, 2, (100, 1))
model = keras.Sequential([
    keras.layers.Dense(10, activation="relu", input_shape=(10,), kernel_initializer="he_normal"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9), loss="${loss}")
model.fit(x, y, epochs=7, batch_size=20)
`;

test('both arms are read from text: only what the fix changes differs', () => {
  const { arms } = experimentOf(plan(classifier('mse'), 'mse-for-classification'));
  const [asWritten, withFix] = arms;
  expect(arms.map(({ role }) => role)).toEqual(['asWritten', 'withFix']);
  expect(asWritten?.heads[0]?.loss).toEqual({ kind: 'keras', class: 'MeanSquaredError', config: {} });
  expect(withFix?.heads[0]?.loss).toEqual({ kind: 'keras', class: 'BinaryCrossentropy', config: {} });
  expect(withFix?.model).toEqual(asWritten?.model);
  expect(withFix?.optimizer).toEqual(asWritten?.optimizer);
});

test("the program's own model, optimizer, epochs and batch size are used, defaults left to the probe", () => {
  const [arm] = experimentOf(plan(classifier('mse'), 'mse-for-classification')).arms;
  expect(arm?.model.nodes).toEqual([
    { id: 'input', class: 'InputLayer', config: { shape: [10] }, inbound: [] },
    {
      id: 'dense',
      class: 'Dense',
      config: { units: 10, activation: 'relu', kernel_initializer: 'he_normal' },
      inbound: ['input'],
    },
    { id: 'dense_1', class: 'Dense', config: { units: 1, activation: 'sigmoid' }, inbound: ['dense'] },
  ]);
  expect(arm?.optimizer).toEqual({ class: 'SGD', config: { learning_rate: 0.05, momentum: 0.9 } });
  expect(arm?.fit).toEqual({ epochs: 7, batchSize: 20, shuffle: true });
});

test('the task has the shape, scale and labels of the program', () => {
  const { data } = experimentOf(plan(classifier('mse', ' * 500'), 'mse-for-classification'));
  expect(data.samples).toBe(100);
  expect(data.inputs).toEqual([{ kind: 'features', shape: [10], values: { kind: 'range', min: 0, max: 500 }, dtype: 'float32' }]);
  expect(data.targets).toEqual([{ kind: 'binary' }]);
});

test('a scaling fix is a step of the fixed arm on the same raw data', () => {
  const { arms, data } = experimentOf(plan(classifier('binary_crossentropy', ' * 500'), 'unscaled-tabular-input'));
  expect(data.inputs[0]).toMatchObject({ values: { kind: 'range', min: 0, max: 500 } });
  expect(arms.map(({ inputs }) => inputs[0]?.steps)).toEqual([[], [{ kind: 'standardize' }]]);
});

test('labels that depend on nothing are compared with labels that can be learned', () => {
  const { arms } = experimentOf(plan(classifier('binary_crossentropy'), 'labels-independent-of-features'));
  expect(arms.map(({ targets }) => targets[0]?.labels)).toEqual(['independent', undefined]);
});

test('a baseline has the program alone', () => {
  const [run] = read(textOf(classifier('binary_crossentropy'))).runs;
  if (!run) throw new Error('no run');
  expect(experimentOf(planBaseline(run)).arms.map(({ title }) => title)).toEqual(['Your code']);
});

test('a width that only exists at run time is taken, and said; what would change the calculation is not guessed', () => {
  const open = classifier('mse').replace('Dense(10', 'Dense(int(input())');
  const { data, arms } = experimentOf(plan(open, 'mse-for-classification'));
  expect(data.assumed).toEqual([{ what: 'units of Dense', value: 64 }]);
  expect(arms.map(({ model }) => model.nodes[1]?.config.units)).toEqual([64, 64]);
  const planned = plan(classifier('mse').replace('"relu"', 'input()'), 'mse-for-classification');
  expect(planned).toMatchObject({ kind: 'not-testable', what: 'the activation of Dense' });
});

test('the width of an output comes from its labels, the rank of an input from the layer that reads it', () => {
  const [run] = read(
    textOf(`import numpy as np
from tensorflow import keras
words = open('words.txt').read().split()
y = keras.utils.to_categorical(np.random.randint(0, 7, 100), 7)
model = keras.Sequential([keras.layers.Embedding(len(words), 8), keras.layers.LSTM(4), keras.layers.Dense(len(set(words)), activation='softmax')])
model.compile(optimizer='adam', loss='categorical_crossentropy')
model.fit(load(), y)
`),
  ).runs;
  if (!run) throw new Error('no run');
  const { data, arms } = experimentOf(planBaseline(run));
  expect(arms[0]?.model.nodes.at(-1)?.config.units).toBe(7);
  expect(data.inputs).toEqual([{ kind: 'tokens', shape: [20], vocabulary: 1000, dtype: 'int32' }]);
  expect(data.assumed).toEqual([
    { what: 'values per sample', value: 20 },
    { what: 'words in the vocabulary of Embedding', value: 1000 },
    { what: 'units of the last Dense', value: 7 },
  ]);
});

test('of a model searched over, the first choice is taken; augmentation is left out; both are said', () => {
  const [run] = read(
    textOf(`import sys
from tensorflow import keras
rate = 0.1 if len(sys.argv) > 1 else 0.2
model = keras.Sequential([keras.layers.RandomFlip('horizontal'), keras.layers.Flatten(input_shape=(8, 8, 1)), keras.layers.Dropout(rate), keras.layers.Dense(1, activation='sigmoid')])
model.compile(optimizer='adam', loss='binary_crossentropy')
model.fit(x, y)
`),
  ).runs;
  if (!run) throw new Error('no run');
  const { data, arms } = experimentOf(planBaseline(run));
  expect(arms[0]?.model.nodes.map((node) => node.class)).toEqual(['InputLayer', 'Flatten', 'Dropout', 'Dense']);
  expect(arms[0]?.model.nodes[2]?.config.rate).toBe(0.1);
  expect(data.omitted).toEqual(['RandomFlip']);
  expect(data.assumed).toContainEqual({ what: 'as rate of Dropout, one of several values in your code', value: '0.1' });
});
