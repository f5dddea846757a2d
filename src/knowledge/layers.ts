/**
 * What each Keras layer is and does, as far as reading a training program needs it. Checked by `npm run parity:catalogue`, which builds
 * every layer in both Keras and compares its weights, its default activation and whether it keeps the shape.
 */
export interface LayerFacts {
  /**
   * - `dense`, `conv`, `recurrent`, `attention`, `embedding`: compute with trained weights
   * - `activation`: a function of each value (softmax: of each row)
   * - `normalize`: by statistics of the batch or the sample
   * - `scale`: affine with constants that are given or fitted before training (`adapt`)
   * - `regularize`: acts in training only, or only adds to the loss
   * - `augment`: random change of images, in training only
   * - `pool`, `shape`, `merge`: no arithmetic but averaging, moving and adding
   * - `encode`: turns words, ids or numbers into ids or indicator rows
   * - `wrap`: applies another layer
   * - `custom`: a function of the program
   */
  readonly family:
    | 'dense'
    | 'conv'
    | 'recurrent'
    | 'attention'
    | 'embedding'
    | 'activation'
    | 'normalize'
    | 'scale'
    | 'regularize'
    | 'augment'
    | 'pool'
    | 'shape'
    | 'merge'
    | 'encode'
    | 'wrap'
    | 'custom'
    | 'input';
  /** Has weights that training changes, with its default arguments. */
  readonly trained: boolean;
  /** Has state that `fit` or `adapt` changes without a gradient (moving averages). */
  readonly stateful: boolean;
  /** Keras's name of the activation function that it applies by default; `linear` when none. */
  readonly activation: string;
  /** Its output has the shape of its input. */
  readonly keepsShape: boolean;
  /** Does nothing in `predict` and `evaluate`. */
  readonly trainingOnly: boolean;
}

type Family = LayerFacts['family'];

const trainedFamilies: ReadonlySet<Family> = new Set<Family>(['dense', 'conv', 'recurrent', 'attention', 'embedding']);
const keepingFamilies: ReadonlySet<Family> = new Set<Family>(['activation', 'normalize', 'scale', 'regularize', 'augment']);
const trainingFamilies: ReadonlySet<Family> = new Set<Family>(['regularize', 'augment']);

const of = (family: Family, names: string, special: Partial<LayerFacts> = {}): readonly (readonly [string, LayerFacts])[] =>
  names.split(' ').map((name) => [
    name,
    {
      family,
      trained: trainedFamilies.has(family),
      stateful: false,
      activation: 'linear',
      keepsShape: keepingFamilies.has(family),
      trainingOnly: trainingFamilies.has(family),
      ...special,
    },
  ]);

const table: ReadonlyMap<string, LayerFacts> = new Map([
  ...of('dense', 'Dense EinsumDense'),
  ...of('dense', 'LocallyConnected1D LocallyConnected2D'),
  ...of('conv', 'Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose'),
  ...of('conv', 'SeparableConv1D SeparableConv2D DepthwiseConv1D DepthwiseConv2D'),
  ...of('recurrent', 'LSTM GRU SimpleRNN ConvLSTM1D ConvLSTM2D ConvLSTM3D CuDNNLSTM CuDNNGRU LSTMCell GRUCell SimpleRNNCell', {
    activation: 'tanh',
  }),
  ...of('recurrent', 'RNN StackedRNNCells'),
  ...of('attention', 'MultiHeadAttention GroupQueryAttention', { keepsShape: true }),
  ...of('attention', 'AdditiveAttention', { keepsShape: true }),
  ...of('attention', 'Attention', { keepsShape: true, trained: false }),
  ...of('embedding', 'Embedding ReversibleEmbedding'),

  ...of('activation', 'Activation'),
  ...of('activation', 'ReLU', { activation: 'relu' }),
  ...of('activation', 'LeakyReLU', { activation: 'leaky_relu' }),
  ...of('activation', 'PReLU', { activation: 'prelu', trained: true }),
  ...of('activation', 'ELU', { activation: 'elu' }),
  ...of('activation', 'ThresholdedReLU', { activation: 'threshold' }),
  ...of('activation', 'Softmax', { activation: 'softmax' }),

  ...of('normalize', 'BatchNormalization', { trained: true, stateful: true }),
  ...of('normalize', 'LayerNormalization GroupNormalization RMSNormalization', { trained: true }),
  ...of('normalize', 'UnitNormalization'),
  ...of('scale', 'Rescaling'),
  ...of('scale', 'Normalization', { stateful: true }),

  ...of('regularize', 'Dropout AlphaDropout GaussianDropout GaussianNoise SpatialDropout1D SpatialDropout2D SpatialDropout3D'),
  ...of('regularize', 'ActivityRegularization'),
  ...of(
    'augment',
    'RandomFlip RandomRotation RandomZoom RandomTranslation RandomContrast RandomBrightness RandomHue RandomSharpness RandomShear RandomColorJitter RandomGrayscale RandomInvert RandomPosterization RandomColorDegeneration RandomErasing RandomGaussianBlur RandomElasticTransform RandomPerspective RandAugment AugMix MixUp CutMix AutoContrast Equalization Solarization ContrastLimitedAdaptiveHistogramEqualization',
  ),
  ...of('augment', 'RandomCrop RandomWidth RandomHeight', { keepsShape: false }),

  ...of('pool', 'MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D'),
  ...of('pool', 'AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D'),
  ...of('pool', 'AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D'),
  ...of('pool', 'GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D'),
  ...of('pool', 'GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D'),
  ...of('shape', 'Flatten Reshape Permute RepeatVector Resizing CenterCrop'),
  ...of(
    'shape',
    'Cropping1D Cropping2D Cropping3D ZeroPadding1D ZeroPadding2D ZeroPadding3D UpSampling1D UpSampling2D UpSampling3D',
  ),
  ...of('shape', 'Identity Masking', { keepsShape: true }),
  ...of('merge', 'Add Subtract Multiply Average Maximum Minimum', { keepsShape: true }),
  ...of('merge', 'Concatenate Dot'),
  ...of('encode', 'CategoryEncoding TextVectorization MelSpectrogram'),
  ...of('encode', 'Discretization HashedCrossing Hashing IntegerLookup StringLookup', { keepsShape: true }),
  ...of('wrap', 'TimeDistributed Bidirectional SpectralNormalization Wrapper', { trained: true }),
  ...of('custom', 'Lambda Layer'),
  ...of('input', 'InputLayer', { keepsShape: true }),
]);

/**
 * The facts of a layer by Keras's class name, `Dense`. Of `Lambda`, `Layer` and the wrappers only the family says anything: what they
 * do is up to the function or layer inside. Undefined for classes that Keras does not have.
 */
export const layerFacts = (type: string): LayerFacts | undefined => table.get(type);

/** Every layer of the table. */
export const layerTypes: readonly string[] = [...table.keys()];
