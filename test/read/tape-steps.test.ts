import { expect, test } from 'vitest';
import type { TapeLoop } from '../../src/facts/training';
import { analyze } from '../support/analyze';

const start = `
import numpy as np
import tensorflow as tf
x = np.random.rand(100, 4).astype("float32")
y = x.sum(axis=1, keepdims=True)
model = tf.keras.Sequential([
    tf.keras.layers.Dense(8, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dropout(0.2),
    tf.keras.layers.Dense(1),
])
other = tf.keras.Sequential([tf.keras.layers.Dense(8, input_shape=(4,)), tf.keras.layers.Dense(1)])
loss_fn = tf.keras.losses.MeanSquaredError()
optimizer = tf.keras.optimizers.Adam()
`;

async function loopOf(rest: string): Promise<TapeLoop & { text: string }> {
  const { program, sources, entry } = await analyze(start + rest);
  const loop = program.runs.map((run) => run.loop).find((one) => one.kind === 'tape');
  if (!loop) throw new Error('no tape loop');
  return { ...loop, text: sources.get(entry)?.text ?? '' };
}

async function pathOf(rest: string): Promise<string> {
  const { step, text } = await loopOf(rest);
  const { path } = step;
  if (path.kind === 'recorded') return 'recorded';
  const at = text.slice(path.place.start, path.place.end);
  if (path.kind === 'unknown') return `unknown: ${path.detail}`;
  return path.kind === 'outside' ? `${path.computed} outside: ${at}` : `left by ${path.by}: ${at}`;
}

const apply = `gradients = tape.gradient(loss, model.trainable_variables)
optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`;

test('a sound step', async () => {
  expect(await pathOf(`with tf.GradientTape() as tape:\n    loss = loss_fn(y, model(x, training=True))\n${apply}`)).toBe(
    'recorded',
  );
});

test('the model is called before the tape records', async () => {
  expect(await pathOf(`pred = model(x)\nwith tf.GradientTape() as tape:\n    loss = loss_fn(y, pred)\n${apply}`)).toBe(
    'forward outside: model(x)',
  );
});

test('the loss is computed after the tape stopped', async () => {
  expect(await pathOf(`with tf.GradientTape() as tape:\n    pred = model(x)\nloss = loss_fn(y, pred)\n${apply}`)).toBe(
    'loss outside: loss_fn(y, pred)',
  );
});

test.each([
  ['loss_fn(y, model(x).numpy())', 'left by tensor.numpy: model(x).numpy()'],
  ['np.mean((y - model(x)) ** 2)', 'left by numpy.mean: np.mean((y - model(x)) ** 2)'],
  ['float(loss_fn(y, model(x)))', 'left by builtins.float: float(loss_fn(y, model(x)))'],
  ['loss_fn(y, np.array(model(x)))', 'left by numpy.array: np.array(model(x))'],
  ['loss_fn(y, model(x)) + float(loss_fn(y, model(x)))', 'recorded'],
  ['loss_fn(y, mystery(model(x)))', 'unknown: something the loss'],
])('leaving TensorFlow: %s', async (loss, expected) => {
  expect((await pathOf(`with tf.GradientTape() as tape:\n    loss = ${loss}\n${apply}`)).slice(0, expected.length)).toBe(
    expected,
  );
});

test('a tape that is not entered by `with` is not judged', async () => {
  expect(await pathOf(`tape = tf.GradientTape()\ntape.__enter__()\nloss = loss_fn(y, model(x))\n${apply}`)).toMatch(/^unknown/);
});

test('raw variables', async () => {
  const rest = (inside: string, before = ''): string =>
    `W = tf.Variable(tf.zeros([4, 1]))\nb = tf.Variable(tf.zeros([1]))\n${before}with tf.GradientTape() as tape:\n${inside}\ngradients = tape.gradient(loss, [W, b])\noptimizer.apply_gradients(zip(gradients, [W, b]))\n`;
  expect(await pathOf(rest('    loss = tf.reduce_mean((x @ W + b - y) ** 2)'))).toBe('recorded');
  expect(await pathOf(rest('    loss = tf.reduce_mean((p - y) ** 2)', 'p = tf.matmul(x, W) + b\n'))).toMatch(/^forward outside/);
});

async function coversOf(variables: string, before = '', inside = 'loss_fn(y, model(x))'): Promise<unknown> {
  const { step } = await loopOf(
    `${before}with tf.GradientTape() as tape:\n    loss = ${inside}\ngradients = tape.gradient(loss, ${variables})\noptimizer.apply_gradients(zip(gradients, ${variables}))\n`,
  );
  return step.variables.covers.kind === 'known' ? step.variables.covers.value : step.variables.covers.kind;
}

test('which variables are asked for', async () => {
  expect(await coversOf('model.trainable_variables')).toBe('all');
  expect(await coversOf('model.layers[-1].trainable_variables')).toBe('part');
  expect(await coversOf('other.trainable_variables')).toBe('none');
  expect(await coversOf('other.trainable_variables + model.trainable_variables')).toBe('all');
  expect(await coversOf('model.trainable_variables', '', 'loss_fn(y, other(model(x)))')).toBe('part');
  expect(await coversOf('something')).toBe('unknown');
});

test('a list read before the model has weights', async () => {
  const late = 'late = tf.keras.Sequential([tf.keras.layers.Dense(8), tf.keras.layers.Dense(1)])\n';
  expect(await coversOf('weights', `${late}weights = late.trainable_variables\n`, 'loss_fn(y, late(x))')).toBe('empty');
  expect(await coversOf('weights', `${late}late(x)\nweights = late.trainable_variables\n`, 'loss_fn(y, late(x))')).toBe('all');
  expect(await coversOf('late.trainable_variables', late, 'loss_fn(y, late(x))')).toBe('all');
});

test('the call of the model', async () => {
  const idle = async (call: string): Promise<readonly string[]> =>
    (await loopOf(`with tf.GradientTape() as tape:\n    loss = loss_fn(y, ${call})\n${apply}`)).step.forwards.flatMap((forward) =>
      forward.idle.map(({ type }) => type),
    );
  expect(await idle('model(x)')).toEqual(['Dropout']);
  expect(await idle('model(x, training=True)')).toEqual([]);
});

test('pairs the wrong way round', async () => {
  const { step } = await loopOf(
    'with tf.GradientTape() as tape:\n    loss = loss_fn(y, model(x))\ngradients = tape.gradient(loss, model.trainable_variables)\noptimizer.apply_gradients(zip(model.trainable_variables, gradients))\n',
  );
  expect(step.pairs).toMatchObject({ kind: 'known', value: 'variables' });
});
