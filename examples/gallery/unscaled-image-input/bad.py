# unscaled-image-input: Pixels from 0 to 255 reach the first layer unscaled.

from tensorflow import keras

(x_train, y_train), _ = keras.datasets.mnist.load_data()

model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train, epochs=5)
