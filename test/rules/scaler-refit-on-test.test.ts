import rule from '../../src/rules/scaler-refit-on-test';
import { ruleTest } from './support/rule-test';

const split = `
import pandas as pd
from tensorflow import keras
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler, MinMaxScaler, LabelEncoder, Normalizer
table = pd.read_csv('houses.csv')
x_train, x_test, y_train, y_test = train_test_split(table.drop('price', axis=1), table['price'])
model = keras.Sequential([keras.layers.Dense(1)])
model.compile('adam', 'mse')
`;

ruleTest(rule, {
  flags: {
    'own mean and deviation of the validation part': `
import numpy as np
import keras
table = np.load("table.npy")
train, val = table[:8000], table[8000:]
x_train, y_train, x_val, y_val = train[:, :-1], train[:, -1], val[:, :-1], val[:, -1]
x_train = (x_train - x_train.mean(axis=0)) / x_train.std(axis=0)
x_val = (x_val - x_val.mean(axis=0)) / x_val.std(axis=0)
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ scaler-refit-on-test
model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
`,
    'own extremes, in a helper': `
import numpy as np
import keras
table = np.load("table.npy")
train, val = table[:8000], table[8000:]
x_train, y_train, x_val, y_val = train[:, :-1], train[:, -1], val[:, :-1], val[:, -1]
def squeezed(a):
    return (a - a.min(axis=0)) / (a.max(axis=0) - a.min(axis=0))
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ scaler-refit-on-test
x_train, x_val = squeezed(x_train), squeezed(x_val)
model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
`,
    'the same scaler': `${split}
sc = StandardScaler()
x_train = sc.fit_transform(x_train)
x_test = sc.fit_transform(x_test)
#        ^^^^^^^^^^^^^^^^^^^^^^^^ scaler-refit-on-test
model.fit(x_train, y_train)
`,
    'a scaler of its own': `${split}
x_train = MinMaxScaler().fit_transform(x_train)
x_test = MinMaxScaler().fit_transform(x_test)
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ scaler-refit-on-test
model.fit(x_train, y_train, validation_data=(x_test, y_test))
`,
    'fit and transform apart': `${split}
sc = StandardScaler()
sc.fit(x_train)
x_train = sc.transform(x_train)
sc.fit(x_test)
#^^^^^^^^^^^^^ scaler-refit-on-test
x_test = sc.transform(x_test)
model.fit(x_train, y_train)
model.predict(x_test)
`,
    'rows of one table': `${split}
sc = StandardScaler()
values = table.values
train, test = values[:100], values[100:]
train = sc.fit_transform(train)
test = sc.fit_transform(test)
#      ^^^^^^^^^^^^^^^^^^^^^^ scaler-refit-on-test
model.fit(train[:, :-1], train[:, -1])
model.evaluate(test[:, :-1], test[:, -1])
`,
  },
  ignores: {
    'arrays that come from outside': `
import keras
def train(a, b):
    b = (b - a.mean(axis=0)) / a.std(axis=0)
    a = (a - a.mean(axis=0)) / a.std(axis=0)
    model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(a, a[:, 0], validation_data=(b, b[:, 0]))
`,
    'mean and deviation of the training part for both': `
import numpy as np
import keras
table = np.load("table.npy")
train, val = table[:8000], table[8000:]
x_train, y_train, x_val, y_val = train[:, :-1], train[:, -1], val[:, :-1], val[:, -1]
mean, deviation = x_train.mean(axis=0), x_train.std(axis=0)
x_train = (x_train - mean) / deviation
x_val = (x_val - mean) / deviation
model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
`,
    'measured again of the training part': `
import numpy as np
import keras
table = np.load("table.npy")
train, val = table[:8000], table[8000:]
x_train, y_train, x_val, y_val = train[:, :-1], train[:, -1], val[:, :-1], val[:, -1]
x_val = (x_val - x_train.mean(axis=0)) / x_train.std(axis=0)
x_train = (x_train - x_train.mean(axis=0)) / x_train.std(axis=0)
model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
`,
    'measured of everything': `
import numpy as np
import keras
table = np.load("table.npy")
table = (table - table.mean(axis=0)) / table.std(axis=0)
train, val = table[:8000], table[8000:]
x_train, y_train, x_val, y_val = train[:, :-1], train[:, -1], val[:, :-1], val[:, -1]

model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=20)
`,
    transform: `${split}
sc = StandardScaler()
x_train = sc.fit_transform(x_train)
x_test = sc.transform(x_test)
model.fit(x_train, y_train, validation_data=(x_test, y_test))
`,
    'fitted before the split': `
import pandas as pd
from tensorflow import keras
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
table = pd.read_csv('houses.csv').values
x = StandardScaler().fit_transform(table[:, :-1])
x_train, x_test, y_train, y_test = train_test_split(x, table[:, -1])
model = keras.Sequential([keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
    'one for features and one for targets': `${split}
sx, sy = StandardScaler(), StandardScaler()
x_train = sx.fit_transform(x_train)
y_train = sy.fit_transform(y_train.values.reshape(-1, 1))
x_test = sx.transform(x_test)
y_test = sy.transform(y_test.values.reshape(-1, 1))
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
    'one scaler for several columns of the training data': `${split}
sc = StandardScaler()
x_train = sc.fit_transform(x_train)
y_train = sc.fit_transform(y_train.values.reshape(-1, 1))
model.fit(x_train, y_train)
model.predict(x_train)
`,
    'a normalizer, which learns nothing': `${split}
n = Normalizer()
x_train = n.fit_transform(x_train)
x_test = n.fit_transform(x_test)
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
    'a label encoder': `${split}
e = LabelEncoder()
y_train = e.fit_transform(y_train)
y_test = e.fit_transform(y_test)
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
  },
  fixes: {
    'transforms only': {
      before: `${split}
sc = StandardScaler()
x_train = sc.fit_transform(x_train)
x_test = sc.fit_transform(x_test)  # the test part
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
      after: `${split}
sc = StandardScaler()
x_train = sc.fit_transform(x_train)
x_test = sc.transform(x_test)  # the test part
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
    },
  },
});
