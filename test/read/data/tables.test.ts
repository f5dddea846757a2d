/**
 * What is known of data where it reaches `fit`: shape | dtype | range | label kind | order | what was done to the values.
 * Every expectation was held against the arrays that numpy, pandas, scikit-learn and TensorFlow 2.21 really make.
 */
import { expect, test } from 'vitest';
import { factsAtFit } from './facts';

const cases = {
  'frame of a dictionary': {
    code: `df = pd.DataFrame({'a': [1, 2, 3, 4], 'b': [0.5, 0.25, 0.1, 0.9], 'y': [0, 1, 0, 1]})
x = df[['a', 'b']].values
y = df['y'].values`,
    x: '(4, 2) | float64 | 0.1..4 | ? | as-loaded | untouched',
    y: '(4,) | int64 | 0..1 | binary integer | as-loaded | untouched',
  },
  'frame without a column': {
    code: `df = pd.DataFrame({'a': np.random.rand(20), 'b': np.random.rand(20), 'y': np.random.randint(0, 2, 20)})
x = df.drop('y', axis=1).values
y = df.pop('y')`,
    x: '(20, 2) | float64 | 0..1 | continuous | shuffled | untouched',
    y: '(20,) | int64 | 0..1 | binary integer | shuffled | untouched',
  },
  'frame by position': {
    code: `df = pd.DataFrame(np.random.rand(30, 6), columns=list('abcdef'))
x = df.iloc[:, 0:5].values
y = df.iloc[:, 5].values`,
    x: '(30, 5) | float64 | 0..1 | ? | shuffled | untouched',
    y: '(30,) | float64 | 0..1 | ? | shuffled | untouched',
  },
  'label map': {
    code: `df = pd.DataFrame({'a': [1.0, 2.0, 3.0, 4.0], 'c': ['no', 'yes', 'no', 'yes']})
x = df[['a']].to_numpy()
y = df['c'].map({'no': 0, 'yes': 1}).values`,
    x: '(4, 1) | float64 | 1..4 | continuous | as-loaded | untouched',
    y: '(4,) | int64 | 0..1 | binary integer | as-loaded | encode',
  },
  'pandas dummies': {
    code: `df = pd.DataFrame({'k': np.random.randint(0, 3, 90), 'v': np.random.rand(90)})
x = df[['v']].values
y = pd.get_dummies(df['k']).values.astype('float32')`,
    x: '(90, 1) | float64 | 0..1 | continuous | shuffled | untouched',
    y: '(90, 3) | float32 | 0..1 | one-hot 3 | shuffled | one-hot',
  },
  'column written': {
    code: `df = pd.DataFrame({'a': [10.0, 20.0, 30.0], 'y': [0, 1, 2]})
df['a'] = df['a'] / 10
x = df['a'].values
y = df['y'].values`,
    x: '(3,) | float64 | 1..3 | continuous | as-loaded | scale',
    y: '(3,) | int64 | 0..2 | ? | as-loaded | untouched',
  },
};

test.each(Object.entries(cases))('%s', async (_name, { code, ...expected }) => {
  expect(await factsAtFit(code, Object.keys(expected))).toEqual(expected);
});
