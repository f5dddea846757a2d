import type { Language, Tree } from 'web-tree-sitter';
import type { Span } from '../text/place';

/** A node of tree-sitter's tree, copied out of WebAssembly memory. Comments and line continuations are left out. */
export interface ConcreteNode extends Span {
  readonly type: string;
  /** False for punctuation and keywords, whose `type` is their text. */
  readonly named: boolean;
  /** The parser made this node up where something was missing; it is empty. */
  readonly missing: boolean;
  readonly children: readonly ConcreteNode[];
}

/** What is looked up once per grammar instead of asked once per node. */
export interface Grammar {
  readonly types: readonly { readonly name: string; readonly named: boolean; readonly leaf: boolean; readonly block: boolean }[];
}

const leaves = new Set(['identifier', 'integer', 'float', 'true', 'false', 'none', 'ellipsis', 'string_start', 'string_end']);
const leftOut = new Set(['comment', 'line_continuation']);

/** Nodes that end in a block: their end is that of the last token in it, as in CPython, not that of a comment after it. */
const endsInBlock = new Set(
  ['if', 'for', 'while', 'try', 'with', 'match']
    .map((word) => `${word}_statement`)
    .concat(['elif', 'else', 'except', 'finally', 'case'].map((word) => `${word}_clause`))
    .concat(['block', 'function_definition', 'class_definition', 'decorated_definition']),
);

export function grammarOf(language: Language): Grammar {
  const types = Array.from({ length: language.nodeTypeCount }, (_, id) => {
    const name = language.nodeTypeForId(id) ?? 'ERROR';
    const named = language.nodeTypeIsNamed(id);
    return { name, named, leaf: !named || leaves.has(name), block: endsInBlock.has(name) };
  });
  return { types };
}

interface Open {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly block: boolean;
  readonly children: ConcreteNode[];
}

/**
 * Copies the tree with one walk of a cursor and without recursion, since its depth is that of the text.
 * Each question put to the cursor crosses into WebAssembly, which is what parsing costs; so none is asked whose answer is known:
 * tokens and names have no children, only empty nodes can be missing, and the lowering tells fields by their position.
 * @param errors gets the outermost places the parser could not read.
 */
export function copyTree(tree: Tree, grammar: Grammar, errors: Span[]): ConcreteNode {
  const cursor = tree.walk();
  try {
    const root: ConcreteNode[] = [];
    const open: Open[] = [];
    let into = root;
    let inError = 0;
    for (;;) {
      const id = cursor.nodeTypeId;
      // The parser's own error type lies outside the table.
      const type = grammar.types[id] ?? { name: 'ERROR', named: true, leaf: false, block: false };
      if (!leftOut.has(type.name)) {
        const start = cursor.startIndex;
        const end = cursor.endIndex;
        if (!type.leaf && cursor.gotoFirstChild()) {
          if (type.name === 'ERROR' && inError++ === 0) errors.push({ start, end });
          const children: ConcreteNode[] = [];
          open.push({ type: type.name, start, end, block: type.block, children });
          into = children;
          continue;
        }
        const missing = start === end && cursor.nodeIsMissing;
        if ((missing || type.name === 'ERROR') && inError === 0) errors.push({ start, end });
        into.push({ type: type.name, named: type.named, missing, start, end, children: [] });
      }
      while (!cursor.gotoNextSibling()) {
        const done = open.pop();
        if (done === undefined) break;
        if (done.type === 'ERROR') inError--;
        const end = done.block ? (done.children.at(-1)?.end ?? done.end) : done.end;
        into = open.at(-1)?.children ?? root;
        into.push({ type: done.type, named: true, missing: false, start: done.start, end, children: done.children });
        cursor.gotoParent();
      }
      if (open.length === 0) break;
    }
    return root[0] ?? { type: 'module', named: true, missing: false, start: 0, end: 0, children: [] };
  } finally {
    cursor.delete();
  }
}
