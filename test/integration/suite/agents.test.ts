import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, example, openExample, openText } from './helpers/editor';

async function ask(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(`loss_probe_${name}`, { input, toolInvocationToken: undefined });
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

describe('Tools for language models', () => {
  afterEach(closeEverything);

  it('are the four, each with a schema and words for the model', () => {
    const ours = vscode.lm.tools.filter(({ name }) => name.startsWith('loss_probe_'));
    assert.deepEqual(ours.map(({ name }) => name).sort(), [
      'loss_probe_check',
      'loss_probe_describe',
      'loss_probe_probe',
      'loss_probe_why',
    ]);
    for (const { description, inputSchema } of ours) {
      assert.ok(description.length > 100);
      assert.deepEqual((inputSchema as { required: unknown }).required, ['file']);
    }
  });

  it('check the file as it is typed, not as it is saved', async () => {
    const file = example('improper_loss.py').fsPath;
    assert.match(
      await ask('check', { file }),
      /warning 16:38-16:43 mse-for-classification: .*\n {2}fix \(safe\): Use binary_crossentropy/,
    );
    const { document } = await openExample('improper_loss.py');
    const edit = new vscode.WorkspaceEdit();
    const start = document.getText().indexOf('"mse"');
    edit.replace(
      document.uri,
      new vscode.Range(document.positionAt(start), document.positionAt(start + 5)),
      '"binary_crossentropy"',
    );
    await vscode.workspace.applyEdit(edit);
    assert.doesNotMatch(await ask('check', { file: 'improper_loss.py' }), /mse-for-classification/);
  });

  it('describe, probe and say why', async () => {
    assert.match(await ask('describe', { file: 'improper_loss.py' }), /Dense\(1\)\s+sigmoid/);
    assert.match(await ask('probe', { file: 'improper_loss.py', rule: 'mse-for-classification', runs: 2 }), /of \d runs|%/);
    assert.match(await ask('why', { file: 'improper_loss.py' }), /Not checked/);
  });

  it('say so of another framework, and of a file that is not there', async () => {
    await openText('torched.py', 'import torch\n\nnet = torch.nn.Linear(1, 1)\n');
    await assert.rejects(ask('check', { file: 'torched.py' }), /This uses PyTorch; Loss Probe reads TensorFlow and Keras so far/);
    await assert.rejects(ask('check', { file: 'nowhere.py' }), /cannot be opened/);
  });
});
