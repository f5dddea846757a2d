/** Programs that leave their imports to another text. */
import { describe, expect, test } from 'vitest';
import { mayTrain } from '../../src/read/mentions';
import { analyze } from '../support/analyze';

const model = `model = Sequential()
model.add(Dense(16, activation='relu', input_shape=(8,)))
model.add(Dense(1))
model.add(Activation('softmax'))
model.compile(optimizer='adam', loss='binary_crossentropy')
model.fit(X, y)
`;
const headOf = async (text: string): Promise<string | undefined> => {
  const { program } = await analyze(text);
  const activation = program.runs[0]?.heads[0]?.activation;
  return activation?.kind === 'known' ? activation.value : undefined;
};

describe('names that nothing binds', () => {
  test('are Keras names in a snippet', async () => {
    expect(mayTrain(model)).toBe(true);
    expect(await headOf(model)).toBe('softmax');
  });
  test('are Keras names after a star import of another module', async () => {
    expect(await headOf(`from keras.models import Sequential\nfrom helpers import *\n${model}`)).toBe('softmax');
  });
  test('stay unknown where the text imports Keras itself', async () => {
    expect(await headOf(`from keras.models import Sequential\n${model}`)).toBeUndefined();
  });
  test('stay unknown in programs of another library', async () => {
    expect(await headOf(`import torch\n${model}`)).toBeUndefined();
  });
  test('are what the program binds them to', async () => {
    expect(await headOf(`Activation = make()\n${model}`)).toBeUndefined();
  });
});

test.each(['import re\nre.compile("x")\nclass A(Model):\n    pass\n', 'model = Model()\nmodel.fit(x)\n'])(
  'texts that do not compile a model are not read',
  (text) => {
    expect(mayTrain(text)).toBe(false);
  },
);
