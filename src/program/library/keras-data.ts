/** keras.datasets and keras.utils that make or change data. */
import { datasetFacts } from '../catalogue/datasets';
import { known, mapFact, unknown, valueOf, type Fact } from '../fact';
import type { LabelKind } from '../data';
import { unknownData } from '../interpreter/data-state';
import { asNumber, tuple, type Value } from '../interpreter/value';
import { derive, makeData, mixed, origin, stateOf } from './data-access';
import { argument, forEachName, type Transfer, type TransferTable } from './transfer';

/** `to_categorical(y, num_classes)`: class ids become one-hot rows. */
const oneHot: Transfer = ({ m, name, args, place }) => {
  const [labels] = args.positional;
  if (labels?.kind !== 'data') return mixed(m, args.positional, place, name);
  const state = stateOf(m, labels);
  const kind = valueOf(state.labelKind);
  const given = asNumber(argument(args, 1, 'num_classes', 'nb_classes'));
  const classes = given ?? (kind?.kind === 'class-ids' ? kind.first + kind.classes : kind?.kind === 'binary' ? 2 : undefined);
  const lost = unknown('dynamic', place, 'the number of classes');
  const oneHotKind: Fact<LabelKind> = classes === undefined ? lost : known({ kind: 'one-hot', classes }, place);
  const shape =
    classes === undefined ? lost : mapFact(state.shape, (dims) => [...(dims.at(-1) === 1 ? dims.slice(0, -1) : dims), classes]);
  return derive(
    m,
    state,
    place,
    {
      shape,
      labelKind: oneHotKind,
      range: known({ min: 0, max: 1 }, place, 'library'),
      dtype: known('float32', place, 'library'),
    },
    { kind: 'one-hot', place, by: name },
  );
};

/** `keras.datasets.mnist.load_data()` -> (x_train, y_train), (x_test, y_test). */
const load: Transfer = ({ m, name, site, place }) => {
  const dataset = name.replace(/\.load_data$/, '');
  const facts = datasetFacts(dataset);
  const half = (part: 'train' | 'test'): Value => {
    const source = origin(m, 'dataset', dataset, place, site);
    const make = (which: 'x' | 'y'): Value => {
      const one = facts?.[part][which];
      const base = unknownData(place, dataset, {
        origins: [source],
        originsComplete: true,
        stepsComplete: true,
        part,
        order: known('as-loaded', place, 'library'),
      });
      if (!one) return makeData(m, place, base);
      return makeData(m, place, {
        ...base,
        shape: known(one.shape, place, 'library'),
        dtype: known(one.dtype, place, 'library'),
        range: one.range ? known(one.range, place, 'library') : base.range,
        labelKind: one.labels ? known(one.labels, place, 'library') : base.labelKind,
        featureSpread: one.featureSpread === undefined ? base.featureSpread : known(one.featureSpread, place, 'library'),
      });
    };
    return tuple([make('x'), make('y')], place);
  };
  return tuple([half('train'), half('test')], place);
};

export const kerasDataTransfers: TransferTable = {
  ...forEachName(
    ['mnist', 'fashion_mnist', 'cifar10', 'cifar100', 'imdb', 'reuters', 'boston_housing', 'california_housing'].map(
      (name) => `keras.datasets.${name}.load_data`,
    ),
    load,
  ),
  'keras.utils.to_categorical': oneHot,
};
