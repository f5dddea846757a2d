import type { Argument, Expression } from '../ast';
import type { ConcreteNode } from '../concrete';
import { bareTuple, identifier, isError, type Lowering, namedChildren, spanOf } from './lowering';

export function lowerCall(lowering: Lowering, node: ConcreteNode): Expression {
  const [callee, list, ...more] = namedChildren(node);
  if (!callee || !list || more.length > 0) return lowering.unreadable(node);
  return {
    kind: 'Call',
    function: lowering.expression(callee, node),
    arguments: list.type === 'generator_expression' ? [argument(lowering, list)] : lowerArguments(lowering, list),
    parentheses: spanOf(list),
    ...spanOf(node),
  };
}

/** The arguments between the parentheses of a call or a class statement. */
export const lowerArguments = (lowering: Lowering, list: ConcreteNode): readonly Argument[] =>
  namedChildren(list).map((node) => argument(lowering, node));

function argument(lowering: Lowering, node: ConcreteNode): Argument {
  if (isError(node)) return { star: 0, value: lowering.unreadable(node), ...spanOf(node) };
  const children = namedChildren(node);
  if (node.type === 'keyword_argument') {
    const [name, value] = children;
    if (name?.type !== 'identifier' || children.length !== 2)
      return { star: 0, value: lowering.expression(node, node), ...spanOf(node) };
    return { keyword: identifier(lowering, name), star: 0, value: lowering.expression(value, node), ...spanOf(node) };
  }
  if (node.type === 'dictionary_splat') return { star: 2, value: lowering.expression(children[0], node), ...spanOf(node) };
  const value = lowering.expression(node, node);
  if (value.kind === 'Starred') return { star: 1, value: value.value, ...spanOf(node) };
  return { star: 0, value, ...spanOf(node) };
}

/** @param rest the children from the opening bracket on */
export function lowerSubscript(
  lowering: Lowering,
  node: ConcreteNode,
  value: ConcreteNode | undefined,
  rest: readonly ConcreteNode[],
): Expression {
  const open = rest.findIndex((child) => child.type === '[');
  const close = rest.findLastIndex((child) => child.type === ']');
  if (open !== 0 || close < 0) return lowering.unreadable(node);
  const items = rest.slice(1, close);
  const elements = items.filter((item) => item.named).map((item) => lowering.expression(item, node));
  const [first] = elements;
  // `a[*b]` is a tuple too, as in CPython 3.11.
  const tuple = bareTuple(items) ?? (first?.kind === 'Starred' ? spanOf(first) : undefined);
  if (first === undefined || (tuple === undefined && elements.length > 1)) return lowering.unreadable(node);
  return {
    kind: 'Subscript',
    value: lowering.expression(value, node),
    slice: tuple ? { kind: 'Tuple', elements, ...tuple } : first,
    ...spanOf(node),
  };
}
