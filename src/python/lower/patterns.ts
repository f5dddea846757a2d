import type { Span } from '../../text/place';
import type { Expression, Identifier, MatchCase, Pattern, Statement } from '../ast';
import type { ConcreteNode } from '../concrete';
import {
  bareTuple,
  childOfType,
  errorExpression,
  hasToken,
  identifier,
  isError,
  type Lowering,
  namedChildren,
  spanOf,
} from './lowering';

export function lowerMatch(lowering: Lowering, node: ConcreteNode): Statement {
  const colon = node.children.findIndex((child) => !child.named && child.type === ':');
  const header = node.children.slice(1, colon < 0 ? undefined : colon).filter((child) => child.type !== 'block');
  const tuple = bareTuple(header);
  const subjects = header.filter((child) => child.named).map((child) => lowering.expression(child, node));
  const cases = childOfType(node, 'block')?.children.filter((child) => child.type === 'case_clause') ?? [];
  return {
    kind: 'Match',
    subject: tuple ? { kind: 'Tuple', elements: subjects, ...tuple } : (subjects[0] ?? errorExpression(node)),
    cases: cases.map((clause) => matchCase(lowering, clause)),
    ...spanOf(node),
  };
}

function matchCase(lowering: Lowering, node: ConcreteNode): MatchCase {
  const patterns = node.children.filter((child) => child.type === 'case_pattern' || child.type === ',');
  const guard = childOfType(node, 'if_clause');
  const [only] = patterns;
  const tuple = bareTuple(patterns);
  return {
    pattern:
      only && !tuple && !node.children.some(isError)
        ? pattern(lowering, only, 0)
        : { kind: 'MatchOther', names: captures(lowering, node.children), ...(tuple ?? spanOf(only ?? node)) },
    guard: guard && lowering.expression(namedChildren(guard)[0], guard),
    body: lowering.block(childOfType(node, 'block')),
    ...spanOf(node),
  };
}

function pattern(lowering: Lowering, node: ConcreteNode, depth: number): Pattern {
  const [first, ...more] = node.children;
  const other = (): Pattern => ({ kind: 'MatchOther', names: captures(lowering, [node]), ...spanOf(node) });
  if (depth > 50 || isError(node) || node.children.some(isError)) return other();
  switch (node.type) {
    case 'case_pattern':
      if (first?.type === '_') return { kind: 'MatchAny', ...spanOf(first) };
      if (first?.type === '-' && more[0]) return value(negative(lowering, first, more[0]), node);
      return first && more.length === 0 ? pattern(lowering, first, depth + 1) : other();
    case 'tuple_pattern':
      return first && more[0] && more.length === 2 && !hasToken(node, ',') ? pattern(lowering, more[0], depth + 1) : other();
    case 'union_pattern':
      return { kind: 'MatchOr', patterns: alternatives(lowering, node, depth), ...spanOf(node) };
    case 'dotted_name':
      return more.length === 0 ? capture(lowering, node) : value(dotted(lowering, node), node);
    case 'complex_pattern':
      return value(complex(lowering, node), node);
    case 'string':
    case 'concatenated_string':
    case 'integer':
    case 'float':
    case 'true':
    case 'false':
    case 'none':
      return value(lowering.expression(node, node), node);
    default:
      return other();
  }
}

/** `a | -1 | b`: the minus of a number is a token of its own here. */
function alternatives(lowering: Lowering, node: ConcreteNode, depth: number): readonly Pattern[] {
  const patterns: Pattern[] = [];
  let minus: ConcreteNode | undefined;
  for (const child of node.children) {
    if (child.type === '-') minus = child;
    else if (child.type === '_') patterns.push({ kind: 'MatchAny', ...spanOf(child) });
    else if (child.named) {
      if (minus) patterns.push(value(negative(lowering, minus, child), { start: minus.start, end: child.end }));
      else patterns.push(pattern(lowering, child, depth + 1));
      minus = undefined;
    }
  }
  return patterns;
}

const value = (expression: Expression, span: Span): Pattern => ({ kind: 'MatchValue', value: expression, ...spanOf(span) });

function capture(lowering: Lowering, node: ConcreteNode): Pattern {
  const name = identifier(lowering, node);
  return { kind: 'MatchAny', name: name.id === '_' ? undefined : name, ...spanOf(node) };
}

const negative = (lowering: Lowering, minus: Span, number: ConcreteNode): Expression => ({
  kind: 'UnaryOp',
  op: '-',
  operand: lowering.expression(number, number),
  start: minus.start,
  end: number.end,
});

/** `-1 + 2j` */
function complex(lowering: Lowering, node: ConcreteNode): Expression {
  const [real, imaginary] = namedChildren(node);
  const [first] = node.children;
  if (!real || !imaginary || !first) return errorExpression(node);
  const op = node.children.at(-2)?.type === '-' ? '-' : '+';
  const left = first.type === '-' ? negative(lowering, first, real) : lowering.expression(real, node);
  return { kind: 'BinOp', op, left, right: lowering.expression(imaginary, node), ...spanOf(node) };
}

function dotted(lowering: Lowering, node: ConcreteNode): Expression {
  const [first, ...rest] = namedChildren(node);
  return rest.reduce<Expression>(
    (owner, part) => ({ kind: 'Attribute', value: owner, attr: identifier(lowering, part), start: node.start, end: part.end }),
    lowering.expression(first, node),
  );
}

/** The names that the patterns among these nodes bind, in order. */
function captures(lowering: Lowering, nodes: readonly ConcreteNode[]): readonly Identifier[] {
  const names: Identifier[] = [];
  const pending = [...nodes].reverse();
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'block' || node.type === 'if_clause') continue;
    if (node.type === 'dotted_name') {
      if (node.children.length === 1) names.push(identifier(lowering, node));
    } else if (node.type === 'identifier') names.push(identifier(lowering, node));
    else {
      // A class is called by its name and keywords are names of its attributes: neither is bound.
      const skip = node.type === 'class_pattern' || node.type === 'keyword_pattern' ? 1 : 0;
      pending.push(...node.children.slice(skip).reverse());
    }
  }
  return names.filter((name) => name.id !== '_');
}
