/**
 * What an applied fix must keep: the text stays Python, the finding is gone, nothing else becomes wrong. A promise of every rule, so it is
 * judged in one place, for the tests (over the gallery) and for `npm run check:fixes` (over the corpora).
 */
import type { Finding, Fix } from '../../src/finding/finding';
import { noConfig, type Config } from '../../src/lint/config';
import { fixAll } from '../../src/lint/fix-all';
import { lint } from '../../src/lint/lint';
import { tryFixes, type Reading, type Refusal } from '../../src/lint/proof';
import { readProgram } from '../../src/read/read';
import type { PythonParser } from '../../src/python/parser';
import { rules } from '../../src/rules/index';
import { cellAt } from '../../src/text/cells';
import { applyEdits } from '../../src/text/edit';
import { lineTable } from '../../src/text/lines';
import { readNotebook } from '../../src/text/notebook';
import { editNotebook } from '../../src/text/notebook-edit';
import type { Edit } from '../../src/text/place';
import type { Source, Sources } from '../../src/text/source';

/** A rule that is off by default speaks here all the same, quietly. */
export const everyRuleOn: Config = {
  ...noConfig,
  rules: Object.fromEntries(rules.filter(({ severity }) => severity === 'off').map(({ id }) => [id, 'hint' as const])),
};

export interface JudgedProgram {
  readonly name: string;
  readonly source: Source;
  /** The file of a notebook. */
  readonly notebook?: string;
}

export interface Violation {
  readonly program: string;
  /** 1-based, of the finding. */
  readonly line: number;
  readonly rule: string;
  readonly title: string;
  readonly kind: Refusal | 'fixes do not end';
  readonly detail: string;
}

/** A text that came out of a fix, for a second parser to judge. */
export interface FixedText extends Omit<Violation, 'kind' | 'detail'> {
  readonly text: string;
}

export interface Judged {
  readonly findings: number;
  readonly fixes: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
  readonly texts: readonly FixedText[];
}

export function judgedProgram(name: string, raw: string): JudgedProgram | undefined {
  if (!name.endsWith('.ipynb')) return { name, source: { id: 'program.py', text: raw } };
  const notebook = readNotebook(raw);
  return notebook.ok
    ? { name, source: { id: 'program.py', text: notebook.text, cells: notebook.cells }, notebook: raw }
    : undefined;
}

/** Applies every fix that any rule offers, each alone, and all safe ones together. */
export function judgeFixes(parser: PythonParser, program: JudgedProgram): Judged {
  const before = read(parser, program.source);
  const lines = lineTable(program.source.text);
  const fixes: Record<string, number> = {};
  const violations: Violation[] = [];
  const texts: FixedText[] = [];
  for (const problem of before.problems)
    violations.push({ program: program.name, line: 0, rule: '', title: '', kind: 'a rule failed', detail: problem });
  for (const finding of before.findings) {
    for (const fix of finding.fixes) {
      fixes[finding.rule] = (fixes[finding.rule] ?? 0) + 1;
      const line = lines.positionAt(finding.place.start).line + 1;
      const named = { program: program.name, line, rule: finding.rule, title: fix.title };
      const { text, complaints } = judgeFix(parser, program, before, finding, fix);
      if (text !== undefined) texts.push({ ...named, text });
      violations.push(...complaints.map((complaint) => ({ ...named, ...complaint })));
    }
  }
  const all = judgeFixAll(parser, program);
  if (all.text !== program.source.text) texts.push({ ...all.named, text: all.text });
  violations.push(...all.violations);
  return { findings: before.findings.length, fixes, violations, texts };
}

type Complaint = Pick<Violation, 'kind' | 'detail'>;

/** Reads the only text in play. */
function read(parser: PythonParser, source: Source): Reading {
  const sources: Sources = new Map([[source.id, source]]);
  const module = parser.parse(source.text);
  const program = readProgram({ entry: source.id, sources, modules: new Map([[source.id, module]]), resolve: () => undefined });
  const { findings, problems } = lint({ program, sources, entry: source.id, rules }, everyRuleOn);
  return { sources, findings, problems, tree: () => module };
}

function judgeFix(
  parser: PythonParser,
  { source, notebook }: JudgedProgram,
  before: Reading,
  finding: Finding,
  fix: Fix,
): { readonly text?: string; readonly complaints: readonly Complaint[] } {
  const tried = tryFixes(before, [{ finding, fix }], (sources) => read(parser, sources.get(source.id) ?? source));
  if (!tried.held) return { complaints: [{ kind: tried.reason, detail: tried.detail }] };
  const text = applyEdits(source.id, source.text, fix.edits);
  try {
    if (notebook !== undefined) applyToNotebook(notebook, source, fix.edits, text);
  } catch (error) {
    return { complaints: [{ kind: 'cannot be applied', detail: error instanceof Error ? error.message : String(error) }] };
  }
  return { text, complaints: [] };
}

/** The file itself must be editable: no edit may reach over the border of a cell, and the result must read as the joined text does. */
function applyToNotebook(notebook: string, source: Source, edits: readonly Edit[], text: string): void {
  for (const { place } of edits) {
    const cell = cellAt(source.cells ?? [], place.start);
    if (!cell || place.end > cell.end) throw new RangeError(`the edit at ${place.start} is not within one cell`);
  }
  const written = readNotebook(
    editNotebook(
      notebook,
      edits.map(({ place: { start, end }, newText }) => ({ start, end, newText })),
    ),
  );
  if (!written.ok || written.text !== text) throw new RangeError('the notebook reads otherwise after it');
}

/** All safe fixes together come to an end, and a second time finds nothing to do. */
function judgeFixAll(
  parser: PythonParser,
  { name, source }: JudgedProgram,
): { readonly text: string; readonly named: Omit<FixedText, 'text'>; readonly violations: readonly Violation[] } {
  const named = { program: name, line: 0, rule: 'fix-all', title: 'Fix all' };
  const reread = (sources: Sources): Reading => read(parser, sources.get(source.id) ?? source);
  const { sources, unsettled } = fixAll(read(parser, source), reread);
  const again = fixAll(reread(sources), reread);
  const text = sources.get(source.id)?.text ?? source.text;
  return {
    text,
    named,
    violations:
      again.applied.length > 0 && unsettled === undefined
        ? [{ ...named, kind: 'fixes do not end', detail: [...new Set(again.applied)].join('; ') }]
        : [],
  };
}
