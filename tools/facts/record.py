"""Runs programs in this environment's real Keras with `compile`, `fit`, `fit_generator` and `train_on_batch` recording what they get.

    python record.py < JOBS.json

The input is a list of {"name", "file", "folder"}. Each program runs in a child process of its own, with its folder as the
working directory. One JSON line comes out for each: {"name", "ended", "records": [...]}. Nothing is trained: `fit` records and
returns an empty history. Data sets that would be downloaded are random data of the true shape, dtype and range.
"""
import json
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
import types
import unittest.mock

import numpy as np
import tensorflow as tf
import keras

SECONDS = 150
AT_ONCE = 3
IS_KERAS_2 = keras.__version__.startswith('2')


# ---------------------------------------------------------------- data sets


def images(count, shape, classes, column=False):
    rng = np.random.RandomState(0)
    x = rng.randint(0, 256, size=(count, *shape)).astype('uint8')
    x.reshape(-1)[:2] = [0, 255]
    y = rng.randint(0, classes, size=(count,)).astype('int64' if column else 'uint8')
    y[:classes] = np.arange(classes)
    return x, (y.reshape(-1, 1) if column else y)


def image_loader(train, test, shape, classes, column=False):
    return lambda *_, **__: (images(train, shape, classes, column), images(test, shape, classes, column))


def texts(train, test, classes):
    def load(path='', num_words=None, maxlen=None, test_split=0.2, start_char=1, index_from=3, **_):
        rng = np.random.RandomState(0)
        top = num_words or 20000

        def part(count):
            x = np.empty(count, dtype=object)
            for i in range(count):
                x[i] = rng.randint(1, top, size=rng.randint(20, 200)).tolist()
            return x, rng.randint(0, classes, size=count).astype('int64')

        return part(train), part(test)

    return load


def table(train, test, columns):
    def load(*_, **__):
        rng = np.random.RandomState(0)
        return (rng.rand(train, columns) * 100, rng.rand(train) * 45 + 5), (rng.rand(test, columns) * 100, rng.rand(test) * 45 + 5)

    return load


def replace_data_sets():
    sets = keras.datasets
    sets.mnist.load_data = image_loader(60000, 10000, (28, 28), 10)
    sets.fashion_mnist.load_data = image_loader(60000, 10000, (28, 28), 10)
    sets.cifar10.load_data = image_loader(50000, 10000, (32, 32, 3), 10, column=True)
    sets.cifar100.load_data = image_loader(50000, 10000, (32, 32, 3), 100, column=True)
    sets.imdb.load_data = texts(25000, 25000, 2)
    sets.reuters.load_data = texts(8982, 2246, 46)
    sets.boston_housing.load_data = table(404, 102, 13)
    words = lambda *_, **__: {f'word{i}': i for i in range(1, 500)}
    sets.imdb.get_word_index = words
    sets.reuters.get_word_index = words
    # `from keras.datasets import mnist` and `from tensorflow.keras.datasets.mnist import load_data` reach the same functions.
    for root in (tf.keras, keras):
        for name in ('mnist', 'fashion_mnist', 'cifar10', 'cifar100', 'imdb', 'reuters', 'boston_housing'):
            source, target = getattr(sets, name), getattr(root.datasets, name, None)
            if target is not None and target is not source:
                target.load_data = source.load_data


def replace_the_rest():
    """Modules that only show things, and the network."""
    for name in ('matplotlib', 'matplotlib.pyplot', 'matplotlib.pylab', 'pylab', 'seaborn', 'tqdm', 'IPython', 'IPython.display',
                 'plotly', 'pydot', 'graphviz'):
        module = unittest.mock.MagicMock(name=name)
        module.__path__ = []
        module.__spec__ = None
        sys.modules[name] = module
    sys.modules['tqdm'].tqdm = lambda items=None, *_, **__: items
    figure = unittest.mock.MagicMock()
    sys.modules['matplotlib'].pyplot = sys.modules['matplotlib.pyplot']
    sys.modules['matplotlib.pyplot'].subplots = lambda rows=1, columns=1, **_: (figure, Axes())

    def no_network(*_, **__):
        raise RuntimeError('a download')

    keras.utils.get_file = no_network
    tf.keras.utils.get_file = no_network
    import urllib.request

    urllib.request.urlopen = no_network
    urllib.request.urlretrieve = no_network


