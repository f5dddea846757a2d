import { expect, test } from 'vitest';
import rule from '../../src/rules/unhandled-nan';
import { analyze } from '../support/analyze';
import { ruleTest } from './support/rule-test';

const model = `
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
model.compile('adam', 'mse')
`;

ruleTest(rule, {
  flags: {
    'a filter of rows': `${model}
import numpy as np
import pandas as pd
df = pd.read_csv('a.csv')
df = df[df['age'] != np.nan]
#       ^^^^^^^^^^^^^^^^^^^ unhandled-nan
model.fit(df.drop('y', axis=1), df['y'])
`,
    'in a function': `${model}
from numpy import nan
def clean(values):
    return [0 if value == nan else value for value in values]
#                ^^^^^^^^^^^^ unhandled-nan
x = clean(load())
model.fit(x, x)
`,
    'from the left, and of math': `${model}
import math
if math.nan == loss:
#  ^^^^^^^^^^^^^^^^ unhandled-nan
    print('diverged')
`,
    'a table nobody looked at': `${model}
import pandas as pd
df = pd.read_csv('a.csv')
model.fit(df.drop('y', axis=1), df['y'])
#         ^^^^^^^^^^^^^^^^^^^^ unhandled-nan
`,
  },
  ignores: {
    'the right tests': `${model}
import numpy as np
import pandas as pd
df = pd.read_csv('a.csv')
print(np.isnan(df.values).any(), df['y'] == 3)
df = df.replace(0, np.nan)
model.fit(df.drop('y', axis=1), df['y'])
`,
    'a table that was looked at': `${model}
import pandas as pd
df = pd.read_csv('a.csv')
df.info()
model.fit(df.drop('y', axis=1), df['y'])
`,
    'rows that were dropped': `${model}
import pandas as pd
df = pd.read_csv('a.csv').dropna()
model.fit(df.drop('y', axis=1), df['y'])
`,
    'an imputer': `${model}
import pandas as pd
from sklearn.impute import SimpleImputer
df = pd.read_csv('a.csv')
x = SimpleImputer().fit_transform(df.drop('y', axis=1))
model.fit(x, df['y'])
`,
    'a table that is not followed to the end': `${model}
import pandas as pd
from helpers import prepare
df = prepare(pd.read_csv('a.csv'))
model.fit(df.drop('y', axis=1), df['y'])
`,
    'the one object that stands for a gap': `${model}
import numpy as np
gap = [1 if value is np.nan else 0 for value in column]
`,
    'loadtxt, which raises on gaps': `${model}
import numpy as np
x = np.loadtxt('a.txt')
model.fit(x, x[:, 0])
`,
  },
  fixes: {
    'of an array': {
      before: `${model}
import numpy as np
x = np.load('x.npy')
x[x == np.nan] = 0  # fill gaps
model.fit(x, x[:, 0])
`,
      after: `${model}
import numpy as np
x = np.load('x.npy')
x[np.isnan(x)] = 0  # fill gaps
model.fit(x, x[:, 0])
`,
    },
    'of a column, turned round': {
      before: `${model}
import numpy as np
import pandas as pd
df = pd.read_csv('a.csv')
df = df[df['age'] != np.nan]
model.fit(df.drop('y', axis=1), df['y'])
`,
      after: `${model}
import numpy as np
import pandas as pd
df = pd.read_csv('a.csv')
df = df[~pd.isna(df['age'])]
model.fit(df.drop('y', axis=1), df['y'])
`,
    },
  },
});

test('unhandled-nan is a hint where only nothing looks for missing values', async () => {
  const { program, sources } = await analyze(
    `${model}\nimport pandas as pd\ndf = pd.read_csv('a.csv')\nmodel.fit(df[['a', 'b']], df['y'])\n`,
  );
  expect(rule.check({ program, sources }).map(({ finding }) => finding.severity)).toEqual(['hint']);
});
