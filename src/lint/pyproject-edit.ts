/** "Disable this rule in pyproject.toml": an edit of the text that keeps everything else, its comments and its order. */
import { readPyproject } from './config';

const table = '[tool.loss-probe.rules]';

/**
 * The text with the rule off. It is not argued but tried: undefined where what comes out is not the file as it was with this one rule off,
 * as when the rules stand in an inline table.
 */
export function withRuleOff(text: string, rule: string, known: readonly string[]): string | undefined {
  const before = readPyproject(text, known);
  const after = written(text, rule);
  const { config, problems } = readPyproject(after, known);
  const wanted = { ...before.config.rules, [rule]: 'off' };
  const same = Object.keys(wanted).length === Object.keys(config.rules).length;
  const kept = same && Object.entries(wanted).every(([id, level]) => config.rules[id] === level);
  return kept && problems.every((problem) => before.problems.includes(problem)) ? after : undefined;
}

function written(text: string, rule: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const entry = `${rule} = "off"`;
  const header = lines.findIndex((line) => line.trim().startsWith(table));
  if (header < 0) {
    const kept = text.trimEnd();
    return `${kept}${kept === '' ? '' : newline.repeat(2)}${table}${newline}${entry}${newline}`;
  }
  const rest = lines.findIndex((line, i) => i > header && line.trimStart().startsWith('['));
  const end = rest < 0 ? lines.length : rest;
  const names = [rule, `"${rule}"`, `'${rule}'`];
  const at = lines.findIndex((line, i) => i > header && i < end && names.includes(line.split('=', 1)[0]?.trim() ?? ''));
  const changed = at < 0 ? lines.toSpliced(header + 1, 0, entry) : lines.with(at, entry);
  return changed.join(newline);
}
