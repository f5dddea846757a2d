/**
 * What is in the datasets that ship with the libraries: shapes, dtypes, extremes, label kinds, order.
 *
 * Sources: the keras.datasets documentation and loaders (extremes of boston_housing and california_housing from the files they load),
 * scikit-learn's bundled files (checked by `npm run parity:catalogue`, which loads them), the TensorFlow Datasets catalogue.
 */
import { table as namedTable } from '../facts/table';
import type { LabelKind, Range } from '../facts/data';
import type { Shape } from '../facts/training';

export interface ArrayFacts {
  /** With the number of samples first; null where it differs from sample to sample. */
  readonly shape: Shape;
  /** numpy's name; `object` for arrays of lists or texts. */
  readonly dtype: string;
  readonly range?: Range;
  /** Of label arrays. */
  readonly labels?: LabelKind;
  /** Largest standard deviation of a column over the smallest that is not 0. */
  readonly featureSpread?: number;
}

export interface DatasetFacts {
  readonly train: { readonly x: ArrayFacts; readonly y: ArrayFacts };
  /** Absent where the loader gives one array, as scikit-learn's do. */
  readonly test?: { readonly x: ArrayFacts; readonly y: ArrayFacts };
  /** `class-ordered` when the samples come class by class. */
  readonly order: 'as-loaded' | 'class-ordered';
  /** What a sample is, for the words of messages. */
  readonly content: 'image' | 'text' | 'table' | 'word ids';
}

const classIds = (classes: number, first = 0): LabelKind => ({ kind: 'class-ids', classes, first });
const binary: LabelKind = { kind: 'binary', encoding: 'integer' };
const continuous: LabelKind = { kind: 'continuous' };
const pixels: Range = { min: 0, max: 255 };

/** `load_data` of an image dataset: two halves of images with uint8 pixels. */
function images(
  train: number,
  test: number,
  size: Shape,
  classes: number,
  labelShape: readonly number[] = [],
  labelType = 'uint8',
): DatasetFacts {
  const half = (samples: number) => ({
    x: { shape: [samples, ...size], dtype: 'uint8', range: pixels },
    y: {
      shape: [samples, ...labelShape],
      dtype: labelType,
      range: { min: 0, max: classes - 1 },
      labels: classes === 2 ? binary : classIds(classes),
    },
  });
  return { train: half(train), test: half(test), order: 'as-loaded', content: 'image' };
}

function wordIds(train: number, test: number, classes: number): DatasetFacts {
  const half = (samples: number) => ({
    x: { shape: [samples], dtype: 'object' },
    y: {
      shape: [samples],
      dtype: 'int64',
      range: { min: 0, max: classes - 1 },
      labels: classes === 2 ? binary : classIds(classes),
    },
  });
  return { train: half(train), test: half(test), order: 'as-loaded', content: 'word ids' };
}

interface Column {
  readonly dtype?: string;
  readonly range?: Range;
  readonly featureSpread?: number;
}

/** Samples in rows; `test` 0 when the loader gives a single array. */
function table(
  [train, test, features]: readonly [number, number, number],
  x: Column,
  y: { readonly dtype: string; readonly range: Range; readonly labels: LabelKind; readonly targets?: number },
  order: DatasetFacts['order'] = 'as-loaded',
): DatasetFacts {
  const { targets, ...label } = y;
  const half = (samples: number) => ({
    x: { shape: [samples, features], dtype: 'float64', ...x },
    y: { shape: targets === undefined ? [samples] : [samples, targets], ...label },
  });
  return { train: half(train), ...(test > 0 ? { test: half(test) } : {}), order, content: 'table' };
}

const ids = (classes: number) => ({
  dtype: 'int64',
  range: { min: 0, max: classes - 1 },
  labels: classes === 2 ? binary : classIds(classes),
});

const californiaDollars = (samples: number, rows: readonly [number, number]): DatasetFacts =>
  table(
    [rows[0], rows[1], 8],
    { dtype: 'float32', ...(samples > 600 ? { range: { min: -124.35, max: 39320 }, featureSpread: 1148 } : {}) },
    { dtype: 'float32', range: { min: 14999, max: 500001 }, labels: continuous },
  );

/** A `tfds.load` dataset of images: one dataset per split, labels scalar int64. */
const tfdsImages = (train: number, test: number, size: Shape, classes: number): DatasetFacts =>
  images(train, test, size, classes, [], 'int64');

