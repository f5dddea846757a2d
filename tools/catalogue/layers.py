"""Builds every Keras layer with small arguments and says what it has and does, as JSON.

{type: {"weights": [...], "state": [...], "activation": name or null, "keepsShape": bool, "inference": "same" | "changes"}}
"""

import inspect
import json
import sys

import record

K = record.KERAS
ARGUMENTS = dict(
    units=3, filters=3, kernel_size=2, rate=0.5, output_dim=3, input_dim=50, factor=0.2, scale=0.5, target_shape=(-1,), n=2, dims=(2, 1),
    height=4, width=4, stddev=0.1, num_heads=2, key_dim=2, num_bins=3, groups=2, axes=1, num_tokens=50, head_dim=2, num_query_heads=2,
    num_key_value_heads=2, height_factor=0.2, width_factor=0.2, value_range=(0, 255), activation="relu", pool_size=2, output_size=2,
    equation="ab,bc->ac", output_shape=3, max_value=None,
)
SPECIAL = {
    "Bidirectional": lambda: {"layer": K.layers.LSTM(3)},
    "TimeDistributed": lambda: {"layer": K.layers.Dense(3)},
    "SpectralNormalization": lambda: {"layer": K.layers.Dense(3)},
    "RNN": lambda: {"cell": K.layers.LSTMCell(3)},
    "Lambda": lambda: {"function": lambda x: x},
    "GroupNormalization": lambda: {"groups": 2},
    "Discretization": lambda: {"bin_boundaries": [0.0, 1.0]},
    "RandomPosterization": lambda: {"factor": 4},
    "Resizing": lambda: {"height": 5, "width": 5},
    "Cropping2D": lambda: {"cropping": 1},
    "CategoryEncoding": lambda: {"num_tokens": 50},
}
# Two axes of different length first, so that a layer that moves or merges them shows it.
SHAPES = [(6, 5), (4,), (8, 8, 4), (8, 8, 3), (6, 6, 6, 4), (6, 6, 6, 6, 4)]


def build(name, cls):
    parameters = inspect.signature(cls.__init__).parameters.values()
    given = {p.name: ARGUMENTS[p.name] for p in parameters if p.default is inspect.Parameter.empty and p.name in ARGUMENTS}
    given.update(SPECIAL.get(name, dict)())
    for shape in SHAPES:
        try:
            layer = cls(**given)
            x = K.Input(shape, dtype="int32" if "Embedding" in name or "Lookup" in name or name == "CategoryEncoding" else "float32")
            y = apply(layer, x)
            return layer, x, y
        except Exception:
            continue
    return None


def apply(layer, x):
    for call in (lambda: layer(x), lambda: layer([x, x]), lambda: layer(x, x)):
        try:
            return call()
        except Exception as error:
            last = error
    raise last


def same_shape(x, y):
    """Sizes that Keras 2 leaves open (of augmented images) may be anything."""
    left, right = tuple(getattr(x, "shape", ())), tuple(getattr(y, "shape", ()))
    return len(left) == len(right) and all(a is None or b is None or a == b for a, b in zip(left, right))


def short(weight):
    return str(getattr(weight, "path", None) or getattr(weight, "name", "table")).split("/")[-1].split(":")[0]


def main():
    found = {}
    for name in sorted(dir(K.layers)):
        cls = getattr(K.layers, name)
        if not (inspect.isclass(cls) and issubclass(cls, K.layers.Layer) and cls.__name__ == name):
            continue
        built = build(name, cls)
        if built is None:
            continue
        layer, x, y = built
        activation = getattr(layer, "activation", None)
        found[name] = {
            "weights": [short(weight) for weight in layer.trainable_weights],
            "state": [short(weight) for weight in layer.non_trainable_weights if short(weight) not in ("seed_generator_state", "table") and "StateVar" not in short(weight)],
            "activation": getattr(activation, "__name__", None),
            "keepsShape": same_shape(x, y),
        }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
