import { valueOf } from '../facts/fact';
import type { LayerNode } from '../facts/graph';
import { defineRule } from './define';
import { trains } from './guards';
import { classification } from './support/examples';
import { layersOf } from './support/graph';
import { swapLayers } from './support/swap';

export default defineRule({
  id: 'bn-order',
  group: 'architecture',
  severity: 'off',
  evidence: { measured: 'not-measured', exception: 'A matter of style in most programs: off unless asked for.' },
  symptoms: [],
  messages: {
    dropout:
      'Dropout({rate}) comes right before BatchNormalization. In training the layer learns the variance with outputs dropped, in predictions nothing is dropped, so the two do not match.',
  },
  docs: {
    summary: 'Dropout comes right before BatchNormalization.',
    why: `Dropout changes the variance of what it hands on, and only in training. BatchNormalization learns this variance and applies it to predictions, where it is
another. The other way round there is no such difference.`,
    bad: classification({
      layers: `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dropout(0.5),
    keras.layers.BatchNormalization(),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ bn-order
    keras.layers.Dense(3, activation="softmax"),`,
    }),
    good: classification({
      layers: `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.BatchNormalization(),
    keras.layers.Dropout(0.5),
    keras.layers.Dense(3, activation="softmax"),`,
    }),
    limits:
      'Off by default. Speaks only of the two layers following each other directly; of activations before or after there is no right order.',
    fixSafety: 'Not safe: exchanges the two layers, so weights saved before no longer match by position.',
    probe: 'Trains both versions and compares the metric of predictions.',
    references: ['https://arxiv.org/abs/1801.05134', 'https://doi.org/10.1145/3470006'],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const run of context.program.runs) {
      if (!trains(run)) continue;
      const layers = layersOf(run.model);
      for (const second of layers) {
        const first = layers.find(({ id }) => id === second.inputs[0]);
        const rate = first && dropRate(first);
        if (!first || rate === undefined || second.layer.type !== 'BatchNormalization' || seen.has(second.layer.key)) continue;
        seen.add(second.layer.key);
        report({
          message: 'dropout',
          at: second.layer.call.place,
          data: { rate },
          related: [{ place: first.layer.call.place, message: 'drops outputs in training only' }],
          fixes: [swapLayers(context, run.model, first, second, 'Move Dropout behind BatchNormalization')],
          experiment: { kind: 'train', run: run.id },
        });
      }
    }
  },
});

function dropRate({ layer }: LayerNode): number | undefined {
  const rate = valueOf(layer.arguments.rate);
  return layer.type === 'Dropout' && typeof rate === 'number' && rate > 0 ? rate : undefined;
}
