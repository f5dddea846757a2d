import type { DataStep } from '../facts/data';
import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { pictures } from './support/examples';
import { isAny } from './guards';
import { fixOf, undoDivision } from './support/fixes';
import { flowTitle, labelFlow } from './support/data';
import { headsOf } from './support/heads';
import { categoricalLosses, lossTitle } from './support/losses';

const example = (scaling: string): string => `${pictures}x_train = x_train / 255.0
${scaling}
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train, epochs=5)
`;

export default defineRule({
  id: 'scaled-class-labels',
  group: 'data',
  severity: 'error',
  evidence: {
    measured: 'certain',
    wild: { right: 3, unclear: 0, benign: 5 },
    exception:
      'counted were all labels divided by 255; the rule speaks only of class numbers with a categorical loss, never of masks',
  },
  symptoms: ['frozen-accuracy', 'chance-accuracy'],
  messages: {
    scaled:
      '{labels} holds class numbers, but it is scaled here as if it held quantities. The {loss} uses a label as the number of a class: scaled, all of them become class 0, or no class at all.',
  },
  docs: {
    summary: 'Class labels are divided or normalised as if they were quantities.',
    why: `A class number is a name, not an amount. Divided by 255, the digits 0 to 9 become numbers below 0.04, which are cut to 0 where they are used as an
index: every sample has the label 0, and the model learns to say so.`,
    bad: example(`y_train = y_train / 255.0
#         ^^^^^^^^^^^^^^^ scaled-class-labels
`),
    good: example(''),
    limits:
      'Speaks only for categorical cross-entropies and labels that came as class numbers; images and masks as targets may well be scaled.',
    fixSafety: 'Safe: the labels are used as they were.',
    probe: 'Trains on class numbers that are scaled as written and on the same left as they are, and compares accuracy.',
    references: ['https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class'],
  },
  check(context, report) {
    for (const { run, head } of headsOf(context)) {
      const loss = valueOf(head.loss);
      const labels = labelFlow(head);
      if (!loss || !labels || !categoricalLosses.has(loss.name) || isAny(run, 'autoencoder')) continue;
      const step = labels.steps.find(isScaling);
      const image = (valueOf(labels.shape)?.length ?? 1) > 2;
      if (!step || image) continue;
      report({
        message: 'scaled',
        at: step.place,
        data: { labels: flowTitle(context, labels, 'The label array'), loss: lossTitle(loss) },
        related: [{ place: loss.place, message: 'the loss that needs class numbers' }],
        fixes: [fixOf('Leave the labels as they are', 'safe', undoDivision(context, step.place))],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

const isScaling = ({ kind, factor }: DataStep): boolean =>
  kind === 'standardize' || kind === 'minmax' || (kind === 'scale' && factor !== undefined && factor > 0 && factor < 1);
