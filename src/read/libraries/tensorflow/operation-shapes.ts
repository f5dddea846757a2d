import { forAll, table } from '../../../facts/table';
import type { Place } from '../../../text/place';
import { known, unknown, valueOf, type Fact } from '../../../facts/fact';
import { itemsOf } from '../../python/collections';
import type { Machine } from '../../python/machine';
import type { TensorNode } from './tensor';
import { asNumber, isNone, type Arguments, type Value } from '../../python/value';
import type { Shape } from '../../../facts/training';
import { broadcast } from '../../data/data-arithmetic';
import { slidingShape } from './keras/sliding-shapes';

const sameShape = new Set(
  (
    'relu relu6 sigmoid tanh softmax log_softmax softplus softsign elu selu gelu swish silu leaky_relu crelu dropout cast identity stop_gradient abs square sqrt exp log log1p ' +
    'negative round sign clip_by_value batch_normalization l2_normalize hard_sigmoid mish bias_add zeros_like ones_like ensure_shape normalize floor ceil rsqrt sin cos maximum minimum clip preprocess_input'
  ).split(' '),
);
const reductions = new Set(
  'reduce_mean reduce_sum reduce_max reduce_min reduce_prod reduce_std reduce_variance mean sum max min std var reduce_logsumexp argmax argmin'.split(
    ' ',
  ),
);

/**
 * The shape of an operand where the batch is left out of the others: `x * w` of N numbers and a variable of shape (1,) are N numbers, for
 * the variable's axis is that of the batch.
 */
function besideBatch(node: TensorNode, operands: readonly TensorNode[], place: Place): Fact<Shape> {
  const other = node.kind === 'variable' ? operands.find((one) => hasBatch(one)) : undefined;
  const [own, rest] = [valueOf(node.shape), valueOf(other?.shape)];
  if (!own || !rest || own.length <= rest.length) return node.shape;
  return own.length === rest.length + 1 ? known(own.slice(1), place) : unknown('not-modelled', place, 'a variable of more axes');
}

/** Made from data, so that its first axis is that of the samples. */
function hasBatch(node: TensorNode, depth = 0): boolean {
  if (node.kind === 'operation') return depth < 20 && node.inputs.some((one) => hasBatch(one, depth + 1));
  // A placeholder for a single number has none.
  return node.kind === 'input' ? valueOf(node.whole)?.length !== 0 : /^(?:layer|model|data)$/.test(node.kind);
}

/** The shape of an operation's result, batch dimension left out. */
export function operationShape(
  m: Machine,
  name: string,
  inputs: readonly TensorNode[],
  args: Arguments,
  place: Place,
): Fact<Shape> {
  const short = name.split('.').at(-1) ?? name;
  const first = inputs[0];
  if (!first) return unknown('not-modelled', place, name);
  if (
    name.startsWith('operator.') ||
    ['add', 'subtract', 'multiply', 'divide', 'maximum', 'minimum', 'pow', 'add_n'].includes(short)
  ) {
    return inputs
      .slice(1)
      .reduce((shape, node) => broadcast(shape, besideBatch(node, inputs, place), place), besideBatch(first, inputs, place));
  }
  if (sameShape.has(short)) return first.shape;
  if (reductions.has(short)) return reduced(m, first, args, place);
  return shapes[short]?.({ first, inputs, place, m, short, args }) ?? unknown('not-modelled', place, name);
}

interface OperationCall {
  readonly m: Machine;
  /** The operation without its module: `matmul`. */
  readonly short: string;
  readonly first: TensorNode;
  readonly inputs: readonly TensorNode[];
  readonly args: Arguments;
  readonly place: Place;
}

type ShapeOf = (call: OperationCall) => Fact<Shape>;

