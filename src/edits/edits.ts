/**
 * Edits of the program's text, built from call sites and facts. Comments and formatting outside the edited argument stay as they are.
 * Where an edit cannot be made without touching something else, the answer is undefined: the finding then has no such fix.
 */
import { contains, type Edit, type Place, type SourceId } from '../text/place';
import type { Sources } from '../text/source';
import type { ArgumentSite, CallSite } from '../facts/callsite';
import type { Fact } from '../facts/fact';
import { statementAt } from '../facts/statements';
import type { TrainingProgram } from '../facts/training';

/** The program an edit is for. */
export interface EditContext {
  readonly program: TrainingProgram;
  readonly sources: Sources;
}

export const textOf = ({ sources }: EditContext, place: Place): string =>
  sources.get(place.source)?.text.slice(place.start, place.end) ?? '';

/** The variable that stands at the place, by its name; undefined where something else does. */
export const nameAt = (context: EditContext, place: Place): string | undefined =>
  context.program.written.at(place)?.kind === 'name' ? textOf(context, place) : undefined;

/** A variable or what dots lead to from one, `self.x`, as it is written at the place; undefined where something else is. */
export function pathAt(context: EditContext, place: Place): string | undefined {
  const kind = context.program.written.at(place)?.kind;
  return kind === 'name' || kind === 'path' ? textOf(context, place) : undefined;
}

/** A part of an expression as it is written, in parentheses where it stands in some: `(a + b)` of `(a + b) / c`. */
export const operandText = (context: EditContext, whole: Place, operand: Place): string =>
  whole.start === operand.start ? textOf(context, operand) : `(${textOf(context, operand)})`;

export const replaceText = (place: Place, newText: string): Edit => ({ place, newText });

export const insertBefore = ({ source, start }: Place, newText: string): Edit => ({
  place: { source, start, end: start },
  newText,
});

export const insertAfter = ({ source, end }: Place, newText: string): Edit => ({ place: { source, start: end, end }, newText });

/** Replaces the literal a fact comes from; undefined where it is no literal of the program or also feeds something else. */
export function replaceLiteral(fact: Fact<unknown>, newText: string): Edit | undefined {
  return fact.kind === 'known' && fact.from === 'source' && fact.shared !== true
    ? replaceText(fact.places[0], newText)
    : undefined;
}

export function argumentOf(call: Pick<CallSite, 'arguments'>, parameter: string): ArgumentSite | undefined {
  return call.arguments.find((argument) => (argument.parameter ?? argument.keyword) === parameter);
}

/**
 * Whether the program writes this call. What Python calls by itself (`__getitem__`, a layer named by a string, a model that is only built)
 * has a site too, whose function and parentheses are the whole expression: there is nothing in it to edit.
 */
const isWritten = ({ function: callee, parentheses }: CallSite): boolean =>
  callee.end <= parentheses.start && parentheses.end - parentheses.start >= 2;

/** Gives the parameter this value: replaces the argument if there is one, else adds `parameter=text` as the last. */
export function setArgument(call: CallSite, parameter: string, text: string, keyword = parameter): Edit | undefined {
  if (!isWritten(call)) return undefined;
  const present = argumentOf(call, parameter);
  if (present) return replaceText(present.value, text);
  // **kwargs may hold it already; *args may fill its position.
  if (call.arguments.some(({ star }) => star > 0)) return undefined;
  return addArgument(call, `${keyword}=${text}`);
}

/** Adds an argument behind the last one. */
export function addArgument(call: CallSite, text: string): Edit | undefined {
  if (!isWritten(call)) return undefined;
  const { source, start, end } = call.parentheses;
  const last = call.arguments.at(-1);
  // A generator as the only argument shares its parentheses with the call.
  if (last && last.place.start <= start) return undefined;
  return last ? insertAfter(last.place, `, ${text}`) : { place: { source, start: start + 1, end: end - 1 }, newText: text };
}

/** Removes an argument with its comma. */
export function removeArgument(context: EditContext, call: CallSite, argument: ArgumentSite): Edit | undefined {
  if (!isWritten(call)) return undefined;
  const index = call.arguments.indexOf(argument);
  // Removing a positional argument would move those behind it.
  if (
    index < 0 ||
    (argument.keyword === undefined && call.arguments.slice(index + 1).some(({ keyword }) => keyword === undefined))
  ) {
    return undefined;
  }
  const { source } = argument.place;
  const previous = call.arguments[index - 1];
  const next = call.arguments[index + 1];
  if (next)
    return hasComment(context, source, argument.place.end, next.place.start)
      ? undefined
      : cut(source, argument.place.start, next.place.start);
  if (previous)
    return hasComment(context, source, previous.place.end, argument.place.start)
      ? undefined
      : cut(source, previous.place.end, argument.place.end);
  return cut(source, call.parentheses.start + 1, call.parentheses.end - 1);
}

const cut = (source: SourceId, start: number, end: number): Edit => ({ place: { source, start, end }, newText: '' });

