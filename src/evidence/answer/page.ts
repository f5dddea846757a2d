/** The answer as a page in Markdown. */
import type { Place } from '../../text/place';
import type { Answer, Cause } from './answer';

/** @param where a place for people; a link where the host can make one */
export function answerPage(title: string, answer: Answer, where: (place: Place) => string): string {
  const { headline, causes, checked, notChecked, lookYourself } = answer;
  const [first, ...others] = causes;
  return (
    [
      `# Why isn't my loss changing?`,
      `*${escaped(title)}*`,
      `**${escaped(headline)}**`,
      ...(first ? causeLines(first, where) : []),
      ...section(
        'Also possible, less likely',
        others.map((cause) => [escaped(cause.sentence), ...causeLines(cause, where)].join(' ')),
      ),
      ...(lookYourself.length === 0
        ? []
        : [
            '## Look here yourself',
            ...lookYourself.map(({ code, means }) => `\`\`\`python\n${code}\n\`\`\`\n\n${escaped(means)}`),
          ]),
      ...section('Checked', checked.map(escaped)),
      ...section('Not checked', notChecked.map(escaped)),
    ].join('\n\n') + '\n'
  );
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`## ${title}`, lines.map((line) => `- ${line}`).join('\n')];

const causeLines = ({ fix, finding, rule }: Cause, where: (place: Place) => string): readonly string[] => [
  ...(fix === undefined ? [] : [`Fix: ${escaped(fix)}.`]),
  `${finding ? where(finding.place) : 'Concluded from the log'} (\`${rule}\`)`,
];

/** Names of columns and files may hold what Markdown takes for marks, or for HTML. */
const escaped = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>#|]/g, '\\$&').replaceAll(/\s+/g, ' ');
