import rule from '../../src/rules/all-layers-frozen';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'every layer in a loop': `
import numpy as np
from tensorflow import keras
def train(x, y):
    inputs = keras.Input((8,))
    hidden = keras.layers.Dense(16, activation='relu')(inputs)
    model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
    for layer in model.layers:
        layer.trainable = False
    model.compile('adam', 'sparse_categorical_crossentropy')
    model.fit(x, y)
#   ^^^^^^^^^^^^^^^ all-layers-frozen

train(x, y)
`,
    'the model itself': `
import keras
model = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(3, activation='softmax')])
model.trainable = False
model.layers[-1].trainable = True
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
#^^^^^^^^^^^^^^ all-layers-frozen
`,
    'a class that freezes itself': `
import keras
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.body = keras.layers.Dense(16, activation='relu')
        self.head = keras.layers.Dense(3, activation='softmax')
        self.trainable = False

    def call(self, batch):
        return self.head(self.body(batch))

net = Net()
net.compile('adam', 'sparse_categorical_crossentropy')
net.fit(x, y)
#^^^^^^^^^^^^ all-layers-frozen
`,
    'nested models that are frozen layer by layer': `
import keras
body = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(8)])
head = keras.layers.Dense(3, activation='softmax')
model = keras.Sequential([body, head])
for part in [body, head]:
    part.trainable = False
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
#^^^^^^^^^^^^^^ all-layers-frozen
`,
    'a discriminator that Keras 3 never trains': `
import keras
judge = keras.Sequential([keras.layers.Dense(16, activation='relu', input_shape=(8,)), keras.layers.Dense(1, activation='sigmoid')])
maker = keras.Sequential([keras.layers.Dense(16, activation='relu', input_shape=(4,)), keras.layers.Dense(8)])
judge.compile('adam', 'binary_crossentropy')
judge.trainable = False
pair = keras.Sequential([maker, judge])
pair.compile('adam', 'binary_crossentropy')
for step in range(1000):
    judge.train_on_batch(x, y)
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ all-layers-frozen
    pair.train_on_batch(z, y)
`,
  },
  ignores: {
    'the same in Keras 2, which trains it': `
from keras.layers.core import Dense
from keras.models import Sequential
judge = Sequential([Dense(16, activation='relu', input_shape=(8,)), Dense(1, activation='sigmoid')])
maker = Sequential([Dense(16, activation='relu', input_shape=(4,)), Dense(8)])
judge.compile('adam', 'binary_crossentropy')
judge.trainable = False
pair = Sequential([maker, judge])
pair.compile('adam', 'binary_crossentropy')
for step in range(1000):
    judge.train_on_batch(x, y)
    pair.train_on_batch(z, y)
`,
    'a frozen model with some of its layers thawed, inside another': `
import keras
body = keras.Sequential([keras.layers.Dense(16, activation='relu'), keras.layers.Dense(8)])
body.trainable = False
body.layers[-1].trainable = True
model = keras.Sequential([body, keras.layers.Dense(3, activation='softmax', trainable=False)])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'a new head on a frozen backbone': `
import numpy as np
from tensorflow import keras
base = keras.applications.ResNet50(include_top=False, pooling='avg')
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'all layers but the last': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
for layer in model.layers[:-1]:
    layer.trainable = False
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'layers that are frozen and thawed again': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
for layer in model.layers:
    layer.trainable = False
for layer in model.layers:
    layer.trainable = True
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'a model that is only evaluated': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
for layer in model.layers:
    layer.trainable = False
model.compile('adam', 'sparse_categorical_crossentropy')
model.evaluate(x, y)
`,
    'a switch that is not known': `
import numpy as np
from tensorflow import keras
inputs = keras.Input((8,))
hidden = keras.layers.Dense(16, activation='relu')(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))
model.trainable = args.train
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
  },
});
