match command:
    case 1: pass
    case -1: pass
    case 1.5 | -2.5 | 1 + 2j | -1 - 2j: pass
    case "a" | 'b' "c" | b"d": pass
    case None | True | False: pass
    case a.b | a.b.c: pass
    case x: pass
match command, other:
    case _: pass
match (command):
    case (1): pass
    case (x): pass
    case (1 | 2) as y: pass
    case x as y if y > 1: pass
    case []: pass
    case [x]: pass
    case [1, x, *rest]: pass
    case (x, y): pass
    case (x,): pass
    case x, y: pass
    case x,: pass
    case *a, b: pass
    case [_, *_]: pass
    case {}: pass
    case {"a": x, "b": [y, z], **rest}: pass
    case {1: _, a.b: w}: pass
    case Point(): pass
    case Point(x, y=0, z=[w]): pass
    case a.Point(x=1 | 2) | Other(): pass
    case [Point(x=0) as p, {"k": q}] | p, q:
        pass
    case str() | int():
        # comment
        pass
match x,:
    case _ if a or b:
        match y:
            case _: pass
match(x)
match = case = 1
match * x
match[x]
match -x
match.case
match: int = 1
case: int
