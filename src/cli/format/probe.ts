import type { ArmResult, Verdict } from '../../experiment/verdict';
import type { Probed } from '../commands/probe';
import type { Paint } from '../paint';
import { findingText, wrap } from './text';

/** Findings, each with the result of its test and the figures behind it. */
export function probeText(path: string, probes: readonly Probed[], paint: Paint): string {
  if (probes.length === 0) return `${path}: no findings to test.\n`;
  return probes.map((probed) => oneText(path, probed, paint)).join('\n\n') + '\n';
}

function oneText(path: string, { finding, source, verdict, words }: Probed, paint: Paint): string {
  const indent = (text: string): readonly string[] => wrap(text, 98).map((line) => `    ${line}`);
  return [
    findingText(path, source, finding, paint),
    `  ${paint.strong(`result: ${words.title}`)}`,
    ...indent([words.lead, ...words.sentences].filter((text) => text !== '').join(' ')),
    ...table(verdict),
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
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

const armTitle = ({ role, title }: ArmResult): string =>
  role === 'withFix' && !title.startsWith('With ') ? `With fix: ${title}` : title;

const losses = ({ median }: ArmResult): string => `${number(median.initialLoss)} -> ${number(median.finalLoss)}`;

const number = (value: number | null): string => (value === null ? 'NaN' : String(Number(value.toPrecision(3))));
