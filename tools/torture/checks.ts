/** What holds of every input, whatever it is: nothing throws, no fix breaks anything, what is written back is what was meant. */
import type { Finding } from '../../src/finding/finding';
import { fixAll } from '../../src/lint/fix-all';
import { lint } from '../../src/lint/lint';
import { edited, provenFindings, type Reading, type Reread } from '../../src/lint/proof';
import { noConfig } from '../../src/lint/config';
import { fixedPrograms } from '../../src/plan/fixes';
import { planBaseline, planFinding } from '../../src/plan/plan';
import type { Module } from '../../src/python/ast';
import type { PythonParser } from '../../src/python/parser';
import { readProgram } from '../../src/read/read';
import type { TrainingProgram } from '../../src/facts/training';
import { rules } from '../../src/rules/index';
import { readNotebook } from '../../src/text/notebook';
import { updateNotebook } from '../../src/text/notebook-edit';
import type { Source, Sources } from '../../src/text/source';
import { examineSurrounding } from './surrounding-checks';
import type { Surrounding } from './surroundings';

export interface Failure {
  readonly check: 'exception' | 'rule' | 'place' | 'fix' | 'fix-all' | 'plan' | 'notebook' | 'data';
  readonly detail: string;
}

/** How much was done, so that a run that tried nothing is seen. */
export interface Counts {
  inputs: number;
  runs: number;
  findings: number;
  fixes: number;
  fixedAll: number;
  unsettled: number;
  plans: number;
  notebooks: number;
  data: number;
  /** Of them, tests that were planned on the file's own rows. */
  ownRows: number;
  logs: number;
  settings: number;
}

export const noCounts = (): Counts => ({
  inputs: 0,
  runs: 0,
  findings: 0,
  fixes: 0,
  fixedAll: 0,
  unsettled: 0,
  plans: 0,
  notebooks: 0,
  data: 0,
  ownRows: 0,
  logs: 0,
  settings: 0,
});

/** An experiment larger than this would be unbounded memory in the host. */
export const largestPlan = 20_000_000;

const id = 'main.py';

export interface Program {
  readonly kind: 'program';
  readonly text: string;
  /** The file, where it is a notebook. */
  readonly notebook?: string | undefined;
}

export type Input = Program | Surrounding;

export interface Tortured {
  readonly failures: readonly Failure[];
  /** Texts after a fix that is offered, for a second parser. */
  readonly fixed: readonly string[];
}

