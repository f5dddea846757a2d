/** Shapes inside a loss, the batch dimension included: there it is what broadcasts. */
import type { Place } from '../../text/place';
import { known, unknown, valueOf, type Fact } from '../../facts/fact';
import type { Plain } from '../../facts/plain';
import type { Shape } from '../../facts/training';

type Arguments = Readonly<Record<string, Fact<Plain>>>;

const elementwise = new Set(
  (
    'add sub mul div floordiv mod pow maximum minimum compare squared_difference divide_no_nan abs square sqrt rsqrt exp expm1 log log1p neg clip cast ' +
    'identity stop_gradient sigmoid tanh softmax log_softmax relu softplus elu selu leaky_relu gelu round sign floor ceil ' +
    'zeros_like ones_like ensure_shape convert_to_tensor numpy where to_float sigmoid_cross_entropy_with_logits weighted_cross_entropy_with_logits'
  ).split(' '),
);
const reductions = new Set('mean sum max min prod std var reduce_std reduce_variance reduce_logsumexp logsumexp'.split(' '));

/** Losses of Keras and of tf.nn that give one number per sample: the last axis is gone. */
const perSample =
  /^(?:mean_\w+|huber|log_cosh|(?:binary|categorical)_crossentropy|kl_divergence|poisson|(?:squared_|categorical_)?hinge|cosine_similarity|softmax_cross_entropy_with_logits(?:_v2)?)$/;

interface Applied {
  readonly name: string;
  readonly operation: string;
  /** A loss object was called: it reduces everything. */
  readonly isObject: boolean;
}

export function lossShape(
  { name, operation, isObject }: Applied,
  inputs: readonly Fact<Shape>[],
  args: Arguments,
  place: Place,
): Fact<Shape> {
  const [first] = inputs;
  const lost = unknown('not-modelled', place, `the shape of ${name}`);
  if (!first) return lost;
  if (isObject) return known([], place, 'library');
  // The backend's own binary cross-entropy, unlike the loss of that name, leaves the last axis.
  if (elementwise.has(name) || /^keras\.(?:backend|ops)\.binary_crossentropy$/.test(operation))
    return inputs.reduce((a, b) => broadcastWhole(a, b, place));
  const dims = valueOf(first);
  if (!dims) return first;
  if (reductions.has(name)) return reduced(dims, args, place) ?? lost;
  if (name === 'argmax' || name === 'argmin') {
    const axis = axes(args)?.[0] ?? 0;
    return known(without(dims, [axis]), place);
  }
  switch (name) {
    case 'squeeze': {
      const axis = axes(args);
      return known(axis ? without(dims, axis) : dims.filter((dim) => dim !== 1), place);
    }
    case 'expand_dims': {
      const axis = axes(args)?.[0];
      return axis === undefined ? lost : known(dims.toSpliced(axis < 0 ? dims.length + 1 + axis : axis, 0, 1), place);
    }
    case 'reshape': {
      const target = valueOf(args.shape ?? args.newshape ?? args['#1']);
      return Array.isArray(target) && target.every((size) => typeof size === 'number')
        ? known(
            target.map((size) => (size === -1 ? null : size)),
            place,
          )
        : lost;
    }
    case 'flatten':
      return args['#1'] === undefined ? known([null], place) : lost;
    case 'one_hot': {
      const depth = valueOf(args.depth ?? args.num_classes ?? args['#1']);
      return known([...dims, typeof depth === 'number' ? depth : null], place);
    }
    default:
      return perSample.test(name) ? known((longest(inputs) ?? dims).slice(0, -1), place, 'library') : lost;
  }
}

const longest = (shapes: readonly Fact<Shape>[]): Shape | undefined =>
  shapes.flatMap((shape) => valueOf(shape) ?? []).length > 0
    ? shapes.map((shape) => valueOf(shape) ?? []).toSorted((a, b) => b.length - a.length)[0]
    : undefined;

/** The axes of a reduction; undefined where none is given. */
function axes(args: Arguments): readonly number[] | undefined {
  const given = valueOf(args.axis ?? args.reduction_indices ?? args['#1']);
  if (typeof given === 'number') return [given];
  return Array.isArray(given) && given.every((one) => typeof one === 'number') ? given : undefined;
}

const without = (dims: Shape, gone: readonly number[]): Shape =>
  dims.filter((_, i) => !gone.some((axis) => (axis < 0 ? axis + dims.length : axis) === i));

function reduced(dims: Shape, args: Arguments, place: Place): Fact<Shape> | undefined {
  const given = args.axis ?? args.reduction_indices ?? args['#1'];
  const keeps = [args.keepdims, args.keep_dims].some((flag) => valueOf(flag) === true);
  const gone = axes(args);
  if (!gone && given !== undefined && valueOf(given) !== null) return undefined;
  if (!gone) return known(keeps ? dims.map(() => 1) : [], place);
  return known(
    keeps
      ? dims.map((dim, i) => (gone.some((axis) => (axis < 0 ? axis + dims.length : axis) === i) ? 1 : dim))
      : without(dims, gone),
    place,
  );
}

/** numpy's broadcasting, with a batch that only exists at run time taken to be the same one everywhere. */
function broadcastWhole(a: Fact<Shape>, b: Fact<Shape>, place: Place): Fact<Shape> {
  if (a.kind !== 'known') return a;
  if (b.kind !== 'known') return b;
  const rank = Math.max(a.value.length, b.value.length);
  const at = (shape: Shape, i: number): number | null =>
    i < rank - shape.length ? 1 : (shape[i - (rank - shape.length)] ?? null);
  return known(
    Array.from({ length: rank }, (_, i) => {
      const [x, y] = [at(a.value, i), at(b.value, i)];
      return x === 1 ? y : y === 1 ? x : (x ?? y);
    }),
    place,
  );
}
