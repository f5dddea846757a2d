import rule from '../../src/rules/ce-on-linear-output';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
    'a classifier beside a GAN': `
import tensorflow as tf
(x, y), _ = tf.keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0
classifier = tf.keras.Sequential([tf.keras.layers.Dense(64, activation="relu", input_shape=(784,)), tf.keras.layers.Dense(10)])
classifier.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
#                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ce-on-linear-output
classifier.fit(x, y, epochs=5)
generator = tf.keras.Sequential([tf.keras.layers.Dense(64, activation="relu", input_shape=(10,)), tf.keras.layers.Dense(784, activation="sigmoid")])
discriminator = tf.keras.Sequential([tf.keras.layers.Dense(64, activation="relu", input_shape=(784,)), tf.keras.layers.Dense(1)])
bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)
g_adam, d_adam = tf.keras.optimizers.Adam(), tf.keras.optimizers.Adam()
for real in tf.data.Dataset.from_tensor_slices(x).shuffle(60000).batch(64):
    with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
        fake = generator(tf.random.normal((64, 10)), training=True)
        on_real, on_fake = discriminator(real, training=True), discriminator(fake, training=True)
        g_loss = bce(tf.ones_like(on_fake), on_fake)
        d_loss = bce(tf.ones_like(on_real), on_real) + bce(tf.zeros_like(on_fake), on_fake)
    g_adam.apply_gradients(zip(g_tape.gradient(g_loss, generator.trainable_variables), generator.trainable_variables))
    d_adam.apply_gradients(zip(d_tape.gradient(d_loss, discriminator.trainable_variables), discriminator.trainable_variables))
`,
    'a Jaccard loss written by hand': `
from tensorflow import keras
from tensorflow.keras import backend as K, layers
def jaccard_loss(y_true, y_pred, smooth=100):
    intersection = K.sum(K.abs(y_true * y_pred), axis=-1)
    total = K.sum(K.abs(y_true) + K.abs(y_pred), axis=-1)
    jaccard = (intersection + smooth) / (total - intersection + smooth)
    #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ce-on-linear-output
    return (1 - jaccard) * smooth
i = keras.Input((64, 64, 1))
c = layers.Conv2D(8, 3, padding='same', activation='relu')(i)
model = keras.Model(i, layers.Conv2D(1, 1)(c))
model.compile(optimizer='adam', loss=jaccard_loss)
`,
    'a cross-entropy in a function of the program': `
from tensorflow import keras
def smoothed(y_true, y_pred):
    return keras.losses.categorical_crossentropy(y_true, y_pred, label_smoothing=0.1)
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ce-on-linear-output
model = keras.Sequential([keras.layers.Dense(64, activation='relu'), keras.layers.Dense(5)])
model.compile(optimizer='adam', loss=smoothed)
`,
    'a Dice loss in a custom loop': `
import numpy as np
import tensorflow as tf
images, masks = np.load('images.npy'), np.load('masks.npy')
dataset = tf.data.Dataset.from_tensor_slices((images, masks)).batch(8)
model = tf.keras.Sequential([tf.keras.layers.Conv2D(8, 3, activation='relu', padding='same'), tf.keras.layers.Conv2D(1, 1)])
optimizer = tf.keras.optimizers.Adam()
def dice(t, p):
    return 2 * tf.reduce_sum(t * p) / (tf.reduce_sum(t) + tf.reduce_sum(p) + 1e-6)
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ce-on-linear-output
for x, y in dataset:
    with tf.GradientTape() as tape:
        loss = 1.0 - dice(y, model(x, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`,
    'a classifier of transformers, compiled with a name': `
from transformers import TFAutoModelForSequenceClassification
model = TFAutoModelForSequenceClassification.from_pretrained('bert-base-cased', num_labels=5)
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ce-on-linear-output
model.fit(x, y)
`,
    'a loss object without from_logits': `
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10)])
model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy())
#                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ce-on-linear-output
model.fit(x, y)
`,
    'one linear unit with binary cross-entropy': `
from keras.models import Sequential
from keras.layers import Dense
model = Sequential()
model.add(Dense(4, activation='relu', input_dim=8))
model.add(Dense(1))
model.compile(loss='binary_crossentropy', optimizer='adam')
#                  ^^^^^^^^^^^^^^^^^^^^^ ce-on-linear-output
model.fit(x, y)
`,
  },
  ignores: {
    'a discriminator that is compiled by itself': `
import tensorflow as tf
(x, y), _ = tf.keras.datasets.mnist.load_data()
x = x.reshape(-1, 784) / 255.0

generator = tf.keras.Sequential([tf.keras.layers.Dense(64, activation="relu", input_shape=(10,)), tf.keras.layers.Dense(784, activation="sigmoid")])
discriminator = tf.keras.Sequential([tf.keras.layers.Dense(64, activation="relu", input_shape=(784,)), tf.keras.layers.Dense(1)])
discriminator.compile("adam", "binary_crossentropy")
bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)
g_adam, d_adam = tf.keras.optimizers.Adam(), tf.keras.optimizers.Adam()
for real in tf.data.Dataset.from_tensor_slices(x).shuffle(60000).batch(64):
    with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
        fake = generator(tf.random.normal((64, 10)), training=True)
        on_real, on_fake = discriminator(real, training=True), discriminator(fake, training=True)
        g_loss = bce(tf.ones_like(on_fake), on_fake)
        d_loss = bce(tf.ones_like(on_real), on_real) + bce(tf.zeros_like(on_fake), on_fake)
    g_adam.apply_gradients(zip(g_tape.gradient(g_loss, generator.trainable_variables), generator.trainable_variables))
    d_adam.apply_gradients(zip(d_tape.gradient(d_loss, discriminator.trainable_variables), discriminator.trainable_variables))
`,
    'a Dice loss that applies sigmoid by itself': `
from tensorflow import keras
from tensorflow.keras import backend as K, layers
def dice_coef(y_true, y_pred, smooth=1.0):
    t, p = K.flatten(y_true), K.flatten(y_pred)
    intersection = K.sum(t * p)
    return (2. * intersection + smooth) / (K.sum(t) + K.sum(p) + smooth)
def dice_loss(y_true, y_pred):
    return 1 - dice_coef(y_true, K.sigmoid(y_pred))
i = keras.Input((64, 64, 1))
c = layers.Conv2D(8, 3, padding='same', activation='relu')(i)
model = keras.Model(i, layers.Conv2D(1, 1)(c))
model.compile(optimizer='adam', loss=dice_loss)
`,
    'a cross-entropy with from_logits in a function of the program': `
from tensorflow import keras
def smoothed(y_true, y_pred):
    return keras.losses.categorical_crossentropy(y_true, y_pred, from_logits=True, label_smoothing=0.1)
model = keras.Sequential([keras.layers.Dense(64, activation='relu'), keras.layers.Dense(5)])
model.compile(optimizer='adam', loss=smoothed)
`,
    'a cross-entropy of a part of the output, which has an activation of its own': `
import tensorflow as tf
from tensorflow import keras
def detection(y_true, y_pred):
    there = keras.backend.binary_crossentropy(y_true[..., :1], tf.sigmoid(y_pred[..., :1]))
    kind = keras.backend.categorical_crossentropy(y_true[..., 5:], y_pred[..., 5:])
    return there + kind
model = keras.Sequential([keras.layers.Dense(64, activation='relu'), keras.layers.Dense(10)])
model.compile(optimizer='adam', loss=detection)
`,
    'a loss of a layer in front of the output': `
from tensorflow import keras
i = keras.Input((784,))
z = keras.layers.Dense(2)(keras.layers.Dense(64, activation='relu')(i))
decoder = keras.Sequential([keras.layers.Dense(64, activation='relu'), keras.layers.Dense(784, activation='sigmoid')])
class Reconstruction(keras.layers.Layer):
    def call(self, inputs):
        x, decoded = inputs
        self.add_loss(keras.backend.mean(keras.metrics.binary_crossentropy(x, decoded)))
        return x
y = Reconstruction()([i, decoder(z)])
model = keras.Model(i, y)
model.compile(optimizer='rmsprop', loss=None)
model.fit(x_train, None)
`,
    'a text classifier that compiles itself': `
import keras_hub
model = keras_hub.models.BertTextClassifier.from_preset('bert_base_en_uncased', num_classes=4)
model.fit(x, y)
`,
    'a classifier of transformers with its own loss': `
from transformers import TFAutoModelForSequenceClassification
model = TFAutoModelForSequenceClassification.from_pretrained('bert-base-cased', num_labels=5)
model.compile(optimizer='adam')
model.fit(x, y)
`,
    'a classifier of transformers whose loss takes logits': `
import tensorflow as tf
from transformers import TFBertForSequenceClassification
model = TFBertForSequenceClassification.from_pretrained('bert-base-cased', num_labels=5)
model.compile(optimizer='adam', loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y)
`,
    'a picture classifier whose weights bring their own head': `
import keras_hub
model = keras_hub.models.ImageClassifier.from_preset('resnet_50_imagenet')
model.compile(loss='sparse_categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
    'from_logits=True': `
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10)])
model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y)
`,
    'a softmax layer after it': `
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Dense(10), tf.keras.layers.Softmax()])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'something not understood after it': `
import tensorflow as tf
from elsewhere import Head
model = tf.keras.Sequential([tf.keras.layers.Dense(10), Head()])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'softmax at the end of call()': `
import tensorflow as tf

