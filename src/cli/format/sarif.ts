import type { Severity } from '../../finding/finding';
import { rules } from '../../rules/index';
import { groups } from '../../rules/define';
import type { Checked } from '../check';
import { locate } from '../../text/located';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** SARIF 2.1.0, the format code scanning services read. Lines and columns count from 1; in notebooks they are within the cell. */
export function checkSarif({ files, problems }: Checked, version: string): string {
  const results = files.flatMap(({ path, source, findings }) =>
    !source
      ? []
      : findings.map(({ rule, severity, message, place }) => {
          const { start, end, cell } = locate(source, place);
          return {
            ruleId: rule,
            level: levels[severity],
            message: { text: cell === undefined ? message : `Cell ${cell + 1}, line ${start.line + 1}: ${message}` },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: encodeURI(path) },
                  region: {
                    startLine: start.line + 1,
                    startColumn: start.character + 1,
                    endLine: end.line + 1,
                    endColumn: end.character + 1,
                  },
                },
              },
            ],
          };
        }),
  );
  const unread = files
    .filter(({ source }) => !source)
    .map(({ path, error }) => ({ level: 'error', message: { text: `${path}: ${error ?? ''}` } }));
  const failed = problems.map((text) => ({ level: 'error', message: { text } }));
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Loss Probe',
            version,
            rules: rules.map(({ id, docs, group }) => ({
              id,
              shortDescription: { text: docs.summary },
              fullDescription: {
                text: docs.why
                  .split('\n')
                  .map((line) => line.trim())
                  .join(' '),
              },
              properties: { category: groups[group] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results,
        invocations: [{ executionSuccessful: problems.length === 0, toolExecutionNotifications: [...unread, ...failed] }],
      },
    ],
  };
  return JSON.stringify(document, null, 2) + '\n';
}
