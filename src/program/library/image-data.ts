/** Images: single files, folders of them, and `ImageDataGenerator`. */
import type { Place } from '../../text/place';
import type { CallSite } from '../callsite';
import type { DataStep, LabelKind, PipelineStep, Range } from '../data';
import { known, mapFact, unknown, valueOf, type Fact } from '../fact';
import { itemsOf, makeList } from '../interpreter/collections';
import type { DataState } from '../interpreter/data-state';
import type { Machine } from '../interpreter/machine';
import {
  asBoolean,
  asNumber,
  asString,
  isNone,
  none,
  tuple,
  type DataValue,
  type ObjectRef,
  type Value,
} from '../interpreter/value';
import { derive, derivedState, fresh, makeData, mixed, stateOf } from './data-access';
import { makeDataset } from './dataset-methods';
import { dataOfTensors } from './layers-on-data';
import { arrayOfItems } from './numpy-literals';
import { onArray } from './numpy-shape';
import type { MethodContext, MethodTable } from './object-methods';
import { makeObject } from './objects';
import { ownBatch } from './pipelines';
import { argument, forEachName, type Transfer, type TransferTable } from './transfer';

const pixels: Range = { min: 0, max: 255 };

/** A pair of numbers, such as an image size. */
function sizeOf(
  m: Machine,
  value: Value | undefined,
  otherwise: readonly [number, number] | undefined,
): readonly (number | null)[] | undefined {
  if (!value || isNone(value)) return otherwise;
  const one = asNumber(value);
  if (one !== undefined) return [one, one];
  const items = itemsOf(m, value);
  return items?.length === 2 ? items.map((item) => asNumber(item) ?? null) : undefined;
}

/** The number of channels of a colour mode. */
const channelsOf = (mode: string | undefined): number | undefined =>
  mode === 'grayscale' ? 1 : mode === 'rgba' ? 4 : mode === 'rgb' ? 3 : undefined;

/** One image of a file, `(height, width, channels)` or not known. */
const imageFile =
  (facts: (context: Parameters<Transfer>[0]) => Partial<DataState>): Transfer =>
  (context) =>
    makeData(context.m, context.place, {
      ...fresh(context.m, 'file', context.name, context.site, {
        range: known(pixels, context.place, 'library'),
        dtype: known('uint8', context.place, 'library'),
      }),
      ...facts(context),
    });

/** `cv2.imread(path, flag)`: three channels unless asked for grey or as is. */
const openCv = imageFile(({ args, place }) => {
  const flag = argument(args, 1, 'flags');
  const grey = asNumber(flag) === 0 || (flag?.kind === 'library' && flag.name.endsWith('IMREAD_GRAYSCALE'));
  const color = !flag || asNumber(flag) === 1 || (flag.kind === 'library' && flag.name.endsWith('IMREAD_COLOR'));
  if (!grey && !color)
    return {
      range: unknown('dynamic', place, 'an image as it is stored'),
      dtype: unknown('dynamic', place, 'an image as it is stored'),
    };
  return { shape: known(grey ? [null, null] : [null, null, 3], place, 'library') };
});

/** `load_img(path, target_size=(224, 224))`: an image object; as an array it is `(height, width, channels)`. */
const loadImage: Transfer = imageFile(({ m, args, place }) => {
  const size = sizeOf(m, argument(args, 3, 'target_size'), undefined);
  const grey = asBoolean(argument(args, 1, 'grayscale')) === true;
  const mode = args.keywords.get('color_mode');
  const channels = grey ? 1 : mode ? channelsOf(asString(mode)) : 3;
  return { shape: known([size?.[0] ?? null, size?.[1] ?? null, channels ?? null], place, 'library') };
});

const toArray: Transfer = onArray(({ m, name, args, place }, state) => {
  const dims = valueOf(state.shape);
  const shape = dims?.length === 2 ? known([...dims, 1], place, 'library') : state.shape;
  const dtype = asString(args.keywords.get('dtype')) ?? 'float32';
  return derive(
    m,
    state,
    place,
    { container: 'array', shape, dtype: known(dtype, place, 'library') },
    { kind: 'cast', place, by: name },
  );
}, 'img');

/** `cv2.resize(image, (width, height))` */
const openCvResize: Transfer = onArray(({ m, name, args, place }, state) => {
  const size = sizeOf(m, argument(args, 1, 'dsize'), undefined);
  const dims = valueOf(state.shape);
  const shape = size
    ? known([size[1] ?? null, size[0] ?? null, ...(dims?.slice(2) ?? [])], place, 'library')
    : unknown('dynamic', place, 'an image size');
  return derive(
    m,
    state,
    place,
    { shape: dims ? shape : unknown('dynamic', place, 'the channels of an image') },
    { kind: 'reshape', place, by: name },
  );
}, 'src');

