/** What a `loss=` argument, or the expression whose gradient is taken, computes. */
import { table } from '../../facts/table';
import type { Place } from '../../text/place';
import { resolveIdentifier } from '../../knowledge/identifiers';
import { eitherOf, known, unknown, type Fact } from '../../facts/fact';
import type { Machine } from '../python/machine';
import type { TensorNode } from '../libraries/tensorflow/tensor';
import { asBoolean, isNone, type Value } from '../python/value';
import { bindArguments } from '../libraries/arguments';
import { kerasVersion } from '../libraries/tensorflow/keras/flavor';
import type { Loss } from '../../facts/training';
import { argumentFacts, isBoolean, narrow } from './facts';

/** Keras's function name of a loss class or function: `BinaryCrossentropy` -> `binary_crossentropy`. */
export function lossName(canonical: string): string {
  const short = canonical.split('.').at(-1) ?? canonical;
  const alias = lossAliases[short] ?? short;
  return /^[A-Z]/.test(alias) ? alias.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase() : alias;
}

const lossAliases: Readonly<Record<string, string>> = table({
  mse: 'mean_squared_error',
  MSE: 'mean_squared_error',
  mae: 'mean_absolute_error',
  MAE: 'mean_absolute_error',
  mape: 'mean_absolute_percentage_error',
  MAPE: 'mean_absolute_percentage_error',
  msle: 'mean_squared_logarithmic_error',
  MSLE: 'mean_squared_logarithmic_error',
  bce: 'binary_crossentropy',
  BCE: 'binary_crossentropy',
  kld: 'kl_divergence',
  KLD: 'kl_divergence',
  kullback_leibler_divergence: 'kl_divergence',
  KLDivergence: 'kl_divergence',
  logcosh: 'log_cosh',
  LogCosh: 'log_cosh',
  cosine_proximity: 'cosine_similarity',
  huber_loss: 'huber',
});

export function lossFact(m: Machine, value: Value | undefined, use: Place): Fact<Loss> {
  if (!value || isNone(value)) return unknown('undefined', use, 'no loss is given');
  switch (value.kind) {
    case 'unknown':
      return value.why;
    case 'oneOf':
      return eitherOf(
        value.values.map((one) => lossFact(m, one, use)),
        unknown('branch', use, 'one of several losses'),
      );
    case 'const': {
      const text = typeof value.value === 'string' ? value.value : undefined;
      if (text === undefined) return unknown('not-modelled', use, 'a loss that is no name');
      const canonical = resolveIdentifier('loss', text, kerasVersion(m));
      if (canonical === undefined) return unknown('undefined', value.place, `Keras knows no loss '${text}'`);
      const loss: Loss = {
        name: lossName(canonical),
        fromLogits: known(false, use, 'default'),
        form: 'string',
        place: use,
        arguments: {},
      };
      return known(loss, use);
    }
    case 'object': {
      const bound = bindArguments(m, value.type, value.args, value.call);
      if (!value.type.startsWith('keras.losses.') && !value.type.startsWith('keras.metrics.'))
        return unknown('not-modelled', value.place, value.type);
      const facts = argumentFacts(m, bound);
      const logits = facts.from_logits;
      return known(
        {
          name: lossName(value.type),
          fromLogits: logits ? narrow(logits, value.place, isBoolean) : known(false, value.place, 'default'),
          form: 'instance',
          place: value.place,
          call: bound.call,
          arguments: facts,
        },
        use,
      );
    }
    case 'library': {
      const form = /^keras\.(losses|metrics)\./.test(value.name) ? 'function' : 'operation';
      const name = form === 'function' ? lossName(value.name) : value.name;
      return known({ name, fromLogits: known(false, use, 'default'), form, place: use, arguments: {} }, use);
    }
    case 'function':
    case 'instance':
      return known(customLoss(use), use);
    default:
      return unknown('not-modelled', use, `a ${value.kind} as loss`);
  }
}

export interface LossExpression {
  readonly loss: Fact<Loss>;
  readonly labels?: TensorNode | undefined;
  readonly prediction?: TensorNode | undefined;
}

/** The loss of a custom loop: what the reductions around it leave. */
export function lossOfExpression(m: Machine, node: TensorNode, depth = 0): LossExpression {
  const place = node.place;
  if (node.kind !== 'operation' || depth > 30) return { loss: unknown('not-modelled', place, 'the loss expression') };
  const short = node.operation.split('.').at(-1) ?? '';
  if (/^keras\.(losses|metrics)\./.test(node.operation)) return kerasLoss(m, node);
  if (short.includes('cross_entropy_with_logits') || /^tf\.(compat\.v1\.)?losses\./.test(node.operation))
    return rawLoss(m, node, short);
  const [first, second] = node.inputs;
  if (short === 'square' && first?.kind === 'operation' && first.operation === 'operator.sub')
    return difference(first, 'mean_squared_error', place);
  if (short === 'pow' && first?.kind === 'operation' && first.operation === 'operator.sub')
    return difference(first, 'mean_squared_error', place);
  if (short === 'squared_difference') return difference(node, 'mean_squared_error', place);
  if (short === 'abs' && first?.kind === 'operation' && first.operation === 'operator.sub')
    return difference(first, 'mean_absolute_error', place);
  const written = writtenCrossentropy(node);
  if (written) return written;
  if (wrappers.has(short) && first) {
    const inner = lossOfExpression(m, first, depth + 1);
    if (short !== 'add' || !second || understood(inner)) return inner;
    // `loss + penalty` in either order.
    const other = lossOfExpression(m, second, depth + 1);
    return understood(other) ? other : inner;
  }
  return { loss: known(customLoss(place), place) };
}

