/**
 * The typed syntax tree, named after Python's own `ast` module so that its documentation serves here too.
 * Everything after the parser sees only this tree. Spans are UTF-16 offsets into the source text.
 *
 * Differences from CPython: a node has `start` and `end` offsets; what could not be parsed is an `ErrorStatement`
 * or `ErrorExpression` whose readable parts are its children; parentheses leave no node.
 */
import type { Span } from '../text/place';

export interface Module extends Span {
  readonly kind: 'Module';
  readonly body: readonly Statement[];
  /** Places the parser could not make sense of, in order. Empty for a program CPython accepts. */
  readonly errors: readonly Span[];
}

export type Statement =
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | AugAssign
  | AnnAssign
  | For
  | While
  | If
  | With
  | Match
  | Raise
  | Try
  | Assert
  | Import
  | ImportFrom
  | Global
  | ExprStatement
  | Pass
  | Break
  | Continue
  | ErrorStatement;

export interface FunctionDef extends Span {
  readonly kind: 'FunctionDef';
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly returns?: Expression | undefined;
  readonly isAsync: boolean;
}

/** The span reaches from the stars to the end of the default. */
export interface Parameter extends Span {
  readonly name: Identifier;
  /** `normal` may be given by position or keyword; `star` is `*args`, `doubleStar` is `**kwargs`. */
  readonly role: 'positionalOnly' | 'normal' | 'keywordOnly' | 'star' | 'doubleStar';
  readonly annotation?: Expression | undefined;
  readonly default?: Expression | undefined;
}

/** A name where one is bound: a function, class, parameter, keyword or alias. */
export interface Identifier extends Span {
  readonly id: string;
}

export interface ClassDef extends Span {
  readonly kind: 'ClassDef';
  readonly name: Identifier;
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}

export interface Return extends Span {
  readonly kind: 'Return';
  readonly value?: Expression | undefined;
}

export interface Delete extends Span {
  readonly kind: 'Delete';
  readonly targets: readonly Expression[];
}

/** `a = b = value` has two targets. */
export interface Assign extends Span {
  readonly kind: 'Assign';
  readonly targets: readonly Expression[];
  readonly value: Expression;
}

export interface AugAssign extends Span {
  readonly kind: 'AugAssign';
  readonly target: Expression;
  readonly op: BinaryOperator;
  readonly value: Expression;
}

export interface AnnAssign extends Span {
  readonly kind: 'AnnAssign';
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value?: Expression | undefined;
}

export interface For extends Span {
  readonly kind: 'For';
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
  readonly isAsync: boolean;
}

export interface While extends Span {
  readonly kind: 'While';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}

/** `elif` is an `If` alone in `orelse`, as in CPython. */
export interface If extends Span {
  readonly kind: 'If';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}

export interface With extends Span {
  readonly kind: 'With';
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
}

export interface WithItem extends Span {
  readonly context: Expression;
  readonly target?: Expression | undefined;
}

export interface Match extends Span {
  readonly kind: 'Match';
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}

export interface MatchCase extends Span {
  readonly pattern: Pattern;
  readonly guard?: Expression | undefined;
  readonly body: readonly Statement[];
}

/** Patterns are kept coarse: a literal to compare with, a catch-all, or anything else with the names it binds. */
export type Pattern =
  | (Span & { readonly kind: 'MatchValue'; readonly value: Expression })
  | (Span & { readonly kind: 'MatchAny'; readonly name?: Identifier | undefined })
  | (Span & { readonly kind: 'MatchOr'; readonly patterns: readonly Pattern[] })
  | (Span & { readonly kind: 'MatchOther'; readonly names: readonly Identifier[] });

export interface Raise extends Span {
  readonly kind: 'Raise';
  readonly exception?: Expression | undefined;
  readonly cause?: Expression | undefined;
}

export interface Try extends Span {
  readonly kind: 'Try';
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Statement[];
  readonly finalbody: readonly Statement[];
}

export interface ExceptHandler extends Span {
  readonly type?: Expression | undefined;
  readonly name?: Identifier | undefined;
  readonly body: readonly Statement[];
}

export interface Assert extends Span {
  readonly kind: 'Assert';
  readonly test: Expression;
  readonly message?: Expression | undefined;
}

export interface Import extends Span {
  readonly kind: 'Import';
  readonly names: readonly Alias[];
}

/** `from ..pkg import a as b` has level 2; `module` is '' for `from . import a`; a star import has the one alias `*`. */
export interface ImportFrom extends Span {
  readonly kind: 'ImportFrom';
  readonly module: string;
  readonly level: number;
  readonly names: readonly Alias[];
}

/** `name` is the dotted name as written. */
export interface Alias extends Span {
  readonly name: string;
  readonly asname?: Identifier | undefined;
}

/** `global` and `nonlocal`. */
export interface Global extends Span {
  readonly kind: 'Global';
  readonly names: readonly Identifier[];
  readonly isNonlocal: boolean;
}

export interface ExprStatement extends Span {
  readonly kind: 'Expr';
  readonly value: Expression;
}

export interface Pass extends Span {
  readonly kind: 'Pass';
}

export interface Break extends Span {
  readonly kind: 'Break';
}

export interface Continue extends Span {
  readonly kind: 'Continue';
}

