/** Images: single files, folders of them, and `ImageDataGenerator`. */
import { forAll, table } from '../../../../facts/table';
import type { CallSite } from '../../../../facts/callsite';
import type { LabelKind, PipelineStep, Range } from '../../../../facts/data';
import { known, unknown, type Fact } from '../../../../facts/fact';
import { itemsOf, makeList } from '../../../python/collections';
import type { DataState, DataValue } from '../../../data/data-state';
import type { Machine } from '../../../python/machine';
import { asBoolean, asNumber, asString, isNone, tuple } from '../../../python/value';
import { fresh, makeData, mixed } from '../../../data/data-access';
import { makeDataset } from '../dataset-methods';
import { type Transfer, type TransferTable } from '../../transfer';
import {
  pixels,
  sizeOf,
  channelsOf,
  imageFile,
  openCv,
  loadImage,
  toArray,
  openCvResize,
  openCvColor,
  scikitResize,
  noRange,
} from '../image-files';
import { makeObject } from '../../../python/objects';
import { ownBatch } from '../../../data/pipelines';

/** What the labels of a folder of images are; `undefined` for none. */
export function folderLabels(
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
const fromDirectory: Transfer = ({ m, name, bound, site, place }) => {
  const mode = bound('label_mode');
  const labelMode = !mode ? 'int' : isNone(mode) ? 'none' : asString(mode);
  const unlabelled = bound('labels') !== undefined && isNone(bound('labels'));
  const size = sizeOf(m, bound('image_size'), [256, 256]);
  const color = bound('color_mode');
  const channels = color ? channelsOf(asString(color)) : 3;
  const batch = bound('batch_size');
  const classes = itemsOf(m, bound('class_names'))?.length;
  const shuffle = asBoolean(bound('shuffle')) ?? (bound('shuffle') ? undefined : true);
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
  const subset = asString(bound('subset'));
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

const keepArguments: Transfer = ({ m, name, args, site }) => makeObject(m, name, args, site);

/** Names of files: a list of unknown length. */
const fileNames: Transfer = ({ m, place }) =>
  makeList(m, [{ kind: 'gap', why: unknown('dynamic', place, 'names of files') }], place);

export const imageDataTransfers: TransferTable = table({
  'keras.preprocessing.image.ImageDataGenerator': keepArguments,
  'keras.utils.image_dataset_from_directory': fromDirectory,
  ...forAll(['keras.utils.load_img', 'keras.preprocessing.image.load_img'], loadImage),
  ...forAll(['keras.utils.img_to_array', 'keras.preprocessing.image.img_to_array'], toArray),
  'cv2.imread': openCv,
  'cv2.resize': openCvResize,
  'cv2.cvtColor': openCvColor,
  ...forAll(
    ['PIL.Image.open', 'scipy.misc.imread', 'scipy.ndimage.imread', 'imageio.imread', 'imageio.v2.imread', 'skimage.io.imread'],
    imageFile(({ name, place }) => (name === 'PIL.Image.open' || name.startsWith('scipy') ? {} : noRange({ place }))),
  ),
  'matplotlib.image.imread': imageFile(noRange),
  'skimage.transform.resize': scikitResize,
  ...forAll(['glob.glob', 'os.listdir'], fileNames),
});
