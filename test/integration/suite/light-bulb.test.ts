import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  applyAction,
  applyQuickFix,
  closeEverything,
  example,
  findingsIn,
  openNotebook,
  openText,
  ruleOf,
  waitForDiagnostics,
  waitForRule,
} from './helpers/editor';

const RULE = 'mse-for-classification';

const model = (
  name: string,
): string => `${name} = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
${name}.compile(loss="mse", optimizer="adam")
${name}.fit(x, y)
`;
const twice = `import numpy as np
from tensorflow import keras

x = np.random.rand(100, 4)
y = (x[:, 0] > 0.5).astype("int32")
${model('first')}${model('second')}`;

const actionsAt = async (uri: vscode.Uri, range: vscode.Range, kind?: string): Promise<readonly vscode.CodeAction[]> =>
  vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind);

const gone = (all: readonly vscode.Diagnostic[]): boolean => !all.some((one) => ruleOf(one) === RULE);

describe('The light bulb', () => {
  afterEach(closeEverything);

  it('offers fixes, then the test, then silence, then the page', async () => {
    const { document } = await openText('menu.py', twice);
    const finding = await waitForRule(document.uri, RULE);
    const titles = (await actionsAt(document.uri, finding.range, 'quickfix')).map(({ title }) => title);
    const order = [
      'Use binary_crossentropy',
      `Fix all ${RULE} findings`,
      'Test this fix (Loss Probe)',
      `Ignore ${RULE} on this line`,
      `Ignore ${RULE} in this file`,
      `Disable ${RULE} in the settings`,
      `Disable ${RULE} in pyproject.toml`,
      `Open the page of ${RULE}`,
    ];
    assert.deepEqual(
      titles.filter((title) => order.includes(title)),
      order,
    );
  });

  it('fixes all of a kind, in all of the file', async () => {
    const { document } = await openText('kind.py', twice);
    const finding = await waitForRule(document.uri, RULE);
    await applyQuickFix(document.uri, finding, /^Fix all mse-for-classification findings$/);
    assert.equal(document.getText(), twice.replaceAll('"mse"', '"binary_crossentropy"'));
    await waitForDiagnostics(document.uri, gone);
  });

  it('silences a rule in the file', async () => {
    const { document } = await openText('silence.py', twice);
    await applyQuickFix(document.uri, await waitForRule(document.uri, RULE), /in this file$/);
    assert.equal(document.getText(), `# lossprobe: ignore-file[${RULE}]\n${twice}`);
    await waitForDiagnostics(document.uri, gone);
  });

  it('disables a rule in pyproject.toml, and keeps what else stands there', async () => {
    const settings = example('disable/pyproject.toml');
    await vscode.workspace.fs.writeFile(settings, Buffer.from('[project]\nname = "mine"  # kept\n'));
    const { document } = await openText('disable/train.py', twice);
    await applyQuickFix(document.uri, await waitForRule(document.uri, RULE), /in pyproject\.toml$/);
    await waitForDiagnostics(document.uri, gone);
    const text = Buffer.from(await vscode.workspace.fs.readFile(settings)).toString();
    assert.equal(text, `[project]\nname = "mine"  # kept\n\n[tool.loss-probe.rules]\n${RULE} = "off"\n`);
  });

  it('disables a rule in the settings', async () => {
    const { document } = await openText('settings.py', twice);
    const finding = await waitForRule(document.uri, RULE);
    try {
      await applyQuickFix(document.uri, finding, /in the settings$/);
      await waitForDiagnostics(document.uri, gone);
      assert.deepEqual(vscode.workspace.getConfiguration('lossProbe').inspect('rules')?.workspaceValue, { [RULE]: 'off' });
    } finally {
      await vscode.workspace.getConfiguration('lossProbe').update('rules', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await waitForRule(document.uri, RULE);
  });

  it('fixes a notebook as one program on save, and a cell only by what is its own', async () => {
    const { notebook } = await openNotebook('improper_loss.ipynb');
    const cells = notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
    const compile = cells.find(({ document }) => document.getText().startsWith('model.compile('));
    const other = cells.find(({ document }) => document.getText().startsWith('model = '));
    assert.ok(compile && other);
    await waitForRule(compile.document.uri, RULE);
    const all = new vscode.Range(0, 0, 99, 0);
    const ofCell = await actionsAt(other.document.uri, all, 'source.fixAll.lossProbe');
    assert.deepEqual(
      ofCell.filter(({ kind }) => kind?.value === 'source.fixAll.lossProbe'),
      [],
    );
    const [whole] = await actionsAt(other.document.uri, all, 'notebook.source.fixAll.lossProbe');
    assert.equal(whole?.kind?.value, 'notebook.source.fixAll.lossProbe');
    const before = cells.map(({ document }) => document.getText());
    await applyAction(whole);
    assert.deepEqual(
      cells.map(({ document }) => document.getText()),
      before.map((text) => text.replace('loss="mse"', 'loss="binary_crossentropy"')),
    );
    await waitForDiagnostics(compile.document.uri, gone);
    assert.deepEqual(findingsIn(compile.document.uri).map(ruleOf).includes(RULE), false);
  });
});
