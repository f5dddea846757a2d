/** Layers without sums over weights: activations, normalisation, scaling, noise, pooling, moving, merging, encoding. */
import { table } from '../../facts/table';
import { adaptedStatistics, movingStatistics, notCounted, scaleAndShift, scaleOnly, slopes, spectralKernels } from './counts';
import { numberOf } from './arguments';
import { ANY_RANK, each, family, together, type LayerRecord, type Rows } from './record';
import {
  bordered,
  dotted,
  drawnSize,
  encoded,
  flattened,
  joined,
  merged,
  notSaid,
  permuted,
  pooled,
  pooledGlobally,
  pooledTo,
  repeated,
  reshaped,
  sizedTo,
  upsampled,
} from './shapes';

const activations = family('activation', { keepsShape: true, range: { kind: 'activation', weighted: false } })({
  Activation: {},
  ReLU: { activation: 'relu' },
  LeakyReLU: { activation: 'leaky_relu' },
  PReLU: { activation: 'prelu', weights: slopes },
  ELU: { activation: 'elu' },
  ThresholdedReLU: { activation: 'thresholded_relu' },
  Softmax: { activation: 'softmax' },
});

const normalizing = family('normalize', { keepsShape: true, range: { kind: 'standardized', by: 'sample' } })({
  BatchNormalization: {
    weights: scaleAndShift,
    state: movingStatistics,
    affine: true,
    range: { kind: 'standardized', by: 'batch' },
  },
  LayerNormalization: { weights: scaleAndShift },
  GroupNormalization: { weights: scaleAndShift, rank: [1, ANY_RANK] },
  RMSNormalization: { weights: scaleOnly },
  UnitNormalization: { range: { kind: 'bounded', min: -1, max: 1 } },
});

const scaling = family('scale', { keepsShape: true, affine: true })({
  Rescaling: { range: { kind: 'affine', scale: 'scale', offset: 'offset' } },
  Normalization: { state: adaptedStatistics, range: { kind: 'standardized', by: 'adapt' }, rank: [1, ANY_RANK] },
});

const handedOn: Partial<LayerRecord> = { keepsShape: true, passes: 'all', affine: true, range: { kind: 'kept' } };

const regularizing = family('regularize', { ...handedOn, trainingOnly: true, random: 'rate' })({
  ...each('Dropout AlphaDropout GaussianDropout'),
  SpatialDropout1D: { rank: [2, 2] },
  SpatialDropout2D: { rank: [3, 3] },
  SpatialDropout3D: { rank: [4, 4] },
  GaussianNoise: { random: 'stddev' },
  // Adds to the loss only.
  ActivityRegularization: { random: undefined },
});

const augmenting = family('augment', { ...handedOn, trainingOnly: true, random: true, rank: [2, 3] })({
  ...each('RandomFlip RandomRotation RandomZoom RandomTranslation RandomContrast RandomBrightness'),
  ...each('RandomHue RandomSaturation RandomSharpness RandomShear RandomColorJitter RandomGrayscale RandomInvert'),
  ...each(
    'RandomPosterization RandomColorDegeneration RandomErasing RandomGaussianBlur RandomElasticTransform RandomPerspective',
  ),
  ...each('RandAugment AugMix MixUp CutMix'),
  ...each('Equalization Solarization', { random: undefined }),
  // What prediction does differs between versions: the middle of the picture, or all of it, which no graph says.
  RandomCrop: { keepsShape: false, outputShape: sizedTo },
  RandomWidth: { keepsShape: false, outputShape: drawnSize('width') },
  RandomHeight: { keepsShape: false, outputShape: drawnSize('height') },
  // Layers one after the other; what they are decides.
  Pipeline: {
    keepsShape: false,
    trainingOnly: false,
    passes: 'no',
    affine: false,
    range: { kind: 'free' },
    outputShape: notSaid('layers of a Pipeline'),
  },
});

const imaging = family('image', { keepsShape: true, range: { kind: 'clipped', range: 'value_range' }, rank: [2, 3] })({
  ...each('AutoContrast ContrastLimitedAdaptiveHistogramEqualization'),
  Resizing: { keepsShape: false, outputShape: sizedTo, passes: 'averaged', affine: true, range: { kind: 'kept' } },
  CenterCrop: { keepsShape: false, outputShape: sizedTo, passes: 'some', affine: true, range: { kind: 'kept' } },
});

const moved: Partial<LayerRecord> = { passes: 'all', affine: true, range: { kind: 'kept' } };

