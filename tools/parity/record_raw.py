"""Runs programs of raw TensorFlow with equal weights and batches, and prints what came out.

    python tools/parity/record_raw.py < cases.json > recordings.json

Sessions run in a graph of TensorFlow 1, tapes eagerly. Dropout is TensorFlow's own; only the random numbers it compares with are ours.
"""

import json
import platform
import sys
from types import SimpleNamespace

import numpy as np
import tensorflow as tf
from record import VERSION, inputs_of, number, targets_of, weight_of
from random_numbers import Stream
from tensorflow.python.ops import nn_ops

now = SimpleNamespace(step=0)


def own_randomness(case):
    """What stands for `random_ops` in tf.nn.dropout: it keeps where a number is at least the rate, ours where it is below 1 - rate."""
    made = []

    def random_uniform(shape, seed=None, dtype=tf.float32):
        name = "dropout" if not made else f"dropout_{len(made)}"
        made.append(name)

        def draw(wanted):
            return (1 - Stream(case["seed"], f"noise/{name}/{now.step}").uniform(int(np.prod(wanted))).reshape(wanted)).astype("float32")

        return tf.compat.v1.py_func(draw, [shape], tf.float32)

    return SimpleNamespace(random_uniform=random_uniform)


def values_of(case, variables):
    return [weight_of(case, "raw", i, "kernel", [int(s) for s in v.shape]) for i, v in enumerate(variables)]


def batch(case, step):
    rows = slice((step % case["batches"]) * case["batch"], (step % case["batches"] + 1) * case["batch"])
    x, y = inputs_of(case)[0][rows], targets_of(case)[0][rows]
    return x, y


def session(case):
    v1 = tf.compat.v1
    history = []
    with tf.Graph().as_default(), v1.Session() as sess:
        scope = {"tf": v1, "np": np}
        exec(case["program"], scope)
        variables = v1.trainable_variables()
        gradients = [tf.norm(g) for g in v1.gradients(scope["loss"], variables)]
        sess.run(v1.global_variables_initializer())
        if not case.get("ownWeights"):
            for variable, value in zip(variables, values_of(case, variables)):
                variable.load(value, sess)
        for step in range(case["steps"]):
            now.step = step
            x, y = batch(case, step)
            feed = {scope["x"]: x, scope["y"]: y}
            if step == 0:
                norms = [number(v) for v in sess.run(gradients, feed)]
            history.append(number(sess.run(scope["loss"], feed)))
            sess.run(scope["train"], feed)
        return [[int(s) for s in v.shape] for v in variables], norms, history


def tape(case):
    history, norms = [], []
    scope = {"tf": tf, "np": np}
    exec(case["program"], scope)
    variables, optimizer = scope["variables"], scope["optimizer"]
    if not case.get("ownWeights"):
        for variable, value in zip(variables, values_of(case, variables)):
            variable.assign(value)
    for step in range(case["steps"]):
        now.step = step
        x, y = (tf.constant(v) for v in batch(case, step))
        with tf.GradientTape() as recorder:
            loss = scope["loss_of"](x, y)
        gradients = recorder.gradient(loss, variables)
        if step == 0:
            norms = [number(tf.norm(g)) for g in gradients]
        optimizer.apply_gradients(zip(gradients, variables))
        history.append(number(loss))
    return [[int(s) for s in v.shape] for v in variables], norms, history


def run(case):
    kept = nn_ops.random_ops
    nn_ops.random_ops = own_randomness(case)
    try:
        shapes, gradients, losses = (session if case["style"] == "session" else tape)(case)
    finally:
        nn_ops.random_ops = kept
    return {"case": case, "weights": shapes, "gradients": gradients, "losses": losses}


def main():
    recordings = []
    for case in json.load(sys.stdin):
        print(case["name"], file=sys.stderr, flush=True)
        recordings.append(run(case))
    versions = {"keras": VERSION, "tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()}
    json.dump({"versions": versions, "recordings": recordings}, sys.stdout)


if __name__ == "__main__":
    main()
