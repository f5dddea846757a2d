import { expect, test } from 'vitest';
import { applicationFacts, preprocessingOf } from '../../../src/knowledge/applications';
import { datasetFacts, datasetNames } from '../../../src/knowledge/datasets';
import { generators } from '../../../src/knowledge/generators';
import { signatureOf } from '../../../src/knowledge/signatures';

test('mnist is 60000 images of bytes in 10 classes', () => {
  expect(datasetFacts('keras.datasets.mnist')?.train).toEqual({
    x: { shape: [60000, 28, 28], dtype: 'uint8', range: { min: 0, max: 255 } },
    y: { shape: [60000], dtype: 'uint8', range: { min: 0, max: 9 }, labels: { kind: 'class-ids', classes: 10, first: 0 } },
  });
});

test('labels of the CIFAR sets are columns, of imdb and breast_cancer binary, of housing continuous', () => {
  expect(datasetFacts('keras.datasets.cifar10')?.test?.y.shape).toEqual([10000, 1]);
  expect(datasetFacts('keras.datasets.cifar100', 'coarse')?.train.y.labels).toEqual({ kind: 'class-ids', classes: 20, first: 0 });
  expect(datasetFacts('keras.datasets.imdb')?.train.y.labels?.kind).toBe('binary');
  expect(datasetFacts('sklearn.datasets.load_breast_cancer')?.train.y.labels?.kind).toBe('binary');
  expect(datasetFacts('keras.datasets.boston_housing')?.train.y.labels?.kind).toBe('continuous');
  expect(datasetFacts('sklearn.datasets.load_iris')?.order).toBe('class-ordered');
  expect(datasetFacts('sklearn.datasets.load_nothing')).toBeUndefined();
  expect(datasetFacts('constructor')).toBeUndefined();
});

test('one-hot labels have a column a class, class ids reach from the first to the last', () => {
  const wrong = datasetNames.filter((key) => {
    const [name = '', variant] = key.split(':');
    const facts = datasetFacts(name, variant as 'coarse' | undefined);
    return [facts?.train, facts?.test].some((half) => {
      if (half === undefined) return false;
      const { labels, range, shape } = half.y;
      if (labels?.kind === 'one-hot') return shape.at(-1) !== labels.classes;
      if (labels?.kind === 'class-ids') return range?.min !== labels.first || range.max !== labels.first + labels.classes - 1;
      return half.x.shape[0] !== shape[0];
    });
  });
  expect(wrong).toEqual([]);
});

test('generators name parameters that the functions take', () => {
  for (const [name, { features, labels, shuffled }] of Object.entries(generators)) {
    const names = signatureOf(name, 3)?.parameters.map((one) => one.name) ?? [];
    if (typeof features !== 'number') expect(names, name).toContain(features.parameter);
    if ('parameter' in labels) expect(names, name).toContain(labels.parameter);
    expect(names.includes('shuffle'), name).toBe(shuffled === 'by parameter');
  }
});

test('what architectures want their pixels to be', () => {
  expect(applicationFacts('keras.applications.EfficientNetB0')).toMatchObject({ size: 224, scaling: 'none' });
  expect(applicationFacts('keras.applications.VGG16')).toMatchObject({ channels: 512, scaling: 'caffe' });
  expect(applicationFacts('keras.applications.MobileNetV2')?.scaling).toBe('minus-one-one');
  expect(preprocessingOf('keras.applications.densenet.preprocess_input')).toBe('torch');
  expect(preprocessingOf('keras.applications.densenet.decode_predictions')).toBeUndefined();
});
