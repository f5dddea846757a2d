"""Prints CPython's own syntax tree and scopes of each file named on the standard input, one JSON object a line.

A node is [kind, start, end, ...fields], with offsets in UTF-16 units of the text, as the parser in src/python has them;
canonical.ts gives its tree the same shape. Inside f-strings CPython 3.11 knows no true offsets: there they are null. A scope is [name, line, names, scopes inside], with `local`,
`free` or `global` for every name read or bound in it.
"""

import ast
import json
import re
import symtable
import sys
import tokenize
import warnings

sys.set_int_max_str_digits(0)
sys.setrecursionlimit(20000)
warnings.simplefilter("ignore")

BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.MatMult: "@", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
}  # fmt: skip
UNARY = {ast.Not: "not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}
COMPARE = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def utf16(text):
    return len(text) + sum(ord(c) > 0xFFFF for c in text)


class Dump:
    def __init__(self, text):
        self.lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + utf16(line))
        self.inside = 0

    def offset(self, line, column):
        """CPython counts columns in bytes of UTF-8."""
        text = self.lines[line - 1]
        before = text[:column] if text.isascii() else text.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "surrogatepass")
        return self.starts[line - 1] + utf16(before)

    def span(self, node):
        if self.inside:
            return [None, None]
        return [self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)]

    def all(self, nodes):
        return [self.node(each) for each in nodes]

    def node(self, node):
        if node is None:
            return None
        name = type(node).__name__
        return getattr(self, name, self.unknown)(node)

    def unknown(self, node):
        raise TypeError(type(node).__name__)

    def made(self, kind, node, *fields):
        return [kind, *self.span(node), *fields]

    # statements

    def Module(self, node):
        return self.all(node.body)

    def FunctionDef(self, node):
        asynchronous = isinstance(node, ast.AsyncFunctionDef)
        return self.made(
            "FunctionDef", node, node.name, self.arguments(node.args), self.all(node.body), self.all(node.decorator_list),
            self.node(node.returns), asynchronous,
        )  # fmt: skip

    AsyncFunctionDef = FunctionDef

    def arguments(self, args):
        positional = args.posonlyargs + args.args
        defaults = [None] * (len(positional) - len(args.defaults)) + args.defaults
        out = []
        for i, (arg, default) in enumerate(zip(positional, defaults)):
            out.append(self.arg(arg, "positionalOnly" if i < len(args.posonlyargs) else "normal", default))
        if args.vararg:
            out.append(self.arg(args.vararg, "star", None))
        for arg, default in zip(args.kwonlyargs, args.kw_defaults):
            out.append(self.arg(arg, "keywordOnly", default))
        if args.kwarg:
            out.append(self.arg(args.kwarg, "doubleStar", None))
        return out

    def arg(self, node, role, default):
        """Without its end: that of an annotation in parentheses is after them, which the tree in src/python does not show."""
        return [node.arg, self.span(node)[0], role, self.node(node.annotation), self.node(default)]

    def ClassDef(self, node):
        return self.made(
            "ClassDef", node, node.name, self.all(node.bases), self.all(node.keywords), self.all(node.body), self.all(node.decorator_list)
        )

    def keyword(self, node):
        return self.made("keyword", node, node.arg, self.node(node.value))

    def Return(self, node):
        return self.made("Return", node, self.node(node.value))

    def Delete(self, node):
        return self.made("Delete", node, self.all(node.targets))

    def Assign(self, node):
        return self.made("Assign", node, self.all(node.targets), self.node(node.value))

    def AugAssign(self, node):
        return self.made("AugAssign", node, self.node(node.target), BINARY[type(node.op)], self.node(node.value))

    def AnnAssign(self, node):
        return self.made("AnnAssign", node, self.node(node.target), self.node(node.annotation), self.node(node.value))

    def For(self, node):
        asynchronous = isinstance(node, ast.AsyncFor)
        return self.made(
            "For", node, self.node(node.target), self.node(node.iter), self.all(node.body), self.all(node.orelse), asynchronous
        )

    AsyncFor = For

    def While(self, node):
        return self.made("While", node, self.node(node.test), self.all(node.body), self.all(node.orelse))

    def If(self, node):
        return self.made("If", node, self.node(node.test), self.all(node.body), self.all(node.orelse))

    def With(self, node):
        items = [[self.node(item.context_expr), self.node(item.optional_vars)] for item in node.items]
        return self.made("With", node, items, self.all(node.body), isinstance(node, ast.AsyncWith))

    AsyncWith = With

    def Match(self, node):
        cases = [[self.node(case.pattern), self.node(case.guard), self.all(case.body)] for case in node.cases]
        return self.made("Match", node, self.node(node.subject), cases)

    def MatchValue(self, node):
        return self.made("MatchValue", node, self.node(node.value))

    def MatchSingleton(self, node):
        return self.made("MatchValue", node, self.Constant(node))

    def MatchOr(self, node):
        return self.made("MatchOr", node, self.all(node.patterns))

    def MatchAs(self, node):
        if node.pattern is None:
            return self.made("MatchAny", node, node.name)
        return self.other(node)

    def other(self, node):
        return self.made("MatchOther", node, list(self.captures(node)))

    MatchSequence = MatchMapping = MatchClass = MatchStar = other

    def captures(self, node):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.pattern):
                yield from self.captures(child)
        name = getattr(node, "rest", None) or getattr(node, "name", None)
        if name:
            yield name

    def Raise(self, node):
        return self.made("Raise", node, self.node(node.exc), self.node(node.cause))

    def Try(self, node):
        return self.made("Try", node, self.all(node.body), self.all(node.handlers), self.all(node.orelse), self.all(node.finalbody))

    TryStar = Try

    def ExceptHandler(self, node):
        return self.made("ExceptHandler", node, self.node(node.type), node.name, self.all(node.body))

    def Assert(self, node):
        return self.made("Assert", node, self.node(node.test), self.node(node.msg))

    def Import(self, node):
        return self.made("Import", node, self.all(node.names))

    def ImportFrom(self, node):
        return self.made("ImportFrom", node, node.module or "", node.level, self.all(node.names))

    def alias(self, node):
        return self.made("alias", node, node.name, node.asname)

    def Global(self, node):
        return self.made("Global", node, node.names, isinstance(node, ast.Nonlocal))

    Nonlocal = Global

    def Expr(self, node):
        return self.made("Expr", node, self.node(node.value))

    def Pass(self, node):
        return self.made("Pass", node)

    def Break(self, node):
        return self.made("Break", node)

    def Continue(self, node):
        return self.made("Continue", node)

    # expressions

    def BoolOp(self, node):
        return self.made("BoolOp", node, "and" if isinstance(node.op, ast.And) else "or", self.all(node.values))

    def NamedExpr(self, node):
        return self.made("NamedExpr", node, self.node(node.target), self.node(node.value))

    def BinOp(self, node):
        return self.made("BinOp", node, BINARY[type(node.op)], self.node(node.left), self.node(node.right))

    def UnaryOp(self, node):
        return self.made("UnaryOp", node, UNARY[type(node.op)], self.node(node.operand))

    def Lambda(self, node):
        return self.made("Lambda", node, self.arguments(node.args), self.node(node.body))

    def IfExp(self, node):
        return self.made("IfExp", node, self.node(node.test), self.node(node.body), self.node(node.orelse))

    def Dict(self, node):
        return self.made("Dict", node, [[self.node(k), self.node(v)] for k, v in zip(node.keys, node.values)])

    def Set(self, node):
        return self.made("Set", node, self.all(node.elts))

    def comprehension_of(self, kind, node, element, value=None):
        clauses = [[self.node(g.target), self.node(g.iter), self.all(g.ifs), bool(g.is_async)] for g in node.generators]
        return self.made("Comprehension", node, kind, self.node(element), self.node(value), clauses)

    def ListComp(self, node):
        return self.comprehension_of("list", node, node.elt)

    def SetComp(self, node):
        return self.comprehension_of("set", node, node.elt)

    def DictComp(self, node):
        return self.comprehension_of("dict", node, node.key, node.value)

    def GeneratorExp(self, node):
        return self.comprehension_of("generator", node, node.elt)

    def Await(self, node):
        return self.made("Await", node, self.node(node.value))

    def Yield(self, node):
        return self.made("Yield", node, self.node(node.value), isinstance(node, ast.YieldFrom))

    YieldFrom = Yield

    def Compare(self, node):
        return self.made("Compare", node, self.node(node.left), [COMPARE[type(op)] for op in node.ops], self.all(node.comparators))

    def Call(self, node):
        return self.made("Call", node, self.node(node.func), self.all(node.args), self.all(node.keywords))

    def JoinedStr(self, node):
        span = self.span(node)
        self.inside += 1
        parts = self.all(node.values)
        self.inside -= 1
        return ["JoinedStr", *span, parts]

    def FormattedValue(self, node):
        conversion = chr(node.conversion) if node.conversion > 0 else None
        return self.made("FormattedValue", node, self.node(node.value), conversion, self.format_spec(node.format_spec))

    def format_spec(self, node):
        """Nested fields are kept as {}: the tree in src/python has a format as text."""
        if node is None:
            return None
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)

    def Constant(self, node):
        return self.made("Constant", node, *self.value(node.value))

    def value(self, value):
        if value is None:
            return ["None", None]
        if value is Ellipsis:
            return ["Ellipsis", None]
        if isinstance(value, bool):
            return ["bool", value]
        if isinstance(value, int):
            return ["int", str(value)]
        if isinstance(value, float):
            return ["float", repr(value) if value in (float("inf"),) else value]
        if isinstance(value, complex):
            return ["complex", repr(value.imag) if value.imag in (float("inf"),) else value.imag]
        if isinstance(value, bytes):
            return ["bytes", value.decode("latin-1")]
        return ["str", value]

    def Attribute(self, node):
        return self.made("Attribute", node, self.node(node.value), node.attr)

    def Subscript(self, node):
        return self.made("Subscript", node, self.node(node.value), self.node(node.slice))

    def Starred(self, node):
        return self.made("Starred", node, self.node(node.value))

    def Name(self, node):
        return self.made("Name", node, node.id)

    def List(self, node):
        return self.made("List", node, self.all(node.elts))

    def Tuple(self, node):
        return self.made("Tuple", node, self.all(node.elts))

    def Slice(self, node):
        return self.made("Slice", node, self.node(node.lower), self.node(node.upper), self.node(node.step))


