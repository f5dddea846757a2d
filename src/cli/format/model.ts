/** What was understood of a program, for people and as JSON. */
import { describeProgram } from '../../describe/model';
import type { TrainingProgram } from '../../facts/training';
import type { Place } from '../../text/place';
import type { Sources } from '../../text/source';
import { locate, positionTitle } from '../../text/located';
import type { Paint } from '../paint';

export function modelText(program: TrainingProgram, sources: Sources, entry: string, paint: Paint): string {
  const where = (place: Place): string => placeTitle(place, sources, entry);
  return `${describeProgram(program, { where, strong: paint.strong })}\n`;
}

function placeTitle(place: Place, sources: Sources, entry: string): string {
  const source = sources.get(place.source);
  const position = source ? positionTitle(locate(source, place)) : '?';
  return place.source === entry ? position : `${place.source.slice(place.source.lastIndexOf('/') + 1)}:${position}`;
}

/**
 * The whole program as data: facts with their places as ranges. How an array came about is a graph whose steps share what they begin with: each
 * step is written out where it is met first, with an id, and later only named by it (`sameAs`).
 */
export function modelJson(program: TrainingProgram, sources: Sources, path: string): string {
  const { runs, unknowns } = program;
  const written = new Map<object, number>();
  const convert = (_: string, value: unknown): unknown => {
    if (isDerivation(value)) {
      const known = written.get(value);
      if (known !== undefined) return { sameAs: known };
      written.set(value, written.size + 1);
      return { ...value, id: written.size };
    }
    if (!isPlace(value)) return value;
    const source = sources.get(value.source);
    return source ? { file: value.source, ...locate(source, value) } : value;
  };
  return JSON.stringify({ version: 1, file: path, runs, unknowns }, convert, 2) + '\n';
}

const isDerivation = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  'arguments' in value &&
  'keywords' in value &&
  'name' in value &&
  !('id' in value) &&
  Array.isArray(value.arguments);

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' &&
  value !== null &&
  'source' in value &&
  'start' in value &&
  'end' in value &&
  typeof value.start === 'number';
