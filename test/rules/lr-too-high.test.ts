import { expect, test } from 'vitest';
import rule from '../../src/rules/lr-too-high';
import { analyze } from '../support/analyze';
import { ruleTest } from './support/rule-test';

const deep = `
from tensorflow import keras
from tensorflow.keras import layers
model = keras.Sequential([layers.Dense(16, 'relu'), layers.Dense(16, 'relu'), layers.Dense(10, 'softmax')])
`;
const trained = (optimizer: string): string =>
  `${deep}model.compile(optimizer=${optimizer}, loss='sparse_categorical_crossentropy')\nmodel.fit(x, y)\n`;

ruleTest(rule, {
  flags: {
    'the first of two trainers of one class': `
import keras
import tensorflow as tf
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0
class Trainer(keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.loss_of = keras.losses.SparseCategoricalCrossentropy()
    def call(self, batch):
        return self.net(batch)
    def train_step(self, data):
        batch, labels = data
        with tf.GradientTape() as tape:
            loss = self.loss_of(labels, self.net(batch, training=True))
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables))
        return {"loss": loss}
def build(width):
    return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(width, activation="relu"), keras.layers.Dense(10, activation="softmax")])
first, second = Trainer(build(64)), Trainer(build(128))
first.compile(optimizer=keras.optimizers.SGD(10.0))
#                                            ^^^^ lr-too-high
first.fit(x_train, y_train, epochs=5)
second.compile(optimizer=keras.optimizers.Adam())
second.fit(x_train, y_train, epochs=5)
`,
    'one of two models that a function trains': `
import tensorflow as tf
(x, y), _ = tf.keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
loss_of = tf.keras.losses.SparseCategoricalCrossentropy()
def train(model, optimizer):
    for batch, labels in tf.data.Dataset.from_tensor_slices((x, y)).shuffle(60000).batch(64):
        with tf.GradientTape() as tape:
            loss = loss_of(labels, model(batch, training=True))
        optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
def build():
    return tf.keras.Sequential([tf.keras.layers.Dense(64, activation="relu", input_shape=(784,)), tf.keras.layers.Dense(10, activation="softmax")])
train(build(), tf.keras.optimizers.SGD(20.0))
#                                      ^^^^ lr-too-high
train(build(), tf.keras.optimizers.SGD(0.1))
`,
    'the old spelling': `${deep}model.compile(keras.optimizers.SGD(lr=2.0, momentum=0.9), 'sparse_categorical_crossentropy')
#                                     ^^^ lr-too-high
model.fit(x, y)
`,
    'a number in a variable': `${deep}
rate = 10 * 0.1
optimizer = keras.optimizers.Adam(rate)
#                                 ^^^^ lr-too-high
model.compile(optimizer, 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'the start of a schedule': `${deep}
schedule = keras.optimizers.schedules.ExponentialDecay(0.5, 1000, 0.9)
#                                                      ^^^ lr-too-high
model.compile(keras.optimizers.RMSprop(schedule), 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
  ignores: {
    'usual rates': trained('keras.optimizers.Adam(0.01)'),
    'SGD 0.1': trained('keras.optimizers.SGD(0.1)'),
    'Adadelta, whose default was 1': trained('keras.optimizers.Adadelta(1.0)'),
    Adagrad: trained('keras.optimizers.Adagrad(0.1)'),
    'a default': trained("'adam'"),
    'XOR with SGD 0.1': `
import numpy as np
from keras.models import Sequential
from keras.layers import Dense
from keras.optimizers import SGD
x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])
model = Sequential([Dense(8, input_dim=2, activation='tanh'), Dense(1, activation='sigmoid')])
model.compile(loss='binary_crossentropy', optimizer=SGD(lr=0.1))
model.fit(x, y, batch_size=1, epochs=1000)
`,
    'a rate that is not known': `import sys\n${trained('keras.optimizers.Adam(float(sys.argv[1]))')}`,
  },
  fixes: {
    'at the number': {
      before: `${deep}
LEARNING_RATE = 0.5  # too brave
model.compile(keras.optimizers.Adam(learning_rate=LEARNING_RATE), 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
      after: `${deep}
LEARNING_RATE = 0.001  # too brave
model.compile(keras.optimizers.Adam(learning_rate=LEARNING_RATE), 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    },
  },
});

const findings = async (python: string) => {
  const { program, sources } = await analyze(python);
  return rule.check({ program, sources }).map(({ finding }) => finding);
};

test('lr-too-high leaves a number alone that feeds something else', async () => {
  const [finding] = await findings(
    `${deep}\nrate = 0.5\nmodel.add(layers.Dropout(rate))\nmodel.compile(keras.optimizers.Adam(rate), 'mse')\nmodel.fit(x, y)\n`,
  );
  expect(finding?.fixes).toEqual([]);
});

test('lr-too-high is only information where the damage is not certain', async () => {
  expect((await findings(trained('keras.optimizers.Adam(0.05)'))).map(({ severity }) => severity)).toEqual(['information']);
  expect((await findings(trained('keras.optimizers.Adam(0.1)'))).map(({ severity }) => severity)).toEqual(['warning']);
});

const session = (scores: string, optimizer: string): string => `import numpy as np
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 20])
y = tf.placeholder(tf.int32, [None])
w1 = tf.Variable(tf.truncated_normal([20, 16], stddev=0.1))
w2 = tf.Variable(tf.truncated_normal([16, 4], stddev=0.1))
w3 = tf.Variable(tf.truncated_normal([20, 4], stddev=0.1))
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=${scores}))
train = tf.train.${optimizer}.minimize(loss)
table = np.loadtxt("table.csv", delimiter=",")
with tf.Session() as s:
    s.run(tf.global_variables_initializer())
    for _ in range(1000):
        rows = table[np.random.choice(len(table), 32)]
        s.run(train, {x: rows[:, :20], y: rows[:, 20]})
`;

test('layers written as products with variables are layers', async () => {
  const severities = async (scores: string, optimizer: string): Promise<readonly string[]> =>
    (await findings(session(scores, optimizer))).map(({ severity }) => severity);
  const hidden = 'tf.matmul(tf.nn.relu(tf.matmul(x, w1)), w2)';
  expect(await severities(hidden, 'MomentumOptimizer(1.0, 0.9)')).toEqual(['warning']);
  expect(await severities(hidden, 'AdamOptimizer(0.5)')).toEqual(['warning']);
  expect(await severities('tf.matmul(x, w3)', 'MomentumOptimizer(1.0, 0.9)')).toEqual([]);
  expect(await severities(hidden, 'GradientDescentOptimizer(0.1)')).toEqual([]);
});