/** `cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)` */
const openCvColor: Transfer = onArray(({ m, name, args, place }, state) => {
  const code = argument(args, 1, 'code');
  const grey = code?.kind === 'library' && code.name.endsWith('2GRAY');
  const same = code?.kind === 'library' && /(BGR2RGB|RGB2BGR)$/.test(code.name);
  const range = grey || same ? state.range : unknown('dynamic', place, 'a colour space');
  return derive(
    m,
    state,
    place,
    {
      range,
      shape: grey
        ? mapFact(state.shape, (dims) => dims.slice(0, 2))
        : same
          ? state.shape
          : unknown('dynamic', place, 'a colour space'),
    },
    { kind: 'other', place, by: name },
  );
}, 'src');

/** `skimage.transform.resize(image, (h, w))`: gives floats of 0..1 for bytes. */
const scikitResize: Transfer = onArray(({ m, name, args, place }, state) => {
  const size = sizeOf(m, argument(args, 1, 'output_shape'), undefined);
  const keeps = asBoolean(args.keywords.get('preserve_range')) === true;
  const bytes = valueOf(state.dtype) === 'uint8';
  const dims = valueOf(state.shape);
  const shape = size && dims ? known([...size, ...dims.slice(2)], place, 'library') : unknown('dynamic', place, 'an image size');
  const scales = bytes && !keeps;
  const range: Fact<Range> = keeps
    ? state.range
    : scales
      ? known({ min: 0, max: 1 }, place, 'library')
      : valueOf(state.dtype)?.startsWith('float') === true
        ? state.range
        : unknown('dynamic', place, name);
  return derive(
    m,
    state,
    place,
    { shape, range, dtype: known('float64', place, 'library') },
    scales ? { kind: 'scale', place, by: name, factor: 1 / 255, shift: 0 } : { kind: 'reshape', place, by: name },
  );
});

/** What the labels of a folder of images are; `undefined` for none. */
function folderLabels(
  m: Machine,
  mode: string | undefined,
  classes: number | undefined,
  site: CallSite,
  name: string,
  count: number | null,
): DataValue | undefined | 'none' {
  const { place } = site;
  const why = unknown('dynamic', place, 'the number of classes');
  const make = (kind: Fact<LabelKind>, dtype: string, shape: readonly (number | null)[], range: Fact<Range>): DataValue =>
    makeData(
      m,
      place,
      fresh(m, 'file', name, site, {
        labelKind: kind,
        dtype: known(dtype, place, 'library'),
        shape: known([count, ...shape], place, 'library'),
        range,
        container: 'tensor',
      }),
    );
  const bits = known<Range>({ min: 0, max: 1 }, place, 'library');
  switch (mode) {
    case 'binary':
      return make(
        known({ kind: 'binary', encoding: 'float' }, place, 'library'),
        'float32',
        name.includes('ImageDataGenerator') ? [] : [1],
        bits,
      );
    case 'categorical':
      return make(classes === undefined ? why : known({ kind: 'one-hot', classes }, place), 'float32', [classes ?? null], bits);
    case 'sparse':
    case 'int':
      return make(
        classes === undefined
          ? why
          : classes === 2
            ? known({ kind: 'binary', encoding: 'integer' }, place)
            : known({ kind: 'class-ids', classes, first: 0 }, place),
        mode === 'int' ? 'int32' : 'float32',
        [],
        classes === undefined ? why : known({ min: 0, max: classes - 1 }, place),
      );
    case 'none':
      return 'none';
    default:
      return undefined;
  }
}

/** `image_dataset_from_directory(folder)`: batches of floats 0..255 with the labels of the folders' names. */
const fromDirectory: Transfer = ({ m, name, args, site, place }) => {
  const given = (parameter: string, position: number): Value | undefined => argument(args, position, parameter);
  const mode = given('label_mode', 2);
  const labelMode = !mode ? 'int' : isNone(mode) ? 'none' : asString(mode);
  const unlabelled = given('labels', 1) !== undefined && isNone(given('labels', 1));
  const size = sizeOf(m, given('image_size', 6), [256, 256]);
  const color = given('color_mode', 4);
  const channels = color ? channelsOf(asString(color)) : 3;
  const batch = given('batch_size', 5);
  const classes = itemsOf(m, given('class_names', 3))?.length;
  const shuffle = asBoolean(given('shuffle', 7)) ?? (given('shuffle', 7) ? undefined : true);
  const images = makeData(
    m,
    place,
    fresh(m, 'file', name, site, {
      shape: known([null, size?.[0] ?? null, size?.[1] ?? null, channels ?? null], place, 'library'),
      dtype: known('float32', place, 'library'),
      range: known(pixels, place, 'library'),
      container: 'tensor',
    }),
  );
  const labels = unlabelled ? 'none' : folderLabels(m, labelMode, classes, site, name, null);
  const element = labels === 'none' ? images : tuple([images, labels ?? mixed(m, [], place, 'labels of a folder')], place);
  const subset = asString(given('subset', 10));
  const pipeline: readonly PipelineStep[] = batch && isNone(batch) ? [] : [ownBatch(site, batch ? asNumber(batch) : 32)];
  const order: DataState['order'] =
    shuffle === true
      ? known('shuffled', place, 'library')
      : shuffle === false
        ? known('class-ordered', place, 'library')
        : unknown('dynamic', place, 'shuffle');
  const part = subset === 'validation' ? 'validation' : subset === 'training' ? 'train' : undefined;
  const one = makeDataset(m, place, element, null, 'dataset', { pipeline, order, part });
  if (subset !== 'both') return one;
  const other = makeDataset(m, place, element, null, 'dataset', { pipeline, order, part: 'validation' });
  return tuple([one, other], place);
};

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
const flow = ({ m, object, args, site, place }: MethodContext): Value => {
  const x = arrayOfItems(m, argument(args, 0, 'x'), place);
  const y = argument(args, 1, 'y');
  if (!x) return mixed(m, args.positional, place, 'flow');
  const state = stateOf(m, x);
  const images = makeData(m, place, augmented(m, object, state, site));
  const labels = y && !isNone(y) ? (arrayOfItems(m, y, place) ?? y) : undefined;
  return makeDataset(m, place, labels ? tuple([images, labels], place) : images, valueOf(state.shape)?.[0] ?? null, 'generator', {
    pipeline: [batchStep(site, argument(args, 2, 'batch_size'))],
    order: orderOf(argument(args, 3, 'shuffle'), state.order, place),
    part: state.part,
  });
};

