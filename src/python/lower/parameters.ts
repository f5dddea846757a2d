import type { Parameter } from '../ast';
import type { ConcreteNode } from '../concrete';
import { childOfType, identifier, type Lowering, namedChildren, spanOf } from './lowering';

type Role = Parameter['role'];

/** Lowers the parameters of a function or lambda. */
export function lowerParameters(lowering: Lowering, list: ConcreteNode): readonly Parameter[] {
  let parameters: Parameter[] = [];
  let role: Role = 'normal';
  for (const node of namedChildren(list)) {
    if (node.type === 'positional_separator')
      parameters = parameters.map((each) => (each.role === 'normal' ? { ...each, role: 'positionalOnly' } : each));
    else if (node.type === 'keyword_separator') role = 'keywordOnly';
    else {
      const made = parameter(lowering, node, role);
      if (made) parameters.push(made);
      if (made?.role === 'star') role = 'keywordOnly';
    }
  }
  return parameters;
}

function parameter(lowering: Lowering, node: ConcreteNode, role: Role): Parameter | undefined {
  switch (node.type) {
    case 'identifier':
      return { name: identifier(lowering, node), role, ...spanOf(node) };
    case 'list_splat_pattern':
      return { name: identifier(lowering, node.children[1] ?? node), role: 'star', ...spanOf(node) };
    case 'dictionary_splat_pattern':
      return { name: identifier(lowering, node.children[1] ?? node), role: 'doubleStar', ...spanOf(node) };
    case 'tuple_pattern':
      // Python 2 only; it has no name that could be given.
      return { name: { id: '', ...spanOf(node) }, role, ...spanOf(node) };
    case 'typed_parameter':
    case 'default_parameter':
    case 'typed_default_parameter': {
      const [named, ...others] = namedChildren(node);
      const bare = named && parameter(lowering, named, role);
      if (!bare) return undefined;
      const type = childOfType(node, 'type');
      const value = node.type === 'typed_parameter' ? undefined : others.findLast((child) => child.type !== 'type');
      return {
        ...bare,
        annotation: type && lowering.expression(type, node),
        default: value && lowering.expression(value, node),
        ...spanOf(node),
      };
    }
    default:
      return undefined;
  }
}
