/** Faults of data, labels, losses and loops, as the experiment of a rule's own bad example has them. */
import { expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment/experiment';
import { rules } from '../../src/rules/index';
import { readCarets } from '../rules/support/carets';
import { experimentOf, plan } from './support/plan';

const badOf = (id: string): string => {
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return readCarets(rule.docs.bad).text;
};

const planOf = (id: string, change: (text: string) => string = (text) => text): Experiment =>
  experimentOf(plan(change(badOf(id)), id));

const lossesOf = (id: string, change?: (text: string) => string) => planOf(id, change).arms.map(({ heads }) => heads[0]?.loss);

test.each(['flipped-loss-sign', 'summed-loss', 'raw-log-loss'])(
  '%s: the loss as written against the loss after the fix',
  (id) => {
    const [asWritten, withFix] = lossesOf(id);
    expect(asWritten?.kind).toBe('custom');
    expect(withFix).not.toEqual(asWritten);
  },
);

test('labels and outputs of unequal rank meet as they do without Keras', () => {
  const { arms, data } = planOf('loss-broadcast');
  expect(data.targets[0]).toMatchObject({ kind: 'regression' });
  expect(arms.map(({ targets }) => targets[0]?.layout)).toEqual(['vector', 'vector']);
  const [asWritten, withFix] = arms.map(({ heads }) => heads[0]?.loss);
  expect(asWritten).toMatchObject({ kind: 'custom' });
  expect(asWritten).not.toHaveProperty('aligned');
  expect(JSON.stringify(withFix)).toContain('squeeze');
});

test('where no fix is offered, the loss of Keras for such labels and outputs is tried', () => {
  expect(lossesOf('unsafe-div-sqrt-exp')[1]).toEqual({
    kind: 'keras',
    class: 'BinaryCrossentropy',
    config: { from_logits: true },
  });
  const { arms } = planOf('nondifferentiable-loss');
  expect(arms.map(({ title }) => title)).toEqual(['Your code', "With Keras's own loss (BinaryCrossentropy)"]);
  expect(JSON.stringify(arms[0]?.heads[0]?.loss)).toContain('round');
  const summed = `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1, input_shape=(4,))])
model.compile('sgd', loss=keras.losses.MeanSquaredError(reduction='sum'))
model.fit(x, y)
`;
  expect(lossesOf('summed-loss', () => summed)).toEqual([
    { kind: 'keras', class: 'MeanSquaredError', config: { reduction: 'sum' } },
    { kind: 'keras', class: 'MeanSquaredError', config: {} },
  ]);
});

test.each(['tape-forward-outside', 'numpy-in-train-step'])('%s: nothing is recorded as written', (id) => {
  expect(planOf(id).arms.map(({ update }) => update.recorded ?? true)).toEqual([false, true]);
});

test('a list of variables that is empty updates nothing, one of another model has no gradients', () => {
  const lists = (list: string) =>
    planOf('wrong-variable-list', (text) => text.replaceAll('model.layers[-1].trainable_variables', list)).arms[0]?.update;
  const other = 'tf.keras.Sequential([tf.keras.Input(shape=(4,)), tf.keras.layers.Dense(1)]).trainable_variables';
  expect(lists(other)).toMatchObject({ recorded: false });
});

test('layers that Keras does not find are left out of the updates', () => {
  const [asWritten, withFix] = planOf('untracked-variables').arms;
  expect(asWritten?.update.variables).toEqual(['input', 'dense_1']);
  expect(withFix?.update.variables).toBe('all');
});

test('labels that were shuffled apart belong to other samples', () => {
  expect(planOf('xy-shuffled-separately').arms.map(({ targets }) => targets[0]?.labels)).toEqual(['scrambled', undefined]);
});

test('missing values stay where the comparison finds none, and are told to be assumed', () => {
  const { arms, data } = planOf('unhandled-nan');
  expect(data.inputs[0]).toMatchObject({ kind: 'features', missing: 0.01 });
  expect(arms.map(({ inputs }) => inputs[0]?.steps)).toEqual([[], [{ kind: 'fill' }]]);
  expect(data.assumed).toEqual([
    { what: 'as inputs', value: 'standardized numbers' },
    { what: 'percent of the values missing (NaN)', value: 1 },
  ]);
});

test('class numbers that are scaled are scaled in the arm as written only', () => {
  const { arms, data, judging } = planOf('scaled-class-labels');
  expect(data.targets).toEqual([{ kind: 'classes', classes: 10 }]);
  expect(judging.metric).toBe('accuracy');
  expect(arms.map(({ targets }) => targets[0])).toEqual([
    { encoding: 'index', first: 0, layout: 'vector', steps: [{ kind: 'scale', factor: 1 / 255, shift: 0 }] },
    { encoding: 'index', first: 0, layout: 'vector', steps: [] },
  ]);
});

test('integer arithmetic wraps in the arm as written, on whole numbers that both share', () => {
  const { arms, data } = planOf('uint8-arithmetic');
  expect(data.inputs[0]).toMatchObject({ values: { kind: 'range', min: 0, max: 255 }, dtype: 'uint8' });
  expect(arms.map(({ inputs }) => inputs[0]?.steps.map(({ kind }) => kind))).toEqual([
    ['scale', 'cast', 'scale'],
    ['scale', 'scale'],
  ]);
});

test('classes have the shares that the program says, and each counts alike', () => {
  const { arms, data, judging } = planOf('class-imbalance-unweighted');
  expect(data.targets).toEqual([{ kind: 'binary', share: 0.03 }]);
  expect(data.heldOut).toBeGreaterThan(1600);
  expect(judging.metric).toBe('balanced-accuracy');
  expect(arms.map(({ heads }) => heads[0]?.classWeight)).toEqual([undefined, [0.515, 16.7]]);
});

test('sequences that the program pads are padded at the same end', () => {
  const { data } = planOf('padding-without-mask');
  expect(data.inputs[0]).toMatchObject({ kind: 'tokens', padding: { share: 0.5, side: 'post' } });
  expect(data.assumed).toEqual([{ what: 'percent of a sequence that is padding', value: 50 }]);
});

test('a step over a whole array has all of it as its batch', () => {
  expect(planOf('tape-forward-outside').arms.map(({ fit }) => fit)).toEqual(
    Array.from({ length: 2 }, () => ({ epochs: 20, batchSize: 256, shuffle: true })),
  );
});

test('samples sorted by class are handed out in the order that each version makes of them', () => {
  const shuffles = (id: string, change?: (text: string) => string) => {
    const { arms, data } = planOf(id, change);
    expect(data.order).toBe('class-ordered');
    return arms.map(({ fit }) => fit.shuffle);
  };
  expect(shuffles('shuffle-disabled')).toEqual([false, true]);
  expect(shuffles('shuffle-after-batch')).toEqual([
    { of: 'batches', buffer: 10 },
    { of: 'samples', buffer: 300 },
  ]);
  expect(shuffles('small-shuffle-buffer')).toEqual([
    { of: 'samples', buffer: 30 },
    { of: 'samples', buffer: 300 },
  ]);
  // Ten times as many samples as the experiment has: a buffer of the same share of them.
  const many = (text: string): string =>
    text
      .replace('rand(300, 8)', 'rand(6000, 8)')
      .replace('[0, 1, 2], 100', '[0, 1, 2], 2000')
      .replace('shuffle(30)', 'shuffle(500)');
  expect(shuffles('small-shuffle-buffer', many)[0]).toEqual({ of: 'samples', buffer: 50 });
});
