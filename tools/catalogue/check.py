"""Looks up every name of the catalogue, one a line on standard input, in this environment: what is really there, as JSON.

{name: {"signature": [...] or null, "documented": [...] or null}}; a name that is not there is left out.
`documented` is what the first lines of a function's own documentation say, for functions written in C.
"""

import inspect
import json
import re
import sys

import record


def documented(thing, name):
    """The signature in the documentation's first lines: `arange([start,] stop[, step,], dtype=None)`."""
    doc = inspect.getdoc(thing) or ""
    names = "|".join({re.escape(name.rpartition(".")[2]), re.escape(getattr(thing, "__name__", name))})
    found = re.search(rf"(?:^|[\s.])(?:{names})\(", doc[:300])
    if not found:
        return None
    depth = 0
    for end in range(found.end() - 1, len(doc)):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(doc[end], 0)
        if depth == 0:
            break
    inside = re.sub(r"\s+", " ", doc[found.end() : end])
    inside = re.sub(r"<no value>", "None", inside)
    # Universal functions end in parameters that have no names of their own in any program.
    inside = re.sub(r"\[, signature.*?\]", "", inside)
    try:
        return record.parse(inside)
    except (SyntaxError, IndexError):
        # Optional parts in brackets and dots are for people: only the words can be compared.
        words = re.findall(r"(?<![\w'\"=.])([A-Za-z_]\w*)", re.sub(r"=[^,\]\)]*", "", inside))
        return [[word, "word"] for word in words]


def look_up(name):
    thing = record.find(name)
    if thing is None:
        return None
    owner, _, last = name.rpartition(".")
    parent = record.find(owner)
    if inspect.isclass(parent) and not inspect.isclass(thing):
        signature = record.method_signature(parent, last)
    else:
        signature = record.signature(thing)
    return {"signature": signature, "documented": documented(thing, name)}


def main():
    result = {name: look_up(name) for name in sys.stdin.read().split()}
    json.dump({"versions": record.versions(), "found": {name: found for name, found in result.items() if found is not None}}, sys.stdout)


if __name__ == "__main__":
    main()
