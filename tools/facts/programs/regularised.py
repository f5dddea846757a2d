import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

from tensorflow.keras import regularizers

model = keras.Sequential([
    keras.Input((8, 8, 2)),
    layers.ZeroPadding2D(1),
    layers.Conv2D(4, 3, kernel_regularizer=regularizers.l2(0.01), kernel_initializer='he_normal'),
    layers.SpatialDropout2D(0.1),
    layers.DepthwiseConv2D(3, depth_multiplier=2),
    layers.Cropping2D(1),
    layers.Permute((2, 1, 3)),
    layers.Reshape((4, 32)) if False else layers.Reshape((-1, 8)),
    layers.GlobalMaxPooling1D(),
    layers.Dense(2),
    layers.Softmax(),
])
model.compile(loss='sparse_categorical_crossentropy', optimizer=keras.optimizers.Adam(amsgrad=True))
model.fit(np.random.rand(10, 8, 8, 2), np.array([0, 1] * 5), epochs=1, batch_size=5)
