/** Reports that are louder or quieter than their rule, because the evidence is. */
import { expect, test } from 'vitest';
import type { Severity } from '../../src/finding/finding';
import type { Evidence } from '../../src/rules/define';
import { rules } from '../../src/rules/index';
import { analyze } from '../support/analyze';

const imports = 'import numpy as np\nfrom tensorflow import keras\n';
const fitted = (data: string, layers: string, compile: string): string =>
  `${imports}${data}\nmodel = keras.Sequential([${layers}])\nmodel.compile(${compile})\nmodel.fit(x, y, epochs=100)\n`;

const xor = 'x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])\ny = np.array([0, 1, 1, 0])';
const circles = 'x = np.random.rand(300, 2) * 2 - 1\ny = (x[:, 0] * x[:, 1] > 0).astype("int32")';
const line = 'x = np.array([1, 2, 3, 4, 5, 6])\ny = np.array([1, 3, 5, 7, 9, 11])';
const linear = 'keras.layers.Dense(8, input_shape=(1,)), keras.layers.Dense(1)';
const sigmoids =
  'keras.layers.Dense(8, "sigmoid"), keras.layers.Dense(8, "sigmoid"), keras.layers.Dense(8, "sigmoid"), keras.layers.Dense(8, "sigmoid"), keras.layers.Dense(1, "sigmoid")';
const relu = 'keras.layers.Dense(8, "relu"), keras.layers.Dense(8, "relu"), keras.layers.Dense(1, "sigmoid")';
const fast = 'keras.optimizers.Adam(0.1), "binary_crossentropy"';

const cases: readonly (readonly [string, string, string, Severity | undefined])[] = [
  ['layers without activation on a line', 'missing-hidden-activation', fitted(line, linear, '"adam", "mse"'), 'information'],
  [
    'layers without activation on a computed line',
    'missing-hidden-activation',
    fitted('x = np.random.rand(100, 1)\ny = 2 * x + 1', linear, '"adam", "mse"'),
    'information',
  ],
  [
    'layers without activation on columns of one table, of which nothing is known',
    'missing-hidden-activation',
    fitted('data = np.random.rand(100, 2)\nx = data[:, :1]\ny = data[:, 1]', linear, '"adam", "mse"'),
    'warning',
  ],
  [
    'layers without activation on a curve',
    'missing-hidden-activation',
    fitted('x = np.linspace(-1, 1, 100)\ny = x ** 2', linear, '"adam", "mse"'),
    'warning',
  ],
  ['a large rate on a truth table', 'lr-too-high', fitted(xor, relu, fast), 'information'],
  ['a large rate on more data', 'lr-too-high', fitted(circles, relu, fast), 'warning'],
  [
    'four sigmoid layers on a truth table',
    'deep-saturating',
    fitted(xor, sigmoids, '"adam", "binary_crossentropy"'),
    'information',
  ],
  ['four sigmoid layers on more data', 'deep-saturating', fitted(circles, sigmoids, '"adam", "binary_crossentropy"'), 'warning'],
  [
    'large numbers on a line',
    'unscaled-tabular-input',
    fitted('x = np.arange(1, 1001)\ny = np.arange(2, 1002)', linear, '"adam", "mse"'),
    undefined,
  ],
  [
    'large numbers beside others',
    'unscaled-tabular-input',
    fitted('x = np.random.rand(100, 1) * 1000\ny = np.random.rand(100)', linear, '"adam", "mse"'),
    'warning',
  ],
];

test.each(cases)('%s', async (_, id, text, severity) => {
  const { program, sources } = await analyze(text);
  const reported = rules.find((rule) => rule.id === id)?.check({ program, sources }) ?? [];
  expect(reported.map(({ finding }) => finding.severity)).toEqual(severity === undefined ? [] : [severity]);
});

/** What the evidence alone gives; anything else needs its reason. */
function usual({ measured, wild }: Evidence): readonly (Severity | 'off')[] {
  if (measured === 'certain' || measured === 'raises') return ['error'];
  const quiet = ['information', 'hint', 'off'] as const;
  if (wild && wild.benign > wild.right) return quiet;
  if (measured === 'confirmed') return ['warning', 'error'];
  return measured === 'partly' ? ['warning'] : quiet;
}

const stated = rules.map(({ id, severity, evidence }) => [id, severity, evidence] as const);

test.each(stated)('the severity of %s follows from its evidence, or says why not', (_, severity, evidence) => {
  if (evidence.exception === undefined) expect(usual(evidence)).toContain(severity);
  const { right, unclear, benign } = evidence.wild ?? { right: 0, unclear: 0, benign: 0 };
  expect(right + unclear + benign).toBeLessThanOrEqual(20);
});