/** A stretch the parser could not read; statements it could read inside are kept in order. */
export interface ErrorStatement extends Span {
  readonly kind: 'ErrorStatement';
  readonly body: readonly Statement[];
}

export type Expression =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetExpression
  | Comprehension
  | Await
  | Yield
  | Compare
  | Call
  | JoinedStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | List
  | Tuple
  | Slice
  | ErrorExpression;

export type BinaryOperator = '+' | '-' | '*' | '@' | '/' | '//' | '%' | '**' | '<<' | '>>' | '&' | '|' | '^';
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';

/** `a and b and c` is one node with three values, left-associated chains of the same operator being joined. */
export interface BoolOp extends Span {
  readonly kind: 'BoolOp';
  readonly op: 'and' | 'or';
  readonly values: readonly Expression[];
}

export interface NamedExpr extends Span {
  readonly kind: 'NamedExpr';
  readonly target: Name;
  readonly value: Expression;
}

export interface BinOp extends Span {
  readonly kind: 'BinOp';
  readonly op: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface UnaryOp extends Span {
  readonly kind: 'UnaryOp';
  readonly op: 'not' | '-' | '+' | '~';
  readonly operand: Expression;
}

export interface Lambda extends Span {
  readonly kind: 'Lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

export interface IfExp extends Span {
  readonly kind: 'IfExp';
  readonly test: Expression;
  readonly body: Expression;
  readonly orelse: Expression;
}

/** A key is absent for `**mapping`. */
export interface Dict extends Span {
  readonly kind: 'Dict';
  readonly entries: readonly { readonly key?: Expression | undefined; readonly value: Expression }[];
}

export interface SetExpression extends Span {
  readonly kind: 'Set';
  readonly elements: readonly Expression[];
}

/** List, set, dict comprehension or generator expression; `value` is present for dicts, `element` being the key. */
export interface Comprehension extends Span {
  readonly kind: 'Comprehension';
  readonly of: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expression;
  readonly value?: Expression | undefined;
  readonly generators: readonly ComprehensionFor[];
}

export interface ComprehensionFor extends Span {
  readonly target: Expression;
  readonly iter: Expression;
  readonly conditions: readonly Expression[];
  readonly isAsync: boolean;
}

export interface Await extends Span {
  readonly kind: 'Await';
  readonly value: Expression;
}

export interface Yield extends Span {
  readonly kind: 'Yield';
  readonly value?: Expression | undefined;
  readonly isFrom: boolean;
}

export interface Compare extends Span {
  readonly kind: 'Compare';
  readonly left: Expression;
  readonly ops: readonly CompareOperator[];
  readonly comparators: readonly Expression[];
}

export interface Call extends Span {
  readonly kind: 'Call';
  readonly function: Expression;
  /** In the order written. A generator argument without parentheses is a positional `Comprehension`. */
  readonly arguments: readonly Argument[];
  /** Span of the parentheses: `start` is at `(`, `end` after `)`; where the text is cut off, `end` is where it ends. */
  readonly parentheses: Span;
}

/** `value`, `*value` (star 1), `**value` (star 2) or `keyword=value`. */
export interface Argument extends Span {
  readonly keyword?: Identifier | undefined;
  readonly star: 0 | 1 | 2;
  readonly value: Expression;
}

/** A keyword of a class statement: `metaclass=ABCMeta`. The name is absent for `**mapping`. */
export interface Keyword extends Span {
  readonly keyword?: Identifier | undefined;
  readonly value: Expression;
}

/** An f-string, or implicit concatenation holding one: literal parts are `Constant`s, replaced parts expressions. */
export interface JoinedStr extends Span {
  readonly kind: 'JoinedStr';
  readonly parts: readonly (Constant | FormattedValue)[];
}

export interface FormattedValue extends Span {
  readonly kind: 'FormattedValue';
  readonly value: Expression;
  readonly conversion?: string | undefined;
  readonly format?: string | undefined;
}

/** Numbers are JavaScript numbers; integers beyond 2^53 are `bigint`; strings are decoded and implicitly concatenated. */
export interface Constant extends Span {
  readonly kind: 'Constant';
  readonly value: ConstantValue;
}

export type ConstantValue =
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'complex'; readonly imaginary: number }
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'None' }
  | { readonly type: 'Ellipsis' };

export interface Attribute extends Span {
  readonly kind: 'Attribute';
  readonly value: Expression;
  readonly attr: Identifier;
}

export interface Subscript extends Span {
  readonly kind: 'Subscript';
  readonly value: Expression;
  /** `a[1, 2]` has a `Tuple` here. */
  readonly slice: Expression;
}

export interface Starred extends Span {
  readonly kind: 'Starred';
  readonly value: Expression;
}

export interface Name extends Span {
  readonly kind: 'Name';
  readonly id: string;
}

export interface List extends Span {
  readonly kind: 'List';
  readonly elements: readonly Expression[];
}

export interface Tuple extends Span {
  readonly kind: 'Tuple';
  readonly elements: readonly Expression[];
}

export interface Slice extends Span {
  readonly kind: 'Slice';
  readonly lower?: Expression | undefined;
  readonly upper?: Expression | undefined;
  readonly step?: Expression | undefined;
}

/** A stretch the parser could not read; the expressions it could read inside are kept in order. */
export interface ErrorExpression extends Span {
  readonly kind: 'ErrorExpression';
  readonly parts: readonly Expression[];
}
