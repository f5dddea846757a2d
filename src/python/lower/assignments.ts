import type { Expression, Statement } from '../ast';
import type { ConcreteNode } from '../concrete';
import { errorExpression, isError, type Lowering, spanOf } from './lowering';
import { isBinaryOperator } from './operators';

/** `a = b = value`, `a: type`, `a: type = value`. */
export function lowerAssignment(lowering: Lowering, node: ConcreteNode): Statement {
  const [left, mark, ...rest] = node.children;
  const target = lowering.expression(left, node);
  if (node.children.some(isError) || mark === undefined) {
    // What is assigned is anybody's guess, but the target changes.
    const value = errorExpression({ start: target.end, end: node.end }, lowering.readable(node.children.slice(1)));
    return { kind: 'Assign', targets: [target], value, ...spanOf(node) };
  }
  if (mark.type === ':') {
    const [type, , value] = rest;
    return {
      kind: 'AnnAssign',
      target,
      annotation: lowering.expression(type, node),
      value: value && lowering.expression(value, node),
      ...spanOf(node),
    };
  }
  const targets: Expression[] = [target];
  let value = rest[0];
  while (value?.type === 'assignment' && value.children[1]?.type === '=' && !value.children.some(isError)) {
    targets.push(lowering.expression(value.children[0], node));
    value = value.children[2];
  }
  return { kind: 'Assign', targets, value: lowering.expression(value, node), ...spanOf(node) };
}

export function lowerAugmentedAssignment(lowering: Lowering, node: ConcreteNode): Statement {
  const [left, mark, right] = node.children;
  const target = lowering.expression(left, node);
  const op = mark?.type.slice(0, -1) ?? '';
  if (!isBinaryOperator(op) || node.children.some(isError)) {
    const value = errorExpression({ start: target.end, end: node.end }, lowering.readable(node.children.slice(1)));
    return { kind: 'Assign', targets: [target], value, ...spanOf(node) };
  }
  return { kind: 'AugAssign', target, op, value: lowering.expression(right, node), ...spanOf(node) };
}
