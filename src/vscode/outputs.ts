/** What the cells of an open notebook printed, as the editor keeps it. */
import type * as vscode from 'vscode';
import type { CellOutput } from '../evidence/log/outputs';

const texts = new Set([
  'application/vnd.code.notebook.stdout',
  'application/vnd.code.notebook.stderr',
  'application/vnd.code.notebook.error',
  'text/plain',
]);

export const outputsOf = (notebook: vscode.NotebookDocument): readonly CellOutput[] =>
  notebook.getCells().flatMap((cell) => {
    const text = textOf(cell);
    return text.trim() === '' ? [] : [{ cell: cell.index, text }];
  });

/** Outputs that stream in are several items of one output; between outputs a line ends. */
const textOf = ({ outputs }: vscode.NotebookCell): string =>
  outputs
    .map(({ items }) =>
      items
        // A notebook that an extension made from data may hold outputs whose bytes the editor lost on the way.
        .filter(({ mime, data }) => texts.has(mime) && (data as unknown) instanceof Uint8Array)
        .map(({ data }) => new TextDecoder().decode(data))
        .join(''),
    )
    .join('\n');