const understood = ({ loss }: LossExpression): boolean => loss.kind === 'known' && loss.value.form !== 'custom';

/** `y * log(p)`, and `y * log(p) + (1 - y) * log(1 - p)`, whatever sums and signs are around them. */
function writtenCrossentropy(node: Extract<TensorNode, { kind: 'operation' }>): LossExpression | undefined {
  const { place } = node;
  const [first, second] = node.inputs;
  const named = (name: string, term: WrittenTerm): LossExpression => ({
    loss: known({ name, fromLogits: known(false, place, 'library'), form: 'operation', place, arguments: {} }, place),
    labels: term.labels,
    prediction: term.prediction,
  });
  if (node.operation === 'operator.mul') {
    const term = writtenTerm(node);
    return term && named('categorical_crossentropy', term);
  }
  if ((node.operation === 'operator.add' || node.operation === 'operator.sub') && first && second) {
    const [a, b] = [writtenTerm(unsigned(first)), writtenTerm(unsigned(second))];
    return a && b ? named('binary_crossentropy', isComplement(a.prediction) ? b : a) : undefined;
  }
  return undefined;
}

interface WrittenTerm {
  readonly labels: TensorNode;
  readonly prediction: TensorNode;
}

function writtenTerm(node: TensorNode): WrittenTerm | undefined {
  if (node.kind !== 'operation' || node.operation !== 'operator.mul') return undefined;
  const at = node.inputs.findIndex((input) => input.kind === 'operation' && /(^|\.)log$/.test(input.operation));
  const logarithm = node.inputs[at];
  const labels = node.inputs[1 - at];
  const inside = logarithm?.inputs[0];
  if (logarithm?.kind !== 'operation' || !labels || !inside) return undefined;
  return { labels, prediction: withoutGuard(inside) };
}

/** `clip_by_value(p, ...)` and `p + epsilon` keep the logarithm finite. */
function withoutGuard(node: TensorNode): TensorNode {
  const [first] = node.inputs;
  if (node.kind !== 'operation' || !first) return node;
  const short = node.operation.split('.').at(-1) ?? '';
  if (short.startsWith('clip') || short === 'maximum') return withoutGuard(first);
  return short === 'add' && node.inputs.length === 1 ? withoutGuard(first) : node;
}

/** A negated term: `-1 * term`. */
const unsigned = (node: TensorNode): TensorNode =>
  node.kind === 'operation' && node.operation === 'operator.mul' && node.inputs.length === 1 ? (node.inputs[0] ?? node) : node;

const isComplement = (node: TensorNode): boolean => node.kind === 'operation' && node.operation === 'operator.sub';

const wrappers = new Set(
  'neg negative reduce_mean reduce_sum mean sum add mul truediv identity cast compute_average_loss div divide squeeze reshape numpy scale_loss float'.split(
    ' ',
  ),
);

/** A loss that the program computes itself. */
export const customLoss = (place: Place): Loss => ({
  name: 'custom',
  fromLogits: unknown('not-modelled', place, 'a loss of the program'),
  form: 'custom',
  place,
  arguments: {},
});

function kerasLoss(m: Machine, node: Extract<TensorNode, { kind: 'operation' }>): LossExpression {
  const [labels, prediction] = node.inputs;
  if (node.object) return { loss: lossFact(m, node.object, node.place), labels, prediction };
  const logits = node.call ? bindArguments(m, node.operation, node.args, node.call).values.get('from_logits') : undefined;
  const fromLogits: Fact<boolean> = logits
    ? asBoolean(logits) === undefined
      ? unknown('dynamic', node.place, 'from_logits')
      : known(asBoolean(logits) === true, node.place)
    : known(false, node.place, 'default');
  return {
    loss: known(
      { name: lossName(node.operation), fromLogits, form: 'function', place: node.place, call: node.call, arguments: {} },
      node.place,
    ),
    labels,
    prediction,
  };
}

/** `tf.nn.*_cross_entropy_with_logits` and `tf.losses.*` of TensorFlow 1. */
function rawLoss(m: Machine, node: Extract<TensorNode, { kind: 'operation' }>, short: string): LossExpression {
  const values = node.call ? bindArguments(m, node.operation, node.args, node.call).values : new Map<string, Value>();
  const pick = (...names: readonly string[]): TensorNode | undefined => {
    for (const name of names) {
      const value = values.get(name);
      if (value?.kind === 'tensor') return value.node;
      if (value?.kind === 'data') return node.inputs.find((input) => input.kind === 'data' && input.data?.id === value.id);
    }
    return undefined;
  };
  const logits =
    short.includes('with_logits') ||
    short === 'softmax_cross_entropy' ||
    short === 'sparse_softmax_cross_entropy' ||
    short === 'sigmoid_cross_entropy';
  const loss: Loss = {
    name: node.operation,
    fromLogits: known(logits, node.place, 'library'),
    form: 'operation',
    place: node.place,
    call: node.call,
    arguments: {},
  };
  return {
    loss: known(loss, node.place),
    labels: pick('labels', 'targets', 'onehot_labels', 'multi_class_labels'),
    prediction: pick('logits', 'predictions'),
  };
}

function difference(node: TensorNode, name: string, place: Place): LossExpression {
  const [a, b] = node.inputs;
  const loss: Loss = { name, fromLogits: known(false, place, 'library'), form: 'operation', place, arguments: {} };
  const labelsFirst = a?.kind === 'data' || a?.kind === 'input';
  return { loss: known(loss, place), labels: labelsFirst ? a : b, prediction: labelsFirst ? b : a };
}
