import type { ExperimentIntent, Finding, Fix, Related, Severity } from '../finding/finding';
import type { SymptomKind } from '../finding/symptom';
import type { TrainingProgram } from '../facts/training';
import type { Place } from '../text/place';
import type { Sources } from '../text/source';

/** What a rule may look at. It reads `program`; `sources` is only for wording and for building edits. */
export interface RuleContext {
  readonly program: TrainingProgram;
  readonly sources: Sources;
}

/** The sections of the catalogue, in the order of the documentation. */
export const groups = {
  data: 'Data and labels',
  output: 'Output layer, loss and metrics',
  architecture: 'Architecture',
  initialisation: 'Initialisation and regularisation',
  training: 'Optimizer, learning rate and training loop',
  graph: 'TensorFlow 1 graphs',
} as const;
export type Group = keyof typeof groups;

/** Everything a person can read about a rule; the documentation pages are made from it. */
interface RuleDocs {
  /** One sentence: what is wrong in the program. */
  readonly summary: string;
  readonly why: string;
  /** A whole program with exactly one finding of this rule, marked by a caret line. */
  readonly bad: string;
  /** A whole program with no finding of this rule. */
  readonly good: string;
  /** Where Keras stops the bad program with an error: part of its message. `npm run parity:gallery` holds it to that. */
  readonly raises?: string;
  /** Where today's Keras no longer has what both programs use: part of what it says then. */
  readonly unavailable?: string;
  /** When it stays silent, and when it may be wrong. */
  readonly limits: string;
  readonly fixSafety: string;
  /** How the probe tests it, and what was measured. */
  readonly probe: string;
  readonly references: readonly string[];
}

/**
 * What is known of how harmful the mistake is, so that the severity can be checked against it. `docs/severities.md` is made from this;
 * the numbers that a reader of one rule wants are in `docs.probe`.
 */
export interface Evidence {
  /**
   * - `certain`: holds whatever the data, by the construction of the program; nothing needs training
   * - `raises`: Keras stops with an error
   * - `confirmed`: trained in Keras on easy data over five seeds, worse than the fixed program in at least four
   * - `partly`: under some optimizers, depths or strengths only
   * - `not-reproduced`: easy data forgave it
   */
  readonly measured: 'certain' | 'raises' | 'confirmed' | 'partly' | 'not-reproduced' | 'not-measured';
  /** Ten uses found in public code, read by a person: truly a mistake, unclear, benign; the rest was not code. */
  readonly wild?: { readonly right: number; readonly unclear: number; readonly benign: number } | undefined;
  /** Why the severity (of the rule, or of a single report) is another than these numbers alone would give. */
  readonly exception?: string | undefined;
}

export interface Rule {
  readonly id: string;
  readonly group: Group;
  /** `off`: runs only where the configuration asks for it. A single report may deviate where the evidence is stronger or weaker. */
  readonly severity: Severity | 'off';
  readonly evidence: Evidence;
  /** What a training with this mistake looks like in its log; measured where `tools/logs` could train it. Empty: nothing to be seen there. */
  readonly symptoms?: readonly SymptomKind[] | undefined;
  readonly docs: RuleDocs;
  /** Message templates by name, as declared. */
  readonly messages: Readonly<Record<string, string>>;
  readonly check: (context: RuleContext) => readonly Reported[];
}

/** A finding with what only the linter needs to know about it. */
export interface Reported {
  readonly finding: Finding;
  /** Findings with the same cause are about one mistake; only that of the most specific rule is kept (`head-group.ts`). */
  readonly cause?: string | undefined;
}

type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;
type Data<S extends string> = [Placeholders<S>] extends [never]
  ? { readonly data?: undefined }
  : { readonly data: Readonly<Record<Placeholders<S>, string | number>> };

export type Report<M extends Record<string, string>> = {
  [K in keyof M & string]: {
    readonly message: K;
    readonly at: Place;
    /** Where it differs from the rule's own. */
    readonly severity?: Severity | undefined;
    readonly cause?: string | undefined;
    readonly related?: readonly Related[] | undefined;
    /** Fixes that could not be built are left out. */
    readonly fixes?: readonly (Fix | undefined)[] | undefined;
    readonly experiment: ExperimentIntent;
  } & Data<M[K]>;
}[keyof M & string];

/** Declares a rule. The placeholders of its messages are checked by the compiler at every report. */
export function defineRule<const M extends Record<string, string>>(
  rule: Omit<Rule, 'check' | 'messages'> & {
    readonly messages: M;
    readonly check: (context: RuleContext, report: (report: Report<M>) => void) => void;
  },
): Rule {
  const { check, ...declared } = rule;
  return {
    ...declared,
    check(context) {
      const reported: Reported[] = [];
      check(context, ({ message, at, severity, cause, related = [], fixes = [], experiment, data }) => {
        reported.push({
          cause,
          finding: {
            rule: rule.id,
            severity: severity ?? (rule.severity === 'off' ? 'information' : rule.severity),
            message: fillTemplate(rule.messages[message] ?? '', data),
            place: at,
            related,
            fixes: fixes.filter((fix) => fix !== undefined),
            experiment,
          },
        });
      });
      return reported;
    },
  };
}

function fillTemplate(template: string, data: Readonly<Record<string, string | number>> = {}): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = data[name];
    if (value === undefined) throw new Error(`message placeholder {${name}} has no value`);
    return String(value);
  });
}
