import rule from '../../src/rules/bn-order';
import { ruleTest } from './support/rule-test';

const program = (first: string, second: string): string => `
from tensorflow import keras
inputs = keras.Input((8,))
h = keras.layers.Dense(16, activation='relu')(inputs)
h = ${first}(h)
h = ${second}(h)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(h))
model.compile('adam', 'categorical_crossentropy')
`;
const dropout = 'keras.layers.Dropout(0.3)';
const normalisation = 'keras.layers.BatchNormalization()';

ruleTest(rule, {
  flags: {
    'dropout first': program(
      dropout,
      `${normalisation}(h)\n#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bn-order\nh = keras.layers.ReLU()`,
    ),
  },
  ignores: {
    'normalisation first': program(normalisation, dropout),
    'nothing dropped': program('keras.layers.Dropout(0)', normalisation),
  },
  fixes: {
    'exchanges the layers': { before: program(dropout, normalisation), after: program(normalisation, dropout) },
  },
});
