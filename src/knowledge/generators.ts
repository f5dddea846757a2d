/** scikit-learn's generators of learnable tasks: what `make_classification` and its like return, from their arguments. */
import type { LabelKind, Range } from '../facts/data';
import { forAll, table } from '../facts/table';

export interface GeneratorFacts {
  /** Parameter with the number of features, or the number itself. */
  readonly features: { readonly parameter: string; readonly default: number } | number;
  readonly samples: number;
  /** Of the features, where it does not depend on the arguments. */
  readonly range?: Range;
  readonly labels:
    | { readonly kind: 'fixed'; readonly labels: LabelKind; readonly range: Range }
    /** As many classes as this parameter says. */
    | { readonly kind: 'classes'; readonly parameter: string; readonly default: number }
    /** As many binary columns as this parameter says. */
    | { readonly kind: 'binary columns'; readonly parameter: string; readonly default: number }
    /** Numbers; as many columns as this parameter says, one without it. */
    | { readonly kind: 'targets'; readonly parameter?: string; readonly default: number };
  /** numpy's name of the labels' type. */
  readonly labelType: 'int64' | 'float64';
  /** The samples come in random order unless `shuffle=False`; `always` where that cannot be asked for. */
  readonly shuffled: 'by parameter' | 'always';
}

const classes = (parameter: string, count: number): GeneratorFacts['labels'] => ({ kind: 'classes', parameter, default: count });
const two: GeneratorFacts['labels'] = {
  kind: 'fixed',
  labels: { kind: 'binary', encoding: 'integer' },
  range: { min: 0, max: 1 },
};
const features = (count: number) => ({ parameter: 'n_features', default: count });

/** By canonical name. Defaults are those of scikit-learn 1.3 to 1.7. */
export const generators: Readonly<Record<string, GeneratorFacts>> = table<Record<string, GeneratorFacts>>({
  'sklearn.datasets.make_classification': {
    features: features(20),
    samples: 100,
    labels: classes('n_classes', 2),
    labelType: 'int64',
    shuffled: 'by parameter',
  },
  // `centers` may be an array; None means 3.
  'sklearn.datasets.make_blobs': {
    features: features(2),
    samples: 100,
    labels: classes('centers', 3),
    labelType: 'int64',
    shuffled: 'by parameter',
  },
  'sklearn.datasets.make_gaussian_quantiles': {
    features: features(2),
    samples: 100,
    labels: classes('n_classes', 3),
    labelType: 'int64',
    shuffled: 'by parameter',
  },
  'sklearn.datasets.make_moons': { features: 2, samples: 100, labels: two, labelType: 'int64', shuffled: 'by parameter' },
  'sklearn.datasets.make_circles': { features: 2, samples: 100, labels: two, labelType: 'int64', shuffled: 'by parameter' },
  'sklearn.datasets.make_hastie_10_2': {
    features: 10,
    samples: 12000,
    labels: { kind: 'fixed', labels: { kind: 'binary', encoding: 'minus-one-one' }, range: { min: -1, max: 1 } },
    labelType: 'float64',
    shuffled: 'always',
  },
  'sklearn.datasets.make_multilabel_classification': {
    features: features(20),
    samples: 100,
    labels: { kind: 'binary columns', parameter: 'n_classes', default: 5 },
    labelType: 'int64',
    shuffled: 'always',
  },
  'sklearn.datasets.make_regression': {
    features: features(100),
    samples: 100,
    labels: { kind: 'targets', parameter: 'n_targets', default: 1 },
    labelType: 'float64',
    shuffled: 'by parameter',
  },
  'sklearn.datasets.make_friedman1': {
    features: features(10),
    samples: 100,
    range: { min: 0, max: 1 },
    labels: { kind: 'targets', default: 1 },
    labelType: 'float64',
    shuffled: 'always',
  },
  // Friedman (1991): four features, the first from 0 to 100, the second to some 1,760, the others below 11.
  ...forAll<GeneratorFacts>(['sklearn.datasets.make_friedman2', 'sklearn.datasets.make_friedman3'], {
    features: 4,
    samples: 100,
    range: { min: 0, max: 560 * Math.PI },
    labels: { kind: 'targets', default: 1 },
    labelType: 'float64',
    shuffled: 'always',
  }),
  'sklearn.datasets.make_sparse_uncorrelated': {
    features: features(10),
    samples: 100,
    labels: { kind: 'targets', default: 1 },
    labelType: 'float64',
    shuffled: 'always',
  },
  'sklearn.datasets.make_s_curve': {
    features: 3,
    samples: 100,
    labels: { kind: 'targets', default: 1 },
    labelType: 'float64',
    shuffled: 'always',
  },
  'sklearn.datasets.make_swiss_roll': {
    features: 3,
    samples: 100,
    labels: { kind: 'targets', default: 1 },
    labelType: 'float64',
    shuffled: 'always',
  },
});
