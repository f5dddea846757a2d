/** What the cells of a notebook printed when they were run last, as the notebook keeps it. */

export interface CellOutput {
  /** Position among all cells. */
  readonly cell: number;
  readonly text: string;
}

/** Never throws: what is no notebook has no outputs. */
export function storedOutputs(json: string): readonly CellOutput[] {
  let notebook: unknown;
  try {
    notebook = JSON.parse(json.replace(/^\ufeff/, ''));
  } catch {
    return [];
  }
  const cells =
    list(field(notebook, 'cells')) ??
    (list(field(notebook, 'worksheets')) ?? []).flatMap((sheet) => list(field(sheet, 'cells')) ?? []);
  return cells.flatMap((cell, index) => {
    const text = (list(field(cell, 'outputs')) ?? []).map(outputText).join('\n');
    return text.trim() === '' ? [] : [{ cell: index, text }];
  });
}

/** Streams, plain results and errors; pictures and pages have no figures to read. */
export function outputText(output: unknown): string {
  const plain = field(field(output, 'data'), 'text/plain');
  const traceback = list(field(output, 'traceback'));
  return [joined(field(output, 'text')), joined(plain), traceback ? joined(traceback, '\n') : '']
    .filter((text) => text !== '')
    .join('\n');
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;

const list = (value: unknown): readonly unknown[] | undefined =>
  Array.isArray(value) ? (value as readonly unknown[]) : undefined;

const joined = (value: unknown, by = ''): string =>
  typeof value === 'string' ? value : (list(value) ?? []).filter((part) => typeof part === 'string').join(by);
