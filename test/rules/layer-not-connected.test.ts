import rule from '../../src/rules/layer-not-connected';
import { ruleTest } from './support/rule-test';

const head = `
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
inputs = keras.Input(shape=(8,))`;

const tail = `
model = keras.Model(inputs, outputs)
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
`;

ruleTest(rule, {
  flags: {
    'two in a row, then dropout that goes back further': `${head}
x = layers.Dense(64, activation='relu')(inputs)
x = layers.Dense(32, activation='relu')(x)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ layer-not-connected
x = layers.Dropout(0.5)(inputs)
outputs = layers.Dense(3, activation='softmax')(x)
${tail}`,
    'in every round of a loop': `${head}
for units in [64, 32]:
    x = layers.Dense(units, activation='relu')(inputs)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ layer-not-connected
outputs = layers.Dense(3, activation='softmax')(x)
${tail}`,
    'in a function that builds the model': `
import tensorflow as tf
def build():
    i = tf.keras.layers.Input(shape=(8, 8, 3))
    c = tf.keras.layers.Conv2D(8, 3)(i)
    c = tf.keras.layers.BatchNormalization()(c)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ layer-not-connected
    c = tf.keras.layers.Flatten()(i)
    o = tf.keras.layers.Dense(3, activation='softmax')(c)
    return tf.keras.Model(inputs=i, outputs=o)
model = build()
model.compile(optimizer='adam', loss='categorical_crossentropy')
`,
  },
  ignores: {
    'a skip connection': `${head}
x = layers.Dense(8, activation='relu')(inputs)
x = layers.Add()([x, inputs])
y = layers.Dense(8, activation='relu')(inputs)
outputs = layers.Dense(3, activation='softmax')(layers.concatenate([x, y]))
${tail}`,
    'branches collected in a list': `${head}
towers = []
for units in [16, 32]:
    x = layers.Dense(units, activation='relu')(inputs)
    towers.append(x)
outputs = layers.Dense(3, activation='softmax')(layers.concatenate(towers))
${tail}`,
    'another model takes it': `${head}
x = layers.Dense(16)(inputs)
encoder = keras.Model(inputs, x)
x = layers.Dense(32)(inputs)
outputs = layers.Dense(3, activation='softmax')(x)
${tail}`,
    'one of two branches': `${head}
if wide:
    x = layers.Dense(64)(inputs)
else:
    x = layers.Dense(32)(inputs)
outputs = layers.Dense(3, activation='softmax')(x)
${tail}`,
    'a second version of the output': `${head}
x = layers.Dense(16)(inputs)
outputs = layers.Dense(3)(x)
outputs = layers.Dense(3, activation='softmax')(x)
${tail}`,
    'unrelated inputs under one name': `${head}
other = keras.Input(shape=(4,))
x = layers.Dense(16)(other)
x = layers.Dense(16)(inputs)
outputs = layers.Dense(3, activation='softmax')(x)
${tail}`,
    'the program reads it': `${head}
x = layers.Dense(64)(inputs)
print(x.shape)
x = layers.Dense(32)(inputs)
outputs = layers.Dense(3, activation='softmax')(x)
${tail}`,
  },
  fixes: {
    'takes the layer before': {
      before: `${head}
x = layers.Dense(64)(inputs)
x = layers.Dense(32)(inputs)  # second
outputs = layers.Dense(3, activation='softmax')(x)
${tail}`,
      after: `${head}
x = layers.Dense(64)(inputs)
x = layers.Dense(32)(x)  # second
outputs = layers.Dense(3, activation='softmax')(x)
${tail}`,
    },
  },
});
