"""The bad programs of examples/gallery as cases: what each rule's mistake looks like in a log."""
import os

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "gallery")
CASES = []
for name in sorted(os.listdir(ROOT)):
    path = os.path.join(ROOT, name, "bad.py")
    if os.path.isfile(path):
        with open(path, encoding="utf-8") as file:
            CASES.append({"name": name, "truth": [name], "files": [], "symptoms": [], "text": file.read()})
