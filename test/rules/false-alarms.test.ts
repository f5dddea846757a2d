/** Programs in which nothing is wrong and a rule once spoke, each in a form of its own. Every one must stay silent at warning and error. */
import { describe, expect, test } from 'vitest';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { rules } from '../../src/rules/index';
import { analyze } from '../support/analyze';

async function loud(text: string): Promise<readonly string[]> {
  const { program, sources, entry } = await analyze(text);
  const { findings, problems } = lint({ program, sources, entry, rules }, noConfig);
  expect(problems).toEqual([]);
  return findings.filter(({ severity }) => severity === 'error' || severity === 'warning').map(({ rule }) => rule);
}

const digits = `import tensorflow as tf
(x, y), _ = tf.keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
`;

const silent: Readonly<Record<string, string>> = {
  'a counter that is a local of a traced function, in a while loop': `${digits}
net = tf.keras.Sequential([tf.keras.Input((784,)), tf.keras.layers.Dense(32, activation='relu'), tf.keras.layers.Dense(10)])
adam = tf.keras.optimizers.Adam()
loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
@tf.function
def train(images, labels):
    steps = 0
    while steps < 3:
        with tf.GradientTape() as tape:
            loss = loss_of(labels, net(images))
        adam.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
        steps += 1
    return loss
for epoch in range(5):
    train(x, y)
`,
  'a functional model whose layers are still to be written': `${digits}
inputs = tf.keras.Input((784,))
outputs = inputs  # TODO
model = tf.keras.Model(inputs, outputs)
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=5)
`,
  'softmax, then tf.identity and a linear activation': `${digits}
inputs = tf.keras.Input((784,))
scores = tf.keras.layers.Dense(10, activation='softmax')(tf.keras.layers.Dense(32, activation='relu')(inputs))
model = tf.keras.Model(inputs, tf.keras.activations.linear(tf.keras.layers.Activation('linear')(scores)))
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=5)
`,
  'several outputs of a class of which one enters the loss': `${digits}
class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = tf.keras.layers.Dense(32, activation='relu')
        self.gate = tf.keras.layers.Dense(32)
        self.out = tf.keras.layers.Dense(10)
    def call(self, inputs):
        share = tf.nn.softmax(self.gate(inputs))
        return self.out(self.hidden(inputs) * share), share
net = Net()
adam = tf.keras.optimizers.Adam()
loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
for epoch in range(5):
    with tf.GradientTape() as tape:
        scores, share = net(x)
        loss = loss_of(y, scores)
    adam.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
`,
  'a saliency map': `${digits}
net = tf.keras.Sequential([tf.keras.Input((784,)), tf.keras.layers.Dense(32, activation='relu'), tf.keras.layers.Dense(10)])
loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
pictures = tf.constant(x[:20], dtype=tf.float32)
with tf.GradientTape() as tape:
    tape.watch(pictures)
    loss = loss_of(y[:20], net(pictures))
print(tf.abs(tape.gradient(loss, pictures)))
`,
  'files that are scaled one by one, in loops': `
import numpy as np
from tensorflow import keras
from sklearn.preprocessing import StandardScaler
train, test, labels = np.load('train.npy'), np.load('test.npy'), np.load('labels.npy')
scaler = StandardScaler()
first = []
for one in train:
    first.append(scaler.fit_transform(one.reshape(-1, 1)))
second = []
for one in test:
    second.append(scaler.fit_transform(one.reshape(-1, 1)))
model = keras.Sequential([keras.Input((128, 1)), keras.layers.Conv1D(8, 3, activation='relu'), keras.layers.Flatten(), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(np.array(first), labels, epochs=30)
model.predict(np.array(second))
`,
  'a dictionary of models': `
import numpy as np
from tensorflow import keras
x = np.random.normal(size=(500, 8))
y = x[:, :1] * x[:, 1:2]
models = {
    'small': keras.Sequential([keras.Input((8,)), keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1)]),
    'large': keras.Sequential([keras.Input((8,)), keras.layers.Dense(64, activation='relu'), keras.layers.Dense(1)]),
}
for name, model in models.items():
    model.compile(optimizer='adam', loss='mse')
    model.fit(x, y, epochs=50)
`,
  'a mask as a keyword of an LSTM': `
import numpy as np
from tensorflow import keras
tokens = keras.utils.pad_sequences(np.load('tokens.npy', allow_pickle=True), maxlen=50, padding='post')
inputs = keras.Input((50,))
known = keras.ops.not_equal(inputs, 0)
state = keras.layers.LSTM(32)(keras.layers.Embedding(1000, 16)(inputs), mask=known)
model = keras.Model(inputs, keras.layers.Dense(1, activation='sigmoid')(state))
model.compile('adam', 'binary_crossentropy')
model.fit(tokens, np.random.randint(0, 2, size=len(tokens)), epochs=10)
`,
  'biases drawn at random beside a kernel of zeros': `${digits}
model = tf.keras.Sequential([
    tf.keras.layers.Dense(32, activation='relu', kernel_initializer='zeros', bias_initializer='random_normal', input_shape=(784,)),
    tf.keras.layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=5)
`,
  'a case that chooses the value of the loss': `
import numpy as np
import tensorflow.compat.v1 as tf
x = tf.placeholder(tf.float32, [None, 8])
y = tf.placeholder(tf.float32, [None, 1])
w = tf.Variable(tf.random_normal([8, 1], stddev=0.1))
error = tf.reduce_mean(tf.square(y - tf.matmul(x, w)))
loss = tf.case([(tf.greater(error, 10.0), lambda: error / 10.0)], default=lambda: error)
train = tf.train.AdamOptimizer(0.01).minimize(loss)
data = np.loadtxt('table.csv', delimiter=',')
with tf.Session() as session:
    session.run(tf.global_variables_initializer())
    for _ in range(1000):
        session.run(train, {x: data[:, :8], y: data[:, 8:]})
`,
  'accuracy of a model before training, from a factory': `${digits}
def build():
    net = tf.keras.Sequential([tf.keras.Input((784,)), tf.keras.layers.Dense(32, activation='relu'), tf.keras.layers.Dense(10, activation='softmax')])
    net.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
    return net
print(build().evaluate(x, y))
trained = build()
trained.fit(x, y, epochs=5)
`,
};

