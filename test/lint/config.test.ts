import { describe, expect, test } from 'vitest';
import { isExcluded, markIn, mergeConfig, noConfig, readPyproject, readRules } from '../../src/lint/config';

const known = ['lr-too-high', 'no-hidden-layer'];

describe('pyproject.toml', () => {
  test('without our table configures nothing', () => {
    expect(readPyproject('[project]\nname = "x"\n', known)).toEqual({ config: noConfig, problems: [], marks: [] });
  });

  test('sets levels and exclusions', () => {
    const { config, problems } = readPyproject('[tool.loss-probe]\nexclude = ["old"]\nrules = { lr-too-high = "off" }\n', known);
    expect(config).toEqual({ rules: { 'lr-too-high': 'off' }, exclude: ['old'] });
    expect(problems).toEqual([]);
  });

  test.each([
    ['[tool.loss-probe\n', /^pyproject\.toml is not valid TOML \(line 1\)/],
    ['[tool.loss-probe]\nlevel = 3\n', /unknown keys: level/],
    ['[tool.loss-probe]\nexclude = "old"\n', /must be a list of strings/],
    ['[tool.loss-probe.rules]\nnothing = "off"\n', /does not exist: nothing/],
    ['[tool.loss-probe.rules]\nlr-too-high = "loud"\n', /level "loud"; use one of error, warning/],
    ['[tool]\nloss-probe = 3\n', /must be a table/],
  ])('%j is answered in one sentence', (text, sentence) => {
    const { config, problems } = readPyproject(text, known);
    expect(config).toEqual(noConfig);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
    expect(problems[0]).toMatch(/\.$/);
  });

  test.each([
    ['x = 1\n[tool.loss-probe\ny = 2\n', ['[tool.loss-probe']],
    ['level = 1\n[tool.loss-probe]\nlevel = 3\n', ['level']],
    ['[tool.loss-probe]\nexclude = "old"\n', ['exclude']],
    ['[tool.loss-probe.rules]\nnothing = "off"\nlr-too-high = "loud"\n', ['nothing', 'lr-too-high']],
    ['[tool]\nloss-probe = 3\n', ['loss-probe']],
  ])('the problems of %j stand where they are', (text, words) => {
    const { problems, marks } = readPyproject(text, known);
    expect(marks).toHaveLength(problems.length);
    const spans = marks.map((mark) => markIn(text, mark));
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(words);
    // Behind the header, not a namesake before it.
    for (const { start, end } of spans) expect(end).toBeGreaterThan(Math.max(start, text.indexOf('loss-probe')));
  });
});

test('settings that are no table are answered too', () => {
  expect(readRules(['off'], known, 'lossProbe.rules')).toEqual({
    rules: {},
    problems: ['lossProbe.rules must be a table of rule ids and levels.'],
    marks: [{ key: 'rules' }],
  });
  expect(readRules(undefined, known, 'lossProbe.rules')).toEqual({ rules: {}, problems: [], marks: [] });
});

test("the project's file wins over settings, rule by rule", () => {
  const settings = { rules: { 'lr-too-high': 'hint', 'no-hidden-layer': 'off' }, exclude: ['a'] } as const;
  const project = { rules: { 'lr-too-high': 'error' }, exclude: ['b'] } as const;
  expect(mergeConfig(settings, project)).toEqual({
    rules: { 'lr-too-high': 'error', 'no-hidden-layer': 'off' },
    exclude: ['a', 'b'],
  });
});

test.each([
  ['old', 'src/old/a.py', true],
  ['old', 'src/older/a.py', false],
  ['*.ipynb', 'src/a.ipynb', true],
  ['src/old', 'src/old/deep/a.py', true],
  ['src/old', 'lib/src/old/a.py', false],
  ['src/**/gen', 'src/a/b/gen', true],
  ['a+b', 'a+b/c.py', true],
  ['old/', 'old/a.py', true],
])('%s excludes %s: %s', (pattern, path, expected) => {
  expect(isExcluded(path, [pattern])).toBe(expected);
});

test('a pattern with many stars has no effect, is told, and takes no time', () => {
  const wild = `${'a*'.repeat(15)}b`;
  expect(isExcluded('a'.repeat(48), [wild, '**/**/**/**/x'])).toBe(false);
  const { problems } = readPyproject(`[tool.loss-probe]\nexclude = ["${wild}", "old*"]`, known);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('too many stars');
});

test('a pattern of nothing but a slash names nothing', () => {
  for (const pattern of ['', '/', './', '//', './/']) expect(isExcluded('a/b.py', [pattern])).toBe(false);
});
