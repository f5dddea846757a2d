"""Every statement, with the odd spacing people write."""
import os, sys as system
import tensorflow.keras.layers as L, numpy
from . import sibling
from .. import uncle as u, aunt
from ...far.away import (one, two as deux,)
from .near import *
from pkg . sub import name

x = 1; y = 2;
a = b = (c) = [d] = e, = value,
(f, g), *h = [i, *j], k = l
obj.attr, obj[0], (obj).z = 1, 2, 3
n: int
n: "str" = 5
(n): float = 1.0
obj.n: list[int] | None = None
x += 1; x -= 1; x *= 2; x /= 2; x //= 2; x %= 2; x **= 2; x @= m
x <<= 1; x >>= 1; x &= 1; x |= 1; x ^= 1
x = yield_ = await_ = None
del x, (y), [z], a.b, c[0]
del (x, y)
del (x,)
pass
assert x
assert (x, y), "message" % z
assert x, \
    y
global_ = 1
if x: pass
if x: a; b;
if x:
    pass
elif y:
    # a comment
    pass
elif (yield_): pass
else:
    pass
    # the last comment

while x < 5: x += 1
while True:
    if y: break
    else: continue
else:
    done()
for i in range(10): print(i)
for i, (j, *k) in a, b:
    continue
else:
    pass
for (i) in (j): pass
for x.y in z: pass
for i, in [(1,)]: pass
for x in *a, *b: pass
try:
    risky()
except ValueError:
    raise
except (TypeError, KeyError) as error:
    raise RuntimeError("x") from error
except:
    raise E
else:
    pass
finally:
    pass
try: pass
finally: pass
try:
    pass
except* OSError as group:
    pass
with open(f) as g: pass
with (a): pass
with (a, b): pass
with (a, b) as c: pass
with (a as b, c as (d, e),):
    pass
with (
    tf.GradientTape() as tape,  # comment
    other(),
):
    pass
with a, b as c.d, e as f[0]: pass
with (a, *b) as c: pass
with (a) as b, (c) as d: pass
with (yield_): pass
with (a for a in b) as c: pass
with a.b(c)[d]: pass
print
print(x)
print (x), y
print -x
exec(code)
type = 1
type(x).y = 2
type(x, y)[0] = 2
type(x)(y).z[0].w = type(q)
match = {}
match.x = match[0]
match(x)
match[x] = 1
match, case = 1, 2
case = type
_ = lambda: 0
async_ = 1
