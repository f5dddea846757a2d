import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import { EXTENSION_ID } from './helpers/driver';
import { closeEverything, openText, waitForRule } from './helpers/editor';
import { pause } from './helpers/eventually';

/** Which of the extension's bundles this extension host has loaded. */
function loadedBundles(): readonly string[] {
  const dist = path.join(vscode.extensions.getExtension(EXTENSION_ID)?.extensionPath ?? '', 'dist');
  return Object.keys(createRequire(__filename).cache)
    .filter((file) => path.dirname(file) === dist)
    .map((file) => path.basename(file))
    .sort();
}

// The first file of the suite: nothing has been opened before.
describe('Waking up', () => {
  after(closeEverything);

  it('for Python without training code loads the stub alone, also while somebody types', async () => {
    const { document } = await openText('plain-first.py', 'import json\n\nprint(json.dumps({}))\n');
    await vscode.extensions.getExtension(EXTENSION_ID)?.activate();
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), 'import csv\n');
    await vscode.workspace.applyEdit(edit);
    await pause(1000);
    assert.deepEqual(loadedBundles(), ['extension.cjs']);
  });

  it('loads the core once training code is typed, and says what is wrong with it', async () => {
    const { document } = await openText('plain-second.py', 'import json\n');
    assert.deepEqual(loadedBundles(), ['extension.cjs']);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(
      document.uri,
      new vscode.Position(1, 0),
      [
        'from tensorflow import keras',
        'model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="softmax")])',
        'model.compile(loss="binary_crossentropy", optimizer="adam")',
        '',
      ].join('\n'),
    );
    await vscode.workspace.applyEdit(edit);
    await waitForRule(document.uri, 'softmax-single-unit');
    assert.deepEqual(loadedBundles(), ['core.cjs', 'extension.cjs']);
  });
});
