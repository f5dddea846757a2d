"""Which texts CPython cannot parse: a JSON list of texts on standard input, a JSON list of messages (or null) on standard output."""
import ast
import json
import sys
import warnings

warnings.simplefilter('ignore')


def complaint(text):
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        return f'{type(error).__name__}: {error}'
    return None


json.dump([complaint(text) for text in json.load(sys.stdin)], sys.stdout)
