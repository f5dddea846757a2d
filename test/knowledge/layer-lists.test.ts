/**
 * What a layer is stands in `src/knowledge/layers` and nowhere else: no array, set, table, switch, regular expression or string of three or
 * more names of layers elsewhere in src, unless a comment beside it says why. The probe is left out: it is what the layers do.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { layerTypes } from '../../src/knowledge/layers';

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const names = new Set(layerTypes);

const namesIn = (text: string): readonly string[] => (text.match(/[A-Za-z]\w*/g) ?? []).filter((word) => names.has(word));

/** Names of layers that a node lists. */
function listed(node: ts.Node): readonly string[] {
  if (ts.isRegularExpressionLiteral(node)) return namesIn(node.text);
  // Sentences and Python are no lists.
  if (ts.isStringLiteral(node)) return /^[\w |.]+$/.test(node.text) && namesIn(node.text).length > 2 ? namesIn(node.text) : [];
  if (ts.isArrayLiteralExpression(node))
    return node.elements.flatMap((one) => (ts.isStringLiteral(one) ? namesIn(one.text) : []));
  if (ts.isObjectLiteralExpression(node))
    return node.properties.flatMap((one) => {
      const key = one.name && (ts.isIdentifier(one.name) || ts.isStringLiteral(one.name)) ? namesIn(one.name.text) : [];
      const value =
        ts.isPropertyAssignment(one) && ts.isStringLiteral(one.initializer) && names.has(one.initializer.text)
          ? [one.initializer.text]
          : [];
      return [...key, ...value];
    });
  if (ts.isCaseBlock(node))
    return node.clauses.flatMap((one) =>
      ts.isCaseClause(one) && ts.isStringLiteral(one.expression) ? namesIn(one.expression.text) : [],
    );
  return [];
}

/** A comment over the statement or on the line. */
function hasReason(node: ts.Node, file: ts.SourceFile): boolean {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent)
    if ((ts.getLeadingCommentRanges(file.text, at.getFullStart()) ?? []).length > 0 || ts.isBlock(at))
      return ts.isBlock(at) ? false : true;
  return false;
}

function listsOf(path: string, text: string): readonly string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const all = new Set(listed(node));
    if (all.size > 2 && !hasReason(node, file)) {
      found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${[...all].join(' ')}`);
    } else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

test('no list of layers stands outside knowledge without a reason', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !/^(?:knowledge|probe)\b/.test(path),
  );
  expect(files.length).toBeGreaterThan(200);
  expect(files.flatMap((path) => listsOf(path, readFileSync(src + path, 'utf8')))).toEqual([]);
});

test.each([
  "const a = ['LSTM', 'GRU', 'SimpleRNN'];",
  "const a = new Set('Dropout Flatten Reshape'.split(' '));",
  'const a = /^(?:LSTM|GRU|SimpleRNN)$/;',
  'const a = { LSTM: 4, GRU: 3, SimpleRNN: 1 };',
  "function f(x: string) { switch (x) { case 'LSTM': case 'GRU': case 'Dense': return 1; } return 0; }",
])('a list is seen: %s', (text) => {
  expect(listsOf('a.ts', text)).toHaveLength(1);
});
