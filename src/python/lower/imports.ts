import type { Alias, Statement } from '../ast';
import type { ConcreteNode } from '../concrete';
import { childOfType, identifier, type Lowering, namedChildren, normalName, spanOf, textOf } from './lowering';

export const lowerImport = (lowering: Lowering, node: ConcreteNode): Statement => ({
  kind: 'Import',
  names: aliases(lowering, namedChildren(node)),
  ...spanOf(node),
});

export function lowerFromImport(lowering: Lowering, node: ConcreteNode): Statement {
  const [from, ...names] = namedChildren(node);
  const relative = from?.type === 'relative_import' ? from : undefined;
  const module = relative ? childOfType(relative, 'dotted_name') : from;
  return {
    kind: 'ImportFrom',
    module: module?.type === 'dotted_name' ? dottedName(lowering, module) : '',
    level: (relative && childOfType(relative, 'import_prefix')?.children.length) ?? 0,
    names: aliases(lowering, names),
    ...spanOf(node),
  };
}

export const lowerFutureImport = (lowering: Lowering, node: ConcreteNode): Statement => ({
  kind: 'ImportFrom',
  module: '__future__',
  level: 0,
  names: aliases(lowering, namedChildren(node)),
  ...spanOf(node),
});

const aliases = (lowering: Lowering, nodes: readonly ConcreteNode[]): readonly Alias[] =>
  nodes.flatMap((node) => alias(lowering, node) ?? []);

function alias(lowering: Lowering, node: ConcreteNode): Alias | undefined {
  switch (node.type) {
    case 'wildcard_import':
      return { name: '*', ...spanOf(node) };
    case 'dotted_name':
      return { name: dottedName(lowering, node), ...spanOf(node) };
    case 'aliased_import': {
      const [name, asname] = namedChildren(node);
      return name && { name: dottedName(lowering, name), asname: asname && identifier(lowering, asname), ...spanOf(node) };
    }
    default:
      return undefined;
  }
}

/** The parts joined by dots, whatever space or line breaks lie between them. */
const dottedName = (lowering: Lowering, node: ConcreteNode): string =>
  namedChildren(node)
    .map((part) => normalName(textOf(lowering, part)))
    .join('.');
