import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  applyAction,
  applyQuickFix,
  closeEverything,
  findingsIn,
  openExample,
  rangeOf,
  ruleOf,
  waitForAction,
  waitForDiagnostics,
  waitForRule,
} from './helpers/editor';

const gone = (rule: string) => (all: readonly vscode.Diagnostic[]) => !all.some((finding) => ruleOf(finding) === rule);

describe('Quick fixes', () => {
  afterEach(closeEverything);

  it('put the right loss into the text, and the finding goes', async () => {
    const { document } = await openExample('improper_loss.py');
    const finding = await waitForRule(document.uri, 'mse-for-classification');
    const before = document.getText();
    const action = await waitForAction(document.uri, finding, /binary_crossentropy/, vscode.CodeActionKind.QuickFix);
    assert.equal(action.isPreferred, true);
    await applyAction(action);
    assert.equal(document.getText(), before.replace('"mse"', '"binary_crossentropy"'));
    await waitForDiagnostics(document.uri, gone('mse-for-classification'));
  });

  it('can silence one line, and the finding goes', async () => {
    const { document } = await openExample('improper_loss.py');
    const finding = await waitForRule(document.uri, 'mse-for-classification');
    await applyQuickFix(document.uri, finding, /ignore.*line/i);
    assert.match(document.lineAt(finding.range.start.line).text, /# lossprobe: ignore\[mse-for-classification\]$/);
    await waitForDiagnostics(document.uri, gone('mse-for-classification'));
  });

  it('offer to test the finding', async () => {
    const { document } = await openExample('improper_loss.py');
    const finding = await waitForRule(document.uri, 'mse-for-classification');
    const action = await waitForAction(document.uri, finding, /test this fix|run loss probe/i);
    assert.match(action.command?.command ?? '', /^lossProbe\./);
  });

  it('"Fix all" applies the safe ones only', async () => {
    const { document } = await openExample('improper_loss.py');
    await waitForRule(document.uri, 'mse-for-classification');
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      all,
      'source.fixAll.lossProbe',
    );
    const action = actions.find(({ kind }) => kind?.value === 'source.fixAll.lossProbe');
    assert.ok(action);
    await applyAction(action);
    await waitForDiagnostics(document.uri, gone('mse-for-classification'));
    // The labels are not something that an edit may invent.
    assert.ok(findingsIn(document.uri).some((finding) => ruleOf(finding) === 'labels-independent-of-features'));
    rangeOf(document, '"binary_crossentropy"', 'model.compile(');
  });
});
