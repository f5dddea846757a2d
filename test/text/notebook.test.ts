import { expect, test } from 'vitest';
import { cellAt } from '../../src/text/cells';
import { lineEdits } from '../../src/text/diff';
import { applyEdits } from '../../src/text/edit';
import { joinCells, readNotebook } from '../../src/text/notebook';
import { editNotebook, updateNotebook } from '../../src/text/notebook-edit';

/** As Jupyter writes it: one space of indentation, lines as a list, `\u00e9` left as `é`. */
const jupyter = `{
 "cells": [
  {
   "cell_type": "markdown",
   "metadata": {},
   "source": ["# Title é\\n", "model.fit"]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "metadata": {"colab": {"base_uri": "x"}},
   "outputs": [{"data": {"text/plain": ["[1, {\\"source\\": [\\"no\\"]}]"]}, "source": "no"}],
   "source": [
    "!pip install tensorflow\\n",
    "import tensorflow as tf\\n",
    "name = \\"é\\""
   ]
  },
  {
   "cell_type": "code",
   "metadata": {"vscode": {"languageId": "r"}},
   "source": ["x <- 1"]
  },
  {
   "cell_type": "code",
   "source": "lr = 10\\nfit(lr)",
   "metadata": {}
  },
  {
   "cell_type": "code",
   "source": [],
   "metadata": {}
  }
 ],
 "metadata": {"language_info": {"name": "python"}},
 "nbformat": 4, "nbformat_minor": 5
}
`;

const read = (json: string): { text: string; cells: readonly { index: number; start: number; end: number }[] } => {
  const notebook = readNotebook(json);
  if (!notebook.ok) throw new Error(notebook.message);
  return notebook;
};

test('Python cells are joined in order, and located among all cells', () => {
  const { text, cells } = read(jupyter);
  expect(text).toBe(`${' '.repeat(23)}\nimport tensorflow as tf\nname = "é"\nlr = 10\nfit(lr)\n`);
  expect(cells).toEqual([
    { index: 1, start: 0, end: 58 },
    { index: 3, start: 59, end: 74 },
    { index: 4, start: 75, end: 75 },
  ]);
  expect(cellAt(cells, text.indexOf('fit'))?.index).toBe(3);
});

test('format 3 has its cells in worksheets, and their text as input', () => {
  const json = JSON.stringify({
    nbformat: 3,
    worksheets: [
      {
        cells: [
          { cell_type: 'heading', source: 'x' },
          { cell_type: 'code', language: 'python', input: ['a = 1\n', 'b = 2'] },
        ],
      },
      {
        cells: [
          { cell_type: 'code', language: 'julia', input: 'c' },
          { cell_type: 'code', input: 'd = 3' },
        ],
      },
    ],
  });
  expect(read(json)).toMatchObject({ text: 'a = 1\nb = 2\nd = 3', cells: [{ index: 1 }, { index: 3 }] });
  expect(JSON.parse(editNotebook(json, [{ start: 16, end: 17, newText: '4' }]))).toMatchObject({
    worksheets: [{}, { cells: [{}, { input: 'd = 4' }] }],
  });
});

test.each([
  ['', 'This notebook is not valid JSON.'],
  ['{"cells": [', 'This notebook is not valid JSON.'],
  ['[]', 'This file is JSON, but not a notebook: it has no cells.'],
  ['null', 'This file is JSON, but not a notebook: it has no cells.'],
  ['{"cells": 1}', 'This file is JSON, but not a notebook: it has no cells.'],
])('%j is refused', (json, message) => expect(readNotebook(json)).toEqual({ ok: false, message }));

test.each<[string, unknown]>([
  [
    'a cell that is none',
    [1, null, 'x', [], { cell_type: 'code' }, { cell_type: 'code', source: 1 }, { cell_type: 'code', source: ['a', 2, 'b'] }],
  ],
  ['no cell', []],
])('%s does not break reading', (_, cells) => {
  const { text } = read(JSON.stringify({ cells }));
  expect(text.trim()).toBe((cells as unknown[]).length > 0 ? 'ab' : '');
});

