"""Trains the cases it reads from standard input with real Keras and prints what came out.

    python tools/parity/record.py < cases.json > recordings.json

Every batch goes through model.compile and model.train_on_batch, as a program's own fit would, in graph mode without XLA. Random masks of
Dropout and its like are drawn from our own generator under the layer's name and step, so the probe can draw the same.
"""

import json
import math
import os
import platform
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np
import tensorflow as tf
from random_numbers import Stream

import keras

VERSION = keras.__version__
THREE = VERSION.startswith("3")
if not THREE:
    keras = tf.keras

RAW = {
    "tf.nn.softmax_cross_entropy_with_logits": lambda t, p: tf.nn.softmax_cross_entropy_with_logits(labels=t, logits=p),
    "tf.nn.sigmoid_cross_entropy_with_logits": lambda t, p: tf.nn.sigmoid_cross_entropy_with_logits(labels=t, logits=p),
    "tf.nn.sparse_softmax_cross_entropy_with_logits": lambda t, p: tf.nn.sparse_softmax_cross_entropy_with_logits(
        labels=tf.cast(tf.reshape(t, [-1]), tf.int32), logits=p
    ),
}

step_now = tf.Variable(0, dtype=tf.int64, trainable=False)


def plain(name):
    return name.replace("_", "").lower()


def lookup(module, name):
    if hasattr(module, name):
        return getattr(module, name)
    for candidate in dir(module):
        if plain(candidate) == plain(name) and isinstance(getattr(module, candidate), type):
            return getattr(module, candidate)
    raise ValueError(f"no {name} in {module.__name__}")


def keras_object(key, value):
    """Objects of a configuration: the key says of which module."""
    if isinstance(value, dict) and "class" in value:
        if key.endswith("initializer"):
            module = keras.initializers
        elif key.endswith("regularizer"):
            module = keras.regularizers
        elif key.endswith("constraint"):
            module = keras.constraints
        elif key == "learning_rate":
            module = keras.optimizers.schedules
        elif key == "activation":
            name, config = value["class"], value["config"]
            function = getattr(keras.activations, name)
            return lambda x: function(x, **config)
        else:
            module = keras.layers
        return lookup(module, value["class"])(**arguments(value["config"]))
    return value


def arguments(config):
    # JSON has one kind of number; a rate has to be a float.
    return {key: float(value) if ("learning_rate" in key or key == "lr") and isinstance(value, int) else keras_object(key, value) for key, value in config.items()}


class Noise:
    """Hands noise layers numbers of our own stream, by layer name and step."""

    def __init__(self, seed):
        self.seed = seed

    def wrap(self, layer):
        name, seed = layer.name, self.seed

        def uniform(shape):
            def draw(step):
                label = f"noise/{name}/{int(step)}"
                return Stream(seed, label).uniform(int(np.prod(shape))).reshape(shape)

            return tf.ensure_shape(tf.py_function(draw, [step_now], tf.float64), shape)

        def normal(shape):
            def draw(step):
                label = f"noise/{name}/{int(step)}"
                return Stream(seed, label).normal(int(np.prod(shape))).reshape(shape).astype("float32")

            return tf.ensure_shape(tf.py_function(draw, [step_now], tf.float32), shape)

        original = layer.call

        def call(*args, **kwargs):
            from keras.src import backend

            kept = backend.random.dropout, backend.random.normal, backend.random.uniform

            def dropout(inputs, rate, noise_shape=None, seed=None):
                shape = [i if n is None else n for i, n in zip(inputs.shape, noise_shape or [None] * len(inputs.shape))]
                mask = tf.cast(uniform(shape) < 1 - rate, tf.float32)
                return inputs * (mask * np.float32(1 / (1 - rate)))

            def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
                return normal([int(s) for s in shape]) * stddev + mean

            def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
                # AlphaDropout keeps where uniform > rate; ours keeps where uniform < 1 - rate.
                return tf.cast(1.0 - uniform([int(s) for s in shape]), tf.float32)

            backend.random.dropout, backend.random.normal, backend.random.uniform = dropout, random_normal, random_uniform
            try:
                return original(*args, **kwargs)
            finally:
                backend.random.dropout, backend.random.normal, backend.random.uniform = kept

        layer.call = call

    def wrap_two(self, layer):
        """Keras 2 asks a generator that belongs to the layer."""
        name, seed = layer.name, self.seed

        def dropout(inputs, rate, noise_shape=None):
            shape = [int(s) for s in inputs.shape]

            def draw(step):
                return Stream(seed, f"noise/{name}/{int(step)}").uniform(int(np.prod(shape))).reshape(shape)

            uniform = tf.ensure_shape(tf.py_function(draw, [step_now], tf.float64), shape)
            return inputs * (tf.cast(uniform < 1 - rate, tf.float32) * np.float32(1 / (1 - rate)))

        layer._random_generator.dropout = dropout


