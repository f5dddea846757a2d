import { ensureImport, replaceLiteral, replaceText, setArgument } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import type { Head, Metric, ModelUse } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { trains } from './guards';
import { fixOf } from './support/fixes';
import { isSingleUnit } from './support/heads';

const example = (decode: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20)
probability = model.predict(x)
${decode}
`;

export default defineRule({
  id: 'metric-threshold-mismatch',
  group: 'output',
  severity: 'warning',
  evidence: {
    measured: 'certain',
    exception: 'Only the answers are wrong, not the training; information where accuracy is shifted and nothing else.',
  },
  symptoms: ['frozen-accuracy', 'slow'],
  messages: {
    argmax:
      'argmax over the outputs of a model with one unit is always 0. Every sample is put into class 0 whatever the model learned.',
    flat: 'argmax {over} of {shape} predictions gives {gives}, not a class for each sample. The answers have nothing to do with the labels.',
    logits:
      '{how} decides at {threshold} where the model gives logits (from_logits=True, no activation): a logit of 0 is a probability of one half. Answers the model is up to 62% sure of are counted as the other class.',
  },
  docs: {
    summary: 'Predictions are turned into classes in a way that does not fit the output layer.',
    why: `One sigmoid unit gives one number a sample, and the largest of one number is always the first: argmax is 0 for all. A threshold of 0.5 is right for
probabilities; logits are positive where the probability is above one half, so their threshold is 0.`,
    bad: example(`answers = np.argmax(probability, axis=1)
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ metric-threshold-mismatch`),
    good: example('answers = (probability > 0.5).astype("int32")'),
    limits:
      'Speaks of predictions that reach argmax, round or a comparison as predict gave them, whole or in part. The string "accuracy" beside logits is information only, because it shifts the threshold and nothing else. Decoding in code that was not read is left alone.',
    fixSafety: 'Safe: nothing is trained by it. Replacing argmax is unsafe, because the result keeps its column.',
    probe: 'Not trained: what is learned is the same. Accuracy with argmax is the share of class 0, however small the loss.',
    references: [
      'https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class',
      'https://github.com/tensorflow/tensorflow/issues/42182',
    ],
  },
  check(context, report) {
    const seen = new Set<string>();
    const once = (place: object): boolean => {
      const key = JSON.stringify(place);
      return !seen.has(key) && seen.add(key).size > 0;
    };
    const experiment = { kind: 'none', reason: 'what is learned is the same' } as const;
    for (const use of context.program.uses) {
      const [head] = use.heads;
      if (!head || use.heads.length !== 1) continue;
      for (const decoding of use.decodings) {
        const { place } = decoding;
        if (decoding.how === 'argmax') {
          const fault = argmaxFault(use, head, decoding);
          if (!fault || !once(place)) continue;
          const related = [{ place: use.call.place, message: 'the predictions' }];
          if (fault === 'argmax') report({ message: 'argmax', at: place, related, experiment });
          else report({ message: 'flat', at: place, data: fault, related, experiment });
          continue;
        }
        const threshold = decoding.how === 'round' ? 0.5 : valueOf(decoding.threshold);
        if (!givesLogits(use, head) || threshold === undefined || Math.abs(threshold - 0.5) > 0.2 || !once(place)) continue;
        report({
          message: 'logits',
          at: place,
          data: { how: decoding.how === 'round' ? 'Rounding' : 'The comparison', threshold },
          related: head.loss.kind === 'known' ? [{ place: head.loss.value.place, message: 'from_logits=True' }] : [],
          fixes: [
            decoding.how === 'threshold' ? fixOf('Compare with 0', 'safe', replaceLiteral(decoding.threshold, '0')) : undefined,
          ],
          experiment,
        });
      }
    }
    for (const run of context.program.runs) {
      const [head] = run.heads;
      if (!head || run.heads.length !== 1 || !trains(run) || !givesLogits(run, head)) continue;
      for (const metric of run.metrics.items) {
        if (!decidesAtHalf(metric) || !once(metric.place)) continue;
        report({
          message: 'logits',
          severity: metric.form === 'instance' ? 'warning' : 'information',
          at: metric.place,
          data: { how: metric.form === 'instance' ? `${metric.name}()` : `"${metric.name}"`, threshold: 0.5 },
          related: head.loss.kind === 'known' ? [{ place: head.loss.value.place, message: 'from_logits=True' }] : [],
          fixes: [atZero(context, metric)],
          experiment,
        });
      }
    }
  },
});

/** One number that is a logit for a binary cross-entropy. */
const givesLogits = (run: Pick<ModelUse, 'model'>, head: Head): boolean =>
  isSingleUnit(run, head) &&
  always(head.activation, (name) => name === 'linear') &&
  always(head.loss, (loss) => loss.name === 'binary_crossentropy' && valueOf(loss.fromLogits) === true);

/** What the model is given has one axis more than a sample, as far as both are known. */
function isBatch({ model, inputs }: ModelUse): boolean {
  const sample = valueOf(model.nodes[model.inputs[0] ?? -1]?.shape);
  const given = valueOf(inputs[0]?.shape);
  return !sample || !given || given.length === sample.length + 1;
}

type Argmax = Extract<ModelUse['decodings'][number], { how: 'argmax' }>;

function argmaxFault(
  use: ModelUse,
  head: Head,
  { axis, shape }: Argmax,
): 'argmax' | { readonly over: string; readonly shape: string; readonly gives: string } | undefined {
  const over = valueOf(axis);
  const dims = valueOf(shape);
  // Of predictions for data of unknown shape the last axis is still that of the units.
  if (!dims && over === -1 && isSingleUnit(use, head)) return 'argmax';
  if (over === undefined || !dims || dims.length === 0) return undefined;
  const at = over === null ? undefined : over < 0 ? dims.length + over : over;
  if (isSingleUnit(use, head) && dims.at(-1) === 1 && (at === undefined || at === dims.length - 1)) return 'argmax';
  // The rows of a table of classes, all at once or downwards; one row may be meant.
  const [samples, classes] = dims;
  if (dims.length !== 2 || typeof samples !== 'number' || typeof classes !== 'number' || samples < 2 || classes < 2)
    return undefined;
  if (!always(head.activation, (name) => name === 'softmax')) return undefined;
  // One sample without its batch axis is another mistake, which Keras answers.
  if (!isBatch(use)) return undefined;
  const size = `${samples} x ${classes}`;
  if (at === undefined) return { over: 'without an axis', shape: size, gives: 'a single position among all numbers' };
  return at === 0 ? { over: 'over axis 0', shape: size, gives: `the best sample for each of ${classes} classes` } : undefined;
}

/** Accuracy of one output compares it with 0.5 unless it is told otherwise. */
const decidesAtHalf = ({ name, form, arguments: given }: Metric): boolean =>
  form === 'instance'
    ? name === 'BinaryAccuracy' && always(given.threshold, (value) => value === 0.5)
    : /^(?:acc|accuracy|binary_accuracy|BinaryAccuracy)$/.test(name);

function atZero(context: RuleContext, metric: Metric) {
  const title = 'Set the threshold to 0';
  if (metric.form === 'instance') return metric.call && fixOf(title, 'safe', setArgument(metric.call, 'threshold', '0.0'));
  if (metric.form !== 'string') return undefined;
  const written = ensureImport(context, metric.place.source, 'keras.metrics.BinaryAccuracy');
  const name = metric.name === 'acc' || metric.name === 'accuracy' ? `name="${metric.name}", ` : '';
  return written && fixOf(title, 'safe', ...written.edits, replaceText(metric.place, `${written.name}(${name}threshold=0.0)`));
}
