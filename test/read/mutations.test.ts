import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { readProgram } from '../../src/read/read';
import { rules } from '../../src/rules/index';
import { generator, mutate } from '../support/mutate';
import { testParser } from '../support/parser';

const root = fileURLToPath(new URL('../../', import.meta.url));
const programs = ['examples', 'tools/facts/programs'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.py'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
);

test('10,000 damaged programs are read and checked without an exception', async () => {
  const parser = await testParser();
  const random = generator(20261123);
  const failures: string[] = [];
  let runs = 0;
  for (let i = 0; i < 10_000; i++) {
    const text = mutate(programs[i % programs.length] ?? '', random);
    const source = { id: 'main.py', text };
    try {
      const sources = new Map([[source.id, source]]);
      const modules = new Map([[source.id, parser.parse(text)]]);
      const program = readProgram({ entry: source.id, sources, modules, resolve: () => undefined });
      runs += program.runs.length;
      const { problems } = lint({ program, sources, entry: source.id, rules }, noConfig);
      if (problems.length > 0) failures.push(`${problems.join('; ')}\n${text}`);
    } catch (error) {
      failures.push(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${text}`);
    }
  }
  expect(failures.slice(0, 3)).toEqual([]);
  // Damage leaves much to read: were nothing recognised any more, the test would show nothing.
  expect(runs).toBeGreaterThan(5_000);
  // A program that never ended would be cut off here; all together take about 25 s of one core.
});

test.each([
  ['an axis that a tensor does not have', 'layers.Concatenate(axis=7)([a, a])'],
  ['an axis of a tensor without any', 'layers.concatenate(layers.Reshape(())(a))'],
  ['an axis that an array does not have', 'np.repeat(np.zeros((3,)), 2, axis=7) + np.diff(np.zeros(3), axis=-4)'],
  ['axes to swap that are not there', 'np.swapaxes(np.zeros((2, 3)), 0, 9)'],
])('%s is a program that raises, not a failure here', async (_, expression) => {
  const text = `import numpy as np\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\na = keras.Input((5,))\nb = ${expression}\n`;
  const parser = await testParser();
  const sources = new Map([['main.py', { id: 'main.py', text }]]);
  const modules = new Map([['main.py', parser.parse(text)]]);
  expect(() => readProgram({ entry: 'main.py', sources, modules, resolve: () => undefined })).not.toThrow();
});
