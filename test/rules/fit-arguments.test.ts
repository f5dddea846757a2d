import rule from '../../src/rules/fit-arguments';
import { ruleTest } from './support/rule-test';

const start = `
import numpy as np
import pandas as pd
from tensorflow import keras
from sklearn.model_selection import train_test_split
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
model = keras.Sequential([keras.layers.Flatten(input_shape=(28, 28)), keras.layers.Dense(10, 'softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`;

ruleTest(rule, {
  flags: {
    'validation data by position': `${start}
model.fit(x_train, y_train, (x_test, y_test), 10)
#                           ^^^^^^^^^^^^^^^^ fit-arguments
`,
    'features and labels exchanged': `${start}
model.fit(y_train, x_train, epochs=3)
#         ^^^^^^^ fit-arguments
`,
    'exchanged in evaluate': `${start}
model.fit(x_train, y_train, epochs=3)
model.evaluate(y_test, x_test)
#              ^^^^^^ fit-arguments
`,
    'labels of the other part': `${start}
model.fit(x_train, y_test, epochs=3)
#         ^^^^^^^ fit-arguments
`,
    'parts of a split of unknown length': `${start}
df = pd.read_csv('a.csv')
model = keras.Sequential([keras.layers.Dense(1)])
model.compile('adam', 'mse')
a, b, c, d = train_test_split(df.drop('y', axis=1), df['y'])
model.fit(a, d)
#         ^ fit-arguments
`,
    'validation labels of the training part': `${start}
model.fit(x_train, y_train, validation_data=(x_test, y_train))
#                                           ^^^^^^^^^^^^^^^^^ fit-arguments
`,
  },
  ignores: {
    'the usual order': `${start}
model.fit(x_train, y_train, 32, 10, validation_data=(x_test, y_test))
model.evaluate(x_test, y_test, 128)
`,
    'an autoencoder': `${start}\nmodel.fit(x_train, x_train, epochs=3)\n`,
    'as many steps as the data has': `${start}\nmodel.fit(x_train, y_train, batch_size=x_train.shape[0], epochs=len(y_test))\n`,
    'a column for each label': `${start}
y = y_train.reshape(-1, 1)
model.fit(x_train[:100], y[:100])
`,
    'a recurrent layer told its input in the old way': `${start}
model = keras.Sequential([keras.layers.LSTM(8, input_length=3, input_dim=1), keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(np.zeros((13, 3, 1)), np.zeros(13))
`,
    'two inputs': `${start}
a, b = keras.Input((4,)), keras.Input((4,))
two = keras.Model([a, b], keras.layers.Dense(1)(keras.layers.Concatenate()([a, b])))
two.compile('adam', 'mse')
two.fit([np.zeros((10, 4)), np.zeros((10, 4))], np.zeros(10))
`,
    'shapes that are not known': `${start}\nmodel.fit(np.load('x.npy'), np.load('y.npy'))\n`,
  },
  fixes: {
    'names the validation data': {
      before: `${start}\nmodel.fit(x_train, y_train, x_test, y_test)  # with validation\n`,
      after: `${start}\nmodel.fit(x_train, y_train, validation_data=(x_test, y_test))  # with validation\n`,
    },
    'exchanges both': {
      before: `${start}\nmodel.fit(y_train, x_train, epochs=3)\n`,
      after: `${start}\nmodel.fit(x_train, y_train, epochs=3)\n`,
    },
  },
});
