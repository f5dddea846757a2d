/** What is shared in a program is written once: its size grows with the program, not with the ways through it. */
import { expect, test } from 'vitest';
import { modelJson } from '../../src/cli/format/model';
import { ownPaths } from '../../src/plan/own/own-data';
import { analyze } from '../support/analyze';

const table = (columns: number): string =>
  [
    'import pandas as pd',
    'from tensorflow import keras',
    'train = pd.read_csv("train.csv")',
    'y = train.pop("label")',
    ...Array.from({ length: columns }, (_, i) => `train["c${i}"] = train["c${i}"].fillna(0)`),
    'model = keras.Sequential([keras.layers.Dense(1)])',
    'model.compile(optimizer="adam", loss="mse")',
    'model.fit(train, y)',
    '',
  ].join('\n');

test('a column after another changed is written in proportion', async () => {
  const sizeOf = async (columns: number): Promise<number> => {
    const { program, sources } = await analyze(table(columns));
    expect(ownPaths(program)).toEqual(['train.csv']);
    return modelJson(program, sources, 'main.py').length;
  };
  const [ten, twenty, eighty] = [await sizeOf(10), await sizeOf(20), await sizeOf(80)];
  // Without the sharing, each column would double it.
  expect(twenty).toBeLessThan(3 * ten);
  expect(eighty).toBeLessThan(12 * ten);
});
