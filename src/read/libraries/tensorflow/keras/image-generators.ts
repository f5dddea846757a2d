/** `ImageDataGenerator`: what its options do to images, and where it takes them from. */
import { table } from '../../../../facts/table';
import type { Place } from '../../../../text/place';
import type { CallSite } from '../../../../facts/callsite';
import type { DataStep, PipelineStep } from '../../../../facts/data';
import { known, mapFact, unknown, valueOf } from '../../../../facts/fact';
import { itemsOf } from '../../../python/collections';
import type { DataState } from '../../../data/data-state';
import type { Machine } from '../../../python/machine';
import { asBoolean, asNumber, asString, isNone, none, tuple, type ObjectRef, type Value } from '../../../python/value';
import { derivedState, fresh, makeData, mixed, stateOf } from '../../../data/data-access';
import { makeDataset } from '../dataset-methods';
import { dataOfTensors } from './layers-on-data';
import type { MethodContext, MethodTable } from '../../object-methods';
import { pixels, sizeOf, channelsOf } from '../image-files';
import { folderLabels } from './image-data';
import { ownBatch } from '../../../data/pipelines';
import { arrayOfItems } from '../../../data/data-items';

/** Options of `ImageDataGenerator` that move pixels but leave their values. */
const harmless = new Set([
  'rotation_range',
  'width_shift_range',
  'height_shift_range',
  'shear_range',
  'zoom_range',
  'horizontal_flip',
  'vertical_flip',
  'fill_mode',
  'validation_split',
  'data_format',
  'interpolation_order',
  'dtype',
  'rescale',
  'preprocessing_function',
  'cval',
  'zca_epsilon',
]);

const moving = [
  'rotation_range',
  'width_shift_range',
  'height_shift_range',
  'shear_range',
  'zoom_range',
  'horizontal_flip',
  'vertical_flip',
];

/** What the generator's options do to images. */
function augmented(m: Machine, object: ObjectRef, base: DataState, site: CallSite): DataState {
  const { place } = object;
  const option = (name: string): Value | undefined => object.args.keywords.get(name);
  const on = (name: string): boolean => asBoolean(option(name)) === true;
  const by = 'keras.preprocessing.image.ImageDataGenerator';
  let state: DataState = { ...base, dtype: known('float32', place, 'library'), labelKind: base.labelKind };
  const add = (step: DataStep, change: Partial<DataState>): void => {
    state = derivedState(state, change, step);
  };
  const callee = option('preprocessing_function');
  if (callee && !isNone(callee)) {
    const image = makeData(m, place, { ...state, container: 'array', shape: mapFact(state.shape, (dims) => dims.slice(1)) });
    const result = dataOfTensors(m, m.call(callee, { positional: [image], keywords: new Map() }, site), place);
    const after = result.kind === 'data' ? stateOf(m, result) : undefined;
    state = after
      ? { ...after, container: state.container, shape: state.shape, dtype: state.dtype }
      : derivedState(
          state,
          { range: unknown('dynamic', place, 'a preprocessing function'), stepsComplete: false },
          { kind: 'other', place, by: 'preprocessing_function' },
        );
  }
  const rescale = option('rescale');
  if (rescale && !isNone(rescale)) {
    const factor = asNumber(rescale);
    const range = valueOf(state.range);
    if (factor === undefined)
      add({ kind: 'other', place, by }, { range: unknown('dynamic', place, 'a rescale factor'), stepsComplete: false });
    else if (factor !== 0)
      add(
        { kind: 'scale', place, by, factor, shift: 0 },
        { range: range ? known({ min: clean(range.min * factor), max: clean(range.max * factor) }, place) : state.range },
      );
  }
  if (
    on('samplewise_center') ||
    on('featurewise_center') ||
    on('samplewise_std_normalization') ||
    on('featurewise_std_normalization') ||
    on('zca_whitening')
  ) {
    const divides = on('samplewise_std_normalization') || on('featurewise_std_normalization');
    add(
      { kind: divides ? 'standardize' : 'other', place, by, fittedBy: object.id },
      { range: unknown('dynamic', place, 'normalised by the generator') },
    );
  }
  if (moving.some((name) => option(name) !== undefined && asBoolean(option(name)) !== false && asNumber(option(name)) !== 0))
    add({ kind: 'augment', place, by }, { range: state.range });
  const others = [...object.args.keywords.keys()].filter(
    (name) => !harmless.has(name) && !/(center|normalization|whitening)$/.test(name),
  );
  if (others.length > 0 || object.args.positional.length > 0 || object.args.open)
    add(
      { kind: 'augment', place, by },
      {
        range: unknown('dynamic', place, others[0] ?? 'options of the generator'),
        stepsComplete: state.stepsComplete && !object.args.open,
      },
    );
  return state;
}

