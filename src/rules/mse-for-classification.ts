import { always, valueOf } from '../facts/fact';
import type { Head, TrainingRun } from '../facts/training';
import { defineRule } from './define';
import { isAny } from './guards';
import { headCause } from './head-group';
import { activationPlace, headsOf, lossFix } from './support/heads';
import { categoricalLossFor, countsAnswers, hasClassLabels, kerasName, labelKindOf, lossName, lossTitle } from './support/losses';

const distances = new Set(['mean_squared_error', 'mean_absolute_error']);

export default defineRule({
  id: 'mse-for-classification',
  group: 'output',
  severity: 'warning',
  evidence: {
    measured: 'partly',
    wild: { right: 8, unclear: 1, benign: 0 },
    exception:
      'counted were softmax heads; with sigmoid (1 right, 7 unclear, 1 benign) only known classes or plain SGD are a warning',
  },
  symptoms: ['slow', 'flat', 'constant'],
  messages: {
    number:
      'The labels are 0 and 1, and the model answers with a number from {activation}, by {loss}. That can work; sigmoid with binary cross-entropy is made for it and gives a probability.',
    open: 'What the labels are is not known here. If they are classes, {better} keeps a strong gradient where {loss} loses it; if they are quantities, {activation} cannot reach them: leave it out.',
    flat: 'The {loss} measures class probabilities from {activation} as if they were quantities. Where the model is confidently wrong its gradient vanishes, so training can stall; {better} keeps a strong gradient there.',
  },
  docs: {
    summary: 'A classifier (sigmoid or softmax output) is trained with mean squared or absolute error.',
    why: `The gradient of (p - y)^2 through sigmoid or softmax carries the factor p(1 - p). For a confidently wrong answer p is near 0 or 1, the
factor is near 0, and the weights barely move. Cross-entropy cancels that factor: the worse the answer, the stronger the push. With Adam and an easy task
both often end at the same accuracy; with plain SGD the difference is large.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(200, 10)
y = (x[:, 0] > x[:, 1]).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(10, activation="relu", input_shape=(10,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="sgd", loss="mse", metrics=["accuracy"])
#                                   ^^^^^ mse-for-classification
model.fit(x, y, epochs=10)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(200, 10)
y = (x[:, 0] > x[:, 1]).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(10, activation="relu", input_shape=(10,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`,
    limits:
      'Speaks only where classification is evident: labels known to be classes, an accuracy metric, or softmax over several units. Silent for autoencoders, adversarial and reinforcement training, where sigmoid with MSE is usual. Information only, where an adaptive optimizer and unknown labels make harm unlikely.',
    fixSafety: 'Safe where the labels are known to be classes; otherwise unsafe, because the targets may be probabilities.',
    probe:
      'Trains both losses and compares held-out accuracy, never the two losses with each other. Measured in Keras: softmax with SGD 11% against 100%; with Adam no difference; sigmoid with SGD 88% against 92%.',
    references: ['https://keras.io/api/losses/probabilistic_losses/', 'https://www.deeplearningbook.org/contents/mlp.html'],
  },
  check(context, report) {
    for (const { run, head } of headsOf(context)) {
      const loss = valueOf(head.loss);
      const activation = valueOf(head.activation);
      if (!loss || !distances.has(kerasName(loss))) continue;
      if (isYesOrNo(head) && (activation === 'relu' || activation === 'linear') && countsAnswers(run)) {
        report({
          message: 'number',
          at: loss.place,
          severity: 'information',
          data: { loss: lossTitle(loss), activation },
          cause: headCause(run, head),
          experiment: { kind: 'train', run: run.id },
        });
        continue;
      }
      if (activation !== 'sigmoid' && activation !== 'softmax') continue;
      if (isAny(run, 'autoencoder', 'adversarial', 'reinforcement') || labelKindOf(head)?.kind === 'continuous') continue;
      if (!meansClasses(run, head, activation)) continue;
      const better = betterLoss(head, activation);
      const certain = hasClassLabels(head);
      // Shares and several quantities end in softmax as well: what the labels are decides, and it is asked for.
      if (!certain && !countsAnswers(run)) {
        report({
          message: 'open',
          at: loss.place,
          severity: 'information',
          data: { loss: lossTitle(loss), activation, better: lossName(better) },
          cause: headCause(run, head),
          related: [{ place: activationPlace(run, head), message: `${activation} makes the output a probability` }],
          experiment: { kind: 'train', run: run.id },
        });
        continue;
      }
      const harmful = certain || activation === 'softmax' || always(run.optimizer, ({ type }) => type === 'SGD');
      report({
        message: 'flat',
        at: loss.place,
        severity: harmful ? 'warning' : 'information',
        data: { loss: lossTitle(loss), activation, better: lossName(better) },
        cause: headCause(run, head),
        related: [{ place: activationPlace(run, head), message: `${activation} makes the output a probability` }],
        fixes: [lossFix(context, head, better, certain ? 'safe' : 'unsafe')],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

/** One output for the labels 0 and 1. */
const isYesOrNo = (head: Head): boolean => {
  const kind = labelKindOf(head);
  return always(head.units, (units) => units === 1) && kind?.kind === 'binary' && kind.encoding !== 'minus-one-one';
};

function meansClasses(run: TrainingRun, head: Head, activation: string): boolean {
  const competing = activation === 'softmax' && always(head.units, (units) => units > 1);
  return competing || hasClassLabels(head) || countsAnswers(run);
}

function betterLoss(head: Head, activation: string): string {
  if (activation === 'sigmoid') return 'binary_crossentropy';
  return categoricalLossFor(head);
}
