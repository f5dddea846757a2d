import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { workbench } from './helpers/driver';
import { closeEverything, example } from './helpers/editor';
import { eventually } from './helpers/eventually';

/** 60 houses, their prices from 146,020 on. */
const houses = [
  'size,rooms,price',
  ...Array.from({ length: 60 }, (_, row) => `${((row * 37) % 60) / 10},${(row * 7) % 9},${146020 + row * 14375}`),
].join('\n');

const LOSS = '364320817152.0000';

const log = [1, 2, 3]
  .map((epoch) => `Epoch ${epoch}/3\n2/2 [==============================] - 0s 2ms/step - loss: ${LOSS}\n`)
  .join('');

const cell = (source: string, text = ''): object => ({
  cell_type: 'code',
  metadata: {},
  source,
  execution_count: 1,
  outputs: text === '' ? [] : [{ output_type: 'stream', name: 'stdout', text: [text] }],
});

const notebook = JSON.stringify({
  cells: [
    cell(
      "import pandas as pd\nfrom tensorflow import keras\ndf = pd.read_csv('why-houses.csv')\nx = df.drop(columns=['price']).values\ny = df['price'].values",
    ),
    cell(
      "model = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1, activation='sigmoid')])\nmodel.compile('adam', 'mse')\nmodel.fit(x, y, epochs=3)",
      log,
    ),
  ],
  metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' }, language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
});

interface Answered {
  readonly state: string;
  readonly headline: string;
  readonly causes: readonly { readonly rule: string; readonly from: string }[];
}

async function openStuck(): Promise<vscode.NotebookDocument> {
  await vscode.workspace.fs.writeFile(example('why-houses.csv'), Buffer.from(houses));
  await vscode.workspace.fs.writeFile(example('why.ipynb'), Buffer.from(notebook));
  const document = await vscode.workspace.openNotebookDocument(example('why.ipynb'));
  await vscode.window.showNotebookDocument(document);
  return document;
}

const lensesOf = (uri: vscode.Uri): Thenable<readonly vscode.CodeLens[]> =>
  vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);

const consentButton = 'text=Look into them';

describe('Why is my loss not changing', () => {
  afterEach(closeEverything);

  it('a lens over the fit names the sick output, and leads to the answer with one consent, asked once', async () => {
    const document = await openStuck();
    const fit = document.cellAt(1).document;
    const lens = await eventually('the lens over the fit', async () =>
      (await lensesOf(fit.uri)).find(({ command }) => command?.command === 'lossProbe.why'),
    );
    assert.equal(lens.command?.title, `loss ${LOSS} for 3 epochs: why?`);
    const ask = (): Thenable<Answered | undefined> =>
      vscode.commands.executeCommand<Answered | undefined>('lossProbe.why', ...((lens.command?.arguments ?? []) as unknown[]));
    const first = ask();
    // A window without the focus shows no toasts: the question waits behind the bell.
    await eventually('the question', async () => {
      await vscode.commands.executeCommand('notifications.showList');
      return (await workbench.evaluate(`document.body.innerText.includes('Look into them')`)) === true ? true : undefined;
    });
    await workbench.click(consentButton, 20);
    const answer = await first;
    assert.equal(answer?.state, 'explained');
    assert.deepEqual([answer.causes[0]?.rule, answer.causes[0]?.from], ['bounded-output-regression', 'data']);
    assert.match(answer.headline, /sigmoid can only give 0 to 1/);
    // Answered once for this folder: nobody is asked again.
    assert.equal((await ask())?.causes[0]?.from, 'data');
    const page = await vscode.workspace.openTextDocument(
      vscode.Uri.from({ scheme: 'loss-probe-why', path: `${document.uri.path}.why.md` }),
    );
    assert.match(page.getText(), /sigmoid can only give 0 to 1/);
    assert.match(page.getText(), /why-houses\.csv/);
  });

  it('a training that is not sick has no such lens', async () => {
    const text = notebook.split(LOSS);
    const falling = text
      .map((part, i) => (i === text.length - 1 ? part : `${part}${['0.5000', '0.2000', '0.0500'][i] ?? ''}`))
      .join('');
    await vscode.workspace.fs.writeFile(example('why-well.ipynb'), Buffer.from(falling));
    const document = await vscode.workspace.openNotebookDocument(example('why-well.ipynb'));
    await vscode.window.showNotebookDocument(document);
    const titles = await eventually('the lens of the model', async () => {
      const lenses = await lensesOf(document.cellAt(1).document.uri);
      return lenses.length > 0 ? lenses.map(({ command }) => command?.command) : undefined;
    });
    assert.ok(!titles.includes('lossProbe.why'));
  });
});
