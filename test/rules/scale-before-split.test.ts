import rule from '../../src/rules/scale-before-split';
import { ruleTest } from './support/rule-test';

const start = `
import numpy as np
from tensorflow import keras
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
x = np.loadtxt('x.txt')
y = np.loadtxt('y.txt')
scaler = MinMaxScaler()
model = keras.Sequential([keras.layers.Dense(1)])
model.compile('adam', 'mse')
`;

ruleTest(rule, {
  flags: {
    'fit, transform, split': `${start}
scaler.fit(x)
#^^^^^^^^^^^^ scale-before-split
x = scaler.transform(x)
x_train, x_test, y_train, y_test = train_test_split(x, y)
model.fit(x_train, y_train)
`,
  },
  ignores: {
    'split first': `${start}
x_train, x_test, y_train, y_test = train_test_split(x, y)
x_train = scaler.fit_transform(x_train)
model.fit(x_train, y_train)
`,
    'scaled by a constant': `${start}
x_train, x_test, y_train, y_test = train_test_split(x / 255, y)
model.fit(x_train, y_train)
`,
    'no split at all': `${start}
model.fit(scaler.fit_transform(x), y)
`,
  },
});
