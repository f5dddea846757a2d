import { ensureImport, replaceText, textOf } from '../edits/edits';
import { always } from '../facts/fact';
import type { Head, Metric, TrainingRun } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { trains } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { isMultiUnit, isSingleUnit, quoted } from './support/heads';
import { isLoss, kerasName, labelKindOf } from './support/losses';

const compile = (metric: string): string =>
  `model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=[${metric}])`;

export default defineRule({
  id: 'metric-label-mismatch',
  group: 'output',
  severity: 'warning',
  evidence: { measured: 'certain', exception: 'Only what is measured is wrong, not the training.' },
  symptoms: ['frozen-accuracy'],
  messages: {
    exact:
      '{metric} counts predictions that are exactly equal to the label, and {activation} outputs are fractions. It stays at about 0 however well the model learns, or Keras raises where the shapes differ.',
    oneHot:
      '{metric} takes the position of the largest label as the class, and the labels are class numbers. What it reports has nothing to do with how many answers are right.',
    numbers: '{metric} wants class numbers as labels, and they are one-hot. Keras raises, or compares the wrong numbers.',
    perEntry: '{metric} compares {units} outputs one by one with 0.5, and the labels are {labels}. {result}.',
  },
  docs: {
    summary: 'A metric is given labels or outputs of another kind than it compares.',
    why: `Keras has one accuracy for each pair of outputs and labels: binary, categorical (one-hot labels), sparse categorical (class numbers); the class Accuracy
compares values for equality. The string "accuracy" picks the right one by itself; a class or a full name does not.`,
    bad: classification({
      compile: `${compile('keras.metrics.CategoricalAccuracy()')}
#                                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ metric-label-mismatch`,
    }),
    good: classification({ compile: compile('keras.metrics.SparseCategoricalAccuracy()') }),
    limits:
      'The kind of labels is taken from the loss (sparse or not) and from the labels where they are followed. Silent for models with several outputs, for losses that are not cross-entropies, and for the string "accuracy".',
    fixSafety: 'Safe: the metric reports, and nothing is trained by it. A callback that monitors its name may need the new one.',
    probe: 'Not trained: a metric does not change what is learned.',
    references: ['https://keras.io/api/metrics/accuracy_metrics/'],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const run of context.program.runs) {
      const [head] = run.heads;
      if (!head || run.heads.length !== 1 || !trains(run)) continue;
      for (const metric of run.metrics.items) {
        const found = mismatch(head, run, metric);
        if (!found || seen.has(metric.place.start)) continue;
        seen.add(metric.place.start);
        report({
          ...found.what,
          at: metric.place,
          related: head.loss.kind === 'known' ? [{ place: head.loss.value.place, message: 'the loss it stands beside' }] : [],
          fixes: [found.right === undefined ? undefined : replaceMetric(context, metric, found.right)],
          experiment: { kind: 'none', reason: 'a metric does not change what is learned' },
        });
      }
    }
  },
});

interface Mismatch {
  readonly what:
    | { readonly message: 'exact'; readonly data: { readonly metric: string; readonly activation: string } }
    | { readonly message: 'oneHot' | 'numbers'; readonly data: { readonly metric: string } }
    | {
        readonly message: 'perEntry';
        readonly data: { readonly metric: string; readonly units: string; readonly labels: string; readonly result: string };
      };
  readonly right: string | undefined;
}

const softmaxLosses = {
  sparse: new Set(['sparse_categorical_crossentropy']),
  oneHot: new Set(['categorical_crossentropy']),
  binary: new Set(['binary_crossentropy']),
} as const;

function mismatch(head: Head, run: TrainingRun, metric: Metric): Mismatch | undefined {
  const name = snake(metric.name);
  const labels = labelsOf(head);
  const right = rightMetric(labels, head);
  if (name === 'accuracy')
    return metric.form === 'instance' &&
      labels !== undefined &&
      head.activation.kind === 'known' &&
      fractions.has(head.activation.value)
      ? { what: { message: 'exact', data: { metric: `${metric.name}()`, activation: head.activation.value } }, right }
      : undefined;
  const title = metric.form === 'instance' ? `${metric.name}()` : metric.name;
  if (!isMultiUnit(head) || isSingleUnit(run, head)) return undefined;
  if (name === 'categorical_accuracy' && labels === 'numbers')
    return { what: { message: 'oneHot', data: { metric: title } }, right };
  if (name === 'sparse_categorical_accuracy' && labels === 'one-hot')
    return { what: { message: 'numbers', data: { metric: title } }, right };
  if (name === 'binary_accuracy' && (labels === 'numbers' || labels === 'one-hot') && head.units.kind === 'known')
    return {
      what: {
        message: 'perEntry',
        data: {
          metric: title,
          units: String(head.units.value),
          labels: labels === 'numbers' ? 'class numbers' : 'one-hot',
          result:
            labels === 'numbers'
              ? 'Keras raises, or compares the wrong numbers'
              : `A model that never names a class already scores ${Math.round(100 - 100 / head.units.value)}%`,
        },
      },
      right,
    };
  return undefined;
}

const fractions: ReadonlySet<string> = new Set(['softmax', 'sigmoid', 'tanh']);

type Labels = 'numbers' | 'one-hot' | 'binary';

/** What the loss requires of the labels; a loss that takes both says nothing. */
function labelsOf(head: Head): Labels | undefined {
  if (isLoss(head, softmaxLosses.sparse)) return 'numbers';
  if (isLoss(head, softmaxLosses.oneHot)) return 'one-hot';
  if (!isLoss(head, softmaxLosses.binary)) return undefined;
  // Several yes-or-no answers at once are not one-hot.
  return always(head.activation, (name) => name === 'softmax') && labelKindOf(head)?.kind === 'one-hot' ? 'one-hot' : 'binary';
}

const rightMetric = (labels: Labels | undefined, head: Head): string | undefined =>
  labels === 'numbers'
    ? 'SparseCategoricalAccuracy'
    : labels === 'one-hot'
      ? 'CategoricalAccuracy'
      : labels === 'binary' &&
          head.loss.kind === 'known' &&
          kerasName(head.loss.value) === 'binary_crossentropy' &&
          always(head.activation, (name) => name === 'sigmoid')
        ? 'BinaryAccuracy'
        : undefined;

const snake = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();

function replaceMetric(context: RuleContext, metric: Metric, name: string) {
  if (metric.form === 'string')
    return fixOf(`Use ${snake(name)}`, 'safe', replaceText(metric.place, quoted(context, metric.place, snake(name))));
  // Arguments, such as a name, stay.
  if (metric.form !== 'instance' || !metric.call) return undefined;
  const { receiver } = metric.call;
  if (receiver) return fixOf(`Use ${name}`, 'safe', replaceText(metric.call.function, `${textOf(context, receiver)}.${name}`));
  const written = ensureImport(context, metric.place.source, `keras.metrics.${name}`);
  return written && fixOf(`Use ${name}`, 'safe', ...written.edits, replaceText(metric.call.function, written.name));
}
