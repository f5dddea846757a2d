import rule from '../../src/rules/clip-too-small';
import { ruleTest } from './support/rule-test';

const program = (optimizer: string): string => `
import numpy as np
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(8, activation="relu", input_shape=(4,)), keras.layers.Dense(1)])
sgd = ${optimizer}
model.compile(optimizer=sgd, loss="mse")
model.fit(np.load("x.npy"), np.load("y.npy"))
`;

ruleTest(rule, {
  flags: {
    clipvalue: program(`keras.optimizers.SGD(0.01, clipvalue=1e-4)
#                                          ^^^^ clip-too-small`),
    'a default learning rate': program(`keras.optimizers.SGD(global_clipnorm=0.001)
#                                          ^^^^^ clip-too-small`),
  },
  ignores: {
    Adam: program('keras.optimizers.Adam(clipvalue=1e-4)'),
    'the usual limit': program('keras.optimizers.SGD(0.01, clipnorm=1.0)'),
    'a small limit with a large rate': program('keras.optimizers.SGD(1.0, clipnorm=0.001)'),
    'no limit': program('keras.optimizers.SGD(0.01)'),
  },
  fixes: {
    'the limit': {
      before: program('keras.optimizers.SGD(0.01, clipnorm=0.0001)'),
      after: program('keras.optimizers.SGD(0.01, clipnorm=1.0)'),
    },
  },
});
