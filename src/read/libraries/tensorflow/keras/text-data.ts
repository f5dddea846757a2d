/** Text and sequences: `Tokenizer`, `pad_sequences`, folders of texts, windows over time. */
import { madeWith } from '../../../python/bound';
import { forAll, table } from '../../../../facts/table';
import type { Place } from '../../../../text/place';
import type { DataStep, LabelKind, PipelineStep, Range } from '../../../../facts/data';
import { known, mapFact, unknown, valueOf, type Fact } from '../../../../facts/fact';
import { itemsOf } from '../../../python/collections';
import type { DataState } from '../../../data/data-state';
import type { Machine } from '../../../python/machine';
import { asNumber, asString, isNone, none, tuple, type ObjectRef, type Value } from '../../../python/value';
import {
  dataWithin,
  derive,
  derivedState,
  followed,
  fresh,
  makeData,
  mixed,
  originsOf,
  stateOf,
} from '../../../data/data-access';
import { makeDataset } from '../dataset-methods';
import { dtypeName } from '../../../data/data-types';
import type { MethodContext, MethodTable } from '../../object-methods';
import { type Transfer, type TransferTable } from '../../transfer';
import { makeObject } from '../../../python/objects';
import { ownBatch } from '../../../data/pipelines';
import { arrayOfItems } from '../../../data/data-items';

/** `pad_sequences(x, maxlen)`: rows of equal length, zeros where nothing is. */
const padded: Transfer = ({ m, name, args, bound, place }) => {
  const given = bound('sequences');
  const data = given?.kind === 'data' ? given : undefined;
  const longest = bound('maxlen');
  const length = longest && !isNone(longest) ? asNumber(longest) : undefined;
  const dtype = dtypeName(bound('dtype')) ?? 'int32';
  const filler = args.keywords.get('value');
  const value = filler ? asNumber(filler) : 0;
  const inside = dataWithin(m, given).map((one) => stateOf(m, one));
  const state: DataState = data
    ? stateOf(m, data)
    : {
        ...stateOf(m, mixed(m, given ? [given] : [], place, name)),
        ...(given && followed(m, given) ? {} : { originsComplete: false }),
        origins: originsOf(inside),
      };
  const before = valueOf(state.range);
  const range: Fact<Range> =
    before && value !== undefined
      ? known({ min: Math.min(before.min, value), max: Math.max(before.max, value) }, place)
      : unknown('dynamic', place, 'word numbers');
  const count = data ? (valueOf(state.shape)?.[0] ?? null) : (itemsOf(m, given)?.length ?? null);
  return derive(
    m,
    state,
    place,
    {
      shape: known([count, length ?? null], place, 'library'),
      dtype: known(dtype, place, 'library'),
      range,
      labelKind: unknown('dynamic', place, 'sequences'),
      featureSpread: known(1, place, 'library'),
      container: 'array',
    },
    { kind: 'reshape', place, by: name, padded: value === 0 ? paddedEnd(bound('padding')) : undefined },
  );
};

/** `pad_sequences` puts zeros before the sequence unless it is told otherwise. */
function paddedEnd(given: Value | undefined): DataStep['padded'] {
  const end = given ? asString(given) : 'pre';
  return end === 'pre' || end === 'post' ? end : undefined;
}

/** Words as numbers below `num_words`. */
const tokenized = ({ m, object, name, args, bound, place }: MethodContext): Value => {
  const [texts] = args.positional;
  const words = asNumber(madeWith(m, object)('num_words'));
  const source = sourceOf(m, texts, place, name);
  const matrix = name.endsWith('_to_matrix');
  const mode = asString(bound('mode')) ?? 'binary';
  const top: Fact<Range> =
    words === undefined ? unknown('dynamic', place, 'the number of words') : known({ min: 1, max: words - 1 }, place);
  return derive(
    m,
    source,
    place,
    {
      container: 'array',
      shape: known([valueOf(source.shape)?.[0] ?? null, ...(matrix ? [words ?? null] : [])], place, 'library'),
      dtype: matrix ? known('float64', place, 'library') : unknown('dynamic', place, 'lists of word numbers'),
      range: !matrix
        ? top
        : mode === 'binary' || mode === 'freq'
          ? known({ min: 0, max: 1 }, place, 'library')
          : unknown('dynamic', place, mode),
      labelKind: unknown('dynamic', place, name),
      featureSpread: unknown('dynamic', place, name),
    },
    { kind: 'encode', place, by: `${object.type}.${name}`, fittedBy: object.id },
  );
};

