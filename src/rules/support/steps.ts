/** Custom loops: a gradient tape, its step, and edits of its block. */
import type { Fix } from '../../finding/finding';
import { pathAt } from '../../edits/edits';
import { valueOf } from '../../facts/fact';
import { statementAt } from '../../facts/statements';
import type { LoopAround } from '../../facts/tape-step';
import type { Optimizer, TapeLoop, TrainingRun } from '../../facts/training';
import { contains, type Edit, type Place, type Span } from '../../text/place';
import type { RuleContext } from '../define';

export interface TapeRun {
  readonly run: TrainingRun;
  readonly loop: TapeLoop;
}

/** The custom loops of a program. */
export const tapeRuns = ({ program }: RuleContext): readonly TapeRun[] =>
  program.runs.flatMap((run) => (run.loop.kind === 'tape' ? [{ run, loop: run.loop }] : []));

export const samePlace = (a: Place, b: Place): boolean => a.source === b.source && a.start === b.start && a.end === b.end;

/** The innermost loop that is around all of these and around none of those: its rounds make the first anew and keep the others. */
export const loopAround = (
  inside: readonly (readonly LoopAround[])[],
  outside: readonly (readonly LoopAround[])[] = [],
): LoopAround | undefined =>
  inside[0]?.findLast(
    (one) =>
      inside.every((loops) => loops.some(({ place }) => samePlace(place, one.place))) &&
      !outside.some((loops) => loops.some(({ place }) => samePlace(place, one.place))),
  );

/** What it learned of past steps is lost when it is made anew; plain SGD remembers nothing. */
export const remembers = ({ type, arguments: given }: Optimizer): boolean => {
  if (type !== 'SGD') return true;
  const momentum = given.momentum;
  return momentum !== undefined && valueOf(momentum) !== 0;
};

/** The model as the program writes it where the tape calls it. */
export function modelText(context: RuleContext, { step }: TapeLoop): string | undefined {
  const [forward] = step.forwards.filter(({ trained }) => trained);
  const called = forward ?? step.forwards[0];
  return called && pathAt(context, called.call.function);
}

interface Block {
  readonly statement: Span;
  readonly body: readonly [Span, ...Span[]];
  readonly text: string;
}

/** The `with` statement of the tape and the statements directly inside it, where each has lines of its own. */
function tapeBlock({ program, sources }: RuleContext, { tape }: TapeLoop): Block | undefined {
  const { source } = tape.place;
  const text = sources.get(source)?.text;
  const statement = statementAt(program.statements, tape.place);
  if (text === undefined || !statement || !/^(?:async\s+)?with\b/.test(text.slice(statement.start, statement.start + 12)))
    return undefined;
  const [first, ...rest] = childrenOf(program.statements.get(source) ?? [], statement);
  if (!first || indentOf(text, first.start) === undefined) return undefined;
  return { statement, body: [first, ...rest], text };
}

/** Statements inside a block that are in no other statement inside it. */
const childrenOf = (spans: readonly Span[], block: Span): readonly Span[] => {
  const inside = spans.filter((span) => span.start > block.start && span.end <= block.end);
  return inside.filter((span) => !inside.some((other) => other !== span && other.start <= span.start && span.end <= other.end));
};

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** The white space before a statement that begins its line. */
function indentOf(text: string, start: number): string | undefined {
  const indent = text.slice(lineStart(text, start), start);
  return indent.trim() === '' ? indent : undefined;
}

const newlineOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** Puts a line at the end of the tape's block. */
export function appendToTape(context: RuleContext, loop: TapeLoop, line: string): Edit | undefined {
  const block = tapeBlock(context, loop);
  const last = block?.body.at(-1);
  const indent = block && indentOf(block.text, block.body[0].start);
  if (!block || !last || indent === undefined) return undefined;
  const { source } = loop.tape.place;
  return { place: { source, start: last.end, end: last.end }, newText: newlineOf(block.text) + indent + line };
}

/** Moves the statement that holds `place`, which stands right before or after the tape's block, into it. */
export function moveIntoTape(context: RuleContext, loop: TapeLoop, place: Place, title: string): Fix | undefined {
  const block = tapeBlock(context, loop);
  const { source } = loop.tape.place;
  const moved = place.source === source ? statementAt(context.program.statements, place) : undefined;
  if (!block || !moved || contains(block.statement, moved)) return undefined;
  const { text, statement, body } = block;
  const [outer, inner] = [indentOf(text, statement.start), indentOf(text, body[0].start)];
  const own = indentOf(text, moved.start);
  const written = text.slice(moved.start, moved.end);
  const form = context.program.written.at({ source, ...moved });
  if (outer === undefined || inner === undefined || own !== outer || form?.kind !== 'assignment' || !form.plain) return undefined;
  // Continued lines keep their place below the first one.
  const deeper = inner.slice(outer.length);
  const shifted = (lines: string): string => lines.replaceAll(/^(?=[^\r\n])/gm, deeper);
  const between = (from: number, to: number): boolean =>
    text
      .slice(from, to)
      .split('\n')
      .every((line) => /^\s*(?:#|$)/.test(line));
  if (written.includes('"""') || written.includes("'''")) return undefined;
  if (moved.start > statement.end && between(statement.end, moved.start)) {
    const start = lineStart(text, moved.start);
    return {
      title,
      edits: [{ place: { source, start, end: moved.end }, newText: shifted(text.slice(start, moved.end)) }],
      safety: 'safe',
    };
  }
  if (moved.end < statement.start && between(moved.end, statement.start)) {
    const start = lineStart(text, moved.start);
    const end = text.indexOf('\n', moved.end) + 1;
    if (end === 0 || !/^\s*(?:#.*)?$/.test(text.slice(moved.end, end).trimEnd())) return undefined;
    const into = lineStart(text, body[0].start);
    return {
      title,
      edits: [
        { place: { source, start, end }, newText: '' },
        { place: { source, start: into, end: into }, newText: shifted(text.slice(start, end)) },
      ],
      safety: 'safe',
    };
  }
  return undefined;
}
