/** What meets at a head, in forms that were once missed: the labels' number, shape and range against units, activation and loss. */
import { describe, expect, test } from 'vitest';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { rules } from '../../src/rules/index';
import { analyze } from '../support/analyze';

async function heard(text: string): Promise<readonly string[]> {
  const { program, sources, entry } = await analyze(text);
  const { findings, problems } = lint({ program, sources, entry, rules }, noConfig);
  expect(problems).toEqual([]);
  return findings.map(({ severity, rule }) => `${severity} ${rule}`);
}

const start = `import numpy as np
import random
from tensorflow import keras
from tensorflow.keras import layers
`;

const found: readonly (readonly [name: string, finding: string, text: string])[] = [
  [
    'class numbers against ten sigmoid units with BCE, functional',
    'error label-encoding-loss-mismatch',
    `${start}(x, y), _ = keras.datasets.fashion_mnist.load_data()
inputs = keras.Input((28, 28))
model = keras.Model(inputs, layers.Dense(10, activation='sigmoid')(layers.Flatten()(inputs / 255.0)))
model.compile('adam', 'binary_crossentropy')
model.fit(x, y, epochs=5)
`,
  ],
  [
    'class numbers as a column against units with mean absolute error',
    'warning label-encoding-loss-mismatch',
    `${start}(x, y), _ = keras.datasets.cifar10.load_data()
model = keras.Sequential([keras.Input((32, 32, 3)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(10, activation='softmax')])
model.compile('adam', 'mae')
model.fit(x, y, epochs=5)
`,
  ],
  [
    'a decoder of tanh values that ends in relu',
    'warning relu-output-regression',
    `${start}x = np.tanh(np.random.normal(size=(500, 12)))
inputs = keras.Input((12,))
model = keras.Model(inputs, layers.Dense(12, activation='relu')(layers.Dense(4, activation='relu')(inputs)))
model.compile('adam', 'mae')
model.fit(x, x, epochs=30)
`,
  ],
  [
    'targets given as features too',
    'warning fit-arguments',
    `${start}features = np.random.normal(size=(500, 3))
y_train = features * 2
model = keras.Sequential([keras.Input((3,)), layers.Dense(8, activation='relu'), layers.Dense(3)])
model.compile('adam', 'mse')
model.fit(y_train, y_train, epochs=30)
`,
  ],
  [
    'one of two activations by chance, both wrong',
    'error ce-on-relu-or-tanh-output',
    `${start}x = np.random.normal(size=(500, 3))
y = keras.utils.to_categorical(np.random.randint(0, 3, size=500))
model = keras.Sequential([keras.Input((3,)), layers.Dense(8, activation='relu'), layers.Dense(3, activation=random.choice(['tanh']))])
model.compile('adam', 'categorical_crossentropy')
model.fit(x, y, epochs=30)
`,
  ],
  [
    'pixels as targets of an autoencoder with BCE by fit',
    'error bce-for-regression',
    `${start}(x, _), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784).astype('float32')
model = keras.Sequential([keras.Input((784,)), layers.Dense(32, activation='relu'), layers.Dense(784, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, x, epochs=5)
`,
  ],
  [
    'six names, five units',
    'error label-range-mismatch',
    `${start}from sklearn.preprocessing import LabelEncoder
encoder = LabelEncoder().fit(['ant', 'bee', 'cat', 'dog', 'eel', 'fox'])
model = keras.Sequential([keras.Input((3,)), layers.Dense(8, activation='relu'), layers.Dense(5, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(np.load('x.npy'), encoder.transform(open('names.txt').read().split()), epochs=30)
`,
  ],
  [
    'names looked up in a dictionary, in a loop',
    'error label-range-mismatch',
    `${start}numbers = {'low': 0, 'middle': 1, 'high': 2, 'top': 3}
labels = []
for line in open('labels.txt'):
    labels.append(numbers[line.strip()])
model = keras.Sequential([keras.Input((3,)), layers.Dense(8, activation='relu'), layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(np.load('x.npy'), np.array(labels), epochs=30)
`,
  ],
  [
    'a table of pictures read with the default class_mode for one unit',
    'error output-units-vs-classes',
    `${start}import pandas as pd
reader = keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
data = reader.flow_from_dataframe(pd.read_csv('files.csv'), x_col='file', y_col='kind', target_size=(64, 64))
model = keras.Sequential([keras.Input((64, 64, 3)), layers.Conv2D(8, 3, activation='relu'), layers.Flatten(), layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(data, epochs=5)
`,
  ],
  [
    'counts beyond 1 behind softmax, with the Poisson loss',
    'error softmax-output-regression',
    `${start}x = np.random.normal(size=(500, 3))
y = np.random.normal(size=(500, 3)) * 50
model = keras.Sequential([keras.Input((3,)), layers.Dense(8, activation='relu'), layers.Dense(3, activation='softmax')])
model.compile('adam', 'poisson')
model.fit(x, y, epochs=30)
`,
  ],
  [
    'a functional model frozen as a whole',
    'error all-layers-frozen',
    `${start}x = np.random.normal(size=(500, 3))
y = x.sum(axis=1)
inputs = keras.Input((3,))
model = keras.Model(inputs, layers.Dense(1)(layers.Dense(8, activation='relu')(inputs)))
model.trainable = False
model.compile('adam', 'mse')
model.fit(x, y, epochs=30)
`,
  ],
  [
    'recall watched that nobody computes',
    'warning callback-monitor-mismatch',
    `${start}model = keras.Sequential([keras.Input((3,)), layers.Dense(8, activation='relu'), layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
model.fit(np.load('x.npy'), np.load('y.npy'), epochs=30, validation_split=0.1, callbacks=[keras.callbacks.EarlyStopping(monitor='val_recall')])
`,
  ],
  [
    'a rate that falls when accuracy rises',
    'warning callback-monitor-mismatch',
    `${start}model = keras.Sequential([keras.Input((3,)), layers.Dense(8, activation='relu'), layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
slower = keras.callbacks.ReduceLROnPlateau(monitor='accuracy', mode='min')
model.fit(np.load('x.npy'), np.load('y.npy'), epochs=30, callbacks=[slower])
`,
  ],
  [
    'three steps an epoch of a large data set',
    'warning few-epochs',
    `${start}(x, y), _ = keras.datasets.cifar10.load_data()
model = keras.Sequential([keras.Input((32, 32, 3)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(10, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, batch_size=32, epochs=4, steps_per_epoch=3)
`,
  ],
];

