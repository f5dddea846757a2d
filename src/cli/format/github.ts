import type { Severity } from '../../finding/finding';
import type { Checked } from '../check';
import { locate } from '../../text/located';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

const escape = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escape(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Workflow commands that GitHub Actions shows beside the changed lines. Places in notebooks name the cell in the message. */
export function checkGithub({ files, problems }: Checked): string {
  const lines = files.flatMap(({ path, error, source, findings }) => {
    if (!source) return [`::error file=${escapeProperty(path)}::${escape(error ?? '')}`];
    return findings.map(({ rule, severity, message, place }) => {
      const { start, end, cell } = locate(source, place);
      const position = cell === undefined ? `,line=${start.line + 1},col=${start.character + 1},endLine=${end.line + 1}` : '';
      const where = cell === undefined ? '' : `Cell ${cell + 1}, line ${start.line + 1}: `;
      return `::${commands[severity]} file=${escapeProperty(path)}${position},title=${escapeProperty(rule)}::${escape(where + message)}`;
    });
  });
  return [...lines, ...problems.map((problem) => `::error::${escape(problem)}`)].map((line) => `${line}\n`).join('');
}
