import type { Span } from '../../text/place';
import type { ErrorExpression, Expression, Identifier, Statement } from '../ast';
import type { ConcreteNode } from '../concrete';

/**
 * No node of the typed tree lies deeper than this below the module, so that whoever reads the tree may recurse.
 * CPython gives up at 100 indentations and 200 parentheses; what lies deeper here becomes an error node.
 */
export const maxDepth = 300;

/**
 * What the parts of the lowering share. The two functions that everything recurses through are handed in,
 * because statements hold expressions, and these hold calls, strings and lambdas that hold expressions again.
 */
export interface Lowering {
  readonly text: string;
  /** Lowers any node where an expression (or a target, or a type) belongs; never fails. */
  expression(node: ConcreteNode | undefined, at: Span): Expression;
  /** Lowers the statements among the children of a block. */
  block(node: ConcreteNode | undefined): readonly Statement[];
  /** The node as an error, which is recorded, with whatever can be read in it. */
  unreadable(node: ConcreteNode): ErrorExpression;
  /** Lowers whatever can be read among these nodes, as expressions. */
  readable(nodes: readonly ConcreteNode[]): readonly Expression[];
}

export const spanOf = ({ start, end }: Span): Span => ({ start, end });

export const textOf = (lowering: Lowering, { start, end }: Span): string => lowering.text.slice(start, end);

/** Identifiers are compared in normal form KC, as the language reference says. */
// eslint-disable-next-line no-control-regex -- ASCII is its own normal form
export const normalName = (text: string): string => (/^[\x00-\x7f]*$/.test(text) ? text : text.normalize('NFKC'));

export const identifier = (lowering: Lowering, node: Span): Identifier => ({
  id: normalName(textOf(lowering, node)),
  start: node.start,
  end: node.end,
});

export const isError = (node: ConcreteNode): boolean => node.missing || (node.named && node.type === 'ERROR');

/** The children that are not punctuation or keywords. */
export const namedChildren = (node: ConcreteNode): readonly ConcreteNode[] => node.children.filter((child) => child.named);

export const hasToken = (node: ConcreteNode, token: string): boolean =>
  node.children.some((child) => !child.named && child.type === token);

export const childOfType = (node: ConcreteNode, type: string): ConcreteNode | undefined =>
  node.children.find((child) => child.named && child.type === type);

export const errorExpression = (span: Span, parts: readonly Expression[] = []): ErrorExpression => ({
  kind: 'ErrorExpression',
  parts,
  start: span.start,
  end: span.end,
});

/**
 * Where comma-separated children make a tuple without parentheses: from the first to the last, a trailing comma included.
 * Undefined when it is a single child without a comma.
 */
export function bareTuple(nodes: readonly ConcreteNode[]): Span | undefined {
  const first = nodes[0];
  const last = nodes.at(-1);
  const comma = nodes.some((node) => !node.named && node.type === ',');
  return first && last && comma ? { start: first.start, end: last.end } : undefined;
}
