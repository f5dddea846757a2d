/**
 * Weighs causes against what is seen. A cause begins with how sure it is; a pattern that it claims makes it likelier, one that it does not
 * claim less likely. The numbers are few and stand here; they are held by the recorded trainings of `test/evidence/logs`.
 */
import type { Finding, Severity } from '../../finding/finding';
import type { Rule } from '../../rules/define';
import type { LogWarning } from '../log/log';
import type { Recognised } from '../log/recognise';
import { warned, type Inferred } from './inferred';

/** Before any log: what was counted in a file is certain, what merely could be better is seldom why nothing is learned. */
const PRIOR: Readonly<Record<Severity, number>> = { error: 4, warning: 2, information: 0.5, hint: 0.15 };
const COUNTED = 2;
/** That a rule claims one of the patterns seen; that it claims others only; that Keras itself warns of it. */
const MATCH = 4;
const MISS = 0.3;
const WARNED = 4;
/** What is below this explains nothing. */
export const LEAST = 0.6;

export interface Weighed {
  readonly rule: string;
  readonly score: number;
  readonly finding?: Finding | undefined;
  readonly inferred?: Inferred | undefined;
  /** The pattern that it explains. */
  readonly matches: boolean;
  readonly counted: boolean;
  readonly warning?: LogWarning | undefined;
}

export interface Evidence {
  readonly findings: readonly Finding[];
  readonly inferred: readonly Inferred[];
  readonly seen: Recognised | undefined;
  readonly warnings: readonly LogWarning[];
  readonly rules: readonly Rule[];
  /** Whether a finding speaks of what was counted in a file. */
  readonly counted: (finding: Finding) => boolean;
}

/** Likeliest first; each rule once. */
export function rank({ findings, inferred, seen, warnings, rules, counted }: Evidence): readonly Weighed[] {
  const kinds = new Set(seen?.symptoms.map(({ kind }) => kind));
  const claims = new Map(rules.map(({ id, symptoms }) => [id, symptoms]));
  const found = findings.map((finding): Weighed => {
    const claimed = claims.get(finding.rule);
    const matches = claimed?.some((one) => kinds.has(one)) ?? false;
    const sure = counted(finding);
    const warning = warnings.find(({ kind }) => warned[kind].includes(finding.rule));
    const fits = kinds.size === 0 || claimed === undefined ? 1 : matches ? MATCH : MISS;
    return {
      rule: finding.rule,
      finding,
      matches,
      counted: sure,
      warning,
      score: PRIOR[finding.severity] * (sure ? COUNTED : 1) * fits * (warning ? WARNED : 1),
    };
  });
  const others = inferred.map((one): Weighed => ({
    rule: one.rule,
    inferred: one,
    matches: true,
    counted: false,
    score: one.weight,
  }));
  const best = new Map<string, Weighed>();
  for (const one of [...found, ...others]) {
    const before = best.get(one.rule);
    if (!before) best.set(one.rule, one);
    else {
      const [more, less] = before.finding || before.score >= one.score ? [before, one] : [one, before];
      // A finding says where; what the log says of it makes it likelier.
      best.set(one.rule, { ...more, inferred: more.inferred ?? less.inferred, score: Math.max(more.score, less.score) });
    }
  }
  return [...best.values()].toSorted((a, b) => b.score - a.score);
}
