import { expect, test } from 'vitest';
import type { LossSpec } from '../../src/experiment/model';
import { planBaseline, semanticsOf } from '../../src/plan/plan';
import { readProgram } from '../../src/read/read';
import type { TrainingRun } from '../../src/facts/training';
import type { Sources } from '../../src/text/source';
import { testParser } from '../support/parser';

const parser = await testParser();

function runsOf(text: string): readonly TrainingRun[] {
  const sources: Sources = new Map([['main.py', { id: 'main.py', text }]]);
  const modules = new Map([['main.py', parser.parse(text)] as const]);
  return readProgram({ entry: 'main.py', sources, modules, resolve: () => undefined }).runs;
}

function lossOf(text: string): LossSpec | string {
  const [run] = runsOf(text);
  if (!run) throw new Error('no run');
  const planned = planBaseline(run);
  if (planned.kind === 'not-testable') return `${planned.what}: ${planned.name}`;
  const [head] = planned.experiment.arms[0]?.heads ?? [];
  if (!head) throw new Error('no head');
  return head.loss;
}

const fitted = (loss: string, name = 'loss'): LossSpec | string =>
  lossOf(`import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K

${loss}

x = np.random.rand(100, 4)
y = np.random.randint(0, 2, (100, 1))
model = keras.Sequential([keras.layers.Dense(8, activation='relu', input_shape=(4,)), keras.layers.Dense(1, activation='sigmoid')])
model.compile(optimizer='adam', loss=${name})
model.fit(x, y)
`);

test('a loss written in operations becomes the same operations', () => {
  expect(fitted('def loss(y_true, y_pred):\n    return K.mean(K.square(y_pred - y_true), axis=-1)')).toEqual({
    kind: 'custom',
    aligned: true,
    expression: {
      kind: 'call',
      operation: 'reduce_mean',
      config: { axis: -1, keepdims: false },
      inputs: [
        {
          kind: 'call',
          operation: 'square',
          config: {},
          inputs: [{ kind: 'call', operation: 'subtract', config: {}, inputs: [{ kind: 'y_pred' }, { kind: 'y_true' }] }],
        },
      ],
    },
  });
});

test('numbers of the program are constants; a clip has its bounds', () => {
  const spec = fitted(
    `def focal(gamma):
    def inner(y_true, y_pred):
        p = tf.clip_by_value(y_pred, 1e-7, 1 - 1e-7)
        return -tf.reduce_mean(y_true * (1 - p) ** gamma * tf.math.log(p))
    return inner`,
    'focal(2.0)',
  );
  expect(JSON.stringify(spec)).toContain('{"operation":"clip_by_value"'.slice(1, -1));
  expect(JSON.stringify(spec)).toContain('"value":2');
  expect(JSON.stringify(spec)).toContain('"min":1e-7');
});

test("Keras's own functions inside keep their names, the backend's its last axis", () => {
  const text = JSON.stringify(
    fitted(
      'def loss(y_true, y_pred):\n    return K.mean(K.binary_crossentropy(y_true, y_pred)) + 0.5 * keras.losses.mean_squared_error(y_true, y_pred)',
    ),
  );
  expect(text).toContain('keras.backend.binary_crossentropy');
  expect(text).toContain('"operation":"mean_squared_error"');
});

test('what is not known is named', () => {
  expect(fitted('def loss(y_true, y_pred):\n    return tf.image.ssim(y_true, y_pred, 1.0)')).toBe(
    'the loss: tf.image.ssim in it',
  );
});

test('a sum in a graph is no mean', () => {
  const graph = (loss: string) =>
    lossOf(`import tensorflow.compat.v1 as tf
tf.disable_eager_execution()
x = tf.placeholder(tf.float32, [None, 4])
y = tf.placeholder(tf.float32, [None, 3])
logits = tf.layers.dense(x, 3)
loss = ${loss}
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(100):
        sess.run(train, feed_dict={x: xs, y: ys})
`);
  const entropy = 'tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=y)';
  expect(graph(`tf.reduce_mean(${entropy})`)).toEqual({
    kind: 'keras',
    class: 'tf.nn.softmax_cross_entropy_with_logits',
    config: {},
  });
  expect(graph(`tf.reduce_sum(${entropy})`)).toEqual({
    kind: 'custom',
    expression: {
      kind: 'call',
      operation: 'reduce_sum',
      config: { keepdims: false },
      inputs: [
        {
          kind: 'call',
          operation: 'tf.nn.softmax_cross_entropy_with_logits',
          config: {},
          inputs: [{ kind: 'y_true' }, { kind: 'y_pred' }],
        },
      ],
    },
  });
});

test('the backend is what the program says, plain TensorFlow where no function of Keras computes the loss', () => {
  const backendOf = (before: string, loss: string) => {
    const [run] = runsOf(`${before}
import keras
model = keras.Sequential([keras.layers.Dense(1, activation='sigmoid', input_shape=(4,))])
model.compile(optimizer='adam', loss=${loss})
model.fit(x, y)
`);
    return semanticsOf(run).backend;
  };
  expect(backendOf('', "'mse'")).toBe('keras-tensorflow');
  expect(backendOf('import os\nos.environ["KERAS_BACKEND"] = "jax"', "'mse'")).toBe('keras-jax');
  const [raw] = runsOf(`import tensorflow as tf
W = tf.Variable(tf.zeros([4, 3]))
optimizer = tf.keras.optimizers.SGD(0.1)
for x, y in data:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=tf.matmul(x, W)))
    optimizer.apply_gradients([(tape.gradient(loss, W), W)])
`);
  expect(semanticsOf(raw).backend).toBe('tensorflow-raw');
});
