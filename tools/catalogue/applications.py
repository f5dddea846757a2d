"""Builds every architecture of keras.applications without weights and says what goes in and comes out, as JSON.

{name: {"size": side of the images, "channels": ..., "side": ... of the last feature map, "scaling": what preprocess_input does}}
"""

import inspect
import json
import sys

import numpy

import record
import tensorflow as tf

K = record.KERAS
RAMP = numpy.array([0.0, 51.0, 255.0]).reshape((1, 3, 1, 1)) * numpy.ones((1, 3, 1, 3))


def scaling(function):
    out = numpy.asarray(function(RAMP.copy()))
    if numpy.allclose(out, RAMP):
        return "none"
    if numpy.allclose(out, RAMP / 127.5 - 1, atol=1e-4):
        return "minus-one-one"
    if numpy.allclose(out, RAMP / 255, atol=1e-4):
        return "zero-one"
    low, high = float(out.min()), float(out.max())
    if abs(high - low) > 200:
        return "caffe"
    return "torch"


def main():
    # Nobody trains these: drawing 100 million random weights is most of the time.
    for initializer in (K.initializers.GlorotUniform, K.initializers.HeNormal, K.initializers.VarianceScaling, K.initializers.TruncatedNormal):
        initializer.__call__ = lambda self, shape, dtype=None, **kwargs: tf.zeros(shape, dtype or "float32")
    found = {}
    for name in sorted(dir(K.applications)):
        build = getattr(K.applications, name)
        if not inspect.isfunction(build):
            continue
        K.backend.clear_session()
        model = build(weights=None)
        maps = [layer.output.shape for layer in model.layers if len(getattr(layer.output, "shape", ())) == 4 and layer.output.shape[1] != 1]
        module = getattr(K.applications, inspect.getmodule(build).__name__.rpartition(".")[2])
        found[name] = {
            "size": model.input_shape[1],
            "classes": model.output_shape[-1],
            "channels": maps[-1][-1],
            "side": maps[-1][1],
            "scaling": scaling(module.preprocess_input),
                    }
    modules = {}
    for name in dir(K.applications):
        function = getattr(getattr(K.applications, name), "preprocess_input", None)
        if function is not None:
            modules[name] = scaling(function)
    json.dump({"built": found, "preprocessing": modules}, sys.stdout)


if __name__ == "__main__":
    main()
