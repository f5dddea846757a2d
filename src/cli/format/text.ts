import { notKnownOf } from '../../describe/not-known';
import type { Finding, Severity } from '../../finding/finding';
import type { Place } from '../../text/place';
import type { Source } from '../../text/source';
import type { Checked, CheckedFile } from '../check';
import { locate, positionTitle } from '../../text/located';
import type { Paint } from '../paint';

/** What people read in a terminal: place, severity, rule, message, the line itself, the fixes. */
export function checkText({ files, problems }: Checked, paint: Paint): string {
  const parts = files.flatMap((file) => fileText(file, paint));
  return [...parts, ...problems.map((problem) => paint.error(problem)), summary(files)].join('\n\n') + '\n';
}

function fileText({ path, error, note, source, findings, fixed, unsettled }: CheckedFile, paint: Paint): readonly string[] {
  return [
    ...(error === undefined ? [] : [`${paint.strong(path)}: ${paint.error('error')}: ${error}`]),
    ...(note === undefined ? [] : [`${paint.strong(path)}: note: ${note}`]),
    ...fixed.map((title) => `${paint.strong(path)}: fixed: ${title}`),
    ...(unsettled === undefined ? [] : [`${paint.strong(path)}: note: ${unsettled} The best version that was met is kept.`]),
    ...(source ? findings.map((finding) => findingText(path, source, finding, paint)) : []),
  ];
}

export function findingText(path: string, source: Source, finding: Finding, paint: Paint): string {
  const { rule, severity, message, place, related, fixes } = finding;
  const head = `${paint.strong(`${path}:${positionTitle(locate(source, place))}`)}: ${paintSeverity(paint, severity)} ${rule}`;
  return [
    head,
    ...wrap(message, 100).map((line) => `  ${line}`),
    codeFrame(source, place, paint),
    ...related
      .filter((one) => one.place.source === source.id)
      .map((one) => paint.faint(`  see ${positionTitle(locate(source, one.place))}: ${one.message}`)),
    ...fixes.map(
      ({ title, safety }) => `  ${paint.good('fix')}: ${title}${safety === 'safe' ? '' : paint.faint(' (not applied by --fix)')}`,
    ),
  ].join('\n');
}

const paintSeverity = (paint: Paint, severity: Severity): string =>
  severity === 'error' ? paint.error(severity) : severity === 'warning' ? paint.warning(severity) : paint.faint(severity);

/** The first line of the place with carets underneath; long lines are cut around it. */
function codeFrame(source: Source, place: Place, paint: Paint): string {
  const { text } = source;
  const start = Math.max(text.lastIndexOf('\n', place.start - 1), text.lastIndexOf('\r', place.start - 1)) + 1;
  const end = /[\r\n]|$/.exec(text.slice(place.start))?.index ?? 0;
  const line = text.slice(start, place.start + end);
  const column = place.start - start;
  const from = column > 90 ? column - 60 : 0;
  const shownLine = `${from > 0 ? '…' : ''}${line.slice(from, from + 120)}`.replaceAll('\t', ' ');
  const width = Math.max(1, Math.min(place.end, start + line.length) - place.start);
  const carets = ' '.repeat(column - from + (from > 0 ? 1 : 0)) + '^'.repeat(Math.min(width, 120 - (column - from)));
  const number = String(locate(source, place).start.line + 1);
  const margin = ' '.repeat(number.length);
  return [
    `  ${paint.faint(`${margin} |`)}`,
    `  ${paint.faint(`${number} |`)} ${shownLine}`,
    `  ${paint.faint(`${margin} |`)} ${paint.warning(carets)}`,
  ].join('\n');
}

/** Breaks a text into lines at spaces. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function summary(files: readonly CheckedFile[]): string {
  const findings = files.flatMap((file) => file.findings);
  const read = files.filter(({ source }) => source !== undefined).length;
  const failed = files.length - read;
  const fixable = findings.filter(({ fixes }) => fixes.some(({ safety }) => safety === 'safe')).length;
  const levels = (['error', 'warning', 'information', 'hint'] as const)
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => amount(count, severity, severity === 'information' ? severity : `${severity}s`));
  const found =
    findings.length === 0
      ? files.some(({ programs }) => programs.some(({ runs }) => runs.length > 0)) || read === 0
        ? 'No findings'
        : 'Nothing to check'
      : `${amount(findings.length, 'finding', 'findings')} (${levels.join(', ')})`;
  return (
    `${found} in ${amount(read, 'file', 'files')}.` +
    (fixable > 0 ? ` ${fixable} can be fixed with --fix.` : '') +
    (failed > 0 ? ` ${amount(failed, 'path', 'paths')} could not be read.` : '') +
    looked(files)
  );
}

/** What was looked at: silence about a program that was not followed must not read like a clean bill. */
function looked(files: readonly CheckedFile[]): string {
  const runs = files.flatMap(({ programs }) => programs.flatMap((program) => program.runs));
  const training = runs.filter(({ loop }) => loop.kind !== 'none').length;
  if (runs.length === 0) return files.some(({ source }) => source) ? ' No model that is compiled or trained was seen.' : '';
  const open = runs.filter((run) => notKnownOf(run).length > 0).length;
  const models = new Set(runs.map(({ model }) => `${model.place.source}:${model.place.start}`)).size;
  return (
    ` Looked at ${amount(models, 'model', 'models')} and ${amount(training, 'training loop', 'training loops')}` +
    (open > 0 ? `; not everything is known of ${open === 1 && runs.length === 1 ? 'it' : open} (see \`loss-probe model\`).` : '.')
  );
}

const amount = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
