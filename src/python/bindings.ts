import type { Comprehension, Expression, Lambda, Pattern, Statement } from './ast';
import { children } from './walk';

/** What binds names, called in the order of the text. Which scope that is, is the caller's business. */
export interface BindingVisitor {
  /** A name assigned, imported, defined, deleted, caught, captured or looped over. */
  bind(name: string): void;
  global(name: string, isNonlocal: boolean): void;
  /** `from module import *` binds names nobody knows here. */
  starImport(): void;
  /** A scope inside: its body is not visited. */
  inner(node: InnerScope): void;
}

export type InnerScope = Extract<Statement, { kind: 'FunctionDef' | 'ClassDef' }> | Lambda | Comprehension;

/** Visits the statements of one scope. What a definition evaluates outside itself (decorators, defaults, annotations, bases) belongs to it. */
export function visitBindings(statements: readonly Statement[], visitor: BindingVisitor): void {
  for (const statement of statements) visitStatement(statement, visitor);
}

function visitStatement(node: Statement, visitor: BindingVisitor): void {
  switch (node.kind) {
    case 'FunctionDef':
      outside(node, visitor);
      visitor.bind(node.name.id);
      visitor.inner(node);
      return;
    case 'ClassDef':
      for (const each of [...node.decorators, ...node.bases, ...node.keywords.map(({ value }) => value)])
        visitExpression(each, visitor);
      visitor.bind(node.name.id);
      visitor.inner(node);
      return;
    case 'Global':
      for (const name of node.names) visitor.global(name.id, node.isNonlocal);
      return;
    case 'Import':
      for (const { name, asname } of node.names) visitor.bind(asname?.id ?? name.replace(/\..*/s, ''));
      return;
    case 'ImportFrom':
      for (const { name, asname } of node.names) {
        if (name === '*') visitor.starImport();
        else visitor.bind(asname?.id ?? name);
      }
      return;
    case 'Delete':
      for (const target of node.targets) visitTarget(target, visitor);
      return;
    case 'Assign':
      visitExpression(node.value, visitor);
      for (const target of node.targets) visitTarget(target, visitor);
      return;
    case 'AugAssign':
      visitExpression(node.value, visitor);
      visitTarget(node.target, visitor);
      return;
    case 'AnnAssign':
      visitExpression(node.annotation, visitor);
      if (node.value) visitExpression(node.value, visitor);
      // `x: int` makes x local, `(x): int` does not.
      if (node.value !== undefined || node.target.start === node.start) visitTarget(node.target, visitor);
      else visitExpression(node.target, visitor);
      return;
    case 'For':
      visitExpression(node.iter, visitor);
      visitTarget(node.target, visitor);
      visitBindings(node.body, visitor);
      visitBindings(node.orelse, visitor);
      return;
    case 'With':
      for (const item of node.items) {
        visitExpression(item.context, visitor);
        if (item.target) visitTarget(item.target, visitor);
      }
      visitBindings(node.body, visitor);
      return;
    case 'Try':
      visitBindings(node.body, visitor);
      for (const handler of node.handlers) {
        if (handler.type) visitExpression(handler.type, visitor);
        if (handler.name) visitor.bind(handler.name.id);
        visitBindings(handler.body, visitor);
      }
      visitBindings(node.orelse, visitor);
      visitBindings(node.finalbody, visitor);
      return;
    case 'Match':
      visitExpression(node.subject, visitor);
      for (const each of node.cases) {
        for (const name of capturedNames(each.pattern)) visitor.bind(name);
        if (each.guard) visitExpression(each.guard, visitor);
        visitBindings(each.body, visitor);
      }
      return;
    default:
      for (const child of children(node)) visitAny(child, visitor);
  }
}

/** The names a pattern binds when it matches. */
function capturedNames(pattern: Pattern): readonly string[] {
  switch (pattern.kind) {
    case 'MatchValue':
      return [];
    case 'MatchAny':
      return pattern.name ? [pattern.name.id] : [];
    case 'MatchOr':
      return pattern.patterns.flatMap(capturedNames);
    case 'MatchOther':
      return pattern.names.map((name) => name.id);
  }
}

