import rule from '../../src/rules/trainable-after-compile';
import { ruleTest } from './support/rule-test';

const start = `
import numpy as np
import keras
from keras import layers
x = np.random.rand(200, 8)
y = np.random.randint(0, 3, 200)
`;

ruleTest(rule, {
  flags: {
    'layers of a functional model in a loop': `${start}
inputs = keras.Input((8,))
hidden = layers.Dense(16, activation='relu')(inputs)
net = keras.Model(inputs, layers.Dense(3, activation='softmax')(hidden))
for layer in net.layers[:-1]:
    layer.trainable = False
net.compile('adam', 'sparse_categorical_crossentropy')
net.fit(x, y)
for layer in net.layers:
    layer.trainable = True
#                     ^^^^ trainable-after-compile
net.fit(x, y, epochs=20)
`,
    'an encoder that is shared by two models': `${start}
encoder = keras.Sequential([layers.Dense(16, activation='relu'), layers.Dense(4)])
encoder.trainable = False
classifier = keras.Sequential([encoder, layers.Dense(3, activation='softmax')])
classifier.compile('adam', 'sparse_categorical_crossentropy')
classifier.fit(x, y)
encoder.trainable = True
#                   ^^^^ trainable-after-compile
classifier.fit(x, y)
`,
    'a part of a class': `${start}
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.body = layers.Dense(16, activation='relu')
        self.head = layers.Dense(3, activation='softmax')

    def call(self, batch):
        return self.head(self.body(batch))

net = Net()
net.body.trainable = False
net.compile('adam', 'sparse_categorical_crossentropy')
net.fit(x, y)
net.body.trainable = True
#                    ^^^^ trainable-after-compile
net.fit(x, y)
`,
    'frozen too late': `${start}
model = keras.Sequential([layers.Dense(16, activation='relu'), layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
model.layers[0].trainable = False
#                           ^^^^^ trainable-after-compile
model.fit(x, y)
`,
    'Keras 2, where the flags of compile count': `
import numpy as np
from keras.layers.core import Dense
from keras.models import Sequential
model = Sequential([Dense(16, activation='relu', input_shape=(8,)), Dense(3, activation='softmax')])
model.layers[0].trainable = False
model.compile('adam', 'sparse_categorical_crossentropy')
model.layers[0].trainable = True
#                           ^^^^ trainable-after-compile
model.fit(x, y)
`,
  },
  ignores: {
    'compiled again': `${start}
base = keras.applications.ResNet50(include_top=False, pooling='avg')
base.trainable = False
model = keras.Sequential([base, layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
base.trainable = True
model.compile(keras.optimizers.Adam(1e-5), 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'set before the first training, which Keras 3 goes by': `${start}
model = keras.Sequential([layers.Dense(16, activation='relu'), layers.Dense(3, activation='softmax')])
model.layers[0].trainable = False
model.compile('adam', 'sparse_categorical_crossentropy')
model.layers[0].trainable = True
model.fit(x, y)
`,
    'the step made anew': `${start}
model = keras.Sequential([layers.Dense(16, activation='relu'), layers.Dense(3, activation='softmax')])
model.layers[0].trainable = False
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
model.layers[0].trainable = True
model.make_train_function(force=True)
model.fit(x, y)
`,
    'run eagerly': `${start}
model = keras.Sequential([layers.Dense(16, activation='relu'), layers.Dense(3, activation='softmax')])
model.layers[0].trainable = False
model.compile('adam', 'sparse_categorical_crossentropy', run_eagerly=True)
model.fit(x, y)
model.layers[0].trainable = True
model.fit(x, y)
`,
    'another model': `${start}
first = keras.Sequential([layers.Dense(16, activation='relu'), layers.Dense(3, activation='softmax')])
second = keras.Sequential([layers.Dense(16, activation='relu'), layers.Dense(3, activation='softmax')])
second.layers[0].trainable = False
first.compile('adam', 'sparse_categorical_crossentropy')
first.fit(x, y)
second.layers[0].trainable = True
first.fit(x, y)
`,
    'the turns of a GAN': `${start}
judge = keras.Sequential([layers.Dense(16, activation='relu', input_shape=(8,)), layers.Dense(1, activation='sigmoid')])
maker = keras.Sequential([layers.Dense(16, activation='relu', input_shape=(4,)), layers.Dense(8)])
judge.compile('adam', 'binary_crossentropy')
pair = keras.Sequential([maker, judge])
pair.compile('adam', 'binary_crossentropy')
for step in range(1000):
    judge.trainable = True
    judge.train_on_batch(x, np.ones(200))
    judge.trainable = False
    pair.train_on_batch(np.random.normal(size=(200, 4)), np.ones(200))
`,
  },
});
