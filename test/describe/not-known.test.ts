/** What `model` says of facts that reading left open. */
import { expect, test } from 'vitest';
import { describeProgram } from '../../src/describe/model';
import { analyze } from '../support/analyze';

const told = async (text: string): Promise<string> => {
  const { program } = await analyze(text);
  return describeProgram(program, { where: ({ start }) => String(text.slice(0, start).split('\n').length) });
};

const table = `import os
import pandas as pd
import matplotlib.pyplot as plt
from tensorflow import keras
df = pd.read_csv(os.path.join('data', 'houses.csv'))
x = df.drop(columns=['price']).values
y = df['price'].values
model = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1, activation='sigmoid')])
model.compile(optimizer='adam', loss='mse')
h = model.fit(x, y, epochs=10)
plt.plot(h.history['loss'])
plt.show()
`;

test('a table in a file is not known, and plots are not told', async () => {
  const text = await told(table);
  expect(text).toMatch(/^Not known$/m);
  expect(text).toMatch(/which kind of labels/);
  expect(text).not.toMatch(/Everything was understood|matplotlib|history/);
});

test('a program of literals is understood', async () => {
  const text = await told(`import numpy as np
from tensorflow import keras
x = np.random.rand(100, 4)
y = np.random.randint(0, 2, size=100)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation='sigmoid')])
model.compile(optimizer='adam', loss='binary_crossentropy')
model.fit(x, y, epochs=3)
`);
  expect(text).toMatch(/Everything was understood\.$/);
});

test('a loss that comes from elsewhere is named first among what is not known', async () => {
  const text = await told(`import numpy as np
from tensorflow import keras
from losses import pick
x = np.random.rand(100, 4)
y = np.random.randint(0, 2, size=100)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation='sigmoid')])
model.compile(optimizer='adam', loss=pick())
model.fit(x, y, epochs=3)
`);
  expect(text).toMatch(/^Not known\n {2}the loss {2}\(/m);
});

test('nothing that trains is not "everything understood"', async () => {
  expect(await told('import tensorflow as tf\n')).toBe('No model with a loss or a training loop was found.');
});
