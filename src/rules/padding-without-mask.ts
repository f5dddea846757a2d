import type { DataFlow } from '../facts/data';
import { setArgument } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import type { GraphNode, LayerNode, ModelGraph } from '../facts/graph';
import { isObject, type ObjectValue } from '../facts/plain';
import type { TrainingRun } from '../facts/training';
import type { Place } from '../text/place';
import { defineRule } from './define';
import { trains } from './guards';
import { fedInputs } from './support/data';
import { fixOf } from './support/fixes';
import { isOfFamily, isPassage, isRecurrent, isWhole, reach } from './support/graph';
import { paddedBy } from './support/padding';

const example = (embedding: string): string => `import numpy as np
from tensorflow import keras

lengths = np.random.randint(3, 8, 300)
sequences = [list(np.random.randint(1, 50, n)) for n in lengths]
y = np.array([s[-1] > 25 for s in sequences]).astype("int32")
x = keras.utils.pad_sequences(sequences, maxlen=40, padding="post")

model = keras.Sequential([
    keras.Input((40,)),
    ${embedding},
    keras.layers.LSTM(16),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5)
`;

export default defineRule({
  id: 'padding-without-mask',
  group: 'architecture',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'the layer certainly reads the padding last; information where it also reads from the other end',
  },
  symptoms: ['uniform', 'flat', 'chance-accuracy'],
  messages: {
    unmasked:
      '{layer} hands on its last state, and the sequences end in padding that nothing masks. It reads zeros last, and by then has forgotten much of what came before.',
  },
  docs: {
    summary: 'Sequences are padded at their end and a recurrent layer reads the padding last.',
    why: `A recurrent layer that returns one vector returns its state after the last step. Padded at the end, a short sequence is followed by a long row of zeros,
and the state that comes out is that of reading zeros. A mask makes the layer stop where the sequence does.`,
    bad: example('keras.layers.Embedding(50, 16)').replace(
      '    keras.layers.LSTM(16),\n',
      `    keras.layers.LSTM(16),
    #^^^^^^^^^^^^^^^^^^^^ padding-without-mask
`,
    ),
    good: example('keras.layers.Embedding(50, 16, mask_zero=True)'),
    limits:
      'Speaks where pad_sequences(padding="post") or TextVectorization is known to feed the model and no layer on the way makes a mask. Information for bidirectional layers, whose other half reads the padding first. How long the padding is, is not known; with little of it the effect is small. Padding in front, the default of pad_sequences, is left alone.',
    fixSafety: 'Unsafe: 0 must be the padding and no token, and layers that follow must accept a mask.',
    probe:
      'Trains on made-up sequences of which half is padding at the end, without and with the mask. How much of yours is padding is not known.',
    references: ['https://keras.io/guides/understanding_masking_and_padding/'],
  },
  check({ program }, report) {
    const seen = new Set<number>();
    for (const { run, start, padding } of paddedStarts(program.runs)) {
      if (!trains(run) || !isWhole(run.model)) continue;
      for (const reader of reach(run.model, start, passesOn)) {
        if (reader.kind !== 'layer' || !isRecurrent(reader) || seen.has(reader.layer.key)) continue;
        if (run.model.nodes.some(masks) || isGivenMask(reader)) continue;
        seen.add(reader.layer.key);
        const embedding = embeddingBefore(run.model, reader);
        report({
          message: 'unmasked',
          severity: reader.layer.type === 'Bidirectional' ? 'information' : undefined,
          at: reader.layer.call.place,
          data: { layer: reader.layer.type },
          related: [{ place: padding, message: 'padded at the end here' }],
          fixes: [
            embedding &&
              fixOf('Set mask_zero=True in the embedding', 'unsafe', setArgument(embedding.layer.call, 'mask_zero', 'True')),
          ],
          experiment: embedding
            ? { kind: 'train', run: run.id, keeps: ['length'] }
            : { kind: 'none', reason: 'no layer is there that could make a mask' },
        });
      }
    }
  },
});

interface PaddedStart {
  readonly run: TrainingRun;
  readonly start: number;
  readonly padding: Place;
}

/** Where padded sequences enter: an input that is fed with them, or a layer that makes them of texts. */
function paddedStarts(runs: readonly TrainingRun[]): readonly PaddedStart[] {
  const fed = fedInputs(runs).flatMap(({ run, flow, input }) => {
    const padding = endPadding(flow);
    return padding ? [{ run, start: input, padding }] : [];
  });
  const vectorized = runs.flatMap((run) =>
    run.model.nodes.flatMap((node) =>
      node.kind === 'layer' &&
      node.layer.type === 'TextVectorization' &&
      always(node.layer.arguments.output_mode, (mode) => mode === 'int') &&
      // Ragged rows end where their tokens end.
      always(node.layer.arguments.ragged, (ragged) => ragged === false)
        ? [{ run, start: node.id, padding: node.layer.call.place }]
        : [],
    ),
  );
  return [...fed, ...vectorized];
}

function endPadding(flow: DataFlow): Place | undefined {
  const step = paddedBy(flow);
  return step?.padded === 'post' ? step.place : undefined;
}

/** Layers that keep one vector a position. */
function passesOn(node: GraphNode): boolean {
  if (node.kind !== 'layer') return false;
  // Words become numbers, and each position is changed by itself.
  if (['TimeDistributed', 'TextVectorization'].includes(node.layer.type)) return true;
  if (isOfFamily(node, 'embedding', 'normalize', 'scale')) return true;
  return isPassage(node) || (isRecurrent(node) && returnsSequences(node));
}

const inner = ({ layer }: LayerNode): ObjectValue | undefined => {
  const value = valueOf(layer.arguments.layer);
  return isObject(value) ? value : undefined;
};

/** Unknown counts as true: then the last state is not known to be used. */
function returnsSequences(node: LayerNode): boolean {
  const { arguments: given } = node.layer.type === 'Bidirectional' ? (inner(node) ?? node.layer) : node.layer;
  return !always(given.return_sequences, (value) => value === false);
}

/** `LSTM(32)(x, mask=known)`. */
const isGivenMask = ({ application }: LayerNode): boolean =>
  application?.call.arguments.some(({ keyword, star }) => keyword === 'mask' || star > 0) ?? false;

/** A layer that makes a mask, or may. */
const masks = (node: GraphNode): boolean =>
  node.kind === 'layer' &&
  (node.layer.type === 'Masking' ||
    node.layer.type === 'custom' ||
    (node.layer.type === 'Embedding' && !always(node.layer.arguments.mask_zero, (value) => value === false)));

function embeddingBefore(graph: ModelGraph, node: LayerNode): LayerNode | undefined {
  for (let at: GraphNode | undefined = node; at; at = graph.nodes[at.inputs[0] ?? -1])
    if (at.kind === 'layer' && at.layer.type === 'Embedding') return at;
  return undefined;
}
