import { expect, test } from 'vitest';
import type { Module, Name } from '../../src/python/ast';
import { assignedNames } from '../../src/python/bindings';
import { resolve, type Scope, scopesOf } from '../../src/python/scope';
import { children, walk } from '../../src/python/walk';
import { testParser } from '../support/parser';

const { parse } = await testParser();

function read(text: string): Module {
  const module = parse(text);
  expect(module.errors).toEqual([]);
  return module;
}

/** `kind name` of a scope, for reading. */
function title(scope: Scope | undefined): string {
  if (!scope) return 'builtin';
  const { node } = scope;
  return 'name' in node ? node.name.id : node.kind.toLowerCase();
}

/** The scopes in which the `n`th scope below the module, in order, resolves these names. */
function resolved(text: string, path: readonly number[], ...names: readonly string[]): readonly string[] {
  let scope: Scope | undefined = scopesOf(read(text)).module;
  for (const index of path) scope = scope?.children[index];
  if (!scope) throw new Error('no such scope');
  const at = scope;
  return names.map((name) => title(resolve(at, name)));
}

test.each([
  ['assignments', 'a = b, (c, *d) = [e, [f]] = 1', 'abcdef'],
  ['changes in place', 'a += 1; b.c = 1; d[0] = 1', 'a'],
  ['annotations', 'a: int; b: int = 1; (c): int; (d): int = 1; e.f: int', 'abd'],
  ['imports', 'import a.x, b.y as b, c\nfrom . import d, x as e', 'abcde'],
  ['loops', 'for a, (b, *c) in x:\n  d = 1\nelse: e = 1', 'abcde'],
  ['contexts', 'with x as a, y as (b, c), z as d.e: f = 1', 'abcf'],
  ['handlers', 'try: a = 1\nexcept E as b: c = 1\nelse: d = 1\nfinally: e = 1', 'abcde'],
  ['definitions', 'def a(x=(b := 1)) -> (c := 2):\n  y = 1\nclass d(e := 1): z = 1\n@(f := 1)\ndef g(): pass', 'abcdefg'],
  ['deletion', 'del a, (b, c), d.e, f[0]', 'abc'],
  [
    'patterns',
    'match (a := 1):\n  case [b, *c] | {"k": d, **e}: f = 1\n  case P(g, h=i) as j if (k := 1): pass\n  case l: pass\n  case x.y | _: pass',
    'abcdefgijkl',
  ],
  ['walruses', 'x[(a := 1)].y((b := 2), k=(c := 3))\nif (d := 4) and f"{(e := 5)}": pass', 'abcde'],
  ['walruses in comprehensions', '[(a := x) for x in (b := y) if (c := [d := z for z in x])]', 'abcd'],
  ['lambdas', 'lambda x=(a := 1): (b := 2)', 'a'],
  ['branches', 'if x: a = 1\nelif y: b = 1\nelse:\n  while z: c = 1', 'abc'],
  ['nothing', 'global a\nprint(b)\nc.d()', ''],
])('%s assign names', (_, text, names) => expect([...assignedNames(read(text).body)].toSorted().join('')).toBe(names));

test('names resolve to the innermost function that binds them, or the module', () => {
  const text = 'a = b = c = 1\ndef outer(b):\n  c = 1\n  def inner():\n    d = a, b, c, len\n    return d\n  return inner';
  expect(resolved(text, [0, 0], 'a', 'b', 'c', 'd', 'len', 'outer', 'inner')).toEqual([
    'module',
    'outer',
    'outer',
    'inner',
    'builtin',
    'module',
    'outer',
  ]);
});

test('the names of a class are not seen in its methods', () => {
  const text = 'x = 1\nclass A:\n  x = 2\n  y = x\n  def m(self): return x\n  z = [x for _ in x]\n  class B:\n    w = x';
  expect(resolved(text, [0], 'x')).toEqual(['A']);
  expect(resolved(text, [0, 0], 'x', 'self', 'A')).toEqual(['module', 'm', 'module']);
  expect(resolved(text, [0, 1], 'x', '_')).toEqual(['module', 'comprehension']);
  expect(resolved(text, [0, 2], 'x', 'w')).toEqual(['module', 'B']);
});

test('global and nonlocal point elsewhere', () => {
  const text =
    'def f():\n  global a\n  a = b = 1\n  def g():\n    nonlocal b\n    b = a\n    def h(): return a, b\n  def i():\n    a = 2';
  expect(resolved(text, [], 'a', 'b')).toEqual(['module', 'builtin']);
  expect(resolved(text, [0], 'a', 'b')).toEqual(['module', 'f']);
  expect(resolved(text, [0, 0], 'a', 'b')).toEqual(['module', 'f']);
  expect(resolved(text, [0, 0, 0], 'a', 'b')).toEqual(['module', 'f']);
  expect(resolved(text, [0, 1], 'a')).toEqual(['i']);
  expect(resolved('def f():\n  global print\n  print()', [0], 'print')).toEqual(['builtin']);
});