const hasComment = (context: EditContext, source: SourceId, start: number, end: number): boolean =>
  textOf(context, { source, start, end }).includes('#');

/** Puts whole lines before the statement that holds `place`, indented like it. Undefined where it shares its line with another. */
export function insertLinesBefore(context: EditContext, place: Place, lines: readonly string[]): Edit | undefined {
  const line = ownLine(context, place);
  if (!line) return undefined;
  const text = lines.map((one) => line.indent + one + line.newline).join('');
  return { place: { source: place.source, start: line.start, end: line.start }, newText: text };
}

interface OwnLine {
  /** Where the line begins on which the statement begins. */
  readonly start: number;
  readonly indent: string;
  readonly newline: string;
}

function ownLine(context: EditContext, place: Place): OwnLine | undefined {
  const text = context.sources.get(place.source)?.text;
  const statement = statementAt(context.program.statements, place);
  if (text === undefined || !statement) return undefined;
  const start = lineStart(text, statement.start);
  const indent = text.slice(start, statement.start);
  if (indent.trim() !== '') return undefined;
  return { start, indent, newline: text.includes('\r\n') ? '\r\n' : '\n' };
}

const lineStart = (text: string, offset: number): number =>
  Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;

export interface NameWithImport {
  /** How to write it in this text: `layers.Dense`. */
  readonly name: string;
  /** Empty where an import provides it already. */
  readonly edits: readonly Edit[];
}

/**
 * A way to write a library name in the text `source`: by an import that is there, or by a new one in the style of its neighbours.
 * @param canonical such as `keras.layers.Dense`
 */
export function ensureImport(context: EditContext, source: SourceId, canonical: string): NameWithImport | undefined {
  const imports = context.program.imports.filter(({ place }) => place.source === source && isTopLevel(context, place));
  const exact = imports.find((one) => one.canonical === canonical);
  if (exact) return { name: exact.name, edits: [] };
  const dot = canonical.lastIndexOf('.');
  const [parent, last] = [canonical.slice(0, dot), canonical.slice(dot + 1)];
  const module = imports.find((one) => one.canonical === parent);
  if (module) return { name: `${module.name}.${last}`, edits: [] };
  // A neighbour from the same module: `from tensorflow.keras.layers import Flatten`.
  const neighbour = imports.find(
    (one) => one.canonical.startsWith(`${parent}.`) && one.module.endsWith(one.canonical.slice(dot)),
  );
  if (neighbour) {
    const from = neighbour.module.slice(0, -(neighbour.canonical.length - dot));
    const edit = insertLinesBefore(context, neighbour.place, [`from ${from} import ${last}`]);
    return edit && { name: last, edits: [edit] };
  }
  return byPackage(imports, canonical) ?? byNewImport(context, source, imports, canonical);
}

/** `import tensorflow as tf` provides `tf.keras.layers.Dense`; `import keras` provides `keras.layers.Dense`. */
function byPackage(imports: TrainingProgram['imports'], canonical: string): NameWithImport | undefined {
  const prefixes = imports.filter((one) => canonical.startsWith(`${one.canonical}.`));
  const longest = prefixes.toSorted((a, b) => b.canonical.length - a.canonical.length)[0];
  if (longest) return { name: longest.name + canonical.slice(longest.canonical.length), edits: [] };
  const tensorflow = imports.find(({ module }) => module === 'tensorflow');
  if (tensorflow && canonical.startsWith('keras.')) return { name: `${tensorflow.name}.${canonical}`, edits: [] };
  return undefined;
}

function byNewImport(
  context: EditContext,
  source: SourceId,
  imports: TrainingProgram['imports'],
  canonical: string,
): NameWithImport | undefined {
  const dot = canonical.lastIndexOf('.');
  const [parent, last] = [canonical.slice(0, dot), canonical.slice(dot + 1)];
  const keras = imports.findLast((one) => one.canonical.startsWith('keras'));
  const neighbour = keras ?? imports.at(-1);
  if (!neighbour || imports.some((one) => one.name === last)) return undefined;
  const root =
    neighbour.module.startsWith('keras.') || neighbour.module === 'keras'
      ? ''
      : neighbour.module.startsWith('tf_keras')
        ? 'tf_'
        : 'tensorflow.';
  const from = parent.startsWith('keras') ? root + parent : parent;
  const place = { ...neighbour.place, source };
  const edit = insertLinesBefore(context, place, [`from ${from} import ${last}`]);
  return edit && { name: last, edits: [edit] };
}

/** Not inside a function or class, so that the name is there for the whole text; `try` and `if` around imports are usual. */
function isTopLevel(context: EditContext, place: Place): boolean {
  const text = context.sources.get(place.source)?.text;
  if (text === undefined) return false;
  const around = (context.program.statements.get(place.source) ?? []).filter((span) => contains(span, place));
  return !around.some(({ start }) => /^(?:async\s+def|def|class|@)/.test(text.slice(start, start + 12)));
}
