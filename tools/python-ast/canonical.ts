import type * as ast from '../../src/python/ast';
import type { Span } from '../../src/text/place';

/** The shape `dump.py` prints: `[kind, start, end, ...fields]`. Offsets inside f-strings are null. */
export type Canonical = null | boolean | number | string | readonly Canonical[];

/** The statements of a module in that shape. */
export const canonical = (module: ast.Module): Canonical => new Shaper().statements(module.body);

class Shaper {
  /** How many f-strings are around: CPython 3.11 has no true offsets in them. */
  #inside = 0;

  #made(kind: string, { start, end }: Span, ...fields: readonly Canonical[]): Canonical {
    return this.#inside > 0 ? [kind, null, null, ...fields] : [kind, start, end, ...fields];
  }

  statements(statements: readonly ast.Statement[]): Canonical {
    return statements.map((statement) => this.#statement(statement));
  }

  #expressions(expressions: readonly ast.Expression[]): Canonical {
    return expressions.map((expression) => this.#expression(expression));
  }

  #optional(expression: ast.Expression | undefined): Canonical {
    return expression ? this.#expression(expression) : null;
  }

  #statement(node: ast.Statement): Canonical {
    const made = (...fields: readonly Canonical[]): Canonical => this.#made(node.kind, node, ...fields);
    switch (node.kind) {
      case 'FunctionDef':
        return made(
          node.name.id,
          this.#parameters(node.parameters),
          this.statements(node.body),
          this.#expressions(node.decorators),
          this.#optional(node.returns),
          node.isAsync,
        );
      case 'ClassDef':
        return made(
          node.name.id,
          this.#expressions(node.bases),
          node.keywords.map((each) => this.#made('keyword', each, each.keyword?.id ?? null, this.#expression(each.value))),
          this.statements(node.body),
          this.#expressions(node.decorators),
        );
      case 'Return':
        return made(this.#optional(node.value));
      case 'Delete':
        return made(this.#expressions(node.targets));
      case 'Assign':
        return made(this.#expressions(node.targets), this.#expression(node.value));
      case 'AugAssign':
        return made(this.#expression(node.target), node.op, this.#expression(node.value));
      case 'AnnAssign':
        return made(this.#expression(node.target), this.#expression(node.annotation), this.#optional(node.value));
      case 'For':
        return made(
          this.#expression(node.target),
          this.#expression(node.iter),
          this.statements(node.body),
          this.statements(node.orelse),
          node.isAsync,
        );
      case 'While':
      case 'If':
        return made(this.#expression(node.test), this.statements(node.body), this.statements(node.orelse));
      case 'With':
        return made(
          node.items.map((item) => [this.#expression(item.context), this.#optional(item.target)]),
          this.statements(node.body),
          node.isAsync,
        );
      case 'Match':
        return made(
          this.#expression(node.subject),
          node.cases.map((each) => [this.#pattern(each.pattern), this.#optional(each.guard), this.statements(each.body)]),
        );
      case 'Raise':
        return made(this.#optional(node.exception), this.#optional(node.cause));
      case 'Try':
        return made(
          this.statements(node.body),
          node.handlers.map((each) =>
            this.#made('ExceptHandler', each, this.#optional(each.type), each.name?.id ?? null, this.statements(each.body)),
          ),
          this.statements(node.orelse),
          this.statements(node.finalbody),
        );
      case 'Assert':
        return made(this.#expression(node.test), this.#optional(node.message));
      case 'Import':
        return made(node.names.map((each) => this.#made('alias', each, each.name, each.asname?.id ?? null)));
      case 'ImportFrom':
        return made(
          node.module,
          node.level,
          node.names.map((each) => this.#made('alias', each, each.name, each.asname?.id ?? null)),
        );
      case 'Global':
        return made(
          node.names.map((each) => each.id),
          node.isNonlocal,
        );
      case 'Expr':
        return made(this.#expression(node.value));
      case 'Pass':
      case 'Break':
      case 'Continue':
        return made();
      case 'ErrorStatement':
        return made(this.statements(node.body));
    }
  }

  #parameters(parameters: readonly ast.Parameter[]): Canonical {
    return parameters.map((each) => [
      each.name.id,
      this.#inside > 0 ? null : each.name.start,
      each.role,
      this.#optional(each.annotation),
      this.#optional(each.default),
    ]);
  }

  #pattern(node: ast.Pattern): Canonical {
    switch (node.kind) {
      case 'MatchValue':
        return this.#made(node.kind, node, this.#expression(node.value));
      case 'MatchAny':
        return this.#made(node.kind, node, node.name?.id ?? null);
      case 'MatchOr':
        return this.#made(
          node.kind,
          node,
          node.patterns.map((each) => this.#pattern(each)),
        );
      case 'MatchOther':
        return this.#made(
          node.kind,
          node,
          node.names.map((each) => each.id),
        );
    }
  }

  #expression(node: ast.Expression): Canonical {
    const made = (...fields: readonly Canonical[]): Canonical => this.#made(node.kind, node, ...fields);
    switch (node.kind) {
      case 'BoolOp':
        return made(node.op, this.#expressions(node.values));
      case 'NamedExpr':
        return made(this.#expression(node.target), this.#expression(node.value));
      case 'BinOp':
        return made(node.op, this.#expression(node.left), this.#expression(node.right));
      case 'UnaryOp':
        return made(node.op, this.#expression(node.operand));
      case 'Lambda':
        return made(this.#parameters(node.parameters), this.#expression(node.body));
      case 'IfExp':
        return made(this.#expression(node.test), this.#expression(node.body), this.#expression(node.orelse));
      case 'Dict':
        return made(node.entries.map(({ key, value }) => [this.#optional(key), this.#expression(value)]));
      case 'Set':
      case 'List':
      case 'Tuple':
        return made(this.#expressions(node.elements));
      case 'Comprehension':
        return made(
          node.of,
          this.#expression(node.element),
          this.#optional(node.value),
          node.generators.map((each) => [
            this.#expression(each.target),
            this.#expression(each.iter),
            this.#expressions(each.conditions),
            each.isAsync,
          ]),
        );
      case 'Await':
      case 'Starred':
        return made(this.#expression(node.value));
      case 'Yield':
        return made(this.#optional(node.value), node.isFrom);
      case 'Compare':
        return made(this.#expression(node.left), node.ops, this.#expressions(node.comparators));
      case 'Call':
        return this.#call(node);
      case 'JoinedStr':
        return this.#joined(node);
      case 'Constant':
        return made(...constantValue(node.value));
      case 'Attribute':
        return made(this.#expression(node.value), node.attr.id);
      case 'Subscript':
        return made(this.#expression(node.value), this.#expression(node.slice));
      case 'Name':
        return made(node.id);
      case 'Slice':
        return made(this.#optional(node.lower), this.#optional(node.upper), this.#optional(node.step));
      case 'ErrorExpression':
        return made(this.#expressions(node.parts));
    }
  }

  #call(node: ast.Call): Canonical {
    const positional: Canonical[] = [];
    const keywords: Canonical[] = [];
    for (const each of node.arguments) {
      const value = this.#expression(each.value);
      if (each.keyword || each.star === 2) keywords.push(this.#made('keyword', each, each.keyword?.id ?? null, value));
      else positional.push(each.star === 1 ? this.#made('Starred', each, value) : value);
    }
    return this.#made('Call', node, this.#expression(node.function), positional, keywords);
  }

  #joined(node: ast.JoinedStr): Canonical {
    this.#inside++;
    const parts = node.parts.map((part) =>
      part.kind === 'Constant'
        ? this.#expression(part)
        : this.#made(part.kind, part, this.#expression(part.value), part.conversion ?? null, formatText(part.format)),
    );
    this.#inside--;
    return this.#made(node.kind, node, parts);
  }
}

function constantValue(value: ast.ConstantValue): readonly Canonical[] {
  const finite = (number: number): Canonical => (number === Infinity ? 'inf' : number);
  switch (value.type) {
    case 'int':
      return [value.type, String(value.value)];
    case 'float':
      return [value.type, finite(value.value)];
    case 'complex':
      return [value.type, finite(value.imaginary)];
    case 'None':
    case 'Ellipsis':
      return [value.type, null];
    default:
      return [value.type, value.value];
  }
}

/** Fields nested in a format become `{}`. */
function formatText(format: string | undefined): Canonical {
  if (format === undefined) return null;
  let text = '';
  let depth = 0;
  // Braces in strings are none.
  for (const [token] of format.matchAll(/'[^']*'|"[^"]*"|[^]/g)) {
    if (token === '{' && depth++ === 0) text += '{}';
    else if (token === '}') depth--;
    else if (depth === 0) text += token;
  }
  return text;
}

/**
 * The first place where two trees differ, in words; undefined when they are equal.
 * U+FFFD in a string of `ours` stands for any one character: names of Unicode characters are not decoded.
 */
export function firstDifference(ours: Canonical, theirs: Canonical, path = ''): string | undefined {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    const here = typeof ours[0] === 'string' ? `${path}/${ours[0]}` : path;
    if (ours.length === theirs.length) {
      for (let i = 0; i < ours.length; i++) {
        const found = firstDifference(ours[i] as Canonical, theirs[i] as Canonical, `${here}[${i}]`);
        if (found !== undefined) return found;
      }
      return undefined;
    }
  } else if (ours === theirs || (typeof ours === 'string' && typeof theirs === 'string' && sameButNamed(ours, theirs)))
    return undefined;
  const short = (value: Canonical): string => JSON.stringify(value).slice(0, 160);
  return `${path}: ours ${short(ours)}, CPython ${short(theirs)}`;
}

function sameButNamed(ours: string, theirs: string): boolean {
  if (!ours.includes('\ufffd')) return false;
  const [a, b] = [Array.from(ours), Array.from(theirs)];
  return a.length === b.length && a.every((char, i) => char === b[i] || char === '\ufffd');
}
