import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { EXTENSION_ID } from './helpers/driver';
import { applyQuickFix, closeEverything, ruleOf, waitForDiagnostics, waitForRule } from './helpers/editor';
import { eventually } from './helpers/eventually';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string; readonly media: { readonly markdown: string } }[];
    }[];
  };
}

describe('The first steps', () => {
  afterEach(closeEverything);

  it('are four, each with its page and a command that exists', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension);
    await extension.activate();
    const { walkthroughs } = (extension.packageJSON as Manifest).contributes;
    const commands = new Set(await vscode.commands.getCommands());
    assert.equal(walkthroughs[0]?.steps.length, 4);
    for (const { description, media } of walkthroughs[0].steps) {
      assert.ok(existsSync(path.join(extension.extensionPath, media.markdown)), media.markdown);
      const [, command = ''] = /\(command:([\w.]+)\)/.exec(description) ?? [];
      assert.ok(commands.has(command), command);
    }
  });

  it('lead from a notebook that is stuck over the lens and the fix to one that is not', async () => {
    await vscode.commands.executeCommand('lossProbe.openSample');
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    assert.ok(notebook);
    const [, , model, fit] = notebook.getCells();
    assert.ok(model && fit);
    const finding = await waitForRule(model.document.uri, 'softmax-single-unit');
    await eventually('the lens of the output', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        model.document.uri,
      );
      return lenses.some(({ command }) => command?.title === 'loss 0.4980 for 8 epochs: why?');
    });
    await applyQuickFix(model.document.uri, finding, /^Use sigmoid and binary_crossentropy/);
    assert.match(model.document.getText(), /Dense\(1, activation="sigmoid"\)[^]*loss="binary_crossentropy"/);
    await waitForDiagnostics(model.document.uri, (all) => !all.some((one) => ruleOf(one) === 'softmax-single-unit'));
  });
});
