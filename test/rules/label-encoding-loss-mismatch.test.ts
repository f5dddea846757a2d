import rule from '../../src/rules/label-encoding-loss-mismatch';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'class numbers against two columns of a binary cross-entropy': `
import numpy as np
import keras
x, y = np.random.rand(300, 4), np.random.randint(0, 2, 300)
model = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(2, activation='softmax')])
model.compile(loss='binary_crossentropy', optimizer='adam')
#                  ^^^^^^^^^^^^^^^^^^^^^ label-encoding-loss-mismatch
model.fit(x, y)
`,
    'class numbers against ten columns of a distance': `
import numpy as np
import keras
x, y = np.random.rand(300, 4), np.random.randint(0, 10, 300)
inputs = keras.Input((4,))
model = keras.Model(inputs, keras.layers.Dense(10)(keras.layers.Dense(16, activation='relu')(inputs)))
model.compile('adam', 'mse')
#                     ^^^^^ label-encoding-loss-mismatch
model.fit(x, y)
`,
    'class numbers': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy')
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ label-encoding-loss-mismatch
model.fit(x, y)
`,
    'one-hot labels': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ label-encoding-loss-mismatch
model.fit(x, y)
`,
    'a loss object': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss=keras.losses.SparseCategoricalCrossentropy())
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ label-encoding-loss-mismatch
model.fit(x, y)
`,
  },
  ignores: {
    'a quantity against two columns': `
import numpy as np
import keras
x, y = np.random.rand(300, 4), np.random.rand(300)
model = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'one-hot classes under a distance': `
import numpy as np
import keras
x, y = np.random.rand(300, 4), keras.utils.to_categorical(np.random.randint(0, 3, 300), 3)
model = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'class numbers with the sparse form': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'one-hot labels with the dense form': `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy')
model.fit(x, y)
`,
    'labels that are not followed': `
import numpy as np
from tensorflow import keras
x, y = load()
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'categorical_crossentropy')
model.fit(x, y, epochs=20)
`,
    'masks, which have a class for each pixel': `
import numpy as np
from tensorflow import keras
x = np.random.rand(20, 32, 32, 3)
y = np.random.randint(0, 4, (20, 32, 32, 1))
model = keras.Sequential([keras.layers.Conv2D(8, 3, padding='same', activation='relu', input_shape=(32, 32, 3)), keras.layers.Conv2D(4, 1, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'a directory whose label mode fits': `
import numpy as np
from tensorflow import keras
data = keras.utils.image_dataset_from_directory('photos', label_mode='categorical')
model = keras.Sequential([keras.layers.Rescaling(1 / 255), keras.layers.Flatten(), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'categorical_crossentropy')
model.fit(data)
`,
  },
  fixes: {
    'by the other form': {
      before: `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy')
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
    },
    'by the other form, for one-hot labels': {
      before: `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(x, y)
`,
      after: `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.mnist.load_data()
x = x / 255.0
y = keras.utils.to_categorical(y, 10)
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='categorical_crossentropy')
model.fit(x, y)
`,
    },
  },
});
