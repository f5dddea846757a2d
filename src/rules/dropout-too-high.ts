import { argumentOf, replaceLiteral } from '../edits/edits';
import { defineRule } from './define';
import { trains } from './guards';
import { layersOf, recordOf } from './support/graph';

const example = (rate: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dropout(${rate}),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=10)
`;

export default defineRule({
  id: 'dropout-too-high',
  group: 'architecture',
  severity: 'warning',
  evidence: {
    measured: 'confirmed',
    exception: 'error from 0.9, where it was measured; information up to 0.8, which wide layers bear',
  },
  symptoms: ['flat', 'uniform', 'saw-tooth', 'chance-accuracy'],
  messages: {
    keeps:
      'Dropout({rate}) removes {rate} of the outputs in every training step and keeps {kept}%. So little gets through that the layers behind it learn slowly or not at all.',
  },
  docs: {
    summary: 'A dropout rate is so high that hardly any signal gets through during training.',
    why: `rate is the share that is removed, not the share that is kept. From 0.9 on only every tenth output survives a step, scaled up tenfold: noise drowns the
signal. Older code speaks of keep_prob, where 0.8 meant to remove a fifth.`,
    bad: example('0.9').replace(
      'Dropout(0.9),\n',
      `Dropout(0.9),
    #                    ^^^ dropout-too-high
`,
    ),
    good: example('0.3'),
    limits: 'Information above 0.5, warning from 0.8, error from 0.9. 0.5 is usual and not flagged.',
    fixSafety: 'Safe where the number is used for this layer only; not offered where it feeds something else.',
    probe:
      'Trains both versions and compares the metric with chance. Measured in Keras: two layers of 0.9 10% against 100%, 5 of 5 runs.',
    references: ['https://keras.io/api/layers/regularization_layers/dropout/', 'https://jmlr.org/papers/v15/srivastava14a.html'],
  },
  check({ program }, report) {
    const seen = new Set<number>();
    for (const run of program.runs) {
      if (!trains(run)) continue;
      for (const node of layersOf(run.model)) {
        const { layer } = node;
        const rate = layer.arguments.rate;
        if (
          recordOf(node)?.random !== 'rate' ||
          rate?.kind !== 'known' ||
          typeof rate.value !== 'number' ||
          rate.from !== 'source'
        )
          continue;
        if (rate.value <= 0.5 || rate.value > 1 || seen.has(layer.key)) continue;
        seen.add(layer.key);
        const edit = replaceLiteral(rate, '0.3');
        report({
          message: 'keeps',
          at: argumentOf(layer.call, 'rate')?.value ?? rate.places[0],
          severity: rate.value >= 0.9 ? 'error' : rate.value >= 0.8 ? 'warning' : 'information',
          data: { rate: rate.value, kept: Math.round(100 * (1 - rate.value)) },
          fixes: [edit && { title: 'Set rate to 0.3', edits: [edit], safety: 'safe' }],
          experiment: { kind: 'train', run: run.id, keeps: ['widths'] },
        });
      }
    }
  },
});