const shapes: Readonly<Record<string, ShapeOf>> = table<Record<string, ShapeOf>>({
  ...forAll(['matmul', 'dot'], ({ first, inputs, place }) => {
    const [a, b] = [valueOf(first.shape), valueOf(inputs[1]?.shape)];
    return a && b && b.length >= 2
      ? known([...a.slice(0, -1), b.at(-1) ?? null], place)
      : unknown('dynamic', place, 'a matrix product');
  }),
  ...forAll(['xw_plus_b', 'relu_layer'], ({ first, inputs, place }) => {
    const [a, b] = [valueOf(first.shape), valueOf(inputs[1]?.shape)];
    return a && b ? known([...a.slice(0, -1), b.at(-1) ?? null], place) : unknown('dynamic', place, 'a matrix product');
  }),
  ...forAll(
    ['conv1d', 'conv2d', 'conv3d', 'max_pool', 'avg_pool', 'max_pool2d', 'avg_pool2d'],
    ({ m, short, inputs, args, place }) => slidingShape(m, short, inputs, args, place),
  ),
  reshape: ({ m, args, place, first }) => {
    const target = itemsOf(m, args.positional[1] ?? args.keywords.get('shape'));
    if (!target) return unknown('dynamic', place, 'a new shape');
    const dims = target.slice(1).map((item) => asNumber(item) ?? null);
    return known(fillOpen(dims, valueOf(first.shape)), place);
  },
  ...forAll(['flatten', 'batch_flatten'], ({ first, place }) => known(fillOpen([-1], valueOf(first.shape)), place)),
  expand_dims: ({ first, args, place }) => {
    const dims = valueOf(first.shape);
    const axis = asNumber(args.positional[1] ?? args.keywords.get('axis'));
    if (!dims || axis === undefined || axis === 0) return unknown('dynamic', place, 'an added axis');
    return known(dims.toSpliced(axis < 0 ? dims.length + 1 + axis : axis - 1, 0, 1), place);
  },
  squeeze: ({ first, place }) => {
    const dims = valueOf(first.shape);
    return dims
      ? known(
          dims.filter((dim) => dim !== 1),
          place,
        )
      : first.shape;
  },
  ...forAll(['concat', 'concatenate'], ({ args, inputs, place }) => {
    const axis = asNumber(args.keywords.get('axis') ?? args.positional[1]) ?? -1;
    return joined(
      inputs.map((node) => valueOf(node.shape)),
      axis,
      place,
    );
  }),
  one_hot: ({ first, args, place }) => {
    const dims = valueOf(first.shape);
    const depth = asNumber(args.positional[1] ?? args.keywords.get('depth') ?? args.keywords.get('num_classes'));
    return dims && depth !== undefined ? known([...dims, depth], place) : unknown('dynamic', place, 'a one-hot depth');
  },
  transpose: ({ place }) => unknown('not-modelled', place, 'a transposed tensor'),
});

function reduced(m: Machine, node: TensorNode, args: Arguments, place: Place): Fact<Shape> {
  const dims = valueOf(node.shape);
  const axis: Value | undefined = args.keywords.get('axis') ?? args.keywords.get('reduction_indices') ?? args.positional[1];
  if (axis === undefined || isNone(axis)) return known([], place);
  const axes = itemsOf(m, axis)?.map(asNumber) ?? [asNumber(axis)];
  if (!dims || axes.includes(undefined)) return unknown('dynamic', place, 'a reduced shape');
  const gone = new Set(axes.map((one) => ((one ?? 0) < 0 ? dims.length + (one ?? 0) : (one ?? 0) - 1)));
  return known(
    dims.filter((_, i) => !gone.has(i)),
    place,
  );
}

/** Fills the -1 of a new shape from the number of elements. */
export function fillOpen(target: readonly (number | null)[], from: Shape | undefined): Shape {
  const open = target.indexOf(-1);
  if (open === -1) return target;
  const product = (sizes: readonly (number | null)[]): number | null =>
    sizes.reduce<number | null>((all, size) => (all === null || size === null ? null : all * size), 1);
  const total = from ? product(from) : null;
  const rest = product(target.filter((_, i) => i !== open));
  return target.with(open, total !== null && rest !== null && rest > 0 ? total / rest : null);
}

/** Concatenation; `axis` counts the batch dimension. */
export function joined(shapes: readonly (Shape | undefined)[], axis: number, place: Place): Fact<Shape> {
  const first = shapes[0];
  if (!first || shapes.some((shape) => shape?.length !== first.length)) return unknown('dynamic', place, 'concatenated shapes');
  const at = axis < 0 ? first.length + axis : axis - 1;
  if (!(at in first)) return unknown('undefined', place, 'an axis that is not there');
  const size = shapes.reduce<number | null>((sum, shape) => {
    const dim = shape?.[at] ?? null;
    return sum === null || dim === null ? null : sum + dim;
  }, 0);
  return known(first.with(at, size), place);
}
