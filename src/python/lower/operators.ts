import type { BinaryOperator, CompareOperator, Expression } from '../ast';
import type { ConcreteNode } from '../concrete';
import { errorExpression, type Lowering, namedChildren, spanOf } from './lowering';
import { chain, join, xorOfAnds } from './repairs';

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

/** `List[int] | str | None` as an annotation leans to the right in the grammar, to the left in Python. */
export function lowerUnion(lowering: Lowering, node: ConcreteNode): Expression {
  const { operands, ops } = chain(node, ({ type, children }) => {
    const only = type === 'type' && children.length === 1 ? children[0] : undefined;
    return only !== undefined || type === 'union_type' || (type === 'binary_operator' && children[1]?.type === '|');
  });
  const [first, ...rest] = operands;
  if (!first || ops.length !== rest.length || ops.some((op) => op.type !== '|')) return lowering.unreadable(node);
  const left = rest.reduce((sum, operand, i) => join(sum, ops[i] ?? node, operand), first);
  return lowering.expression(left, node);
}
