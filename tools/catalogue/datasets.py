"""What scikit-learn's bundled datasets and generators really hold, as JSON: the part of the dataset facts that needs no download."""

import json
import sys

import numpy
import sklearn.datasets

BUNDLED = ["load_iris", "load_digits", "load_wine", "load_breast_cancer", "load_diabetes", "load_linnerud"]
GENERATORS = [name for name in dir(sklearn.datasets) if name.startswith("make_")]


def facts(x, y):
    spread = x.std(axis=0)
    spread = spread[spread > 0]
    return {
        "shape": x.shape,
        "dtype": x.dtype.name,
        "range": [float(x.min()), float(x.max())],
        "spread": float(spread.max() / spread.min()),
        "labelShape": y.shape,
        "labelType": y.dtype.name,
        "labelRange": [float(y.min()), float(y.max())],
        "values": len(numpy.unique(y)),
        "ordered": bool(y.ndim == 1 and (numpy.diff(y) >= 0).all()),
    }


result = {}
for name in BUNDLED:
    bunch = getattr(sklearn.datasets, name)()
    result[f"sklearn.datasets.{name}"] = facts(bunch.data, bunch.target)
for name in GENERATORS:
    made = getattr(sklearn.datasets, name)
    try:
        x, y = made(random_state=0)[:2]
        result[f"sklearn.datasets.{name}"] = facts(x, y)
    except (TypeError, ValueError, AttributeError):  # not of the form (features, labels)
        continue
json.dump(result, sys.stdout)
