import type { Span } from '../../text/place';
import type { Constant, ConstantValue, Expression } from '../ast';
import type { ConcreteNode } from '../concrete';
import { lowerCall, lowerSubscript } from './calls';
import { lowerComprehension, lowerDict, sequence } from './displays';
import {
  bareTuple,
  errorExpression,
  hasToken,
  isError,
  type Lowering,
  namedChildren,
  normalName,
  spanOf,
  textOf,
} from './lowering';
import { numberValue } from './number';
import { lowerAwait, lowerBinary, lowerBoolean, lowerComparison, lowerNot, lowerUnary, lowerUnion } from './operators';
import { lowerParameters } from './parameters';
import { swallowed, withoutStar, withoutWalrus } from './repairs';
import { lowerStrings } from './strings';

type Lower = (lowering: Lowering, node: ConcreteNode) => Expression;

/** Lowers one node where an expression belongs. `maxDepth` is watched by the caller. */
export function lowerExpression(lowering: Lowering, node: ConcreteNode): Expression {
  if (node.missing) return errorExpression(node);
  // `*a + b` is a star before a sum; the grammar reads a sum whose first term has a star.
  if (lowering.text.charCodeAt(node.start) === 42 && !starred.has(node.type))
    return { kind: 'Starred', value: lowering.expression(withoutStar(node), node), ...spanOf(node) };
  const walrus = swallowed.has(node.type) ? withoutWalrus(node) : undefined;
  if (walrus) return named(lowering, node, walrus.name, walrus.rest);
  const lower = node.named ? table.get(node.type) : undefined;
  if (lower === undefined) return lowering.unreadable(node);
  if (!toleratesErrors.has(node.type) && node.children.some(isError)) return lowering.unreadable(node);
  return lower(lowering, node);
}

/** True for nodes that stand for an expression by themselves. */
export const isExpressionNode = (node: ConcreteNode): boolean => node.named && table.has(node.type);

const starred = new Set(['list_splat', 'list_splat_pattern', 'splat_type', 'expression_list', 'pattern_list', 'ERROR']);

/** Where an unreadable stretch becomes one element among the others. */
const toleratesErrors = new Set(['call', 'list', 'tuple', 'set', 'dictionary', 'string', 'concatenated_string', 'subscript']);

const constant = (node: Span, value: ConstantValue): Constant => ({ kind: 'Constant', value, ...spanOf(node) });

const number: Lower = (lowering, node) => constant(node, numberValue(textOf(lowering, node)));

/** `(x)`, `type`: stands for its only child. */
const inner: Lower = (lowering, node) => {
  const [child, ...more] = namedChildren(node);
  return child && more.length === 0 ? lowering.expression(child, node) : lowering.unreadable(node);
};

const attribute: Lower = (lowering, node) => {
  const [value, name] = namedChildren(node);
  if (!value || name?.type !== 'identifier') return lowering.unreadable(node);
  const attr = { id: normalName(textOf(lowering, name)), ...spanOf(name) };
  return { kind: 'Attribute', value: lowering.expression(value, node), attr, ...spanOf(node) };
};

const conditional: Lower = (lowering, node) => {
  const [body, test, orelse] = namedChildren(node);
  return {
    kind: 'IfExp',
    body: lowering.expression(body, node),
    test: lowering.expression(test, node),
    orelse: lowering.expression(orelse, node),
    ...spanOf(node),
  };
};

const namedExpression: Lower = (lowering, node) => named(lowering, node, ...namedChildren(node));

function named(lowering: Lowering, node: ConcreteNode, name?: ConcreteNode, value?: ConcreteNode): Expression {
  const target = lowering.expression(name, node);
  if (target.kind !== 'Name') return lowering.unreadable(node);
  return { kind: 'NamedExpr', target, value: lowering.expression(value, node), ...spanOf(node) };
}

const lambda: Lower = (lowering, node) => {
  const children = namedChildren(node);
  const parameters = children[0]?.type === 'lambda_parameters' ? children[0] : undefined;
  return {
    kind: 'Lambda',
    parameters: parameters ? lowerParameters(lowering, parameters) : [],
    body: lowering.expression(children[parameters ? 1 : 0], node),
    ...spanOf(node),
  };
};

