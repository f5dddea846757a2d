import type { Finding, Severity } from '../finding/finding';
import { soundEdits } from '../edits/sound';
import type { TrainingProgram } from '../facts/training';
import type { Reported, Rule } from '../rules/define';
import { oneFindingPerCause } from '../rules/head-group';
import { lineTable } from '../text/lines';
import { comparePlaces, type Place, type SourceId } from '../text/place';
import type { Sources } from '../text/source';
import type { Config } from './config';
import { silencing, suppressionsIn, type RuleMention, type Suppression } from './suppressions';

export interface LintInput {
  readonly program: TrainingProgram;
  readonly sources: Sources;
  /** The script or notebook that was read. */
  readonly entry: SourceId;
  readonly rules: readonly Rule[];
}

export interface LintResult {
  /** Sorted by text and place; each mistake once. Their places may lie in any of the sources. */
  readonly findings: readonly Finding[];
  /** Hints about suppression comments of the entry that silenced nothing. */
  readonly unused: readonly Finding[];
  /** Suppression comments, of any source, that silenced something. */
  readonly used: readonly Place[];
  /** Rules that failed; a sentence each. The others have run. */
  readonly problems: readonly string[];
}

const unusedSuppression = 'unused-suppression';

/** Runs the rules over a program. Never throws. */
export function lint({ program, sources, entry, rules }: LintInput, config: Config): LintResult {
  const problems: string[] = [];
  const effective = { ...program, runs: program.runs.filter(({ replaced }) => replaced !== true) };
  const reported = rules.flatMap((rule) => runRule(rule, { program: effective, sources }, config, problems));
  const findings = withoutRepeats(oneFindingPerCause(reported).map(({ finding }) => finding));
  const suppressions = [...sources.values()].flatMap(suppressionsIn);
  const mentionFor = silencing(suppressions);
  const used = new Set<RuleMention>();
  const lines = new Map(
    [...new Set(findings.map(({ place }) => place.source))].map((id) => [id, lineTable(sources.get(id)?.text ?? '')]),
  );
  const heard = findings.filter((finding) => {
    const table = lines.get(finding.place.source);
    const first = table?.positionAt(finding.place.start).line ?? 0;
    const last = table?.positionAt(finding.place.end).line ?? first;
    const mention = mentionFor(finding, first, last);
    if (mention) used.add(mention);
    return !mention;
  });
  return {
    findings: heard.toSorted((a, b) => comparePlaces(a.place, b.place)),
    unused: suppressions.filter(({ source }) => source === entry).flatMap((one) => complaints(one, used, rules)),
    used: [...used].map(({ place }) => place),
    problems,
  };
}

function runRule(
  rule: Rule,
  context: Pick<LintInput, 'program' | 'sources'>,
  config: Config,
  problems: string[],
): readonly Reported[] {
  const level = config.rules[rule.id] ?? rule.severity;
  if (level === 'off') return [];
  try {
    const reported = withSoundFixes(context, rule.check(context));
    const chosen: Severity | undefined = config.rules[rule.id] === undefined ? undefined : level;
    return chosen ? reported.map((one) => ({ ...one, finding: { ...one.finding, severity: chosen } })) : reported;
  } catch (error) {
    problems.push(`The rule ${rule.id} failed (${error instanceof Error ? error.message : String(error)}); the others have run.`);
    return [];
  }
}

/** Fixes that cannot be applied, or that would change more than the finding speaks of, are left out before anybody sees them. */
function withSoundFixes(context: Pick<LintInput, 'program' | 'sources'>, reported: readonly Reported[]): readonly Reported[] {
  const fixes = reported.flatMap(({ finding }) => finding.fixes);
  if (fixes.length === 0) return reported;
  const edits = soundEdits(
    context,
    fixes.map((fix) => fix.edits),
  );
  const sound = new Map(fixes.map((fix, i) => [fix, edits[i]]));
  return reported.map((one) => ({
    ...one,
    finding: {
      ...one.finding,
      fixes: one.finding.fixes.flatMap((fix) => {
        const kept = sound.get(fix);
        return kept ? [{ ...fix, edits: kept }] : [];
      }),
    },
  }));
}

function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, place, message }) => {
    const key = JSON.stringify([rule, place.source, place.start, place.end, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function complaints(suppression: Suppression, used: ReadonlySet<RuleMention>, rules: readonly Rule[]): readonly Finding[] {
  const { place, indented } = suppression;
  const whole = { source: place.source, start: place.start - indented, end: place.end };
  const remove = { title: 'Remove the comment', edits: [{ place: whole, newText: '' }], safety: 'safe' } as const;
  const hint = (message: string, at: Place, fixes: Finding['fixes']): Finding => ({
    rule: unusedSuppression,
    severity: 'hint',
    message,
    place: at,
    related: [],
    fixes,
    experiment: { kind: 'none', reason: 'a comment does not train' },
  });
  if (suppression.rules.length === 0) {
    return [hint('This comment names no rule, so it silences nothing. Write # lossprobe: ignore[rule-id].', place, [])];
  }
  const idle = suppression.rules.filter((mention) => !used.has(mention));
  return idle.map((mention) => {
    const exists = rules.some(({ id }) => id === mention.id);
    const message = exists
      ? `${mention.id} reports nothing here, so this comment is not needed.`
      : `There is no rule ${mention.id}.`;
    return hint(message, mention.place, idle.length === suppression.rules.length ? [remove] : []);
  });
}

/** Drops the hints about comments that turned out to be used when another script of the project was read. */
export function stillUnused(unused: readonly Finding[], used: readonly Place[]): readonly Finding[] {
  const keys = new Set(used.map(keyOfPlace));
  return unused.filter(({ place }) => !keys.has(keyOfPlace(place)));
}

const keyOfPlace = ({ source, start, end }: Place): string => JSON.stringify([source, start, end]);
