"""Programs written after the thresholds of the recogniser were fixed: other tasks, other models, other faults of the same kinds. See cases_first.py."""
from cases_first import ACC, BCE, HEAD, MSE, SCCE, csv, net, trained

CASES = []


def case(name, truth, *parts, files=(), symptoms=()):
    CASES.append({"name": name, "truth": [truth] if isinstance(truth, str) else list(truth), "files": list(files), "symptoms": list(symptoms), "text": HEAD + "".join(parts)})


SUMS = """rng = np.random.default_rng(5)
x = rng.normal(size=(300, 8)).astype("float32")
y = (x[:, 0] * x[:, 1] + x[:, 2] > 0).astype("int32")
"""
WAVES = """rng = np.random.default_rng(6)
x = rng.uniform(-2, 2, size=(300, 3))
y = np.sin(x[:, 0]) + 0.5 * x[:, 1] ** 2 - x[:, 2]
"""
FIVE = """rng = np.random.default_rng(7)
y = rng.integers(0, 5, size=300)
x = (rng.normal(size=(300, 10)) + np.eye(10)[y] * 2.5).astype("float32")
"""
PICTURES = """rng = np.random.default_rng(8)
y = rng.integers(0, 2, size=160)
x = rng.integers(0, 120, size=(160, 8, 8, 1)).astype("float32")
x[y == 1, 2:6, 2:6] += 110
"""
WORDS = """rng = np.random.default_rng(9)
x = rng.integers(1, 50, size=(200, 12))
y = (x[:, 3] > 25).astype("float32")
"""
STEPS = """rng = np.random.default_rng(10)
x = rng.normal(size=(200, 10, 3))
y = x[:, -1, 0] + x[:, -2, 1]
"""
SMALL = net("Dense(24, activation='relu')", "Dense(1, activation='sigmoid')")
REAL = net("Dense(24, activation='relu')", "Dense(1)")
KINDS = net("Dense(24, activation='relu')", "Dense(5, activation='softmax')")

