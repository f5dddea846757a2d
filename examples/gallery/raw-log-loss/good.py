# raw-log-loss, without the mistake: nothing is reported here.

import numpy as np
import tensorflow as tf

x = np.random.rand(256, 784).astype("float32")
y = np.eye(10, dtype="float32")[x[:, :10].argmax(axis=1)]

model = tf.keras.Sequential([tf.keras.layers.Dense(10, activation="softmax", input_shape=(784,))])
optimizer = tf.keras.optimizers.SGD(0.5)

for epoch in range(20):
    with tf.GradientTape() as tape:
        p = model(x)
        loss = -tf.reduce_mean(tf.reduce_sum(y * tf.math.log(tf.clip_by_value(p, 1e-37, 1.0)), axis=1))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
