/** Lists that may be incomplete say so: what is dropped in silence becomes a false certainty in a rule. */
import { describe, expect, test } from 'vitest';
import { lint } from '../../src/lint/lint';
import { noConfig } from '../../src/lint/config';
import { rules } from '../../src/rules/index';
import { analyze } from '../support/analyze';

const program = (callbacks: string, imports = '', metrics = ''): string => `import numpy as np
from tensorflow import keras
${imports}
x = np.random.rand(1000, 4)
y = np.random.randint(0, 2, size=1000)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1, activation='sigmoid')])
model.compile(optimizer=keras.optimizers.SGD(1e-6), loss='binary_crossentropy'${metrics})
model.fit(x, y, epochs=30${callbacks})
`;

async function heard(
  text: string,
): Promise<{ readonly rules: readonly string[]; readonly open: boolean; readonly items: number }> {
  const { program: read, sources, entry } = await analyze(text);
  const [run] = read.runs;
  if (!run) throw new Error('nothing is trained');
  const { findings } = lint({ program: read, sources, entry, rules }, noConfig);
  return {
    rules: findings.map(({ rule }) => rule),
    open: run.callbacks.open !== undefined,
    items: run.callbacks.items.length,
  };
}

describe('callbacks that are not understood', () => {
  const own = `class Warmup(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate.assign(0.01)`;
  test.each([
    ['imported', ', callbacks=[warmup()]', 'from mytools import warmup'],
    ['of a class of the program', ', callbacks=[Warmup()]', own],
    ['the whole list imported', ', callbacks=every', 'from mytools import every'],
    ['behind a known one', ', callbacks=[keras.callbacks.History(), warmup()]', 'from mytools import warmup'],
    ['in unknown keywords', ', **options', 'from mytools import options'],
    ['in a list built up', ', callbacks=hooks', 'from mytools import warmup\nhooks = []\nhooks.append(warmup())'],
  ])('%s: the written rate need not be the one that trains', async (_, callbacks, imports) => {
    const said = await heard(program(callbacks, imports));
    expect(said.open).toBe(true);
    expect(said.rules).not.toContain('lr-too-low');
  });

  test.each([
    ['none', ''],
    ['None', ', callbacks=None'],
    ['Keras’s own that leave the rate alone', ', callbacks=[keras.callbacks.TerminateOnNaN()]'],
  ])('%s: the list is whole, and the rate is judged', async (_, callbacks) => {
    const said = await heard(program(callbacks));
    expect(said.open).toBe(false);
    expect(said.rules).toContain('lr-too-low');
  });
});

test('metrics that are not understood leave their list open', async () => {
  const { program: read } = await analyze(program('', 'from mytools import f1', `, metrics=['accuracy', f1()]`));
  expect(read.runs[0]?.metrics.items.map(({ name }) => name)).toEqual(['accuracy']);
  expect(read.runs[0]?.metrics.open?.detail).toBeTruthy();
});
