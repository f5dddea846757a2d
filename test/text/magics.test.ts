import { expect, test } from 'vitest';
import { maskMagics } from '../../src/text/magics';
import { testParser } from '../support/parser';

const { parse } = await testParser();

// In what is expected a dot stands for a blank in place of something.
test.each([
  ['a shell line', '!pip install x\nimport y', '···· ······· ·\nimport y'],
  ['a magic', '%matplotlib inline\nx = 1', '··········· ······\nx = 1'],
  ['two shell marks', '!!ls', '····'],
  ['help before', '?print', '······'],
  ['help after', 'model.fit?', '··········'],
  ['much help after', 'model.fit??\nx', '···········\nx'],
  ['help of a magic', '%time?', '······'],
  ['continued lines', '!pip install \\\n  a \\\n  b\nx = 1', '···· ······· ·\n  · ·\n  ·\nx = 1'],
  ['quotes in a shell line', `!echo "it's\nx = 1`, '····· ·····\nx = 1'],
  ['brackets in a shell line', '!echo (\n%cd x\ny', '····· ·\n··· ·\ny'],
  ['an indented magic', 'if x:\n    %cd a\nelse:\n    !ls', 'if x:\n    pass·\nelse:\n    ...'],
  ['a short indented magic', 'if x:\n  !w', 'if x:\n  0·'],
  ['an indented help', 'if x:\n  abc?', 'if x:\n  pass'],
  ['a shell value', 'files = !ls *.h5\nn = len(files)', 'files = ... ····\nn = len(files)'],
  ['a magic value', 'a, b = %sql select', 'a, b = ...· ······'],
  ['a short shell value', 'x = !w', 'x =...'],
  ['a shortest shell value', 'x=!w', 'x=_·'],
  ['a timed statement', '%time x = fit(1)', 'if 1: x = fit(1)'],
  ['a timed statement with options', '%timeit -n 10 -r3 f(x)', 'if 1:··   ··  ··· f(x)'],
  ['an indented timed statement', 'for a in b:\n    %time fit(a)', 'for a in b:\n    if 1: fit(a)'],
  ['a timed compound statement', '%time for a in b: c', '····· ··· · ·· ·· ·'],
  ['a timed shell line', '%time !ls', '····· ···'],
  ['a cell of another language', '%%bash\nx = 1\r\nls', '······\n· · ·\r\n··'],
  ['a file written', '%%writefile m.py\nimport a', '··········· ····\n······ ·'],
  ['an unknown cell magic', '%%sql\nselect', '·····\n······'],
  ['a timed cell', '%%time\nmodel.fit(x)', '······\nmodel.fit(x)'],
  ['a captured and timed cell', '%%capture out\n%%time\nx = 1', '········· ···\n······\nx = 1'],
  ['a cell magic after a comment', '\n# title\n%%time\n%cd x\ny', '\n# title\n······\n··· ·\ny'],
  ['a cell magic too late', 'x = 1\n%%time\ny = 2', 'x = 1\n······\ny = 2'],
  ['automatic calls', '/f a\n,g b\n;h c', '·· ·\n·· ·\n·· ·'],
])('%s', (_, text, expected) => expect(maskMagics(text)).toBe(expected.replaceAll('·', ' ')));

test.each([
  ['a remainder', 'x = (a\n% b)'],
  ['a remainder on a continued line', 'x = a \\\n  % b'],
  ['text', 'x = """\n%time\n!ls\nhelp?\n"""'],
  ['text after an escaped quote', "x = 'it\\'s?'\ny = 1"],
  ['a comment', '# why?\nx = 1  # really?'],
  ['formatting', 'print("%d?" % x)'],
  ['an inequality', 'if a != b: c'],
  ['a list over lines', 'x = [\n    1,\n    2, # !\n]'],
  ['a keyword', 'f(a=1, b="!x")'],
  ['nothing', ''],
  ['an open bracket', 'f(\n%x'],
  ['an open text', '"""\n%x'],
  ['an open string', "x = 'abc\ny = 1"],
])('%s is left alone', (_, text) => expect(maskMagics(text)).toBe(text));

test('what is masked parses', () => {
  const cell = [
    '%load_ext tensorboard',
    'import tensorflow as tf',
    '!nvidia-smi',
    'if tf.test.is_gpu_available():',
    '    !pip install -q tensorflow-gpu',
    'lines = !cat log.txt',
    '%time history = model.fit(x, y,)',
    'for epoch in range(3):',
    '    %timeit step(epoch)',
    'tf.keras?',
  ].join('\n');
  const module = parse(maskMagics(cell));
  expect(module.errors).toEqual([]);
  expect(module.body.map((each) => each.kind)).toEqual(['Import', 'If', 'Assign', 'If', 'For']);
});

test('masking keeps length and line breaks of any text', () => {
  const parts = [
    '%',
    '%%time',
    '%%bash',
    '!',
    '?',
    '\n',
    '\r\n',
    '\r',
    '  ',
    '\\',
    '"',
    "'",
    '"""',
    '(',
    ')',
    '=',
    'x',
    '#',
    '😀',
    '%time ',
    ' -n 1 ',
  ];
  let state = 7;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let i = 0; i < 3000; i++) {
    const text = Array.from({ length: random(20) }, () => parts[random(parts.length)]).join('');
    expect(maskMagics(text).replace(/[^\r\n]/g, ' ')).toBe(text.replace(/[^\r\n]/g, ' '));
  }
});
