"""The random numbers of src/experiment/random.ts, made in numpy: the very same ones.

Run as a script it prints the vector that test/experiment/random.test.ts checks the TypeScript against:

    python tools/parity/random_numbers.py > test/experiment/recordings/random.json
"""

import json

import numpy as np

MASK = np.uint64(0xFFFFFFFF)


def _multiply(a, b):
    return (a.astype(np.uint64) * np.uint64(b)) & MASK


def _mix(x):
    x = x.astype(np.uint64) & MASK
    x = _multiply(x ^ (x >> np.uint64(16)), 0x21F0AAAD)
    x = _multiply(x ^ (x >> np.uint64(15)), 0x735A2D97)
    return x ^ (x >> np.uint64(15))


def _hash(label):
    h = 0x811C9DC5
    for character in label:
        h = ((h ^ ord(character)) * 0x01000193) & 0xFFFFFFFF
    return h


class Stream:
    """A stream of its own for every purpose: Stream(seed, 'weights/0/kernel')."""

    def __init__(self, seed, label):
        name = _hash(label)
        self._first = _mix(np.array([(seed ^ name) & 0xFFFFFFFF]))
        self._second = _mix((_multiply(self._first, 0x9E3779B1) + np.uint64(name)) & MASK)
        self._counter = 0

    def uint32(self, n):
        counter = np.arange(self._counter + 1, self._counter + 1 + n, dtype=np.uint64) & MASK
        self._counter += n
        return _mix(_mix((_multiply(counter, 0x9E3779B9) + self._first) & MASK) ^ self._second)

    def uniform(self, n):
        return self.uint32(n).astype(np.float64) / 4294967296.0

    def integer(self, below):
        return int(np.floor(self.uint32(1)[0].astype(np.float64) * below / 4294967296.0))

    def normal(self, n):
        bits = self.uint32(6 * n).reshape(n, 6)
        total = ((bits & np.uint64(0xFFFF)) + (bits >> np.uint64(16))).sum(axis=1).astype(np.float64)
        return (total - 6 * 65535) / 65536

    def truncated_normal(self, n):
        out = np.empty(n)
        for i in range(n):
            while True:
                value = self.normal(1)[0]
                if -2 < value < 2:
                    out[i] = value
                    break
        return out

    def permutation(self, n):
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            j = self.integer(i + 1)
            order[i], order[j] = order[j], order[i]
        return order


def main():
    cases = []
    for seed, label in [(0, ""), (1, "weights/0/kernel"), (7, "training/input/0"), (4294967295, "batches")]:
        cases.append(
            {
                "seed": seed,
                "label": label,
                "uint32": [int(v) for v in Stream(seed, label).uint32(8)],
                "uniform": Stream(seed, label).uniform(8).tolist(),
                "normal": Stream(seed, label).normal(8).tolist(),
                "truncatedNormal": Stream(seed, label).truncated_normal(40).tolist(),
                "permutation": Stream(seed, label).permutation(20),
                "sumOfNormals": float(np.cumsum(Stream(seed, label).normal(10000))[-1]),
            }
        )
    print(json.dumps({"numpy": np.__version__, "cases": cases}))


if __name__ == "__main__":
    main()
