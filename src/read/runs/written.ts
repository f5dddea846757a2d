/** Finds how a place is written in the syntax trees of the texts in play. */
import type { Written, WrittenForms } from '../../facts/written';
import type { Expression, Module, Statement } from '../../python/ast';
import { children, type Node } from '../../python/walk';
import type { Place, SourceId, Span } from '../../text/place';

export const writtenForms = (modules: ReadonlyMap<SourceId, Module>): WrittenForms => new Forms(modules);

class Forms implements WrittenForms {
  readonly #modules: ReadonlyMap<SourceId, Module>;

  constructor(modules: ReadonlyMap<SourceId, Module>) {
    this.#modules = modules;
  }

  /** Descends to the outermost node of just this span. */
  at(place: Place): Written | undefined {
    let node: Node | undefined = this.#modules.get(place.source);
    while (node !== undefined) {
      const inner: Statement | Expression | undefined = children(node).find(
        ({ start, end }) => start <= place.start && place.end <= end,
      );
      if (inner?.start === place.start && inner.end === place.end && inner.kind !== 'Expr')
        return formOf(inner, (span) => ({ source: place.source, start: span.start, end: span.end }));
      node = inner;
    }
    return undefined;
  }
}

function formOf(node: Statement | Expression, at: (span: Span) => Place): Written {
  switch (node.kind) {
    case 'Name':
      return { kind: 'name' };
    case 'Attribute':
      return isPath(node) ? { kind: 'path', of: at(node.value), attribute: node.attr.id } : { kind: 'other' };
    case 'BinOp':
      return { kind: 'operation', operator: node.op, left: at(node.left), right: at(node.right), inPlace: false };
    case 'AugAssign':
      return { kind: 'operation', operator: node.op, left: at(node.target), right: at(node.value), inPlace: true };
    case 'UnaryOp':
      return { kind: 'unary', operator: node.op, operand: at(node.operand) };
    case 'Call': {
      const called = node.function;
      return {
        kind: 'call',
        function: at(called),
        ...(called.kind === 'Attribute' && { receiver: at(called.value), method: called.attr.id }),
        arguments: node.arguments.map(({ value }) => at(value)),
      };
    }
    case 'Tuple':
    case 'List':
      return { kind: 'sequence', items: node.elements.map(at) };
    case 'Assign':
      return { kind: 'assignment', plain: node.targets.every(isPath), value: at(node.value) };
    default:
      return { kind: 'other' };
  }
}

const isPath = (value: Expression): boolean => value.kind === 'Name' || (value.kind === 'Attribute' && isPath(value.value));
