import a.b, c.d as e
from f import g as h, i
x = y = z = 1
(parenthesised): int
annotated: int


def function(p, q=x, *args: y, r=lambda x: x + y, **kwargs) -> z:
    global x, made
    x = p
    made = local = args
    del deleted
    if (walrus := local):
        import inner.module
    for loop, (nested, *rest) in kwargs: pass
    with q as context, r as (one, two.three): pass
    try:
        pass
    except E as caught:
        pass
    annotated: int
    (parenthesised): int
    changed += 1
    match z:
        case [captured, *others] | {"k": captured, **others}: pass
        case C(attribute=bound) as whole: pass

    def closure():
        nonlocal local
        local = x, y, p, walrus
        q = 1

        def deeper():
            global local
            return local, q, made, len
        return [p for p in q if p], {q: local for q in p}

    class Local(Base, metaclass=Meta):
        p = p
        attribute = local

        def method(self, default=attribute):
            return attribute, self, p, super().method()
        comprehension = [attribute for _ in attribute if y]

        class Nested:
            other = attribute, p
    return closure, Local, parenthesised


squares = [(last := n) for n in range(3) for m in (lambda: [k for k in n])()]
total = sum(v for v in squares if (w := v))
nested = {k: {j for j in k} for k in (i for i in x)}
decorate = lambda f, *g, h=lambda: last, **k: lambda: (f, g, h, k, last)


@decorate
@(deco := decorate)
class Top(Base[T]):
    x: int = x
    print = print

    async def coroutine(self):
        async for item in self: yield [await z async for z in item]
        async with a as b: pass
