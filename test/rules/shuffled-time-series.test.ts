import rule from '../../src/rules/shuffled-time-series';
import { ruleTest } from './support/rule-test';

const start = `
import numpy as np
import pandas as pd
from tensorflow import keras
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
model = keras.Sequential([keras.layers.LSTM(8), keras.layers.Dense(1)])
model.compile('adam', 'mse')
`;

const windows = `
def create_dataset(series, look_back=60):
    data_x, data_y = [], []
    for i in range(len(series) - look_back - 1):
        a = series[i:(i + look_back), 0]
        data_x.append(a)
        data_y.append(series[i + look_back, 0])
    return np.array(data_x), np.array(data_y)
`;

ruleTest(rule, {
  flags: {
    'the function of the tutorials': `${start}${windows}
prices = MinMaxScaler().fit_transform(pd.read_csv('prices.csv')[['Close']])
x, y = create_dataset(prices)
x = np.reshape(x, (x.shape[0], x.shape[1], 1))
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2)
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shuffled-time-series
model.fit(x_train, y_train)
`,
    'a comprehension': `${start}
series = np.load('series.npy')
x = np.array([series[i:i + 24] for i in range(1000)])
y = np.array([series[i + 24] for i in range(1000)])
x_train, x_test, y_train, y_test = train_test_split(x, y)
#                                  ^^^^^^^^^^^^^^^^^^^^^^ shuffled-time-series
model.fit(x_train, y_train)
`,
  },
  ignores: {
    'split by time': `${start}${windows}
x, y = create_dataset(np.load('series.npy'))
x_train, x_test, y_train, y_test = train_test_split(x, y, shuffle=False)
model.fit(x_train, y_train)
`,
    'sequences of many patients': `${start}
x = np.load('recordings.npy')
y = np.load('labels.npy')
x_train, x_test, y_train, y_test = train_test_split(x, y)
model.fit(x_train, y_train)
`,
    'segments with a label of their own': `${start}
signal, label = np.load('signal.npy'), np.load('labels.npy')
x = np.array([signal[i * 100:(i + 1) * 100] for i in range(50)])
x_train, x_test, y_train, y_test = train_test_split(x, label)
model.fit(x_train, y_train)
`,
    'rows of a table': `${start}
df = pd.read_csv('houses.csv')
x_train, x_test, y_train, y_test = train_test_split(df.drop('price', axis=1).values, df['price'].values)
model.fit(x_train.reshape(-1, 8, 1), y_train)
`,
  },
  fixes: {
    'splits by time': {
      before: `${start}${windows}
x, y = create_dataset(np.load('series.npy'))
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2)
model.fit(x_train, y_train)
`,
      after: `${start}${windows}
x, y = create_dataset(np.load('series.npy'))
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, shuffle=False)
model.fit(x_train, y_train)
`,
    },
  },
});
