/** What is counted in a program's own files, and that the rules speak of it. */
import { describe, expect, test } from 'vitest';
import { lookAtData, type Looked } from '../../src/evidence/data/look';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import type { Finding } from '../../src/finding/finding';
import { rules } from '../../src/rules/index';
import type { OwnFile } from '../../src/plan/own/own-data';
import { analyze } from '../support/analyze';
import { npy } from '../support/numpy-files';

const encode = (text: string): OwnFile => ({ bytes: new TextEncoder().encode(text) });

async function look(
  text: string,
  files: Readonly<Record<string, OwnFile>>,
): Promise<Looked & { readonly findings: readonly Finding[] }> {
  const { program, sources, entry } = await analyze(text);
  const looked = lookAtData(program, new Map(Object.entries(files)));
  return { ...looked, findings: lint({ program: looked.program, sources, entry, rules }, noConfig).findings };
}

const errors = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);

const ROWS = 60;
/** Numbers without a pattern, from -1 to 1, the same every time. */
const noise = (row: number, column: number): number => ((row * 7919 + column * 104729 + row * row * 31) % 2000) / 1000 - 1;

interface Made {
  readonly label: (row: number) => number | string;
  readonly cell?: (row: number, column: number) => number | string;
  readonly rows?: number;
}

const csv = ({ label, cell = noise, rows = ROWS }: Made): OwnFile =>
  encode(
    [
      'a,b,c,y',
      ...Array.from({ length: rows }, (_, row) =>
        [0, 1, 2]
          .map((c) => cell(row, c))
          .concat(label(row) as number)
          .join(','),
      ),
    ].join('\n'),
  );

const program = (head: string, loss: string, { before = '', fit = '', x = "df.drop(columns=['y']).values" } = {}): string => `
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler, MinMaxScaler
from tensorflow import keras
df = pd.read_csv('t.csv')
x = ${x}
y = df['y'].values
${before}
model = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.${head}])
model.compile('adam', '${loss}')
model.fit(x, y, epochs=9${fit})
`;

const binary = (row: number): number => Number(noise(row, 0) > 0);
const sigmoid = "Dense(1, activation='sigmoid')";

describe('a fault that only the file shows is an error', () => {
  const cases: readonly (readonly [string, string, string, OwnFile])[] = [
    [
      'prices behind a sigmoid',
      'bounded-output-regression',
      program(sigmoid, 'mse'),
      csv({ label: (row) => 146020 + row * 14375 }),
    ],
    [
      'an empty field',
      'unhandled-nan',
      program(sigmoid, 'binary_crossentropy'),
      csv({ label: binary, cell: (r, c) => (r === 7 && c === 1 ? '' : noise(r, c)) }),
    ],
    ['an empty label', 'unhandled-nan', program('Dense(1)', 'mse'), csv({ label: (row) => (row === 3 ? '' : noise(row, 0)) })],
    [
      'an infinite number',
      'unhandled-nan',
      program(sigmoid, 'binary_crossentropy'),
      csv({ label: binary, cell: (r, c) => (r === 7 && c === 1 ? 'inf' : noise(r, c)) }),
    ],
    [
      'a column that does not vary, divided by its deviation',
      'unhandled-nan',
      program(sigmoid, 'binary_crossentropy', { before: 'x = (x - x.mean(axis=0)) / x.std(axis=0)' }),
      csv({ label: binary, cell: (r, c) => (c === 2 ? 5 : noise(r, c)) }),
    ],
    [
      'classes 1 and 2',
      'label-range-mismatch',
      program(sigmoid, 'binary_crossentropy'),
      csv({ label: (row) => binary(row) + 1 }),
    ],
    [
      'classes 1 to 3 behind three units',
      'label-range-mismatch',
      program("Dense(3, activation='softmax')", 'sparse_categorical_crossentropy'),
      csv({ label: (row) => (row % 3) + 1 }),
    ],
    [
      'rows sorted by class',
      'ordered-validation-split',
      program(sigmoid, 'binary_crossentropy', { fit: ', validation_split=0.3' }),
      csv({ label: (row) => Number(row >= 45) }),
    ],
    [
      'a target among the features',
      'target-in-features',
      program('Dense(1)', 'mse'),
      csv({ label: (row) => noise(row, 1) * 3 + 2 }),
    ],
    [
      'a value of a billion',
      'unscaled-tabular-input',
      program('Dense(1)', 'mse'),
      csv({ label: (row) => noise(row, 0) + noise(row, 1), cell: (r, c) => (r === 9 && c === 1 ? 1e9 : noise(r, c)) }),
    ],
    [
      'a label of a billion',
      'unscaled-regression-target',
      program('Dense(1)', 'mse'),
      csv({ label: (row) => (row === 9 ? 1e9 : noise(row, 0) + noise(row, 1)) }),
    ],
    [
      'inputs of a million',
      'unscaled-tabular-input',
      program(sigmoid, 'binary_crossentropy'),
      csv({ label: binary, cell: (r, c) => 1e6 * (2 + noise(r, c)) }),
    ],
    ['one label for all', 'class-imbalance-unweighted', program(sigmoid, 'binary_crossentropy'), csv({ label: () => 0 })],
  ];
  test.each(cases)('%s', async (_, rule, text, file) => {
    const { findings, not } = await look(text, { 't.csv': file });
    expect(not).toEqual([]);
    expect(errors(findings)).toEqual([rule]);
    // Without the file nobody can know.
    expect(errors((await look(text, {})).findings)).toEqual([]);
  });

  test('masks of 0 and 255', async () => {
    const text = `
import numpy as np
from tensorflow import keras
x = np.load('x.npy')
y = np.load('masks.npy')
model = keras.Sequential([keras.layers.Conv2D(4, 3, padding='same', activation='relu'), keras.layers.Conv2D(1, 1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y)
`;
    const shape = [10, 4, 4, 1];
    const numbers = Array.from({ length: 160 }, (_, i) => (i % 3 === 0 ? 255 : 0));
    const files = {
      'x.npy': {
        bytes: npy(
          numbers.map((one) => one / 255),
          shape,
          '<f4',
        ),
      },
      'masks.npy': { bytes: npy(numbers, shape, '|u1') },
    };
    const { findings } = await look(text, files);
    expect(errors(findings)).toEqual(['label-range-mismatch']);
    expect(findings.find(({ severity }) => severity === 'error')?.message).toContain('0 and 255');
  });
});

