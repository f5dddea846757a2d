/**
 * The tests of this window: each is planned from the program as it is now, trained in the worker, and shown in the panel. The session owns the
 * panel's state; everything the panel asks for goes through `panelHandlers`.
 */
import type { Experiment } from '../experiment/experiment';
import type { Verdict } from '../experiment/verdict';
import type { Finding } from '../finding/finding';
import { withProvenFixes } from '../lint/proof';
import { fixedPrograms } from '../plan/fixes';
import { untestedVerdict, type Planned } from '../plan/outcome';
import type { OwnFiles } from '../plan/own/own-data';
import { planBaseline, planFinding, semanticsOf } from '../plan/plan';
import { testExperiment } from '../plan/run';
import { describeVerdict } from '../plan/words';
import type { TrainingRun } from '../facts/training';
import { PANEL_VERSION, type PanelState, type PanelStatus, type PanelSubject, type PanelTest } from '../protocol/panel';
import type { ProbeRunner, RunningProbe } from '../protocol/probe-runner';
import type { Analysis } from './analysis';
import { placeOfRun } from '../facts/run-place';
import { keyOf } from './documents';
import { wordsOf, type Log } from './log';
import { offersOf } from './offers';
import type { Outcomes } from './outcomes';
import type { OwnData } from './own-data';
import { placeLabel } from './places';
import type { Closing } from './closing';

/** Older results than these are let go: the panel stores them all. */
const MOST_TESTS = 8;

/** What a test is about, found in one reading of the program. */
export type Subject =
  | { readonly kind: 'finding'; readonly analysis: Analysis; readonly finding: Finding }
  | { readonly kind: 'model'; readonly analysis: Analysis; readonly run: TrainingRun };

export interface ProbeSession extends Closing {
  readonly state: () => PanelState;
  /** Takes over what a panel of the window before the reload had stored. */
  readonly restore: (state: PanelState) => void;
  /** Tests it, in place of an earlier test of the same subject. Resolves when the result is shown. `change` alters the planned experiment; `data` is what was chosen in this workspace when left out. */
  readonly test: (
    subject: Subject,
    change?: (planned: Experiment) => Experiment | undefined,
    data?: 'own' | 'made-up',
  ) => Promise<Verdict | undefined>;
  readonly ownData: OwnData;
  readonly cancel: (id: string) => void;
  readonly find: (id: string) => PanelTest | undefined;
  /** Changes what is shown of a finished test. */
  readonly update: (id: string, change: (status: PanelStatus) => PanelStatus) => void;
}

export interface SessionOptions {
  readonly runner: () => ProbeRunner;
  readonly outcomes: Outcomes;
  readonly ownData: OwnData;
  readonly log: Log;
  /** Every new snapshot. */
  readonly show: (state: PanelState) => void;
}

