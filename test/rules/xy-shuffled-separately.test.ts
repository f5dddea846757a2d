import rule from '../../src/rules/xy-shuffled-separately';
import { ruleTest } from './support/rule-test';

const model = `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(8, 'relu'), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`;
const data = `
import numpy as np
x = np.random.rand(100, 4)
y = x.sum(axis=1)
`;

ruleTest(rule, {
  flags: {
    'one generator that goes on': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
rng = np.random.default_rng(0)
x = rng.permutation(x)
y = rng.permutation(y)
#   ^^^^^^^^^^^^^^^^^^ xy-shuffled-separately
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'generators with different seeds': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
x = np.random.RandomState(1).permutation(x)
y = np.random.RandomState(2).permutation(y)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ xy-shuffled-separately
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'one side by an index, the other by itself': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
order = np.random.permutation(len(x))
x = x[order]
y = np.random.permutation(y)
#   ^^^^^^^^^^^^^^^^^^^^^^^^ xy-shuffled-separately
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'two permutations': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
p, q = np.random.permutation(len(x)), np.random.permutation(len(x))
x = x[p]
y = y[q]
#   ^^^^ xy-shuffled-separately
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'a helper that draws anew each time': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
def mixed(a):
    return a[np.random.permutation(len(a))]
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ xy-shuffled-separately
x, y = mixed(x), mixed(y)
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'labels first': `${data}
np.random.shuffle(y)
np.random.shuffle(x)
#^^^^^^^^^^^^^^^^^^^ xy-shuffled-separately
${model}`,
  },
  ignores: {
    'two generators with the same seed': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
x = np.random.RandomState(42).permutation(x)
y = np.random.RandomState(42).permutation(y)
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'two generators made before': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
r1, r2 = np.random.default_rng(0), np.random.default_rng(0)
x = r1.permutation(x)
y = r2.permutation(y)
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'a helper that seeds': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
def mixed(a):
    np.random.seed(7)
    return np.random.permutation(a)
x, y = mixed(x), mixed(y)
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'a helper whose generator has a seed': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
def mixed(a, seed=0):
    return a[np.random.RandomState(seed).permutation(len(a))]
x, y = mixed(x), mixed(y)
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'a helper whose seed is not known': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
def mixed(a):
    return a[np.random.RandomState(int(open("seed").read())).permutation(len(a))]
x, y = mixed(x), mixed(y)
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'one permutation for both': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
order = np.random.permutation(len(x))
x = x[order]
y = y[order]
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'one permutation, cut in two': `
import numpy as np
import keras
x, y = np.load("x.npy"), np.load("y.npy")
order = np.random.permutation(len(x))
x = x[order[:800]]
y = y[order[:800]]
model = keras.Sequential([keras.Input((20,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=20)
`,
    'the same seed before each': `${data}
np.random.seed(1)
np.random.shuffle(x)
np.random.seed(1)
np.random.shuffle(y)
${model}`,
    'one permutation': `${data}
order = np.random.permutation(100)
x, y = x[order], y[order]
${model}`,
    "scikit-learn's shuffle of both": `${data}
from sklearn.utils import shuffle
x, y = shuffle(x, y)
${model}`,
    'a split': `${data}
from sklearn.model_selection import train_test_split
x, x_test, y, y_test = train_test_split(x, y)
${model}`,
    'one array alone': `${data}
np.random.shuffle(x)
${model}`,
  },
});