const pooling = [1, 2, 3].map((axes): Rows =>
  family('pool', { range: { kind: 'kept' }, rank: [axes + 1, axes + 1] })({
    [`MaxPooling${axes}D`]: { outputShape: pooled(axes), passes: 'some' },
    [`AveragePooling${axes}D`]: { outputShape: pooled(axes), passes: 'averaged', affine: true },
    [`GlobalMaxPooling${axes}D`]: { outputShape: pooledGlobally(axes), passes: 'some' },
    [`GlobalAveragePooling${axes}D`]: { outputShape: pooledGlobally(axes), passes: 'averaged', affine: true },
    // Keras lets fewer dimensions through and fails, or not, inside.
    [`AdaptiveMaxPooling${axes}D`]: { outputShape: pooledTo(axes), passes: 'some', rank: [2, axes + 1] },
    [`AdaptiveAveragePooling${axes}D`]: { outputShape: pooledTo(axes), passes: 'averaged', affine: true, rank: [2, axes + 1] },
  }),
);

const bordering = [1, 2, 3].map((axes): Rows =>
  family('shape', { ...moved, rank: [axes + 1, axes + 1] })({
    [`Cropping${axes}D`]: { outputShape: bordered(axes, 'cropping', -1), passes: 'some' },
    [`ZeroPadding${axes}D`]: { outputShape: bordered(axes, 'padding', 1), range: { kind: 'kept', zero: true } },
    [`UpSampling${axes}D`]: { outputShape: upsampled(axes) },
  }),
);

const moving = family(
  'shape',
  moved,
)({
  Flatten: { outputShape: flattened },
  Reshape: { outputShape: reshaped },
  Permute: { outputShape: permuted, rank: [1, ANY_RANK] },
  RepeatVector: { outputShape: repeated, rank: [1, 1] },
  Identity: { keepsShape: true },
  // Steps that equal the mask value, usually 0, become 0.
  Masking: { keepsShape: true, range: { kind: 'kept', zero: true }, rank: [1, ANY_RANK] },
});

const merging = family('merge', { takes: 'list', outputShape: merged })({
  Add: { affine: true, range: { kind: 'merged', by: 'sum' } },
  Subtract: { affine: true, range: { kind: 'merged', by: 'difference' } },
  Multiply: { range: { kind: 'merged', by: 'product' } },
  Average: { affine: true, passes: 'averaged', range: { kind: 'merged', by: 'average' } },
  Maximum: { passes: 'some', range: { kind: 'merged', by: 'maximum' } },
  Minimum: { passes: 'some', range: { kind: 'merged', by: 'minimum' } },
  Concatenate: { affine: true, passes: 'all', outputShape: joined, range: { kind: 'merged', by: 'union' } },
  Dot: { outputShape: dotted, rank: [1, ANY_RANK] },
});

const bins = (name: string) => encoded(({ argument }) => numberOf(argument, name));

const encoding = family('encode', { range: { kind: 'ids', count: 'num_bins' } })({
  CategoryEncoding: { outputShape: bins('num_tokens'), range: { kind: 'ids', count: 'num_tokens' }, width: 'num_tokens' },
  Hashing: { outputShape: bins('num_bins') },
  HashedCrossing: { outputShape: bins('num_bins'), takes: 'list' },
  // One bin more than boundaries.
  Discretization: {
    outputShape: encoded(({ argument }) => {
      const bounds = argument('bin_boundaries');
      return Array.isArray(bounds) ? bounds.length + 1 : numberOf(argument, 'num_bins');
    }),
  },
  ...each('IntegerLookup StringLookup', { outputShape: bins('max_tokens'), range: { kind: 'ids', count: 'max_tokens' } }),
  TextVectorization: { outputShape: notSaid('texts'), range: { kind: 'ids', count: 'max_tokens' } },
  DenseFeatures: { outputShape: notSaid('feature columns'), range: { kind: 'free' } },
  MaxNumBoundingBoxes: { outputShape: notSaid('boxes'), range: { kind: 'free' } },
});

const signals = family('signal', { outputShape: notSaid('spectra') })({
  MelSpectrogram: {},
  STFTSpectrogram: { rank: [2, 2], weights: spectralKernels },
});

const custom = family('custom', { outputShape: notSaid('a function of the program'), weights: notCounted })({
  // It trains nothing that it does not get from elsewhere.
  Lambda: { weights: undefined },
  ...each('Layer FlaxLayer JaxLayer TFSMLayer TorchModuleWrapper'),
});

const input = family('input')({ InputLayer: { ...handedOn } });

export const simpleLayers: Rows = table({
  ...activations,
  ...normalizing,
  ...scaling,
  ...regularizing,
  ...augmenting,
  ...imaging,
  ...together(pooling),
  ...together(bordering),
  ...moving,
  ...merging,
  ...encoding,
  ...signals,
  ...custom,
  ...input,
});
