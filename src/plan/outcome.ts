/** What planning gives: an experiment, or why there can be none. */
import type { Experiment, Semantics } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';

export type Planned = { readonly kind: 'experiment'; readonly experiment: Experiment } | NotTestable;

export interface NotTestable {
  readonly kind: 'not-testable';
  /** What stands in the way: `layer`, `the input shape`. */
  readonly what: string;
  /** Its name or the reason, in the program's words. */
  readonly name: string;
}

export const notTestable = (what: string, name: string): NotTestable => ({ kind: 'not-testable', what, name });

export const isNotTestable = (value: object): value is NotTestable => 'kind' in value && value.kind === 'not-testable';

/** The verdict on what cannot be tested: nothing ran. */
export function untestedVerdict({ what, name }: NotTestable, semantics: Semantics): Verdict {
  return {
    version: 1,
    outcome: 'not-testable',
    evidence: 'none',
    reason: { kind: 'not-supported', what, name },
    arms: [],
    comparisons: [],
    judging: { metric: 'accuracy', on: 'held-out' },
    semantics,
    data: { kind: 'made-up', teacher: 'linear', samples: 0, heldOut: 0, reductions: [] },
    engine: { backend: 'none', version: '' },
    ms: 0,
  };
}
