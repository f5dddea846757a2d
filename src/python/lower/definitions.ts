import type { ClassDef, Expression, FunctionDef, Keyword, Statement } from '../ast';
import type { ConcreteNode } from '../concrete';
import { lowerArguments } from './calls';
import { childOfType, hasToken, identifier, type Lowering, namedChildren, spanOf } from './lowering';
import { lowerParameters } from './parameters';

export const lowerFunction = (lowering: Lowering, node: ConcreteNode): Statement => functionDef(lowering, node, []);
export const lowerClass = (lowering: Lowering, node: ConcreteNode): Statement => classDef(lowering, node, []);

/** The span is that of the definition without its decorators, as in CPython. */
export function lowerDecorated(lowering: Lowering, node: ConcreteNode): Statement {
  const children = namedChildren(node);
  const decorators = children
    .filter((child) => child.type === 'decorator')
    .map((child) => lowering.expression(namedChildren(child)[0], child));
  const definition = children.find((child) => child.type.endsWith('_definition'));
  if (definition?.type === 'function_definition') return functionDef(lowering, definition, decorators);
  if (definition?.type === 'class_definition') return classDef(lowering, definition, decorators);
  return {
    kind: 'ErrorStatement',
    body: decorators.map((value) => ({ kind: 'Expr', value, start: value.start, end: value.end })),
    ...spanOf(node),
  };
}

function nameOf(lowering: Lowering, node: ConcreteNode): FunctionDef['name'] {
  const name = childOfType(node, 'identifier');
  return name ? identifier(lowering, name) : { id: '', start: node.start, end: node.start };
}

function functionDef(lowering: Lowering, node: ConcreteNode, decorators: readonly Expression[]): FunctionDef {
  const parameters = childOfType(node, 'parameters');
  const returns = childOfType(node, 'type');
  return {
    kind: 'FunctionDef',
    name: nameOf(lowering, node),
    parameters: parameters ? lowerParameters(lowering, parameters) : [],
    body: lowering.block(childOfType(node, 'block')),
    decorators,
    returns: returns && lowering.expression(returns, node),
    isAsync: hasToken(node, 'async'),
    ...spanOf(node),
  };
}

function classDef(lowering: Lowering, node: ConcreteNode, decorators: readonly Expression[]): ClassDef {
  const list = childOfType(node, 'argument_list');
  const bases: Expression[] = [];
  const keywords: Keyword[] = [];
  for (const { keyword, star, value, start, end } of list ? lowerArguments(lowering, list) : []) {
    if (keyword || star === 2) keywords.push({ keyword, value, start, end });
    else bases.push(star === 1 ? { kind: 'Starred', value, start, end } : value);
  }
  const body = lowering.block(childOfType(node, 'block'));
  return { kind: 'ClassDef', name: nameOf(lowering, node), bases, keywords, body, decorators, ...spanOf(node) };
}
