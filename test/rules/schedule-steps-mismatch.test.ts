import rule from '../../src/rules/schedule-steps-mismatch';
import { ruleTest } from './support/rule-test';

const program = (schedule: string, { fit = 'epochs=EPOCHS', optimizer = 'keras.optimizers.Adam(rate)' } = {}): string => `
import numpy as np
from tensorflow import keras
EPOCHS = 30
x, y = np.random.normal(size=(3200, 8)), np.random.randint(0, 3, 3200)
model = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
rate = keras.optimizers.schedules.${schedule}
model.compile(optimizer=${optimizer}, loss="sparse_categorical_crossentropy")
model.fit(x, y, ${fit})
`;

ruleTest(rule, {
  flags: {
    'the number of epochs': program(`CosineDecay(0.01, EPOCHS)
#                                                   ^^^^^^ schedule-steps-mismatch`),
    'a rate that falls each "epoch"': program(`ExponentialDecay(0.01, decay_steps=1, decay_rate=0.9)
#                                                                    ^ schedule-steps-mismatch`),
    'boundaries in epochs': program(`PiecewiseConstantDecay([10, 20], [1e-2, 1e-3, 1e-4])
#                                                        ^^^^^^^^ schedule-steps-mismatch`),
    'a warm-up longer than the run': program(`CosineDecay(0.0, 3000, warmup_target=0.01, warmup_steps=10000)
#                                                                                         ^^^^^ schedule-steps-mismatch`),
    'accumulated gradients': program(
      `CosineDecay(0.01, 3000)
#                                                   ^^^^ schedule-steps-mismatch`,
      { optimizer: 'keras.optimizers.Adam(rate, gradient_accumulation_steps=4)' },
    ),
  },
  ignores: {
    'updates of the whole run': program('CosineDecay(0.01, 3000)'),
    'computed from the data': program('CosineDecay(0.01, EPOCHS * (len(x) // 32))'),
    'a rate that falls a little': program('ExponentialDecay(0.01, 20, 0.9999)'),
    'one batch an epoch': program('CosineDecay(0.01, EPOCHS)', { fit: 'epochs=EPOCHS, batch_size=3200' }),
    'an unknown number of epochs': program('CosineDecay(0.01, 30)', { fit: 'epochs=int(input())' }),
    'cosine with a floor': program('CosineDecay(0.01, EPOCHS, alpha=0.1)'),
  },
  fixes: {
    'multiplies by the updates of an epoch': {
      before: program('CosineDecay(0.01, decay_steps=30)'),
      after: program('CosineDecay(0.01, decay_steps=3000)'),
    },
    'the boundaries': {
      before: program('PiecewiseConstantDecay([10, 20], [1e-2, 1e-3, 1e-4])'),
      after: program('PiecewiseConstantDecay([1000, 2000], [1e-2, 1e-3, 1e-4])'),
    },
  },
});
