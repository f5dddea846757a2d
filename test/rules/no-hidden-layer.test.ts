import rule from '../../src/rules/no-hidden-layer';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'logistic regression': `
from keras.models import Sequential
from keras.layers import Dense, Activation
model = Sequential()
model.add(Dense(3, input_dim=4))
#         ^^^^^^^^^^^^^^^^^^^^^ no-hidden-layer
model.add(Activation('softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
    'the functional API': `
from tensorflow import keras
inputs = keras.Input((8,))
model = keras.Model(inputs, keras.layers.Dense(1)(inputs))
#                           ^^^^^^^^^^^^^^^^^^^^^ no-hidden-layer
model.compile('sgd', 'mse')
model.fit(x, y)
`,
  },
  ignores: {
    'a hidden layer': `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(8, 'relu'), keras.layers.Dense(1)])
model.compile('sgd', 'mse')
model.fit(x, y)
`,
    'labels that are a line through the features': `
import numpy as np
from tensorflow import keras
x = np.linspace(-1, 1, 100)
y = 2 * x - 1
model = keras.Sequential([keras.layers.Dense(1, input_shape=(1,))])
model.compile('sgd', 'mse')
model.fit(x, y)
`,
    'a pretrained backbone': `
from tensorflow import keras
base = keras.applications.VGG16(include_top=False, pooling='avg')
model = keras.Sequential([base, keras.layers.Dense(1, 'sigmoid')])
model.compile('sgd', 'binary_crossentropy')
model.fit(x, y)
`,
    'a recurrent layer': `
from tensorflow import keras
model = keras.Sequential([keras.layers.LSTM(8, input_shape=(10, 1)), keras.layers.Dense(1)])
model.compile('sgd', 'mse')
model.fit(x, y)
`,
    'a layer that is not understood': `
from tensorflow import keras
from elsewhere import Features
model = keras.Sequential([Features(), keras.layers.Dense(1)])
model.compile('sgd', 'mse')
model.fit(x, y)
`,
  },
  fixes: {
    'with the rate that more than one layer bears': {
      before: `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1, input_shape=(8,))])
model.compile(keras.optimizers.RMSprop(0.1), 'mse')
model.fit(x, y)
`,
      after: `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(32, activation='relu', input_shape=(8,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.RMSprop(0.001), 'mse')
model.fit(x, y)
`,
    },
    'in a list on one line': {
      before: `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1, input_shape=(8,), activation="sigmoid")])
model.compile('sgd', 'binary_crossentropy')
model.fit(x, y)
`,
      after: `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(32, activation="relu", input_shape=(8,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile('sgd', 'binary_crossentropy')
model.fit(x, y)
`,
    },
    'in a list over lines': {
      before: `
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(1, input_shape=(8,)),
])
model.compile('sgd', 'mse')
model.fit(x, y)
`,
      after: `
from tensorflow import keras
model = keras.Sequential([
    keras.layers.Dense(32, activation='relu', input_shape=(8,)),
    keras.layers.Dense(1),
])
model.compile('sgd', 'mse')
model.fit(x, y)
`,
    },
    'with add': {
      before: `
from keras.models import Sequential
from keras.layers import Dense
def build():
    net = Sequential()
    net.add(Dense(units=1, input_dim=4))
    net.compile(loss='mse', optimizer='adam')
    return net
build().fit(x, y)
`,
      after: `
from keras.models import Sequential
from keras.layers import Dense
def build():
    net = Sequential()
    net.add(Dense(32, activation='relu', input_dim=4))
    net.add(Dense(units=1))
    net.compile(loss='mse', optimizer='adam')
    return net
build().fit(x, y)
`,
    },
  },
});
