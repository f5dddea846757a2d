import rule from '../../src/rules/decay-too-fast';
import { ruleTest } from './support/rule-test';

const program = (optimizer: string, { fit = 'epochs=30', callbacks = '' } = {}): string => `
import numpy as np
from tensorflow import keras
x, y = np.random.normal(size=(3200, 8)), np.random.randint(0, 3, 3200)
model = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
schedules = keras.optimizers.schedules
optimizer = ${optimizer}
callbacks = [${callbacks}]
model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy")
model.fit(x, y, ${fit}, callbacks=callbacks)
`;

ruleTest(rule, {
  flags: {
    'a fast exponential decay': program(`keras.optimizers.Adam(schedules.ExponentialDecay(0.01, 100, 0.5))
#                                                                  ^^^ decay-too-fast`),
    'a polynomial over a tenth of the run': program(`keras.optimizers.Adam(schedules.PolynomialDecay(0.01, 300, 0.00001))
#                                                                 ^^^ decay-too-fast`),
    'the legacy argument': program(`keras.optimizers.legacy.SGD(0.01, decay=0.1)
#                                                   ^^^ decay-too-fast`),
    'an impatient plateau': program('"adam"', {
      callbacks: `keras.callbacks.ReduceLROnPlateau(patience=0)
#                                                       ^ decay-too-fast
`,
    }),
  },
  ignores: {
    'the usual decay': program('keras.optimizers.Adam(schedules.ExponentialDecay(0.01, 1000, 0.9))'),
    'a cosine to zero at the end': program('keras.optimizers.Adam(schedules.CosineDecay(0.01, 3000))'),
    'a decay that Keras 3 ignores': program('keras.optimizers.SGD(0.01, decay=0.1)'),
    'a short run': program('keras.optimizers.Adam(schedules.ExponentialDecay(0.01, 100, 0.5))', { fit: 'epochs=5' }),
    'a patient plateau': program('"adam"', { callbacks: 'keras.callbacks.ReduceLROnPlateau(patience=3)' }),
    'a length in epochs, which another rule tells': program('keras.optimizers.Adam(schedules.CosineDecay(0.01, 30))'),
  },
  fixes: {
    'spreads an exponential decay over the run': {
      before: program('keras.optimizers.Adam(schedules.ExponentialDecay(0.01, 100, 0.5))'),
      after: program('keras.optimizers.Adam(schedules.ExponentialDecay(0.01, 452, 0.5))'),
    },
  },
});
