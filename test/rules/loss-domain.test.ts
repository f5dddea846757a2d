import rule from '../../src/rules/loss-domain';
import { ruleTest } from './support/rule-test';

const fitted = (loss: string, labels: string, last = 'Dense(1)'): string => `
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from sklearn.preprocessing import StandardScaler
x = np.random.rand(300, 8)
y = ${labels}
model = keras.Sequential([layers.Dense(8, activation='relu', input_shape=(8,)), layers.${last}])
model.compile('adam', loss=${loss})
model.fit(x, y)
`;
const flagged = (loss: string, labels: string, last?: string): string =>
  fitted(loss, labels, last).replace(
    `loss=${loss})\n`,
    `loss=${loss})\n#                          ${'^'.repeat(loss.length)} loss-domain\n`,
  );

ruleTest(rule, {
  flags: {
    'percentages of standardised labels': flagged("'mape'", 'np.random.normal(size=(300, 1))'),
    'percentages of classes': flagged("'mean_absolute_percentage_error'", 'np.random.randint(0, 2, size=(300, 1))'),
    'logarithms of negative labels': flagged("'msle'", 'np.random.uniform(-5, 5, size=(300, 1))'),
    'Poisson with a linear output': flagged("'poisson'", 'np.random.randint(0, 9, size=(300, 1))'),
    'a divergence of class numbers': flagged(
      "'kl_divergence'",
      'np.random.randint(0, 5, size=(300,))',
      "Dense(5, activation='softmax')",
    ),
    'the cosine of single numbers': flagged('keras.losses.CosineSimilarity()', 'np.random.uniform(1, 5, size=(300, 1))'),
  },
  ignores: {
    'percentages of positive labels': fitted("'mape'", 'np.random.uniform(10, 50, size=(300, 1))'),
    'labels that are not known': fitted("'mape'", 'load()'),
    'logarithms of counts': fitted("'msle'", 'np.random.randint(0, 9, size=(300, 1))'),
    'Poisson with exp': fitted("'poisson'", 'np.random.randint(0, 9, size=(300, 1))', "Dense(1, activation='exponential')"),
    'a divergence of distributions': fitted("'kl_divergence'", 'np.random.rand(300, 5)', "Dense(5, activation='softmax')"),
    'the cosine of vectors': fitted('keras.losses.CosineSimilarity()', 'np.random.rand(300, 5)', 'Dense(5)'),
  },
  fixes: {
    'with another loss': {
      before: fitted("'mape'", 'np.random.normal(size=(300, 1))'),
      after: fitted("'mean_absolute_error'", 'np.random.normal(size=(300, 1))'),
    },
  },
});
