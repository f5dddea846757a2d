/** Settings of Keras's backend that programs ask for before they shape their data: `K.image_data_format()`. */
import { forAll, table } from '../../../../facts/table';
import type { Value } from '../../../python/value';
import type { Machine } from '../../../python/machine';
import { asString, constant } from '../../../python/value';
import { type Transfer, type TransferTable } from '../../transfer';
import { seedAgain } from '../../numpy/random-orders';
import { field } from '../../../python/store';

const formatField = field<Value>('image_data_format');

/** Where a program does not set it, Keras's own default: https://keras.io/api/utils/config_utils/ */
const imageDataFormat: Transfer = ({ m, place }) =>
  m.store.read(m.patched, formatField) ?? constant('channels_last', place, { from: 'default' });

/** The format of layers that do not name one; undefined where the program sets it to what is not known. */
export function defaultDataFormat(m: Machine): string | undefined {
  const assigned = m.store.read(m.patched, formatField);
  return assigned === undefined ? 'channels_last' : asString(assigned);
}

const setImageDataFormat: Transfer = ({ m, bound, place }) => {
  const given = bound('data_format');
  if (given) m.store.write(m.patched, formatField, given);
  return constant(null, place);
};

/** It seeds Python's, numpy's and TensorFlow's generators. */
const setRandomSeed: Transfer = ({ m, bound, place }) => {
  seedAgain(m, bound('seed'));
  return constant(null, place);
};

/** What Keras 1 called them. */
const oldNames: Readonly<Record<string, string>> = table({ th: 'channels_first', tf: 'channels_last' });
const newNames: Readonly<Record<string, string>> = table({ channels_first: 'th', channels_last: 'tf' });

const imageDimOrdering: Transfer = (context) => {
  const format = imageDataFormat(context);
  const old = newNames[asString(format) ?? ''];
  return old === undefined ? format : constant(old, context.place, { from: 'default' });
};

const setImageDimOrdering: Transfer = (context) => {
  const given = context.bound('dim_ordering');
  const format = oldNames[asString(given) ?? ''];
  if (given)
    context.m.store.write(context.m.patched, formatField, format === undefined ? given : constant(format, context.place));
  return constant(null, context.place);
};

export const backendSettings: TransferTable = table({
  'keras.utils.set_random_seed': setRandomSeed,
  ...forAll(['keras.backend.image_data_format', 'keras.config.image_data_format'], imageDataFormat),
  ...forAll(['keras.backend.set_image_data_format', 'keras.config.set_image_data_format'], setImageDataFormat),
  // No program seen sets another one.
  ...forAll(['keras.backend.epsilon', 'keras.config.epsilon'], ({ place }) =>
    constant(1e-7, place, { float: true, from: 'default' }),
  ),
  'keras.backend.image_dim_ordering': imageDimOrdering,
  'keras.backend.set_image_dim_ordering': setImageDimOrdering,
});
