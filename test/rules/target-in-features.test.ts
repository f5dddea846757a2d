import rule from '../../src/rules/target-in-features';
import { ruleTest } from './support/rule-test';

const head = `
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
model.compile('adam', 'mse')
df = pd.read_csv('houses.csv')
`;

ruleTest(rule, {
  flags: {
    'the values of the whole table': `${head}
x, y = df.values, df['price'].values
model.fit(x, y)
#         ^ target-in-features
`,
    'the frame itself': `${head}
model.fit(df, df['price'])
#         ^^ target-in-features
`,
    'through a scaler and a split': `${head}
x = StandardScaler().fit_transform(df)
y = df[['price']]
a, b, c, d = train_test_split(x, y)
model.fit(a, c)
#         ^ target-in-features
`,
  },
  ignores: {
    'the column is dropped': `${head}
model.fit(df.drop(columns=['price']), df['price'])
`,
    'columns are chosen': `${head}
model.fit(df[['size', 'age']], df['price'])
`,
    'the target is taken off': `${head}
y = df.pop('price')
model.fit(df, y)
`,
    'another table': `${head}
other = pd.read_csv('prices.csv')
model.fit(df, other['price'])
`,
    'a function of the program takes it off': `${head}
y = df['price']
x = clean(df)
model.fit(x, y)
`,
    'positions are chosen': `${head}
model.fit(df.values[:, :-1], df['price'])
`,
  },
  fixes: {
    'takes the column out': {
      before: `${head}
x = df.values
y = df['price'].values
model.fit(x, y)
`,
      after: `${head}
x = df.drop(columns=["price"]).values
y = df['price'].values
model.fit(x, y)
`,
    },
  },
});