const yieldExpression: Lower = (lowering, node) => {
  const [value] = namedChildren(node);
  return {
    kind: 'Yield',
    value: value && lowering.expression(value, node),
    isFrom: hasToken(node, 'from'),
    ...spanOf(node),
  };
};

const star: Lower = (lowering, node) => ({
  kind: 'Starred',
  value: lowering.expression(namedChildren(node)[0], node),
  ...spanOf(node),
});

const slice: Lower = (lowering, node) => {
  const parts: (Expression | undefined)[] = [undefined, undefined, undefined];
  let at = 0;
  for (const child of node.children) {
    if (child.named) parts[at] = lowering.expression(child, node);
    else at++;
  }
  const [lower, upper, step] = parts;
  return { kind: 'Slice', lower, upper, step, ...spanOf(node) };
};

const bareTupleExpression: Lower = (lowering, node) => ({
  kind: 'Tuple',
  elements: namedChildren(node).map((child) => lowering.expression(child, node)),
  ...(bareTuple(node.children) ?? spanOf(node)),
});

/** `(a)` as a target is in parentheses, `(a,)` is a tuple. */
const tuplePattern: Lower = (lowering, node) => {
  const children = namedChildren(node);
  return children.length === 1 && !hasToken(node, ',')
    ? lowering.expression(children[0], node)
    : sequence(lowering, node, 'Tuple');
};

/** `List[int]` in an annotation. */
const genericType: Lower = (lowering, node) => {
  const [value, parameters] = namedChildren(node);
  if (!value || !parameters) return lowering.unreadable(node);
  return lowerSubscript(lowering, node, value, parameters.children);
};

const memberType: Lower = (lowering, node) => attribute(lowering, node);

const table = new Map<string, Lower>([
  ['identifier', (lowering, node) => ({ kind: 'Name', id: normalName(textOf(lowering, node)), ...spanOf(node) })],
  ['integer', number],
  ['float', number],
  ['true', (_, node) => constant(node, { type: 'bool', value: true })],
  ['false', (_, node) => constant(node, { type: 'bool', value: false })],
  ['none', (_, node) => constant(node, { type: 'None' })],
  ['ellipsis', (_, node) => constant(node, { type: 'Ellipsis' })],
  ['string', (lowering, node) => lowerStrings(lowering, node, [node])],
  ['concatenated_string', (lowering, node) => lowerStrings(lowering, node, namedChildren(node))],
  ['parenthesized_expression', inner],
  ['type', inner],
  ['as_pattern_target', inner],
  ['attribute', attribute],
  ['member_type', memberType],
  ['call', lowerCall],
  ['subscript', (lowering, node) => lowerSubscript(lowering, node, node.children[0], node.children.slice(1))],
  ['generic_type', genericType],
  ['slice', slice],
  ['tuple', (lowering, node) => sequence(lowering, node, 'Tuple')],
  ['list', (lowering, node) => sequence(lowering, node, 'List')],
  ['set', (lowering, node) => sequence(lowering, node, 'Set')],
  ['dictionary', lowerDict],
  ['list_comprehension', lowerComprehension],
  ['set_comprehension', lowerComprehension],
  ['dictionary_comprehension', lowerComprehension],
  ['generator_expression', lowerComprehension],
  ['binary_operator', lowerBinary],
  ['union_type', lowerUnion],
  ['unary_operator', lowerUnary],
  ['not_operator', lowerNot],
  ['boolean_operator', lowerBoolean],
  ['comparison_operator', lowerComparison],
  ['await', lowerAwait],
  ['conditional_expression', conditional],
  ['named_expression', namedExpression],
  ['lambda', lambda],
  ['yield', yieldExpression],
  ['list_splat', star],
  ['list_splat_pattern', star],
  ['splat_type', star],
  ['expression_list', bareTupleExpression],
  ['pattern_list', bareTupleExpression],
  ['tuple_pattern', tuplePattern],
  ['list_pattern', (lowering, node) => sequence(lowering, node, 'List')],
]);