# What is wrong in the program.
case("two-softmax-one", "softmax-single-unit", WORDS, net("Embedding(50, 8)", "GlobalAveragePooling1D()", "Dense(1, activation='softmax')"), trained(BCE, metrics=ACC, fit="epochs=6"), symptoms=["chance-accuracy", "frozen-accuracy", "constant", "slow", "flat"])
case("sgd-three", "lr-too-high", WAVES, REAL, trained(MSE, "keras.optimizers.SGD(3.0, momentum=0.9)", fit="epochs=8, verbose=2"), symptoms=["nan", "huge", "diverging", "flat", "label-spread"])
case("adam-one", "lr-too-high", FIVE, net("Dense(32, activation='relu')", "Dense(32, activation='relu')", "Dense(5, activation='softmax')"), trained(SCCE, "keras.optimizers.Adam(1.0)", ACC, "epochs=10"), symptoms=["huge", "uniform", "flat", "chance-accuracy", "saw-tooth", "diverging"])
case("sgd-tiny", "lr-too-low", WAVES, REAL, trained(MSE, "keras.optimizers.SGD(1e-8)", fit="epochs=12"), symptoms=["constant", "flat"])
case("frozen-loop", "all-layers-frozen", FIVE, KINDS, "for layer in model.layers:\n    layer.trainable = False\n", trained(SCCE, metrics=ACC, fit="epochs=6"), symptoms=["constant", "flat"])
case("ones", "symmetric-init", WAVES, net("Dense(24, activation='tanh', kernel_initializer='zeros')", "Dense(24, activation='tanh', kernel_initializer='zeros')", "Dense(1, kernel_initializer='zeros')"), trained(MSE, "'sgd'", fit="epochs=10"), symptoms=["label-spread", "flat", "constant", "slow"])
case("deep-tanh-sgd", ["deep-saturating", "plain-sgd-deep"], SUMS, net(*["Dense(12, activation='sigmoid')"] * 12, "Dense(1, activation='sigmoid')"), trained(BCE, "keras.optimizers.SGD(0.01)", ACC, "epochs=8, validation_split=0.2"), symptoms=["uniform", "flat"])
case("tanh-ten", "bounded-output-regression", "rng = np.random.default_rng(2)\nx = rng.normal(size=(300, 3))\ny = np.random.uniform(10, 40, size=300)\n", net("Dense(24, activation='relu')", "Dense(1, activation='tanh')"), trained(MSE, fit="epochs=10"), symptoms=["flat", "slow", "flat-after-fall", "constant"])
case("relu-below", "relu-output-regression", "rng = np.random.default_rng(2)\nx = rng.normal(size=(300, 3))\ny = np.random.uniform(-9, -2, size=300)\n", net("Dense(24, activation='relu')", "Dense(1, activation='relu')"), trained(MSE, fit="epochs=12, verbose=2"), symptoms=["constant", "flat", "slow", "flat-after-fall"])
case("minus-one", ["label-range-mismatch", "bce-for-regression"], "rng = np.random.default_rng(2)\ny = rng.choice([-1, 1], size=300)\nx = rng.normal(size=(300, 4)) + y[:, None]\n", SMALL, trained(BCE, metrics=ACC), symptoms=["negative", "frozen-accuracy"])
case("one-two-three", "label-range-mismatch", "rng = np.random.default_rng(2)\ny = rng.integers(0, 4, size=300)\nx = rng.normal(size=(300, 4)) + y[:, None]\n", SMALL, trained(BCE, metrics=ACC), symptoms=["negative"])
case("own-minus", "flipped-loss-sign", FIVE, KINDS, "def loss(t, p):\n    t = tf.one_hot(tf.cast(tf.reshape(t, (-1,)), tf.int32), 5)\n    return tf.reduce_mean(tf.reduce_sum(t * tf.math.log(p + 1e-7), axis=1))\n", trained("loss", metrics=ACC), symptoms=["negative", "frozen-accuracy", "diverging"])
case("drop-most", "dropout-too-high", SUMS, net("Dense(24, activation='relu')", "Dropout(0.97)", "Dense(24, activation='relu')", "Dropout(0.97)", "Dense(1, activation='sigmoid')"), trained(BCE, metrics=ACC), symptoms=["flat", "uniform", "chance-accuracy", "saw-tooth", "slow"])
case("no-bend", ["missing-hidden-activation", "no-hidden-layer"], "rng = np.random.default_rng(2)\nx = rng.choice([0.0, 1.0], size=(300, 2))\ny = (x[:, 0] != x[:, 1]).astype('float32')\n", net("Dense(16)", "Dense(16)", "Dense(1, activation='sigmoid')"), trained(BCE, metrics=ACC, fit="epochs=12"), symptoms=["uniform", "flat", "slow", "chance-accuracy"])
case("coin-labels", "labels-independent-of-features", "rng = np.random.default_rng(2)\nx = rng.random((400, 5))\ny = rng.integers(0, 5, size=400)\n", net("Dense(8, activation='relu')", "Dense(5, activation='softmax')"), trained(SCCE, metrics=ACC, fit="epochs=8"), symptoms=["uniform", "flat", "chance-accuracy", "slow"])
case("pixels-sgd", ["unscaled-image-input", "unscaled-tabular-input"], PICTURES, net("Flatten()", "Dense(32, activation='relu')", "Dense(2, activation='softmax')"), trained(SCCE, "'sgd'", ACC, "epochs=8"), symptoms=["huge", "chance-accuracy", "uniform", "nan", "flat", "saw-tooth"])
case("log-zero", "raw-log-loss", SUMS, SMALL, "x = x * 200\n", "def loss(t, p):\n    t = tf.cast(tf.reshape(t, (-1, 1)), tf.float32)\n    return -tf.reduce_mean(t * tf.math.log(p) + (1 - t) * tf.math.log(1 - p))\n", trained("loss", "'sgd'", fit="epochs=6, verbose=2"), symptoms=["nan"])
case("decay-staircase", ["decay-too-fast", "schedule-steps-mismatch"], FIVE, KINDS, trained(SCCE, "keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.1, decay_steps=1, decay_rate=0.6))", ACC, "epochs=14"), symptoms=["flat-after-fall", "flat", "constant"])
case("not-applied", "gradients-not-applied", WAVES, REAL, """optimizer = keras.optimizers.Adam(0.01)
for epoch in range(10):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(x)[:, 0] - y))
    gradients = tape.gradient(loss, model.trainable_variables)
    print("epoch", epoch, "loss", float(loss))
""", symptoms=["constant", "flat"])
case("apart", "xy-shuffled-separately", FIVE, "np.random.shuffle(x)\nnp.random.shuffle(y)\n", KINDS, trained(SCCE, metrics=ACC, fit="epochs=8, validation_split=0.25"), symptoms=["uniform", "flat", "chance-accuracy", "slow", "validation-at-chance"])

