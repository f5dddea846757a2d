import { groups, type Rule } from '../../rules/define';
import { rules } from '../../rules/index';
import { wrap } from '../format/text';
import { write } from '../output';
import { paintFor } from '../paint';
import { UsageError } from '../usage';

const flowing = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
const withoutCarets = (python: string): string =>
  python
    .split('\n')
    .filter((line) => !/^\s*#\s*\^+\s*[\w-]+\s*$/.test(line))
    .join('\n')
    .trim();

export function runRules({ format }: { readonly format: 'text' | 'json' }): void {
  if (format === 'json') {
    const list = rules.map(({ id, group, severity, docs }) => ({ id, group, severity, summary: flowing(docs.summary) }));
    write(JSON.stringify({ version: 1, rules: list }, null, 2) + '\n', 'json');
    return;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = Object.entries(groups).flatMap(([group, title]) => {
    const ofGroup = rules.filter((rule) => rule.group === group);
    const rows = ofGroup.map(
      ({ id, severity, docs }) => `  ${id.padEnd(width)}  ${severity.padEnd(11)}  ${flowing(docs.summary)}`,
    );
    return rows.length === 0 ? [] : [paintFor(process.stdout, process.env).strong(title), ...rows, ''];
  });
  write(lines.join('\n'));
}

export function runExplain(id: string): void {
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new UsageError(`There is no rule ${id}${suggestion(id)} ("loss-probe rules" lists them)`);
  const { docs } = rule;
  const paint = paintFor(process.stdout, process.env);
  const section = (title: string, body: string): string => `${paint.strong(title)}\n${body}\n`;
  const prose = (text: string): string =>
    wrap(flowing(text), 100)
      .map((line) => `  ${line}`)
      .join('\n');
  const code = (python: string): string => withoutCarets(python).replaceAll(/^(?=.)/gm, '    ');
  write(
    [
      `${paint.strong(rule.id)} (${groups[rule.group]}; default: ${rule.severity})\n\n${prose(docs.summary)}\n`,
      section('Why', prose(docs.why)),
      section('Reported', code(docs.bad)),
      section('Accepted', code(docs.good)),
      section('When it stays silent', prose(docs.limits)),
      section('Fixes', prose(docs.fixSafety)),
      section('How the probe tests it', prose(docs.probe)),
      section('References', docs.references.map((link) => `  ${link}`).join('\n')),
    ].join('\n'),
  );
}

/** The id that shares most of its words with what was typed. */
function suggestion(typed: string): string {
  const words = new Set(typed.split('-'));
  const overlap = ({ id }: Rule): number => id.split('-').filter((word) => words.has(word)).length;
  const [best] = rules.toSorted((a, b) => overlap(b) - overlap(a));
  return best && overlap(best) > 0 ? `; did you mean ${best.id}?` : '';
}
