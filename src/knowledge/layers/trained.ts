/** Layers that compute with trained weights: dense, convolutions, recurrent, attention, tables. */
import { table } from '../../facts/table';
import {
  attentionWeights,
  biasesOfReset,
  convolutionWeights,
  convolvedStateWeights,
  denseWeights,
  depthwiseWeights,
  einsumWeights,
  groupedAttentionWeights,
  localWeights,
  notCounted,
  packedWeights,
  recurrentWeights,
  reversibleWeights,
  scoreScale,
  scoreScales,
  separableWeights,
  tableWeights,
} from './counts';
import { ANY_RANK, each, family, together, type LayerRecord, type Rows } from './record';
import {
  addedAxis,
  attendedQuery,
  attendedValues,
  convolved,
  convolvedBack,
  convolvedStates,
  depthwise,
  einsum,
  lastAxis,
  notSaid,
  states,
} from './shapes';

const weightedSums: Partial<LayerRecord> = { range: { kind: 'activation', weighted: true } };

const dense = family(
  'dense',
  weightedSums,
)({
  Dense: { width: 'units', outputShape: lastAxis('units'), weights: denseWeights, rank: [1, ANY_RANK] },
  EinsumDense: { outputShape: einsum, weights: einsumWeights },
});

const placesOf =
  (axes: number) =>
  (applied: Parameters<typeof denseWeights>[0]): readonly (number | null)[] | undefined => {
    const shape = convolved(axes)(applied);
    return shape === undefined || 'reason' in shape ? undefined : shape.slice(0, -1);
  };

const byAxes = [1, 2, 3].map((axes): Rows => {
  const rank: LayerRecord['rank'] = [axes + 1, axes + 1];
  const common = { ...weightedSums, width: 'filters', rank };
  return {
    ...family(
      'conv',
      common,
    )({
      [`Conv${axes}D`]: { outputShape: convolved(axes), weights: convolutionWeights(axes) },
      [`Conv${axes}DTranspose`]: { outputShape: convolvedBack(axes), weights: convolutionWeights(axes) },
      ...(axes < 3 && {
        [`SeparableConv${axes}D`]: { outputShape: convolved(axes), weights: separableWeights(axes) },
        [`DepthwiseConv${axes}D`]: { outputShape: depthwise(axes), weights: depthwiseWeights(axes), width: undefined },
      }),
    }),
    ...(axes < 3 &&
      // No kernel is shared between places, which is what `dense` says of a layer.
      family(
        'dense',
        common,
      )({
        [`LocallyConnected${axes}D`]: { outputShape: convolved(axes), weights: localWeights(axes, placesOf(axes)) },
      })),
    ...family('recurrent', { recurrent: true, activation: 'tanh', width: 'filters', random: 'dropout' })({
      [`ConvLSTM${axes}D`]: {
        outputShape: convolvedStates(axes),
        weights: convolvedStateWeights(axes),
        rank: [axes + 2, axes + 2],
        range: { kind: 'activation', weighted: true, gated: true },
      },
    }),
  };
});

const gated: Partial<LayerRecord> = { range: { kind: 'activation', weighted: true, gated: true } };

const recurrent = family('recurrent', {
  ...weightedSums,
  recurrent: true,
  activation: 'tanh',
  width: 'units',
  random: 'dropout',
  outputShape: states,
  rank: [2, 2],
})({
  SimpleRNN: { weights: recurrentWeights(1) },
  GRU: { weights: recurrentWeights(3, biasesOfReset), ...gated },
  LSTM: { weights: recurrentWeights(4), ...gated },
  // Always tanh times a gate.
  CuDNNGRU: { weights: packedWeights(3), random: undefined, range: { kind: 'bounded', min: -1, max: 1 } },
  CuDNNLSTM: { weights: packedWeights(4), random: undefined, range: { kind: 'bounded', min: -1, max: 1 } },
  RNN: {
    activation: 'linear',
    width: undefined,
    random: undefined,
    outputShape: notSaid('what a cell gives'),
    weights: notCounted,
    range: { kind: 'free' },
  },
});

const cells = family('recurrent', {
  ...weightedSums,
  activation: 'tanh',
  width: 'units',
  random: 'dropout',
  outputShape: lastAxis('units'),
  rank: [1, 1],
})({
  SimpleRNNCell: { weights: recurrentWeights(1) },
  GRUCell: { weights: recurrentWeights(3, biasesOfReset), ...gated },
  LSTMCell: { weights: recurrentWeights(4), ...gated },
  ...each('StackedRNNCells AbstractRNNCell', {
    activation: 'linear',
    width: undefined,
    random: undefined,
    outputShape: notSaid('what a cell gives'),
    weights: notCounted,
    range: { kind: 'free' },
  }),
});

const attention = family('attention', { takes: 'more', rank: [1, ANY_RANK] })({
  MultiHeadAttention: { outputShape: attendedQuery, weights: attentionWeights, random: 'dropout', rank: [2, ANY_RANK] },
  GroupQueryAttention: { keepsShape: true, weights: groupedAttentionWeights, random: 'dropout', rank: [2, 2] },
  // Averages of the values, weighted by softmax.
  Attention: {
    outputShape: attendedValues,
    weights: scoreScale,
    random: 'dropout',
    takes: 'list',
    passes: 'averaged',
    range: { kind: 'kept', input: 1 },
  },
  AdditiveAttention: {
    outputShape: attendedValues,
    weights: scoreScales,
    random: 'dropout',
    takes: 'list',
    passes: 'averaged',
    range: { kind: 'kept', input: 1 },
  },
});

const embedding = family('embedding', { width: 'output_dim', outputShape: addedAxis('output_dim') })({
  Embedding: { weights: tableWeights },
  ReversibleEmbedding: { weights: reversibleWeights },
});

export const trainedLayers: Rows = table({
  ...dense,
  ...together(byAxes),
  ...recurrent,
  ...cells,
  ...attention,
  ...embedding,
});
