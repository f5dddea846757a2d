/** scikit-learn's data sets: tables that ship with it and tasks it generates. */
import { forAll } from '../../../facts/table';
import type { Place } from '../../../text/place';
import type { LabelKind, Range } from '../../../facts/data';
import { datasetFacts } from '../../../knowledge/datasets';
import { generators, type GeneratorFacts } from '../../../knowledge/generators';
import { notKnown } from '../../python/machine';
import { known, unknown, type Fact } from '../../../facts/fact';
import { itemsOf } from '../../python/collections';
import type { DataState } from '../../data/data-state';
import { asBoolean, asNumber, asString, isNone, tuple, type Value } from '../../python/value';
import { fresh, makeData, origin, stateOf } from '../../data/data-access';
import { type Transfer, type TransferContext, type TransferTable } from '../transfer';
import { openAttributesField, subscriptField } from '../../python/fields';
import { arrayState } from '../../data/data-recorded';

const classes = (count: number | undefined, place: Place): Fact<LabelKind> =>
  count === undefined
    ? unknown('dynamic', place, 'the number of classes')
    : count === 2
      ? known({ kind: 'binary', encoding: 'integer' }, place)
      : known({ kind: 'class-ids', classes: count, first: 0 }, place);

const upTo = (count: number | undefined, place: Place): Fact<Range> =>
  count === undefined ? unknown('dynamic', place, 'the number of classes') : known({ min: 0, max: count - 1 }, place);

/** `(x, y)` of a generated task. */
function task(context: TransferContext, x: Partial<DataState>, y: Partial<DataState>): Value {
  const { m, name, site, place } = context;
  const source = origin(m, 'generated', name, place, site);
  const shuffle = context.args.keywords.get('shuffle');
  const order: DataState['order'] =
    !shuffle || asBoolean(shuffle) === true
      ? known('shuffled', place, 'library')
      : unknown('dynamic', place, 'an unshuffled task');
  const made = (facts: Partial<DataState>): Value =>
    makeData(m, place, fresh(m, 'generated', name, site, { origins: [source], order, ...facts }));
  return tuple([made({ dtype: known('float64', place, 'library'), ...x }), made(y)], place);
}

const numberOr = (value: Value | undefined, otherwise: number): number | undefined => (value ? asNumber(value) : otherwise);

/** A generated task by what is known of its generator. */
const generated: Transfer = (context) => {
  const { bound, name, place } = context;
  const facts = generators[name];
  if (!facts) return notKnown(context.m, 'not-modelled', place, name);
  const samples = bound('n_samples');
  const count = samples ? (asNumber(samples) ?? null) : facts.samples;
  const width =
    typeof facts.features === 'number'
      ? facts.features
      : (numberOr(bound(facts.features.parameter), facts.features.default) ?? null);
  const x = { shape: known([count, width], place), ...(facts.range && { range: known(facts.range, place, 'library') }) };
  return task(context, x, { dtype: known(facts.labelType, place, 'library'), ...generatedLabels(context, facts, count) });
};

function generatedLabels(context: TransferContext, { labels }: GeneratorFacts, count: number | null): Partial<DataState> {
  const { bound, name, place } = context;
  const asked = (): number | undefined => {
    if (labels.kind === 'fixed' || labels.parameter === undefined) return 1;
    return numberOr(bound(labels.parameter), labels.default);
  };
  switch (labels.kind) {
    case 'fixed':
      return {
        shape: known([count], place),
        labelKind: known(labels.labels, place, 'library'),
        range: known(labels.range, place, 'library'),
      };
    case 'classes': {
      const number = asked();
      return {
        shares: name.endsWith('make_classification') ? classWeights(context, number) : undefined,
        shape: known([count], place),
        labelKind: classes(number, place),
        range: upTo(number, place),
      };
    }
    case 'binary columns':
      return { shape: known([count, asked() ?? null], place), range: known({ min: 0, max: 1 }, place, 'library') };
    case 'targets': {
      const targets = asked();
      return {
        shape:
          targets === undefined
            ? unknown('dynamic', place, 'the number of targets')
            : known(targets === 1 ? [count] : [count, targets], place),
        labelKind: known({ kind: 'continuous' }, place, 'library'),
      };
    }
  }
}

/** `weights=[0.95]`: the share of each class; the last one may be left out. */
function classWeights({ m, args }: TransferContext, classes: number | undefined): DataState['shares'] {
  const numbers = itemsOf(m, args.keywords.get('weights'))?.map(asNumber);
  if (!numbers || classes === undefined || numbers.includes(undefined)) return undefined;
  const given = numbers as number[];
  const shares = given.length === classes - 1 ? [...given, 1 - given.reduce((a, b) => a + b, 0)] : given;
  return shares.length === classes ? shares : undefined;
}

const makeBlobs: Transfer = (context) => {
  const { m, bound, place } = context;
  const samples = bound('n_samples');
  const count = samples ? (asNumber(samples) ?? null) : 100;
  const centers = bound('centers');
  const number =
    !centers || isNone(centers)
      ? samples && asNumber(samples) === undefined
        ? itemsOf(m, samples)?.length
        : 3
      : (asNumber(centers) ?? itemsOf(m, centers)?.length);
  const width =
    centers && asNumber(centers) === undefined && !isNone(centers)
      ? (itemsOf(m, itemsOf(m, centers)?.[0])?.length ?? null)
      : (numberOr(bound('n_features'), 2) ?? null);
  return task(
    context,
    { shape: known([count, width], place) },
    {
      shape: known([count], place),
      dtype: known('int64', place, 'library'),
      labelKind: classes(number, place),
      range: upTo(number, place),
    },
  );
};

