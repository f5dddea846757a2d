"""Builds every public Keras layer as layer_cases.py says and writes what it is and does, as JSON.

{"public": [type], "built": {type: {"module", "takes", "cases": [{"arguments", "inputs", "output", "weights", "state", "ranges"}], "ranks", "activation", "random", "identity",
"losses", "values", "affine", "meanSquare"}}}; `null` where that could not be looked at.
"""

import inspect
import json
import sys

import numpy as np

import layer_cases
import record

K = record.KERAS
# Values that reach the layer, each evenly spread: of pixels, of numbers on both sides of zero, of positive ones.
REACHES = [(0.0, 255.0), (-3.0, 5.0), (2.0, 7.0)]
RNG = np.random.default_rng(7)
# They are built with a machine of their own kind, or call what is not there.
NOT_BUILT = {"Layer", "Wrapper", "Lambda", "FlaxLayer", "JaxLayer", "TFSMLayer", "TorchModuleWrapper", "AbstractRNNCell", "StackedRNNCells", "RNN", "Pipeline",
             "MaxNumBoundingBoxes", "DenseFeatures", "TextVectorization", "InputLayer"}


def layers():
    found = {name: getattr(K.layers, name) for name in dir(K.layers)}
    if K.__name__.startswith("keras.api._v2") or not hasattr(K, "ops"):
        import tensorflow as tf

        v1 = tf.compat.v1.keras.layers
        found.update({name: getattr(v1, name) for name in ("CuDNNLSTM", "CuDNNGRU")})
    return {name: cls for name, cls in found.items() if inspect.isclass(cls) and issubclass(cls, K.layers.Layer) and public(name, cls)}


def public(name, cls):
    """Not an older name of a class that has its own."""
    return cls.__name__ == name or not hasattr(K.layers, cls.__name__)


def make(cls, arguments):
    given = {key: make(getattr(K.layers, value["class"]), value["config"]) if key == "layer" else value for key, value in arguments.items()}
    return cls(**given)


def parameters(cls):
    return [p for p in inspect.signature(cls.__init__).parameters.values() if p.name != "self"]


def cases_of(name, cls):
    demanded = {p.name: layer_cases.DEMANDED[p.name] for p in parameters(cls) if p.default is inspect.Parameter.empty and p.name in layer_cases.DEMANDED}
    own = layer_cases.CASES.get(name)
    if own is None:
        own = [({}, shape) for shape in layer_cases.ANY]
        return [(demanded, [shape]) for _, shape in own], False
    return [({**demanded, **arguments}, shapes if isinstance(shapes, list) else [shapes]) for arguments, shapes in own], True


def values(name, shape, reach, batch=4):
    low, high = reach
    if name in ("StringLookup", "HashedCrossing"):
        return RNG.choice(["a", "b", "c", "d"], size=(batch, *shape))
    if "Embedding" in name or name in ("IntegerLookup", "CategoryEncoding", "Hashing"):
        return RNG.integers(0, 40, size=(batch, *shape))
    x = RNG.uniform(low, high, size=(batch, *shape)).astype("float32")
    flat = x.reshape(-1)
    flat[0], flat[-1] = low, high
    if name == "Masking":
        x[:, 0] = 4.0 if low <= 4.0 <= high else low
    return x


def apply(name, layer, inputs, **more):
    """The way of calling that works: on one, on a list, on several arguments."""
    if len(inputs) == 1:
        if name.endswith("Cell"):
            states = layer.get_initial_state(batch_size=len(inputs[0])) if hasattr(K, "ops") else layer.get_initial_state(batch_size=len(inputs[0]), dtype="float32")
            return layer(inputs[0], states if isinstance(states, (list, tuple)) else [states], **more)[0]
        return layer(inputs[0], **more)
    return layer(*inputs, **more) if name in ("MultiHeadAttention", "GroupQueryAttention") else layer(inputs, **more)


def array(y):
    return np.asarray(K.ops.convert_to_numpy(y) if hasattr(K, "ops") else y)


def training(layer, on):
    return {"training": on} if "training" in inspect.signature(layer.call).parameters else {}


def look(name, layer, inputs, on=False):
    return array(apply(name, layer, inputs, **training(layer, on)))


STATE = ("seed_generator_state", "table")


def count(weights):
    return int(sum(np.prod(tuple(w.shape)) for w in weights if not any(part in str(getattr(w, "path", None) or w.name) for part in STATE) and "StateVar" not in str(w.name)))


def one_case(name, cls, arguments, shapes):
    layer = make(cls, arguments)
    if name.startswith("CuDNN"):
        layer.build((None, *shapes[0]))
        output = tuple(layer.compute_output_shape((None, *shapes[0])))[1:]
        return {"output": output, "weights": count(layer.trainable_weights), "state": count(layer.non_trainable_weights), "ranges": []}
    if name == "Normalization" and "mean" not in arguments:
        layer.adapt(values(name, shapes[0], REACHES[1], 64))
    ranges, last = [], None
    for reach in REACHES:
        inputs = [values(name, shape, reach) for shape in shapes]
        y = look(name, layer, inputs)
        last = y
        if y.dtype.kind in "iuf" and inputs[0].dtype.kind in "iuf" and y.size:
            ends = [min(x.min() for x in inputs), max(x.max() for x in inputs), y.min(), y.max()]
            low, high, least, most = (float(f"{float(end):.6g}") for end in ends)
            if np.isfinite(ends).all():
                ranges.append({"in": [low, high], "out": [least, most]})
    return {"output": symbolic(name, cls, arguments, shapes) or last.shape[1:], "weights": count(layer.trainable_weights), "state": count(layer.non_trainable_weights), "ranges": ranges}


