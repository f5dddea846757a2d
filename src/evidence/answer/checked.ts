/** What was looked at, in order, and what could not be: lines for people. */
import { notKnownOf } from '../../describe/not-known';
import type { Contents } from '../../facts/contents';
import type { DataFlow } from '../../facts/data';
import { valueOf } from '../../facts/fact';
import { grouped } from '../../plan/numbers';
import type { TrainingRun } from '../../facts/training';
import type { Recognised } from '../log/recognise';
import type { DiagnosisInput } from './answer';

export function checkedLines(
  { looked, log, findings, rules, program }: DiagnosisInput,
  run: TrainingRun | undefined,
  seen: Recognised | undefined,
): readonly string[] {
  const runs = run ? [run] : program.runs.filter(({ loop }) => loop.kind !== 'none');
  return [
    ...(looked ? runs.flatMap(dataLines) : []),
    ...(log && seen
      ? [
          `${log.name}: ${seen.course}; ${seen.symptoms.length > 0 ? seen.symptoms.map(({ evidence }) => evidence).join(' ') : stateText(seen)}`,
        ]
      : []),
    ...(log?.log.warnings ?? []).map(({ text }) => `${log?.name ?? ''}: Keras says "${text.slice(0, 160)}"`),
    `code: ${rules.length} rules, ${findings.length === 0 ? 'nothing found' : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}: ${[...new Set(findings.map(({ rule }) => rule))].slice(0, 6).join(', ')}`}`,
  ];
}

const stateText = ({ state }: Recognised): string => (state === 'healthy' ? 'it learns' : 'no pattern that is known');

function dataLines(run: TrainingRun): readonly string[] {
  const flows: readonly (readonly [string, DataFlow])[] = [
    ...run.inputs.map((flow) => ['features', flow] as const),
    ...run.heads.flatMap(({ labels }) => ('origins' in labels ? [['labels', labels] as const] : [])),
  ];
  return flows.flatMap(([role, flow]) => (flow.contents ? [dataLine(role, flow, flow.contents)] : []));
}

function dataLine(role: string, flow: DataFlow, contents: Contents): string {
  const range = valueOf(flow.range);
  const faults = [
    contents.missing.length > 0
      ? `missing values in ${contents.missing.length} ${contents.missing.length === 1 ? 'column' : 'columns'}`
      : undefined,
    contents.infinite.length > 0 ? 'infinite values' : undefined,
    contents.dividedByZero.length > 0 ? 'a column divided by 0' : undefined,
    contents.outliers.length > 0 ? 'outliers' : undefined,
    contents.leaks.length > 0 ? 'the target among them' : undefined,
  ].filter((text) => text !== undefined);
  const values = contents.values && contents.values.length <= 12 ? `, values ${contents.values.map(short).join(', ')}` : '';
  return `${contents.file}: ${role}, ${grouped(contents.rows)} rows${contents.width > 1 ? ` of ${contents.width}` : ''}${values !== '' ? values : range ? `, ${short(range.min)} to ${short(range.max)}` : ''}; ${faults.length > 0 ? faults.join(', ') : 'no gaps, no outliers'}`;
}

/** What nobody knows, and why. */
export function openLines({ looked, log, program }: DiagnosisInput, run: TrainingRun | undefined): readonly string[] {
  const runs = run ? [run] : program.runs;
  const open = runs.flatMap(notKnownOf).map(({ what, why }) => `${what} (${why.detail === '' ? why.reason : why.detail})`);
  return [
    ...(log === undefined
      ? ['no log was given: what your training printed would narrow it down']
      : log.log.fits.length === 0
        ? [`${log.name} holds no training that could be read`]
        : []),
    ...(log && log.log.skipped > 0 ? [`${grouped(log.log.skipped)} characters in the middle of ${log.name}`] : []),
    ...(looked ? looked.not : []),
    ...[...new Set(open)].slice(0, 5),
  ];
}

const short = (value: number): string =>
  Math.abs(value) >= 1000 && Math.abs(value) < 1e9 ? grouped(Math.round(value)) : String(Number(value.toPrecision(4)));