def scope(table):
    # Before Python 3.12 the module's table and a function called `top` are taken for each other.
    if table.get_name() == "top" and table.get_type() == "function":
        return None
    is_module = table.get_type() == "module"
    names = {}
    for symbol in table.get_symbols():
        name = symbol.get_name()
        # Left out are names the compiler makes up: of comprehensions, of `super()`, and those private to a class.
        if name.startswith(".") or name == "__class__" or re.match(r"_[A-Za-z0-9]\w*__", name):
            continue
        local = symbol.is_local() and (is_module or not symbol.is_global())
        names[name] = "free" if symbol.is_free() else "local" if local else "global"
    return [table.get_name(), table.get_lineno(), names, [scope(inner) for inner in table.get_children()]]


def read(path):
    """The text with its line ends as they are, without a byte order mark."""
    with open(path, "rb") as file:
        encoding, _ = tokenize.detect_encoding(file.readline)
        file.seek(0)
        return file.read().decode(encoding).removeprefix("\ufeff")


def main():
    for path in sys.stdin.read().split("\n"):
        if not path:
            continue
        try:
            text = read(path)
            tree = ast.parse(text)
        except (SyntaxError, UnicodeDecodeError, ValueError) as error:
            print(json.dumps({"path": path, "error": f"{type(error).__name__}: {error}"}))
            continue
        try:
            scopes = scope(symtable.symtable(text, path, "exec"))
        except SyntaxError:
            # What parses may still not compile, such as two declarations that contradict each other.
            scopes = None
        print(json.dumps({"path": path, "text": text, "tree": Dump(text).node(tree), "scopes": scopes}))


main()