/** `flow_from_directory`, `flow_from_dataframe`: images of files, 256 x 256 in colour unless told otherwise. */
const flowFromFiles = ({ m, object, name, args, site, place }: MethodContext): Value => {
  const frame = name === 'flow_from_dataframe';
  const at = (parameter: string, position: number): Value | undefined => argument(args, frame ? -1 : position, parameter);
  const size = sizeOf(m, at('target_size', 1), [256, 256]);
  const color = at('color_mode', 2);
  const channels = color ? channelsOf(asString(color)) : 3;
  const base = fresh(m, 'file', `${object.type}.${name}`, site, {
    shape: known([null, size?.[0] ?? null, size?.[1] ?? null, channels ?? null], place, 'library'),
    dtype: known('float32', place, 'library'),
    range: known(pixels, place, 'library'),
    container: 'tensor',
  });
  const images = makeData(m, place, augmented(m, object, base, site));
  const mode = at('class_mode', 4);
  const labelMode = !mode ? 'categorical' : isNone(mode) ? 'none' : asString(mode);
  const classes = itemsOf(m, at('classes', 3))?.length;
  const labels = labelMode === 'input' ? images : folderLabels(m, labelMode, classes, site, `${object.type}.${name}`, null);
  const element = labels === 'none' ? images : tuple([images, labels ?? mixed(m, [], place, `class_mode of ${name}`)], place);
  const subset = asString(at('subset', 12));
  return makeDataset(m, place, element, null, 'generator', {
    pipeline: [batchStep(site, at('batch_size', 5))],
    order: orderOf(
      at('shuffle', 6),
      frame ? unknown('dynamic', place, 'the order of a table') : known('class-ordered', place, 'library'),
      place,
    ),
    part: subset === 'validation' ? 'validation' : subset === 'training' ? 'train' : undefined,
  });
};

export const imageGeneratorMethods: MethodTable = {
  flow,
  flow_from_directory: flowFromFiles,
  flow_from_dataframe: flowFromFiles,
  fit: ({ place }) => none(place),
  standardize: ({ m, object, args, site, place }) => {
    const x = arrayOfItems(m, args.positional[0], place);
    return x ? makeData(m, place, augmented(m, object, stateOf(m, x), site)) : mixed(m, args.positional, place, 'standardize');
  },
};

const keepArguments: Transfer = ({ m, name, args, site }) => makeObject(m, name, args, site);

const noRange = ({ place }: { place: Place }): Partial<DataState> => ({
  range: unknown('dynamic', place, 'an image as it is stored'),
  dtype: unknown('dynamic', place, 'an image as it is stored'),
});

/** Names of files: a list of unknown length. */
const fileNames: Transfer = ({ m, place }) =>
  makeList(m, [{ kind: 'gap', why: unknown('dynamic', place, 'names of files') }], place);

export const imageDataTransfers: TransferTable = {
  'keras.preprocessing.image.ImageDataGenerator': keepArguments,
  'keras.utils.image_dataset_from_directory': fromDirectory,
  ...forEachName(['keras.utils.load_img', 'keras.preprocessing.image.load_img'], loadImage),
  ...forEachName(['keras.utils.img_to_array', 'keras.preprocessing.image.img_to_array'], toArray),
  'cv2.imread': openCv,
  'cv2.resize': openCvResize,
  'cv2.cvtColor': openCvColor,
  ...forEachName(
    ['PIL.Image.open', 'scipy.misc.imread', 'scipy.ndimage.imread', 'imageio.imread', 'imageio.v2.imread', 'skimage.io.imread'],
    imageFile(({ name, place }) => (name === 'PIL.Image.open' || name.startsWith('scipy') ? {} : noRange({ place }))),
  ),
  'matplotlib.image.imread': imageFile(noRange),
  'skimage.transform.resize': scikitResize,
  ...forEachName(['glob.glob', 'os.listdir'], fileNames),
};
