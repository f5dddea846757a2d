import { expect, test } from 'vitest';
import { analyze } from '../support/analyze';
import { readRuns } from '../support/facts';

const head = 'from tensorflow import keras\nfrom tensorflow.keras import layers\n';
const compiled = "model.compile('adam', 'mse')\n";

test('lists made in a function that returns early are joined by what they hold', async () => {
  const [run] = await readRuns(`${head}
import sys

def widths():
    result = [8]
    if len(sys.argv) > 1:
        result.append(4)
        return result
    result.append(2)
    kept = result
    return kept

model = keras.Sequential([keras.Input((3,))] + [layers.Dense(width) for width in widths()] + [layers.Dense(1)])
${compiled}`);
  // The first width is the same either way, the second is not, the last is.
  expect(run?.layers).toEqual(['Dense linear [8]', 'Dense linear [null]', 'Dense linear [1]']);
});

test('a list that holds itself ends', async () => {
  const { program } = await analyze(`${head}
import sys
a = [1]
a.append(a)
b = [1]
b.append(b)
c = a if len(sys.argv) > 1 else b
if len(sys.argv) > 2:
    a.append(c)
model = keras.Sequential([layers.Dense(1)])
${compiled}model.fit(a, c)
`);
  expect(program.runs).toHaveLength(1);
});

test('an optimizer chosen in a branch is one of two; the learning rate both have is known', async () => {
  const [run] = await readRuns(`${head}
import sys
if len(sys.argv) > 1:
    optimizer = keras.optimizers.Adam(0.01)
else:
    optimizer = keras.optimizers.SGD(0.5)
model = keras.Sequential([layers.Dense(1, input_dim=2)])
model.compile(optimizer, 'mse')
`);
  expect(run?.optimizer).toEqual(['Adam 0.01', 'SGD 0.5']);
});

test('a name that only a failing import would bind keeps what the body bound', async () => {
  const [run] = await readRuns(`
try:
    from tensorflow.keras.layers import Dense
except ImportError:
    from keras.layers import Dense
from tensorflow.keras.models import Sequential
model = Sequential([Dense(3, activation='tanh', input_dim=2)])
model.compile('sgd', 'mae')
`);
  expect(run?.heads).toEqual([[3, 'tanh', 'mean_absolute_error']]);
});

test('layers from a loop of unknown length leave a gap, not a guess', async () => {
  const [run] = await readRuns(`${head}
import sys
model = keras.Sequential([keras.Input((3,))])
for _ in range(int(sys.argv[1])):
    model.add(layers.Dense(7, activation='relu'))
model.add(layers.Dense(1))
${compiled}`);
  expect(run?.layers.at(-1)).toBe('Dense linear ?');
  expect(run?.heads).toEqual([[1, 'linear', 'mean_squared_error']]);
});
