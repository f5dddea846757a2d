not a or b and not c
a or b or c and d and e
(a or b) or c
a or (b or c)
a and (b or c) and d
not not a
not a == b
not a in b
a < b
a < b <= c == d != e > f >= g
a is b is not c in d not in e
a not    in b
a is \
    not b
(a < b) < c
a if b else c if d else e
(a if b else c) if d else e
a if (b if c else d) else e
lambda: a if b else c
-x ** -y
-x ** 2 ** 3
(-x) ** 2
~x ** +y
- - x
2 ** -1
a + b * c ** d
a + b - c + d
a * b / c // d % e @ f
(a + b) * (c - d)
a - (b - c)
a << b >> c
a | b ^ c & d
a & b ^ c
a ^ b & c ^ d & e & f
a & b | c ^ d
a & (b ^ c)
(a ^ b) & c
a + b << c & d == e
a | b < c | d
-a.b[c](d) ** e.f
x = (y := 5)
f(z := 1, w=2)
[q := 1, q ** 2]
a[b := 1]
(a := 1 if b else 2)
a.b.c
a . b
(a).b
a.b().c[0](1)(2).d
1 .real, 1..real, 1.0.real
"s".join(x)
[].append
{}.items()
f()
f(a)
f(a,)
f(a, *d, e, b=c, *w, **g, h=i)
f(*a or b, *c + d, *e.f, *g[0], *h(i), *j if k else l, *m < n, *o and p, *-q, *not_r)
f(**a or b, **{})
f((a))
f((a, b))
f(x for x in y)
f((x for x in y), z)
f(a)(b)(c)
f(lambda: x, lambda y: y, k=lambda z: z)
f(
    a,  # one
    # two
    b = c
    ,
)
f(print=1, exec=2, match=3, type=4)
print(*a, sep="")
a[1]
a[1, 2]
a[1,]
a[1:2]
a[:]
a[::]
a[1:]
a[:2]
a[::3]
a[1:2:3]
a[1::3]
a[:, 1:2, None, ..., ::-1]
a[b][c]
a[(1, 2)]
a[(1)]
a[*b]
a[*b, c]
a[b, *c]
a[lambda: 1]
a[x if y else z:w or v]
()
(a)
(a,)
(a, b)
(a, b,)
((a), (b))
(*a, b)
(*a,)
a,
a, b
a, b,
(a), (b)
*a, b
[]
[a]
[a,]
[*a, *b.c, *d | e]
[(a)]
{a}
{a, b,}
{*a, b}
{}
{a: b}
{a: b, **c, 'd': e,}
{**a | b}
{a: lambda: b, c: d if e else f}
{(a): (b)}
[x for x in y]
[x for x, in y]
[x for x, (y, z) in w if x if y or z for q in r if q]
[x async for x in y]
[x for (x) in y]
[x for x in y if z if w]
[x for x in (lambda: y)]
[x for x in a or b if c or d]
[[y for y in x] for x in z]
[(x, y) for x in a for y in b]
[x if y else z for x in w]
{x for x in y}
{x: y for x, y in z}
{x: y for (x, y) in z if x}
(x for x in y)
((x) for x in (y))
(x for x.a in y)
(yield_)
...
x = ...
True, False, None
a == True
(a
 + b
 - c)
a + \
    b
[
    1,
    2,  # two
]
x = *a, *b
x = (*a, *b)
print
print.x
match.y + case.z
async_(await_)
if (n := len(a)) > 10: pass
(a := b or c), (a := b and c or d), (a := b or c if d else e), (a := not b or c), (a := b < c), (a := lambda: b)
(a := b if c else d or e), (a := b + c), (a := -b ** c), (a := await_ if b else (c := d)), f(a := b or c, d)
[a := b or c, d], {a := b or c, d}, {a: (b := c or d)}
while chunk := read(1) or other: pass
[y := f(x) or g(x) for x in z if (w := x or y)]
