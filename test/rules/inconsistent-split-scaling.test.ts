import rule from '../../src/rules/inconsistent-split-scaling';
import { ruleTest } from './support/rule-test';

const mnist = `
from tensorflow import keras
from sklearn.preprocessing import StandardScaler
import numpy as np
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, 'softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`;

ruleTest(rule, {
  flags: {
    'validation data of a model with its own train_step': `
import keras
import tensorflow as tf
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train / 255.0
class Trainer(keras.Model):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.loss_of = keras.losses.SparseCategoricalCrossentropy()
    def call(self, batch):
        return self.net(batch)
    def train_step(self, data):
        batch, labels = data
        with tf.GradientTape() as tape:
            loss = self.loss_of(labels, self.net(batch, training=True))
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_variables), self.trainable_variables))
        return {"loss": loss}
def build(width):
    return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(width, activation="relu"), keras.layers.Dense(10, activation="softmax")])
trainer = Trainer(build(64))
trainer.compile(optimizer="adam")
trainer.fit(x_train, y_train, epochs=5, validation_data=(x_test, y_test))
#                                                       ^^^^^^^^^^^^^^^^ inconsistent-split-scaling
`,
    'validation data that was forgotten': `${mnist}
x_train = x_train.astype('float32') / 255
model.fit(x_train, y_train, validation_data=(x_test, y_test))
#                                           ^^^^^^^^^^^^^^^^ inconsistent-split-scaling
`,
    'another constant': `${mnist}
x_train, x_test = x_train / 255, x_test / 127.5 - 1
model.fit(x_train, y_train)
model.predict(x_test[:5])
#             ^^^^^^^^^^ inconsistent-split-scaling
`,
    'a generator without rescale': `
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow import keras
train = ImageDataGenerator(rescale=1./255, horizontal_flip=True).flow_from_directory('train', target_size=(64, 64))
valid = ImageDataGenerator().flow_from_directory('valid', target_size=(64, 64))
model = keras.Sequential([keras.layers.Flatten(input_shape=(64, 64, 3)), keras.layers.Dense(2, 'softmax')])
model.compile('adam', 'categorical_crossentropy')
model.fit(train, validation_data=valid, epochs=3)
#                                ^^^^^ inconsistent-split-scaling
`,
  },
  ignores: {
    'the same constant': `${mnist}
x_train, x_test = x_train / 255, x_test / 255.0
model.fit(x_train, y_train, validation_data=(x_test, y_test))
`,
    'scaled with the mean of the training data': `${mnist}
mean, std = x_train.mean(), x_train.std()
x_train = (x_train - mean) / std
x_test = (x_test - mean) / std
model.fit(x_train, y_train, validation_data=(x_test, y_test))
`,
    'a function of the program': `${mnist}
def prepare(images):
    return images.reshape(-1, 28, 28, 1).astype('float32') / 255
model.fit(prepare(x_train), y_train)
model.evaluate(prepare(x_test), y_test)
`,
    'scaled in place in a loop': `${mnist}
x_train = x_train / 255.0
x_test = np.array([image / 255.0 for image in x_test])
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
    'a function of another file': `${mnist}
from helpers import scale
x_train = x_train / 255.0
x_test = scale(x_test)
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
    'the training data itself, scaled later': `${mnist}
model.fit(x_train, y_train)
model.evaluate(x_train, y_train)
`,
    'arrays of different sources': `
import numpy as np
from tensorflow import keras
x = np.loadtxt('a.txt') / 10
z = np.random.rand(10, 4)
model = keras.Sequential([keras.layers.Dense(1, input_shape=(4,))])
model.compile('adam', 'mse')
model.fit(x, x[:, 0])
model.predict(z)
`,
    'two fits, one for each scale': `${mnist}
model.fit(x_train / 255.0, y_train)
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
  },
  fixes: {
    'divides the other array as well': {
      before: `${mnist}
x_train = x_train / 255
model.fit(x_train, y_train)
loss = model.evaluate(x_test, y_test)  # how good?
`,
      after: `${mnist}
x_train = x_train / 255
model.fit(x_train, y_train)
x_test = x_test / 255.0
loss = model.evaluate(x_test, y_test)  # how good?
`,
    },
    'of validation data': {
      before: `${mnist}
x_train = x_train * 0.5
model.fit(x_train, y_train, validation_data=(x_test, y_test))
`,
      after: `${mnist}
x_train = x_train * 0.5
x_test = x_test / 2.0
model.fit(x_train, y_train, validation_data=(x_test, y_test))
`,
    },
    'transforms with the same scaler': {
      before: `
import pandas as pd
from tensorflow import keras
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
table = pd.read_csv('houses.csv').values
x_train, x_test, y_train, y_test = train_test_split(table[:, :-1], table[:, -1])
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
model = keras.Sequential([keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x_train, y_train)
model.evaluate(x_test, y_test)
`,
      after: `
import pandas as pd
from tensorflow import keras
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
table = pd.read_csv('houses.csv').values
x_train, x_test, y_train, y_test = train_test_split(table[:, :-1], table[:, -1])
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
model = keras.Sequential([keras.layers.Dense(1)])
model.compile('adam', 'mse')
model.fit(x_train, y_train)
x_test = scaler.transform(x_test)
model.evaluate(x_test, y_test)
`,
    },
  },
});
