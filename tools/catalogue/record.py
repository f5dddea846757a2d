"""Records the public signatures of the libraries installed in this environment, as JSON on standard output.

Nothing is called but the `get` functions that turn strings into losses, optimizers and the like. See `selection.py` for what is taken and
`by_hand.txt` for what Python cannot tell.
"""

import ast
import importlib
import inspect
import json
import os
import re
import sys
import types

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy
import pandas
import sklearn
import tensorflow as tf

import identifiers
import selection

KERAS = importlib.import_module("keras")
KERAS_VERSION = KERAS.__version__
if KERAS_VERSION.startswith("2."):
    KERAS = importlib.import_module("keras.api._v2.keras")
# Walked as `keras` already, or private in all but name.
NOT_WALKED = """keras.src keras.dtensor tf.dtensor tf.keras tf.compat tf.losses tf.metrics tf.optimizers tf.initializers tf.raw_ops tf.estimator
tf.compat.v1.keras tf.compat.v1.compat tf.compat.v1.estimator tf.compat.v1.raw_ops tf.compat.v1.app tf.app""".split()
ROLES = {
    inspect.Parameter.POSITIONAL_ONLY: "positionalOnly",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "normal",
    inspect.Parameter.KEYWORD_ONLY: "keywordOnly",
    inspect.Parameter.VAR_POSITIONAL: "star",
    inspect.Parameter.VAR_KEYWORD: "doubleStar",
}


def find(path):
    """The object with a canonical path, or None."""
    root, *rest = path.split(".")
    thing = {"keras": KERAS, "tf": tf}.get(root)
    if thing is None:
        try:
            thing = importlib.import_module(root)
        except ImportError:
            return None
    done = root
    for name in rest:
        done += "." + name
        try:
            thing = getattr(thing, name)
        except (AttributeError, ImportError):
            if root in ("keras", "tf"):
                return None
            try:
                thing = importlib.import_module(done)
            except ImportError:
                return None
    return thing


def members(path):
    module = find(path)
    if module is None:
        return {}
    found = {}
    try:
        names = sorted(dir(module))
    except ImportError:  # tf.compat.v1.layers is lazily loaded out of a Keras 2 that is not installed
        return {}
    for name in names:
        if name.startswith("_") or f"{path}.{name}" in NOT_WALKED:
            continue
        try:
            thing = getattr(module, name, None)
        except ImportError:
            continue
        if callable(thing) or is_module(thing):
            found[name] = thing
    return found


def is_module(thing):
    """A module of these libraries; what they import from elsewhere (six.moves) breaks when it is looked at."""
    if not isinstance(thing, types.ModuleType):
        return False
    name = str(object.__getattribute__(thing, "__dict__").get("__name__", ""))
    return "keras" in name or "tensorflow" in name or type(thing).__name__ == "KerasLazyLoader"


def modules_below(path, seen=None):
    seen = {} if seen is None else seen
    module = find(path)
    if module is None or any(module is other for other in seen.values()):
        return seen
    seen[path] = module
    for name, thing in members(path).items():
        if is_module(thing):
            modules_below(f"{path}.{name}", seen)
    return seen


def plain(value):
    """A default as JSON; what is not plain data becomes {"opaque": its spelling}."""
    if isinstance(value, tf.DType):
        return value.name
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, numpy.dtype) or (isinstance(value, type) and issubclass(value, numpy.generic)):
        return numpy.dtype(value).name
    if isinstance(value, (int, float)):
        if value != value or value in (float("inf"), float("-inf")):
            return {"opaque": str(float(value))}
        return value
    if isinstance(value, (list, tuple)):
        items = [plain(item) for item in value]
        return items if not any(isinstance(item, dict) for item in items) else {"opaque": type(value).__name__}
    name = getattr(value, "__name__", None) or getattr(value, "name", None)
    return {"opaque": str(name) if name else type(value).__name__}


def signature(thing):
    """[[name, role, default?], ...] without self, or None where Python cannot say."""
    drop = False
    target = thing
    if inspect.isclass(thing):
        for method in ("__init__", "__new__"):
            target = getattr(thing, method)
            if target is not getattr(object, method):
                break
        else:
            return []
        drop = True
    try:
        parameters = list(inspect.signature(target).parameters.values())
    except (ValueError, TypeError):
        return None
    if drop:
        parameters = parameters[1:]
    return shape_of(parameters)


def shape_of(parameters):
    out = []
    for parameter in parameters:
        entry = [parameter.name, ROLES[parameter.kind]]
        if parameter.default is not inspect.Parameter.empty:
            entry.append(plain(parameter.default))
        out.append(entry)
    return out


def method_signature(owner, name):
    raw = inspect.getattr_static(owner, name, None)
    bound = getattr(owner, name, None)
    if bound is None or not callable(bound):
        return None
    try:
        parameters = list(inspect.signature(bound).parameters.values())
    except (ValueError, TypeError):
        return None
    if not isinstance(raw, (staticmethod, classmethod)) and parameters and parameters[0].name in ("self", "cls"):
        parameters = parameters[1:]
    return shape_of(parameters)


