import rule from '../../src/rules/unscaled-tabular-input';
import { ruleTest } from './support/rule-test';

const model = `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(8, 'relu', input_shape=(5,)), keras.layers.Dense(1)])
model.compile('adam', 'mse')
`;

ruleTest(rule, {
  flags: {
    'random integers': `
import numpy as np
x = np.random.randint(0, 500, size=(200, 5))
${model}
model.fit(x, y)
#         ^ unscaled-tabular-input
`,
    'normal values far from zero': `
import numpy as np
from sklearn.model_selection import train_test_split
x = np.random.normal(loc=300, scale=20, size=(200, 5))
x_train, x_test, y_train, y_test = train_test_split(x, x.sum(axis=1), test_size=0.2)
${model}
model.fit(x_train, y_train)
#         ^^^^^^^ unscaled-tabular-input
`,
    'a table from a text file': `
import pandas as pd
table = pd.read_csv('data.csv')
x = table.drop(columns=['price']).values
${model}
model.fit(x, table['price'])
#         ^ unscaled-tabular-input
`,
    'a dataset that ships with Keras': `
from tensorflow.keras.datasets import boston_housing
(x, y), _ = boston_housing.load_data()
${model.replace('(5,)', '(13,)')}
model.fit(x, y)
#         ^ unscaled-tabular-input
`,
  },
  ignores: {
    'columns changed in turn, each from its own values': `
import numpy as np
x = np.random.randn(200, 5)
x[:, 0] *= 10
x[:, 1] = np.abs(x[:, 1]) * 10 + 5
x[:, 2] *= 5
x[:, 3] *= 5
${model}
model.fit(x, y)
`,
    'unit size': `
import numpy as np
x = np.random.rand(200, 5)
${model}
model.fit(x, y)
`,
    'a scaler': `
import numpy as np
from sklearn.preprocessing import StandardScaler
x = np.random.rand(200, 5) * 1000
x = StandardScaler().fit_transform(x)
${model}
model.fit(x, y)
`,
    'division in place': `
import numpy as np
x = np.random.rand(200, 5) * 1000
x /= 1000
${model}
model.fit(x, y)
`,
    'np.divide': `
import numpy as np
x = np.random.rand(200, 5) * 255
x = np.divide(x, 255)
${model}
model.fit(x, y)
`,
    "scikit-learn's normalize": `
import numpy as np
from sklearn.preprocessing import normalize
x = normalize(np.random.rand(200, 5) * 1000)
${model}
model.fit(x, y)
`,
    'a Normalization layer with adapt': `
import numpy as np
from tensorflow import keras
x = np.random.rand(200, 5) * 1000
normalizer = keras.layers.Normalization()
normalizer.adapt(x)
model = keras.Sequential([normalizer, keras.layers.Dense(8, 'relu'), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'BatchNormalization first': `
import numpy as np
from tensorflow import keras
x = np.random.rand(200, 5) * 1000
model = keras.Sequential([keras.layers.BatchNormalization(input_shape=(5,)), keras.layers.Dense(8, 'relu'), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x, y)
`,
    'token ids': `
import numpy as np
from tensorflow import keras
x = np.random.randint(0, 5000, size=(200, 20))
model = keras.Sequential([keras.layers.Embedding(5000, 16), keras.layers.LSTM(8), keras.layers.Dense(1, 'sigmoid')])
model.compile('adam', 'binary_crossentropy')
model.fit(x, y)
`,
    'scaling in a helper of another file': {
      'main.py': `
import numpy as np
from helpers import scale
x = scale(np.random.rand(200, 5) * 1000)
${model}
model.fit(x, y)
`,
      'helpers.py': `
def scale(values):
    return (values - values.mean(axis=0)) / values.std(axis=0)
`,
    },
    'a helper that is not in play': `
import numpy as np
from elsewhere import scale
x = scale(np.random.rand(200, 5) * 1000)
${model}
model.fit(x, y)
`,
    'values read from an array file': `
import numpy as np
x = np.load('data.npy')
${model}
model.fit(x, y)
`,
    'a table that a helper outside of the project changes': `
import pandas as pd
from elsewhere import prepare
x = prepare(pd.read_csv('data.csv')).values
${model}
model.fit(x, y)
`,
  },
  fixes: {
    'before fit': {
      before: `
import numpy as np
x = np.random.rand(200, 5) * 1000
${model}
def train():
    history = model.fit(x, y)
train()
`,
      after: `
import numpy as np
x = np.random.rand(200, 5) * 1000
${model}
def train():
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    history = model.fit(x, y)
train()
`,
    },
    'the validation array with the numbers of the training array': {
      before: `
import numpy as np
x = np.random.rand(200, 5) * 1000
x_val = np.random.rand(50, 5) * 1000
${model}
model.fit(x, y, validation_data=(x_val, y_val))
`,
      after: `
import numpy as np
x = np.random.rand(200, 5) * 1000
x_val = np.random.rand(50, 5) * 1000
${model}
x_val = (x_val - x.mean(axis=0)) / x.std(axis=0)
x = (x - x.mean(axis=0)) / x.std(axis=0)
model.fit(x, y, validation_data=(x_val, y_val))
`,
    },
  },
});
