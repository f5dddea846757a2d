import rule from '../../src/rules/class-imbalance-unweighted';
import { ruleTest } from './support/rule-test';

const model = `
import numpy as np
from tensorflow import keras
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
model = keras.Sequential([keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy')
`;

ruleTest(rule, {
  flags: {
    'a generated task': `${model}
x, y = make_classification(n_samples=1000, weights=[0.95], random_state=1)
x_train, x_test, y_train, y_test = train_test_split(x, y, stratify=y)
model.fit(x_train, y_train)
#                  ^^^^^^^ class-imbalance-unweighted
`,
    'probabilities of a choice': `${model}
y = np.random.choice([0, 1], size=500, p=[0.97, 0.03])
model.fit(np.load('x.npy'), y)
#                           ^ class-imbalance-unweighted
`,
    'parts of known length': `${model}
y = np.hstack((np.zeros(2000), np.ones(40)))
model.fit(np.load('x.npy'), y)
#                           ^ class-imbalance-unweighted
`,
  },
  ignores: {
    'a milder imbalance': `${model}\nx, y = make_classification(weights=[0.85])\nmodel.fit(x, y)\n`,
    'weights for the classes': `${model}\nx, y = make_classification(weights=[0.95])\nmodel.fit(x, y, class_weight={0: 1, 1: 19})\n`,
    'weights for the samples': `${model}\nx, y = make_classification(weights=[0.95])\nmodel.fit(x, y, sample_weight=w)\n`,
    'a focal loss': `${model}
x, y = make_classification(weights=[0.95])
model.compile('adam', keras.losses.BinaryFocalCrossentropy())
model.fit(x, y)
`,
    'resampled before': `${model}
from imblearn.over_sampling import SMOTE
x, y = make_classification(weights=[0.95])
x, y = SMOTE().fit_resample(x, y)
model.fit(x, y)
`,
    'a selection of samples': `${model}
x, y = make_classification(weights=[0.95])
keep = np.load('keep.npy')
model.fit(x[keep > 0], y[keep > 0])
`,
    'a share that is not known': `${model}\nx, y = make_classification(weights=shares)\nmodel.fit(x, y)\n`,
  },
  fixes: {
    'weighs the classes': {
      before: `${model}\nx, y = make_classification(weights=[0.95])\nmodel.fit(x, y, epochs=3)\n`,
      after: `${model}\nx, y = make_classification(weights=[0.95])\nmodel.fit(x, y, epochs=3, class_weight={0: 0.526, 1: 10})\n`,
    },
  },
});
