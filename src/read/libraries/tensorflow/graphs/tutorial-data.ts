/** TensorFlow 1's `input_data.read_data_sets` and TensorFlow Datasets' `tfds.load`. */
import { forAll, table } from '../../../../facts/table';
import { datasetFacts, type DatasetFacts } from '../../../../knowledge/datasets';
import { known, mapFact, unknown, valueOf } from '../../../../facts/fact';
import { itemsOf, makeDict, makeList } from '../../../python/collections';
import type { DataState, DataValue } from '../../../data/data-state';
import { notKnown } from '../../../python/machine';
import { asBoolean, asNumber, asString, constant, tuple, type ObjectRef, type Value } from '../../../python/value';
import { fresh, makeData, origin, stateOf } from '../../../data/data-access';
import { makeDataset } from '../dataset-methods';
import type { MethodTable } from '../../object-methods';
import { type Transfer, type TransferContext, type TransferTable } from '../../transfer';
import { makeObject } from '../../../python/objects';
import { arrayState } from '../../../data/data-recorded';

const partType = 'tf.examples.tutorials.mnist.DataSet';

/** `read_data_sets(folder, one_hot=True)`: an object with `train`, `validation` and `test`; pixels come flat and scaled to 0..1. */
const readDataSets: Transfer = (context) => {
  const { m, name, args, bound, site } = context;
  const asked = bound('one_hot');
  const oneHot = asked ? asBoolean(asked) : false;
  const facts = datasetFacts('tf.examples.tutorials.mnist.input_data', oneHot === true ? 'one-hot' : undefined);
  const whole = makeObject(m, 'tf.examples.tutorials.mnist.Datasets', args, { ...site, callee: name });
  for (const part of ['train', 'validation', 'test'] as const)
    m.store.write(whole.id, part, dataSet(context, facts, part, oneHot === undefined));
  return whole;
};

function dataSet(
  { m, name, args, site, place }: TransferContext,
  facts: DatasetFacts | undefined,
  part: 'train' | 'validation' | 'test',
  unclear: boolean,
): ObjectRef {
  const object = makeObject(m, partType, { positional: [], keywords: new Map() }, site);
  const half = part === 'test' ? facts?.test : facts?.train;
  const count = part === 'train' ? 55000 : part === 'test' ? 10000 : 5000;
  const source = origin(m, 'dataset', 'tf.examples.tutorials.mnist.input_data', place, site);
  const images = asBoolean(args.keywords.get('reshape')) === false;
  const flat = !args.keywords.has('dtype') && !images;
  const make = (which: 'x' | 'y'): DataValue => {
    const state = fresh(m, 'dataset', 'tf.examples.tutorials.mnist.input_data', site, {
      origins: [source],
      part,
      ...(half ? arrayState(half[which], place) : {}),
    });
    const shape = mapFact(state.shape, (dims) => [count, ...(which === 'x' && images ? [28, 28, 1] : dims.slice(1))]);
    const lost = unknown('dynamic', place, 'one_hot');
    const scale = which === 'x' ? [{ kind: 'scale' as const, place, by: name, factor: 1 / 255, shift: 0 }] : [];
    return makeData(m, place, {
      ...state,
      shape: which === 'y' && unclear ? lost : shape,
      steps: scale,
      ...(which === 'x' && !flat && args.keywords.has('dtype')
        ? { dtype: unknown('dynamic', place, 'dtype'), range: unknown('dynamic', place, 'dtype') }
        : {}),
      ...(which === 'y' && unclear ? { labelKind: lost, range: lost } : {}),
    });
  };
  m.store.write(object.id, 'images', make('x'));
  m.store.write(object.id, 'labels', make('y'));
  m.store.write(object.id, 'num_examples', constant(count, place, { from: 'library' }));
  m.store.write(object.id, '_num_examples', constant(count, place, { from: 'library' }));
  return object;
}

