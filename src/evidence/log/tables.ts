/** Figures of all epochs at once: a printed `History.history`, and the file that `CSVLogger` writes. */
import { parseNumber } from './numbers';
import type { LoggedEpoch, LoggedFit } from './log';

const list = /(['"])([A-Za-z_][\w ]{0,80})\1\s?:\s?\[([^\]]{0,4000000})\]/g;

/** `{'loss': [0.69, 0.68], 'val_loss': [...]}`; every name that comes again begins a history of its own. */
export function histories(text: string): readonly LoggedFit[] {
  const found: Map<string, readonly string[]>[] = [];
  let last: Map<string, readonly string[]> | undefined;
  for (const match of text.matchAll(list)) {
    const [, , name = '', items = ''] = match;
    const numbers = itemsOf(items);
    if (!numbers) continue;
    if (!last || last.has(name)) found.push((last = new Map<string, readonly string[]>()));
    last.set(name, numbers);
  }
  return found.filter((columns) => columns.has('loss')).map((columns) => fitOf(columns, 'history'));
}

/** Numbers of a list, as Python or numpy prints them: `0.5`, `np.float64(0.5)`, `nan`. */
function itemsOf(text: string): readonly string[] | undefined {
  if (text.trim() === '') return undefined;
  const items = text.split(',').map((item) => item.trim());
  if (items.at(-1) === '') items.pop();
  const bare = items.map((item) => /^(?:np\.|numpy\.)?(?:float|int)?\d{0,2}\(([^()]{1,60})\)$/.exec(item)?.[1] ?? item);
  return bare.every((item) => isNumber(item)) ? bare : undefined;
}

const isNumber = (text: string): boolean =>
  /^[-+]?(?:\d|\.\d|nan\b|inf)/i.test(text) && (!Number.isNaN(parseNumber(text)) || /nan/i.test(text));

function fitOf(columns: ReadonlyMap<string, readonly string[]>, by: LoggedFit['by'], numbers?: readonly number[]): LoggedFit {
  const count = Math.max(...[...columns.values()].map(({ length }) => length));
  const epochs = Array.from({ length: count }, (_, i): LoggedEpoch => {
    const texts = new Map<string, string>();
    for (const [name, items] of columns) {
      const item = items[i];
      if (item !== undefined && item !== '') texts.set(name, item);
    }
    return { epoch: numbers?.[i] ?? i + 1, texts, values: new Map([...texts].map(([name, item]) => [name, parseNumber(item)])) };
  });
  return { epochs, by, cut: false };
}

/** A table with a heading that names a loss: `epoch,accuracy,loss`, separated by comma, semicolon or tab. */
export function csvLogs(lines: readonly string[]): readonly LoggedFit[] {
  const fits: LoggedFit[] = [];
  for (let at = 0; at < lines.length; at++) {
    const heading = headingOf(lines[at] ?? '');
    if (!heading) continue;
    const columns = new Map<string, string[]>(
      heading.names.filter((name) => name !== 'epoch' && name !== '').map((name) => [name, []]),
    );
    const epochs: number[] = [];
    for (at++; at < lines.length; at++) {
      const cells = (lines[at] ?? '').trim().split(heading.separator);
      if (cells.length !== heading.names.length || !cells.every((cell) => isAbsent(cell) || isNumber(cell.trim()))) break;
      heading.names.forEach((name, c) => {
        if (name === 'epoch') epochs.push(Number(cells[c]) + 1);
        else columns.get(name)?.push(isAbsent(cells[c] ?? '') ? '' : (cells[c] ?? '').trim());
      });
    }
    at--;
    if (columns.get('loss')?.length) fits.push(fitOf(columns, 'csv', epochs.length > 0 ? epochs : undefined));
  }
  return fits;
}

/** What Keras writes for a figure that an epoch does not have. */
const isAbsent = (cell: string): boolean => /^(?:NA)?$/.test(cell.trim());

function headingOf(line: string): { readonly names: readonly string[]; readonly separator: string } | undefined {
  if (line.length > 2000 || !/loss/i.test(line)) return undefined;
  for (const separator of [',', ';', '\t']) {
    const names = line
      .trim()
      .split(separator)
      .map((name) => name.trim().toLowerCase());
    if (
      names.length > 1 &&
      names.includes('loss') &&
      names.every((name) => /^[a-z_]?[\w ]{0,60}$/.test(name) && !/^\d/.test(name))
    )
      return { names, separator };
  }
  return undefined;
}
