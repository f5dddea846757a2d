"""Programs written before the thresholds of the recogniser were fixed. Each: name, what is wrong (ids that name it), files, text."""

HEAD = """import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
tf.keras.utils.set_random_seed(1)
"""

TASK = """rng = np.random.default_rng(0)
x = rng.normal(size=(240, 6))
y = (x[:, 0] + x[:, 1] * x[:, 2] > 0).astype("float32")
"""
QUANTITY = """rng = np.random.default_rng(0)
x = rng.normal(size=(240, 6))
y = x[:, 0] - 0.5 * x[:, 1] + 0.3 * x[:, 2] * x[:, 3]
"""
THREE = """rng = np.random.default_rng(0)
y = rng.integers(0, 3, size=240)
x = rng.normal(size=(240, 6)) + np.eye(6)[y] * 2
"""


def csv(name, target, x="df.drop(columns=['{0}']).values", extra=""):
    return f"df = pd.read_csv('{name}.csv')\n{extra}x = {x.format(target)}\ny = df['{target}'].values\n"


def net(*layers):
    inside = "".join(f"    keras.layers.{one},\n" for one in layers)
    return f"model = keras.Sequential([\n{inside}])\n"


def trained(loss, optimizer="'adam'", metrics="", fit="epochs=10"):
    shown = f", metrics=[{metrics}]" if metrics else ""
    return f"model.compile(optimizer={optimizer}, loss={loss}{shown})\nmodel.fit(x, y, {fit})\n"


BCE, MSE, SCCE = "'binary_crossentropy'", "'mse'", "'sparse_categorical_crossentropy'"
ACC = "'accuracy'"
TWO = net("Dense(16, activation='relu')", "Dense(1, activation='sigmoid')")
LINE = net("Dense(16, activation='relu')", "Dense(1)")
MANY = net("Dense(16, activation='relu')", "Dense(3, activation='softmax')")

CASES = []


def case(name, truth, *parts, files=(), symptoms=()):
    CASES.append({"name": name, "truth": [truth] if isinstance(truth, str) else list(truth), "files": list(files), "symptoms": list(symptoms), "text": HEAD + "".join(parts)})