/** Puts one input through the whole path: reading, rules, every fix, all fixes, planning, and the notebook it lies in. */
export function torture(parser: PythonParser, input: Input, counts: Counts): Tortured {
  counts.inputs++;
  const failures: Failure[] = [];
  const fixed: string[] = [];
  try {
    if (input.kind === 'program') examine(parser, input, counts, failures, fixed);
    else examineSurrounding(parser, input, counts, failures);
  } catch (error) {
    failures.push({ check: 'exception', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  return { failures, fixed };
}

function sourceOf({ text, notebook }: Program): Source | undefined {
  if (notebook === undefined) return { id, text };
  const read = readNotebook(notebook);
  return read.ok ? { id, text: read.text, cells: read.cells } : undefined;
}

function examine(parser: PythonParser, input: Program, counts: Counts, failures: Failure[], fixed: string[]): void {
  const source = sourceOf(input);
  if (!source) return;
  // What is equal is read once: a fix is tried alone, with all others, and again to be planned.
  const trees = new Map<string, Module>();
  const tree = ({ text }: Source): Module => known(trees, text, () => parser.parse(text));
  const programs = new Map<string, TrainingProgram>();
  const program = (sources: Sources): TrainingProgram => {
    const modules = new Map([...sources].map(([one, text]): [string, Module] => [one, tree(text)]));
    return known(programs, keyOf(sources), () => readProgram({ entry: id, sources, modules, resolve: () => undefined }));
  };
  const readings = new Map<string, Reading>();
  const reread: Reread = (sources) =>
    known(readings, keyOf(sources), () => {
      const { findings, unused, problems } = lint({ program: program(sources), sources, entry: id, rules }, noConfig);
      const treeOf = (one: string): Module | undefined => {
        const text = sources.get(one);
        return text && tree(text);
      };
      return { sources, findings: [...findings, ...unused], problems, tree: treeOf };
    });
  const sources: Sources = new Map([[id, source]]);
  const before = reread(sources);
  counts.runs += program(sources).runs.length;
  counts.findings += before.findings.length;
  failures.push(...before.problems.map((detail): Failure => ({ check: 'rule', detail })));
  for (const { rule, place } of before.findings)
    if (place.start < 0 || place.start > place.end || place.end > source.text.length)
      failures.push({ check: 'place', detail: `${rule} points outside the text` });

  for (const { rule, fixes } of provenFindings(before, reread))
    for (const fix of fixes) {
      counts.fixes++;
      const text = edited(sources, fix.edits).get(id)?.text ?? '';
      if (parser.parse(text).errors.length > tree(source).errors.length)
        failures.push({ check: 'fix', detail: `${rule}: "${fix.title}" does not parse` });
      fixed.push(text);
    }

  const all = checkFixAll(before, reread, counts, failures);
  if (all !== undefined) {
    fixed.push(all.text);
    if (input.notebook !== undefined) writeBack(input.notebook, all, counts, failures);
  }
  plan(before, program, counts, failures);
}

function known<T>(values: Map<string, T>, key: string, make: () => T): T {
  const before = values.get(key);
  if (before !== undefined) return before;
  const value = make();
  values.set(key, value);
  return value;
}

/** The text, and where the cells of a notebook begin and end in it. */
const keyOf = (sources: Sources): string => {
  const { text = '', cells = [] } = sources.get(id) ?? {};
  return `${cells.map(({ start, end }) => `${start}-${end}`).join()} ${text}`;
};

const loud = (findings: readonly Finding[]): number =>
  findings.filter(({ severity }) => severity === 'error' || severity === 'warning').length;

/** Fix-all comes to an end, makes nothing worse, and a second time finds nothing to do, or said that it would. */
function checkFixAll(before: Reading, reread: Reread, counts: Counts, failures: Failure[]): Source | undefined {
  const first = fixAll(before, reread);
  if (first.applied.length === 0) return undefined;
  counts.fixedAll++;
  if (first.unsettled !== undefined) counts.unsettled++;
  const after = reread(first.sources);
  if (loud(after.findings) > loud(before.findings))
    failures.push({ check: 'fix-all', detail: 'there is more to warn of than before' });
  const errors = (reading: Reading): number => reading.tree(id)?.errors.length ?? 0;
  if (errors(after) > errors(before)) failures.push({ check: 'fix-all', detail: 'it does not parse' });
  const again = fixAll(after, reread);
  if (again.applied.length > 0 && first.unsettled === undefined)
    failures.push({ check: 'fix-all', detail: `it does not end: ${again.applied.join('; ')}` });
  return first.sources.get(id);
}

/** The notebook reads as the text that was meant, and nothing but the source of its cells differs. */
function writeBack(notebook: string, { text, cells = [] }: Source, counts: Counts, failures: Failure[]): void {
  counts.notebooks++;
  const written = updateNotebook(notebook, { text, cells });
  const read = readNotebook(written);
  if (!read.ok || read.text !== text) failures.push({ check: 'notebook', detail: 'it reads otherwise than what was written' });
  if (withoutSources(written) !== withoutSources(notebook))
    failures.push({ check: 'notebook', detail: 'more than the source of its cells changed' });
}

const withoutSources = (notebook: string): string =>
  JSON.stringify(JSON.parse(notebook.replace(/^\ufeff/, '')), (key, value: unknown) =>
    key === 'source' || key === 'input' ? null : value,
  );

function plan(before: Reading, program: (sources: Sources) => TrainingProgram, counts: Counts, failures: Failure[]): void {
  const own = program(before.sources);
  const planned = [
    ...own.runs.slice(0, 3).map((run) => () => planBaseline(run, undefined, undefined, own.untracked)),
    ...before.findings
      .filter(({ experiment }) => experiment.kind === 'train')
      .slice(0, 6)
      .map((finding) => () => planFinding(own, finding, fixedPrograms(finding, before.sources, program))),
  ];
  for (const make of planned) {
    counts.plans++;
    try {
      const size = JSON.stringify(make()).length;
      if (size > largestPlan) failures.push({ check: 'plan', detail: `the experiment has ${size} characters` });
    } catch (error) {
      failures.push({ check: 'plan', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
}
