import { expect, test } from 'vitest';
import type { Call, ConstantValue, Expression, JoinedStr, Statement } from '../../src/python/ast';
import { testParser } from '../support/parser';

const { parse } = await testParser();

function statement(text: string): Statement {
  const module = parse(text);
  expect(module.errors).toEqual([]);
  expect(module.body).toHaveLength(1);
  const [only] = module.body;
  if (only === undefined) throw new Error('nothing was read');
  return only;
}

function expression(text: string): Expression {
  const node = statement(text);
  if (node.kind !== 'Expr') throw new Error(node.kind);
  return node.value;
}

/** The expression with all its parentheses, so that its structure can be read. */
function grouped(node: Expression): string {
  switch (node.kind) {
    case 'Name':
      return node.id;
    case 'Constant':
      return String('value' in node.value ? node.value.value : node.value.type);
    case 'BinOp':
      return `(${grouped(node.left)} ${node.op} ${grouped(node.right)})`;
    case 'UnaryOp':
      return `(${node.op} ${grouped(node.operand)})`;
    case 'BoolOp':
      return `(${node.values.map(grouped).join(` ${node.op} `)})`;
    case 'Compare':
      return `(${[grouped(node.left), ...node.comparators.map((each, i) => `${node.ops[i]} ${grouped(each)}`)].join(' ')})`;
    case 'IfExp':
      return `(${grouped(node.body)} if ${grouped(node.test)} else ${grouped(node.orelse)})`;
    case 'NamedExpr':
      return `(${node.target.id} := ${grouped(node.value)})`;
    case 'Await':
      return `(await ${grouped(node.value)})`;
    case 'Starred':
      return `*${grouped(node.value)}`;
    case 'Tuple':
      return `<${node.elements.map(grouped).join(', ')}>`;
    case 'Call':
      return `${grouped(node.function)}[${node.arguments.map((each) => '*'.repeat(each.star) + grouped(each.value)).join(', ')}]`;
    default:
      return node.kind;
  }
}

test.each([
  ['not a or b', '((not a) or b)'],
  ['not a in b', '(not (a in b))'],
  ['a or b and not c', '(a or (b and (not c)))'],
  ['a or b or c', '(a or b or c)'],
  ['(a or b) or c', '((a or b) or c)'],
  ['-x ** -y', '(- (x ** (- y)))'],
  ['a ** b ** c', '(a ** (b ** c))'],
  ['a - b - c', '((a - b) - c)'],
  ['a ^ b & c', '(a ^ (b & c))'],
  ['a & b ^ c & d', '((a & b) ^ (c & d))'],
  ['a < b <= c != d', '(a < b <= c != d)'],
  ['a <> b', '(a != b)'],
  ['a if b else c if d else e', '(a if b else (c if d else e))'],
  ['(a := b or c)', '(a := (b or c))'],
  ['(a := b if c else d)', '(a := (b if c else d))'],
  ['await a ** b', '((await a) ** b)'],
  ['f(*a + b, *c or d, **e)', 'f[*(a + b), *(c or d), **e]'],
  ['a,', '<a>'],
  ['print -1', '(print - 1)'],
])('%s groups as %s', (text, groups) => expect(grouped(expression(text))).toBe(groups));

test.each<[string, ConstantValue]>([
  ['1_000', { type: 'int', value: 1000 }],
  ['0xFf', { type: 'int', value: 255 }],
  ['0o17', { type: 'int', value: 15 }],
  ['0b101', { type: 'int', value: 5 }],
  ['9007199254740991', { type: 'int', value: 9007199254740991 }],
  ['9007199254740993', { type: 'int', value: 9007199254740993n }],
  ['0xFFFFFFFFFFFFFFFFFF', { type: 'int', value: 0xffffffffffffffffffn }],
  ['10L', { type: 'int', value: 10 }],
  ['0777', { type: 'int', value: 511 }],
  ['1e-3', { type: 'float', value: 0.001 }],
  ['.5', { type: 'float', value: 0.5 }],
  ['1.', { type: 'float', value: 1 }],
  ['1e400', { type: 'float', value: Infinity }],
  ['2j', { type: 'complex', imaginary: 2 }],
  ['None', { type: 'None' }],
  ['...', { type: 'Ellipsis' }],
  ['False', { type: 'bool', value: false }],
  [`'a' "b" '''c'''`, { type: 'str', value: 'abc' }],
  [`r'\\n'`, { type: 'str', value: '\\n' }],
  [`r'\\\\'`, { type: 'str', value: '\\\\' }],
  [`'\\n\\x41\\u00e9\\101\\q\\\n'`, { type: 'str', value: '\nAéA\\q' }],
  [`b'\\xff\\u0041'`, { type: 'bytes', value: '\xff\\u0041' }],
  [`Rb"\\d"`, { type: 'bytes', value: '\\d' }],
  [`'😀\\U0001F600'`, { type: 'str', value: '😀😀' }],
  [`'\\N{EM DASH}'`, { type: 'str', value: '\ufffd' }],
])('%s is a constant', (text, value) =>
  expect(expression(text)).toEqual({ kind: 'Constant', value, start: 0, end: text.length }),
);