def canonical_paths():
    """Every name taken, and the other public paths of the same objects."""
    left_out = [re.compile(pattern + "$") for pattern in selection.LEFT_OUT]
    chosen = {}  # path -> object
    for path in selection.NAMES:
        path = path.replace("tf.keras.", "keras.")
        thing = find(path)
        if thing is not None:
            chosen[path] = thing
    explicit = {id(thing) for thing in chosen.values()}

    public = {}  # id -> [paths]
    keep = {}
    roots, tensorflow, old = modules_below("keras"), modules_below("tf"), modules_below("tf.compat.v1")
    for module in [*roots, *tensorflow, *old]:
        for name, thing in members(module).items():
            if callable(thing) and not is_module(thing):
                public.setdefault(id(thing), []).append(f"{module}.{name}")
                keep[id(thing)] = thing

    wanted = set(selection.MODULES)
    for tree in selection.TREES:
        wanted |= set(modules_below(tree))
    for key, paths in public.items():
        if key in explicit:
            continue
        thing = keep[key]
        inside = [path for path in paths if path.rpartition(".")[0] in wanted and not any(p.match(path) for p in left_out)]
        if inside:
            own = getattr(thing, "__name__", "")
            best = min(inside, key=lambda path: (path.rpartition(".")[2] != own, "experimental" in path, len(path), path))
            chosen[best] = thing

    aliases = {}
    for canonical, thing in chosen.items():
        for path in public.get(id(thing), []):
            if path != canonical and path not in chosen:
                aliases[path] = canonical
    return chosen, aliases


def by_hand():
    """Entries of by_hand.txt for this environment: {name: (where, signature)}."""
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "by_hand.txt")
    entries = {}
    where = ""
    for line in open(here, encoding="utf-8"):
        line = line.strip()
        if line.startswith("## "):
            where = line[3:].split(":")[0]
        elif line and not line.startswith("#"):
            only = re.match(r"([23]): ", line)
            if only and not KERAS_VERSION.startswith(only[1]):
                continue
            pattern, _, parameters = line[only.end() if only else 0 :].partition("(")
            group = re.match(r"(.*)\{(.*)\}$", pattern)
            for name in [group[1] + one for one in group[2].split(",")] if group else [pattern]:
                entries[name] = (where, parse(parameters[:-1]))
    return entries


def parse(parameters):
    arguments = ast.parse(f"def f({parameters}): pass").body[0].args
    out = []
    positional = [(a, "positionalOnly") for a in arguments.posonlyargs] + [(a, "normal") for a in arguments.args]
    without = len(positional) - len(arguments.defaults)
    for index, (argument, role) in enumerate(positional):
        entry = [argument.arg, role]
        if index >= without:
            entry.append(literal(arguments.defaults[index - without]))
        out.append(entry)
    if arguments.vararg:
        out.append([arguments.vararg.arg, "star"])
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        out.append([argument.arg, "keywordOnly"] + ([] if default is None else [literal(default)]))
    if arguments.kwarg:
        out.append([arguments.kwarg.arg, "doubleStar"])
    return out


def literal(node):
    try:
        return plain(ast.literal_eval(node))
    except ValueError:
        text = ast.unparse(node)
        return plain(getattr(numpy, text[3:])) if text.startswith("np.") else {"opaque": text}


def evidence(name, where, parameters):
    """An entry written by hand, with what the package says about it."""
    thing = None if where == "gone" else find(name)
    return {
        "where": where,
        "signature": parameters,
        "exists": thing is not None,
        "doc": (inspect.getdoc(thing) or "")[:400] if thing is not None else "",
        "real": signature(thing) if thing is not None else None,
    }


def versions():
    return {
        "python": sys.version.split()[0],
        "tensorflow": tf.__version__,
        "keras": KERAS_VERSION,
        "numpy": numpy.__version__,
        "pandas": pandas.__version__,
        "scikit-learn": sklearn.__version__,
    }


def main():
    chosen, aliases = canonical_paths()
    signatures = {}
    silent = []
    for path, thing in sorted(chosen.items()):
        found = signature(thing)
        if found is None:
            silent.append(path)
        else:
            signatures[path] = found
    for owner, methods in selection.METHODS.items():
        thing = find(owner)
        for name in methods.split():
            found = method_signature(thing, name) if thing is not None else None
            if found is not None:
                signatures[f"{owner}.{name}"] = found

    result = {
        "versions": versions(),
        "signatures": signatures,
        "silent": silent,
        "aliases": aliases,
        "byHand": {name: evidence(name, where, parameters) for name, (where, parameters) in by_hand().items()},
        "identifiers": identifiers.record(KERAS, {id(thing): path for path, thing in sorted(chosen.items(), key=lambda item: item[0].rpartition(".")[2] == item[1].__name__)}),
    }
    json.dump(result, sys.stdout, indent=None, separators=(",", ":"), sort_keys=True)


if __name__ == "__main__":
    main()
