/** scikit-learn. */
import type { Library } from '../../python/library';
import { makeObject } from '../../python/objects';
import { isClassOf } from '../transfer';
import { sklearnTransfers, splitterMethods } from './index';
import { columnTransformerMethods, pipelineMethods } from './pipeline-methods';
import { scalerMethods } from './scalers';

/** Namespaces whose classes are kept as objects with their arguments. */
const objectNamespaces = ['sklearn.preprocessing.', 'sklearn.impute.', 'sklearn.model_selection.'];

export const sklearn: Library = {
  roots: ['sklearn'],
  functions: sklearnTransfers,
  methods: [
    ['sklearn.preprocessing.', scalerMethods],
    ['sklearn.impute.', scalerMethods],
    ['sklearn.decomposition.', scalerMethods],
    ['sklearn.feature_extraction.', scalerMethods],
    ['sklearn.pipeline.', pipelineMethods],
    ['sklearn.compose.', columnTransformerMethods],
    ['sklearn.model_selection.', splitterMethods],
  ],
  hooks: {
    otherwise: ({ m, name, args, site }) => (isClassOf(name, objectNamespaces) ? makeObject(m, name, args, site) : undefined),
  },
};
