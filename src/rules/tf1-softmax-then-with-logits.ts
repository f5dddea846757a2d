import { argumentOf, nameAt, replaceText, textOf } from '../edits/edits';
import { valueOf } from '../facts/fact';
import { defineRule, type RuleContext } from './define';
import { headCause } from './head-group';
import { fixOf } from './support/fixes';
import { activationFix, activationPlace, headsOf, type HeadInRun } from './support/heads';
import { isRawCrossEntropy, isTensorFlow1 } from './support/losses';
import { classifierProgram } from './support/session-examples';

export default defineRule({
  id: 'tf1-softmax-then-with-logits',
  group: 'graph',
  severity: 'error',
  evidence: {
    measured: 'partly',
    exception:
      "TensorFlow's own operations never see the logits behind the first softmax, so the loss cannot fall below about 0.64 of its start on any data.",
  },
  messages: {
    twice:
      '{activation} is applied before {loss}, which applies {own} itself. Applied twice it flattens the differences between the classes: the loss cannot fall far, and the gradient is small.',
  },
  docs: {
    summary: 'Probabilities are passed to a cross-entropy of TensorFlow that wants raw scores.',
    why: `The cross-entropies of tf.nn and of TensorFlow 1's tf.losses apply softmax or sigmoid themselves, and nothing corrects it when that has been done
already. Softmax of probabilities gives nearly equal shares: with ten classes the loss cannot fall below about 64% of its start.`,
    bad: classifierProgram(`probabilities = tf.nn.softmax(tf.matmul(hidden, W2) + b2)
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-softmax-then-with-logits
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=probabilities))
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`),
    good: classifierProgram(`logits = tf.matmul(hidden, W2) + b2
probabilities = tf.nn.softmax(logits)
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=logits))
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`),
    limits:
      'Speaks where the graph between the activation and the loss is known. log_softmax is left alone: softmax of its result is the same distribution. The same mistake in TensorFlow 2 is named by from-logits-with-activation.',
    fixSafety: 'Unsafe: whatever else uses the probabilities gets scores; argmax over them stays the same.',
    probe:
      'Trains both versions, with a loss that does not know of the first activation. Measured: the loss stays at 64% of its start.',
    references: [
      'https://www.tensorflow.org/api_docs/python/tf/nn/softmax_cross_entropy_with_logits',
      'https://docs.aws.amazon.com/codeguru/detector-library/python/tensorflow-redundant-softmax/',
    ],
  },
  check(context, report) {
    for (const one of headsOf(context)) {
      const { run, head } = one;
      const loss = valueOf(head.loss);
      const activation = valueOf(head.activation);
      if (!loss || !isTensorFlow1(run) || !isRawCrossEntropy(loss)) continue;
      if (activation !== 'softmax' && activation !== 'sigmoid') continue;
      const short = loss.name.split('.').at(-1) ?? loss.name;
      const output = run.model.nodes[head.output];
      report({
        message: 'twice',
        at: output?.kind === 'operation' ? output.place : activationPlace(run, head),
        data: { activation, loss: short, own: short.includes('sigmoid') ? 'sigmoid' : 'softmax' },
        cause: headCause(run, head),
        related: [{ place: loss.place, message: 'the loss applies its own' }],
        fixes: [
          dropOperation(context, one) ??
            activationFix(context, one, 'linear', 'unsafe', `Remove ${activation} from the last layer`),
        ],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});

/** `tf.nn.softmax(scores)` -> `scores`. */
function dropOperation(context: RuleContext, { run, head }: HeadInRun) {
  const output = run.model.nodes[head.output];
  if (output?.kind !== 'operation' || !output.call) return undefined;
  const scores = argumentOf(output.call, 'logits') ?? argumentOf(output.call, 'x') ?? output.call.arguments[0];
  if (!scores || scores.star > 0) return undefined;
  return fixOf(
    `Pass the scores: remove ${textOf(context, output.call.function)}`,
    'unsafe',
    replaceText(output.call.place, nameAt(context, scores.value) ?? `(${textOf(context, scores.value)})`),
  );
}
