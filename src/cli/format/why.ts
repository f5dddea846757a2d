import type { Answer, Cause } from '../../evidence/answer/answer';
import type { Sources } from '../../text/source';
import { locate, positionTitle } from '../../text/located';
import type { Paint } from '../paint';
import { shown } from '../project';
import { findingJson } from './json';
import { wrap } from './text';

/** The answer first; then where it is, what to do, what was looked at and what could not be. */
export function whyText(path: string, answer: Answer, sources: Sources, paint: Paint): string {
  const { headline, causes, checked, notChecked, lookYourself } = answer;
  const block = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [paint.faint(`  ${title}`), ...lines.flatMap((line) => hanging(line))];
  return (
    [
      ...wrap(`${path}: ${headline}`, 100).map((line, i) => (i === 0 ? paint.strong(line) : line)),
      ...causes
        .slice(0, 1)
        .flatMap((cause) => [where(cause, sources, paint), fixLine(cause, paint)].filter((line) => line !== undefined)),
      ...block(
        'also possible, less likely',
        causes
          .slice(1)
          .map((cause) =>
            [cause.sentence, cause.fix === undefined ? '' : `Fix: ${cause.fix}.`, `(${cause.rule})`]
              .filter((part) => part !== '')
              .join(' '),
          ),
      ),
      ...(lookYourself.length === 0
        ? []
        : [
            paint.faint('  look here yourself'),
            ...lookYourself.flatMap(({ code, means }) => [
              `    ${code}`,
              ...wrap(means, 90).map((line) => paint.faint(`      # ${line}`)),
            ]),
          ]),
      ...block('checked', checked),
      ...block('not checked', notChecked),
    ].join('\n') + '\n'
  );
}

const hanging = (text: string): readonly string[] => wrap(text, 94).map((line, i) => `${i === 0 ? '    - ' : '      '}${line}`);

function where({ finding, rule }: Cause, sources: Sources, paint: Paint): string {
  if (finding === undefined) return `  ${paint.strong('concluded from the log')} ${rule}`;
  const source = sources.get(finding.place.source);
  return source
    ? `  ${paint.strong(`${shown(source.id)}:${positionTitle(locate(source, finding.place))}`)} ${rule}`
    : `  ${rule}`;
}

const fixLine = ({ fix }: Cause, paint: Paint): string | undefined =>
  fix === undefined ? undefined : `  ${paint.good('fix')}: ${fix}`;

/** The JSON of `why`; docs/cli.md describes it. */
export function whyJson(
  file: string,
  { state, headline, causes, seen, checked, notChecked, lookYourself }: Answer,
  sources: Sources,
): string {
  const document = {
    version: 1,
    file,
    state,
    headline,
    causes: causes.map(({ finding, ...cause }) => {
      const source = finding && sources.get(finding.place.source);
      return { ...cause, finding: finding && source ? { file: shown(source.id), ...findingJson(finding, source) } : null };
    }),
    log: seen ? { name: seen.name, state: seen.state, course: seen.course, symptoms: seen.symptoms } : null,
    checked,
    notChecked,
    lookYourself,
  };
  return JSON.stringify(document, null, 2) + '\n';
}
