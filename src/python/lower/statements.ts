import type { Span } from '../../text/place';
import type { Expression, Statement } from '../ast';
import type { ConcreteNode } from '../concrete';
import { lowerAssignment, lowerAugmentedAssignment } from './assignments';
import { lowerClass, lowerDecorated, lowerFunction } from './definitions';
import { isExpressionNode } from './expressions';
import { lowerFor, lowerIf, lowerTry, lowerWhile, lowerWith } from './compound';
import { lowerFromImport, lowerFutureImport, lowerImport } from './imports';
import { bareTuple, errorExpression, identifier, isError, type Lowering, namedChildren, spanOf, textOf } from './lowering';
import { lowerMatch } from './patterns';
import { replaceFirst } from './repairs';

type Lower = (lowering: Lowering, node: ConcreteNode) => Statement;

/** Lowers one node where a statement belongs. `maxDepth` is watched by the caller. */
export function lowerStatement(lowering: Lowering, node: ConcreteNode): Statement {
  const lower = table.get(node.type);
  const statement = lower ? lower(lowering, node) : errorStatement(lowering, node, [node]);
  // Where a part of it could not be read, what was read is kept but marked, because its meaning may be another.
  if (lower && node.type !== 'expression_statement' && node.children.some(isError))
    return { kind: 'ErrorStatement', body: [statement], ...spanOf(statement) };
  return statement;
}

export const isStatementNode = (node: ConcreteNode): boolean => node.named && table.has(node.type);

/** The unreadable stretch as a statement, holding what could be read in it. */
export function errorStatement(lowering: Lowering, span: Span, nodes: readonly ConcreteNode[]): Statement {
  const body: Statement[] = [];
  const pending = [...nodes].reverse();
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.missing) continue;
    if (isStatementNode(node)) body.push(...lowering.block({ ...node, children: [node] }));
    else if (isExpressionNode(node)) {
      const value = lowering.expression(node, node);
      body.push({ kind: 'Expr', value, ...spanOf(value) });
    } else if (node.type === 'block') body.push(...lowering.block(node));
    else pending.push(...[...node.children].reverse());
  }
  return { kind: 'ErrorStatement', body, ...spanOf(span) };
}

const expressionStatement: Lower = (lowering, node) => {
  const [first, ...more] = namedChildren(node);
  if (first && more.length === 0) {
    if (first.type === 'assignment') return lowerAssignment(lowering, first);
    if (first.type === 'augmented_assignment') return lowerAugmentedAssignment(lowering, first);
  }
  return { kind: 'Expr', value: expressions(lowering, node, node.children), ...spanOf(node) };
};

/** One expression, or several with commas that make a tuple. */
function expressions(lowering: Lowering, node: Span, children: readonly ConcreteNode[]): Expression {
  if (children.some(isError)) return errorExpression(node, lowering.readable(children));
  const tuple = bareTuple(children);
  const [first, ...more] = children.filter((child) => child.named);
  if (tuple === undefined)
    return more.length === 0 ? lowering.expression(first, node) : errorExpression(node, lowering.readable(children));
  const elements = children.filter((child) => child.named).map((child) => lowering.expression(child, node));
  return { kind: 'Tuple', elements, ...tuple };
}

const returnStatement: Lower = (lowering, node) => {
  const [value] = namedChildren(node);
  return { kind: 'Return', value: value && lowering.expression(value, node), ...spanOf(node) };
};

const deleteStatement: Lower = (lowering, node) => {
  const [target] = namedChildren(node);
  const targets = target?.type === 'expression_list' ? namedChildren(target) : target ? [target] : [];
  return { kind: 'Delete', targets: targets.map((each) => lowering.expression(each, node)), ...spanOf(node) };
};

/** `raise Error, "message"` is Python 2's way; the message is not an exception, so only the class is kept. */
const raiseStatement: Lower = (lowering, node) => {
  const from = node.children.findIndex((child) => !child.named && child.type === 'from');
  const [list] = node.children.slice(0, from < 0 ? undefined : from).filter((child) => child.named);
  const exception = list?.type === 'expression_list' ? list.children[0] : list;
  const cause = from < 0 ? undefined : node.children[from + 1];
  return {
    kind: 'Raise',
    exception: exception && lowering.expression(exception, node),
    cause: cause && lowering.expression(cause, node),
    ...spanOf(node),
  };
};

