import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { workbench } from './helpers/driver';
import { closeEverything, example, findingsIn, ruleOf, waitForDiagnostics } from './helpers/editor';
import { eventually } from './helpers/eventually';

interface Scanned {
  readonly files: number;
  readonly programs: number;
  readonly findings: number;
  readonly cancelled: boolean;
  readonly ms: number;
}

const RULE = 'softmax-single-unit';
const program = `from tensorflow import keras
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="softmax")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(x, y)
`;

const scan = (): Thenable<Scanned> => vscode.commands.executeCommand<Scanned>('lossProbe.scanWorkspace');
const write = (name: string, text: string): Thenable<void> => vscode.workspace.fs.writeFile(example(name), Buffer.from(text));
const rulesIn = (name: string): readonly string[] => findingsIn(example(name)).map(ruleOf);

describe('The workspace', () => {
  before(async () => {
    await write('scan/closed.py', program);
    await write('scan/plain.py', 'print(1)\n');
    await write('scan/.gitignore', 'ignored*\n!ignored-not.py\n/only-here/\n');
    await write('scan/ignored.py', program);
    await write('scan/ignored-not.py', program);
    await write('scan/only-here/train.py', program);
    await write('scan/deep/only-here/train.py', program);
    await write('scan/venv/lib/train.py', program);
    await closeEverything();
  });
  afterEach(closeEverything);
  after(() => vscode.workspace.fs.delete(example('scan'), { recursive: true }));

  it('is checked without opening a file, and what git ignores is left out', async () => {
    const { files, programs, findings, cancelled } = await scan();
    assert.ok(files > programs && programs > 3 && findings > 3 && !cancelled, JSON.stringify({ files, programs, findings }));
    await waitForDiagnostics(example('scan/closed.py'), (all) => all.some((one) => ruleOf(one) === RULE));
    for (const name of ['ignored-not.py', 'deep/only-here/train.py']) assert.ok(rulesIn(`scan/${name}`).includes(RULE), name);
    for (const name of ['ignored.py', 'only-here/train.py', 'venv/lib/train.py', 'plain.py'])
      assert.deepEqual(rulesIn(`scan/${name}`), [], name);
    assert.ok(!vscode.workspace.textDocuments.some(({ uri }) => uri.path.endsWith('scan/closed.py')));
  });

  it('shows each finding once when its file is opened, follows what is typed, and what is saved when it is closed', async () => {
    await scan();
    const once = (all: readonly vscode.Diagnostic[]): boolean => all.filter((one) => ruleOf(one) === RULE).length === 1;
    await waitForDiagnostics(example('scan/closed.py'), once);
    const { document } = await vscode.window.showTextDocument(example('scan/closed.py'));
    await eventually('the checker', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
      return lenses.length > 0;
    });
    await waitForDiagnostics(document.uri, once);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), program.replace('softmax', 'sigmoid'));
    await vscode.workspace.applyEdit(edit);
    await waitForDiagnostics(document.uri, (all) => !all.some((one) => ruleOf(one) === RULE));
  });

  it('stands in the view, with a badge', async () => {
    await scan();
    await vscode.commands.executeCommand('lossProbe.findings.focus');
    // The list draws what is in sight: its first file, and what is found in it.
    const text = await workbench.waitFor(
      `(() => { const rows = [...document.querySelectorAll('.sidebar .monaco-list-row')].map((row) => row.textContent); return rows.some((row) => /\\.(py|ipynb)/.test(row)) && rows.some((row) => /line \\d+ · /.test(row)) ? rows.join('|') : ''; })()`,
      20,
    );
    assert.match(String(text), /bad\.py/);
  });

  it('of 2,000 files is checked while the editor goes on, and the check can be stopped', async () => {
    await Promise.all(Array.from({ length: 2000 }, (_, i) => write(`many/m${i}.py`, i % 10 === 0 ? program : `x = ${i}\n`)));
    try {
      let longest = 0;
      let last = performance.now();
      const pulse = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 5);
      const { files, programs, cancelled, ms } = await scan();
      clearInterval(pulse);
      assert.ok(files >= 2000 && programs >= 200 && !cancelled);
      console.log(`scan: ${files} files, ${programs} programs in ${ms} ms, longest wait ${Math.round(longest)} ms`);
      const stopped = scan();
      await vscode.commands.executeCommand('notifications.showList');
      await workbench.click('.notification-list-item a.monaco-button:has-text("Cancel")', 20);
      const result = await stopped;
      assert.ok(result.cancelled && result.files < files, JSON.stringify(result));
    } finally {
      await vscode.workspace.fs.delete(example('many'), { recursive: true });
    }
  });
});
