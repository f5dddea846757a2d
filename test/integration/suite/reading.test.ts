import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, example, openExample, openText, rangeOf, waitForDiagnostics, waitForRule } from './helpers/editor';
import { eventually, pause } from './helpers/eventually';

const program = `from tensorflow import keras

model = keras.Sequential([
    keras.Input((28, 28)),
    keras.layers.Flatten(),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(1, activation="softmax"),  # lossprobe: ignore[softmax-single-unit]
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5)
`;

async function hoverOn(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    rangeOf(document, text).start,
  );
  const texts = hovers
    .flatMap(({ contents }) => contents)
    .map((part) => (part instanceof vscode.MarkdownString ? part.value : ''));
  // What the editor escapes for Markdown reads the same without it.
  return texts
    .join('\n')
    .replaceAll(/\\(?=[^\w\s])/g, '')
    .replaceAll('&nbsp;', ' ');
}

const lensLines = async (uri: vscode.Uri): Promise<readonly number[]> =>
  (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri))
    .map(({ range }) => range.start.line)
    .sort((a, b) => a - b);

async function withSetting(name: string, value: unknown, run: () => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('lossProbe');
  try {
    await settings.update(name, value, vscode.ConfigurationTarget.Global);
    await run();
  } finally {
    await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
  }
}

describe('Reading along', () => {
  afterEach(closeEverything);

  it('a hover on a layer tells shapes, parameters and values', async () => {
    const { document } = await openText('hover.py', program);
    // The core is being loaded for this very text, perhaps.
    const flatten = await eventually('a hover', async () => (await hoverOn(document, 'Flatten')) || undefined);
    assert.match(flatten, /Flatten in model/);
    assert.match(flatten, /shape \(28, 28\) to \(784,\)/);
    assert.match(flatten, /no trainable parameters/);
    const dense = await hoverOn(document, 'Dense(64');
    assert.match(dense, /shape \(784,\) to \(64,\)/);
    assert.match(dense, /50,240 trainable parameters/);
    assert.match(dense, /activation relu/);
  });

  it('a hover on compile tells what is known of the training, and offers the test', async () => {
    const { document } = await openText('hover.py', program);
    const compile = await hoverOn(document, 'compile');
    assert.match(compile, /optimizer: +adam|optimizer: +Adam/);
    assert.match(compile, /command:lossProbe\.canThisModelLearn/);
  });

  it('a hover on a finding leads to its test and its page', async () => {
    const { document } = await openExample('improper_loss.py');
    await waitForRule(document.uri, 'mse-for-classification');
    const text = await hoverOn(document, '"mse"');
    assert.match(text, /command:lossProbe\.testFix/);
    assert.match(text, /What mse-for-classification means/);
  });

  it('a hover on a silenced rule, in the code and in pyproject.toml, tells what the rule is', async () => {
    const { document } = await openText('hover.py', program);
    assert.match(
      await hoverOn(document, 'softmax-single-unit'),
      /softmax-single-unit\*\* \(error\): The last layer applies softmax/,
    );
    assert.match(await hoverOn(document, 'softmax-single-unit'), /command:lossProbe\.openRule/);
    await vscode.workspace.fs.writeFile(
      example('settings/pyproject.toml'),
      Buffer.from('[tool.loss-probe.rules]\nlr-too-high = "off"\n'),
    );
    const toml = await vscode.workspace.openTextDocument(example('settings/pyproject.toml'));
    assert.match(await hoverOn(toml, 'lr-too-high'), /command:lossProbe\.openRule/);
  });

  it('shapes stand behind layers when the setting says so, and only then', async () => {
    const { document } = await openText('hover.py', program);
    const hints = async (): Promise<readonly string[]> =>
      (
        await vscode.commands.executeCommand<vscode.InlayHint[]>(
          'vscode.executeInlayHintProvider',
          document.uri,
          new vscode.Range(0, 0, document.lineCount, 0),
        )
      ).map(({ label, position }) => `${position.line}: ${typeof label === 'string' ? label : ''}`);
    assert.deepEqual(await hints(), []);
    await withSetting('inlayHints.shapes', true, async () => {
      const shown = await eventually('hints', async () => {
        const all = await hints();
        return all.length > 0 ? all : undefined;
      });
      assert.deepEqual(shown, ['4: (None, 784)', '5: (None, 64)', '6: (None, 1)']);
    });
  });

  it('lenses keep their lines while the text does not parse, and go with their setting', async () => {
    const { document } = await openText('hover.py', program);
    await eventually('the lens', async () => (await lensLines(document.uri)).length > 0);
    assert.deepEqual(await lensLines(document.uri), [8]);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(2, 0), 'half = [1, 2\n');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await lensLines(document.uri), [9]);
    await pause(1000);
    assert.deepEqual(await lensLines(document.uri), [9]);
    await withSetting('codeLens', false, async () => assert.deepEqual(await lensLines(document.uri), []));
    assert.deepEqual(await lensLines(document.uri), [9]);
  });

  it('a wrong setting in pyproject.toml is told where it stands', async () => {
    await waitForDiagnostics((await openText('hover.py', program)).document.uri, () => true);
    const text = '[tool.loss-probe.rules]\nlr-too-hihg = "off"\nlr-too-high = "loud"\n';
    await vscode.workspace.fs.writeFile(example('wrong/pyproject.toml'), Buffer.from(text));
    const { document } = await vscode.window.showTextDocument(example('wrong/pyproject.toml'));
    const told = await waitForDiagnostics(document.uri, (all) => all.length > 0);
    assert.deepEqual(
      told.map(({ range }) => document.getText(range)),
      ['lr-too-hihg', 'lr-too-high'],
    );
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, 3, 0), '[tool.loss-probe.rules]\nlr-too-high = "off"\n');
    await vscode.workspace.applyEdit(edit);
    await waitForDiagnostics(document.uri, (all) => all.length === 0);
    await vscode.workspace.fs.delete(example('wrong'), { recursive: true });
  });

  it('the last sentence of a message says what to do', async () => {
    // A text of its own: what was tested before is told after it.
    const { document } = await openText(
      'advice.py',
      program.replace('"softmax"', '"sigmoid"').replace('"binary_crossentropy"', '"mse"'),
    );
    await waitForDiagnostics(document.uri, (all) =>
      all.some(({ message }) => message.endsWith(' Fix: Use binary_crossentropy.')),
    );
  });
});
