/**
 * What is known of data where it reaches `fit`: shape | dtype | range | label kind | order | what was done to the values.
 * Every expectation was held against the arrays that numpy, pandas, scikit-learn and TensorFlow 2.21 really make.
 */
import { expect, test } from 'vitest';
import { factsAtFit } from './facts';

const cases = {
  'image pixels divided by 255': {
    code: `from keras.datasets import mnist
(x, y), (a, b) = mnist.load_data()
x = x.reshape(60000, 784).astype('float32') / 255
y = keras.utils.to_categorical(y, 10)`,
    x: '(60000, 784) | float32 | 0..1 | ? | as-loaded | scale',
    y: '(60000, 10) | float64 | 0..1 | one-hot 10 | as-loaded | one-hot',
  },
  'pixels with a channel, centred': {
    code: `(x, y), _ = keras.datasets.cifar10.load_data()
x = (x.astype('float32') - 127.5) / 127.5`,
    x: '(50000, 32, 32, 3) | float32 | -1..1 | ? | as-loaded | scale scale',
    y: '(50000, 1) | uint8 | 0..9 | ids 0..9 | as-loaded | untouched',
  },
  'labels of cifar as one-hot': {
    code: `(x, y), _ = keras.datasets.cifar10.load_data()
y = keras.utils.to_categorical(y)`,
    x: '(50000, 32, 32, 3) | uint8 | 0..255 | ? | as-loaded | untouched',
    y: '(50000, 10) | float64 | 0..1 | one-hot 10 | as-loaded | one-hot',
  },
  'expand and slice': {
    code: `(x, y), _ = keras.datasets.fashion_mnist.load_data()
x = np.expand_dims(x, -1)[:1000]
y = y[:1000]`,
    x: '(1000, 28, 28, 1) | uint8 | 0..255 | ? | as-loaded | untouched',
    y: '(1000,) | uint8 | 0..9 | ids 0..9 | as-loaded | untouched',
  },
  'newaxis and ellipsis': {
    code: `(x, y), _ = keras.datasets.mnist.load_data()
x = x[..., np.newaxis] / 255.`,
    x: '(60000, 28, 28, 1) | float64 | 0..1 | ? | as-loaded | scale',
    y: '(60000,) | uint8 | 0..9 | ids 0..9 | as-loaded | untouched',
  },
  'words padded': {
    code: `(x, y), _ = keras.datasets.imdb.load_data(num_words=5000)
x = keras.utils.pad_sequences(x, maxlen=80)`,
    x: '(25000, 80) | int32 | 0..4999 | ? | as-loaded | untouched',
    y: '(25000,) | int64 | 0..1 | binary integer | as-loaded | untouched',
  },
  'zeros filled with data': {
    code: `(u, y), _ = keras.datasets.mnist.load_data()
x = np.zeros((100, 28, 28), dtype='float32')
for i in range(100):
    x[i] = u[i] / 255.
y = y[:100]`,
    x: '(100, 28, 28) | float32 | 0..1 | ? | ? | scale',
    y: '(100,) | uint8 | 0..9 | ids 0..9 | as-loaded | untouched',
  },
  'divided by the maximum': {
    code: `(x, y), _ = keras.datasets.mnist.load_data()
x = x / x.max()`,
    x: '(60000, 28, 28) | float64 | 0..1 | ? | as-loaded | minmax',
    y: '(60000,) | uint8 | 0..9 | ids 0..9 | as-loaded | untouched',
  },
  'list filled in a loop': {
    code: `(u, v), _ = keras.datasets.mnist.load_data()
rows = []
for image in u[:50]:
    rows.append(image / 255.0)
x = np.array(rows)
y = v[:50]`,
    x: '(?, 28, 28) | float64 | 0..1 | ? | ? | scale',
    y: '(50,) | uint8 | 0..9 | ids 0..9 | as-loaded | untouched',
  },
  'normalised rows': {
    code: `(x, y), _ = keras.datasets.mnist.load_data()
x = keras.utils.normalize(x, axis=1)`,
    x: '(60000, 28, 28) | float64 | 0..1 | ? | as-loaded | normalize',
    y: '(60000,) | uint8 | 0..9 | ids 0..9 | as-loaded | untouched',
  },
  tensors: {
    code: `x = tf.random.uniform((32, 4), minval=-2, maxval=2)
y = tf.one_hot(tf.constant([0, 1, 2, 1] * 8), 3)`,
    x: '(32, 4) | float32 | -2..2 | continuous | shuffled | untouched',
    y: '(32, 3) | float32 | 0..1 | one-hot 3 | as-loaded | one-hot',
  },
  'tensor arithmetic': {
    code: `x = tf.cast(tf.range(10), tf.float32) / 10.
y = tf.reshape(tf.zeros([10]), [10, 1])`,
    x: '(10,) | float32 | 0..0.9 | ? | as-loaded | scale',
    y: '(10, 1) | float32 | 0..0 | ? | as-loaded | untouched',
  },
  'flow with rescale': {
    code: `(u, v), _ = keras.datasets.cifar10.load_data()
g = ImageDataGenerator(rescale=1./255, horizontal_flip=True).flow(u, v, batch_size=32)
x, y = next(g)`,
    x: '(32, 32, 32, 3) | float32 | 0..1 | ? | shuffled | scale augment',
    y: '(32, 1) | uint8 | 0..9 | ids 0..9 | shuffled | untouched',
  },
  'dataset of slices': {
    code: `(u, v), _ = keras.datasets.mnist.load_data()
ds = tf.data.Dataset.from_tensor_slices((u, v)).shuffle(1000).map(lambda a, b: (tf.cast(a, tf.float32) / 255., b)).batch(64)
for x, y in ds.take(1):
    pass`,
    x: '(64, 28, 28) | float32 | 0..1 | ? | shuffled | scale',
    y: '(64,) | uint8 | 0..9 | ids 0..9 | shuffled | untouched',
  },
  'dataset mapped after batch': {
    code: `(u, v), _ = keras.datasets.mnist.load_data()
ds = tf.data.Dataset.from_tensor_slices((u, v)).batch(32).map(lambda a, b: (tf.expand_dims(a, -1) / 255, tf.one_hot(b, 10)))
x, y = next(iter(ds))`,
    x: '(32, 28, 28, 1) | float32 | 0..1 | ? | as-loaded | scale',
    y: '(32, 10) | float32 | 0..1 | one-hot 10 | as-loaded | one-hot',
  },
  'convert image': {
    code: `(u, v), _ = keras.datasets.cifar10.load_data()
x = tf.image.resize(tf.image.convert_image_dtype(u[:8], tf.float32), (16, 16))
y = v[:8]`,
    x: '(8, 16, 16, 3) | float32 | 0..1 | ? | as-loaded | scale',
    y: '(8, 1) | uint8 | 0..9 | ids 0..9 | as-loaded | untouched',
  },
  'windows over time': {
    code: `data = np.random.rand(100, 3)
ds = keras.utils.timeseries_dataset_from_array(data[:-10], data[10:, 0], sequence_length=10, batch_size=8)
for x, y in ds:
    break`,
    x: '(8, 10, 3) | float64 | 0..1 | continuous | temporal | untouched',
    y: '(8,) | float64 | 0..1 | continuous | temporal | untouched',
  },
};

test.each(Object.entries(cases))('%s', async (_name, { code, ...expected }) => {
  expect(await factsAtFit(code, Object.keys(expected))).toEqual(expected);
});
