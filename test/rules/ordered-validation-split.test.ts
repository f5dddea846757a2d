import rule from '../../src/rules/ordered-validation-split';
import { ruleTest } from './support/rule-test';

const model = `
import numpy as np
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(3, 'softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`;

ruleTest(rule, {
  flags: {
    'one folder after the other': `
import os
import cv2
import numpy as np
from tensorflow import keras
images, labels = [], []
for label, folder in enumerate(['cats', 'dogs']):
    for name in os.listdir(folder):
        images.append(cv2.resize(cv2.imread(os.path.join(folder, name)), (64, 64)) / 255.0)
        labels.append(label)
x, y = np.array(images), np.array(labels)
model = keras.Sequential([keras.layers.Flatten(input_shape=(64, 64, 3)), keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y, epochs=10, validation_split=0.2)
#                          ^^^^^^^^^^^^^^^^^^^^ ordered-validation-split
`,
    'one class after the other': `${model}
y = np.array([0] * 50 + [1] * 50 + [2] * 50)
model.fit(np.load('x.npy'), y, validation_split=0.2)
#                              ^^^^^^^^^^^^^^^^^^^^ ordered-validation-split
`,
    'iris as it is stored': `${model}
from sklearn.datasets import load_iris
iris = load_iris()
model.fit(iris.data, iris.target, 8, 100, validation_split=1/3)
#                                         ^^^^^^^^^^^^^^^^^^^^ ordered-validation-split
`,
    'classes read one by one': `${model}
y = np.concatenate((np.zeros(100), np.ones(80)))
x = np.concatenate((np.load('cats.npy'), np.load('dogs.npy')))
y = keras.utils.to_categorical(y)
model.fit(x, y, validation_split=0.2)
#               ^^^^^^^^^^^^^^^^^^^^ ordered-validation-split
`,
    'rows sorted by their labels': `${model}
(x, y), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
order = np.argsort(y)
x, y = x[order], y[order]
model.fit(x, y, epochs=5, validation_split=0.2)
#                         ^^^^^^^^^^^^^^^^^^^^ ordered-validation-split
`,
    'a method sorts them': `${model}
(x, y), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
x, y = x[y.argsort()], y[y.argsort()]
model.fit(x, y, epochs=5, validation_split=0.2)
#                         ^^^^^^^^^^^^^^^^^^^^ ordered-validation-split
`,
    'a stable sort in a function': `${model}
def arrange(features, labels):
    by = np.argsort(labels, kind='stable')
    return features[by], labels[by]
(x, y), _ = keras.datasets.cifar10.load_data()
x, y = arrange(x / 255.0, y.reshape(-1))
model.fit(x, y, epochs=5, validation_split=0.2)
#                         ^^^^^^^^^^^^^^^^^^^^ ordered-validation-split
`,
  },
  ignores: {
    'sorted and then shuffled': `${model}
(x, y), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
order = np.argsort(y)
x, y = x[order], y[order]
p = np.random.permutation(len(x))
x, y = x[p], y[p]
model.fit(x, y, epochs=5, validation_split=0.2)
`,
    'sorted by something else': `${model}
(x, y), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
order = np.argsort(x.mean(axis=1))
x, y = x[order], y[order]
model.fit(x, y, epochs=5, validation_split=0.2)
`,
    'random keys sorted': `${model}
(x, y), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
order = np.argsort(np.random.rand(len(y)))
x, y = x[order], y[order]
model.fit(x, y, epochs=5, validation_split=0.2)
`,
    'sorted rows of which none are split off': `${model}
(x, y), _ = keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
order = np.argsort(y)
x, y = x[order], y[order]
model.fit(x, y, epochs=5)
`,
    'folders that something else may have mixed': `
import os
import cv2
import numpy as np
from tensorflow import keras
images, labels = [], []
for label, folder in enumerate(['cats', 'dogs']):
    for name in os.listdir(folder):
        images.append(cv2.resize(cv2.imread(os.path.join(folder, name)), (64, 64)) / 255.0)
        labels.append(label)
from helpers import mix
mix(images, labels)
x, y = np.array(images), np.array(labels)
model = keras.Sequential([keras.layers.Flatten(input_shape=(64, 64, 3)), keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y, epochs=10, validation_split=0.2)
`,
    'folders that a generator of its own mixes': `
import os
import cv2
import numpy as np
from tensorflow import keras
images, labels = [], []
for label, folder in enumerate(['cats', 'dogs']):
    for name in os.listdir(folder):
        images.append(cv2.resize(cv2.imread(os.path.join(folder, name)), (64, 64)) / 255.0)
        labels.append(label)
import random
random.Random(4).shuffle(images)
random.Random(4).shuffle(labels)
x, y = np.array(images), np.array(labels)
model = keras.Sequential([keras.layers.Flatten(input_shape=(64, 64, 3)), keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y, epochs=10, validation_split=0.2)
`,
    'both classes in every round': `
import numpy as np
from tensorflow import keras
images, labels = [], []
for cat, dog in pairs:
    images.append(cat)
    labels.append(0)
    images.append(dog)
    labels.append(1)
x, y = np.array(images), np.array(labels)
model = keras.Sequential([keras.layers.Flatten(input_shape=(64, 64, 3)), keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y, epochs=10, validation_split=0.2)
`,
    'classes that come again': `
import numpy as np
from tensorflow import keras
images, labels = [], []
for a in first:
    images.append(a)
    labels.append(0)
for b in second:
    images.append(b)
    labels.append(1)
for c in third:
    images.append(c)
    labels.append(0)
x, y = np.array(images), np.array(labels)
model = keras.Sequential([keras.layers.Flatten(input_shape=(64, 64, 3)), keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y, epochs=10, validation_split=0.2)
`,
    'shuffled before': `${model}
from sklearn.utils import shuffle
y = np.array([0] * 50 + [1] * 50)
x, y = shuffle(np.load('x.npy'), y)
model.fit(x, y, validation_split=0.2)
`,
    'a permutation': `${model}
y = np.repeat([0, 1], 100)
p = np.random.permutation(200)
model.fit(np.load('x.npy')[p], y[p], validation_split=0.2)
`,
    'split at random': `${model}
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
x, y = load_iris(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, y)
model.fit(x_train, y_train, validation_split=0.2)
`,
    'an order that is not known': `${model}\nmodel.fit(np.load('x.npy'), np.load('y.npy'), validation_split=0.2)\n`,
    'no validation': `${model}\nmodel.fit(np.load('x.npy'), np.repeat([0, 1], 100), validation_split=0.0)\n`,
    'a ramp to learn': `${model}
x = np.arange(100.0)
model.compile('adam', 'mse')
model.fit(x, 2 * x, validation_split=0.2)
`,
  },
  fixes: {
    'shuffles both': {
      before: `${model}
x = np.load('x.npy')
y = np.repeat([0, 1], 100)
model.fit(x, y, validation_split=0.2)
`,
      after: `${model}
x = np.load('x.npy')
y = np.repeat([0, 1], 100)
order = np.random.permutation(len(x))
x, y = x[order], y[order]
model.fit(x, y, validation_split=0.2)
`,
    },
  },
});
