import picomatch from 'picomatch';
import { parse, TomlError } from 'smol-toml';
import type { Severity } from '../finding/finding';

export type Level = Severity | 'off';
export const levels: readonly Level[] = ['error', 'warning', 'information', 'hint', 'off'];

export interface Config {
  /** Levels that differ from the rules' own, by rule id. */
  readonly rules: Readonly<Record<string, Level>>;
  /** Folders and files that are not checked when a folder is walked: names or paths from the project root, `*` for any part of a name. */
  readonly exclude: readonly string[];
}

export const noConfig: Config = { rules: {}, exclude: [] };

export interface ReadConfig {
  readonly config: Config;
  /** A sentence for everything that was not understood and therefore has no effect. */
  readonly problems: readonly string[];
  /** Where the problems stand, in their order. */
  readonly marks: readonly ProblemMark[];
}

/** What a problem is about: a key of our table as it is written, or a line, counted from 1. */
export type ProblemMark = { readonly key: string } | { readonly line: number };

const isLevel = (value: unknown): value is Level => levels.includes(value as Level);
const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads `lossProbe.rules` or the `rules` table of pyproject.toml. `where` names it in the sentences. */
export function readRules(
  value: unknown,
  known: readonly string[],
  where: string,
): { rules: Config['rules']; problems: readonly string[]; marks: readonly ProblemMark[] } {
  if (value === undefined || value === null) return { rules: {}, problems: [], marks: [] };
  if (!isTable(value))
    return { rules: {}, problems: [`${where} must be a table of rule ids and levels.`], marks: [{ key: 'rules' }] };
  const problems: string[] = [];
  const marks: ProblemMark[] = [];
  const rules: Record<string, Level> = {};
  for (const [id, level] of Object.entries(value)) {
    if (!known.includes(id)) problems.push(`${where} names a rule that does not exist: ${id}.`);
    else if (!isLevel(level))
      problems.push(`${where} gives ${id} the level ${JSON.stringify(level)}; use one of ${levels.join(', ')}.`);
    else rules[id] = level;
    if (problems.length > marks.length) marks.push({ key: id });
  }
  return { rules, problems, marks };
}

/** Reads `[tool.loss-probe]` of a pyproject.toml; a file without that table configures nothing. */
export function readPyproject(text: string, known: readonly string[], where = 'pyproject.toml'): ReadConfig {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const sentence = `${where} is not valid TOML (line ${error.line}), so its settings have no effect.`;
    return { config: noConfig, problems: [sentence], marks: [{ line: error.line }] };
  }
  const tool = isTable(document) ? document.tool : undefined;
  const table = isTable(tool) ? tool['loss-probe'] : undefined;
  if (table === undefined) return { config: noConfig, problems: [], marks: [] };
  if (!isTable(table))
    return { config: noConfig, problems: [`tool.loss-probe in ${where} must be a table.`], marks: [{ key: 'loss-probe' }] };
  const { rules, problems, marks } = readRules(table.rules, known, `[tool.loss-probe.rules] in ${where}`);
  const others = Object.keys(table).filter((name) => name !== 'rules' && name !== 'exclude');
  const exclude = table.exclude ?? [];
  const patterns = Array.isArray(exclude) && exclude.every((one) => typeof one === 'string') ? exclude : undefined;
  const wild = (patterns ?? []).filter(isTooWild);
  return {
    config: { rules, exclude: patterns ?? [] },
    problems: [
      ...problems,
      ...(patterns ? [] : [`exclude of [tool.loss-probe] in ${where} must be a list of strings.`]),
      ...wild.map(
        (pattern) =>
          `exclude of [tool.loss-probe] in ${where} has too many stars in ${pattern} (at most ${mostStars} in a name, and ${mostGlobstars} times **); it has no effect.`,
      ),
      ...(others.length > 0
        ? [`[tool.loss-probe] in ${where} has unknown keys: ${others.join(', ')}; known are rules and exclude.`]
        : []),
    ],
    marks: [
      ...marks,
      ...(patterns ? [] : [{ key: 'exclude' }]),
      ...wild.map(() => ({ key: 'exclude' })),
      ...others.slice(0, 1).map((key) => ({ key })),
    ],
  };
}

/** Where a problem stands in the text of pyproject.toml: the key as it is written behind our table's header, or the whole line. */
export function markIn(text: string, mark: ProblemMark): { readonly start: number; readonly end: number } {
  if ('line' in mark) {
    const before = text.split('\n').slice(0, mark.line - 1);
    const start = before.reduce((sum, line) => sum + line.length + 1, 0);
    const end = text.indexOf('\n', start);
    return { start: Math.min(start, text.length), end: end < 0 ? text.length : end };
  }
  const table = Math.max(0, text.indexOf('loss-probe'));
  const start = mark.key === 'loss-probe' ? table : text.indexOf(mark.key, table + 'loss-probe'.length);
  return start < 0 ? { start: table, end: table + 'loss-probe'.length } : { start, end: start + mark.key.length };
}

/** The project's file wins over the editor's settings, so that everybody in a project sees the same. */
export const mergeConfig = (settings: Config, project: Config): Config => ({
  rules: { ...settings.rules, ...project.rules },
  exclude: [...settings.exclude, ...project.exclude],
});

/** Whether a path (with `/`, from the project root) is excluded by a name or path pattern. */
export function isExcluded(path: string, patterns: readonly string[]): boolean {
  const parts = path.split('/');
  return patterns.some((pattern) => {
    const matches = matcherOf(pattern);
    if (!pattern.includes('/', pattern.startsWith('./') ? 2 : 0)) return parts.some(matches);
    return matches(path) || parts.some((_, i) => matches(parts.slice(0, i + 1).join('/')));
  });
}

const matchers = new Map<string, (text: string) => boolean>();

/** The library's expressions try every way to share a name among its stars; with more than these that could take seconds for one name. */
const mostStars = 3;
const mostGlobstars = 2;

function matcherOf(pattern: string): (text: string) => boolean {
  const known = matchers.get(pattern);
  if (known) return known;
  let clean = pattern.replace(/^\.\//, '');
  while (clean.endsWith('/')) clean = clean.slice(0, -1);
  // An empty pattern (`""`, `"./"`, `"/"`) names nothing; the library throws at it.
  const glob =
    clean === ''
      ? () => false
      : picomatch(clean, { dot: true, nobrace: true, noextglob: true, nonegate: true, strictSlashes: true });
  const made = isTooWild(clean) ? () => false : (text: string) => glob(text);
  matchers.set(pattern, made);
  return made;
}

/** Names with many stars, or paths with many `**`. */
function isTooWild(pattern: string): boolean {
  const names = pattern.split('/');
  const stars = (name: string): number => name.replaceAll(/\*{2,}/g, '*').split('*').length - 1;
  return (
    names.filter((name) => name === '**').length > mostGlobstars || names.some((name) => name !== '**' && stars(name) > mostStars)
  );
}
