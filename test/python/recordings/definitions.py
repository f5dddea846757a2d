@decorator
@other.one(1, key=2)
# between
@(yes or no)
def f(a, b: int, /, c=1, d: "str" = "x", *args: int, e, g=2, h: float = 3.0, **kwargs: dict[str, int]) -> list[int]:
    """Docstring."""
    global q, r
    return

def g(*, a): return a
def h(a, *, b=1,): return a,
def i(*args, b): return *args, b
def j(a, /): return (yield)
def k(a=(1, 2), *b): return
def l() -> None: ...
def m(x: lambda y: z = lambda w: v) -> (a, b): pass
def n(a, b=b, *c, d=d, **e):
    def inner():
        nonlocal a, b
        a = 1
    class Local(Base):
        x: int = a
        def method(self): return super().method()
    return inner
async def o():
    async with a as b, c: pass
    async for x in y: pass
    else: pass
    await z
    return await x ** 2 + await y.z(await w)[0]
def p(*args: *Ts): pass
def q():
    yield
    yield x
    yield x, y
    yield *x, y
    yield from z
    x = yield
    x = yield y
    x = y = yield from z
    x += yield
    return (yield x), (yield)

class A: pass
class B(): x = 1; y = 2
class C(A, B, *bases, metaclass=Meta, **options):

    attribute = 1

    @property
    def p(self): return self._p  # comment

    @p.setter
    async def p(self, value: int) -> None:
        self._p = value
    # the end

@decorator
class D(Generic[T], keras.Model): ...

def long(
    a,  # first
    b,

    # second
    *,
    c,
):
    pass
lambda: 0
lambda x: x
lambda x, *y, z=1, **k: (x, y)
lambda *, a: a
lambda a, /, b=lambda: 1: a if b else lambda: 2
lambda *a, **k: (yield)
lambda: (yield)