# What is wrong in the program.
case("softmax-one-bce", "softmax-single-unit", TASK, net("Dense(16, activation='relu')", "Dense(1, activation='softmax')"), trained(BCE, metrics=ACC), symptoms=["chance-accuracy", "frozen-accuracy"])
case("softmax-one-mse", ["softmax-single-unit", "mse-for-classification"], TASK, net("Dense(16, activation='relu')", "Dense(1, activation='softmax')"), trained(MSE, metrics=ACC, fit="epochs=8, verbose=2"), symptoms=["constant"])
case("rate-sgd-high", "lr-too-high", QUANTITY, LINE, trained(MSE, "keras.optimizers.SGD(learning_rate=10.0)"), symptoms=["nan"])
case("rate-adam-high", "lr-too-high", TASK, net("Dense(32, activation='relu')", "Dense(32, activation='relu')", "Dense(1, activation='sigmoid')"), trained(BCE, "keras.optimizers.Adam(learning_rate=5.0)", ACC, "epochs=12"), symptoms=["huge", "saw-tooth", "diverging", "flat", "chance-accuracy"])
case("rate-tiny", "lr-too-low", TASK, TWO, trained(BCE, "keras.optimizers.Adam(learning_rate=1e-9)", ACC, "epochs=10, verbose=2"), symptoms=["flat", "constant"])
case("frozen", "all-layers-frozen", TASK, TWO, "model.trainable = False\n", trained(BCE, metrics=ACC), symptoms=["constant", "flat"])
case("zeros", "symmetric-init", THREE, net("Dense(16, activation='relu', kernel_initializer='zeros')", "Dense(3, activation='softmax', kernel_initializer='zeros')"), trained(SCCE, metrics=ACC), symptoms=["uniform", "flat"])
case("deep-sigmoid", "deep-saturating", TASK, net(*["Dense(16, activation='sigmoid')"] * 10, "Dense(1, activation='sigmoid')"), trained(BCE, "'sgd'", ACC), symptoms=["uniform", "flat"])
case("relu-negative", "relu-output-regression", QUANTITY.replace("x[:, 3]\n", "x[:, 3] - 6\n"), net("Dense(16, activation='relu')", "Dense(1, activation='relu')"), trained(MSE), symptoms=["constant", "flat", "slow", "flat-after-fall"])
case("wide-start", ["init-scale"], TASK, net("Dense(64, activation='relu', kernel_initializer=keras.initializers.RandomNormal(stddev=100.0))", "Dense(64, activation='relu', kernel_initializer=keras.initializers.RandomNormal(stddev=100.0))", "Dense(1, activation='sigmoid')"), trained(BCE, "'sgd'", ACC), symptoms=["huge", "chance-accuracy", "saw-tooth"])
case("sigmoid-fifty", "bounded-output-regression", QUANTITY.replace("x[:, 3]\n", "x[:, 3] + 50\n"), net("Dense(16, activation='relu')", "Dense(1, activation='sigmoid')"), trained(MSE, fit="epochs=10, verbose=2"), symptoms=["slow", "flat", "flat-after-fall"])
case("signs", ["label-range-mismatch", "bce-for-regression"], TASK, "y = y * 2 - 1\n", TWO, trained(BCE, metrics=ACC), symptoms=["frozen-accuracy", "negative"])
case("turned-sign", "flipped-loss-sign", QUANTITY, LINE, "def loss(t, p):\n    return -tf.reduce_mean(tf.square(t - p))\n", trained("loss"), symptoms=["negative"])
case("categorical-one", "categorical-ce-single-unit", TASK, net("Dense(16, activation='relu')", "Dense(1, activation='softmax')"), trained("'categorical_crossentropy'", metrics=ACC), symptoms=["zero"])
case("strong-penalty", "regularizer-too-strong", TASK, net("Dense(16, activation='relu', kernel_regularizer=keras.regularizers.l2(50.0))", "Dense(1, activation='sigmoid', kernel_regularizer=keras.regularizers.l2(50.0))"), trained(BCE, metrics=ACC), symptoms=["huge", "frozen-accuracy", "uniform", "chance-accuracy"])
case("drop-all", "dropout-too-high", TASK, net("Dense(16, activation='relu')", "Dropout(0.99)", "Dense(1, activation='sigmoid')"), trained(BCE, metrics=ACC), symptoms=["saw-tooth", "flat", "uniform", "chance-accuracy"])
case("own-labels", "labels-independent-of-features", "x = np.random.rand(240, 6)\ny = np.random.randint(0, 2, size=240)\n", TWO, trained(BCE, metrics=ACC), symptoms=["slow", "flat", "uniform", "chance-accuracy"])
case("thousands-sgd", ["unscaled-tabular-input"], "rng = np.random.default_rng(0)\nx = rng.uniform(0, 5000, size=(240, 6))\ny = x[:, 0] / 5000\n", LINE, trained(MSE, "'sgd'"), symptoms=["huge", "nan"])
case("missing", ["unhandled-nan"], QUANTITY, "x[5, 1] = np.nan\n", "bad = (x == np.nan).any(axis=1)\nx, y = x[~bad], y[~bad]\n", LINE, trained(MSE), symptoms=["flat", "label-spread", "nan"])
case("decays", ["decay-too-fast", "schedule-steps-mismatch"], TASK, TWO, trained(BCE, "keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.5, decay_steps=2, decay_rate=0.5))", ACC, "epochs=14"), symptoms=["flat-after-fall", "flat", "constant"])
case("clipped", "clip-too-small", TASK, TWO, trained(BCE, "keras.optimizers.SGD(0.01, clipnorm=1e-8)", ACC), symptoms=["flat", "constant"])
case("log-of-zero", "raw-log-loss", TASK, TWO, "def loss(t, p):\n    t = tf.reshape(t, (-1, 1))\n    return -tf.reduce_mean(t * tf.math.log(p) + (1 - t) * tf.math.log(1 - p))\n", "x = x * 300\n", trained("loss", "'sgd'"), symptoms=["nan"])
case("shuffled-apart", "xy-shuffled-separately", TASK, "np.random.shuffle(x)\nnp.random.shuffle(y)\n", TWO, trained(BCE, metrics=ACC, fit="epochs=10, validation_split=0.2"), symptoms=["slow", "flat", "uniform", "chance-accuracy", "validation-at-chance"])

