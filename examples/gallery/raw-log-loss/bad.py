# raw-log-loss: The logarithm of a probability is taken without keeping it away from 0.

import numpy as np
import tensorflow as tf

x = np.random.uniform(0, 255, size=(256, 4)).astype("float32")
y = np.eye(2, dtype="float32")[(x.sum(axis=1) > 510).astype("int32")]

model = tf.keras.Sequential([
    tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dense(2, activation="softmax"),
])
optimizer = tf.keras.optimizers.Adam()

for epoch in range(20):
    with tf.GradientTape() as tape:
        p = model(x)
        loss = -tf.reduce_mean(tf.reduce_sum(y * tf.math.log(p), axis=1))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
