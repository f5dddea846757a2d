import type { ArmResult, Verdict } from '../../experiment/verdict';
import { placeOfSubject } from '../../plan/subject';
import type { Probed } from '../commands/probe';
import { locate, positionTitle } from '../../text/located';
import type { Paint } from '../paint';
import { findingText, wrap } from './text';

/** Findings, each with the result of its test and the figures behind it. */
export function probeText(path: string, probes: readonly Probed[], paint: Paint): string {
  if (probes.length === 0) return `${path}: nothing to test.\n`;
  return probes.map((probed) => oneText(path, probed, paint)).join('\n\n') + '\n';
}

function oneText(path: string, { subject, source, verdict, words }: Probed, paint: Paint): string {
  const indent = (text: string): readonly string[] => wrap(text, 98).map((line) => `    ${line}`);
  return [
    subject.kind === 'finding'
      ? findingText(path, source, subject.finding, paint)
      : `${paint.strong(`${path}:${positionTitle(locate(source, placeOfSubject(subject)))}`)}: can ${subject.run.model.name} learn?`,
    `  ${paint.strong(`result: ${words.title}`)}`,
    ...indent([words.lead, ...words.sentences].filter((text) => text !== '').join(' ')),
    ...table(verdict),
    ...furtherTable(verdict),
    ...words.assumptions.flatMap((line) => wrap(line, 96)).map((line) => paint.faint(`      ${line}`)),
  ].join('\n');
}

/** One row an arm: the judged metric in every run, its median, the loss before and after. */
function table({ arms, judging }: Verdict): readonly string[] {
  if (arms.length === 0) return [];
  const head = ['', judging.metric, 'in each run', 'loss', 'NaN'];
  const rows = [
    head,
    ...arms.map((arm) => [
      armTitle(arm),
      number(arm.median.metric),
      arm.runs.map(({ metric }) => number(metric)).join(' '),
      losses(arm),
      `${arm.nanRuns}/${arm.runs.length}`,
    ]),
  ];
  return aligned(rows);
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

/** What was tried after the judgement: changes that make a model learn, or other learning rates. */
function furtherTable({ remedies, sweep, judging }: Verdict): readonly string[] {
  const marks = { yours: ' (yours)', fix: ' (fix)', other: '' };
  const rows = [
    ...(remedies ?? []),
    ...(sweep?.points ?? []).map((point) => ({ ...point, title: `learning rate ${point.value}${marks[point.mark]}` })),
  ].map(({ title, metric, learnedRuns, runs }) => [title, number(metric), `learned in ${learnedRuns} of ${runs}`]);
  if (rows.length === 0) return [];
  return aligned([[remedies ? 'one change at a time' : 'one rate at a time', judging.metric, ''], ...rows]);
}

const armTitle = ({ role, title }: ArmResult): string =>
  role === 'withFix' && !title.startsWith('With ') ? `With fix: ${title}` : title;

const losses = ({ median }: ArmResult): string => `${number(median.initialLoss)} -> ${number(median.finalLoss)}`;

const number = (value: number | null): string => (value === null ? 'NaN' : String(Number(value.toPrecision(3))));
