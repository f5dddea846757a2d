import { Language, Parser } from 'web-tree-sitter';
import type { Span } from '../text/place';
import type { Module } from './ast';
import { type ConcreteNode, copyTree, type Grammar, grammarOf } from './concrete';
import { withoutLongComments } from './long-comments';
import { lowerModule } from './lower/module';

export interface PythonParser {
  /** Parses any text whatever: what cannot be read is in `errors` and in error nodes. Offsets are UTF-16 units of `text`. */
  readonly parse: (text: string) => Module;
}

/** The bytes of the two WebAssembly files: `web-tree-sitter.wasm` and `tree-sitter-python.wasm`. */
export interface ParserBytes {
  readonly runtimeWasm: Uint8Array;
  readonly grammarWasm: Uint8Array;
}

/** Loads the parser. The runtime exists once a process: bytes handed in later only bring another grammar. */
export async function createParser({ runtimeWasm, grammarWasm }: ParserBytes): Promise<PythonParser> {
  await Parser.init({ wasmBinary: runtimeWasm });
  const language = await Language.load(grammarWasm);
  const parser = new Parser();
  parser.setLanguage(language);
  const grammar = grammarOf(language);
  return {
    parse(text) {
      const errors: Span[] = [];
      return lowerModule(text, concreteTree(parser, grammar, text, errors), errors);
    },
  };
}

/** Trees live in WebAssembly memory, which is not collected: the tree is copied and deleted at once. */
function concreteTree(parser: Parser, grammar: Grammar, text: string, errors: Span[]): ConcreteNode {
  // A carriage return alone ends a line in Python; the grammar knows only line feeds. No-break spaces, which Python refuses, come
  // with code copied from web pages and are meant as spaces. Strings are read from the text itself.
  const tree = parser.parse(
    withoutLongComments(text)
      .replace(/\r(?!\n)/g, '\n')
      .replaceAll('\u00a0', ' '),
  );
  if (tree === null) throw new Error('the parser was stopped, though nobody stops it');
  try {
    return copyTree(tree, grammar, errors);
  } finally {
    tree.delete();
  }
}