test('comprehensions and lambdas have scopes, but the first iterable is evaluated outside', () => {
  const text = 'def f(x):\n  return [(y := a) for a in (lambda z: z)(x) for b in [c for c in a]], lambda *k, d=1: (e := k)';
  expect(resolved(text, [0], 'x', 'y', 'a', 'e')).toEqual(['f', 'f', 'builtin', 'builtin']);
  // In the order in which they are evaluated: the lambda in the first iterable, the comprehension, the lambda after it.
  expect(resolved(text, [0, 0], 'z', 'x')).toEqual(['lambda', 'f']);
  expect(resolved(text, [0, 1], 'a', 'b', 'y', 'c')).toEqual(['comprehension', 'comprehension', 'f', 'builtin']);
  expect(resolved(text, [0, 1, 0], 'c', 'a')).toEqual(['comprehension', 'comprehension']);
  expect(resolved(text, [0, 2], 'k', 'd', 'e')).toEqual(['lambda', 'lambda', 'lambda']);
});

test('defaults, annotations and decorators belong to the scope around', () => {
  const text = 'def f(x):\n  @x.a\n  def g(x=x, *y: x) -> [q for q in x]: return x';
  const { module } = scopesOf(read(text));
  const f = module.children[0];
  expect(f?.children.map((each) => each.node.kind)).toEqual(['Comprehension', 'FunctionDef']);
  expect(resolved(text, [0, 1], 'x', 'y')).toEqual(['g', 'g']);
});

test('a star import is noted', () => {
  const { module } = scopesOf(read('from keras.layers import *\ndef f(): pass'));
  expect(module.hasStarImport).toBe(true);
  expect(module.children[0]?.hasStarImport).toBe(false);
});

test('a scope is found by its node', () => {
  const module = read('def f(): pass');
  const tree = scopesOf(module);
  const [f] = module.body;
  expect(f?.kind === 'FunctionDef' && tree.scopeOf(f)?.parent).toBe(tree.module);
  expect(tree.scopeOf(module)).toBe(tree.module);
});

test('walking reaches every name once, and stops where told', () => {
  const text =
    '@a\ndef f(b: c = d, *e: g) -> h:\n  return i\nclass J(k, l=m): n = o\ndel p\nq += r\ns: t = u\nfor v in w: x\nelse: y\nwhile z: A\n' +
    'with B as C: D\nmatch E:\n  case F.G if H: I\nraise K from L\ntry: M\nexcept N: O\nelse: P\nfinally: Q\nassert R, S\n' +
    'T and U, (V := W), X + Y, -Z\nlambda aa=bb: cc\ndd if ee else ff\n{gg: hh, **ii}\n{jj}\n[kk for ll in mm if nn]\n{oo: pp for qq in rr}\n' +
    'ss < tt\nuu(vv, *ww, xx=yy, **zz)\nf"{ab} {ac:{1}}"\nad.ae\naf[ag:ah:ai, aj]\n[*ak]\nawait_(al)\nwhile 1: break; continue';
  const names: string[] = [];
  walk(read(text), (node) => node.kind === 'Name' && names.push(node.id));
  const bound = ['f', 'b', 'e', 'J', 'l', 'G', 'aa', 'xx', 'ae'];
  const keywords =
    /^(def|return|class|del|for|in|else|while|with|as|match|case|if|raise|from|try|except|finally|assert|and|lambda|break|continue)$/;
  const text2 = text.replace(/f"(.*)"/, '$1').match(/[A-Za-z_]\w*/g) ?? [];
  const expected = text2.filter((word) => !keywords.test(word) && !bound.includes(word));
  expect(names.toSorted()).toEqual(expected.toSorted());

  const kinds: string[] = [];
  walk(read('f(a)\nx'), (node) => {
    kinds.push(node.kind);
    return node.kind === 'Call' ? 'skip' : undefined;
  });
  expect(kinds).toEqual(['Module', 'Expr', 'Call', 'Expr', 'Name']);
});

test('the parent is told', () => {
  const parents: string[] = [];
  walk(read('f(a.b)'), (node, parent) => {
    if (node.kind === 'Name') parents.push(`${node.id} in ${parent?.kind}`);
  });
  expect(parents).toEqual(['f in Call', 'a in Attribute']);
  const name: Name = { kind: 'Name', id: 'x', start: 0, end: 1 };
  expect(children(name)).toEqual([]);
});
