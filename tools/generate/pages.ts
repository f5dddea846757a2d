import { groups, type Evidence, type Group, type Rule } from '../../src/rules/define';
import { flowing, withoutCarets } from '../gallery/files';

const code = (python: string): string => `\`\`\`python\n${withoutCarets(python).trim()}\n\`\`\``;

/** Of the repository: the pages are part of the installed extension, the files are not, so it is no link. */
const example = (id: string, kind: 'bad' | 'good'): string => `\`examples/gallery/${id}/${kind}.py\``;

const raised = (message: string | undefined): string =>
  message === undefined ? '' : `Keras stops with an error: \`${message}\`\n\n`;

/** The documentation page of one rule. */
export function rulePage({ id, group, severity, docs }: Rule): string {
  const sections: [title: string, text: string][] = [
    ['Why', flowing(docs.why)],
    ['Reported', `${code(docs.bad)}\n\n${raised(docs.raises)}As a file: ${example(id, 'bad')}`],
    ['Accepted', `${code(docs.good)}\n\nAs a file: ${example(id, 'good')}`],
    ['When it stays silent', flowing(docs.limits)],
    ['Fixes', flowing(docs.fixSafety)],
    ['How the probe tests it', flowing(docs.probe)],
    [
      'Configuration',
      `In \`pyproject.toml\`:\n\n\`\`\`toml\n[tool.loss-probe.rules]\n${id} = "off"\n\`\`\`\n\nOn one line: \`# lossprobe: ignore[${id}]\``,
    ],
    ['References', docs.references.map((link) => `- <${link}>`).join('\n')],
  ];
  const head = `# ${id}\n\n${flowing(docs.summary)}\n\n${groups[group]} · default: ${severity}`;
  return [head, ...sections.map(([title, text]) => `## ${title}\n\n${text}`)].join('\n\n') + '\n';
}

const ofGroup = (rules: readonly Rule[], group: Group): readonly Rule[] => rules.filter((rule) => rule.group === group);

/** The list of all rules, by section. */
export function rulesPage(rules: readonly Rule[]): string {
  const sections = (Object.keys(groups) as Group[])
    .filter((group) => ofGroup(rules, group).length > 0)
    .map((group) => `## ${groups[group]}\n\n${rowsOf(ofGroup(rules, group))}`);
  return ['# Rules', ...sections].join('\n\n') + '\n';
}

/** The groups with their numbers of rules and a link each, for the README. */
export function rulesSummary(rules: readonly Rule[]): string {
  const rows = (Object.keys(groups) as Group[])
    .map((group) => ({ title: groups[group], count: ofGroup(rules, group).length }))
    .filter(({ count }) => count > 0)
    .map(({ title, count }) => `- [${title}](docs/rules/README.md#${anchor(title)}): ${count}`);
  return `${rules.length} rules, each with a page that says what is wrong, why, and what speaks for it:\n\n${rows.join('\n')}\n`;
}

/** The anchor that a heading gets when Markdown is rendered. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');

function rowsOf(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, severity, docs }) => `| [${id}](./${id}.md) | ${severity} | ${flowing(docs.summary)} |`);
  return ['| Rule | Default | What is wrong |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Every severity with what speaks for it. */
export function severitiesPage(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, severity, evidence }) => {
    const measured = measuredWords[evidence.measured];
    return `| [${id}](rules/${id}.md) | ${severity} | ${measured} | ${wildWords(evidence)} | ${evidence.exception ?? ''} |`;
  });
  return `# Severities and what speaks for them

Made from the rules. *Error* is for what cannot learn on any data or makes Keras raise, *warning* for what is usually harmful, *information* and *hint*
for what is often meant. Where the last column is empty, the severity follows from the evidence:

| Evidence | Severity |
| --- | --- |
| certain, or Keras raises | error |
| confirmed | warning, or error |
| confirmed in part | warning |
| not reproduced, not measured | information or hint |
| benign more often than right in public code | information or hint |

*Measured*: trained in Keras 3.15 on TensorFlow 2.21, five seeds, as written and fixed, on easy data; *confirmed* is worse by more than 0.05 of the metric in at least
four of five. Easy data forgives much, so *not reproduced* does not mean harmless. *In public code*: ten uses of the pattern, read by a person,
as right / unclear / benign; what was no code is left out.

| Rule | Default | Measured | In public code | Why another severity, or more than one |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

const measuredWords: Readonly<Record<Evidence['measured'], string>> = {
  certain: 'certain',
  raises: 'Keras raises',
  confirmed: 'confirmed',
  partly: 'confirmed in part',
  'not-reproduced': 'not reproduced',
  'not-measured': 'not measured',
};

const wildWords = ({ wild }: Evidence): string => (wild ? `${wild.right} / ${wild.unclear} / ${wild.benign}` : '');
