// Where the grammar reads a well-formed expression otherwise than Python does, its tree is put right here, before it is lowered.
import type { ConcreteNode } from '../concrete';

/** The operands and operators of a chain in the order of the text, through the nodes that `inner` takes apart. */
export function chain(
  node: ConcreteNode,
  inner: (node: ConcreteNode) => boolean,
): { operands: ConcreteNode[]; ops: ConcreteNode[] } {
  const operands: ConcreteNode[] = [];
  const ops: ConcreteNode[] = [];
  const pending: ConcreteNode[] = [node];
  for (let at = pending.pop(); at; at = pending.pop()) {
    if (inner(at)) pending.push(...at.children.toReversed());
    else if (at.named) operands.push(at);
    else ops.push(at);
  }
  return { operands, ops };
}

/** `left op right` as the grammar would have it. */
export const join = (left: ConcreteNode, op: ConcreteNode, right: ConcreteNode): ConcreteNode => ({
  type: 'binary_operator',
  named: true,
  missing: false,
  start: left.start,
  end: right.end,
  children: [left, op, right],
});

/** `&` binds tighter than `^`; the grammar has it the other way round. The operands of both are grouped anew. */
export function xorOfAnds(node: ConcreteNode): ConcreteNode {
  const { operands, ops } = chain(
    node,
    ({ type, children: [, op] }) => type === 'binary_operator' && (op?.type === '&' || op?.type === '^'),
  );
  const [first, ...rest] = operands;
  if (!first || ops.every((op) => op.type === '&')) return node;
  let sum: { readonly left: ConcreteNode; readonly op: ConcreteNode } | undefined;
  let term = first;
  for (const [i, operand] of rest.entries()) {
    const op = ops[i] ?? node;
    if (op.type === '&') term = join(term, op, operand);
    else {
      sum = { left: sum ? join(sum.left, sum.op, term) : term, op };
      term = operand;
    }
  }
  return sum ? join(sum.left, sum.op, term) : term;
}

/**
 * `a := b or c` names the whole of `b or c`; the grammar reads `(a := b) or c`. Where it did, this gives the node without the name.
 */
export function withoutWalrus(node: ConcreteNode): { readonly name: ConcreteNode; readonly rest: ConcreteNode } | undefined {
  let first: ConcreteNode | undefined = node;
  while (first !== undefined && swallowed.has(first.type)) first = first.children[0];
  const [name, , value] = first?.children ?? [];
  if (first === node || first?.type !== 'named_expression' || !name || !value) return undefined;
  const rest = replaceFirst(
    node,
    (at) => at.type === 'named_expression',
    () => value,
  );
  return { name, rest };
}

/** What may stand to the right of `:=`, and in the grammar to the left of which `:=` may stand. */
export const swallowed: ReadonlySet<string> = new Set(['boolean_operator', 'conditional_expression', 'comparison_operator']);

/** The node without the star that its text begins with, wherever in its leftmost branch the grammar put it. */
export const withoutStar = (node: ConcreteNode): ConcreteNode =>
  replaceFirst(
    node,
    (at) => starred.has(at.type),
    (at) => at.children[1],
  );

const starred = new Set(['list_splat', 'list_splat_pattern', 'splat_type']);

/** Replaces the first node on the leftmost branch that `wanted` picks; nodes above it begin where its replacement does. */
export function replaceFirst(
  node: ConcreteNode,
  wanted: (node: ConcreteNode) => boolean,
  replacement: (node: ConcreteNode) => ConcreteNode | undefined,
): ConcreteNode {
  const path: ConcreteNode[] = [];
  let at = node;
  while (!wanted(at)) {
    const first = at.children[0];
    if (!first) return { ...node, type: 'ERROR' };
    path.push(at);
    at = first;
  }
  let made = replacement(at) ?? { ...at, type: 'ERROR', children: [] };
  for (const parent of path.reverse()) made = { ...parent, start: made.start, children: [made, ...parent.children.slice(1)] };
  return made;
}
