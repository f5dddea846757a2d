import { expect, test } from 'vitest';
import rule from '../../src/rules/missing-hidden-activation';
import { analyze } from '../support/analyze';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'two of them once, with dropout between': `
from keras.models import Sequential
from keras.layers import Dense, Dropout
model = Sequential()
model.add(Dense(64, input_dim=8))
#         ^^^^^^^^^^^^^^^^^^^^^^ missing-hidden-activation
model.add(Dropout(0.2))
model.add(Dense(32))
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam')
model.fit(x, y)
`,
    convolutions: `
from tensorflow.keras import layers, models
model = models.Sequential([
    layers.Conv2D(8, 3, input_shape=(28, 28, 1)),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-hidden-activation
    layers.Conv2D(16, 3, activation='relu'),
    layers.Flatten(),
    layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  ignores: {
    'an activation layer after it': `
from tensorflow.keras import layers, models
model = models.Sequential([
    layers.Conv2D(8, 3, input_shape=(28, 28, 1)),
    layers.BatchNormalization(),
    layers.ReLU(),
    layers.Flatten(),
    layers.Dense(32),
    layers.LeakyReLU(),
    layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'a residual sum': `
from tensorflow import keras
inputs = keras.Input((16,))
x = keras.layers.Dense(16)(inputs)
x = keras.layers.Add()([x, inputs])
x = keras.layers.ReLU()(x)
outputs = keras.layers.Dense(1)(x)
model = keras.Model(inputs, outputs)
model.compile('adam', 'mse')
model.fit(a, b)
`,
    'an activation applied in call()': `
import tensorflow as tf

class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.first = tf.keras.layers.Dense(32)
        self.last = tf.keras.layers.Dense(10)

    def call(self, inputs):
        return self.last(tf.nn.relu(self.first(inputs)))

model = Net()
model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y)
`,
    'a projection in front of an LSTM': `
from tensorflow.keras import layers, models
model = models.Sequential([layers.Dense(8, input_shape=(10, 4)), layers.LSTM(16), layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'the code layer of an autoencoder': `
from tensorflow.keras import layers, models
model = models.Sequential([
    layers.Dense(32, activation='relu', input_shape=(64,)),
    layers.Dense(2),
    layers.Dense(32, activation='relu'),
    layers.Dense(64, activation='sigmoid'),
])
model.compile('adam', 'mse')
model.fit(x, x)
`,
    'an activation that is not known': `
import sys
from tensorflow.keras import layers, models
model = models.Sequential([layers.Dense(32, activation=sys.argv[1], input_shape=(64,)), layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
  },
  fixes: {
    'all layers at once': {
      before: `
from keras.models import Sequential
from keras.layers import Dense
model = Sequential()
model.add(Dense(64, input_dim=8))
model.add(Dense(
    32,  # half
))
model.add(Dense(16, activation='linear'))
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam')
model.fit(x, y)
`,
      after: `
from keras.models import Sequential
from keras.layers import Dense
model = Sequential()
model.add(Dense(64, input_dim=8, activation='relu'))
model.add(Dense(
    32, activation='relu',  # half
))
model.add(Dense(16, activation='relu'))
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam')
model.fit(x, y)
`,
    },
  },
});

const severities = async (text: string): Promise<readonly string[]> => {
  const { program, sources } = await analyze(text);
  return rule.check({ program, sources }).map(({ finding }) => finding.severity);
};

test('pooling alone bends nothing, an activation of its own does', async () => {
  const pooled = (first: string, between: string): string => `import keras
net = keras.Sequential([
    keras.layers.Conv2D(16, 3, input_shape=(28, 28, 1)${first}),
    keras.layers.MaxPooling2D(),
    keras.layers.Conv2D(32, 3),
${between}    keras.layers.MaxPooling2D(),
    keras.layers.Flatten(),
    keras.layers.Dense(64),
    keras.layers.Dense(10, activation="softmax"),
])
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(x, y)
`;
  expect(await severities(pooled('', ''))).toEqual(['warning']);
  expect(await severities(pooled(', activation="relu"', ''))).toEqual(['information']);
  expect(await severities(pooled('', '    keras.layers.ReLU(),\n'))).toEqual(['information']);
});
