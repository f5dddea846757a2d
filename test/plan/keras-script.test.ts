import { expect, test } from 'vitest';
import { makeTask } from '../../src/experiment/data';
import type { Experiment } from '../../src/experiment/experiment';
import { prepare } from '../../src/experiment/prepare';
import { base64, float32Base64 } from '../../src/experiment/data/base64';
import { kerasScript } from '../../src/plan/keras-script';
import { features } from '../probe/support/experiments';
import { testParser } from '../support/parser';
import * as experiments from '../webview/fixtures/experiments';

const { oneUnitSoftmax } = experiments;
const scriptOf = (experiment: Experiment): string => {
  const script = kerasScript(experiment);
  if (script === undefined) throw new Error('no script was made');
  return script;
};
const changed = (part: Partial<Experiment['arms'][number]>): Experiment => ({
  ...oneUnitSoftmax,
  arms: oneUnitSoftmax.arms.map((arm) => ({ ...arm, ...part })),
});

test.each(Object.entries(experiments))('the script of %s is Python', async (_, experiment) => {
  const { errors } = (await testParser()).parse(scriptOf(experiment));
  expect(errors).toEqual([]);
});

test('it builds, compiles and fits what the experiment says', () => {
  const script = scriptOf(oneUnitSoftmax);
  expect(script).toContain('os.environ.setdefault("KERAS_BACKEND", "tensorflow")');
  expect(script).toContain('t0 = keras.Input(shape=(8,))');
  expect(script).toContain('layer_t2 = layers.Dense(units=1, activation="softmax")');
  expect(script).toContain('layer_t2 = layers.Dense(units=1, activation="sigmoid")');
  expect(script).toContain('optimizer=keras.optimizers.Adam(learning_rate=0.01)');
  expect(script).toContain('loss=keras.losses.BinaryCrossentropy()');
  expect(script).toContain('dict(epochs=15, batch_size=32, shuffle=True)');
});

test('it carries the very numbers that the first run was trained on', () => {
  const [arm] = oneUnitSoftmax.arms;
  if (arm === undefined) throw new Error('an experiment has an arm');
  const { training } = prepare(makeTask(oneUnitSoftmax.data, 1), arm, 1);
  const text = /"x": \[array\("([^"]+)", \(320, 8,\)/.exec(scriptOf(oneUnitSoftmax))?.[1] ?? '';
  const bytes = Buffer.from(text, 'base64');
  const read = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
  expect(read).toEqual(Array.from(training.inputs[0]?.data ?? [], Math.fround));
});

test('objects are constructed from the module their parameter speaks of', () => {
  const [arm] = oneUnitSoftmax.arms;
  const nodes = arm?.model.nodes.map((node) =>
    node.class === 'Dense'
      ? { ...node, config: { ...node.config, kernel_regularizer: { class: 'L2', config: { l2: 0.01 } }, use_bias: false } }
      : node,
  );
  const schedule = { class: 'ExponentialDecay', config: { initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.9 } };
  const script = scriptOf(
    changed({
      model: { ...(arm?.model ?? { inputs: [], outputs: [] }), nodes: nodes ?? [] },
      optimizer: { class: 'SGD', config: { learning_rate: schedule } },
    }),
  );
  expect(script).toContain('kernel_regularizer=keras.regularizers.L2(l2=0.01), use_bias=False');
  expect(script).toContain('keras.optimizers.schedules.ExponentialDecay(initial_learning_rate=0.1');
});

test('what Keras cannot be told in plain calls has no script', () => {
  const [arm] = oneUnitSoftmax.arms;
  const update = { variables: 'all', applied: false, reset: 'never' } as const;
  expect(kerasScript(changed({ update }))).toBeUndefined();
  const raw = { kind: 'keras', class: 'tf.nn.sigmoid_cross_entropy_with_logits', config: {} } as const;
  expect(kerasScript(changed({ heads: (arm?.heads ?? []).map((head) => ({ ...head, loss: raw })) }))).toBeUndefined();
  // Keras 3 has none of this name.
  expect(kerasScript(changed({ optimizer: { class: 'keras.optimizers.legacy.RMSprop', config: {} } }))).toBeUndefined();
  expect(kerasScript({ ...oneUnitSoftmax, semantics: { backend: 'tensorflow-raw', keras: 3 } })).toBeUndefined();
  const huge = { ...oneUnitSoftmax, data: { ...oneUnitSoftmax.data, inputs: [features(5000)] } };
  expect(kerasScript(huge)).toBeUndefined();
});

test('base64 is that of everybody else', () => {
  for (let length = 0; length < 20; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  }
  expect(float32Base64([1, -2.5, NaN])).toBe(Buffer.from(new Float32Array([1, -2.5, NaN]).buffer).toString('base64'));
});

test('no script is made of what a plain call of fit cannot say: callbacks over epochs, counted steps', () => {
  const [arm] = oneUnitSoftmax.arms;
  if (arm === undefined) throw new Error('an experiment has an arm');
  expect(kerasScript(changed({ fit: { ...arm.fit, steps: 7 } }))).toBeUndefined();
  expect(
    kerasScript(changed({ fit: { ...arm.fit, course: { epochSteps: 4, rates: [0.1, 0.01], callbacks: [] } } })),
  ).toBeUndefined();
});
