import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  applyQuickFix,
  closeEverything,
  describeRange,
  findingsIn,
  openNotebook,
  rangeOf,
  ruleOf,
  waitForDiagnostics,
  waitForRule,
} from './helpers/editor';

const RULE = 'mse-for-classification';

/** The cell that compiles the first model; the model itself stands in the cell before. */
function compileCell(notebook: vscode.NotebookDocument): vscode.TextDocument {
  const cell = notebook.getCells().find(({ document }) => document.getText().startsWith('model.compile('));
  assert.ok(cell);
  return cell.document;
}

describe('In a notebook', () => {
  afterEach(closeEverything);

  it('a finding stands exactly in its cell, though model and loss are in different cells', async () => {
    const { notebook } = await openNotebook('improper_loss.ipynb');
    const cell = compileCell(notebook);
    const finding = await waitForRule(cell.uri, RULE);
    assert.equal(describeRange(finding.range), describeRange(rangeOf(cell, '"mse"')));
    const related = finding.relatedInformation?.[0];
    assert.ok(related);
    assert.notEqual(related.location.uri.toString(), cell.uri.toString());
    assert.ok(notebook.getCells().some(({ document }) => document.uri.toString() === related.location.uri.toString()));
  });

  it('the second model and the magic line have nothing of their own', async () => {
    const { notebook } = await openNotebook('improper_loss.ipynb');
    await waitForRule(compileCell(notebook).uri, RULE);
    for (const { document } of notebook.getCells())
      if (/classifier|%matplotlib/.test(document.getText())) assert.deepEqual(findingsIn(document.uri).map(ruleOf), []);
  });

  it('a quick fix edits its cell and no other, and the finding goes', async () => {
    const { notebook } = await openNotebook('improper_loss.ipynb');
    const cell = compileCell(notebook);
    const finding = await waitForRule(cell.uri, RULE);
    const before = notebook.getCells().map(({ document }) => document.getText());
    await applyQuickFix(cell.uri, finding, /binary_crossentropy/);
    const after = notebook.getCells().map(({ document }) => document.getText());
    assert.deepEqual(
      after,
      before.map((text) => text.replace('loss="mse"', 'loss="binary_crossentropy"')),
    );
    await waitForDiagnostics(cell.uri, (all) => !all.some((found) => ruleOf(found) === RULE));
  });

  it('a changed earlier cell changes the finding in a later one', async () => {
    const { notebook } = await openNotebook('improper_loss.ipynb');
    const cell = compileCell(notebook);
    await waitForRule(cell.uri, RULE);
    const model = notebook.getCells().find(({ document }) => document.getText().startsWith('model = '))?.document;
    assert.ok(model);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(model.uri, rangeOf(model, ', activation="sigmoid"'), '');
    await vscode.workspace.applyEdit(edit);
    await waitForDiagnostics(cell.uri, (all) => !all.some((found) => ruleOf(found) === RULE));
  });

  it('the findings go when its last tab is closed, though the editor keeps it open, and come back with a tab', async () => {
    const { notebook } = await openNotebook('improper_loss.ipynb');
    const { uri } = compileCell(notebook);
    await waitForRule(uri, RULE);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await waitForDiagnostics(uri, (all) => all.length === 0);
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(notebook.uri));
    await waitForRule(uri, RULE);
  });
});