test('a notebook of another language has no Python', () =>
  expect(read(jupyter.replace('"name": "python"', '"name": "R"'))).toMatchObject({ text: '', cells: [] }));

test('the joined text masked and unmasked has the same places', () => {
  const cells = ['%time x = 1', '!ls', '', 'y = !ls\n', '%%bash\nrm'].map((text, index) => ({ index, text }));
  const joined = joinCells(cells);
  expect(joined.cells.map(({ start, end }) => end - start)).toEqual(cells.map(({ text }) => text.length));
  expect(joined.text).toHaveLength(cells.map(({ text }) => text).join('\n').length);
});

test('an edit changes the lines it touches and nothing else', () => {
  const { text } = read(jupyter);
  const at = text.indexOf('name');
  const listed = editNotebook(jupyter, [{ start: at, end: at + 4, newText: 'import numpy\nlabel' }]);
  expect(listed).toBe(jupyter.replace('"name = \\"é\\""', '"import numpy\\n",\n    "label = \\"é\\""'));
  const lr = text.indexOf('10');
  expect(editNotebook(jupyter, [{ start: lr, end: lr + 2, newText: '0.001' }])).toBe(jupyter.replace('lr = 10', 'lr = 0.001'));
});

test('an edit keeps how the file escapes and spaces', () => {
  const compact = '{"cells":[{"cell_type":"code","source":["a = \\"\\u00e9\\"\\n","b"]}],"metadata":{}}';
  expect(editNotebook(compact, [{ start: 8, end: 9, newText: 'ü = "x/y"' }])).toBe(
    compact.replace('"b"', '"\\u00fc = \\"x/y\\""'),
  );
  const empty = '{"cells": [{"cell_type": "code", "source": []}]}';
  expect(editNotebook(empty, [{ start: 0, end: 0, newText: 'a\nb' }])).toBe(empty.replace('[]', '["a\\n", "b"]'));
  const marked = `\ufeff${empty}`;
  expect(editNotebook(marked, [{ start: 0, end: 0, newText: 'a' }])).toBe(marked.replace('[]', '["a"]'));
});

test('an edit over the end of a cell is refused', () => {
  const { cells } = read(jupyter);
  const end = cells[0]?.end ?? 0;
  expect(() => editNotebook(jupyter, [{ start: end - 1, end: end + 2, newText: '' }])).toThrow(RangeError);
  expect(() => editNotebook('{', [])).toThrow(RangeError);
});

test('a changed text is written back, and what was masked stays', () => {
  const before = read(jupyter);
  expect(updateNotebook(jupyter, before)).toBe(jupyter);
  const changes = [
    { start: 24, end: 24, newText: 'import numpy\n' },
    { start: before.text.indexOf('10'), end: before.text.indexOf('10') + 2, newText: '0.001' },
  ];
  const text = applyEdits(
    '',
    before.text,
    changes.map(({ start, end, newText }) => ({ place: { source: '', start, end }, newText })),
  );
  const cells = [
    { index: 1, start: 0, end: 71 },
    { index: 3, start: 72, end: 90 },
    { index: 4, start: 91, end: 91 },
  ];
  const written = updateNotebook(jupyter, { text, cells });
  expect(written).toBe(
    jupyter.replace('"import tensorflow', '"import numpy\\n",\n    "import tensorflow').replace('lr = 10', 'lr = 0.001'),
  );
  expect(read(written)).toMatchObject({ text, cells });
});

test('line edits turn any text into any other', () => {
  let state = 3;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let i = 0; i < 2000; i++) {
    const line = (): string => ['a\n', 'b\n', 'c', '\n', 'abc\n', '   \n'][random(6)] ?? '';
    const before = Array.from({ length: random(8) }, line).join('');
    const after = Array.from({ length: random(8) }, line).join('');
    const edits = lineEdits(before, after).map(({ start, end, newText }) => ({ place: { source: '', start, end }, newText }));
    expect(applyEdits('', before, edits)).toBe(after);
    if (before === after) expect(edits).toEqual([]);
  }
});
