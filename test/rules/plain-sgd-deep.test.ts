import rule from '../../src/rules/plain-sgd-deep';
import { ruleTest } from './support/rule-test';

const program = (optimizer: string, hidden = 4, { extra = '', fit = 'epochs=10' } = {}): string => `
import numpy as np
from tensorflow import keras
model = keras.Sequential()
for _ in range(${hidden}):
    model.add(keras.layers.Dense(32, activation="relu"))
${extra}
model.add(keras.layers.Dense(1))
model.compile(loss="mse", optimizer=${optimizer})
model.fit(np.load("x.npy"), np.load("y.npy"), ${fit})
`;

ruleTest(rule, {
  flags: {
    'four hidden layers': program(`"sgd")
#                                   ^^^^^ plain-sgd-deep
model.summary(`),
    'a recurrent model': program(
      `"sgd")
#                                   ^^^^^ plain-sgd-deep
model.summary(`,
      0,
      { extra: 'model.add(keras.layers.LSTM(8))' },
    ),
  },
  ignores: {
    'two hidden layers': program('"sgd"', 2),
    momentum: program('keras.optimizers.SGD(momentum=0.9)'),
    Adam: program('"adam"'),
    'a larger rate': program('keras.optimizers.SGD(0.1)'),
    'many epochs': program('"sgd"', 4, { fit: 'epochs=500' }),
    'normalised layers': program('"sgd"', 4, { extra: 'model.add(keras.layers.BatchNormalization())' }),
  },
  fixes: {
    'a name': { before: program('"sgd"'), after: program('"adam"') },
    'an instance': {
      before: program('keras.optimizers.SGD(learning_rate=0.01)'),
      after: program('keras.optimizers.SGD(learning_rate=0.01, momentum=0.9)'),
    },
  },
});
