import type { ExceptHandler, Statement, WithItem } from '../ast';
import type { ConcreteNode } from '../concrete';
import {
  bareTuple,
  childOfType,
  errorExpression,
  hasToken,
  identifier,
  isError,
  type Lowering,
  maxDepth,
  namedChildren,
  spanOf,
} from './lowering';

/** `elif` becomes an `If` alone in `orelse`, from the word to the end of the chain. The chain is built from its end, without recursion. */
export function lowerIf(lowering: Lowering, node: ConcreteNode): Statement {
  const clauses = node.children.filter((child) => child.type === 'elif_clause');
  let orelse = elseBlock(lowering, node);
  const near = clauses.slice(0, maxDepth >> 1);
  if (near.length < clauses.length) {
    const start = clauses[near.length]?.start ?? node.end;
    orelse = [{ kind: 'ErrorStatement', body: [], start, end: node.end }];
  }
  for (const clause of near.reverse()) orelse = [ifStatement(lowering, clause, clause.start, node.end, orelse)];
  return ifStatement(lowering, node, node.start, node.end, orelse);
}

const ifStatement = (
  lowering: Lowering,
  node: ConcreteNode,
  start: number,
  end: number,
  orelse: readonly Statement[],
): Statement => ({
  kind: 'If',
  test: lowering.expression(condition(node), node),
  body: lowering.block(childOfType(node, 'block')),
  orelse,
  start,
  end,
});

/** What stands between the first word and the colon. */
const condition = (node: ConcreteNode): ConcreteNode | undefined => {
  const colon = node.children.findIndex((child) => !child.named && child.type === ':');
  return node.children
    .slice(1, colon < 0 ? undefined : colon)
    .find((child) => child.named && !isError(child) && child.type !== 'block');
};

function elseBlock(lowering: Lowering, node: ConcreteNode): readonly Statement[] {
  const clause = childOfType(node, 'else_clause');
  return clause ? lowering.block(childOfType(clause, 'block')) : [];
}

export const lowerWhile = (lowering: Lowering, node: ConcreteNode): Statement => ({
  kind: 'While',
  test: lowering.expression(condition(node), node),
  body: lowering.block(childOfType(node, 'block')),
  orelse: elseBlock(lowering, node),
  ...spanOf(node),
});

export function lowerFor(lowering: Lowering, node: ConcreteNode): Statement {
  const [target, iter] = namedChildren(node).filter(
    (child) => !isError(child) && child.type !== 'block' && child.type !== 'else_clause',
  );
  return {
    kind: 'For',
    target: lowering.expression(target, node),
    iter: lowering.expression(iter, node),
    body: lowering.block(childOfType(node, 'block')),
    orelse: elseBlock(lowering, node),
    isAsync: hasToken(node, 'async'),
    ...spanOf(node),
  };
}

export function lowerWith(lowering: Lowering, node: ConcreteNode): Statement {
  const clause = childOfType(node, 'with_clause');
  return {
    kind: 'With',
    items: clause ? withItems(lowering, clause) : [],
    body: lowering.block(childOfType(node, 'block')),
    isAsync: hasToken(node, 'async'),
    ...spanOf(node),
  };
}

function withItems(lowering: Lowering, clause: ConcreteNode): readonly WithItem[] {
  const items = namedChildren(clause).map((item) => (item.type === 'with_item' ? (item.children[0] ?? item) : item));
  const [only, ...more] = items;
  // `with (a, b):` enters both since Python 3.9; the grammar sees a tuple. So it does in `with (a as b):`.
  if (only && more.length === 0 && (only.type === 'tuple' || only.type === 'parenthesized_expression')) {
    const inner = namedChildren(only);
    const isItem = (each: ConcreteNode): boolean => !['list_splat', 'named_expression', 'yield', 'ERROR'].includes(each.type);
    if ((only.type === 'tuple' && inner.length > 0 && inner.every(isItem)) || inner[0]?.type === 'as_pattern')
      return inner.map((item) => withItem(lowering, item));
  }
  return items.map((item) => withItem(lowering, item));
}

function withItem(lowering: Lowering, node: ConcreteNode): WithItem {
  if (node.type !== 'as_pattern' || node.children.some(isError))
    return { context: lowering.expression(node, node), ...spanOf(node) };
  const [context, target] = namedChildren(node);
  return { context: lowering.expression(context, node), target: lowering.expression(target, node), ...spanOf(node) };
}

export function lowerTry(lowering: Lowering, node: ConcreteNode): Statement {
  const finallyClause = childOfType(node, 'finally_clause');
  return {
    kind: 'Try',
    body: lowering.block(childOfType(node, 'block')),
    handlers: node.children.filter((child) => child.type === 'except_clause').map((clause) => exceptHandler(lowering, clause)),
    orelse: elseBlock(lowering, node),
    finalbody: lowering.block(finallyClause && childOfType(finallyClause, 'block')),
    ...spanOf(node),
  };
}

/** `except A as e`, and Python 2's `except A, e`. */
function exceptHandler(lowering: Lowering, node: ConcreteNode): ExceptHandler {
  const body = lowering.block(childOfType(node, 'block'));
  const header = node.children.filter(
    (child) => child.type !== 'block' && child.type !== 'except' && child.type !== '*' && child.type !== ':',
  );
  const errors = header.some(isError);
  const values = header.filter((child) => child.named && !isError(child));
  const [type, name] = values[0]?.type === 'as_pattern' ? namedChildren(values[0]) : values;
  const single = name?.type === 'as_pattern_target' ? name.children[0] : name;
  return {
    type:
      errors || values.length > 2
        ? errorExpression(bareTuple(header) ?? node, lowering.readable(values))
        : type && lowering.expression(type, node),
    name: single?.type === 'identifier' && values.length <= 2 ? identifier(lowering, single) : undefined,
    body,
    ...spanOf(node),
  };
}
