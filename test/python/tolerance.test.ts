import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Module } from '../../src/python/ast';
import { scopesOf } from '../../src/python/scope';
import { walk } from '../../src/python/walk';
import { testParser } from '../support/parser';

const { parse } = await testParser();

const folder = new URL('recordings/', import.meta.url);
const programs = readdirSync(folder)
  .filter((name) => name.endsWith('.py'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Every span lies within the text and within that of its parent; decorators alone stand before their definition. */
function expectNested(module: Module, text: string): void {
  expect(module).toMatchObject({ start: 0, end: text.length });
  const wrong: string[] = [];
  walk(module, (node, parent) => {
    const isDecorator = parent && 'decorators' in parent && parent.decorators.some((each) => each === node);
    const outer = parent === undefined || isDecorator ? module : parent;
    if (!(outer.start <= node.start && node.start <= node.end && node.end <= outer.end))
      wrong.push(`${node.kind} ${node.start}-${node.end} in ${outer.kind} ${outer.start}-${outer.end}`);
  });
  expect(wrong).toEqual([]);
  let before = 0;
  for (const { start, end } of module.errors) {
    expect(start).toBeGreaterThanOrEqual(before);
    expect(end).toBeLessThanOrEqual(text.length);
    before = start;
  }
}

/** A linear congruential generator (Numerical Recipes), so that a failure comes back. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const snippets =
  '( ) [ ] { } : , = " \' """ f" # \\ \n \t \r @ * ** -> := ; . lambda if else for in def class 0x é 😀 \0 \ufeff %'.split(' ');

function mutate(text: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const length = 1 + random(random(10) === 0 ? 200 : 8);
  switch (random(5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + length);
    case 2:
      return text.slice(0, at) + (snippets[random(snippets.length)] ?? '') + text.slice(at);
    case 3: {
      const from = random(text.length);
      return text.slice(0, at) + text.slice(from, from + length) + text.slice(at);
    }
    default:
      return text.slice(at);
  }
}

test('1,500 mutilated programs parse to well-formed trees', () => {
  const random = generator(20261123);
  let withErrors = 0;
  for (let i = 0; i < 1500; i++) {
    let text = programs[random(programs.length)] ?? '';
    for (let n = 1 + random(3); n > 0; n--) text = mutate(text, random);
    const module = parse(text);
    if (module.errors.length > 0) withErrors++;
    expectNested(module, text);
    scopesOf(module);
  }
  // Were nothing broken, nothing would have been tested.
  expect(withErrors).toBeGreaterThan(800);
});

const deep = 10_000;
test.each([
  ['parentheses', `x = ${'('.repeat(deep)}1${')'.repeat(deep)}`],
  ['parentheses never closed', '('.repeat(deep)],
  ['brackets never closed', `x = ${'['.repeat(deep)}`],
  ['calls', `x = ${'f('.repeat(deep)}1${')'.repeat(deep)}`],
  ['calls of calls', `x = f${'()'.repeat(deep)}`],
  ['attributes', `x = a${'.b'.repeat(deep)}`],
  ['unary', `x = ${'-'.repeat(deep)}1`],
  ['not', `x = ${'not '.repeat(deep)}1`],
  ['a sum', `x = ${'a + '.repeat(deep)}b`],
  ['a power', `x = ${'a ** '.repeat(deep)}b`],
  ['and between ors', `x = ${'a and b or '.repeat(deep)}c`],
  ['xor of ands', `x = ${'a & b ^ '.repeat(deep)}c`],
  ['conditionals', `x = ${'a if b else '.repeat(deep)}c`],
  ['lambdas', `x = ${'lambda: '.repeat(deep)}1`],
  ['comprehensions', `x = ${'[a for a in '.repeat(2000)}b${']'.repeat(2000)}`],
  ['f-strings', `x = ${'f"{'.repeat(50)}1${'}"'.repeat(50)}`],
  ['targets', `${'a = '.repeat(deep)}1`],
  ['nested targets', `${'('.repeat(deep)}a,${')'.repeat(deep)} = 1`],
  ['annotation', `x: ${'A | '.repeat(deep)}B`],
  ['subscripted annotation', `x: ${'A['.repeat(deep)}B${']'.repeat(deep)}`],
  ['elifs', `if a: pass\n${'elif a: pass\n'.repeat(deep)}`],
  ['blocks', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}if a:`).join('\n')],
  ['patterns', `match x:\n  case ${'['.repeat(2000)}a${']'.repeat(2000)}: pass`],
  ['patterns in parentheses', `match x:\n  case ${'('.repeat(2000)}a${')'.repeat(2000)}: pass`],
  ['decorators', `${'@a\n'.repeat(deep)}def f(): pass`],
  ['stars', `f(${'*'.repeat(deep)}a)`],
  ['walruses', `x = ${'(a := '.repeat(deep)}1${')'.repeat(deep)}`],
])('%s without end do not overflow the stack', (_, text) => {
  const module = parse(text);
  expectNested(module, text);
  scopesOf(module);
});

test.each([
  ['a sum', 'a + '],
  ['nested calls', 'f('],
  ['a chain of attributes', 'a.'],
])('%s of CPython-like depth is read whole', (_, part) => {
  const text = `x = ${part.repeat(150)}1${part.endsWith('(') ? ')'.repeat(150) : ''}`.replace('.1', '.b');
  expect(parse(text).errors).toEqual([]);
});

test('what is too deep is an error in its place, with the rest read', () => {
  const module = parse(`x = ${'('.repeat(500)}1${')'.repeat(500)}\ny = 2`);
  expect(module.errors).toHaveLength(1);
  expect(module.body[1]).toMatchObject({ kind: 'Assign', targets: [{ id: 'y' }], value: { value: { value: 2 } } });
});

test.each([
  '',
  '\n',
  '   ',
  '#',
  '\\',
  '\0',
  '\ufeff',
  '"',
  "'''",
  'f"{',
  'f"{a:{',
  '@',
  '\t\n x',
  ')',
  'def',
  'class A',
  '\ud800',
  'é',
  'print',
])('%j parses', (text) => expectNested(parse(text), text));

test('statements around an unreadable one are kept', () => {
  const module = parse('import tensorflow as tf\nmodel = tf.keras.Sequential([\nx = 1\n');
  expect(module.errors.length).toBeGreaterThan(0);
  expect(module.body[0]).toMatchObject({ kind: 'Import' });
});

test('a cut-off value makes its target unknown, not wrong', () => {
  const module = parse('x = 3 3\ny = 2');
  expect(module.errors.length).toBeGreaterThan(0);
  const known = module.body.filter((each) => each.kind === 'Assign' && each.value.kind === 'Constant');
  expect(known.map((each) => each.kind === 'Assign' && each.targets[0])).toMatchObject([{ id: 'y' }]);
});

test('an unreadable argument stays one among the others', () => {
  const module = parse('f(a, b c, d)');
  const arguments_: string[] = [];
  walk(module, (node) => {
    if (node.kind === 'Call') arguments_.push(...node.arguments.map((each) => each.value.kind));
  });
  expect(arguments_).toContain('ErrorExpression');
});
