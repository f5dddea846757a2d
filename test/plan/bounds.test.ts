import { expect, test } from 'vitest';
import { planBaseline } from '../../src/plan/plan';
import { analyze } from '../support/analyze';

const planned = async (layer: string, y = 'np.random.rand(300, 1)', loss = 'mse') => {
  const { program } = await analyze(`import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
x = np.random.rand(300, 8)
y = ${y}
model = keras.Sequential([keras.Input((8,)), ${layer}])
model.compile(optimizer="adam", loss="${loss}")
model.fit(x, y)
`);
  const [run] = program.runs;
  if (!run) throw new Error('no run');
  return planBaseline(run);
};

test.each([
  ['layers.Dense(-5), layers.Dense(1)', 'units of Dense is -5, which Keras refuses'],
  ['layers.Dense(0), layers.Dense(1)', 'units of Dense is 0, which Keras refuses'],
  [
    'layers.Reshape((4, 2)), layers.Conv1D(-2, 3), layers.Flatten(), layers.Dense(1)',
    'filters of Conv1D is -2, which Keras refuses',
  ],
])('%s is said to be the program itself', async (layer, name) => {
  expect(await planned(layer)).toEqual({ kind: 'not-testable', what: 'the model as your code has it', name });
});

test('too many classes are told, before anything is made for each of them', async () => {
  const plan = await planned(
    'layers.Dense(200000, activation="softmax")',
    'np.random.randint(0, 200000, 300)',
    'sparse_categorical_crossentropy',
  );
  expect(plan).toMatchObject({ kind: 'not-testable', what: 'so many classes' });
});

test('many classes are planned', async () => {
  const plan = await planned(
    'layers.Dense(9000, activation="softmax")',
    'np.random.randint(0, 9000, 300)',
    'sparse_categorical_crossentropy',
  );
  expect(plan).toMatchObject({ kind: 'experiment' });
});

test('a model that would not fit into memory is told', async () => {
  const plan = await planned('layers.Reshape((2, 2, 2)), layers.UpSampling2D(100000), layers.Flatten(), layers.Dense(1)');
  expect(plan).toMatchObject({ kind: 'not-testable', what: 'a model of this size' });
});
