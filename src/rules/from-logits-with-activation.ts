import { argumentOf, removeArgument } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import { defineRule } from './define';
import { headCause } from './head-group';
import { fixOf } from './support/fixes';
import { activationFix, activationPlace, headsOf } from './support/heads';
import { crossEntropies, isRawCrossEntropy, isTensorFlow1 } from './support/losses';

const example = (head: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    ${head},
])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer="adam", loss=loss)
model.fit(x, y, epochs=10)
`;

export default defineRule({
  id: 'from-logits-with-activation',
  group: 'output',
  severity: 'warning',
  evidence: {
    measured: 'not-reproduced',
    wild: { right: 1, unclear: 4, benign: 14 },
    exception:
      'counted were all uses of from_logits; a known activation before it is a mistake that only Keras on TensorFlow corrects (error for plain operations, JAX and PyTorch, which do not)',
  },
  symptoms: ['slow', 'flat'],
  messages: {
    twice:
      'from_logits=True says the model returns raw scores, but the last layer applies {activation} already. Keras on TensorFlow notices and uses the scores (with a warning); on other backends the activation is applied twice, and the loss cannot fall far.',
    operation:
      'The loss applies {activation} itself, but the last layer has applied it already. Applied twice it flattens the differences: the loss cannot fall far, and the gradient is small.',
  },
  docs: {
    summary: 'The loss is told that it gets raw scores, but the last layer already applies softmax or sigmoid.',
    why: `With from_logits=True the loss applies softmax (or sigmoid) itself. Applied to probabilities, which lie between 0 and 1, softmax gives nearly equal
shares: with ten classes the loss cannot fall below about 64% of its start. Keras on TensorFlow corrects this; JAX, PyTorch and the plain operations of
TensorFlow do not.`,
    bad: example(`keras.layers.Dense(3, activation="softmax")`).replace(
      '"softmax"),\n',
      `"softmax"),
    #                                ^^^^^^^^^ from-logits-with-activation
`,
    ),
    good: example('keras.layers.Dense(3)'),
    limits:
      'Speaks only where both the activation and from_logits are known. Error for tf.nn operations and on JAX and PyTorch, where nothing corrects it.',
    fixSafety: 'Safe: without from_logits=True the loss takes the probabilities as they are.',
    probe:
      'Trains both versions on the backend of the program. Measured: on TensorFlow no difference; on JAX the loss stays at 64% of its start while accuracy still reaches 100% on easy data.',
    references: [
      'https://keras.io/api/losses/probabilistic_losses/',
      'https://docs.aws.amazon.com/codeguru/detector-library/python/tensorflow-redundant-softmax/',
    ],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const loss = valueOf(head.loss);
      const activation = valueOf(head.activation);
      if (!loss || (activation !== 'softmax' && activation !== 'sigmoid')) continue;
      const raw = isRawCrossEntropy(loss);
      // There the rule tf1-softmax-then-with-logits speaks.
      if (raw && isTensorFlow1(run)) continue;
      if (!raw && (!crossEntropies.has(loss.name) || !always(loss.fromLogits, (flag) => flag))) continue;
      const argument = loss.call && argumentOf(loss.call, 'from_logits');
      const drop = loss.call && argument ? removeArgument(context, loss.call, argument) : undefined;
      const shared = {
        at: activationPlace(run, head),
        data: { activation },
        cause: headCause(run, head),
        related: [{ place: argument?.place ?? loss.place, message: 'the loss applies it again' }],
        fixes: [
          fixOf('Remove from_logits=True', 'safe', drop),
          activationFix(context, one, 'linear', 'unsafe', `Remove ${activation} from the last layer`),
        ],
        experiment: { kind: 'train', run: run.id },
      } as const;
      if (raw) report({ message: 'operation', severity: 'error', ...shared });
      else report({ message: 'twice', severity: run.keras.backend === 'tensorflow' ? 'warning' : 'error', ...shared });
    }
  },
});
