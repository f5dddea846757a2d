/** Gathers the spans of every text's statements. */
import type { StatementTable } from '../../facts/statements';
import type { Module, Statement } from '../../python/ast';
import type { SourceId, Span } from '../../text/place';

export function statementTable(modules: ReadonlyMap<SourceId, Module>): StatementTable {
  return new Map([...modules].map(([source, module]) => [source, spansOf(module.body)]));
}

function spansOf(body: readonly Statement[]): readonly Span[] {
  const spans: Span[] = [];
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      spans.push({ start: statement.start, end: statement.end });
      for (const block of blocksOf(statement)) visit(block);
    }
  };
  visit(body);
  return spans;
}

function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'FunctionDef':
    case 'ClassDef':
    case 'With':
    case 'ErrorStatement':
      return [statement.body];
    case 'For':
    case 'While':
    case 'If':
      return [statement.body, statement.orelse];
    case 'Match':
      return statement.cases.map(({ body }) => body);
    case 'Try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.orelse, statement.finalbody];
    default:
      return [];
  }
}
