/** Places and findings as lines for a language model: absolute positions, counted from 1. */
import type { Finding } from '../finding/finding';
import { withProvenFixes } from '../lint/proof';
import { locate } from '../text/located';
import type { Place } from '../text/place';
import { ToolError } from './tool';
import type { FileRead, ToolWorld } from './world';

/** The file, or an error in the words of the host. */
export async function readFile(world: ToolWorld, file: string, data: boolean): Promise<FileRead> {
  const found = await world.read(file, data);
  if ('error' in found) throw new ToolError(`${file}: ${found.error}`);
  return found.read;
}

/** `12:5-12:34`; of a notebook `cell 3, 2:1-2:20`; with the path in front where it lies in another file. */
export function placeText({ source: { id }, sources }: Pick<FileRead, 'source' | 'sources'>, place: Place): string {
  const source = sources.get(place.source);
  if (source === undefined) return place.source;
  const { start, end, cell } = locate(source, place);
  const range = [start, end].map(({ line, character }) => `${line + 1}:${character + 1}`).join('-');
  return `${place.source === id ? '' : `${place.source} `}${cell === undefined ? '' : `cell ${cell + 1}, `}${range}`;
}

/** One line for what was found, one for every fix that was tried and holds. */
export function findingLines(read: FileRead, finding: Finding): readonly string[] {
  const { rule, severity, message, place, fixes } = withProvenFixes(read.reading, finding, read.relint);
  return [
    `${severity} ${placeText(read, place)} ${rule}: ${message.replaceAll('\n', ' ')}`,
    ...fixes.map(({ title, safety, edits }) => {
      const changes = edits.map((edit) => `${placeText(read, edit.place)} -> ${JSON.stringify(edit.newText)}`);
      return `  fix (${safety}): ${title} [${changes.join('; ')}]`;
    }),
  ];
}

export const count = (n: number, noun: string): string => `${n} ${n === 1 ? noun : `${noun}s`}`;

/** A heading and its lines; nothing where there are none. @param most lines that are told */
export function block(title: string, lines: readonly string[], most = 12): readonly string[] {
  if (lines.length === 0) return [];
  const left = lines.length - most;
  return [`${title}:`, ...lines.slice(0, most).map((line) => `- ${line}`), ...(left > 0 ? [`- and ${left} more`] : [])];
}