const clean = (value: number): number => (Math.abs(value - Math.round(value)) < 1e-9 ? Math.round(value) : value);

/** The order in which a generator gives samples. */
const orderOf = (shuffle: Value | undefined, otherwise: DataState['order'], place: Place): DataState['order'] => {
  const truth = shuffle ? asBoolean(shuffle) : true;
  return truth === true
    ? known('shuffled', place, 'library')
    : truth === false
      ? otherwise
      : unknown('dynamic', place, 'shuffle');
};

const batchStep = (site: CallSite, value: Value | undefined): PipelineStep => ownBatch(site, value ? asNumber(value) : 32);

/** `generator.flow(x, y, batch_size)` */
const flow = ({ m, object, args, bound, site, place }: MethodContext): Value => {
  const x = arrayOfItems(m, bound('x'), place);
  const y = bound('y');
  if (!x) return mixed(m, args.positional, place, 'flow');
  const state = stateOf(m, x);
  const images = makeData(m, place, augmented(m, object, state, site));
  const labels = y && !isNone(y) ? (arrayOfItems(m, y, place) ?? y) : undefined;
  return makeDataset(m, place, labels ? tuple([images, labels], place) : images, valueOf(state.shape)?.[0] ?? null, 'generator', {
    pipeline: [batchStep(site, bound('batch_size'))],
    order: orderOf(bound('shuffle'), state.order, place),
    part: state.part,
  });
};

/** `flow_from_directory`, `flow_from_dataframe`: images of files, 256 x 256 in colour unless told otherwise. */
const flowFromFiles = ({ m, object, name, bound, site, place }: MethodContext): Value => {
  const frame = name === 'flow_from_dataframe';
  const size = sizeOf(m, bound('target_size'), [256, 256]);
  const color = bound('color_mode');
  const channels = color ? channelsOf(asString(color)) : 3;
  const base = fresh(m, 'file', `${object.type}.${name}`, site, {
    shape: known([null, size?.[0] ?? null, size?.[1] ?? null, channels ?? null], place, 'library'),
    dtype: known('float32', place, 'library'),
    range: known(pixels, place, 'library'),
    container: 'tensor',
  });
  const images = makeData(m, place, augmented(m, object, base, site));
  const mode = bound('class_mode');
  const labelMode = !mode ? 'categorical' : isNone(mode) ? 'none' : asString(mode);
  const classes = itemsOf(m, bound('classes'))?.length;
  const labels = labelMode === 'input' ? images : folderLabels(m, labelMode, classes, site, `${object.type}.${name}`, null);
  const element = labels === 'none' ? images : tuple([images, labels ?? mixed(m, [], place, `class_mode of ${name}`)], place);
  const subset = asString(bound('subset'));
  return makeDataset(m, place, element, null, 'generator', {
    pipeline: [batchStep(site, bound('batch_size'))],
    order: orderOf(
      bound('shuffle'),
      frame ? unknown('dynamic', place, 'the order of a table') : known('class-ordered', place, 'library'),
      place,
    ),
    part: subset === 'validation' ? 'validation' : subset === 'training' ? 'train' : undefined,
  });
};

export const imageGeneratorMethods: MethodTable = table({
  flow,
  flow_from_directory: flowFromFiles,
  flow_from_dataframe: flowFromFiles,
  fit: ({ place }) => none(place),
  standardize: ({ m, object, args, site, place }) => {
    const x = arrayOfItems(m, args.positional[0], place);
    return x ? makeData(m, place, augmented(m, object, stateOf(m, x), site)) : mixed(m, args.positional, place, 'standardize');
  },
});