describe('silence', () => {
  test.each(Object.entries(silent))('%s', async (_, text) => expect(await loud(text)).toEqual([]));
});

const faults: readonly (readonly [name: string, rule: string, text: string])[] = [
  [
    'a counter outside of the traced function',
    'tf-function-capture',
    `${digits}
net = tf.keras.Sequential([tf.keras.Input((784,)), tf.keras.layers.Dense(10)])
adam = tf.keras.optimizers.Adam()
loss_of = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
steps = 0
@tf.function
def train(images, labels):
    global steps
    with tf.GradientTape() as tape:
        loss = loss_of(labels, net(images))
    adam.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    steps += 1
for epoch in range(5):
    train(x, y)
`,
  ],
  [
    'a scaler fitted to both parts in one loop over folds',
    'scaler-refit-on-test',
    `import numpy as np
from tensorflow import keras
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
x, y = np.load('x.npy'), np.load('y.npy')
scaler = StandardScaler()
for train, test in KFold(5).split(x):
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1)])
    model.compile('adam', 'mse')
    model.fit(scaler.fit_transform(x[train]), y[train], validation_data=(scaler.fit_transform(x[test]), y[test]), epochs=50)
`,
  ],
  [
    'one model compiled again in each round',
    'stale-training-state',
    `import numpy as np
from tensorflow import keras
x = np.random.normal(size=(500, 8))
y = x[:, :1] * x[:, 1:2]
model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1)])
for rate in [0.1, 0.01, 0.001]:
    model.compile(optimizer=keras.optimizers.Adam(rate), loss='mse')
    model.fit(x, y, epochs=50)
`,
  ],
  [
    'the loss of the compile that counts',
    'mse-for-classification',
    `${digits}
y = tf.keras.utils.to_categorical(y)
model = tf.keras.Sequential([tf.keras.Input((784,)), tf.keras.layers.Dense(32, activation='relu'), tf.keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='adam', loss='categorical_crossentropy')
model.compile(optimizer=tf.keras.optimizers.SGD(0.01), loss='mse')
model.fit(x, y, epochs=5)
`,
  ],
];

describe('the fault beside it is still told', () => {
  test.each(faults)('%s: %s', async (_, rule, text) => expect(await loud(text)).toContain(rule));
});
