/** Programs that were read wrongly, found by reading a random sample beside what was understood of it. */
import { expect, test } from 'vitest';
import { valueOf } from '../../src/facts/fact';
import { analyze } from '../support/analyze';
import { readRuns } from '../support/facts';

const imports = 'import numpy as np\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n';

test.each([
  ["{'batch_size': [10, 20]}", [10, 20]],
  ["{'batch_size': [1, 2, 3, 4, 5]}", 'unknown'],
  ["{'drop': [0.1]}", [64]],
])('the batch size of a search is one of those it tries: %s', async (grid, expected) => {
  const { program } = await analyze(`${imports}
from tensorflow.keras.wrappers.scikit_learn import KerasClassifier
from sklearn.model_selection import RandomizedSearchCV

def build(drop=0.5):
    model = keras.Sequential([layers.Dense(4, input_dim=2), layers.Dropout(drop), layers.Dense(1, activation='sigmoid')])
    model.compile(optimizer='adam', loss='binary_crossentropy')
    return model

search = RandomizedSearchCV(KerasClassifier(build_fn=build, batch_size=64), ${grid})
search.fit(np.random.rand(20, 2), np.random.randint(0, 2, 20))
`);
  const loop = program.runs[0]?.loop;
  const size = loop?.kind === 'fit' ? loop.batchSize : undefined;
  const found =
    size?.kind === 'oneOf' ? size.values.map(({ value }) => value) : size?.kind === 'known' ? [size.value] : size?.kind;
  expect(found).toEqual(expected);
});

test('attention called with names is part of the graph, and its output is shaped like its query', async () => {
  const [run] = await readRuns(`${imports}
inputs = keras.Input(shape=(7, 16))
x = layers.MultiHeadAttention(num_heads=2, key_dim=16)(query=inputs, value=inputs, key=inputs)
outputs = layers.Dense(3, activation='softmax')(x)
model = keras.Model(inputs, outputs)
model.compile('adam', 'sparse_categorical_crossentropy')
`);
  expect(run?.layers).toEqual(['MultiHeadAttention linear [7,16]', 'Dense softmax [7,3]']);
});

test('a layer called without a known input has no known shape', async () => {
  const [run] = await readRuns(`${imports}
outputs = layers.Dropout(0.5)(images=keras.Input(shape=(4,)))
model = keras.Model(keras.Input(shape=(4,)), outputs)
model.compile('adam', 'mse')
`);
  expect(run?.layers).toEqual(['Dropout linear ?']);
});

test.each([
  // Standard deviations 0, 1 and 10 times 0.8165; the bias of ones says nothing.
  ['[[1, 0, 0], [1, 1, 10], [1, 2, 20]]', 10],
  // Large but equally spread.
  ['[[1, 1001], [2, 1002], [3, 1003]]', 1],
  ['[[1, 5], [1, 5]]', 1],
])('the spread of written columns is of their standard deviations: %s', async (rows, ratio) => {
  const { program } = await analyze(`${imports}
model = keras.Sequential([layers.Dense(1)])
model.compile('sgd', 'mse')
model.fit(np.array(${rows}), np.array([0.5] * ${String(rows.split('],').length)}))
`);
  const flow = program.runs[0]?.inputs[0];
  expect(flow && valueOf(flow.featureSpread)).toBeCloseTo(ratio, 9);
});

test.each([
  ['', '[26,26,8]'],
  ["keras.backend.set_image_data_format('channels_last')", '[26,26,8]'],
  ["keras.backend.set_image_data_format('channels_first')", '[8,26,26]'],
  ['keras.backend.set_image_data_format(input())', '?'],
])("the image format is Keras's default unless the program sets it: %j", async (setting, shape) => {
  const [run] = await readRuns(`${imports}
${setting}
if keras.backend.image_data_format() == 'channels_first':
    shape = (1, 28, 28)
else:
    shape = (28, 28, 1)
model = keras.Sequential([layers.Conv2D(8, 3, input_shape=shape)])
model.compile('adam', 'mse')
`);
  expect(run?.layers).toEqual([`Conv2D linear ${shape}`]);
});

test('the way of a backbone to prepare images keeps their shape inside a model', async () => {
  const [run] = await readRuns(`${imports}
inputs = keras.Input(shape=(180, 180, 3))
x = keras.applications.vgg16.preprocess_input(inputs)
outputs = layers.Dense(1)(layers.Flatten()(x))
model = keras.Model(inputs, outputs)
model.compile('adam', 'mse')
`);
  expect(run?.layers[0]).toBe('Flatten linear [97200]');
});

test.each([
  ['from tensorflow.keras.wrappers.scikit_learn import KerasClassifier', 2],
  ['from keras.wrappers.scikit_learn import KerasClassifier', 2],
  ['from scikeras.wrappers import KerasClassifier', 3],
])('modules that Keras 3 no longer has mean Keras 2: %s', async (line, version) => {
  const { program } = await analyze(`${imports}${line}
model = keras.Sequential([layers.Dense(1)])
model.compile('adam', 'mse')
`);
  expect(program.runs[0]?.keras.version).toBe(version);
});

test.each([
  ['import keras', 'jax'],
  ['from tensorflow import keras', 'tensorflow'],
])('the backend is the one that the program chooses, where its Keras asks: %s', async (line, backend) => {
  const { program } = await analyze(`import os
os.environ['KERAS_BACKEND'] = 'jax'
${line}
model = keras.Sequential([keras.layers.Dense(1)])
model.compile('adam', 'mse')
`);
  expect(program.runs[0]?.keras.backend).toBe(backend);
});
