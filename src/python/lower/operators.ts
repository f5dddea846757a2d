import type { BinaryOperator, CompareOperator, Expression } from '../ast';
import type { ConcreteNode } from '../concrete';
import { errorExpression, type Lowering, namedChildren, spanOf } from './lowering';

export function lowerBinary(lowering: Lowering, node: ConcreteNode): Expression {
  const [left, op, right] = (node.children[1]?.type === '&' ? xorOfAnds(node) : node).children;
  if (!left || !op || !right || !isBinaryOperator(op.type)) return lowering.unreadable(node);
  const operands = { left: lowering.expression(left, node), right: lowering.expression(right, node) };
  return { kind: 'BinOp', op: op.type, ...operands, ...spanOf(node) };
}

const binaryOperators: ReadonlySet<string> = new Set<BinaryOperator>(
  '+ - * @ / // % ** << >> & | ^'.split(' ') as BinaryOperator[],
);
export const isBinaryOperator = (op: string): op is BinaryOperator => binaryOperators.has(op);

export function lowerUnary(lowering: Lowering, node: ConcreteNode): Expression {
  const [op, operand] = node.children;
  if (op?.type !== '-' && op?.type !== '+' && op?.type !== '~') return lowering.unreadable(node);
  return { kind: 'UnaryOp', op: op.type, operand: lowering.expression(operand, node), ...spanOf(node) };
}

export const lowerNot = (lowering: Lowering, node: ConcreteNode): Expression => ({
  kind: 'UnaryOp',
  op: 'not',
  operand: lowering.expression(namedChildren(node)[0], node),
  ...spanOf(node),
});

/** `a and b and c` is a chain leaning left in the grammar, one node here; parentheses end the chain. */
export function lowerBoolean(lowering: Lowering, node: ConcreteNode): Expression {
  const op = node.children[1]?.type === 'and' ? 'and' : 'or';
  const operands: ConcreteNode[] = [];
  let rest: ConcreteNode | undefined = node;
  while (rest?.type === 'boolean_operator' && rest.children[1]?.type === op) {
    const right: ConcreteNode | undefined = rest.children[2];
    if (right) operands.push(right);
    rest = rest.children[0];
  }
  if (rest) operands.push(rest);
  const values = operands.reverse().map((operand) => lowering.expression(operand, node));
  return { kind: 'BoolOp', op, values, ...spanOf(node) };
}

export function lowerComparison(lowering: Lowering, node: ConcreteNode): Expression {
  const ops: CompareOperator[] = [];
  const operands: Expression[] = [];
  for (const child of node.children) {
    const op = child.type === '<>' ? '!=' : child.type;
    if (isCompareOperator(op)) ops.push(op);
    else operands.push(lowering.expression(child, node));
  }
  const [left, ...comparators] = operands;
  if (left === undefined || comparators.length !== ops.length) return errorExpression(node, operands);
  return { kind: 'Compare', left, ops, comparators, ...spanOf(node) };
}

const compareOperators: ReadonlySet<string> = new Set<CompareOperator>([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'is',
  'is not',
  'in',
  'not in',
]);
const isCompareOperator = (op: string): op is CompareOperator => compareOperators.has(op);

/** `await x ** 2` is `(await x) ** 2`; the grammar has it the other way round. */
export function lowerAwait(lowering: Lowering, node: ConcreteNode): Expression {
  const [word, operand] = node.children;
  const [base, op, exponent] = operand?.children ?? [];
  if (word && operand?.type === 'binary_operator' && base && op?.type === '**' && exponent) {
    const awaited = { ...node, end: base.end, children: [word, base] };
    const operands = { left: lowering.expression(awaited, node), right: lowering.expression(exponent, node) };
    return { kind: 'BinOp', op: '**', ...operands, ...spanOf(node) };
  }
  return { kind: 'Await', value: lowering.expression(operand, node), ...spanOf(node) };
}

/**
 * `&` binds tighter than `^`; the grammar has it the other way round. The operands of both, in order, are grouped anew.
 */
function xorOfAnds(node: ConcreteNode): ConcreteNode {
  const operands: ConcreteNode[] = [];
  const ops: ConcreteNode[] = [];
  const pending: ConcreteNode[] = [node];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const [left, op, right] = at.children;
    const inner = at.type === 'binary_operator' && (op?.type === '&' || op?.type === '^');
    if (inner && left && right) pending.push(right, op, left);
    else if (!at.named) ops.push(at);
    else operands.push(at);
  }
  if (ops.every((op) => op.type === '&')) return node;
  const join = (left: ConcreteNode, op: ConcreteNode, right: ConcreteNode): ConcreteNode => ({
    ...node,
    start: left.start,
    end: right.end,
    children: [left, op, right],
  });
  const [first, ...rest] = operands;
  if (!first) return node;
  let sum: { readonly left: ConcreteNode; readonly op: ConcreteNode } | undefined;
  let term = first;
  for (const [i, operand] of rest.entries()) {
    const op = ops[i] ?? node;
    if (op.type === '&') term = join(term, op, operand);
    else {
      sum = { left: sum ? join(sum.left, sum.op, term) : term, op };
      term = operand;
    }
  }
  return sum ? join(sum.left, sum.op, term) : term;
}

/** The node without the star that its text begins with, wherever in its leftmost branch the grammar put it. */
export const withoutStar = (node: ConcreteNode): ConcreteNode =>
  replaceFirst(
    node,
    (at) => starred.has(at.type),
    (at) => at.children[1],
  );

const starred = new Set(['list_splat', 'list_splat_pattern', 'splat_type']);

/** Replaces the first node on the leftmost branch that `wanted` picks; nodes above it begin where its replacement does. */
export function replaceFirst(
  node: ConcreteNode,
  wanted: (node: ConcreteNode) => boolean,
  replacement: (node: ConcreteNode) => ConcreteNode | undefined,
): ConcreteNode {
  const path: ConcreteNode[] = [];
  let at = node;
  while (!wanted(at)) {
    const first = at.children[0];
    if (!first) return { ...node, type: 'ERROR' };
    path.push(at);
    at = first;
  }
  let made = replacement(at) ?? { ...at, type: 'ERROR', children: [] };
  for (const parent of path.reverse()) made = { ...parent, start: made.start, children: [made, ...parent.children.slice(1)] };
  return made;
}
