/** Silence in a whole file, and a rule switched off in pyproject.toml: everything else in the text stays what it was. */
import { describe, expect, test } from 'vitest';
import { readPyproject } from '../../src/lint/config';
import { ignoreFileEdit } from '../../src/lint/ignore-file';
import { edited } from '../../src/lint/proof';
import { withRuleOff } from '../../src/lint/pyproject-edit';
import { reader } from '../support/reading';

const program = `from tensorflow import keras
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="softmax")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(x, y)
`;

async function ignored(text: string): Promise<string | undefined> {
  const read = await reader();
  const before = read.text(text);
  const finding = before.findings.find(({ rule }) => rule === 'softmax-single-unit');
  expect(finding).toBeDefined();
  const edit = finding && ignoreFileEdit(before, finding, read.again);
  return edit && edited(before.sources, [edit]).get('main.py')?.text;
}

describe('ignore in this file', () => {
  const comment = '# lossprobe: ignore-file[softmax-single-unit]';

  test.each([
    ['', program, `${comment}\n${program}`],
    [
      'behind the interpreter and the encoding',
      `#!/usr/bin/python\n# -*- coding: utf-8 -*-\n${program}`,
      `#!/usr/bin/python\n# -*- coding: utf-8 -*-\n${comment}\n${program}`,
    ],
    ['before a docstring', `"""Doc."""\n${program}`, `${comment}\n"""Doc."""\n${program}`],
    ['with the line breaks of the file', program.replaceAll('\n', '\r\n'), `${comment}\r\n${program.replaceAll('\n', '\r\n')}`],
    [
      'in the comment that is there',
      `# lossprobe: ignore-file[lr-too-high]\n${program}`,
      `# lossprobe: ignore-file[lr-too-high, softmax-single-unit]\n${program}`,
    ],
  ])('the comment stands %s', async (_, before, after) => {
    expect(await ignored(before)).toBe(after);
  });
});

describe('a rule off in pyproject.toml', () => {
  const known = ['lr-too-high', 'lr-too-low', 'softmax-single-unit'];
  const off = (text: string): string | undefined => withRuleOff(text, 'lr-too-high', known);
  const entry = 'lr-too-high = "off"';

  test.each([
    ['', `[tool.loss-probe.rules]\n${entry}\n`],
    ['[project]\nname = "x"\n', `[project]\nname = "x"\n\n[tool.loss-probe.rules]\n${entry}\n`],
    ['[tool.loss-probe.rules]\n# why\nlr-too-low = "hint"\n', `[tool.loss-probe.rules]\n${entry}\n# why\nlr-too-low = "hint"\n`],
    [
      '[tool.loss-probe.rules]\nlr-too-high = "hint"\n[tool.x]\nlr-too-high = 1\n',
      `[tool.loss-probe.rules]\n${entry}\n[tool.x]\nlr-too-high = 1\n`,
    ],
    ['[tool.loss-probe.rules]\r\n"lr-too-high" = "hint"\r\n', `[tool.loss-probe.rules]\r\n${entry}\r\n`],
    ['[tool.loss-probe]\nexclude = ["old"]\n', `[tool.loss-probe]\nexclude = ["old"]\n\n[tool.loss-probe.rules]\n${entry}\n`],
  ])('%j', (before, after) => {
    expect(off(before)).toBe(after);
    expect(readPyproject(after, known).config.rules['lr-too-high']).toBe('off');
  });

  test('nothing is written where it would not be the file with that one rule off', () => {
    expect(off('[tool.loss-probe]\nrules = { lr-too-low = "hint" }\n')).toBeUndefined();
    expect(off('[tool\n')).toBeUndefined();
    expect(off('x = """\n[tool.loss-probe.rules]\n"""\n')).toBeUndefined();
  });
});
