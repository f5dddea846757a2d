/** Keras raises for a picture that reaches Dense without Flatten, whichever layer the picture goes through before. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { RealLayers } from '../../tools/catalogue/compare-layers';
import rule from '../../src/rules/missing-flatten';
import { analyze } from '../support/analyze';

const { built } = JSON.parse(
  readFileSync(new URL('../knowledge/recordings/layers-keras3.json', import.meta.url), 'utf8'),
) as RealLayers;

function python(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object') return call((value as { class: string }).class, (value as { config: object }).config);
  return JSON.stringify(value);
}

const call = (type: string, given: object): string =>
  `layers.${type}(${Object.entries(given)
    .map(([name, value]) => `${name}=${python(value)}`)
    .join(', ')})`;

/** Built on a picture alone, and still a picture behind it. */
const keeping = Object.entries(built).flatMap(([type, { cases }]) => {
  const one = cases.find(({ inputs, output }) => inputs.length === 1 && inputs[0]?.length === 3 && output?.length === 3);
  // Pooled over the whole picture it has a single place, which the convolution refuses.
  if (one === undefined || type.startsWith('Global')) return [];
  return [call(type, 'output_size' in one.arguments ? { output_size: 9 } : one.arguments)];
});

test('there are many such layers', () => {
  expect(keeping.length).toBeGreaterThanOrEqual(60);
});

test.each(keeping)('missing-flatten behind %s', async (layer) => {
  const { program, sources } = await analyze(`import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
x = np.random.rand(100, 28, 28, 3)
y = np.random.randint(0, 10, 100)
model = keras.Sequential([
    keras.Input((28, 28, 3)),
    ${layer},
    layers.Conv2D(16, 3),
    layers.Dense(10, 'softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, epochs=20)
`);
  expect(rule.check({ program, sources }).map(({ finding }) => finding.severity)).toEqual(['error']);
});
