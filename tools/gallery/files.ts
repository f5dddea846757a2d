/** The gallery: every rule's two programs as files that can be run, opened and checked. Made from the rules' own pages. */
import { groups, type Group, type Rule } from '../../src/rules/define';
import { causes } from './causes';

export interface GalleryProgram {
  readonly rule: Rule;
  readonly kind: 'bad' | 'good';
  /** From the root of the checkout. */
  readonly path: string;
  readonly text: string;
}

export const galleryFolder = 'examples/gallery';

export const galleryPrograms = (rules: readonly Rule[]): readonly GalleryProgram[] =>
  rules.flatMap((rule) =>
    (['bad', 'good'] as const).map((kind) => ({
      rule,
      kind,
      path: `${galleryFolder}/${rule.id}/${kind}.py`,
      text: programText(rule, kind),
    })),
  );

/** A line of carets under the code marks what is reported; readers see the code alone. */
export const withoutCarets = (python: string): string =>
  python
    .split('\n')
    .filter((line) => !/^\s*#\s*\^+\s*[\w-]+\s*$/.test(line))
    .join('\n');

export const flowing = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').trim();

function programText({ id, docs }: Rule, kind: 'bad' | 'good'): string {
  const stops = docs.raises === undefined ? [] : [`Keras stops with an error: ${docs.raises}`];
  const old = docs.unavailable === undefined ? [] : [`It needs TensorFlow with Keras 2; Keras 3 says: ${docs.unavailable}`];
  const header =
    kind === 'good'
      ? [`${id}, without the mistake: nothing is reported here.`, ...old]
      : [`${id}: ${flowing(docs.summary)}`, ...stops, ...old];
  const code = withoutCarets(docs[kind]).trim();
  return `${header.map((line) => `# ${line}\n`).join('')}\n${code}\n`;
}

/** The gallery's own page: every rule with its programs, and the causes people look for with the rules that find them. */
export function galleryPage(rules: readonly Rule[]): string {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const link = (id: string): string => `[${id}](../../docs/rules/${id}.md) ([bad](${id}/bad.py), [good](${id}/good.py))`;
  const byCause = causes.map(({ title, rules: ids, beyond }) => {
    const links = ids.filter((id) => byId.has(id)).map(link);
    return `| ${title} | ${links.join('<br>')}${beyond === undefined ? '' : `<br>${beyond}`} |`;
  });
  const sections = (Object.keys(groups) as Group[]).flatMap((group) => {
    const rows = rules
      .filter((rule) => rule.group === group)
      .map(
        ({ id, docs }) =>
          `| [${id}](../../docs/rules/${id}.md) | [bad](${id}/bad.py) | [good](${id}/good.py) | ${flowing(docs.summary)} |`,
      );
    return rows.length === 0
      ? []
      : [`### ${groups[group]}\n\n| Rule | | | What is wrong |\n| --- | --- | --- | --- |\n${rows.join('\n')}`];
  });
  return `${[
    '# Gallery',
    'Two whole programs for every rule: `bad.py` has the mistake and nothing else that is reported loudly, `good.py` is the same program without it. They need nothing but TensorFlow and take seconds; `npm run parity:gallery` runs all of them in real Keras. They are made from the rules by `npm run generate`; do not edit them.',
    '    node dist/cli.js check examples/gallery/lr-too-high\n    node dist/cli.js probe examples/gallery/lr-too-high/bad.py',
    "## Why isn't my loss changing?",
    `| Cause | Found by |\n| --- | --- |\n${byCause.join('\n')}`,
    '## All rules',
    ...sections,
  ].join('\n\n')}\n`;
}