/** Two classes in the plane. */
const twoMoons: Transfer = (context) => {
  const { args, bound, place, name } = context;
  const count = numberOr(bound('n_samples'), 100) ?? null;
  const noise = args.keywords.get('noise');
  const exact: Range = name.endsWith('circles') ? { min: -1, max: 1 } : { min: -1, max: 2 };
  const x = {
    shape: known([count, 2], place),
    range: !noise || isNone(noise) ? known(exact, place, 'library') : unknown('dynamic', place, 'noise'),
  };
  return task(context, x, {
    shape: known([count], place),
    dtype: known('int64', place, 'library'),
    labelKind: classes(2, place),
    range: upTo(2, place),
  });
};

const makeRegression: Transfer = (context) => {
  const { args, bound, place } = context;
  const count = numberOr(bound('n_samples'), 100) ?? null;
  const features = numberOr(bound('n_features'), 100) ?? null;
  const targets = numberOr(args.keywords.get('n_targets'), 1);
  const y: Partial<DataState> = {
    dtype: known('float64', place, 'library'),
    labelKind: known({ kind: 'continuous' }, place, 'library'),
    shape:
      targets === undefined ? unknown('dynamic', place, 'n_targets') : known(targets === 1 ? [count] : [count, targets], place),
    range: regressionRange(context, features, place),
  };
  // Features are drawn from a standard normal distribution.
  return task(
    context,
    {
      shape: known([count, features], place),
      range: args.keywords.has('effective_rank')
        ? unknown('dynamic', place, 'effective_rank')
        : known({ min: -3, max: 3 }, place, 'library'),
    },
    y,
  );
};

/** Each informative feature has a coefficient drawn from 0 to 100, so the targets are normal with a deviation that follows. */
function regressionRange({ args, bound }: TransferContext, features: number | null, place: Place): Fact<Range> {
  const informative = numberOr(bound('n_informative'), 10);
  const bias = numberOr(bound('bias'), 0);
  const noise = numberOr(args.keywords.get('noise'), 0);
  if (informative === undefined || bias === undefined || noise === undefined || args.keywords.has('effective_rank'))
    return unknown('dynamic', place, 'the size of the targets');
  const reach = 3 * Math.sqrt((Math.min(informative, features ?? informative) * 100 ** 2) / 3 + noise ** 2);
  return known({ min: Math.round(bias - reach), max: Math.round(bias + reach) }, place, 'library');
}

/** `load_iris()` -> an object with `data` and `target`; `return_X_y=True` -> (x, y). */
const loadTable: Transfer = (context) => {
  const { m, name, args, bound, site, place } = context;
  const facts = datasetFacts(name);
  const source = origin(m, 'dataset', name, place, site);
  const frame = args.keywords.get('as_frame');
  const container = frame && asBoolean(frame) !== false ? ('dataframe' as const) : ('array' as const);
  const base: Partial<DataState> = {
    origins: [source],
    container,
    ...(facts ? { order: known(facts.order, place, 'library') } : {}),
  };
  // `n_class` takes some of the classes, `scaled` changes the values.
  const unclear = unknown('dynamic', place, 'a part of the data set');
  const cut: Partial<DataState> =
    args.keywords.has('n_class') || args.keywords.has('scaled') ? { shape: unclear, labelKind: unclear, range: unclear } : {};
  const make = (which: 'x' | 'y'): Value =>
    makeData(
      m,
      place,
      fresh(m, 'dataset', name, site, { ...base, ...(facts ? arrayState(facts.train[which], place) : {}), ...cut }),
    );
  const [x, y] = [make('x'), make('y')];
  if (asBoolean(bound('return_X_y')) === true) return tuple([x, y], place);
  return bunch(context, x, y, name.split('.').at(-1) ?? '');
};

/** The object of a data set: attributes and items are the same. */
function bunch({ m, args, site, place }: TransferContext, x: Value, y: Value, short: string): Value {
  const id = m.store.fresh();
  const items: Readonly<Record<string, Value>> = {
    data: x,
    target: y,
    ...(short === 'load_digits' && x.kind === 'data'
      ? {
          images: makeData(m, place, {
            ...stateOf(m, x),
            shape: known([1797, 8, 8], place, 'library'),
          }),
        }
      : {}),
  };
  for (const [name, value] of Object.entries(items)) m.store.write(id, name, value);
  m.store.write(id, openAttributesField, true);
  m.store.write(
    id,
    subscriptField,
    (index: Value): Value =>
      items[asString(index) ?? ''] ?? { kind: 'unknown', why: unknown('dynamic', place, 'a part of a data set') },
  );
  return { kind: 'object', id, type: `sklearn.utils.Bunch`, args, call: site, place };
}

export const sklearnDatasets: TransferTable = {
  ...forAll(Object.keys(generators), generated),
  // Where they are drawn, or how large they are, depends on more than counts.
  'sklearn.datasets.make_blobs': makeBlobs,
  'sklearn.datasets.make_moons': twoMoons,
  'sklearn.datasets.make_circles': twoMoons,
  'sklearn.datasets.make_regression': makeRegression,
  ...Object.fromEntries(
    [
      'load_iris',
      'load_wine',
      'load_breast_cancer',
      'load_digits',
      'load_diabetes',
      'load_boston',
      'fetch_california_housing',
      'fetch_openml',
      'fetch_mldata',
      'fetch_olivetti_faces',
      'fetch_covtype',
      'load_linnerud',
    ].map((name) => [`sklearn.datasets.${name}`, loadTable]),
  ),
};