const facts: Readonly<Record<string, DatasetFacts>> = namedTable({
  'keras.datasets.mnist': images(60000, 10000, [28, 28], 10),
  'keras.datasets.fashion_mnist': images(60000, 10000, [28, 28], 10),
  'keras.datasets.cifar10': images(50000, 10000, [32, 32, 3], 10, [1]),
  'keras.datasets.cifar100': images(50000, 10000, [32, 32, 3], 100, [1]),
  'keras.datasets.cifar100:coarse': images(50000, 10000, [32, 32, 3], 20, [1]),
  'keras.datasets.imdb': wordIds(25000, 25000, 2),
  'keras.datasets.reuters': wordIds(8982, 2246, 46),
  'keras.datasets.boston_housing': table(
    [404, 102, 13],
    { range: { min: 0, max: 711 }, featureSpread: 1453 },
    { dtype: 'float64', range: { min: 5, max: 50 }, labels: continuous },
  ),
  'keras.datasets.california_housing': californiaDollars(20640, [16512, 4128]),
  'keras.datasets.california_housing:small': californiaDollars(600, [480, 120]),

  // TensorFlow 1's tutorial loader flattens and scales by itself; the 5000 validation images are taken off the 60000.
  'tf.examples.tutorials.mnist.input_data': {
    train: {
      x: { shape: [55000, 784], dtype: 'float32', range: { min: 0, max: 1 } },
      y: { shape: [55000], dtype: 'uint8', range: { min: 0, max: 9 }, labels: classIds(10) },
    },
    test: {
      x: { shape: [10000, 784], dtype: 'float32', range: { min: 0, max: 1 } },
      y: { shape: [10000], dtype: 'uint8', range: { min: 0, max: 9 }, labels: classIds(10) },
    },
    order: 'as-loaded',
    content: 'image',
  },
  'tf.examples.tutorials.mnist.input_data:one-hot': {
    train: {
      x: { shape: [55000, 784], dtype: 'float32', range: { min: 0, max: 1 } },
      y: { shape: [55000, 10], dtype: 'float64', range: { min: 0, max: 1 }, labels: { kind: 'one-hot', classes: 10 } },
    },
    test: {
      x: { shape: [10000, 784], dtype: 'float32', range: { min: 0, max: 1 } },
      y: { shape: [10000, 10], dtype: 'float64', range: { min: 0, max: 1 }, labels: { kind: 'one-hot', classes: 10 } },
    },
    order: 'as-loaded',
    content: 'image',
  },

  'sklearn.datasets.load_iris': table(
    [150, 0, 4],
    { range: { min: 0.1, max: 7.9 }, featureSpread: 4.05 },
    ids(3),
    'class-ordered',
  ),
  'sklearn.datasets.load_wine': table(
    [178, 0, 13],
    { range: { min: 0.13, max: 1680 }, featureSpread: 2530 },
    ids(3),
    'class-ordered',
  ),
  'sklearn.datasets.load_digits': table([1797, 0, 64], { range: { min: 0, max: 16 } }, ids(10)),
  'sklearn.datasets.load_breast_cancer': table([569, 0, 30], { range: { min: 0, max: 4254 }, featureSpread: 215171 }, ids(2)),
  // Its columns come centred and scaled to unit norm, which is far below unit variance.
  'sklearn.datasets.load_diabetes': table(
    [442, 0, 10],
    { range: { min: -0.137767, max: 0.198788 }, featureSpread: 1 },
    { dtype: 'float64', range: { min: 25, max: 346 }, labels: continuous },
  ),
  'sklearn.datasets.load_linnerud': table(
    [20, 0, 3],
    { range: { min: 1, max: 251 }, featureSpread: 11.8 },
    { dtype: 'float64', range: { min: 31, max: 247 }, labels: continuous, targets: 3 },
  ),
  'sklearn.datasets.fetch_california_housing': table(
    [20640, 0, 8],
    { range: { min: -124.35, max: 35682 }, featureSpread: 2389 },
    { dtype: 'float64', range: { min: 0.14999, max: 5.00001 }, labels: continuous },
  ),
  'sklearn.datasets.fetch_covtype': table(
    [581012, 0, 54],
    {},
    {
      dtype: 'int32',
      range: { min: 1, max: 7 },
      labels: classIds(7, 1),
    },
  ),
  'sklearn.datasets.fetch_olivetti_faces': table(
    [400, 0, 4096],
    { dtype: 'float32', range: { min: 0, max: 1 } },
    ids(40),
    'class-ordered',
  ),

  'tensorflow_datasets.mnist': tfdsImages(60000, 10000, [28, 28, 1], 10),
  'tensorflow_datasets.fashion_mnist': tfdsImages(60000, 10000, [28, 28, 1], 10),
  'tensorflow_datasets.kmnist': tfdsImages(60000, 10000, [28, 28, 1], 10),
  'tensorflow_datasets.cifar10': tfdsImages(50000, 10000, [32, 32, 3], 10),
  'tensorflow_datasets.cifar100': tfdsImages(50000, 10000, [32, 32, 3], 100),
  'tensorflow_datasets.horses_or_humans': tfdsImages(1027, 256, [300, 300, 3], 2),
  'tensorflow_datasets.rock_paper_scissors': tfdsImages(2520, 372, [300, 300, 3], 3),
});

/**
 * The facts of a dataset by canonical name: `keras.datasets.mnist`, `sklearn.datasets.load_iris`, `tensorflow_datasets.mnist`,
 * `tf.examples.tutorials.mnist.input_data`.
 *
 * @param variant `coarse` (cifar100's label_mode), `small` (california_housing's version), `one-hot` (read_data_sets)
 */
export function datasetFacts(name: string, variant?: 'coarse' | 'small' | 'one-hot'): DatasetFacts | undefined {
  const key = variant === undefined ? name : `${name}:${variant}`;
  return Object.hasOwn(facts, key) ? facts[key] : undefined;
}

/** Every dataset of the table, variants as `name:variant`. */
export const datasetNames: readonly string[] = Object.keys(facts);
