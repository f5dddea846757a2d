"""The data files that the recorded programs read, made from a seed. Each function writes one file into the folder it is given."""
import os

import numpy as np


def _csv(folder, name, columns):
    names = list(columns)
    rows = zip(*[columns[one] for one in names])
    with open(os.path.join(folder, name), "w") as out:
        out.write(",".join(names) + "\n")
        for row in rows:
            out.write(",".join("" if isinstance(x, float) and np.isnan(x) else f"{x:.6g}" if isinstance(x, float) else str(x) for x in row) + "\n")


def _floats(values):
    return [float(x) for x in values]


def houses(folder):
    """Prices of houses, 146,020 to 994,159, by size, rooms and age."""
    rng = np.random.default_rng(1)
    size, rooms, age = rng.normal(size=240), rng.normal(size=240), rng.normal(size=240)
    worth = 1.4 * size + 0.6 * rooms - 0.5 * age + 0.2 * rng.normal(size=240)
    price = 146020 + (994159 - 146020) * (worth - worth.min()) / (worth.max() - worth.min())
    _csv(folder, "houses.csv", {"size": _floats(size), "rooms": _floats(rooms), "age": _floats(age), "price": [int(round(x)) for x in price]})


def _task(seed, rows=240, width=4):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, width))
    return rng, x, (x[:, 0] + 0.7 * x[:, 1] * x[:, 2] > 0).astype(int)


def _named(x, **more):
    return {**{f"f{i}": _floats(x[:, i]) for i in range(x.shape[1])}, **more}


def gaps(folder):
    """Three empty fields in one column."""
    _, x, y = _task(2)
    x[[7, 90, 201], 2] = np.nan
    _csv(folder, "gaps.csv", _named(x, label=y.tolist()))


def clean(folder):
    _, x, y = _task(3)
    _csv(folder, "clean.csv", _named(x, label=y.tolist()))


def from_one(folder):
    """Classes counted from 1."""
    rng = np.random.default_rng(4)
    y = rng.integers(1, 4, size=240)
    x = rng.normal(size=(240, 4)) + np.stack([y == 1, y == 2, y == 3, y == 0], axis=1) * 2.0
    _csv(folder, "from_one.csv", _named(x, kind=y.tolist()))


def two_one(folder):
    """Two classes, called 1 and 2."""
    _, x, y = _task(5)
    _csv(folder, "two_one.csv", _named(x, kind=(y + 1).tolist()))


def still(folder):
    """One column says the same in every row."""
    _, x, y = _task(6)
    x[:, 3] = 5.0
    _csv(folder, "still.csv", _named(x, label=y.tolist()))


def in_order(folder):
    """Rows sorted by class."""
    rng = np.random.default_rng(7)
    y = np.repeat([0, 1, 2], 80)
    x = rng.normal(size=(240, 4)) + np.stack([y == 0, y == 1, y == 2, y == 9], axis=1) * 2.5
    _csv(folder, "in_order.csv", _named(x, kind=y.tolist()))


def leaking(folder):
    """A column that is the target in another unit."""
    rng = np.random.default_rng(8)
    x = rng.normal(size=(240, 4))
    y = x[:, 0] - 0.5 * x[:, 1] + rng.normal(size=240)
    _csv(folder, "leaking.csv", {**_named(x), "total": _floats(np.round(y * 2 + 1, 6)), "target": _floats(np.round(y, 6))})


def masks(folder):
    """A picture of 0 and 255 for each picture."""
    rng = np.random.default_rng(9)
    x = rng.random(size=(60, 8, 8, 1)).astype("float32")
    np.save(os.path.join(folder, "pictures.npy"), x)
    np.save(os.path.join(folder, "masks.npy"), ((x > 0.5) * 255).astype("uint8"))


def outlier(folder):
    """One value of a billion."""
    rng, x, _ = _task(10)
    y = x[:, 0] + 0.5 * x[:, 1]
    x[17, 2] = 1e9
    _csv(folder, "outlier.csv", _named(x, y=_floats(y)))


def wild_label(folder):
    """One label of a billion."""
    rng, x, _ = _task(11)
    y = x[:, 0] + 0.5 * x[:, 1]
    y[33] = 1e9
    _csv(folder, "wild_label.csv", _named(x, y=_floats(y)))


def millions(folder):
    """Inputs of a million."""
    rng, x, y = _task(12)
    _csv(folder, "millions.csv", _named((x + 3) * 1e6, label=y.tolist()))


def rare(folder):
    """One sample in forty is of the other class."""
    rng = np.random.default_rng(13)
    x = rng.normal(size=(400, 4))
    y = np.zeros(400, dtype=int)
    y[::40] = 1
    x[y == 1, 0] += 1
    order = rng.permutation(400)
    _csv(folder, "rare.csv", _named(x[order], label=y[order].tolist()))


def signed(folder):
    """Classes called -1 and 1."""
    _, x, y = _task(14)
    _csv(folder, "signed.csv", _named(x, label=(2 * y - 1).tolist()))


def one_answer(folder):
    """Every row has the same label."""
    _, x, _ = _task(15)
    _csv(folder, "one_answer.csv", _named(x, label=[0] * 240))


def chance(folder):
    """Labels that belong to no feature."""
    rng, x, _ = _task(16)
    _csv(folder, "chance.csv", _named(x, label=rng.integers(0, 2, size=240).tolist()))


def far_labels(folder):
    """Incomes: 20,000 to 90,000."""
    rng, x, _ = _task(17)
    y = 55000 + 12000 * (x[:, 0] + 0.5 * x[:, 1])
    _csv(folder, "far_labels.csv", _named(x, income=[int(v) for v in y]))


def five_classes(folder):
    """Five classes, behind a head of three."""
    rng = np.random.default_rng(18)
    y = rng.integers(0, 5, size=250)
    x = rng.normal(size=(250, 5)) + np.eye(5)[y] * 2.0
    _csv(folder, "five_classes.csv", _named(x, kind=y.tolist()))


def infinite(folder):
    """A division by 0 was written down as inf."""
    _, x, y = _task(19)
    columns = _named(x, label=y.tolist())
    columns["f1"][40] = float("inf")
    _csv(folder, "infinite.csv", columns)


def tab_gaps(folder):
    """The target has gaps, in a table with tabs."""
    rng, x, _ = _task(20)
    y = x[:, 0] - x[:, 1]
    y[[3, 77]] = np.nan
    _csv(folder, "tab_gaps.csv", _named(x, y=_floats(y)))


MAKERS = {name: one for name, one in globals().items() if callable(one) and not name.startswith("_") and name not in ("np", "os")}
