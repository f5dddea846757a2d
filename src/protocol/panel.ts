/**
 * Host <-> panel. The host sends complete snapshots, never deltas, so a panel that was hidden or reloaded is right after the next one. The panel
 * holds no truth of its own but which test is selected; it asks, and the answer is another snapshot.
 */
import type { Experiment } from '../experiment/experiment';
import type { Progress, Verdict } from '../experiment/verdict';
import type { Place } from '../text/place';

// The panel sees nothing but this folder.
export type { Arm, Experiment, Judging } from '../experiment/experiment';
export type {
  ArmProgress,
  ArmResult,
  Curve,
  LayerObservation,
  Outcome,
  Sweep,
  SweepPoint,
  Tried,
  Verdict,
} from '../experiment/verdict';

/** Raised when a stored state of an older panel can no longer be shown. */
export const PANEL_VERSION = 1;

export interface PanelState {
  readonly version: typeof PANEL_VERSION;
  /** Newest last. */
  readonly tests: readonly PanelTest[];
  /** Id of the test the host wants to be seen: the one just begun. */
  readonly shown?: string | undefined;
}

export interface PanelTest {
  /** Unique in the panel and stable over snapshots. */
  readonly id: string;
  readonly subject: PanelSubject;
  readonly status: PanelStatus;
}

/** What is tested. */
export interface PanelSubject {
  readonly kind: 'finding' | 'model';
  /** The finding's message, or the model as people know it: `model, compiled in line 12`. */
  readonly heading: string;
  /** Rule id of a finding. */
  readonly rule?: string | undefined;
  /** URI of the script or notebook. */
  readonly document: string;
  /** In its text, when it was tested. */
  readonly place: Place;
  /** `train.py, line 12`; `study.ipynb, cell 3, line 2`. */
  readonly placeLabel: string;
}

export type PanelStatus =
  /** Others run first, or the program is being read. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly progress: Progress; readonly metric?: Experiment['judging']['metric'] | undefined }
  | PanelResult
  | { readonly kind: 'cancelled' }
  /** No verdict came about: a sentence for people. */
  | { readonly kind: 'failed'; readonly sentence: string };

export interface PanelResult {
  readonly kind: 'result';
  readonly verdict: Verdict;
  /** For more runs, other values and exports; says also whether the arms' losses can be compared. Null where nothing could be planned. */
  readonly experiment: Experiment | null;
  readonly words: PanelWords;
  readonly offers: PanelOffers;
  /** The code was changed after the test, so that this may no longer hold. */
  readonly outdated: boolean;
}

/** The result in words (`plan/words.ts` makes them). */
interface PanelWords {
  readonly title: string;
  readonly lead: string;
  readonly sentences: readonly string[];
  readonly assumptions: readonly string[];
}

/** What can be done now. */
export interface PanelOffers {
  readonly fix?: { readonly title: string; readonly state: 'open' | 'applied' | 'withdrawn' } | undefined;
  /** Runs of each version if more are asked for. */
  readonly moreRuns?: number | undefined;
  readonly values: readonly ValueOffer[];
  readonly exports: readonly ExportFormat[];
  /** The program reads a file that could be used in place of made-up data, or the other way round. */
  readonly data?: DataOffer | undefined;
}

export interface DataOffer {
  readonly use: 'own' | 'made-up';
  /** Names of the files. */
  readonly file: string;
  /** Not decided in this workspace yet, so that it may also be turned down for good. */
  readonly asks: boolean;
}

/** A value of the program that may be exchanged for another one, as a further arm. */
export interface ValueOffer {
  /** Names the setting to the host: `learning_rate`. */
  readonly setting: string;
  /** `Learning rate`. */
  readonly label: string;
  /** As it is in the program. */
  readonly current: string;
  readonly choices: readonly string[];
}

export type ExportFormat = 'python' | 'json';

/** What the panel may ask of the extension. Every result arrives as a snapshot. */
export interface PanelRequests {
  /** The panel is up; answered with what to show, or nothing where the host knows of no test (it then shows what it stored). */
  'panel/ready': [params: null, result: PanelState | null];
  'panel/applyFix': [params: { readonly test: string }, result: null];
  'panel/cancel': [params: { readonly test: string }, result: null];
  'panel/again': [params: { readonly test: string }, result: null];
  'panel/moreRuns': [params: { readonly test: string }, result: null];
  'panel/tryValue': [params: { readonly test: string; readonly setting: string; readonly value: string }, result: null];
  /** Tests again on the user's own rows or on made-up ones, as from then on in this workspace; or never offers the file again. */
  'panel/useData': [params: { readonly test: string; readonly data: 'own' | 'made-up' | 'never' }, result: null];
  'panel/export': [params: { readonly test: string; readonly format: ExportFormat }, result: null];
  'panel/reveal': [params: { readonly test: string }, result: null];
  'panel/openRule': [params: { readonly test: string }, result: null];
}

/** What the extension tells the panel. */
export interface PanelEvents {
  state: PanelState;
}

/** A state that was stored or sent, if it is one this version can show. Deep contents come from our own host and are taken as they are. */
export function readPanelState(value: unknown): PanelState | undefined {
  if (!isRecord(value) || value.version !== PANEL_VERSION || !Array.isArray(value.tests)) return undefined;
  return value.tests.every(isTest) ? (value as unknown as PanelState) : undefined;
}

function isTest(value: unknown): boolean {
  if (!isRecord(value) || typeof value.id !== 'string') return false;
  const { subject, status } = value;
  return (
    isRecord(subject) &&
    typeof subject.heading === 'string' &&
    typeof subject.document === 'string' &&
    isRecord(subject.place) &&
    isRecord(status) &&
    isStatus(status)
  );
}

function isStatus(status: Readonly<Record<string, unknown>>): boolean {
  switch (status.kind) {
    case 'waiting':
    case 'cancelled':
      return true;
    case 'running':
      return isRecord(status.progress) && Array.isArray(status.progress.arms);
    case 'failed':
      return typeof status.sentence === 'string';
    case 'result':
      return (
        isRecord(status.verdict) &&
        (status.experiment === null || isRecord(status.experiment)) &&
        isRecord(status.words) &&
        isRecord(status.offers)
      );
    default:
      return false;
  }
}

/** The test a request speaks of, if its parameters are what the protocol says. */
export const testOf = (params: unknown): string | undefined =>
  isRecord(params) && typeof params.test === 'string' ? params.test : undefined;

/** Parameters of `panel/tryValue`. */
export const valueOf = (params: unknown): { readonly setting: string; readonly value: string } | undefined =>
  isRecord(params) && typeof params.setting === 'string' && typeof params.value === 'string'
    ? { setting: params.setting, value: params.value }
    : undefined;

/** Parameters of `panel/export`. */
export const formatOf = (params: unknown): ExportFormat | undefined =>
  isRecord(params) && (params.format === 'python' || params.format === 'json') ? params.format : undefined;

/** Parameters of `panel/useData`. */
export const dataOf = (params: unknown): PanelRequests['panel/useData'][0]['data'] | undefined =>
  isRecord(params) && (params.data === 'own' || params.data === 'made-up' || params.data === 'never') ? params.data : undefined;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