NOISY = ("Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "AlphaDropout")

OPERATIONS = {
    "tf.nn.relu": tf.nn.relu,
    "tf.nn.softmax": tf.nn.softmax,
    "tf.nn.sigmoid": tf.nn.sigmoid,
    "tf.nn.tanh": tf.nn.tanh,
}


def build(case):
    built, layers, inputs = {}, {}, []
    rows = case["batch"]
    for node in case["model"]["nodes"]:
        config = arguments(node["config"])
        if node["class"] == "InputLayer":
            built[node["id"]] = keras.Input(batch_shape=(rows, *config["shape"]), dtype=config.get("dtype", "float32"), name=node["id"])
            continue
        arrived = [built[i] for i in node["inbound"]]
        if node["class"] in OPERATIONS:
            function = OPERATIONS[node["class"]]
            layer = keras.layers.Lambda(lambda x, f=function: f(x), name=node["id"])
        elif "sharedWith" in node:
            layer = layers[node["sharedWith"]]
        else:
            trainable = config.pop("trainable", True)
            if node["class"] in ("Bidirectional", "TimeDistributed"):
                inner = config.pop("layer")
                layer = getattr(keras.layers, node["class"])(inner, name=node["id"], **config)
            else:
                layer = getattr(keras.layers, node["class"])(name=node["id"], **config)
            layer.trainable = trainable
            layers[node["id"]] = layer
            if node["class"] in NOISY:
                noise = Noise(case["seed"])
                noise.wrap(layer) if THREE else noise.wrap_two(layer)
        if node["class"] == "MultiHeadAttention":
            built[node["id"]] = layer(arrived[0], arrived[1], *arrived[2:])
        else:
            built[node["id"]] = layer(arrived[0] if len(arrived) == 1 else arrived)
    return keras.Model([built[i] for i in case["model"]["inputs"]], [built[h["output"]] for h in case["heads"]]), layers


def make_loss(spec):
    if spec["class"] in RAW:
        function = RAW[spec["class"]]

        class Raw(keras.losses.Loss):
            def call(self, y_true, y_pred):
                return function(y_true, y_pred)

        return Raw()
    return lookup(keras.losses, spec["class"])(**spec["config"])


def inputs_of(case):
    out = []
    rows = case["batch"] * case["batches"]
    for i, spec in enumerate(case["inputs"]):
        random = Stream(case["seed"], f"parity/input/{i}")
        count = rows * int(np.prod(spec["shape"]))
        if spec["kind"] == "tokens":
            length, padding = spec["shape"][-1], spec.get("padding", 0)
            data = 1 + np.floor(random.uint32(count).astype(np.float64) * (spec["vocabulary"] - 1) / 4294967296.0)
            place = np.arange(count)
            data[((place // length) % 2 == 1) & (place % length >= length - padding)] = 0
        else:
            data = (random.normal(count) if spec["kind"] == "normal" else random.uniform(count)) * spec.get("scale", 1)
        out.append(data.reshape(rows, *spec["shape"]).astype("float32"))
    return out


def targets_of(case):
    out = []
    rows = case["batch"] * case["batches"]
    for i, spec in enumerate(case["targets"]):
        random = Stream(case["seed"], f"parity/target/{i}")
        kind, shape = spec["kind"], spec.get("shape", [])
        count = rows * int(np.prod(shape))
        integers = lambda below: np.floor(random.uint32(count).astype(np.float64) * below / 4294967296.0)
        if kind == "classes":
            data = integers(spec["classes"]).reshape(rows, *shape)
        elif kind == "one-hot":
            data = np.eye(spec["classes"])[integers(spec["classes"]).astype(int)].reshape(rows, *shape, spec["classes"])
        elif kind == "simplex":
            data = random.uniform(rows * spec["classes"]).reshape(rows, spec["classes"])
            total = np.zeros(rows)
            for c in range(spec["classes"]):
                total = total + data[:, c]
            data = data / total[:, None]
        elif kind in ("binary", "sign"):
            data = np.where(integers(2) == 1, 1.0, 0.0 if kind == "binary" else -1.0).reshape(rows, *shape)
        elif kind == "normal":
            data = random.normal(count).reshape(rows, *shape)
        elif kind == "positive":
            data = (3 * random.uniform(count)).reshape(rows, *shape)
        else:
            raise ValueError(kind)
        out.append(data.astype("float32"))
    return out


def weight_of(case, layer, index, name, shape):
    random = Stream(case["seed"], f"parity/weight/{layer}/{index}")
    count = int(np.prod(shape))
    if name in ("gamma", "scale") or name.endswith("variance"):
        return (1 + 0.2 * random.uniform(count)).reshape(shape).astype("float32")
    if len(shape) < 2:
        return (0.1 * random.normal(count)).reshape(shape).astype("float32")
    fan_in = int(np.prod(shape[:-1]))
    return ((random.normal(count) * case.get("weightScale", 1)) / math.sqrt(fan_in)).reshape(shape).astype("float32")


def short_name(variable):
    return variable.name.split("/")[-1].split(":")[0]


def number(value):
    value = float(value)
    return value if math.isfinite(value) else None


def run(case):
    keras.backend.clear_session()
    model, layers = build(case)
    weights = []
    place = {}
    for node, layer in layers.items():
        for index, variable in enumerate(v for v in layer.weights if "seed_generator" not in getattr(v, "path", v.name)):
            shape = [int(s) for s in variable.shape]
            variable.assign(weight_of(case, node, index, short_name(variable), shape))
            place[id(variable)] = len(weights)
            weights.append({"layer": node, "name": short_name(variable), "shape": shape})
    losses = [make_loss(head["loss"]) for head in case["heads"]]
    *legacy, name = case["optimizer"]["class"].replace("keras.optimizers.", "").split(".")
    optimizer = lookup(keras.optimizers.legacy if legacy else keras.optimizers, name)(**arguments(case["optimizer"]["config"]))
    options = {"jit_compile": False} if THREE else {}
    loss_weights = [head.get("weight", 1) for head in case["heads"]]
    single = len(losses) == 1
    if any(weight != 1 for weight in loss_weights):
        options["loss_weights"] = loss_weights[0] if single else loss_weights
    model.compile(optimizer=optimizer, loss=losses[0] if single else losses, **options)
    xs, ys = inputs_of(case), targets_of(case)
    ys = [ys[head["target"]] for head in case["heads"]]

    def batch(i):
        rows = slice((i % case["batches"]) * case["batch"], (i % case["batches"] + 1) * case["batch"])
        x, y = [a[rows] for a in xs], [a[rows] for a in ys]
        return (x[0] if len(x) == 1 else x), (y[0] if len(y) == 1 else y)

    step_now.assign(0)
    x, y = batch(0)

    @tf.function
    def first_gradients(x, y):
        with tf.GradientTape() as tape:
            predicted = model(x, training=True)
            if THREE:
                loss = model.compute_loss(x=x, y=y, y_pred=predicted, training=True)
            else:
                loss = model.compute_loss(x, y, predicted, None)
        values = [v.value if hasattr(v, "value") and not callable(v.value) else v for v in model.trainable_variables]
        return tape.gradient(loss, values)

    def tensors(value):
        return [tf.constant(v) for v in value] if isinstance(value, list) else tf.constant(value)

    state = [v.numpy() for v in model.non_trainable_variables]
    found = first_gradients(tensors(x), tensors(y))
    for variable, value in zip(model.non_trainable_variables, state):
        variable.assign(value)
    gradients = []
    for variable, gradient in zip(model.trainable_variables, found):
        if isinstance(gradient, tf.IndexedSlices):
            gradient = tf.convert_to_tensor(gradient)
        norm = None if gradient is None else number(tf.norm(gradient))
        gradients.append({"weight": place[id(variable)], "norm": norm})

    history = []
    for step in range(case["steps"]):
        step_now.assign(step)
        x, y = batch(step)
        model.reset_metrics()
        result = model.train_on_batch(x, y, return_dict=True)
        history.append(number(result["loss"]))
    return {"case": case, "weights": weights, "gradients": gradients, "losses": history}


def main():
    cases = json.load(sys.stdin)
    recordings = []
    for case in cases:
        print(case["name"], file=sys.stderr, flush=True)
        recordings.append(run(case))
    versions = {"keras": VERSION, "tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()}
    json.dump({"versions": versions, "recordings": recordings}, sys.stdout)


if __name__ == "__main__":
    main()
