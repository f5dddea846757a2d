import { groups, type Group, type Rule } from '../../src/rules/define';

/** A line of carets under the code marks what is reported; readers of the page see the code alone. */
const withoutCarets = (python: string): string =>
  python
    .split('\n')
    .filter((line) => !/^\s*#\s*\^+\s*[\w-]+\s*$/.test(line))
    .join('\n');

const flowing = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').trim();

const code = (python: string): string => `\`\`\`python\n${withoutCarets(python).trim()}\n\`\`\``;

/** The documentation page of one rule. */
export function rulePage({ id, group, severity, docs }: Rule): string {
  const sections: [title: string, text: string][] = [
    ['Why', flowing(docs.why)],
    ['Reported', code(docs.bad)],
    ['Accepted', code(docs.good)],
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
    .map((group) => `## ${groups[group]}\n\n${rowsOf(ofGroup(rules, group), '.')}`);
  return ['# Rules', ...sections].join('\n\n') + '\n';
}

/** One table over all rules, for the README. */
export const rulesTable = (rules: readonly Rule[]): string =>
  rowsOf(
    (Object.keys(groups) as Group[]).flatMap((group) => ofGroup(rules, group)),
    'docs/rules',
  ) + '\n';

function rowsOf(rules: readonly Rule[], folder: string): string {
  const rows = rules.map(({ id, severity, docs }) => `| [${id}](${folder}/${id}.md) | ${severity} | ${flowing(docs.summary)} |`);
  return ['| Rule | Default | What is wrong |', '| --- | --- | --- |', ...rows].join('\n');
}
