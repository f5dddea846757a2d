import type { DataFlow } from '../facts/data';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { flowTitle, labelFlow, sharesOrigin, singleOrigin } from './support/data';

export default defineRule({
  id: 'labels-independent-of-features',
  group: 'data',
  severity: 'information',
  evidence: { measured: 'certain', exception: 'shape tests and examples of an interface mean it' },
  symptoms: ['uniform', 'flat', 'slow', 'chance-accuracy', 'validation-at-chance', 'label-spread'],
  messages: {
    random:
      '{labels} and {features} are both made up without regard to each other, so there is nothing in the features that tells the labels. No model can learn more than the average; a falling training loss here is memorisation.',
    fixed:
      '{labels} is a fixed sequence and {features} is random, so there is nothing in the features that tells the labels. No model can learn more than the average; a falling training loss here is memorisation.',
  },
  docs: {
    summary: 'Labels and features are generated independently of each other: there is nothing to learn.',
    why: `A model learns how the labels depend on the features. If both come from separate random generators, or one from a generator and the other from a
fixed sequence, there is no such dependence. The training loss may still fall, because a large model can memorise the samples; on new samples it is at chance.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(100, 10)
y = np.random.randint(0, 2, (100, 1))
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ labels-independent-of-features

model = keras.Sequential([
    keras.layers.Dense(10, activation="relu", input_shape=(10,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(100, 10)
y = (x[:, :1] > x[:, 1:2]).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(10, activation="relu", input_shape=(10,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    limits:
      'Speaks only where both arrays are followed back to their generators and share none. Two fixed sequences (the XOR table, linspace with a literal list) are not flagged: they may depend on each other by their author. Information, because programs that only check shapes do this on purpose.',
    fixSafety:
      'There is no automatic fix. To make a toy task that can be learned, compute the labels from the features: y = (x[:, 0] > x[:, 1]), or use sklearn.datasets.make_classification.',
    probe:
      "Trains the model on the program's own label generator and on labels from a teacher, and compares both with chance on held-out samples.",
    references: ['https://doi.org/10.48550/arXiv.1611.03530'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      if (!trains(run) || isAny(run, 'autoencoder', 'adversarial', 'reinforcement')) continue;
      for (const head of run.heads) {
        const labels = labelFlow(head);
        const [features] = run.inputs;
        if (!labels || !features || run.inputs.length > 1) continue;
        const independence = independent(features, labels);
        const [origin] = labels.origins;
        if (!independence || !origin) continue;
        // Once a label array, however many models are trained on it.
        const key = JSON.stringify(origin.place);
        if (seen.has(key)) continue;
        seen.add(key);
        report({
          message: independence,
          at: origin.place,
          data: {
            labels: flowTitle(context, labels, 'The label array'),
            features: flowTitle(context, features, 'the feature array'),
          },
          related: features.origins.slice(0, 1).map(({ place }) => ({ place, message: 'the features come from here' })),
          experiment: {
            kind: 'train',
            run: run.id,
            task: { labels: 'own-generator' },
            patch: { title: 'With labels that depend on the features', change: { kind: 'teacher-labels' } },
          },
        });
      }
    }
  },
});

/** `random`: the labels are drawn; `fixed`: they are a sequence and the features are drawn sample by sample from one generator. */
function independent(features: DataFlow, labels: DataFlow): 'random' | 'fixed' | undefined {
  const madeUp = [features, labels].every(
    (flow) =>
      flow.originsComplete &&
      flow.origins.length > 0 &&
      flow.origins.every(({ kind }) => kind === 'random' || kind === 'sequence'),
  );
  if (!madeUp || sharesOrigin(features, labels)) return undefined;
  if (labels.origins.every(({ kind }) => kind === 'random')) return 'random';
  // Blocks of samples from different generators may line up with a sequence of labels.
  const drawn = singleOrigin(features)?.kind === 'random' && features.stepsComplete;
  return drawn && labels.origins.every(({ kind }) => kind === 'sequence') ? 'fixed' : undefined;
}