/** The texts a tokenizer is given: data of a file, or a list. */
function sourceOf(m: Machine, texts: Value | undefined, place: Place, name: string): DataState {
  if (texts?.kind === 'data') return stateOf(m, texts);
  const state = stateOf(m, mixed(m, texts ? [texts] : [], place, name));
  const count = itemsOf(m, texts)?.length ?? null;
  return { ...state, shape: known([count], place), stepsComplete: true };
}

export const tokenizerMethods: MethodTable = table({
  texts_to_sequences: tokenized,
  texts_to_matrix: tokenized,
  sequences_to_matrix: tokenized,
  fit_on_texts: ({ place }) => none(place),
  fit_on_sequences: ({ place }) => none(place),
});

/** `text_dataset_from_directory(folder)`: batches of texts with the labels of the folders' names. */
const textFolder: Transfer = ({ m, name, args, bound, site, place }) => {
  const mode = bound('label_mode');
  const labelMode = !mode ? 'int' : isNone(mode) ? 'none' : asString(mode);
  const batch = bound('batch_size');
  const classes = itemsOf(m, bound('class_names'))?.length;
  const texts = makeData(
    m,
    place,
    fresh(m, 'file', name, site, {
      shape: known([null], place, 'library'),
      dtype: known('str', place, 'library'),
      container: 'tensor',
    }),
  );
  const labels = makeData(
    m,
    place,
    fresh(m, 'file', name, site, { ...labelFacts(labelMode, classes, place), container: 'tensor' }),
  );
  const pipeline: readonly PipelineStep[] = [ownBatch(site, batch ? asNumber(batch) : 32)];
  const shuffle = args.keywords.get('shuffle');
  const order: DataState['order'] =
    !shuffle || (shuffle.kind === 'const' && shuffle.value === true)
      ? known('shuffled', place, 'library')
      : unknown('dynamic', place, 'shuffle');
  const subset = asString(args.keywords.get('subset'));
  return makeDataset(m, place, labelMode === 'none' ? texts : tuple([texts, labels], place), null, 'dataset', {
    pipeline,
    order,
    part: subset === 'validation' ? 'validation' : subset === 'training' ? 'train' : undefined,
  });
};

function labelFacts(mode: string | undefined, classes: number | undefined, place: Place): Partial<DataState> {
  const why = unknown('dynamic', place, 'the number of classes');
  const kind: Fact<LabelKind> =
    mode === 'binary'
      ? known({ kind: 'binary', encoding: 'float' }, place, 'library')
      : classes === undefined
        ? why
        : mode === 'categorical'
          ? known({ kind: 'one-hot', classes }, place)
          : classes === 2
            ? known({ kind: 'binary', encoding: 'integer' }, place)
            : known({ kind: 'class-ids', classes, first: 0 }, place);
  return {
    labelKind: kind,
    dtype: known(mode === 'int' ? 'int32' : 'float32', place, 'library'),
    shape: known(mode === 'binary' ? [null, 1] : mode === 'categorical' ? [null, classes ?? null] : [null], place, 'library'),
    range:
      mode === 'binary' || mode === 'categorical'
        ? known({ min: 0, max: 1 }, place, 'library')
        : classes === undefined
          ? why
          : known({ min: 0, max: classes - 1 }, place),
  };
}