export function openSession({ runner, outcomes, ownData, log, show }: SessionOptions): ProbeSession {
  let tests: readonly PanelTest[] = [];
  let shown: string | undefined;
  const running = new Map<string, RunningProbe>();

  const state = (): PanelState => ({ version: PANEL_VERSION, tests: tests.map(withoutRows), shown });
  const put = (id: string, status: PanelStatus): void => {
    tests = tests.map((test) => (test.id === id ? { ...test, status } : test));
    show(state());
  };
  const add = (test: PanelTest): void => {
    running.get(test.id)?.cancel();
    tests = [...tests.filter(({ id }) => id !== test.id), test].slice(-MOST_TESTS);
    shown = test.id;
    show(state());
  };

  const run = async (id: string, experiment: Experiment): Promise<Verdict> => {
    const probe = runner().start(experiment, {
      onProgress: (progress) => {
        if (running.get(id) === probe) put(id, { kind: 'running', progress, metric: experiment.judging.metric });
      },
    });
    running.set(id, probe);
    const arms = experiment.arms.map(({ role, title }) => ({ role, title, runs: [] }));
    put(id, { kind: 'running', progress: { done: 0, arms }, metric: experiment.judging.metric });
    try {
      return await probe.result;
    } finally {
      if (running.get(id) === probe) running.delete(id);
    }
  };

  return {
    state,
    ownData,
    restore(stored) {
      if (tests.length > 0) return;
      // Nothing of the old window is running any more.
      const settled = (status: PanelStatus): PanelStatus =>
        status.kind === 'running' || status.kind === 'waiting' ? { kind: 'cancelled' } : status;
      tests = stored.tests.map((test) => ({ ...test, status: settled(test.status) }));
      shown = stored.shown;
    },
    async test(subject, change = (planned) => planned, data = ownData.choice() === 'own' ? 'own' : 'made-up') {
      const { analysis } = subject;
      const id = idOf(subject);
      const before = running.get(id);
      add({ id, subject: panelSubject(subject), status: { kind: 'waiting' } });
      await before?.result;
      // Cancelled while it waited for the one before.
      if (tests.find((test) => test.id === id)?.status.kind !== 'waiting') return undefined;
      const training = runOf(subject);
      try {
        const planned = plan(subject, data === 'own' ? await ownData.read(analysis.script, training) : undefined);
        const experiment = planned.kind === 'experiment' ? change(planned.experiment) : undefined;
        let verdict: Verdict;
        let trained: Experiment | undefined;
        if (planned.kind === 'experiment') {
          if (experiment === undefined) {
            put(id, { kind: 'failed', sentence: 'That value cannot be tried on this program any more.' });
            return undefined;
          }
          const tested = await testExperiment(experiment, (one) => run(id, one));
          verdict = tested.verdict;
          trained = tested.experiment;
        } else verdict = untestedVerdict(planned, semanticsOf(training));
        if (verdict.reason.kind === 'cancelled') {
          put(id, { kind: 'cancelled' });
          return verdict;
        }
        const finding = subject.kind === 'finding' ? subject.finding : undefined;
        const words = describeVerdict(verdict, finding, trained);
        log.info(`${keyOf(analysis.script)}: ${finding?.rule ?? 'baseline'}: ${verdict.outcome} in ${Math.round(verdict.ms)} ms`);
        const file = await ownData.offered(analysis.script, training);
        put(id, {
          kind: 'result',
          verdict,
          experiment: trained ?? null,
          words,
          offers: offersOf(
            verdict,
            finding,
            trained,
            file === undefined ? undefined : { name: file, decided: ownData.choice() !== undefined },
          ),
          outdated: false,
        });
        if (finding !== undefined)
          outcomes.record(analysis, finding, { outcome: verdict.outcome, words: `${words.title}. ${words.lead}` });
        return verdict;
      } catch (error) {
        log.error(`test of ${id}: ${error instanceof Error ? (error.stack ?? '') : ''}`);
        put(id, { kind: 'failed', sentence: `${wordsOf(error)}. This is a mistake of Loss Probe; the log says more.` });
        return undefined;
      }
    },
    cancel(id) {
      const probe = running.get(id);
      if (probe === undefined) put(id, { kind: 'cancelled' });
      else probe.cancel();
    },
    find: (id) => tests.find((test) => test.id === id),
    update(id, change) {
      const test = tests.find((one) => one.id === id);
      const next = test && change(test.status);
      if (next !== undefined && next !== test?.status) put(id, next);
    },
    dispose() {
      for (const probe of running.values()) probe.cancel();
    },
  };
}

const runOf = (subject: Subject): TrainingRun | undefined => {
  if (subject.kind === 'model') return subject.run;
  const { experiment } = subject.finding;
  return subject.analysis.program.runs.find(({ id }) => experiment.kind === 'train' && id === experiment.run);
};

function plan(subject: Subject, files: OwnFiles | undefined): Planned {
  if (subject.kind === 'model') {
    const { program, findings } = subject.analysis;
    return planBaseline(subject.run, undefined, files, program.untracked, findings);
  }
  const { analysis } = subject;
  const finding = withProvenFixes(analysis.reading, subject.finding, analysis.relint);
  return planFinding(analysis.program, finding, fixedPrograms(finding, analysis.sources, analysis.reread), undefined, files);
}

/** What the panel is sent and stores: of one's own data the name and the counts, the rows stay here. */
function withoutRows(test: PanelTest): PanelTest {
  const { status } = test;
  const own = status.kind === 'result' ? status.experiment?.data.own : undefined;
  if (status.kind !== 'result' || status.experiment === null || own === undefined) return test;
  const data = { ...status.experiment.data, own: { ...own, inputs: [], targets: [] } };
  return { ...test, status: { ...status, experiment: { ...status.experiment, data } } };
}

/** The same subject of an unchanged text has the same id, so that a second test takes the place of the first. */
const idOf = (subject: Subject): string =>
  subject.kind === 'finding'
    ? `${keyOf(subject.analysis.script)} ${subject.finding.rule} ${subject.finding.place.source} ${subject.finding.place.start}`
    : `${keyOf(subject.analysis.script)} model ${subject.run.id}`;

function panelSubject(subject: Subject): PanelSubject {
  const { analysis } = subject;
  const place = subject.kind === 'finding' ? subject.finding.place : placeOfRun(subject.run);
  const common = { document: analysis.script.uri.toString(), place, placeLabel: placeLabel(analysis, place) };
  if (subject.kind === 'finding')
    return { kind: 'finding', heading: untested(subject.finding.message), rule: subject.finding.rule, ...common };
  return { kind: 'model', heading: `Can ${subject.run.model.name} learn?`, ...common };
}

/** Without what an earlier test added (`afterTest`). */
const untested = (message: string): string => message.split('\nLoss probe: ')[0] ?? message;
