/** Flags of absl and `tf.app.flags`: as with argparse, their defaults are what a run without options gets. */
import { forAll } from '../../../facts/table';
import { asString, none } from '../../python/value';
import { type TransferTable } from '../transfer';

/** Modules that all define and read the same flags. */
const modules = [
  'absl.flags',
  'tensorflow.app.flags',
  'tensorflow.compat.v1.app.flags',
  'tensorflow.flags',
  'tensorflow.compat.v1.flags',
];

const kinds = ['float', 'integer', 'string', 'bool', 'boolean', 'enum', 'list', 'multi_integer', 'multi_float', 'multi_string'];

const names = kinds.flatMap((kind) =>
  ['absl.flags', 'tf.app.flags', 'tf.compat.v1.app.flags', 'tf.flags', 'tf.compat.v1.flags'].map(
    (module) => `${module}.DEFINE_${kind}`,
  ),
);

/** `flags.DEFINE_float('rate', 0.01, 'help')`, read as `flags.FLAGS.rate`. */
export const commandFlags: TransferTable = forAll(names, ({ m, bound, place }) => {
  const name = asString(bound('name'));
  const value = bound('default', 'default_value');
  if (name !== undefined && value) for (const module of modules) m.store.write(m.patched, `${module}.FLAGS.${name}`, value);
  return none(place);
});