# What is wrong in a file.
case("house", ["bounded-output-regression"], csv("houses", "price"), TWO, trained(MSE, fit="epochs=10, batch_size=32"), files=["houses"], symptoms=["huge"])
case("gap", ["unhandled-nan"], csv("gaps", "label"), TWO, trained(BCE, metrics=ACC), files=["gaps"], symptoms=["uniform", "flat", "slow", "nan"])
case("kinds-from-one", ["label-range-mismatch"], csv("two_one", "kind"), TWO, trained(BCE, metrics=ACC), files=["two_one"], symptoms=["negative"])
case("constant-column", ["unhandled-nan"], csv("still", "label"), "x = (x - x.mean(axis=0)) / x.std(axis=0)\n", TWO, trained(BCE, metrics=ACC), files=["still"], symptoms=["uniform", "flat", "nan"])
case("sorted-rows", ["ordered-validation-split"], csv("in_order", "kind"), MANY, trained(SCCE, metrics=ACC, fit="epochs=12, validation_split=0.3"), files=["in_order"], symptoms=["validation-at-chance"])
case("mask-255", ["label-range-mismatch"], "x = np.load('pictures.npy')\ny = np.load('masks.npy')\n", net("Conv2D(8, 3, padding='same', activation='relu')", "Conv2D(1, 1, activation='sigmoid')"), trained(BCE, metrics=ACC), files=["masks"], symptoms=["negative"])
case("billion", ["unscaled-tabular-input", "outlier"], csv("outlier", "y"), LINE, trained(MSE), files=["outlier"], symptoms=["huge", "nan"])
case("million-inputs", ["unscaled-tabular-input"], csv("millions", "label"), TWO, trained(BCE, metrics=ACC), files=["millions"], symptoms=["huge"])
case("rare-class", ["class-imbalance-unweighted"], csv("rare", "label"), TWO, trained(BCE, metrics=ACC), files=["rare"], symptoms=["frozen-accuracy", "chance-accuracy"])

# Nothing is wrong.
case("healthy-two", [], TASK, TWO, trained(BCE, "keras.optimizers.Adam(0.01)", ACC, "epochs=15"))
case("healthy-two-validated", [], TASK, TWO, trained(BCE, "keras.optimizers.Adam(0.01)", ACC, "epochs=15, validation_split=0.2, verbose=2"))
case("healthy-three", [], THREE, MANY, trained(SCCE, metrics=ACC, fit="epochs=15"))
case("healthy-quantity", [], QUANTITY, LINE, trained(MSE, "keras.optimizers.Adam(0.01)", fit="epochs=15"))
case("healthy-quantity-sgd", [], QUANTITY, LINE, trained(MSE, "'sgd'", "'mae'", "epochs=20, verbose=2"))
case("healthy-table", [], csv("clean", "label"), TWO, trained(BCE, "keras.optimizers.Adam(0.01)", ACC, "epochs=15"), files=["clean"])
case("healthy-houses", [], csv("houses", "price", extra="df['price'] = df['price'] / 1000000\n"), LINE, trained(MSE, "keras.optimizers.Adam(0.01)", fit="epochs=20"), files=["houses"])
case("healthy-conv", [], "rng = np.random.default_rng(0)\nx = rng.random(size=(120, 8, 8, 1))\ny = (x[:, :4].mean(axis=(1, 2, 3)) > x[:, 4:].mean(axis=(1, 2, 3))).astype(int)\nx = (x - x.mean()) / x.std()\n", net("Conv2D(8, 3, activation='relu')", "Flatten()", "Dense(2, activation='softmax')"), trained(SCCE, "keras.optimizers.Adam(0.01)", ACC, "epochs=10"))
case("healthy-autoencoder", [], "rng = np.random.default_rng(0)\nx = rng.random(size=(200, 8))\ny = x\n", net("Dense(8, activation='relu')", "Dense(8, activation='sigmoid')"), trained(MSE, "keras.optimizers.Adam(0.01)", fit="epochs=12"))
case("healthy-recurrent", [], "rng = np.random.default_rng(0)\nx = rng.normal(size=(160, 6, 2))\ny = x.sum(axis=(1, 2))\n", net("LSTM(8)", "Dense(1)"), trained(MSE, "keras.optimizers.Adam(0.02)", fit="epochs=10"))
case("healthy-easy", [], THREE.replace("* 2", "* 6"), MANY, trained(SCCE, "keras.optimizers.Adam(0.02)", ACC, "epochs=10"))
case("healthy-overfit", [], TASK.replace("240", "60"), net("Dense(64, activation='relu')", "Dense(1, activation='sigmoid')"), trained(BCE, "keras.optimizers.Adam(0.02)", ACC, "epochs=25, validation_split=0.3"))
case("healthy-history", [], QUANTITY, LINE, "model.compile(optimizer='adam', loss='mse')\nhistory = model.fit(x, y, epochs=12, verbose=0)\nprint(history.history)\n")
case("healthy-tape", [], QUANTITY, LINE, """optimizer = keras.optimizers.Adam(0.01)
for epoch in range(12):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(x)[:, 0] - y))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    print(f"Epoch {epoch + 1}/12, Loss: {float(loss):.4f}")
""")
case("healthy-reduce", [], QUANTITY, LINE, trained(MSE, "keras.optimizers.Adam(0.05)", fit="epochs=15, validation_split=0.2, callbacks=[keras.callbacks.ReduceLROnPlateau(patience=2, verbose=1)]"))