class Axes(unittest.mock.MagicMock):
    def __iter__(self):
        return iter([unittest.mock.MagicMock() for _ in range(2)])


# ---------------------------------------------------------------- what is recorded


def plain(value):
    if isinstance(value, (bool, int, float, str)) or value is None:
        return value
    if isinstance(value, (np.integer, np.floating)):
        return value.item()
    return None


def line_of(file):
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == file:
            return frame.f_lineno
        frame = frame.f_back
    return 0


def snake(name):
    out = ''
    for i, letter in enumerate(name):
        if letter.isupper() and i > 0 and (not name[i - 1].isupper() or (i + 1 < len(name) and name[i + 1].islower())):
            out += '_'
        out += letter.lower()
    return out


def loss_facts(loss):
    if loss is None:
        return None
    if isinstance(loss, (dict, list, tuple)):
        items = loss.values() if isinstance(loss, dict) else loss
        return [loss_facts(one) for one in items]
    try:
        got = keras.losses.get(loss)
    except Exception:
        return {'name': '?'}
    if not isinstance(loss, str) and isinstance(loss, types.FunctionType) and not loss.__module__.startswith(('keras', 'tensorflow')):
        return {'name': 'custom'}
    name = getattr(got, '__name__', None) or snake(type(got).__name__)
    from_logits = getattr(got, 'from_logits', None)
    if from_logits is None:
        from_logits = (getattr(got, '_fn_kwargs', None) or {}).get('from_logits')
    return {'name': name, 'from_logits': from_logits if isinstance(from_logits, bool) else False}


def optimizer_facts(optimizer):
    if optimizer is None:
        return None
    name = type(optimizer).__name__
    rate = getattr(optimizer, '_learning_rate', None)
    if rate is None or not hasattr(rate, 'numpy') and not isinstance(rate, (int, float)):
        schedule = type(rate).__name__ if rate is not None else None
        if schedule and 'Decay' in schedule or schedule and 'Schedule' in schedule:
            return {'type': name, 'learning_rate': schedule}
    try:
        value = float(keras.ops.convert_to_numpy(optimizer.learning_rate)) if not IS_KERAS_2 else float(optimizer.learning_rate.numpy())
    except Exception:
        value = None
    return {'type': name, 'learning_rate': value}


def shape_of(tensor):
    shape = getattr(tensor, 'shape', None)
    return None if shape is None else [None if size is None else int(size) for size in tuple(shape)[1:]]


def layer_facts(layer):
    kind = type(layer).__name__
    try:
        output = layer.output
    except Exception:
        output = None
    activation = getattr(layer, 'activation', None)
    units = getattr(layer, 'units', None)
    if units is None:
        units = getattr(layer, 'filters', None)
    return {
        'type': kind,
        'shape': shape_of(output) if output is not None and not isinstance(output, (list, tuple, dict)) else None,
        'activation': getattr(activation, '__name__', None),
        'units': plain(units),
        'trainable': bool(layer.trainable),
    }


def model_facts(model):
    layers = [layer for layer in model.layers if type(layer).__name__ != 'InputLayer']
    style = 'sequential' if isinstance(model, keras.Sequential) else 'functional' if getattr(model, '_is_graph_network', False) or type(model).__name__ == 'Functional' else 'subclass'
    heads = []
    try:
        outputs = model.outputs
    except Exception:
        outputs = None
    for output in outputs or []:
        heads.append({'shape': shape_of(output)})
    if style == 'sequential' and layers and len(heads) == 1:
        heads[0].update({key: layer_facts(layers[-1])[key] for key in ('type', 'activation', 'units')})
    return {'style': style, 'layers': [layer_facts(layer) for layer in layers], 'heads': heads}


