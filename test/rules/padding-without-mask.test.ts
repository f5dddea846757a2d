import rule from '../../src/rules/padding-without-mask';
import { ruleTest } from './support/rule-test';

const program = (layers: string, padding = ', padding="post"'): string => `
import numpy as np
from tensorflow import keras
(x, y), _ = keras.datasets.imdb.load_data(num_words=1000)
x = keras.utils.pad_sequences(x, maxlen=80${padding})
model = keras.Sequential()
${layers}
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y)
`;

ruleTest(rule, {
  flags: {
    'through dropout and another recurrent layer': program(`model.add(keras.layers.Embedding(1000, 8))
model.add(keras.layers.SpatialDropout1D(0.2))
model.add(keras.layers.LSTM(8, return_sequences=True))
model.add(keras.layers.GRU(8))
#         ^^^^^^^^^^^^^^^^^^^ padding-without-mask`),
    'texts that the model makes numbers of': `
import numpy as np
from tensorflow import keras
vectorize = keras.layers.TextVectorization(1000)
model = keras.Sequential([
    keras.Input((1,), dtype="string"),
    vectorize,
    keras.layers.Embedding(1000, 8),
    keras.layers.LSTM(8),
    #^^^^^^^^^^^^^^^^^^^ padding-without-mask
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(np.load("texts.npy"), np.load("y.npy"))
`,
  },
  ignores: {
    'a mask': program('model.add(keras.layers.Embedding(1000, 8, mask_zero=True))\nmodel.add(keras.layers.LSTM(8))'),
    'padding in front': program('model.add(keras.layers.Embedding(1000, 8))\nmodel.add(keras.layers.LSTM(8))', ''),
    'every position is used': program(
      'model.add(keras.layers.Embedding(1000, 8))\nmodel.add(keras.layers.LSTM(8, return_sequences=True))\nmodel.add(keras.layers.GlobalMaxPooling1D())',
    ),
    'no recurrent layer': program('model.add(keras.layers.Embedding(1000, 8))\nmodel.add(keras.layers.GlobalMaxPooling1D())'),
    'an end that is not known': program(
      'model.add(keras.layers.Embedding(1000, 8))\nmodel.add(keras.layers.LSTM(8))',
      ', padding=input()',
    ),
  },
  fixes: {
    'masks zeros': {
      before: program('model.add(keras.layers.Embedding(1000, 8))\nmodel.add(keras.layers.LSTM(8))'),
      after: program('model.add(keras.layers.Embedding(1000, 8, mask_zero=True))\nmodel.add(keras.layers.LSTM(8))'),
    },
  },
});
