/**
 * What an applied fix must keep: the text stays Python, the finding is gone, nothing else becomes wrong. A promise of every rule, so it is
 * judged in one place, for the tests (over the gallery) and for `npm run check:fixes` (over the corpora).
 */
import type { Finding, Fix } from '../../src/finding/finding';
import { noConfig, type Config } from '../../src/lint/config';
import { fixAll } from '../../src/lint/fix-all';
import { lint } from '../../src/lint/lint';
import { readProgram } from '../../src/read/read';
import type { PythonParser } from '../../src/python/parser';
import { rules } from '../../src/rules/index';
import { cellAt } from '../../src/text/cells';
import { applyEdits } from '../../src/text/edit';
import { lineTable } from '../../src/text/lines';
import { movedBy } from '../../src/text/moved';
import { readNotebook } from '../../src/text/notebook';
import { editNotebook } from '../../src/text/notebook-edit';
import type { Edit, Place } from '../../src/text/place';
import type { Source } from '../../src/text/source';

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
  readonly kind:
    | 'a rule failed'
    | 'cannot be applied'
    | 'changes nothing'
    | 'does not parse'
    | 'finding remains'
    | 'brings a finding'
    | 'fixes do not end';
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

interface Reading {
  readonly source: Source;
  readonly findings: readonly Finding[];
  readonly problems: readonly string[];
  readonly syntaxErrors: number;
}

function read(parser: PythonParser, source: Source): Reading {
  const sources = new Map([[source.id, source]]);
  const module = parser.parse(source.text);
  const program = readProgram({ entry: source.id, sources, modules: new Map([[source.id, module]]), resolve: () => undefined });
  const { findings, problems } = lint({ program, sources, entry: source.id, rules }, everyRuleOn);
  return { source, findings, problems, syntaxErrors: module.errors.length };
}

function judgeFix(
  parser: PythonParser,
  { source, notebook }: JudgedProgram,
  before: Reading,
  finding: Finding,
  { edits }: Fix,
): { readonly text?: string; readonly complaints: readonly Complaint[] } {
  let text: string;
  try {
    text = applyEdits(source.id, source.text, edits);
    if (notebook !== undefined) applyToNotebook(notebook, source, edits, text);
  } catch (error) {
    return { complaints: [{ kind: 'cannot be applied', detail: error instanceof Error ? error.message : String(error) }] };
  }
  if (text === source.text) return { text, complaints: [{ kind: 'changes nothing', detail: '' }] };
  const after = read(parser, { id: source.id, text });
  const complaints: Complaint[] = after.problems.map((detail) => ({ kind: 'a rule failed', detail }));
  if (after.syntaxErrors > before.syntaxErrors) complaints.push({ kind: 'does not parse', detail: 'tree-sitter' });
  const ofRule = (findings: readonly Finding[]): number => findings.filter(({ rule }) => rule === finding.rule).length;
  if (ofRule(after.findings) >= ofRule(before.findings)) {
    const there = after.findings.find(({ rule }) => rule === finding.rule);
    complaints.push({ kind: 'finding remains', detail: there?.message ?? '' });
  }
  for (const one of newlyLoud(before.findings, after.findings, edits))
    complaints.push({ kind: 'brings a finding', detail: `${one.rule} (${one.severity}): ${one.message}` });
  return { text, complaints };
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

const isLoud = ({ severity }: Finding): boolean => severity === 'error' || severity === 'warning';

/** Warnings and errors of `after` that have no counterpart where they were before the edits. */
function newlyLoud(before: readonly Finding[], after: readonly Finding[], edits: readonly Edit[]): readonly Finding[] {
  const known = before.filter(isLoud).map(({ rule, place }) => ({ rule, place: moved(place, edits) }));
  return after.filter(isLoud).filter(({ rule, place }) => {
    const index = known.findIndex((one) => one.rule === rule && one.place.start <= place.end && place.start <= one.place.end);
    if (index < 0) return true;
    known.splice(index, 1);
    return false;
  });
}

/** Where a place is after the edits: from the last to the first, so that none moves another. */
const moved = (place: Place, edits: readonly Edit[]): Place =>
  edits
    .toSorted((a, b) => b.place.start - a.place.start)
    .reduce(
      (span, { place: { start, end }, newText }) =>
        movedBy(span, { offset: start, length: end - start, inserted: newText.length }),
      place,
    );

/** All safe fixes together come to an end, and a second time finds nothing to do. */
function judgeFixAll(
  parser: PythonParser,
  { name, source }: JudgedProgram,
): { readonly text: string; readonly named: Omit<FixedText, 'text'>; readonly violations: readonly Violation[] } {
  const named = { program: name, line: 0, rule: 'fix-all', title: 'Fix all' };
  const relint = (sources: ReadonlyMap<string, Source>): readonly Finding[] =>
    read(parser, sources.get(source.id) ?? source).findings;
  const { sources } = fixAll(new Map([[source.id, source]]), relint);
  const again = fixAll(sources, relint);
  const text = sources.get(source.id)?.text ?? source.text;
  return {
    text,
    named,
    violations:
      again.applied.length > 0 ? [{ ...named, kind: 'fixes do not end', detail: [...new Set(again.applied)].join('; ') }] : [],
  };
}
