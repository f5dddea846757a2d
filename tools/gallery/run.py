"""Runs programs in this environment's real Keras as they are, but for the number of epochs: `fit` trains for two at most.

    python run.py < JOBS.json

The input is a list of {"name", "text"}. Each program runs in a child process of its own, in an empty folder. One JSON line comes out for each:
{"name", "error": message or null, "seconds", "loss": the last epoch's losses of the last fit, if any}.
"""
import json
import math
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback

import numpy as np
import tensorflow as tf
import keras

SECONDS = 150
AT_ONCE = 2
EPOCHS = 2

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)


def shorten_training(losses):
    """`fit` of every model class trains for two epochs at most, starting where the program says."""
    for cls in {keras.Model, keras.Sequential, tf.keras.Model}:
        original = cls.fit

        def fit(model, *args, original=original, **kwargs):
            args = list(args)
            # fit(x, y, batch_size, epochs, ...)
            given = args[3] if len(args) > 3 else kwargs.get('epochs', 1)
            epochs = min(given, kwargs.get('initial_epoch', 0) + EPOCHS)
            if len(args) > 3:
                args[3] = epochs
            else:
                kwargs['epochs'] = epochs
            history = original(model, *args, **kwargs)
            losses[:] = history.history.get('loss', [])
            return history

        cls.fit = fit


def run(job, out):
    resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30))
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    sys.argv = [job['name']]
    null = open(os.devnull, 'w')
    sys.stdout = sys.stderr = null
    losses = []
    error = None
    started = time.time()
    try:
        np.random.seed(0)
        keras.utils.set_random_seed(0)
        shorten_training(losses)
        exec(compile(job['text'], job['name'], 'exec'), {'__name__': '__main__', '__file__': job['name']})
    except BaseException as raised:  # a program may raise anything, SystemExit too
        error = ''.join(traceback.format_exception_only(type(raised), raised)).strip()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    loss = [one if math.isfinite(one) else str(one) for one in map(float, losses)]
    with open(out, 'w') as file:
        json.dump({'name': job['name'], 'error': error, 'seconds': round(time.time() - started, 1), 'loss': loss}, file)


def main():
    jobs = json.load(sys.stdin)
    print(json.dumps({'versions': {'tensorflow': tf.__version__, 'keras': keras.__version__, 'numpy': np.__version__}}), flush=True)
    running = {}
    while jobs or running:
        while jobs and len(running) < AT_ONCE:
            job = jobs.pop(0)
            out = tempfile.mktemp(suffix='.json')
            child = os.fork()
            if child == 0:
                try:
                    run(job, out)
                finally:
                    os._exit(0)
            running[child] = (job, out, time.time() + SECONDS)
        for child, (job, out, deadline) in list(running.items()):
            done, _ = os.waitpid(child, os.WNOHANG)
            if not done and time.time() > deadline:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                done = child
            if not done:
                continue
            del running[child]
            if os.path.exists(out):
                with open(out) as file:
                    print(file.read(), flush=True)
                os.remove(out)
            else:
                print(json.dumps({'name': job['name'], 'error': f'stopped after {SECONDS} s, or died', 'seconds': SECONDS, 'loss': []}), flush=True)
        time.sleep(0.02)


main()
