import rule from '../../src/rules/xy-shuffled-separately';
import { ruleTest } from './support/rule-test';

const model = `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(8, 'relu'), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`;
const data = `
import numpy as np
x = np.random.rand(100, 4)
y = x.sum(axis=1)
`;

ruleTest(rule, {
  flags: {
    'labels first': `${data}
np.random.shuffle(y)
np.random.shuffle(x)
#^^^^^^^^^^^^^^^^^^^ xy-shuffled-separately
${model}`,
  },
  ignores: {
    'the same seed before each': `${data}
np.random.seed(1)
np.random.shuffle(x)
np.random.seed(1)
np.random.shuffle(y)
${model}`,
    'one permutation': `${data}
order = np.random.permutation(100)
x, y = x[order], y[order]
${model}`,
    "scikit-learn's shuffle of both": `${data}
from sklearn.utils import shuffle
x, y = shuffle(x, y)
${model}`,
    'a split': `${data}
from sklearn.model_selection import train_test_split
x, x_test, y, y_test = train_test_split(x, y)
${model}`,
    'one array alone': `${data}
np.random.shuffle(x)
${model}`,
  },
});
