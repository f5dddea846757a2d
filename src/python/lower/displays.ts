import type { Comprehension, ComprehensionFor, Expression } from '../ast';
import type { ConcreteNode } from '../concrete';
import { bareTuple, errorExpression, hasToken, type Lowering, namedChildren, spanOf } from './lowering';

/** `[a, *b]`, `(a, b)`, `{a, b}`. */
export const sequence = (lowering: Lowering, node: ConcreteNode, kind: 'Tuple' | 'List' | 'Set'): Expression => ({
  kind,
  elements: namedChildren(node).map((child) => lowering.expression(child, node)),
  ...spanOf(node),
});

export function lowerDict(lowering: Lowering, node: ConcreteNode): Expression {
  const entries = namedChildren(node).map((child) => {
    const [key, value] = namedChildren(child);
    if (child.type === 'pair' && value) return { key: lowering.expression(key, child), value: lowering.expression(value, child) };
    // What cannot be read may have been any number of entries, as `**mapping` may.
    const splat = child.type === 'dictionary_splat';
    return { value: splat ? lowering.expression(key, child) : errorExpression(child, lowering.readable([child])) };
  });
  return { kind: 'Dict', entries, ...spanOf(node) };
}

const comprehensionKind: Readonly<Record<string, Comprehension['of']>> = {
  list_comprehension: 'list',
  set_comprehension: 'set',
  dictionary_comprehension: 'dict',
  generator_expression: 'generator',
};

export function lowerComprehension(lowering: Lowering, node: ConcreteNode): Expression {
  const [body, ...clauses] = namedChildren(node);
  const of = comprehensionKind[node.type] ?? 'generator';
  const [key, value] = body?.type === 'pair' ? namedChildren(body) : [body];
  const generators: (ComprehensionFor & { conditions: Expression[]; end: number })[] = [];
  for (const clause of clauses) {
    if (clause.type === 'for_in_clause') generators.push(comprehensionFor(lowering, clause));
    else {
      const last = generators.at(-1);
      last?.conditions.push(lowering.expression(namedChildren(clause)[0], clause));
      if (last) last.end = clause.end;
    }
  }
  return {
    kind: 'Comprehension',
    of,
    element: lowering.expression(key, node),
    value: of === 'dict' ? lowering.expression(value, node) : undefined,
    generators,
    ...spanOf(node),
  };
}

function comprehensionFor(lowering: Lowering, node: ConcreteNode): ComprehensionFor & { conditions: Expression[]; end: number } {
  const split = node.children.findIndex((child) => !child.named && child.type === 'in');
  const [target] = node.children.slice(0, split).filter((child) => child.named);
  const after = node.children.slice(split + 1);
  const iters = after.filter((child) => child.named).map((child) => lowering.expression(child, node));
  const tuple = bareTuple(after);
  return {
    target: lowering.expression(target, node),
    iter: tuple ? { kind: 'Tuple', elements: iters, ...tuple } : (iters[0] ?? errorExpression(node)),
    conditions: [],
    isAsync: hasToken(node, 'async'),
    ...spanOf(node),
  };
}
