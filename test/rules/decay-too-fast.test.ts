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

const scheduled = (callback: string, before = ''): string =>
  program('"adam"', { callbacks: callback }).replace(
    'import numpy as np',
    `import numpy as np\nimport tensorflow as tf\n${before}`,
  );

ruleTest(rule, {
  flags: {
    'a fast exponential decay': program(`keras.optimizers.Adam(schedules.ExponentialDecay(0.01, 100, 0.5))
#                                                                  ^^^ decay-too-fast`),
    'a polynomial over a tenth of the run': program(`keras.optimizers.Adam(schedules.PolynomialDecay(0.01, 300, 0.00001))
#                                                                 ^^^ decay-too-fast`),
    'the legacy argument': program(`keras.optimizers.legacy.SGD(0.01, decay=0.1)
#                                                   ^^^ decay-too-fast`),
    'a function that compounds': scheduled(`keras.callbacks.LearningRateScheduler(lambda epoch, lr: lr * 0.1)
#                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ decay-too-fast
`),
    'a function with a name, and a tensor': scheduled(
      `keras.callbacks.LearningRateScheduler(schedule=falls)
#                                                           ^^^^^ decay-too-fast
`,
      'def falls(epoch, lr):\n    return lr if epoch < 2 else lr * tf.math.exp(-2.0)',
    ),
    'a function of the epoch alone, with a table': scheduled(
      `keras.callbacks.LearningRateScheduler(step, verbose=1)
#                                                  ^^^^ decay-too-fast
`,
      'def step(epoch):\n    for limit, rate in [(3, 0.01), (5, 1e-3)]:\n        if epoch < limit:\n            return rate\n    return 1e-7',
    ),
    'a method of a class': scheduled(
      `keras.callbacks.LearningRateScheduler(Steps(0.001).rate)
#                                                  ^^^^^^^^^^^^^^^^^ decay-too-fast
`,
      'class Steps:\n    def __init__(self, start):\n        self.start = start\n    def rate(self, epoch):\n        return self.start * 0.2 ** epoch',
    ),
    'an impatient plateau': program('"adam"', {
      callbacks: `keras.callbacks.ReduceLROnPlateau(patience=0)
#                                                       ^ decay-too-fast
`,
    }),
  },
  ignores: {
    'a function that halves every ten epochs': scheduled(
      'keras.callbacks.LearningRateScheduler(lambda epoch: 0.001 * 0.5 ** (epoch // 10))',
    ),
    'the function of the documentation': scheduled(
      'keras.callbacks.LearningRateScheduler(falls)',
      'def falls(epoch, lr):\n    return lr if epoch < 10 else lr * tf.math.exp(-0.1)',
    ),
    'a function that warms up': scheduled('keras.callbacks.LearningRateScheduler(lambda epoch: 1e-6 * 2 ** min(epoch, 10))'),
    'warm restarts': scheduled('keras.callbacks.LearningRateScheduler(lambda epoch: 0.01 * 0.1 ** (epoch % 5))'),
    'a function that asks for something unknown': scheduled('keras.callbacks.LearningRateScheduler(lambda epoch: table[epoch])'),
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
