import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { panel } from './helpers/driver';
import {
  applyAction,
  closeEverything,
  example,
  openExample,
  openText,
  rangeOf,
  ruleOf,
  waitForAction,
  waitForDiagnostics,
  waitForRule,
} from './helpers/editor';
import { eventually } from './helpers/eventually';

/** Seconds a test of a small model may take on a slow machine. */
const PROBE_SECONDS = 90;

const outcome = () => panel.waitFor(`document.querySelector('[data-outcome]')?.dataset.outcome`, PROBE_SECONDS);

/** Open a file and put the cursor on its loss. */
async function cursorOnTheLoss(
  open: () => Thenable<vscode.TextEditor> = () => openExample('improper_loss.py'),
): Promise<vscode.TextDocument> {
  const editor = await open();
  await waitForRule(editor.document.uri, 'mse-for-classification');
  const { start } = rangeOf(editor.document, '"mse"');
  editor.selection = new vscode.Selection(start, start);
  return editor.document;
}

/** The same fault in a model that trains for minutes. */
const SLOW = `import numpy as np
import tensorflow as tf

features = np.random.rand(5000, 784)
labels = np.random.randint(0, 2, (5000, 1))
model = tf.keras.Sequential([
    tf.keras.layers.Dense(512, activation="relu", input_shape=(784,)),
    tf.keras.layers.Dense(512, activation="relu"),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="sgd", loss="mse")
model.fit(features, labels, epochs=500)
`;

describe('Run loss probe', function () {
  this.timeout((PROBE_SECONDS + 30) * 1000);
  afterEach(closeEverything);

  it('ends in a result in the panel, with its curves and the table behind them', async () => {
    await cursorOnTheLoss();
    await vscode.commands.executeCommand('lossProbe.runProbe');
    assert.match(String(await outcome()), /^(confirmed|not-reproduced|inconclusive)$/);
    const text = await panel.text();
    assert.match(text, /made-up data/i);
    assert.match(text, /improper_loss\.py, line 16/);
    assert.match(text, /\d+ runs of each version/);
    const curves = (await panel.evaluate('document.querySelectorAll("svg path").length')) as number;
    assert.ok(curves >= 2, `${curves} curves are drawn.`);
    const cells = (await panel.evaluate('document.querySelectorAll("table td").length')) as number;
    assert.ok(cells >= 10, `The tables have ${cells} cells.`);
  });

  it('is offered on the finding as "Test this fix", and keeps its result when the webview is loaded again', async () => {
    const document = await cursorOnTheLoss();
    const finding = await waitForRule(document.uri, 'mse-for-classification');
    await applyAction(await waitForAction(document.uri, finding, /test this fix/i));
    await outcome();
    const before = await panel.text();
    // A mark that only a document loaded anew does not carry.
    await panel.evaluate('void (window.marked = true)');
    await vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
    await panel.waitFor('window.marked !== true && document.querySelector("[data-outcome]") !== null', 20);
    assert.equal(await panel.text(), before);
  });

  it('keeps its result while the panel is hidden behind another tab', async () => {
    await cursorOnTheLoss();
    await vscode.commands.executeCommand('lossProbe.runProbe');
    await outcome();
    const before = await panel.text();
    const group = vscode.window.tabGroups.all.find(({ tabs }) =>
      tabs.some(({ input }) => input instanceof vscode.TabInputWebview),
    );
    assert.ok(group);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(example('data_scaling.py')), group.viewColumn);
    await eventually('the panel to be hidden', async () => !(await panel.evaluate('true', 0).catch(() => false)));
    await vscode.commands.executeCommand('workbench.action.previousEditorInGroup');
    assert.equal(await panel.text(), before);
  });

  it('ends at once when it is cancelled', async () => {
    await cursorOnTheLoss(() => openText('slow.py', SLOW));
    void vscode.commands.executeCommand('lossProbe.runProbe');
    await panel.click('.running button:has-text("Cancel")', 60);
    await panel.textMatching(/Test cancelled/);
    assert.equal(await panel.evaluate(`document.querySelector('[data-outcome]') === null`), true);
  });

  it('applies the fix from the panel, and the finding goes', async () => {
    const document = await cursorOnTheLoss();
    await vscode.commands.executeCommand('lossProbe.runProbe');
    await outcome();
    await panel.click('button:has-text("Apply the fix")');
    await waitForDiagnostics(document.uri, (all) => !all.some((finding) => ruleOf(finding) === 'mse-for-classification'));
    rangeOf(document, '"binary_crossentropy"', 'model.compile(');
    await panel.textMatching(/The fix is applied/);
  });

  it('opens the page of the rule', async () => {
    await cursorOnTheLoss();
    await vscode.commands.executeCommand('lossProbe.openRule', 'mse-for-classification');
    await eventually('a tab with the page of the rule', () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('mse-for-classification'))),
    );
  });

  it('tests from a lens over the training whether the model can learn at all', async () => {
    const document = await cursorOnTheLoss();
    const lens = await eventually('a lens "Can this model learn?"', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 20);
      return lenses.find(({ command }) => /can this model learn/i.test(command?.title ?? ''));
    });
    assert.match(document.lineAt(lens.range.start.line).text, /\.(compile|fit)\(/);
    await vscode.commands.executeCommand(lens.command?.command ?? '', ...((lens.command?.arguments ?? []) as unknown[]));
    assert.match(String(await outcome()), /^(learns|does-not-learn|inconclusive)$/);
  });
});
