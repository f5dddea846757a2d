/** `read/python` follows programs with a library that this test invents; it compiles and runs without any other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { makeObject } from '../../src/read/python/objects';
import { combine } from '../../src/read/python/guests';
import type { Library } from '../../src/read/python/library';
import type { Machine } from '../../src/read/python/machine';
import { interpret } from '../../src/read/python/run';
import { asNumber, constant, none, tuple, type ObjectRef, type Value } from '../../src/read/python/value';
import { testParser } from '../support/parser';

const isSack = (value: Value): value is ObjectRef => value.kind === 'object' && value.type === 'sack.Sack';

/** A sack of numbers. */
const sack: Library = {
  roots: ['sack'],
  functions: { 'sack.Sack': ({ m, name, args, site }) => makeObject(m, name, args, site) },
  methods: [['sack.Sack', { first: ({ object, place }) => object.args.positional[0] ?? none(place) }]],
  kinds: {
    object: {
      call: (m, value, args, site) => makeObject(m, value.type, { ...args, positional: args.positional.slice(0, 1) }, site),
      attribute: (_, value, name, place) => (name === 'size' ? constant(value.args.positional.length, place) : undefined),
      item: (_, value, index) => value.args.positional[asNumber(index) ?? -1],
      iterate: (_, value, place) => ({ items: value.args.positional, element: none(place), over: 'other' }),
      truth: (_, value) => value.args.positional.length > 0,
    },
  },
  hooks: {
    operator: (m, op, left, right, place) =>
      op === '+' && isSack(left) && isSack(right)
        ? makeObject(m, left.type, { ...left.args, positional: [...left.args.positional, ...right.args.positional] }, left.call)
        : op === '+' && isSack(left)
          ? tuple([right], place)
          : undefined,
  },
};

async function follow(
  text: string,
  libraries: readonly Library[],
): Promise<{ m: Machine; valueOf: (name: string) => Value | undefined }> {
  const source = { id: 'main.py', text };
  const modules = new Map([[source.id, (await testParser()).parse(text)]]);
  const m = interpret(
    { entry: source.id, sources: new Map([[source.id, source]]), modules, resolve: () => undefined },
    combine(libraries),
  );
  return { m, valueOf: (name) => m.store.read(m.modules.get(source.id)?.scope.id ?? -1, name) };
}

const program = `
import sack
from sack import Sack as S

both = S(1, 2) + sack.Sack(3)
size = both.size
second = both[1]
first = both.first()
one = S(7, 8)(9).size
total = 0
for number in both:
    total += number
doubled = [2 * n for n in both]
a, b, c = both
kind = 'full' if both else 'empty'
nothing = 'full' if S() else 'empty'
strange = S(1) + 5
other = sack.unheard_of(both)
missing = both.colour
`;

test('what a library says of its functions, methods and values is what the program gets', async () => {
  const { valueOf } = await follow(program, [sack]);
  expect(['size', 'second', 'first', 'one', 'total', 'a', 'b', 'c'].map((name) => asNumber(valueOf(name)))).toEqual([
    3, 2, 1, 1, 6, 1, 2, 3,
  ]);
  expect([valueOf('kind'), valueOf('nothing')]).toMatchObject([{ value: 'full' }, { value: 'empty' }]);
  expect(valueOf('doubled')).toMatchObject({ kind: 'list' });
  expect(valueOf('strange')).toMatchObject({ kind: 'tuple', items: [{ value: 5 }] });
});

test('what it does not say is unknown, with the library as its reason', async () => {
  const { m, valueOf } = await follow(program, [sack]);
  expect(valueOf('other')).toMatchObject({ kind: 'unknown', why: { reason: 'not-modelled', detail: 'sack.unheard_of' } });
  expect(valueOf('missing')).toMatchObject({ kind: 'method', name: 'colour' });
  // It was handed to a function of which nothing is known.
  const both = valueOf('both');
  expect(both?.kind === 'object' && m.escaped.has(both.id)).toBe(true);
});

test('without any library the same program is followed to its end, and everything of the library is unknown', async () => {
  const { valueOf } = await follow(`${program}\nlast = 1 + 1\n`, []);
  expect(valueOf('both')).toMatchObject({ kind: 'unknown' });
  expect(valueOf('other')).toMatchObject({ kind: 'unknown', why: { reason: 'outside' } });
  expect(asNumber(valueOf('last'))).toBe(2);
});

test('of two libraries that answer, the first has precedence', async () => {
  const louder: Library = {
    ...sack,
    hooks: { operator: (_, __, left, ___, place) => (isSack(left) ? constant('mine', place) : undefined) },
  };
  expect((await follow(program, [louder, sack])).valueOf('both')).toMatchObject({ value: 'mine' });
  expect(asNumber((await follow(program, [sack, louder])).valueOf('size'))).toBe(3);
});

test('read/python compiles with nothing of the libraries', () => {
  const src = resolve(import.meta.dirname, '../../src');
  const folder = join(src, 'read/python');
  const { compilerOptions } = ts.parseConfigFileTextToJson(
    'tsconfig.base.json',
    readFileSync(join(src, 'tsconfig.base.json'), 'utf8'),
  ).config as { compilerOptions: Record<string, unknown> };
  const { options, errors } = ts.convertCompilerOptionsFromJson(
    { ...compilerOptions, composite: false, noEmit: true, emitDeclarationOnly: false, declaration: false },
    src,
  );
  expect(errors).toEqual([]);
  const files = readdirSync(folder).map((file) => join(folder, file));
  const compiled = ts.createProgram(files, options);
  expect(ts.getPreEmitDiagnostics(compiled).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual(
    [],
  );
  const used = compiled.getSourceFiles().map(({ fileName }) => relative(src, fileName).split(sep).slice(0, 2).join('/'));
  expect([...new Set(used.filter((file) => file.startsWith('read/')))]).toEqual(['read/python']);
});
