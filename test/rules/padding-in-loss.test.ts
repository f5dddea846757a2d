import rule from '../../src/rules/padding-in-loss';
import { ruleTest } from './support/rule-test';

const program = ({
  mask = '',
  labels = 'keras.utils.pad_sequences(tags, maxlen=40)',
  loss = '"sparse_categorical_crossentropy"',
  fit = 'x, y, epochs=3',
  sequences = 'True',
} = {}): string => `
import pickle
import numpy as np
from tensorflow import keras
words, tags = pickle.load(open("data", "rb"))
x = keras.utils.pad_sequences(words, maxlen=40)
y = ${labels}
model = keras.Sequential([
    keras.Input((40,)),
    keras.layers.Embedding(100, 16${mask}),
    keras.layers.LSTM(16, return_sequences=${sequences}),
    keras.layers.Dense(5, activation="softmax"),
])
model.compile(optimizer="adam", loss=${loss})
model.fit(${fit})
`;

ruleTest(rule, {
  flags: {
    'class numbers': program({
      fit: `x, y, epochs=3)
#            ^ padding-in-loss
model.summary(`,
    }),
    'one-hot tags': program({
      labels: 'keras.utils.to_categorical(keras.utils.pad_sequences(tags, maxlen=40), 5)',
      loss: '"categorical_crossentropy"',
      fit: `x, y, epochs=3)
#            ^ padding-in-loss
model.summary(`,
    }),
  },
  ignores: {
    'a mask': program({ mask: ', mask_zero=True' }),
    'weights for samples': program({ fit: 'x, y, sample_weight=(y > 0).astype(float)' }),
    'a class that is ignored': program({ loss: 'keras.losses.SparseCategoricalCrossentropy(ignore_class=0)' }),
    'a loss of the program': program({ loss: 'lambda t, p: keras.ops.mean(p)' }),
    'labels that are not padded': program({ labels: 'np.load("y.npy")' }),
    'one answer for each sequence': program({ sequences: 'False' }),
  },
  fixes: {
    'masks zeros': { before: program(), after: program({ mask: ', mask_zero=True' }) },
  },
});
