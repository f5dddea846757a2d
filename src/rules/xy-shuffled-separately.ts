import type { DataFlow, DataStep } from '../facts/data';
import type { TrainingProgram } from '../facts/training';
import type { Place } from '../text/place';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { flowTitle, labelFlow } from './support/data';

/** Changes of the order of one array alone, beside those whose order is known to be drawn. */
const reorders =
  /^(?:numpy\.random\.shuffle|random\.shuffle|numpy\.random\.Generator\.shuffle|numpy\.sort|numpy\.ndarray\.sort|sklearn\.utils\.shuffle)$/;

const example = (lines: string): string => `import numpy as np
from tensorflow import keras

x = np.random.normal(size=(300, 4))
y = (x.sum(axis=1) > 0).astype("int32")
${lines}

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=10)
`;

export default defineRule({
  id: 'xy-shuffled-separately',
  group: 'data',
  severity: 'error',
  evidence: { measured: 'confirmed', exception: 'pairs that are torn apart cannot be learned, whatever the model' },
  symptoms: ['uniform', 'flat', 'slow', 'chance-accuracy', 'validation-at-chance', 'label-spread'],
  messages: {
    apart:
      '{labels} and {features} are put into a random order separately, so the labels no longer belong to their samples. No model can learn more than the average from that.',
  },
  docs: {
    summary: 'Features and labels are shuffled (or sorted) separately, so they no longer belong together.',
    why: `Row i of the features and entry i of the labels must come from the same sample. Two separate shuffles draw two different orders: from then on every
label belongs to some other sample, and there is nothing left to learn.`,
    bad: example(`np.random.shuffle(x)
np.random.shuffle(y)
#^^^^^^^^^^^^^^^^^^^ xy-shuffled-separately`),
    good: example(`order = np.random.permutation(len(x))
x, y = x[order], y[order]`),
    limits:
      'Silent where a seed is set or a generator state restored between the two, which makes both orders the same, and where one index orders both arrays.',
    fixSafety:
      'There is no automatic fix: order both with one permutation, p = np.random.permutation(len(x)); x, y = x[p], y[p].',
    probe: 'Trains on labels in order and on the same labels in another order. Measured in Keras: 100% against 20%.',
    references: ['https://numpy.org/doc/stable/reference/random/generated/numpy.random.permutation.html'],
  },
  check(context, report) {
    for (const run of context.program.runs) {
      if (!trains(run) || isAny(run, 'autoencoder', 'reinforcement')) continue;
      for (const head of run.heads) {
        const labels = labelFlow(head);
        const [features] = run.inputs;
        if (!labels || !features || labels.id === features.id) continue;
        const ofLabels = orderings(labels).find((step) => !isShared(step, features));
        const ofFeatures = orderings(features).find((step) => !isShared(step, labels));
        if (!ofLabels || !ofFeatures || isSeeded(context.program, ofLabels.place, ofFeatures.place)) continue;
        const [first, second] = ofLabels.place.start > ofFeatures.place.start ? [ofFeatures, ofLabels] : [ofLabels, ofFeatures];
        report({
          message: 'apart',
          at: second.place,
          data: {
            labels: flowTitle(context, labels, 'The label array'),
            features: flowTitle(context, features, 'the feature array'),
          },
          related: [{ place: first.place, message: 'the other order is drawn here' }],
          experiment: {
            kind: 'train',
            run: run.id,
            patch: { title: 'With each label at its own sample', change: { kind: 'labels-in-order' } },
          },
        });
      }
    }
  },
});

const orderings = ({ steps }: DataFlow): readonly DataStep[] =>
  steps.filter(({ kind, by, drawn }) => (kind === 'shuffle' || kind === 'sort') && (drawn !== undefined || reorders.test(by)));

/** The same order was given to the other array too: it was drawn once, or the same call ordered both. */
const isShared = (step: DataStep, other: DataFlow): boolean =>
  other.steps.some(({ place, drawn }) =>
    drawn !== undefined && step.drawn !== undefined
      ? drawn === step.drawn
      : place.source === step.place.source && place.start === step.place.start,
  );

/** A seed before each shuffle draws the same order twice. */
function isSeeded({ calls }: TrainingProgram, a: Place, b: Place): boolean {
  const [from, to] = [Math.min(a.start, b.start), Math.max(a.start, b.start)];
  return calls.some(
    ({ call }) =>
      /\.(?:seed|set_state|RandomState|default_rng|set_seed|set_random_seed)$/.test(call.callee) &&
      call.place.start > from &&
      call.place.start < to,
  );
}
