import rule from '../../src/rules/softmax-single-unit';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'a softmax layer of its own': `
from keras import layers, models
model = models.Sequential()
model.add(layers.Dense(8, activation='relu', input_shape=(4,)))
model.add(layers.Dense(1))
model.add(layers.Activation('softmax'))
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ softmax-single-unit
model.compile('adam', 'binary_crossentropy')
model.fit(x, y)
`,
    'the functional API and units in a variable': `
import tensorflow as tf
outputs = 1
inputs = tf.keras.Input((4,))
hidden = tf.keras.layers.Dense(8, activation='relu')(inputs)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(outputs, activation=tf.nn.softmax)(hidden))
#                                                                        ^^^^^^^^^^^^^ softmax-single-unit
model.compile(loss='mse', optimizer='sgd')
model.fit(x, y)
`,
    'a model built by a function': `
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense as D

def build(units):
    return Sequential([D(8, 'relu'), D(units, 'softmax')])
    #                                         ^^^^^^^^^ softmax-single-unit

model = build(1)
model.compile(loss='binary_crossentropy', optimizer='sgd')
model.fit(x, y)
`,
  },
  ignores: {
    'two units': `
from tensorflow.keras import Sequential, layers
model = Sequential([layers.Dense(2, activation='softmax', input_shape=(4,))])
model.compile(loss='categorical_crossentropy', optimizer='sgd')
model.fit(x, y)
`,
    'a number of units that is not known': `
import sys
from tensorflow.keras import Sequential, layers
model = Sequential([layers.Dense(int(sys.argv[1]), activation='softmax', input_shape=(4,))])
model.compile(loss='categorical_crossentropy', optimizer='sgd')
model.fit(x, y)
`,
    'attention scores inside the model': `
from tensorflow import keras
inputs = keras.Input((10, 4))
scores = keras.layers.Dense(1)(inputs)
weights = keras.layers.Softmax(axis=1)(scores)
pooled = keras.layers.Dot(axes=1)([weights, inputs])
outputs = keras.layers.Dense(1, activation='sigmoid')(keras.layers.Flatten()(pooled))
model = keras.Model(inputs, outputs)
model.compile(loss='binary_crossentropy', optimizer='adam')
model.fit(x, y)
`,
    'a softmax over time': `
from tensorflow import keras
inputs = keras.Input((10, 4))
outputs = keras.layers.Softmax(axis=1)(keras.layers.Dense(1)(inputs))
model = keras.Model(inputs, outputs)
model.compile(loss='mse', optimizer='adam')
model.fit(x, y)
`,
  },
  fixes: {
    'with the loss for sigmoid, where a squared error counts answers': {
      before: `
from tensorflow.keras import Sequential, layers
model = Sequential([layers.Dense(8, activation="relu", input_shape=(4,)), layers.Dense(1, activation="softmax")])
model.compile(loss="mse", optimizer="sgd", metrics=["accuracy"])
model.fit(x, y)
`,
      after: `
from tensorflow.keras import Sequential, layers
model = Sequential([layers.Dense(8, activation="relu", input_shape=(4,)), layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="sgd", metrics=["accuracy"])
model.fit(x, y)
`,
    },
    'with sigmoid, keeping quotes and comments': {
      before: `
from tensorflow.keras import Sequential, layers
model = Sequential([
    layers.Dense(8, activation="relu", input_shape=(4,)),
    layers.Dense(1, activation="softmax"),  # the answer
])
model.compile(loss="binary_crossentropy", optimizer="sgd")
model.fit(x, y)
`,
      after: `
from tensorflow.keras import Sequential, layers
model = Sequential([
    layers.Dense(8, activation="relu", input_shape=(4,)),
    layers.Dense(1, activation="sigmoid"),  # the answer
])
model.compile(loss="binary_crossentropy", optimizer="sgd")
model.fit(x, y)
`,
    },
    'a softmax layer': {
      before: `
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense, Softmax
model = Sequential([Dense(8, activation='relu', input_shape=(4,)), Dense(1), Softmax()])
model.compile(loss='binary_crossentropy', optimizer='sgd')
model.fit(x, y)
`,
      after: `
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Activation
from tensorflow.keras.layers import Dense, Softmax
model = Sequential([Dense(8, activation='relu', input_shape=(4,)), Dense(1), Activation('sigmoid')])
model.compile(loss='binary_crossentropy', optimizer='sgd')
model.fit(x, y)
`,
    },
    'a regression by dropping the activation': {
      before: `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(8, 'relu', input_shape=(4,)), keras.layers.Dense(1, activation='softmax')])
model.compile(loss='mse', optimizer='sgd')
model.fit(x, y)
`,
      after: `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(8, 'relu', input_shape=(4,)), keras.layers.Dense(1)])
model.compile(loss='mse', optimizer='sgd')
model.fit(x, y)
`,
    },
  },
});