const assertStatement: Lower = (lowering, node) => {
  const [test, message] = namedChildren(node);
  return {
    kind: 'Assert',
    test: lowering.expression(test, node),
    message: message && lowering.expression(message, node),
    ...spanOf(node),
  };
};

const globalStatement: Lower = (lowering, node) => ({
  kind: 'Global',
  names: namedChildren(node)
    .filter((child) => child.type === 'identifier')
    .map((child) => identifier(lowering, child)),
  isNonlocal: node.type === 'nonlocal_statement',
  ...spanOf(node),
});

/** Python 2's `print a, b`, `print >>file, a` and `exec code in names` read as calls without parentheses. */
const keywordCall: Lower = (lowering, node) => {
  const [word, ...rest] = node.children;
  const chevron = rest.find((child) => child.type === 'chevron');
  const values = rest.filter((child) => child.named && child !== chevron && !isError(child));
  const file = chevron && { keyword: { id: 'file', ...spanOf(chevron.children[0] ?? chevron) }, node: chevron };
  const positional = values.map((value) => ({ star: 0 as const, value: lowering.expression(value, node), ...spanOf(value) }));
  const named = file
    ? [
        {
          keyword: file.keyword,
          star: 0 as const,
          value: lowering.expression(namedChildren(file.node)[0], node),
          ...spanOf(file.node),
        },
      ]
    : [];
  const name = word ?? node;
  const call: Expression = {
    kind: 'Call',
    function: { kind: 'Name', id: textOf(lowering, name), ...spanOf(name) },
    arguments: [...named, ...positional],
    parentheses: { start: node.end, end: node.end },
    ...spanOf(node),
  };
  return { kind: 'Expr', value: call, ...spanOf(node) };
};

/**
 * `type Name = value` (Python 3.12) binds the name. `type(x).y = value` and `type[x] = value` are assignments, which the grammar takes for it.
 */
const typeAlias: Lower = (lowering, node) => {
  const [word, name, , value] = node.children;
  if (!word || !name || !value) return errorStatement(lowering, node, node.children);
  const builtin = { ...word, type: 'identifier', named: true };
  const bracketed = lowering.text[name.start] === '(' || lowering.text[name.start] === '[';
  const left = bracketed
    ? replaceFirst(
        name,
        (at) => !at.children[0]?.named,
        (at) => ({
          ...at,
          start: word.start,
          ...(at.type === 'list'
            ? { type: 'subscript', children: [builtin, ...at.children] }
            : {
                type: 'call',
                children: [builtin, { ...at, type: at.type === 'generator_expression' ? at.type : 'argument_list' }],
              }),
        }),
      )
    : name;
  const target = lowering.expression(left, node);
  return {
    kind: 'Assign',
    targets: [!bracketed && target.kind === 'Subscript' ? target.value : target],
    value: lowering.expression(value, node),
    ...spanOf(node),
  };
};

const table = new Map<string, Lower>([
  ['expression_statement', expressionStatement],
  ['return_statement', returnStatement],
  ['delete_statement', deleteStatement],
  ['raise_statement', raiseStatement],
  ['assert_statement', assertStatement],
  ['pass_statement', (_, node) => ({ kind: 'Pass', ...spanOf(node) })],
  ['break_statement', (_, node) => ({ kind: 'Break', ...spanOf(node) })],
  ['continue_statement', (_, node) => ({ kind: 'Continue', ...spanOf(node) })],
  ['global_statement', globalStatement],
  ['nonlocal_statement', globalStatement],
  ['import_statement', lowerImport],
  ['import_from_statement', lowerFromImport],
  ['future_import_statement', lowerFutureImport],
  ['print_statement', keywordCall],
  ['exec_statement', keywordCall],
  ['type_alias_statement', typeAlias],
  ['if_statement', lowerIf],
  ['for_statement', lowerFor],
  ['while_statement', lowerWhile],
  ['try_statement', lowerTry],
  ['with_statement', lowerWith],
  ['match_statement', lowerMatch],
  ['function_definition', lowerFunction],
  ['class_definition', lowerClass],
  ['decorated_definition', lowerDecorated],
]);