describe('found', () => {
  test.each(found)('%s: %s', async (_, finding, text) => expect(await heard(text)).toContain(finding));
});

const quiet: readonly (readonly [name: string, rule: string, text: string])[] = [
  [
    'several yes-or-no labels against as many sigmoid units',
    'label-encoding-loss-mismatch',
    `${start}x = np.random.normal(size=(500, 3))
y = (x > 0).astype('float32')
model = keras.Sequential([keras.Input((3,)), layers.Dense(8, activation='relu'), layers.Dense(3, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y, epochs=30)
`,
  ],
  [
    'an autoencoder of non-negative values that ends in relu',
    'relu-output-regression',
    `${start}x = np.random.rand(500, 12)
model = keras.Sequential([keras.Input((12,)), layers.Dense(4, activation='relu'), layers.Dense(12, activation='relu')])
model.compile('adam', 'mse')
model.fit(x, x, epochs=30)
`,
  ],
  [
    'an autoencoder by name',
    'fit-arguments',
    `${start}samples = np.random.rand(500, 12)
model = keras.Sequential([keras.Input((12,)), layers.Dense(4, activation='relu'), layers.Dense(12)])
model.compile('adam', 'mse')
model.fit(samples, samples, epochs=30)
`,
  ],
  [
    'folders read with class_mode binary',
    'output-units-vs-classes',
    `${start}reader = keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
data = reader.flow_from_directory('cats_and_dogs', target_size=(64, 64), class_mode='binary')
model = keras.Sequential([keras.Input((64, 64, 3)), layers.Conv2D(8, 3, activation='relu'), layers.Flatten(), layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(data, epochs=5)
`,
  ],
  [
    'three columns of a table behind softmax: asked, not told',
    'warning mse-for-classification',
    `${start}import pandas as pd
table = pd.read_csv('shares.csv')
model = keras.Sequential([keras.Input((3,)), layers.Dense(8, activation='relu'), layers.Dense(3, activation='softmax')])
model.compile('adam', 'mse')
model.fit(table[['a', 'b', 'c']].values, table[['p', 'q', 'r']].values, epochs=30)
`,
  ],
  [
    'a metric under the name it is given',
    'callback-monitor-mismatch',
    `${start}model = keras.Sequential([keras.Input((3,)), layers.Dense(8, activation='relu'), layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy', metrics=[keras.metrics.AUC(name='auc')])
model.fit(np.load('x.npy'), np.load('y.npy'), epochs=30, validation_split=0.1, callbacks=[keras.callbacks.EarlyStopping(monitor='val_auc', mode='max')])
`,
  ],
];

describe('not found where it is meant', () => {
  test.each(quiet)('%s: no %s', async (_, rule, text) =>
    expect((await heard(text)).filter((one) => one.includes(rule))).toEqual([]),
  );
});
