/** Every generator of scikit-learn has a record that says what the package does, is read, and its labels meet the model. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { valueOf } from '../../src/facts/fact';
import { generators, type GeneratorFacts } from '../../src/knowledge/generators';
import rule from '../../src/rules/label-range-mismatch';
import { accepted, accepts } from '../../tools/catalogue/accepted';
import { datasetDifferences, type RealDatasets } from '../../tools/catalogue/compare';
import { analyze } from '../support/analyze';

/** Where the records say something else than the packages did (`npm run parity:catalogue` recorded them). */
const complaints = (ours: Readonly<Record<string, GeneratorFacts>>): readonly string[] =>
  ([2, 3] as const)
    .flatMap((keras) => {
      const file = new URL(`recordings/datasets-keras${keras}.json`, import.meta.url);
      return datasetDifferences(keras, JSON.parse(readFileSync(file, 'utf8')) as RealDatasets, ours);
    })
    .filter((difference) => !accepted.some((entry) => accepts(entry, difference)))
    .map(({ keras, name, what }) => `${keras}: ${name} ${what}`);

test('bundled datasets and generators are as their records say', () => {
  expect(complaints(generators)).toEqual([]);
});

const others: readonly ((facts: GeneratorFacts) => GeneratorFacts)[] = [
  (facts) => ({
    ...facts,
    features: typeof facts.features === 'number' ? facts.features + 1 : { ...facts.features, default: 7 },
  }),
  (facts) => ({ ...facts, samples: facts.samples + 1 }),
  (facts) => ({ ...facts, labelType: facts.labelType === 'int64' ? 'float64' : 'int64' }),
  ({ labels, ...facts }) => ({
    ...facts,
    labels:
      labels.kind === 'classes' ? { kind: 'targets', default: 1 } : { kind: 'classes', parameter: 'n_classes', default: 11 },
  }),
];

test.each(Object.entries(generators))('a changed record of %s is noticed, and a missing one', (name, facts) => {
  const missed = others.filter((change) => complaints({ ...generators, [name]: change(facts) }).length === 0);
  expect(missed.map(String)).toEqual([]);
  expect(complaints(Object.fromEntries(Object.entries(generators).filter(([other]) => other !== name)))).not.toEqual([]);
});

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