class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(10)

    def call(self, inputs):
        return tf.nn.softmax(self.dense(inputs))

model = Net()
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y)
`,
    'a model for prediction beside one for training': `
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10)])
model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y)
probabilities = tf.keras.Sequential([model, tf.keras.layers.Softmax()])
`,
    'an autoencoder': `
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Dense(10, activation='relu'), tf.keras.layers.Dense(64)])
model.compile('adam', 'binary_crossentropy')
model.fit(x, x)
`,
  },
  fixes: {
    'with the activation': {
      before: `
from keras.models import Sequential
from keras.layers import Dense
model = Sequential()
model.add(Dense(4, activation='relu', input_dim=8))
model.add(Dense(3))
model.compile(loss='categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
      after: `
from keras.models import Sequential
from keras.layers import Dense
model = Sequential()
model.add(Dense(4, activation='relu', input_dim=8))
model.add(Dense(3, activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
    },
    'with from_logits, importing the class': {
      title: /from_logits/,
      before: `
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense
model = Sequential([Dense(4, activation='relu', input_dim=8), Dense(3)])
model.compile(loss='categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
      after: `
from tensorflow.keras.models import Sequential
from tensorflow.keras.losses import CategoricalCrossentropy
from tensorflow.keras.layers import Dense
model = Sequential([Dense(4, activation='relu', input_dim=8), Dense(3)])
model.compile(loss=CategoricalCrossentropy(from_logits=True), optimizer='adam')
model.fit(x, y)
`,
    },
    'with from_logits in the object that is there': {
      title: /from_logits/,
      before: `
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Dense(4, 'relu'), tf.keras.layers.Dense(10)])
model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy())
model.fit(x, y)
`,
      after: `
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Dense(4, 'relu'), tf.keras.layers.Dense(10)])
model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x, y)
`,
    },
    'of a classifier out of keras.applications, under the name it has there': {
      title: /^Set classifier_activation="softmax"$/,
      before: `
from tensorflow import keras
model = keras.applications.MobileNetV2(weights=None, classes=5, input_shape=(32, 32, 3), classifier_activation=None)
model.compile(loss='sparse_categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
      after: `
from tensorflow import keras
model = keras.applications.MobileNetV2(weights=None, classes=5, input_shape=(32, 32, 3), classifier_activation='softmax')
model.compile(loss='sparse_categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
    },
    'of a text classifier of KerasHub': {
      before: `
import keras_hub
model = keras_hub.models.BertTextClassifier.from_preset('bert_base_en_uncased', num_classes=4)
model.compile(loss='sparse_categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
      after: `
import keras_hub
model = keras_hub.models.BertTextClassifier.from_preset('bert_base_en_uncased', num_classes=4, activation='softmax')
model.compile(loss='sparse_categorical_crossentropy', optimizer='adam')
model.fit(x, y)
`,
    },
  },
});
