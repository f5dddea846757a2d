import type { Argument, ComprehensionFor, Expression, Module, Parameter, Pattern, Statement } from './ast';

export type Node = Module | Statement | Expression;

/**
 * The statements and expressions directly below a node, in the order of the text (but the test of a conditional expression first,
 * and a comprehension's element after its clauses, as they are evaluated). What lies between, such as arguments, handlers or
 * patterns, is stepped over.
 */
export function children(node: Node): readonly (Statement | Expression)[] {
  switch (node.kind) {
    case 'Module':
    case 'ErrorStatement':
      return node.body;
    case 'FunctionDef':
      return [...node.decorators, ...node.parameters.flatMap(ofParameter), ...some(node.returns), ...node.body];
    case 'ClassDef':
      return [...node.decorators, ...node.bases, ...node.keywords.map((each) => each.value), ...node.body];
    case 'Return':
      return some(node.value);
    case 'Delete':
      return node.targets;
    case 'Assign':
      return [...node.targets, node.value];
    case 'AugAssign':
      return [node.target, node.value];
    case 'AnnAssign':
      return [node.target, node.annotation, ...some(node.value)];
    case 'For':
      return [node.target, node.iter, ...node.body, ...node.orelse];
    case 'While':
    case 'If':
      return [node.test, ...node.body, ...node.orelse];
    case 'With':
      return [...node.items.flatMap((item) => [item.context, ...some(item.target)]), ...node.body];
    case 'Match':
      return [node.subject, ...node.cases.flatMap((each) => [...ofPattern(each.pattern), ...some(each.guard), ...each.body])];
    case 'Raise':
      return [...some(node.exception), ...some(node.cause)];
    case 'Try': {
      const handlers = node.handlers.flatMap((each) => [...some(each.type), ...each.body]);
      return [...node.body, ...handlers, ...node.orelse, ...node.finalbody];
    }
    case 'Assert':
      return [node.test, ...some(node.message)];
    case 'Import':
    case 'ImportFrom':
    case 'Global':
    case 'Pass':
    case 'Break':
    case 'Continue':
    case 'Constant':
    case 'Name':
      return [];
    case 'Expr':
    case 'Await':
    case 'Attribute':
    case 'Starred':
      return [node.value];
    case 'BoolOp':
      return node.values;
    case 'NamedExpr':
      return [node.target, node.value];
    case 'BinOp':
      return [node.left, node.right];
    case 'UnaryOp':
      return [node.operand];
    case 'Lambda':
      return [...node.parameters.flatMap(ofParameter), node.body];
    case 'IfExp':
      return [node.test, node.body, node.orelse];
    case 'Dict':
      return node.entries.flatMap(({ key, value }) => [...some(key), value]);
    case 'Set':
    case 'List':
    case 'Tuple':
      return node.elements;
    case 'Comprehension':
      return [...node.generators.flatMap(ofClause), node.element, ...some(node.value)];
    case 'Yield':
      return some(node.value);
    case 'Compare':
      return [node.left, ...node.comparators];
    case 'Call':
      return [node.function, ...node.arguments.map((each: Argument) => each.value)];
    case 'JoinedStr':
      return node.parts.map((part) => (part.kind === 'Constant' ? part : part.value));
    case 'Subscript':
      return [node.value, node.slice];
    case 'Slice':
      return [...some(node.lower), ...some(node.upper), ...some(node.step)];
    case 'ErrorExpression':
      return node.parts;
  }
}

const some = (node: Expression | undefined): readonly Expression[] => (node ? [node] : []);

const ofParameter = (parameter: Parameter): readonly Expression[] => [...some(parameter.annotation), ...some(parameter.default)];

const ofClause = (clause: ComprehensionFor): readonly Expression[] => [clause.iter, clause.target, ...clause.conditions];

const ofPattern = (pattern: Pattern): readonly Expression[] =>
  pattern.kind === 'MatchValue' ? [pattern.value] : pattern.kind === 'MatchOr' ? pattern.patterns.flatMap(ofPattern) : [];

/**
 * Visits a node and all below it, parents before children.
 * @param visit returns `'skip'` to leave out what is below the node.
 */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => unknown, parent?: Node): void {
  if (visit(node, parent) === 'skip') return;
  for (const child of children(node)) walk(child, visit, node);
}
