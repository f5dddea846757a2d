import rule from '../../src/rules/ce-on-linear-output';
import { ruleTest } from './support/rule-test';

ruleTest(rule, {
  flags: {
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
