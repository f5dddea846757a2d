import type { Finding } from '../../../src/finding/finding';
import { lineTable } from '../../../src/text/lines';

/** Where a finding is expected: on a 0-based line, from column to column of that line (a longer place is cut at the line's end). */
export interface Expected {
  readonly rule: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Splits a fixture into the Python text and the expectations underneath its lines. `#   ^^^ rule-id` marks columns of the line above;
 * written without a space after it, `#^^^ rule-id`, the `#` itself is the first column.
 */
export function readCarets(fixture: string): { readonly text: string; readonly expected: readonly Expected[] } {
  const lines: string[] = [];
  const expected: Expected[] = [];
  for (const line of fixture.split('\n')) {
    const caret = /^(\s*)#(\s*)(\^+)\s*([\w-]+)\s*$/.exec(line);
    if (!caret) {
      lines.push(line);
      continue;
    }
    const [, indent = '', gap = '', carets = '', rule = ''] = caret;
    const start = gap === '' ? indent.length : indent.length + 1 + gap.length;
    expected.push({ rule, line: lines.length - 1, start, end: indent.length + 1 + gap.length + carets.length });
  }
  return { text: lines.join('\n'), expected };
}

/** Findings in the form of expectations. */
export function asExpected(findings: readonly Finding[], text: string): readonly Expected[] {
  const table = lineTable(text);
  const lines = text.split('\n');
  return findings.map(({ rule, place }) => {
    const start = table.positionAt(place.start);
    const end = table.positionAt(place.end);
    return {
      rule,
      line: start.line,
      start: start.character,
      end: end.line === start.line ? end.character : (lines[start.line] ?? '').length,
    };
  });
}
