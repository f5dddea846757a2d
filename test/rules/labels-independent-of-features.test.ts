import rule from '../../src/rules/labels-independent-of-features';
import { ruleTest } from './support/rule-test';

const model = `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(8, 'relu'), keras.layers.Dense(1)])
model.compile('adam', 'mse')
`;

ruleTest(rule, {
  flags: {
    'both drawn': `
import numpy as np
x = np.random.normal(size=(100, 5))
y = np.random.uniform(size=100)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ labels-independent-of-features
${model}
model.fit(x, y)
`,
    'after a split': `
import numpy as np
from sklearn.model_selection import train_test_split
x = np.random.rand(100, 5)
y = np.random.randint(0, 2, size=100)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ labels-independent-of-features
x_train, x_test, y_train, y_test = train_test_split(x, y)
${model}
model.fit(x_train, y_train)
`,
  },
  ignores: {
    'labels computed from the features, with noise': `
import numpy as np
x = np.random.rand(100, 5)
y = x.sum(axis=1) + np.random.normal(size=100)
${model}
model.fit(x, y)
`,
    'features made from the labels': `
import numpy as np
y = np.random.randint(0, 2, size=100)
x = np.random.normal(size=(100, 5)) + y[:, None]
${model}
model.fit(x, y)
`,
    'the XOR table': `
import numpy as np
x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([0, 1, 1, 0])
${model}
model.fit(x, y)
`,
    'blocks of classes': `
import numpy as np
x = np.concatenate([np.random.normal(0, 1, (50, 2)), np.random.normal(4, 1, (50, 2))])
y = np.concatenate([np.zeros(50), np.ones(50)])
${model}
model.fit(x, y)
`,
    'a generator of learnable tasks': `
from sklearn.datasets import make_classification
x, y = make_classification(100, 5)
${model}
model.fit(x, y)
`,
    'an autoencoder': `
import numpy as np
x = np.random.rand(100, 5)
${model}
model.fit(x, x)
`,
    'labels that are not known': `
import numpy as np
x = np.random.rand(100, 5)
y = load_labels()
${model}
model.fit(x, y)
`,
  },
});
