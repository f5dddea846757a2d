import type { Span } from '../../text/place';
import type { Expression, Module, Statement } from '../ast';
import type { ConcreteNode } from '../concrete';
import { isExpressionNode, lowerExpression } from './expressions';
import { errorExpression, isError, type Lowering, maxDepth } from './lowering';
import { errorStatement, isStatementNode, lowerStatement } from './statements';

/**
 * Lowers the copied concrete tree to the typed one. Never fails.
 * @param errors the places the parser could not read; those too deep to lower are added.
 */
export function lowerModule(text: string, root: ConcreteNode, errors: Span[]): Module {
  let depth = 0;

  const tooDeep = (span: Span): boolean => {
    if (depth < maxDepth) return false;
    errors.push({ start: span.start, end: span.end });
    return true;
  };

  const lowering: Lowering = {
    text,
    expression(node, at) {
      if (node === undefined) return errorExpression({ start: at.end, end: at.end });
      if (tooDeep(node)) return errorExpression(node);
      depth++;
      const expression = lowerExpression(lowering, node);
      depth--;
      return expression;
    },
    block(node) {
      if (node === undefined) return [];
      if (tooDeep(node)) return [{ kind: 'ErrorStatement', body: [], start: node.start, end: node.end }];
      depth++;
      const statements = lowerStatements(lowering, node.children);
      depth--;
      return statements;
    },
    unreadable(node) {
      errors.push({ start: node.start, end: node.end });
      return errorExpression(node, readable(lowering, node.children));
    },
    readable: (nodes) => readable(lowering, nodes),
  };

  const body = lowerStatements(lowering, root.children);
  return { kind: 'Module', body, errors: inOrder(errors), start: 0, end: text.length };
}

/** What cannot be read between two statements becomes one `ErrorStatement`. */
function lowerStatements(lowering: Lowering, nodes: readonly ConcreteNode[]): readonly Statement[] {
  const statements: Statement[] = [];
  let unread: ConcreteNode[] = [];
  const flush = (): void => {
    const [first] = unread;
    const last = unread.at(-1);
    if (first && last) statements.push(errorStatement(lowering, { start: first.start, end: last.end }, unread.flatMap(contents)));
    unread = [];
  };
  for (const node of nodes) {
    if (isStatementNode(node)) {
      flush();
      statements.push(lowerStatement(lowering, node));
    } else if (node.named || node.missing || node.type !== ';' || unread.length > 0) unread.push(node);
  }
  flush();
  return statements;
}

const contents = (node: ConcreteNode): readonly ConcreteNode[] => (isError(node) ? node.children : [node]);

function readable(lowering: Lowering, nodes: readonly ConcreteNode[]): readonly Expression[] {
  const parts: Expression[] = [];
  const pending = [...nodes].reverse();
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.missing) continue;
    if (isExpressionNode(node)) parts.push(lowering.expression(node, node));
    else pending.push(...[...node.children].reverse());
  }
  return parts;
}

/** Sorted, without what lies in another. */
function inOrder(errors: readonly Span[]): readonly Span[] {
  let reach = -1;
  return errors
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      const inside = end <= reach && start < reach;
      reach = Math.max(reach, end);
      return !inside;
    });
}
