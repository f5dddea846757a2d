/** Every generator of scikit-learn that is known is read, and its labels meet the model. */
import { expect, test } from 'vitest';
import { valueOf } from '../../src/facts/fact';
import { generators } from '../../src/knowledge/generators';
import rule from '../../src/rules/label-range-mismatch';
import { analyze } from '../support/analyze';

const program = (call: string): string => `from sklearn import datasets
from tensorflow import keras
x, y = datasets.${call}
model = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`;

test.each(Object.entries(generators))('the samples and features of %s are known', async (name, { samples, features }) => {
  const { program: read } = await analyze(program(`${name.split('.').at(-1) ?? ''}()`));
  const width = typeof features === 'number' ? features : features.default;
  expect(valueOf(read.runs[0]?.inputs[0]?.shape)).toEqual([samples, width]);
});

test.each(['make_classification(n_classes=3)', 'make_gaussian_quantiles(n_classes=3)', 'make_blobs(centers=3)'])(
  'labels of %s are no labels of two units',
  async (call) => {
    expect(rule.check(await analyze(program(call)))).toHaveLength(1);
  },
);