/** `mnist.train.next_batch(100)` -> images, labels, shuffled anew every epoch. */
const nextBatch: MethodTable[string] = ({ m, object, bound, site, place }) => {
  const size = asNumber(bound('batch_size')) ?? null;
  const shuffle = bound('shuffle');
  return tuple(
    ['images', 'labels'].map((which): Value => {
      const whole = m.store.read(object.id, which);
      if (whole?.kind !== 'data') return notKnown(m, 'dynamic', place, which);
      const state = stateOf(m, whole);
      const order: DataState['order'] =
        !shuffle || asBoolean(shuffle) === true
          ? known('shuffled', place, 'library')
          : asBoolean(shuffle) === false
            ? state.order
            : unknown('dynamic', place, 'shuffle');
      return makeData(m, place, {
        ...state,
        shape: mapFact(state.shape, (dims) => [size, ...dims.slice(1)]),
        order,
        slicedFrom: whole.id,
        drawn: {
          call: site,
          loops: m.loops.map((loop) => loop.place),
          of: valueOf(state.shape)?.[0] ?? undefined,
        },
      });
    }),
    place,
  );
};

export const dataSetMethods: MethodTable = table({ next_batch: nextBatch });

/** `tfds.load('mnist', split='train', as_supervised=True, with_info=True)` */
const loadTfds: Transfer = (context) => {
  const { m, args, bound, place } = context;
  const text = asString(bound('name'))?.split(/[:/]/)[0];
  const supervised = asBoolean(args.keywords.get('as_supervised')) === true;
  const split = bound('split');
  const shuffle = args.keywords.has('shuffle_files');
  const make = (name: string): Value => partOf(context, text, supervised, name, shuffle);
  const names = itemsOf(m, split);
  const wanted = asString(split);
  const data: Value =
    wanted !== undefined
      ? make(wanted)
      : names
        ? makeList(
            m,
            names.map((one) => make(asString(one) ?? '')),
            place,
          )
        : split
          ? notKnown(m, 'dynamic', place, 'a split that is not known')
          : makeDict(
              m,
              ['train', 'test', 'validation', 'unsupervised']
                .slice(0, 2)
                .map((one) => [constant(one, place), make(one)] as const),
              place,
              unknown('dynamic', place, 'another split'),
            );
  const info = asBoolean(args.keywords.get('with_info')) === true;
  return info ? tuple([data, notKnown(m, 'dynamic', place, 'the description of a data set')], place) : data;
};

function partOf(
  { m, args, site, place }: TransferContext,
  text: string | undefined,
  supervised: boolean,
  split: string,
  shuffle: boolean,
): Value {
  const name = `tensorflow_datasets.${text ?? 'load'}`;
  const facts = text === undefined ? undefined : datasetFacts(name);
  const base = split.split('[', 1)[0] ?? '';
  const part = base === 'test' ? ('test' as const) : base === 'validation' ? ('validation' as const) : ('train' as const);
  const half = facts?.[part === 'validation' ? 'test' : part];
  const source = origin(m, 'dataset', name, place, site);
  const whole = base === split && part !== 'validation';
  const make = (which: 'x' | 'y'): Value => {
    const state = fresh(m, 'dataset', name, site, {
      origins: [source],
      part,
      container: 'tensor',
      ...(half ? arrayState(half[which], place) : {}),
      ...(shuffle ? { order: unknown('dynamic', place, 'shuffle_files') } : {}),
    });
    return makeData(m, place, {
      ...state,
      shape: whole ? state.shape : mapFact(state.shape, (dims) => [null, ...dims.slice(1)]),
    });
  };
  const pair = [make('x'), make('y')] as const;
  const element: Value = supervised
    ? tuple(pair, place)
    : makeDict(
        m,
        [
          [constant('image', place), pair[0]],
          [constant('label', place), pair[1]],
        ],
        place,
        facts ? undefined : unknown('dynamic', place, 'the features of a data set'),
      );
  const batch = args.keywords.get('batch_size');
  return makeDataset(m, place, element, null, 'dataset', {
    part,
    ...(batch ? { element: undefined, stepsComplete: false } : {}),
  });
}

/** Where the tutorial module is reached from. */
const paths = [
  'tf.examples.tutorials.mnist.input_data',
  'tf.contrib.learn.datasets.mnist',
  'tf.contrib.learn.python.learn.datasets.mnist',
  'input_data',
];

export const tutorialDataTransfers: TransferTable = table({
  ...forAll(
    paths.map((path) => `${path}.read_data_sets`),
    readDataSets,
  ),
  'tensorflow_datasets.load': loadTfds,
});

export const dataSetType = partType;
