/**
 * What is known of data where it reaches `fit`: shape | dtype | range | label kind | order | what was done to the values.
 * Every expectation was held against the arrays that numpy, pandas, scikit-learn and TensorFlow 2.21 really make.
 */
import { expect, test } from 'vitest';
import { factsAtFit } from './facts';

const cases = {
  'split with scikit-learn': {
    code: `x = np.random.rand(100, 3)
y = np.random.randint(0, 4, 100)
x, x2, y, y2 = train_test_split(x, y, test_size=0.3, stratify=None)`,
    x: '(70, 3) | float64 | 0..1 | continuous | shuffled | split',
    y: '(70,) | int64 | 0..3 | ids 0..3 | shuffled | split',
  },
  'train size': {
    code: `x = np.random.rand(101, 3)
y = np.random.randn(101)
x, x2, y, y2 = train_test_split(x, y, train_size=0.7, shuffle=False)`,
    x: '(70, 3) | float64 | 0..1 | continuous | shuffled | split',
    y: '(70,) | float64 | -3..3 | continuous | shuffled | split',
  },
  'standard scaler': {
    code: `x, y = load_wine(return_X_y=True)
x, x2, y, y2 = train_test_split(x, y)
s = StandardScaler()
x = s.fit_transform(x)
x2 = s.transform(x2)`,
    x: '(133, 13) | float64 | -4..4 | ? | shuffled | split standardize',
    y: '(133,) | int64 | 0..2 | ids 0..2 | shuffled | split',
  },
  'min-max scaler with a range': {
    code: `x, y = load_iris(return_X_y=True)
x = MinMaxScaler(feature_range=(-1, 1)).fit_transform(x)`,
    x: '(150, 4) | float64 | -1..1 | ? | class-ordered | minmax',
    y: '(150,) | int64 | 0..2 | ids 0..2 | class-ordered | untouched',
  },
  'iris by attributes, encoded': {
    code: `iris = load_iris()
x = iris.data[:, 2:4]
y = OneHotEncoder().fit_transform(iris.target.reshape(-1, 1)).toarray()`,
    x: '(150, 2) | float64 | 0.1..7.9 | ? | class-ordered | untouched',
    y: '(150, 3) | float64 | 0..1 | one-hot 3 | class-ordered | one-hot',
  },
  'label binarizer': {
    code: `x, y = load_iris(return_X_y=True)
y = LabelBinarizer().fit_transform(y)`,
    x: '(150, 4) | float64 | 0.1..7.9 | ? | class-ordered | untouched',
    y: '(150, 3) | int64 | 0..1 | one-hot 3 | class-ordered | one-hot',
  },
  'binary label binarizer': {
    code: `d = load_breast_cancer()
x, y = d['data'], LabelBinarizer().fit_transform(d['target'])`,
    x: '(569, 30) | float64 | 0..4254 | ? | as-loaded | untouched',
    y: '(569, 1) | int64 | 0..1 | binary integer | as-loaded | one-hot',
  },
  digits: {
    code: `d = load_digits()
x, y = d.images / 16.0, d.target`,
    x: '(1797, 8, 8) | float64 | 0..1 | ? | as-loaded | scale',
    y: '(1797,) | int64 | 0..9 | ids 0..9 | as-loaded | untouched',
  },
  diabetes: {
    code: `x, y = load_diabetes(return_X_y=True)`,
    x: '(442, 10) | float64 | -0.137767..0.198788 | ? | as-loaded | untouched',
    y: '(442,) | float64 | 25..346 | continuous | as-loaded | untouched',
  },
  'generated classification': {
    code: `x, y = make_classification(n_samples=200, n_features=6, n_informative=4, n_classes=3, random_state=1)`,
    x: '(200, 6) | float64 | ? | ? | shuffled | untouched',
    y: '(200,) | int64 | 0..2 | ids 0..2 | shuffled | untouched',
  },
  blobs: {
    code: `x, y = make_blobs(n_samples=300, centers=4, n_features=2, random_state=1)`,
    x: '(300, 2) | float64 | ? | ? | shuffled | untouched',
    y: '(300,) | int64 | 0..3 | ids 0..3 | shuffled | untouched',
  },
  moons: {
    code: `x, y = make_moons(n_samples=100, noise=0.1)`,
    x: '(100, 2) | float64 | ? | ? | shuffled | untouched',
    y: '(100,) | int64 | 0..1 | binary integer | shuffled | untouched',
  },
  regression: {
    code: `x, y = make_regression(n_samples=100, n_features=5)
y = y.reshape(-1, 1)`,
    x: '(100, 5) | float64 | -3..3 | ? | shuffled | untouched',
    y: '(100, 1) | float64 | -387..387 | continuous | shuffled | untouched',
  },
  'shuffled together': {
    code: `x, y = load_iris(return_X_y=True)
x, y = shuffle(x, y)`,
    x: '(150, 4) | float64 | 0.1..7.9 | ? | shuffled | shuffle',
    y: '(150,) | int64 | 0..2 | ids 0..2 | shuffled | shuffle',
  },
  permutation: {
    code: `x, y = load_iris(return_X_y=True)
p = np.random.permutation(len(x))
x, y = x[p], y[p]`,
    x: '(150, 4) | float64 | 0.1..7.9 | ? | shuffled | shuffle',
    y: '(150,) | int64 | 0..2 | ids 0..2 | shuffled | shuffle',
  },
  'shuffled indices': {
    code: `x, y = load_iris(return_X_y=True)
i = np.arange(len(x))
np.random.shuffle(i)
x, y = x[i][:100], y[i][:100]`,
    x: '(100, 4) | float64 | 0.1..7.9 | ? | shuffled | shuffle',
    y: '(100,) | int64 | 0..2 | ids 0..2 | shuffled | shuffle',
  },
  'mask of two classes': {
    code: `x, y = load_iris(return_X_y=True)
m = y < 2
x, y = x[m], y[m]`,
    x: '(?, 4) | float64 | 0.1..7.9 | ? | class-ordered | untouched',
    y: '(?,) | int64 | 0..2 | ? | class-ordered | untouched',
  },
  'standardised by hand': {
    code: `x, y = load_wine(return_X_y=True)
mean = x.mean(axis=0)
std = x.std(axis=0)
x -= mean
x /= std`,
    x: '(178, 13) | float64 | -4..4 | ? | class-ordered | shift standardize',
    y: '(178,) | int64 | 0..2 | ids 0..2 | class-ordered | untouched',
  },
  'min-max by hand': {
    code: `x, y = load_wine(return_X_y=True)
x = (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))`,
    x: '(178, 13) | float64 | 0..1 | ? | class-ordered | shift minmax',
    y: '(178,) | int64 | 0..2 | ids 0..2 | class-ordered | untouched',
  },
};

test.each(Object.entries(cases))('%s', async (_name, { code, ...expected }) => {
  expect(await factsAtFit(code, Object.keys(expected))).toEqual(expected);
});
