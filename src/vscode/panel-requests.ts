/** What the panel asks for. The program is read again first: a fix or a repeated test speaks of the text as it is now. */
import * as vscode from 'vscode';
import type { Experiment } from '../experiment/experiment';
import { kerasScript } from '../plan/keras-script';
import { withProvenFixes } from '../lint/proof';
import { withRuns, withValue } from '../plan/values';
import type { Handlers } from '../protocol/envelope';
import { dataOf, formatOf, testOf, valueOf, type PanelRequests, type PanelResult, type PanelTest } from '../protocol/panel';
import type { Analysis } from './analysis';
import type { Checker } from './checker';
import { openScript } from './documents';
import { testedFix } from './offers';
import { locationOf, workspaceEdit } from './places';
import type { ProbeSession, Subject } from './probe-session';
import { findAgain } from './reference';

export interface PanelWorld {
  readonly session: ProbeSession;
  readonly checker: Checker;
  readonly openRule: (rule: string) => unknown;
}

/** Answers of the extension. An error's words are shown in the panel. */
export function panelHandlers({ session, checker, openRule }: PanelWorld): Handlers<PanelRequests> {
  const testNamed = (params: unknown): PanelTest => {
    const test = session.find(testOf(params) ?? '');
    if (test === undefined) throw new Error('This test is no longer known; start it again from the editor.');
    return test;
  };
  const resultOf = ({ status }: PanelTest): PanelResult => {
    if (status.kind !== 'result') throw new Error('This test has no result yet.');
    return status;
  };
  /** On the same data as before, unless it is said otherwise. */
  const begin = async (
    test: PanelTest,
    change?: (planned: Experiment) => Experiment | undefined,
    data: 'own' | 'made-up' | undefined = dataUsed(test),
  ): Promise<null> => {
    const subject = await subjectOf(checker, test);
    // The answer does not wait for the result: that arrives as a snapshot.
    void session.test(subject, change, data);
    return null;
  };
  return {
    'panel/ready': () => {
      const state = session.state();
      return state.tests.length === 0 ? null : state;
    },
    'panel/cancel': (params) => {
      session.cancel(testNamed(params).id);
      return null;
    },
    'panel/again': (params) => begin(testNamed(params)),
    'panel/moreRuns': (params) => {
      const test = testNamed(params);
      const { offers, experiment } = resultOf(test);
      const count = offers.moreRuns;
      if (count === undefined) throw new Error('More runs are not offered.');
      // Versions that were added stay.
      return begin(test, (planned) => withRuns(withVariants(planned, experiment), count));
    },
    'panel/tryValue': (params) => {
      const test = testNamed(params);
      const wanted = valueOf(params);
      if (wanted === undefined) throw new Error('No value was named.');
      const { experiment } = resultOf(test);
      return begin(test, (planned) => withValue(withVariants(planned, experiment), wanted.setting, wanted.value));
    },
    'panel/applyFix': async (params) => {
      const test = testNamed(params);
      const result = resultOf(test);
      const subject = await subjectOf(checker, test);
      // As the text is now, the fix may no longer hold.
      const { reading, relint } = subject.analysis;
      const fix =
        subject.kind === 'finding' ? testedFix(result.verdict, withProvenFixes(reading, subject.finding, relint)) : undefined;
      const edit = fix && workspaceEdit(subject.analysis, fix.edits);
      if (edit === undefined || !(await vscode.workspace.applyEdit(edit)))
        throw new Error('The code has changed so much that the fix no longer fits. Test again.');
      session.update(test.id, (status) =>
        status.kind === 'result' && status.offers.fix !== undefined
          ? { ...status, outdated: false, offers: { ...status.offers, fix: { ...status.offers.fix, state: 'applied' } } }
          : status,
      );
      return null;
    },
    'panel/useData': async (params) => {
      const test = testNamed(params);
      const data = dataOf(params);
      if (data === undefined) throw new Error('Which data is not said.');
      await session.ownData.choose(data);
      if (data !== 'never') return begin(test, undefined, data);
      session.update(test.id, (status) =>
        status.kind === 'result' ? { ...status, offers: { ...status.offers, data: undefined } } : status,
      );
      return null;
    },
    'panel/export': async (params) => {
      const { verdict, experiment } = resultOf(testNamed(params));
      if (experiment?.data.own?.inputs.length === 0)
        throw new Error('The rows of your data were not kept over the reload of the window. Test again.');
      const format = formatOf(params);
      const content =
        format === 'python'
          ? experiment && kerasScript(experiment)
          : format === 'json'
            ? JSON.stringify({ version: 1, experiment, verdict }, undefined, 2)
            : undefined;
      if (format === undefined || typeof content !== 'string') throw new Error('This export is not offered.');
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: format, content }));
      return null;
    },
    'panel/reveal': async (params) => {
      const { subject } = testNamed(params);
      const script = await openScript(vscode.Uri.parse(subject.document));
      const checked = script && (await checker.now(script));
      const again =
        subject.rule === undefined ? undefined : findAgain(checked?.findings ?? [], { rule: subject.rule, place: subject.place });
      const location = checked && locationOf(checked.analysis, again?.place ?? subject.place);
      if (location === undefined) throw new Error('The place is no longer there.');
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(location.uri), {
        selection: location.range,
        viewColumn: vscode.ViewColumn.One,
      });
      return null;
    },
    'panel/openRule': (params) => {
      const { rule } = testNamed(params).subject;
      if (rule !== undefined) openRule(rule);
      return null;
    },
  };
}

const dataUsed = ({ status }: PanelTest): 'own' | 'made-up' | undefined => {
  if (status.kind !== 'result') return undefined;
  return status.verdict.data.kind === 'own' || status.experiment?.data.notOwn !== undefined ? 'own' : 'made-up';
};

/** Arms that were added by "try another value" in the last experiment. */
const withVariants = (planned: Experiment, last: Experiment | null): Experiment => ({
  ...planned,
  arms: [...planned.arms, ...(last?.arms ?? []).filter(({ role }) => role === 'variant')],
});

/** What the test was about, in the text as it is now. */
async function subjectOf(checker: Checker, { subject }: PanelTest): Promise<Subject> {
  const script = await openScript(vscode.Uri.parse(subject.document));
  const analysis: Analysis | undefined = script && (await checker.now(script))?.analysis;
  if (analysis === undefined) throw new Error('The script is no longer there.');
  if (subject.kind === 'finding') {
    // From the analysis, not from what is shown: there a withdrawn fix is missing.
    const finding = findAgain(analysis.findings, { rule: subject.rule ?? '', place: subject.place });
    if (finding === undefined) throw new Error('The finding is gone from the code, so there is nothing left to test.');
    return { kind: 'finding', analysis, finding };
  }
  const [run] = analysis.program.runs.toSorted(
    (a, b) => Math.abs(a.model.place.start - subject.place.start) - Math.abs(b.model.place.start - subject.place.start),
  );
  if (run === undefined) throw new Error('The model is gone from the code, so there is nothing left to test.');
  return { kind: 'model', analysis, run };
}
