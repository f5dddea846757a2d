/**
 * What is known of data where it reaches `fit`: shape | dtype | range | label kind | order | what was done to the values.
 * Every expectation was held against the arrays that numpy, pandas, scikit-learn and TensorFlow 2.21 really make.
 */
import { expect, test } from 'vitest';
import { factsAtFit } from './facts';

const cases = {
  'uniform random and a threshold': {
    code: `x = np.random.rand(100, 8)
y = (x[:, 0] > 0.5).astype(int)`,
    x: '(100, 8) | float64 | 0..1 | continuous | shuffled | untouched',
    y: '(100,) | int64 | 0..1 | binary integer | shuffled | other',
  },
  'random integers': {
    code: `x = np.random.randint(0, 100, size=(64, 5))
y = np.random.randint(2, size=(64, 1))`,
    x: '(64, 5) | int64 | 0..99 | ids 0..99 | shuffled | untouched',
    y: '(64, 1) | int64 | 0..1 | binary integer | shuffled | untouched',
  },
  'random integers as one-hot': {
    code: `x = np.random.random((1000, 20))
y = keras.utils.to_categorical(np.random.randint(10, size=(1000, 1)), num_classes=10)`,
    x: '(1000, 20) | float64 | 0..1 | continuous | shuffled | untouched',
    y: '(1000, 10) | float64 | 0..1 | one-hot 10 | shuffled | one-hot',
  },
  'eye as one-hot': {
    code: `x = np.random.uniform(-1, 1, (30, 4))
y = np.eye(3)[np.random.randint(0, 3, 30)]`,
    x: '(30, 4) | float64 | -1..1 | continuous | shuffled | untouched',
    y: '(30, 3) | float64 | 0..1 | one-hot 3 | shuffled | one-hot',
  },
  'arange and powers': {
    code: `x = np.arange(0, 10, 0.5).reshape(-1, 1)
y = x ** 2`,
    x: '(20, 1) | float64 | 0..9.5 | continuous | as-loaded | untouched',
    y: '(20, 1) | float64 | 0..90.25 | continuous | as-loaded | other',
  },
  'linspace through a function': {
    code: `x = np.linspace(-1, 1, 200)
y = np.sin(x) + 1`,
    x: '(200,) | float64 | -1..1 | continuous | as-loaded | untouched',
    y: '(200,) | float64 | 0..2 | continuous | as-loaded | other scale',
  },
  'angles of sines': {
    code: `x = np.arccos(np.random.uniform(-1, 1, (40, 2)))
y = np.degrees(np.arcsin(np.random.uniform(-1, 1, 40)))`,
    x: '(40, 2) | float64 | 0..3.141593 | continuous | shuffled | other',
    y: '(40,) | float64 | -90..90 | continuous | shuffled | other other',
  },
  'hyperbolic functions': {
    code: `x = np.cosh(np.linspace(-1, 2, 30))
y = np.exp2(np.linspace(0, 3, 30))`,
    x: '(30,) | float64 | 1..3.762196 | continuous | as-loaded | other',
    y: '(30,) | float64 | 1..8 | continuous | as-loaded | other',
  },
  'xor written out': {
    code: `x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])`,
    x: '(4, 2) | int64 | 0..1 | binary integer | as-loaded | untouched',
    y: '(4, 1) | int64 | 0..1 | binary integer | as-loaded | untouched',
  },
  'one column of a written table': {
    code: `d = np.array([[0.1, 2.0, 0], [0.4, 3.0, 1], [0.9, 1.0, 1], [0.3, 5.0, 0]])
x = d[:, :2]
y = d[:, 2]`,
    x: '(4, 2) | float64 | 0.1..5 | continuous | as-loaded | untouched',
    y: '(4,) | float64 | 0..1 | binary float | as-loaded | untouched',
  },
  'minus one and one': {
    code: `x = np.array([[1., 2.], [3., 4.], [5., 6.], [7., 8.]])
y = np.array([-1, 1, 1, -1])`,
    x: '(4, 2) | float64 | 1..8 | continuous | as-loaded | untouched',
    y: '(4,) | int64 | -1..1 | binary minus-one-one | as-loaded | untouched',
  },
  'classes one after the other': {
    code: `x = np.vstack([np.random.rand(50, 3), np.random.rand(50, 3) + 2])
y = np.concatenate([np.zeros(50), np.ones(50)])`,
    x: '(100, 3) | float64 | 0..3 | continuous | ? | ?',
    y: '(100,) | float64 | 0..1 | binary float | class-ordered | untouched',
  },
  'columns side by side': {
    code: `a = np.random.rand(40)
b = np.arange(40)
x = np.c_[a, b]
y = np.column_stack((a, b)).sum(axis=1)`,
    x: '(40, 2) | float64 | 0..39 | ? | ? | untouched',
    y: '(40,) | float64 | ? | ? | ? | ?',
  },
  'stacked and transposed': {
    code: `x = np.stack([np.zeros((3, 4)), np.ones((3, 4))], axis=0).transpose(1, 0, 2)
y = np.zeros(3, dtype='int32')`,
    x: '(3, 2, 4) | float64 | 0..1 | binary float | ? | untouched',
    y: '(3,) | int32 | 0..0 | ? | as-loaded | untouched',
  },
  'hstack and tile': {
    code: `x = np.hstack((np.ones((5, 2)), np.full((5, 1), 7.0)))
y = np.tile(np.array([0, 1]), 3)[:5]`,
    x: '(5, 3) | float64 | 1..7 | ? | as-loaded | untouched',
    y: '(5,) | int64 | 0..1 | binary integer | ? | other',
  },
  repeat: {
    code: `x = np.repeat(np.array([1., 2., 3.]), 4).reshape(12, 1)
y = np.repeat([0, 1, 2], 4)`,
    x: '(12, 1) | float64 | 1..3 | ? | class-ordered | other',
    y: '(12,) | int64 | 0..2 | ids 0..2 | class-ordered | other',
  },
  'zeros filled with numbers': {
    code: `x = np.zeros((10, 5))
for i in range(10):
    x[i, 2] = 1.
y = np.zeros((10,), dtype=bool)`,
    x: '(10, 5) | float64 | 0..1 | ? | as-loaded | untouched',
    y: '(10,) | bool | 0..1 | ? | as-loaded | untouched',
  },
  digitize: {
    code: `x = np.random.rand(50, 1)
y = np.digitize(x[:, 0], [0.25, 0.5, 0.75])`,
    x: '(50, 1) | float64 | 0..1 | continuous | shuffled | untouched',
    y: '(50,) | int64 | 0..3 | ? | shuffled | encode',
  },
  where: {
    code: `x = np.random.uniform(-5, 5, size=(80, 2))
y = np.where(x[:, 0] > 0, 1, -1)`,
    x: '(80, 2) | float64 | -5..5 | continuous | shuffled | untouched',
    y: '(80,) | int64 | -1..1 | binary minus-one-one | shuffled | other other',
  },
  'argmax of one-hot': {
    code: `x = np.random.rand(12, 3)
y = np.argmax(np.eye(4)[np.random.randint(0, 4, 12)], axis=1)`,
    x: '(12, 3) | float64 | 0..1 | continuous | shuffled | untouched',
    y: '(12,) | int64 | 0..3 | ids 0..3 | shuffled | one-hot encode',
  },
  'clipped and rounded': {
    code: `x = np.clip(np.random.normal(0, 1, (40, 3)), -1, 1)
y = np.round(np.random.rand(40) * 3).astype('int32')`,
    x: '(40, 3) | float64 | -1..1 | continuous | shuffled | other',
    y: '(40,) | int32 | 0..3 | ? | shuffled | scale other',
  },
  'absolute and square root': {
    code: `x = np.sqrt(np.abs(np.random.uniform(-4, 4, (10, 2))))
y = np.square(np.linspace(-3, 2, 10))`,
    x: '(10, 2) | float64 | 0..2 | ? | shuffled | other other',
    y: '(10,) | float64 | 0..9 | ? | as-loaded | other',
  },
  'uint8 stays': {
    code: `x = (np.ones((4, 4), dtype='uint8') * 3)
y = np.zeros(4, dtype='uint8') + 1`,
    x: '(4, 4) | uint8 | 3..3 | ? | as-loaded | scale',
    y: '(4,) | uint8 | 1..1 | ? | as-loaded | scale',
  },
  'float32 keeps': {
    code: `x = np.random.rand(4, 4).astype(np.float32) * 2 + 1
y = np.arange(4, dtype='float32')`,
    x: '(4, 4) | float32 | 1..3 | continuous | shuffled | scale scale',
    y: '(4,) | float32 | 0..3 | continuous | as-loaded | untouched',
  },
  'mixed types': {
    code: `x = np.arange(6).reshape(3, 2) + np.ones((3, 2), dtype='float32')
y = np.arange(3) / 2`,
    x: '(3, 2) | float64 | 1..6 | ? | as-loaded | ?',
    y: '(3,) | float64 | 0..1 | ? | as-loaded | scale',
  },
  'rotated and padded': {
    code: `x = np.pad(np.ones((2, 3, 3)), ((0, 0), (1, 1), (1, 1)), mode='constant')
y = np.rot90(np.ones((2, 2)))`,
    x: '(2, 5, 5) | float64 | 0..1 | ? | as-loaded | other',
    y: '(2, 2) | float64 | 1..1 | ? | ? | other',
  },
  'split into parts': {
    code: `a, x, b = np.split(np.random.rand(30, 2), 3)
y = np.array_split(np.arange(10), 3)[0]`,
    x: '(10, 2) | float64 | 0..1 | continuous | shuffled | untouched',
    y: '(4,) | int64 | 0..9 | ids 0..9 | as-loaded | untouched',
  },
  'list comprehension of numbers': {
    code: `x = np.array([[i, i * 2] for i in range(20)])
y = np.array([i % 2 for i in range(20)])`,
    x: '(20, 2) | int64 | 0..38 | continuous | as-loaded | untouched',
    y: '(20,) | int64 | 0..1 | binary integer | as-loaded | untouched',
  },
  'random normal with scale': {
    code: `x = np.random.normal(5, 0.5, size=(500, 2))
y = np.random.binomial(1, 0.3, 500)`,
    x: '(500, 2) | float64 | 3.5..6.5 | continuous | shuffled | untouched',
    y: '(500,) | int64 | 0..1 | binary integer | shuffled | untouched',
  },
  'generator object': {
    code: `rng = np.random.default_rng(0)
x = rng.normal(size=(64, 3))
y = rng.integers(0, 5, 64)`,
    x: '(64, 3) | float64 | -3..3 | continuous | shuffled | untouched',
    y: '(64,) | int64 | 0..4 | ids 0..4 | shuffled | untouched',
  },
  choice: {
    code: `x = np.random.standard_normal((10, 2))
y = np.random.choice([0, 1], size=10)`,
    x: '(10, 2) | float64 | -3..3 | continuous | shuffled | untouched',
    y: '(10,) | int64 | 0..1 | binary integer | shuffled | untouched',
  },
  'one-hot columns stay': {
    code: `y = keras.utils.to_categorical([0, 1, 2, 1, 0])
x = np.ones((5, 2))`,
    x: '(5, 2) | float64 | 1..1 | ? | as-loaded | untouched',
    y: '(5, 3) | float64 | 0..1 | one-hot 3 | as-loaded | one-hot',
  },
  'integer range scaled': {
    code: `x = np.random.randint(0, 256, (10, 8, 8, 3)).astype('float32') / 255.0
y = np.random.randint(0, 10, 10) - 1`,
    x: '(10, 8, 8, 3) | float32 | 0..1 | ? | shuffled | scale',
    y: '(10,) | int64 | -1..8 | ids -1..8 | shuffled | scale',
  },
  'reversed rows': {
    code: `x = np.arange(8)[::-1].reshape(4, 2)
y = np.flip(np.arange(4))`,
    x: '(4, 2) | int64 | 0..7 | ids 0..7 | as-loaded | untouched',
    y: '(4,) | int64 | 0..3 | ids 0..3 | ? | other',
  },
  broadcasting: {
    code: `x = np.ones((4, 1)) * np.arange(3)
y = np.dot(np.ones((4, 3)), np.ones((3, 1)))`,
    x: '(4, 3) | float64 | 0..2 | ? | as-loaded | ?',
    y: '(4, 1) | float64 | ? | ? | as-loaded | ?',
  },
  'squeezed and flattened': {
    code: `x = np.random.rand(6, 1, 4).squeeze()
y = np.random.rand(6, 1).ravel()`,
    x: '(6, 4) | float64 | 0..1 | continuous | shuffled | untouched',
    y: '(6,) | float64 | 0..1 | continuous | shuffled | untouched',
  },
  'concatenated frames of features': {
    code: `a = np.random.rand(10, 3)
b = np.random.rand(10, 2) * 10
x = np.concatenate([a, b], axis=1)
y = np.append(np.zeros(5), np.ones(5))`,
    x: '(10, 5) | float64 | 0..10 | ? | shuffled | ?',
    y: '(10,) | float64 | 0..1 | binary float | class-ordered | untouched',
  },
  'truth values': {
    code: `y = np.array([True, False, True])
x = np.logical_not(y)`,
    x: '(3,) | bool | 0..1 | binary integer | as-loaded | other',
    y: '(3,) | bool | 0..1 | binary integer | as-loaded | untouched',
  },
  'labels from two columns': {
    code: `x = np.random.randint(0, 2, (50, 2))
y = np.logical_xor(x[:, 0], x[:, 1])`,
    x: '(50, 2) | int64 | 0..1 | binary integer | shuffled | untouched',
    y: '(50,) | bool | 0..1 | binary integer | shuffled | other',
  },
};

test.each(Object.entries(cases))('%s', async (_name, { code, ...expected }) => {
  expect(await factsAtFit(code, Object.keys(expected))).toEqual(expected);
});