test('an f-string has its texts, values, conversions and formats', () => {
  const text = `f"acc {acc!r:>{w}} {{x}} {loss = :.3f}" ' end'`;
  const node = expression(text) as JoinedStr;
  expect(node.parts.map((part) => (part.kind === 'Constant' ? part.value : [part.value, part.conversion, part.format]))).toEqual([
    { type: 'str', value: 'acc ' },
    [{ kind: 'Name', id: 'acc', start: 7, end: 10 }, 'r', '>{w}'],
    { type: 'str', value: ' {x} loss = ' },
    [{ kind: 'Name', id: 'loss', start: 26, end: 30 }, undefined, '.3f'],
    { type: 'str', value: ' end' },
  ]);
});

test('a call keeps its arguments in order with their places', () => {
  const call = expression('model.compile(SGD(lr), loss="mse", *a, **k)') as Call;
  expect(call.parentheses).toEqual({ start: 13, end: 43 });
  expect(call.arguments.map(({ keyword, star, start, end }) => [keyword?.id, star, start, end])).toEqual([
    [undefined, 0, 14, 21],
    ['loss', 0, 23, 33],
    [undefined, 1, 35, 37],
    [undefined, 2, 39, 42],
  ]);
});

test('an argument in parentheses covers them, its value does not', () => {
  const [argument] = (expression('f((a))') as Call).arguments;
  expect(argument).toMatchObject({ start: 2, end: 5, value: { kind: 'Name', start: 3, end: 4 } });
});

test('Python 2 statements read as the calls they were', () => {
  expect(expression('print "loss", x')).toMatchObject({
    kind: 'Call',
    function: { kind: 'Name', id: 'print' },
    arguments: [{ value: { value: { value: 'loss' } } }, { value: { id: 'x' } }],
    parentheses: { start: 15, end: 15 },
  });
  expect(expression('print >>log, x')).toMatchObject({ arguments: [{ keyword: { id: 'file' } }, { value: { id: 'x' } }] });
  expect(expression('exec "x = 1"')).toMatchObject({ kind: 'Call', function: { id: 'exec' } });
  expect(statement('raise ValueError, "bad"')).toMatchObject({ kind: 'Raise', exception: { id: 'ValueError' } });
  expect(statement('try: pass\nexcept E, e: pass')).toMatchObject({ handlers: [{ type: { id: 'E' }, name: { id: 'e' } }] });
});

test('identifiers are in normal form', () => expect(expression('ﬁt')).toMatchObject({ id: 'fit' }));

test('soft keywords are names where they are none', () => {
  expect(statement('type(x).y = 1')).toMatchObject({ kind: 'Assign', targets: [{ kind: 'Attribute', value: { kind: 'Call' } }] });
  expect(statement('match = model.match(type)')).toMatchObject({ kind: 'Assign', targets: [{ id: 'match' }] });
  expect(statement('type Vector = list[float]')).toMatchObject({ kind: 'Assign', targets: [{ id: 'Vector' }] });
});

test('no-break spaces are spaces outside strings', () =>
  expect(statement('x\u00a0=\u00a0"a\u00a0b"')).toMatchObject({ kind: 'Assign', value: { value: { value: 'a\u00a0b' } } }));

test('a class may have keywords without a name', () =>
  expect(statement('class A(B, *c, metaclass=M, **d): pass')).toMatchObject({
    bases: [{ id: 'B' }, { kind: 'Starred' }],
    keywords: [{ keyword: { id: 'metaclass' } }, { keyword: undefined, value: { id: 'd' } }],
  }));
