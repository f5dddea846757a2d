import { expect, test } from 'vitest';
import { readRuns } from '../support/facts';

const imports = 'import numpy as np\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n';

test('a tuner builds with hyperparameters: choices are alternatives, ranges are not known, the rest is', async () => {
  const [run] = await readRuns(`${imports}
import keras_tuner as kt

def build(hp):
    model = keras.Sequential([layers.Dense(hp.Int('units', 8, 64), activation='relu'), layers.Dense(10, activation='softmax')])
    model.compile(optimizer=hp.Choice('optimizer', ['adam', 'sgd']), loss='sparse_categorical_crossentropy')
    return model

tuner = kt.RandomSearch(build, objective='val_loss')
tuner.search(np.random.rand(10, 4), np.random.randint(0, 10, 10), epochs=2)
`);
  expect(run).toEqual({
    loop: 'fit',
    layers: ['Dense relu [null]', 'Dense softmax [10]'],
    heads: [[10, 'softmax', 'sparse_categorical_crossentropy']],
    optimizer: ['Adam 0.001', 'SGD 0.01'],
  });
});

test('a search over a wrapped model trains with what it tries', async () => {
  const [run] = await readRuns(`${imports}
from tensorflow.keras.wrappers.scikit_learn import KerasClassifier
from sklearn.model_selection import GridSearchCV

def build(drop=0.5, optimizer='adam'):
    model = keras.Sequential([layers.Dense(4, input_dim=2), layers.Dropout(drop), layers.Dense(1, activation='sigmoid')])
    model.compile(optimizer=optimizer, loss='binary_crossentropy')
    return model

search = GridSearchCV(KerasClassifier(build_fn=build, verbose=0), {'optimizer': ['rmsprop', 'adam'], 'batch_size': [10, 20]})
search.fit(np.random.rand(20, 2), np.random.randint(0, 2, 20))
`);
  expect(run?.heads).toEqual([[1, 'sigmoid', 'binary_crossentropy']]);
  expect(run?.optimizer).toEqual(['RMSprop 0.001', 'Adam 0.001']);
});

test.each([
  ['base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(64, 64, 3))', 'VGG16 [2,2,512]'],
  ["base = keras.applications.ResNet50(include_top=False, pooling='avg', input_shape=(224, 224, 3))", 'ResNet50 [2048]'],
  ['base = keras.applications.InceptionV3(include_top=False, input_shape=(299, 299, 3))', 'InceptionV3 [8,8,2048]'],
  // 150 is no multiple of 32: the size depends on how each architecture pads.
  ['base = keras.applications.Xception(include_top=False, input_shape=(150, 150, 3))', 'Xception [null,null,2048]'],
])('a backbone is one opaque layer with a known output: %s', async (line, expected) => {
  const runs = await readRuns(`${imports}
${line}
base.trainable = False
model = keras.Sequential([base, layers.Flatten(), layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
`);
  const [name, shape] = expected.split(' ');
  expect(name).toBeDefined();
  expect(runs[0]?.layers[0]).toBe(`Functional ? ${shape ?? ''} frozen`);
  expect(runs[0]?.heads).toEqual([[1, 'sigmoid', 'binary_crossentropy']]);
});

test('freezing some layers of a backbone leaves open which; freezing all of them does not', async () => {
  const program = (loop: string): string => `${imports}
base = keras.applications.MobileNetV2(include_top=False, input_shape=(96, 96, 3), pooling='avg')
${loop}
    layer.trainable = False
model = keras.Sequential([base, layers.Dense(1)])
model.compile('adam', 'mse')
`;
  const [some] = await readRuns(program('for layer in base.layers[:-4]:'));
  const [all] = await readRuns(program('for layer in base.layers:'));
  expect(some?.layers[0]).toBe('Functional ? [1280]');
  expect(all?.layers[0]).toBe('Functional ? [1280] frozen');
});

test('a model out of a file is trained with a head that is outside', async () => {
  const [run] = await readRuns(`${imports}
model = keras.models.load_model('model.h5')
model.compile('adam', 'mse')
model.fit(np.random.rand(10, 4), np.random.rand(10))
`);
  expect(run?.heads).toEqual([['unknown outside', 'unknown outside', 'mean_squared_error']]);
  expect(run?.optimizer).toBe('Adam 0.001');
});
