"""Trains the recorded programs in real Keras and writes what they print. Usage: record.py OUT CASES_MODULE [NAME...]

Each program runs in a process of its own, forked after TensorFlow was imported and before it did anything.
"""
import importlib
import json
import os
import re
import signal
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
import numpy  # noqa: E402,F401
import pandas  # noqa: E402,F401
import tensorflow  # noqa: E402,F401

from tables import MAKERS  # noqa: E402

# Longest training that is waited for.
SECONDS = 150


def run(case, output):
    """What the program prints, with the error it ends in."""
    with tempfile.TemporaryDirectory() as folder:
        for name in case["files"]:
            MAKERS[name](folder)
        pid = os.fork()
        if pid == 0:
            os.chdir(folder)
            sink = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(sink, 1)
            os.dup2(sink, 2)
            code = 0
            # The signal's own action ends the process: what was printed until then is kept.
            signal.alarm(SECONDS)
            try:
                exec(compile(case["text"], "program.py", "exec"), {"__name__": "__main__"})
            except BaseException as error:  # noqa: BLE001 -- the error is part of what people see
                print(f"{type(error).__name__}: {error}")
                code = 1
            sys.stdout.flush()
            os._exit(code)
        os.waitpid(pid, 0)


def shortened(text):
    """Of each epoch the first, the middle and the last states of the bar: enough to be what a terminal got, and small."""
    text = text.replace("\r\n", "\n")
    lines = []
    for line in text.split("\n"):
        states = re.split(r"(?<=\x08)(?=[^\x08])|(?<=\r)(?=[^\r])", line)
        if len(states) > 6:
            states = states[:2] + states[len(states) // 2 : len(states) // 2 + 1] + states[-2:]
        lines.append("".join(states))
    kept = []
    for i, line in enumerate(lines):
        inner = re.match(r"\s*(?:\x1b\[\d*m)*\s*(\d+)/(\d+)", line)
        after = re.match(r"\s*(?:\x1b\[\d*m)*\s*(\d+)/(\d+)", lines[i + 1]) if i + 1 < len(lines) else None
        before = re.match(r"\s*(?:\x1b\[\d*m)*\s*(\d+)/(\d+)", lines[i - 1]) if i else None
        if inner and after and before and inner[1] != inner[2] and after[1] != after[2]:
            continue
        kept.append(line)
    text = "\n".join(kept)
    text = re.sub(r"^.*(?:cpu_feature_guard|oneDNN|computation_placer|cuda).*$\n?", "", text, flags=re.M)
    return re.sub(r"/(?:[\w.+-]+/)+(?=[\w.+-]+\.py)", "", text)


def main(out, module, names):
    os.makedirs(out, exist_ok=True)
    cases = importlib.import_module(module).CASES
    record = []
    for case in cases:
        record.append({key: case[key] for key in ("name", "truth", "files", "symptoms")})
        if names and case["name"] not in names:
            continue
        path = os.path.join(os.path.abspath(out), case["name"] + ".log")
        run(case, path)
        with open(path, encoding="utf-8", errors="replace") as file:
            text = shortened(file.read())
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        with open(os.path.join(out, case["name"] + ".py"), "w", encoding="utf-8") as file:
            file.write(case["text"])
        print(case["name"], len(text), flush=True)
        for name in case["files"]:
            MAKERS[name](out)
    with open(os.path.join(out, "cases.json"), "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(one) for one in record) + "\n]\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
