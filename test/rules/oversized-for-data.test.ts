import rule from '../../src/rules/oversized-for-data';
import { ruleTest } from './support/rule-test';

interface Parts {
  readonly data?: string;
  readonly layers?: string;
  readonly optimizer?: string;
  readonly fit?: string;
  readonly imports?: string;
}

const wide = `    keras.layers.Dense(512, activation='relu', input_shape=(4,)),
    keras.layers.Dense(512, activation='relu'),`;

const program = ({
  data = 'x, y = load_iris(return_X_y=True)',
  layers = wide,
  optimizer = "'adam'",
  fit = 'epochs=40',
  imports = '',
}: Parts = {}): string => `
import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from tensorflow import keras
${imports}
${data}
model = keras.Sequential([
${layers}
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(${optimizer}, 'sparse_categorical_crossentropy')
model.fit(x, y, ${fit})
`;

const marked = `${wide}
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ oversized-for-data`;

const digits = 'x, y = load_iris(return_X_y=True)\nx = np.zeros((150, 8, 8, 1))';

ruleTest(rule, {
  flags: {
    'wide layers for 150 flowers': program({ layers: marked }),
    'callbacks that only watch': program({
      layers: marked,
      fit: "epochs=40, callbacks=[keras.callbacks.TensorBoard('logs')]",
    }),
    'a normalised model': program({ layers: `${marked}\n    keras.layers.BatchNormalization(),` }),
    'a recurrent layer': program({
      data: 'x, y = load_iris(return_X_y=True)\nx = x.reshape(150, 4, 1)',
      layers: `    keras.layers.LSTM(256, input_shape=(4, 1)),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ oversized-for-data`,
    }),
    'a convolution and what comes after it': program({
      data: 'x, y = load_iris(return_X_y=True)\nx = x.reshape(150, 2, 2, 1)',
      layers: `    keras.layers.Conv2D(512, 3, padding='same', input_shape=(2, 2, 1)),
    keras.layers.Flatten(),
    keras.layers.Dense(128, activation='relu'),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ oversized-for-data`,
    }),
  },
  ignores: {
    'few weights': program({ layers: "    keras.layers.Dense(64, activation='relu', input_shape=(4,))," }),
    'an input of unknown size': program({ data: "x, y = np.load('x.npy'), np.load('y.npy')" }),
    'made-up data': program({ data: 'x, y = np.random.rand(150, 4), np.random.randint(0, 3, 150)' }),
    'a picture made up': program({ data: digits }),
    dropout: program({ layers: `${wide}\n    keras.layers.Dropout(0.5),` }),
    'a regularizer': program({ layers: `${wide}\n    keras.layers.Dense(32, kernel_regularizer='l2'),` }),
    'dropout in a recurrent layer': program({
      data: 'x, y = load_iris(return_X_y=True)\nx = x.reshape(150, 4, 1)',
      layers: '    keras.layers.LSTM(256, input_shape=(4, 1), dropout=0.2),',
    }),
    'frozen layers': program({ layers: wide.replace("activation='relu'),", "activation='relu', trainable=False),") }),
    'weight decay': program({ optimizer: 'keras.optimizers.AdamW()' }),
    'early stopping': program({ fit: "epochs=40, callbacks=[keras.callbacks.EarlyStopping('loss')]" }),
    'callbacks that are not known': program({
      imports: 'from mine import callbacks',
      fit: 'epochs=40, callbacks=callbacks',
    }),
    'a few epochs': program({ fit: 'epochs=3' }),
    'a layer of the program': program({ layers: `${wide}\n    mine.Attention(),`, imports: 'import mine' }),
  },
  fixes: {
    'by early stopping, where there is validation data': {
      before: program({
        data: 'x, y = load_iris(return_X_y=True)\nx, xt, y, yt = train_test_split(x, y)',
        fit: 'epochs=40, validation_data=(xt, yt)',
      }),
      after: program({
        data: 'x, y = load_iris(return_X_y=True)\nx, xt, y, yt = train_test_split(x, y)',
        fit: 'epochs=40, validation_data=(xt, yt), callbacks=[keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)]',
      }),
    },
  },
});
