import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { ENVIRONMENT } from '../runner/protocol';
import { EXTENSION_ID } from './helpers/driver';
import {
  closeEverything,
  describeFindings,
  findingsIn,
  openExample,
  openText,
  waitForDiagnostics,
  waitForRule,
} from './helpers/editor';
import { pause } from './helpers/eventually';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

const extension = () => {
  const found = vscode.extensions.getExtension<unknown>(EXTENSION_ID);
  assert.ok(found, 'The extension is not installed.');
  return found;
};

describe('The extension', () => {
  afterEach(closeEverything);

  it('comes from where this lane says, and wakes up for Python', async () => {
    const packaged = !extension().extensionPath.startsWith(path.resolve(__dirname, '../..'));
    assert.equal(packaged, process.env[ENVIRONMENT.extension] === 'vsix');
    await openExample('improper_loss.py');
    await waitForRule((await openExample('improper_loss.py')).document.uri, 'mse-for-classification');
    assert.ok(extension().isActive);
  });

  it('registers every command that its manifest names', async () => {
    await extension().activate();
    const manifest = JSON.parse(readFileSync(path.join(extension().extensionPath, 'package.json'), 'utf8')) as Manifest;
    const named = manifest.contributes.commands.map(({ command }) => command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      named.filter((command) => !registered.has(command)),
      [],
    );
    assert.ok(named.includes('lossProbe.runProbe'));
  });

  it('says nothing about Python without TensorFlow', async () => {
    const plain = await openText('plain.py', 'import json\n\nmodel = json.loads("{}")\nmodel.compile(loss="mse")\n');
    const training = await openExample('improper_loss.py');
    await waitForRule(training.document.uri, 'mse-for-classification');
    assert.deepEqual(findingsIn(plain.document.uri), []);
  });

  it('keeps its findings, without flicker, while the text does not parse', async () => {
    const { document } = await openExample('improper_loss.py');
    await waitForRule(document.uri, 'mse-for-classification');
    const counts: number[] = [];
    const listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((uri) => uri.toString() === document.uri.toString())) counts.push(findingsIn(document.uri).length);
    });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(document.lineCount - 1, 0), 'half = np.array([1, 2\n');
    await vscode.workspace.applyEdit(edit);
    await pause(1500);
    listening.dispose();
    assert.ok(findingsIn(document.uri).length > 0, describeFindings(document.uri));
    assert.ok(!counts.includes(0), `The number of findings went ${counts.join(', ')}.`);
  });

  it('takes its findings back when the fault is edited away, and brings them again', async () => {
    const { document } = await openExample('improper_loss.py');
    const finding = await waitForRule(document.uri, 'mse-for-classification');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, finding.range, '"binary_crossentropy"');
    await vscode.workspace.applyEdit(edit);
    await waitForDiagnostics(document.uri, (all) =>
      all.every(({ code }) => !JSON.stringify(code).includes('mse-for-classification')),
    );
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await waitForRule(document.uri, 'mse-for-classification');
  });

  it('obeys a rule that is switched off, and one that is switched back on', async () => {
    const { document } = await openExample('improper_loss.py');
    await waitForRule(document.uri, 'mse-for-classification');
    const settings = vscode.workspace.getConfiguration('lossProbe');
    try {
      await settings.update('rules', { 'mse-for-classification': 'off' }, vscode.ConfigurationTarget.Global);
      await waitForDiagnostics(document.uri, (all) =>
        all.every(({ code }) => !JSON.stringify(code).includes('mse-for-classification')),
      );
    } finally {
      await settings.update('rules', undefined, vscode.ConfigurationTarget.Global);
    }
    await waitForRule(document.uri, 'mse-for-classification');
  });
});
