import { setArgument } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import type { GraphNode } from '../facts/graph';
import type { Head, TrainingRun } from '../facts/training';
import { defineRule } from './define';
import { trains } from './guards';
import { labelFlow } from './support/data';
import { fixOf } from './support/fixes';
import { isWhole, layersOf } from './support/graph';
import { crossEntropies, isLoss } from './support/losses';
import { paddedBy } from './support/padding';

const example = (embedding: string): string => `import numpy as np
from tensorflow import keras

lengths = np.random.randint(3, 8, 200)
tokens = [list(np.random.randint(1, 50, n)) for n in lengths]
x = keras.utils.pad_sequences(tokens, maxlen=40)
y = keras.utils.pad_sequences([[t % 5 for t in s] for s in tokens], maxlen=40)

model = keras.Sequential([
    keras.Input((40,)),
    ${embedding},
    keras.layers.LSTM(16, return_sequences=True),
    keras.layers.Dense(5, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5)
`;

export default defineRule({
  id: 'padding-in-loss',
  group: 'output',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'the padding is certainly counted; how much of the loss it makes depends on the lengths',
  },
  symptoms: ['perfect-at-once'],
  messages: {
    counted:
      'The labels of every position are padded with zeros, and the loss counts the padding like any other answer. A model that only says "padding" already has a low loss and a high accuracy, and learning the rest pays little.',
  },
  docs: {
    summary: 'A loss for each position of a sequence also counts the padding.',
    why: `Padded to 40, a sentence of seven tokens has 33 positions whose right answer is 0. They are the easiest to get right, so loss and accuracy look good while
the real tokens are hardly learned. A mask (or sample weights) takes them out of both.`,
    bad: example('keras.layers.Embedding(50, 16)').replace(
      'model.fit(x, y, epochs=5)\n',
      `model.fit(x, y, epochs=5)
#            ^ padding-in-loss
`,
    ),
    good: example('keras.layers.Embedding(50, 16, mask_zero=True)'),
    limits:
      'Speaks where labels made by pad_sequences meet an output with one answer for each position under a cross-entropy of Keras. Silent with a mask (Embedding(mask_zero=True), Masking), sample_weight, ignore_class, a loss or layer of the program, and datasets, whose elements may carry weights.',
    fixSafety: 'Unsafe: 0 must be the padding of the inputs and no token, and the layers up to the output must pass the mask on.',
    probe: 'Not trained: the made-up sequences have no padding.',
    references: ['https://keras.io/guides/understanding_masking_and_padding/'],
  },
  check({ program }, report) {
    const seen = new Set<number>();
    for (const run of program.runs) {
      const { loop } = run;
      if (loop.kind !== 'fit' || !trains(run) || !isWhole(run.model)) continue;
      if (isWeighted(run) || run.model.nodes.some(mayMask)) continue;
      for (const head of run.heads) {
        const labels = labelFlow(head);
        const padding = labels?.container === 'array' && labels.pipeline.length === 0 ? paddedBy(labels) : undefined;
        if (!labels || !padding || !answersPositions(head) || seen.has(labels.place.start)) continue;
        seen.add(labels.place.start);
        const embeddings = layersOf(run.model).filter(({ layer }) => layer.type === 'Embedding');
        const [embedding] = embeddings;
        report({
          message: 'counted',
          at: labels.place,
          related: [{ place: padding.place, message: 'padded here' }],
          fixes: [
            embedding && embeddings.length === 1
              ? fixOf('Set mask_zero=True in the embedding', 'unsafe', setArgument(embedding.layer.call, 'mask_zero', 'True'))
              : undefined,
          ],
          experiment: { kind: 'none', reason: 'the made-up sequences have no padding' },
        });
      }
    }
  },
});

/** One answer for each position, under a loss that counts all of them. */
const answersPositions = (head: Head): boolean =>
  valueOf(head.outputShape)?.length === 2 &&
  isLoss(head, crossEntropies) &&
  always(
    head.loss,
    ({ form, arguments: given }) =>
      form !== 'custom' && (!given.ignore_class || always(given.ignore_class, (value) => value === null)),
  );

function isWeighted({ loop, compile }: TrainingRun): boolean {
  if (loop.kind !== 'fit') return true;
  const names = ['sample_weight', 'class_weight'];
  const open = [loop.call, compile].some((call) =>
    call?.arguments.some(({ star, parameter, keyword }) => star > 0 || names.includes(parameter ?? keyword ?? '')),
  );
  return (
    open || compile?.arguments.some(({ keyword }) => keyword === 'sample_weight_mode' || keyword === 'weighted_metrics') === true
  );
}

const mayMask = (node: GraphNode): boolean =>
  node.kind === 'layer' &&
  (node.layer.type === 'Masking' ||
    node.layer.type === 'custom' ||
    node.layer.model !== undefined ||
    (node.layer.type === 'Embedding' && !always(node.layer.arguments.mask_zero, (value) => value === false)));
