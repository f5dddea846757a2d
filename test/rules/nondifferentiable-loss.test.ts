import rule from '../../src/rules/nondifferentiable-loss';
import { ruleTest } from './support/rule-test';

const keras = (body: string): string => `
import tensorflow as tf
import numpy as np
from tensorflow.keras import backend as K
def loss(y_true, y_pred):
    ${body}
model = tf.keras.Sequential([tf.keras.layers.Dense(8, activation='relu', input_shape=(4,)), tf.keras.layers.Dense(3, activation='softmax')])
model.compile('adam', loss=loss)
model.fit(x, y)
`;

ruleTest(rule, {
  flags: {
    argmax: keras(`return tf.reduce_mean(tf.cast(tf.argmax(y_pred, axis=-1), tf.float32) - y_true)
    #                             ^^^^^^^^^^^^^^^^^^^^^^^^^^ nondifferentiable-loss`),
    'a count of wrong answers': keras(`return 1 - K.mean(K.cast(K.greater(y_pred, 0.5), 'float32') * y_true)
    #                        ^^^^^^^^^^^^^^^^^^^^^^ nondifferentiable-loss`),
    'a cast to whole numbers': keras(`p = tf.cast(y_pred, tf.int32)
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^ nondifferentiable-loss
    return tf.reduce_mean(tf.abs(tf.cast(p, tf.float32) - y_true))`),
    'a score of counts': keras(`hits = K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))
    #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nondifferentiable-loss
    return 1 - hits / (K.sum(K.round(K.clip(y_pred, 0, 1))) + K.epsilon())`),
    'numpy in a tape': `
import numpy as np
import tensorflow as tf
model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(4,))])
optimizer = tf.keras.optimizers.SGD()
x = np.random.rand(8, 4)
for i in range(10):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(x).numpy() - 1.0))
#                                       ^^^^^^^^^^^^^^^^ nondifferentiable-loss
    g = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(g, model.trainable_variables))
`,
  },
  ignores: {
    'a straight-through estimator': keras(
      'r = y_pred + tf.stop_gradient(tf.round(y_pred) - y_pred)\n    return tf.reduce_mean(tf.square(r - y_true))',
    ),
    'a mask from the predictions': keras('return tf.reduce_mean(tf.cast(y_pred > 0.5, tf.float32) * tf.square(y_true - y_pred))'),
    'classes of the labels': keras(
      'return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.argmax(y_true, 1), logits=y_pred)',
    ),
    'a metric': `
import tensorflow as tf
from tensorflow.keras import backend as K
def wrong(y_true, y_pred):
    return K.mean(K.round(y_pred))
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.compile('adam', loss='mse', metrics=[wrong])
model.fit(x, y)
`,
    'a cast to float': keras('return tf.reduce_mean(tf.square(tf.cast(y_pred, tf.float64) - y_true))'),
    'something not understood beside it': keras('return tf.reduce_mean(tf.round(y_pred)) + elsewhere(y_pred)'),
  },
});