/** The names an assignment to this target binds: `a`, `(a, *b)`, `[a]`, but neither `a.b` nor `a[0]`. */
function targetNames(target: Expression): readonly string[] {
  switch (target.kind) {
    case 'Name':
      return [target.id];
    case 'Tuple':
    case 'List':
      return target.elements.flatMap(targetNames);
    case 'Starred':
      return targetNames(target.value);
    default:
      return [];
  }
}

function visitTarget(target: Expression, visitor: BindingVisitor): void {
  for (const name of targetNames(target)) visitor.bind(name);
  visitExpression(target, visitor);
}

/** What a function or lambda evaluates where it is written. */
function outside(node: Extract<InnerScope, { kind: 'FunctionDef' | 'Lambda' }>, visitor: BindingVisitor): void {
  if (node.kind === 'FunctionDef') for (const each of node.decorators) visitExpression(each, visitor);
  for (const { annotation, default: value } of node.parameters) {
    if (annotation) visitExpression(annotation, visitor);
    if (value) visitExpression(value, visitor);
  }
  if (node.kind === 'FunctionDef' && node.returns) visitExpression(node.returns, visitor);
}

/** Expressions bind names by `:=`, and hold lambdas and comprehensions. */
export function visitExpression(node: Expression, visitor: BindingVisitor): void {
  if (node.kind === 'Lambda') {
    outside(node, visitor);
    visitor.inner(node);
  } else if (node.kind === 'Comprehension') {
    // The first thing looped over is evaluated outside.
    const [first] = node.generators;
    if (first) visitExpression(first.iter, visitor);
    visitor.inner(node);
  } else {
    if (node.kind === 'NamedExpr') visitor.bind(node.target.id);
    for (const child of children(node)) visitAny(child, visitor);
  }
}

const isStatement = (node: Statement | Expression): node is Statement => statementKinds.has(node.kind);

const statementKinds: ReadonlySet<string> = new Set<Statement['kind']>([
  'FunctionDef',
  'ClassDef',
  'Return',
  'Delete',
  'Assign',
  'AugAssign',
  'AnnAssign',
  'For',
  'While',
  'If',
  'With',
  'Match',
  'Raise',
  'Try',
  'Assert',
  'Import',
  'ImportFrom',
  'Global',
  'Expr',
  'Pass',
  'Break',
  'Continue',
  'ErrorStatement',
]);

function visitAny(node: Statement | Expression, visitor: BindingVisitor): void {
  if (isStatement(node)) visitStatement(node, visitor);
  else visitExpression(node, visitor);
}

/** Visits what is evaluated inside a comprehension; its loop variables are bound there, `:=` outside. */
export function visitComprehension(node: Comprehension, inside: BindingVisitor, walrus: (name: string) => void): void {
  const visitor: BindingVisitor = { ...inside, bind: walrus };
  node.generators.forEach((clause, i) => {
    for (const name of targetNames(clause.target)) inside.bind(name);
    visitExpression(clause.target, visitor);
    if (i > 0) visitExpression(clause.iter, visitor);
    for (const condition of clause.conditions) visitExpression(condition, visitor);
  });
  visitExpression(node.element, visitor);
  if (node.value) visitExpression(node.value, visitor);
}

/**
 * The names that running these statements may bind in the scope they are in: their own, those of the blocks in them, and
 * `:=` wherever it is, but nothing inside functions, classes and lambdas. A name that is deleted counts: afterwards it is another.
 */
export function assignedNames(statements: readonly Statement[]): ReadonlySet<string> {
  const names = new Set<string>();
  const bind = (name: string): void => void names.add(name);
  const nothing = (): void => undefined;
  const visitor: BindingVisitor = {
    bind,
    global: nothing,
    starImport: nothing,
    inner(node) {
      if (node.kind === 'Comprehension') visitComprehension(node, { ...visitor, bind: nothing }, bind);
    },
  };
  visitBindings(statements, visitor);
  return names;
}