def takes(name, cls, arguments, shapes):
    """One tensor, a list of several, or one and more as arguments."""
    if len(shapes) == 1:
        return "one"
    try:
        make(cls, arguments)([values(name, shape, REACHES[2]) for shape in shapes])
        return "list"
    except Exception:
        return "more"


def symbolic(name, cls, arguments, shapes):
    """What a model's graph says, which of random crops is not what prediction gives."""
    try:
        return tuple(apply(name, make(cls, arguments), [K.Input(shape) for shape in shapes]).shape)[1:] if name in ("RandomCrop", "RandomHeight", "RandomWidth") else None
    except Exception:
        return None


def ranks(name, cls, arguments, many):
    if name in layer_cases.RANK_BY_ARGUMENT:
        return []
    accepted = []
    for rank in range(1 if name.endswith("Cell") else 0, 6 if name == "ConvLSTM3D" else 5):
        for channels in (4, 3):
            shape = tuple([8, 7, 6, 5][: max(0, rank - 1)] + [channels])[:rank] if rank else ()
            try:
                layer = make(cls, arguments)
                if name == "Normalization":
                    layer.adapt(values(name, shape, REACHES[1], 64))
                if name.startswith("CuDNN"):
                    layer.build((None, *shape))
                    if rank != 2:
                        continue
                else:
                    look(name, layer, [values(name, shape, REACHES[2])] * many)
                accepted.append(rank)
                break
            except Exception:
                continue
    return accepted


def behaviour(name, cls, arguments, shapes):
    noisy = {p.name for p in parameters(cls)} & {"rate", "stddev", "dropout"}
    facts = {}
    by = next(iter(noisy)) if len(noisy) == 1 else None
    layer = make(cls, {**arguments, by: 0.5} if by else arguments)
    if name == "Normalization":
        layer.adapt(values(name, shapes[0], REACHES[1], 64))
    inputs = [values(name, shape, REACHES[1]) for shape in shapes]
    plain = look(name, layer, inputs)
    pixels = [values(name, shape, REACHES[0]) for shape in shapes]
    trained = [look(name, layer, pixels, True) for _ in range(6)]
    differs = any(one.shape != trained[0].shape or not np.array_equal(one, trained[0]) for one in trained[1:])
    # A cell draws one mask and keeps it; the layer around it has it drawn anew.
    facts["random"] = None if name.endswith("Cell") else by if differs and by else bool(differs)
    x = inputs[0]
    facts["changes"] = any(x.shape != one.shape or not np.allclose(pixels[0], one) for one in trained)
    facts["identity"] = len(inputs) == 1 and x.shape == plain.shape and np.allclose(x, plain)
    facts["losses"] = hasattr(layer, "losses") and bool(make(cls, {**arguments, "l2": 0.1}) if name == "ActivityRegularization" else layer.losses)
    if plain.dtype.kind == "f" and x.dtype.kind == "f":
        given = np.concatenate([one.reshape(-1) for one in inputs])
        came = set(np.round(plain.reshape(-1), 3).tolist()) - {0.0}
        went = set(np.round(given, 3).tolist())
        facts["values"] = "all" if came <= went and went - {0.0} <= came else "some" if came <= went else "other"
        a, b = ([values(name, shape, (-1.0, 1.0)) for shape in shapes] for _ in range(2))
        at = lambda parts: look(name, layer, parts)
        both = at([p + q for p, q in zip(a, b)])
        none = at([np.zeros_like(p) for p in a])
        facts["affine"] = bool(np.allclose(both + none, at(a) + at(b), atol=1e-4))
        layer = make(cls, arguments)
        wide = [values(name, shape, (-300.0, 500.0), 64) for shape in shapes]
        if name == "Normalization":
            layer.adapt(wide[0])
        facts["meanSquare"] = float(f"{float(np.mean(look(name, layer, wide, True).astype('float64') ** 2)):.4g}")
    return facts


def main():
    global RNG
    found = {}
    only = set(sys.argv[1:])
    for name, cls in sorted(layers().items()):
        if name in NOT_BUILT or only and name not in only:
            continue
        RNG = np.random.default_rng(7)
        K.utils.set_random_seed(7)
        cases, own = cases_of(name, cls)
        built, first = [], None
        for arguments, shapes in cases:
            try:
                case = one_case(name, cls, arguments, shapes)
            except Exception as error:
                if own:
                    built.append({"arguments": arguments, "inputs": shapes, "raises": str(error).split("\n")[0][:200]})
                continue
            built.append({"arguments": arguments, "inputs": shapes, **case})
            first = first or (arguments, shapes)
            if not own and len(built) == 2:
                break
        if first is None:
            raise SystemExit(f"{name} could not be built: {built}")
        # Where Keras itself files it.
        facts = {"module": ".".join(cls.__module__.split(".")[1:]), "takes": takes(name, cls, *first), "cases": built, "ranks": ranks(name, cls, first[0], len(first[1]))}
        activation = getattr(make(cls, first[0]), "activation", None)
        facts["activation"] = getattr(activation, "__name__", None)
        try:
            if not name.startswith("CuDNN"):
                facts.update(behaviour(name, cls, *first))
        except Exception as error:
            facts["unseen"] = " ".join(line for line in str(error).split("\n")[:4] if line)[:300]
        found[name] = facts
    json.dump({"public": sorted(layers()), "built": found}, sys.stdout, separators=(",", ":"), default=lambda x: x.item() if hasattr(x, "item") else list(x))


if __name__ == "__main__":
    main()
