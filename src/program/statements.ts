/** Where statements begin and end, so that edits can put a line before or after the statement that holds a place. */
import type { Module, Statement } from '../python/ast';
import type { Place, SourceId, Span } from '../text/place';

/** Of every text in play: the spans of its statements, blocks included, in the order of their starts (outer before inner). */
export type StatementTable = ReadonlyMap<SourceId, readonly Span[]>;

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

/** The innermost statement that holds the place. */
export function statementAt(table: StatementTable, place: Place): Span | undefined {
  const spans = table.get(place.source) ?? [];
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= place.start) low = middle + 1;
    else high = middle;
  }
  return spans.slice(0, low).findLast((span) => place.end <= span.end);
}