describe('what the program does about it is followed', () => {
  const gaps = csv({ label: binary, cell: (r, c) => (r === 7 && c === 1 ? '' : noise(r, c)) });
  test.each([
    ['rows with gaps are dropped', "df = df.dropna()\nx = df.drop(columns=['y']).values\ny = df['y'].values"],
    ['gaps are filled', "df = df.fillna(0)\nx = df.drop(columns=['y']).values\ny = df['y'].values"],
  ])('%s', async (_, before) => {
    expect((await look(program(sigmoid, 'binary_crossentropy', { before }), { 't.csv': gaps })).findings).toEqual([]);
  });
  test('scikit-learn divides a column that does not vary by 1', async () => {
    const still = csv({ label: binary, cell: (r, c) => (c === 2 ? 5 : noise(r, c)) });
    const before = 'x = StandardScaler().fit_transform(x)';
    expect((await look(program(sigmoid, 'binary_crossentropy', { before }), { 't.csv': still })).findings).toEqual([]);
  });
  test('so does who adds a little to the deviation', async () => {
    const still = csv({ label: binary, cell: (r, c) => (c === 2 ? 5 : noise(r, c)) });
    const before = 'x = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-8)';
    expect((await look(program(sigmoid, 'binary_crossentropy', { before }), { 't.csv': still })).findings).toEqual([]);
  });
  test('labels brought into the range of the output', async () => {
    const prices = csv({ label: (row) => 146020 + row * 14375 });
    const before = 'y = y / 1000000';
    expect(
      (await look(program(sigmoid, 'mse', { before }), { 't.csv': prices })).findings.filter(
        ({ severity }) => severity === 'error',
      ),
    ).toEqual([]);
  });
  test('mixed rows are no sorted ones', async () => {
    const sorted = csv({ label: (row) => Number(row >= 45) });
    const before = "df = df.sample(frac=1)\nx = df.drop(columns=['y']).values\ny = df['y'].values";
    expect(
      errors(
        (await look(program(sigmoid, 'binary_crossentropy', { before, fit: ', validation_split=0.3' }), { 't.csv': sorted }))
          .findings,
      ),
    ).toEqual([]);
  });
});

test('clean data gives no finding, and the hints about what is not known are gone', async () => {
  const text = program(sigmoid, 'binary_crossentropy');
  const { findings, read } = await look(text, { 't.csv': csv({ label: binary }) });
  expect(findings).toEqual([]);
  expect(read).toEqual([{ file: 't.csv', rows: ROWS }]);
  expect((await look(text, {})).findings.map(({ rule }) => rule)).toEqual(['unhandled-nan', 'unscaled-tabular-input']);
});

test('a single feature on a line with its label is no leak', async () => {
  const text = program('Dense(1)', 'mse', { x: "df[['a']].values" });
  expect(errors((await look(text, { 't.csv': csv({ label: (row) => noise(row, 0) * 2 + 1 }) })).findings)).toEqual([]);
});

test('what cannot be followed is said with its reason', async () => {
  const text = program(sigmoid, 'binary_crossentropy', { before: 'x = np.apply_along_axis(f, 0, x)' });
  const { not, findings } = await look(text, { 't.csv': csv({ label: binary }) });
  expect(not).toHaveLength(1);
  expect(errors(findings)).toEqual([]);
  expect(
    (await look(program(sigmoid, 'binary_crossentropy'), { 't.csv': { problem: 'there is no such file' } })).not.join(),
  ).toContain('there is no such file');
});
