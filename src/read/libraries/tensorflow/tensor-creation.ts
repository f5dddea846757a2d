/** Tensors made of nothing but a shape: what variables start as, and toy data. They behave like numpy's. */
import { forAll, table } from '../../../facts/table';
import { asNumber, constant, type Value } from '../../python/value';
import { shapeFrom } from '../../data/data-access';
import { type Transfer, type TransferContext, type TransferTable } from '../transfer';

function asNumpy(
  { m, site, place }: TransferContext,
  name: string,
  keywords: Readonly<Record<string, Value | undefined>>,
): Value {
  const given = Object.entries(keywords).flatMap(([key, value]) => (value ? [[key, value] as const] : []));
  return m.call(
    { kind: 'library', name, path: name, place },
    { positional: [], keywords: new Map(given) },
    { ...site, callee: name, arguments: [] },
  );
}

const filled =
  (name: string): Transfer =>
  (context) =>
    asNumpy(context, name, { shape: context.bound('shape') });

const drawn =
  (
    name: string,
    first: readonly [name: string, as: string, otherwise: number],
    second: readonly [name: string, as: string, otherwise: number],
  ): Transfer =>
  (context) => {
    const { bound, place } = context;
    const given = ([parameter, , otherwise]: typeof first): Value =>
      bound(parameter) ?? constant(otherwise, place, { float: true, from: 'default' });
    return asNumpy(context, name, {
      [first[1]]: given(first),
      [second[1]]: given(second),
      size: bound('shape'),
    });
  };

const normal = drawn('numpy.random.normal', ['mean', 'loc', 0], ['stddev', 'scale', 1]);

export const tensorCreationTransfers: TransferTable = table({
  ...forAll(['tf.zeros', 'keras.ops.zeros', 'keras.backend.zeros'], filled('numpy.zeros')),
  ...forAll(['tf.ones', 'keras.ops.ones', 'keras.backend.ones'], filled('numpy.ones')),
  ...forAll(
    ['tf.random.normal', 'tf.random.truncated_normal', 'keras.random.normal', 'keras.random.truncated_normal'],
    (context) => (hasBatch(context) ? undefinedShape(context) : normal(context)),
  ),
  ...forAll(['tf.random.uniform', 'keras.random.uniform'], (context) =>
    hasBatch(context)
      ? undefinedShape(context)
      : drawn('numpy.random.uniform', ['minval', 'low', 0], ['maxval', 'high', 1])(context),
  ),
});

/** Inside a graph the shape comes from another tensor: noise as large as the batch. */
const hasBatch = ({ m, bound }: TransferContext): boolean => {
  const shape = bound('shape');
  return shape !== undefined && asNumber(shape) === undefined && shapeFrom(m, shape) === undefined;
};

const undefinedShape = ({ place, name }: TransferContext): Value => ({
  kind: 'unknown',
  why: { kind: 'unknown', reason: 'dynamic', place, detail: `${name} of a shape that only exists at run time` },
});
