import type { Severity } from '../finding/finding';
import { replaceLiteral } from '../edits/edits';
import type { Known } from '../facts/fact';
import type { Layer } from '../facts/graph';
import { isObject } from '../facts/plain';
import type { Edit } from '../text/place';
import { defineRule } from './define';
import { trains } from './guards';
import { layersOf } from './support/graph';

/** One factor of a penalty on a layer's weights. */
interface Penalty {
  readonly layer: Layer;
  readonly norm: 'l1' | 'l2';
  readonly factor: Known<number>;
}

/** Factors from which a penalty was measured to outweigh the data, and what is usual. */
const limits = {
  l1: { notable: 0.01, loud: 0.1, fatal: 1, usual: '1e-05' },
  l2: { notable: 0.1, loud: 0.1, fatal: 1, usual: '0.0001' },
} as const;

export default defineRule({
  id: 'regularizer-too-strong',
  group: 'initialisation',
  severity: 'warning',
  evidence: { measured: 'partly' },
  symptoms: ['uniform', 'flat', 'chance-accuracy', 'huge', 'frozen-accuracy', 'flat-after-fall'],
  messages: {
    penalty:
      'A weight penalty of {norm}={factor} outweighs the error on the data: training shrinks the weights towards 0 instead of fitting. The loss still falls, because the penalty is part of it.',
  },
  docs: {
    summary: 'A weight penalty (l1, l2) is so strong that it drowns the loss on the data.',
    why: `Keras adds factor * sum(w^2) (l2) or factor * sum(|w|) (l1) over all weights of the layer to the loss. With a factor of 1 that sum is larger than
the data loss by far: the weights go to 0 and the model predicts the same for every sample, while the reported loss falls nicely.`,
    bad: `import numpy as np
from tensorflow import keras
from tensorflow.keras import regularizers

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", kernel_regularizer=regularizers.l2(1.0), input_shape=(8,)),
    #                                                                            ^^^ regularizer-too-strong
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=20)
`,
    good: `import numpy as np
from tensorflow import keras
from tensorflow.keras import regularizers

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", kernel_regularizer=regularizers.l2(1e-4), input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=20)
`,
    limits:
      'l2: warning from 0.1, error from 1. l1: information from 0.01 (no difference was measured), warning from 0.1, error from 1. Only penalties on kernels and recurrent kernels are judged. One finding a model; the fix covers all its layers.',
    fixSafety: 'Safe where the number is used for penalties only; not offered where it feeds something else.',
    probe:
      'Trains both versions and compares the metric, not the loss, which contains the penalty. Measured in Keras: l2=1.0 10% against 100% while the loss falls to 4% of its start; l2=0.1 90% against 100%.',
    references: ['https://keras.io/api/layers/regularizers/', 'https://www.deeplearningbook.org/contents/regularization.html'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      if (!trains(run)) continue;
      const penalties = layersOf(run.model)
        .flatMap(({ layer }) => penaltiesOf(layer))
        .filter(({ norm, factor }) => factor.value >= limits[norm].notable);
      const worst = penalties.toSorted((a, b) => severityRank(b) - severityRank(a))[0];
      if (!worst) continue;
      const { norm, factor } = worst;
      const at = factor.places[0];
      if (seen.has(JSON.stringify(at))) continue;
      seen.add(JSON.stringify(at));
      const edits = penalties.map((one) => replaceLiteral(one.factor, limits[one.norm].usual));
      const others = new Map(penalties.map((one) => [JSON.stringify(one.factor.places[0]), one.factor.places[0]]));
      report({
        message: 'penalty',
        at,
        severity: severityOf(worst),
        data: { norm, factor: factor.value },
        related: [...others.values()].filter((place) => place !== at).map((place) => ({ place, message: 'here too' })),
        fixes: [
          edits.every((edit) => edit !== undefined)
            ? { title: `Set ${norm} to ${limits[norm].usual}`, edits: distinct(edits), safety: 'safe' }
            : undefined,
        ],
        experiment: { kind: 'train', run: run.id, keeps: ['widths'] },
      });
    }
  },
});

function penaltiesOf(layer: Layer): readonly Penalty[] {
  return ['kernel_regularizer', 'recurrent_regularizer'].flatMap((parameter) => {
    const fact = layer.arguments[parameter];
    if (fact?.kind !== 'known' || !isObject(fact.value)) return [];
    const given = fact.value.arguments;
    return (['l1', 'l2'] as const).flatMap((norm) => {
      const factor = given[norm];
      return factor?.kind === 'known' && factor.from === 'source' && typeof factor.value === 'number'
        ? [{ layer, norm, factor: { ...factor, value: factor.value } }]
        : [];
    });
  });
}

function severityOf({ norm, factor }: Penalty): Severity {
  const limit = limits[norm];
  return factor.value >= limit.fatal ? 'error' : factor.value >= limit.loud ? 'warning' : 'information';
}

const severityRank = (penalty: Penalty): number => ['information', 'warning', 'error'].indexOf(severityOf(penalty));

/** Layers may share one penalty object. */
const distinct = (edits: readonly Edit[]): readonly Edit[] => [
  ...new Map(edits.map((edit) => [JSON.stringify(edit.place), edit])).values(),
];