def array_facts(value):
    if value is None:
        return None
    if isinstance(value, dict):
        return [array_facts(one) for one in value.values()]
    if isinstance(value, (list, tuple)) and len(value) > 0 and all(hasattr(one, 'shape') for one in value):
        return [array_facts(one) for one in value]
    try:
        array = np.asarray(value)
    except Exception:
        return {'kind': type(value).__name__}
    facts = {'shape': list(array.shape), 'dtype': str(array.dtype)}
    if array.dtype != object and array.size > 0 and array.dtype.kind in 'fiub':
        facts['min'] = float(np.nanmin(array))
        facts['max'] = float(np.nanmax(array))
        # Where 99% of the values lie, for ranges that are only practically kept.
        sample = array.reshape(-1)[:: max(1, array.size // 200_000)]
        facts['low'], facts['high'] = (float(one) for one in np.nanpercentile(sample.astype('float64'), [0.5, 99.5]))
        if array.ndim <= 2 or array.size <= 1_000_000:
            values = np.unique(array[:5000])
            facts['distinct'] = values.tolist()[:12] if values.size <= 12 else None
        if array.ndim == 2 and array.shape[1] > 1:
            facts['one_hot'] = bool(np.all((array == 0) | (array == 1)) and np.all(array.sum(axis=1) == 1))
    return facts


class Recorder:
    def __init__(self, file):
        self.file = file
        self.records = []

    def install(self):
        recorder = self
        base = keras.Model
        original = base.compile

        def compile(model, *args, **kwargs):
            depth = getattr(model, '_recording_depth', 0)
            model._recording_depth = depth + 1
            try:
                original(model, *args, **kwargs)
            finally:
                model._recording_depth = depth
            if depth == 0:
                recorder.records.append({'event': 'compile', 'line': line_of(recorder.file), 'loss': loss_facts(given(args, kwargs, 1, 'loss')),
                                         'optimizer': optimizer_facts(model.optimizer)})
                model._given_loss = given(args, kwargs, 1, 'loss')

        def fit(model, *args, **kwargs):
            recorder.fitted(model, 'fit', args, kwargs)
            return History(given(args, kwargs, 3, 'epochs') or 1)

        def fit_generator(model, *args, **kwargs):
            recorder.fitted(model, 'fit_generator', args, kwargs)
            return History(1)

        def train_on_batch(model, *args, **kwargs):
            recorder.fitted(model, 'train_on_batch', args, kwargs)
            return 0.5 if not getattr(model, 'metrics_names', [])[1:] else [0.5, 0.5]

        for cls in (base, keras.Sequential):
            for function in (compile, fit, fit_generator, train_on_batch):
                if function.__name__ in cls.__dict__ or cls is base:
                    setattr(cls, function.__name__, function)
        # The base of Functional and Sequential in Keras 3 mixes the trainer in.
        base.evaluate = lambda model, *args, **kwargs: [0.5] * (1 + 3)
        base.predict = lambda model, x=None, *args, **kwargs: predicted(model, x)

    def fitted(self, model, method, args, kwargs):
        x = given(args, kwargs, 0, 'x', 'generator')
        y = given(args, kwargs, 1, 'y') if method != 'fit_generator' else None
        if not isinstance(x, tf.data.Dataset) and hasattr(x, '__next__'):
            x = None
        pair = (x, y)
        record = {'event': method, 'line': line_of(self.file)}
        if isinstance(x, tf.data.Dataset):
            first = next(iter(x.take(1)), None)
            batch = first[0] if isinstance(first, (tuple, list)) else first
            record['dataset'] = True
            record['element'] = [array_facts(one) for one in (first if isinstance(first, (tuple, list)) else [first])]
            pair = (batch, None)
        else:
            record['x'] = array_facts(x)
            record['y'] = array_facts(y)
        self.build(model, pair[0])
        record['model'] = model_facts(model)
        record['loss'] = loss_facts(getattr(model, '_given_loss', None))
        record['optimizer'] = optimizer_facts(getattr(model, 'optimizer', None))
        if method == 'fit':
            record['epochs'] = plain(given(args, kwargs, 3, 'epochs') if given(args, kwargs, 3, 'epochs') is not None else 1)
            record['batch_size'] = plain(given(args, kwargs, 2, 'batch_size'))
            shuffle = given(args, kwargs, 7, 'shuffle')
            record['shuffle'] = plain(True if shuffle is None else shuffle)
        self.records.append(record)

    def build(self, model, x):
        if getattr(model, 'built', False) and getattr(model, 'outputs', None):
            return
        try:
            small = tf.nest.map_structure(lambda one: tf.convert_to_tensor(np.asarray(one)[:2]), x)
            model(small)
        except Exception:
            pass


def given(args, kwargs, position, *names):
    for name in names:
        if name in kwargs:
            return kwargs[name]
    return args[position] if len(args) > position else None


class History:
    def __init__(self, epochs):
        self.epoch = list(range(epochs if isinstance(epochs, int) else 1))
        count = max(1, min(len(self.epoch), 1000))
        self.history = unittest.mock.MagicMock()
        self.history = Series(count)
        self.params = {}


class Series(dict):
    def __init__(self, count):
        super().__init__({name: [0.5] * count for name in ('loss', 'accuracy', 'acc', 'val_loss', 'val_accuracy', 'val_acc', 'mae', 'val_mae')})
        self.count = count

    def __missing__(self, key):
        return [0.5] * self.count


def predicted(model, x):
    count = len(x) if hasattr(x, '__len__') and not isinstance(x, (list, tuple)) else len(np.asarray(x, dtype=object)) if x is not None else 1
    try:
        shapes = [shape_of(output) for output in model.outputs]
    except Exception:
        shapes = [[1]]
    arrays = [np.zeros([count] + [size or 1 for size in (shape or [1])], dtype='float32') for shape in shapes]
    return arrays[0] if len(arrays) == 1 else arrays


# ---------------------------------------------------------------- running


def run(job, out):
    resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30))
    os.chdir(job['folder'])
    sys.path.insert(0, job['folder'])
    sys.argv = [job['file']]
    null = open(os.devnull, 'w')
    sys.stdout = sys.stderr = null
    recorder = Recorder(job['file'])
    ended = 'ran'
    try:
        replace_data_sets()
        replace_the_rest()
        recorder.install()
        with open(job['file'], encoding='utf-8') as file:
            code = compile(file.read(), job['file'], 'exec')
        exec(code, {'__name__': '__main__', '__file__': job['file']})
    except BaseException as error:  # a program may raise anything, SystemExit too
        ended = f'{type(error).__name__}: {error}'.replace('\n', ' ')[:200]
    with open(out, 'wb') as file:
        pickle.dump({'name': job['name'], 'ended': ended, 'records': recorder.records}, file)


def main():
    jobs = json.load(sys.stdin)
    print(json.dumps({'versions': {'tensorflow': tf.__version__, 'keras': keras.__version__, 'numpy': np.__version__}}), flush=True)
    running = {}
    while jobs or running:
        while jobs and len(running) < AT_ONCE:
            job = jobs.pop(0)
            out = tempfile.mktemp(suffix='.pickle')
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
                with open(out, 'rb') as file:
                    result = pickle.load(file)
                os.remove(out)
            else:
                result = {'name': job['name'], 'ended': f'stopped after {SECONDS} s', 'records': []}
            print(json.dumps(result), flush=True)
        time.sleep(0.02)


main()