# What is wrong in a file.
case("incomes", ["unscaled-regression-target"], csv("far_labels", "income"), REAL, trained(MSE, fit="epochs=10"), files=["far_labels"], symptoms=["huge", "flat"])
case("houses-tanh", ["bounded-output-regression"], csv("houses", "price"), net("Dense(8, activation='relu')", "Dense(1, activation='tanh')"), trained("'mae'", "'rmsprop'", fit="epochs=8, verbose=2"), files=["houses"], symptoms=["huge", "flat", "constant"])
case("gap-linear", ["unhandled-nan"], csv("gaps", "label"), net("Dense(1, activation='sigmoid')"), trained(BCE, metrics=ACC), files=["gaps"], symptoms=["nan"])
case("gap-label", ["unhandled-nan"], csv("tab_gaps", "y"), REAL, trained(MSE), files=["tab_gaps"], symptoms=["nan"])
case("infinite-field", ["unhandled-nan"], csv("infinite", "label"), net("Dense(12, activation='tanh')", "Dense(1, activation='sigmoid')"), trained(BCE, metrics=ACC), files=["infinite"], symptoms=["nan"])
case("kinds-three", ["label-range-mismatch"], csv("from_one", "kind"), net("Dense(24, activation='relu')", "Dense(3, activation='softmax')"), trained(SCCE, metrics=ACC), files=["from_one"], symptoms=["nan"])
case("kinds-five", ["label-range-mismatch"], csv("five_classes", "kind"), net("Dense(24, activation='relu')", "Dense(3, activation='softmax')"), trained(SCCE, metrics=ACC), files=["five_classes"], symptoms=["nan"])
case("signed-file", ["label-range-mismatch"], csv("signed", "label"), SMALL, trained(BCE, metrics=ACC), files=["signed"], symptoms=["negative", "frozen-accuracy"])
case("sorted-late", ["ordered-validation-split"], csv("in_order", "kind"), net("Dense(24, activation='relu')", "Dense(3, activation='softmax')"), trained(SCCE, "keras.optimizers.Adam(0.01)", ACC, "epochs=15, validation_split=0.25, verbose=2"), files=["in_order"], symptoms=["validation-at-chance"])
case("wild", ["unscaled-regression-target"], csv("wild_label", "y"), REAL, trained(MSE), files=["wild_label"], symptoms=["huge", "flat"])
case("millions-sgd", ["unscaled-tabular-input"], csv("millions", "label"), SMALL, trained(BCE, "'sgd'", ACC), files=["millions"], symptoms=["huge", "nan", "uniform", "chance-accuracy"])
case("one-class", ["class-imbalance-unweighted"], csv("one_answer", "label"), SMALL, trained(BCE, "keras.optimizers.Adam(0.02)", ACC), files=["one_answer"], symptoms=["perfect-at-once", "frozen-accuracy", "zero"])
case("chance-file", [], csv("clean", "label"), SMALL, trained(BCE, "keras.optimizers.Adam(0.01)", ACC, "epochs=20, validation_split=0.2"), files=["clean"])

# Nothing is wrong.
case("well-sums", [], SUMS, SMALL, trained(BCE, "keras.optimizers.Adam(0.01)", ACC, "epochs=20"))
case("well-waves", [], WAVES, REAL, trained(MSE, "keras.optimizers.Adam(0.02)", "'mae'", "epochs=20, verbose=2"))
case("well-five", [], FIVE, KINDS, trained(SCCE, "keras.optimizers.Adam(0.005)", ACC, "epochs=12, validation_split=0.2"))
case("well-pictures", [], PICTURES, "x = x / 255.0\n", net("Conv2D(8, 3, activation='relu')", "GlobalAveragePooling2D()", "Dense(2, activation='softmax')"), trained(SCCE, "keras.optimizers.Adam(0.02)", ACC, "epochs=12"))
case("well-words", [], WORDS, net("Embedding(50, 8)", "Flatten()", "Dense(1, activation='sigmoid')"), trained(BCE, "keras.optimizers.Adam(0.02)", ACC, "epochs=12"))
case("well-steps", [], STEPS, net("LSTM(12)", "Dense(1)"), trained(MSE, "keras.optimizers.Adam(0.01)", fit="epochs=12"))
case("well-drop", [], FIVE, net("Dense(32, activation='relu')", "Dropout(0.3)", "Dense(5, activation='softmax')"), trained(SCCE, "keras.optimizers.Adam(0.01)", ACC, "epochs=15, verbose=2"))
case("well-norm", [], SUMS, net("Dense(24, use_bias=False)", "BatchNormalization()", "Activation('relu')", "Dense(1, activation='sigmoid')"), trained(BCE, "keras.optimizers.Adam(0.01)", ACC, "epochs=15"))
case("well-csv-logger", [], WAVES, REAL, "model.compile(optimizer='adam', loss='mse')\nmodel.fit(x, y, epochs=15, verbose=0, callbacks=[keras.callbacks.CSVLogger('log.csv')])\nprint(open('log.csv').read())\n")
case("well-two-fits", [], FIVE, KINDS, "model.compile(optimizer=keras.optimizers.Adam(0.005), loss='sparse_categorical_crossentropy', metrics=['accuracy'])\nmodel.fit(x, y, epochs=6)\nmodel.fit(x, y, epochs=6)\n")
case("well-evaluated", [], SUMS, SMALL, "model.compile(optimizer=keras.optimizers.Adam(0.01), loss='binary_crossentropy', metrics=['accuracy'])\nmodel.fit(x[:240], y[:240], epochs=15)\nprint(model.evaluate(x[240:], y[240:]))\n")
case("well-early", [], WAVES, REAL, trained(MSE, "keras.optimizers.Adam(0.02)", fit="epochs=30, validation_split=0.2, callbacks=[keras.callbacks.EarlyStopping(patience=3)]"))
case("well-huber", [], WAVES, REAL, trained("'huber'", "'rmsprop'", fit="epochs=25"))
case("well-cosine", [], SUMS, SMALL, trained(BCE, "keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.02, 200))", ACC, "epochs=20"))
case("well-sgd", [], FIVE, KINDS, trained(SCCE, "keras.optimizers.SGD(0.05, momentum=0.9)", ACC, "epochs=10"))