/** `timeseries_dataset_from_array(data, targets, sequence_length)`: windows over time in batches. */
const windows: Transfer = ({ m, args, bound, site, place }) => {
  const data = arrayOfItems(m, bound('data'), place);
  const targets = bound('targets');
  const length = asNumber(bound('sequence_length')) ?? null;
  if (!data) return mixed(m, args.positional, place, 'windows over data that is not known');
  const state = stateOf(m, data);
  const rows = makeData(m, place, {
    ...derivedState(
      state,
      { shape: mapFact(state.shape, (dims) => [null, length, ...dims.slice(1)]), container: 'tensor' },
      { kind: 'slice', place, by: 'keras.utils.timeseries_dataset_from_array' },
    ),
    name: state.name,
  });
  const shuffle = args.keywords.get('shuffle') ?? args.positional[6];
  const batch = args.keywords.get('batch_size') ?? args.positional[5];
  const shuffled = shuffle?.kind === 'const' && shuffle.value === true;
  const labels =
    targets?.kind === 'data'
      ? makeData(m, place, {
          ...stateOf(m, targets),
          items: undefined,
          shape: mapFact(stateOf(m, targets).shape, (dims) => [null, ...dims.slice(1)]),
        })
      : undefined;
  const element = labels ? tuple([rows, labels], place) : !targets || isNone(targets) ? rows : tuple([rows, targets], place);
  return makeDataset(m, place, element, null, 'dataset', {
    pipeline: batch && isNone(batch) ? [] : [ownBatch(site, batch ? asNumber(batch) : 128)],
    order: shuffled
      ? known('shuffled', place)
      : !shuffle || shuffle.kind === 'const'
        ? known('temporal', place, 'library')
        : unknown('dynamic', place, 'shuffle'),
  });
};

/** `TimeseriesGenerator(data, targets, length, batch_size=128)` */
const seriesGenerator: Transfer = ({ m, args, bound, site, place }) => {
  const data = arrayOfItems(m, bound('data'), place);
  const targets = arrayOfItems(m, bound('targets'), place);
  const length = asNumber(bound('length'));
  const stride = asNumber(bound('sampling_rate')) ?? 1;
  if (!data || !targets) return mixed(m, args.positional, place, 'windows over data that is not known');
  const state = stateOf(m, data);
  const by = 'keras.preprocessing.sequence.TimeseriesGenerator';
  const steps = length === undefined ? null : Math.floor(length / stride);
  const rows = derive(
    m,
    state,
    place,
    { shape: mapFact(state.shape, (dims) => [null, steps, ...dims.slice(1)]) },
    { kind: 'slice', place, by },
  );
  const labels = makeData(m, place, {
    ...stateOf(m, targets),
    items: undefined,
    shape: mapFact(stateOf(m, targets).shape, (dims) => [null, ...dims.slice(1)]),
  });
  const shuffle = args.keywords.get('shuffle');
  const batch = args.keywords.get('batch_size');
  return makeDataset(m, place, tuple([rows, labels], place), null, 'generator', {
    pipeline: [ownBatch(site, batch ? asNumber(batch) : 128)],
    order:
      shuffle?.kind === 'const' && shuffle.value === true
        ? known('shuffled', place)
        : !shuffle
          ? known('temporal', place, 'library')
          : unknown('dynamic', place, 'shuffle'),
  });
};

const keepArguments: Transfer = ({ m, name, args, site }): ObjectRef => makeObject(m, name, args, site);

export const textDataTransfers: TransferTable = table({
  ...forAll(['keras.utils.pad_sequences', 'keras.preprocessing.sequence.pad_sequences'], padded),
  'keras.preprocessing.text.Tokenizer': keepArguments,
  'keras.utils.text_dataset_from_directory': textFolder,
  'keras.utils.timeseries_dataset_from_array': windows,
  'keras.preprocessing.sequence.TimeseriesGenerator': seriesGenerator,
});
