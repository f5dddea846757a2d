import { valueOf } from '../facts/fact';
import type { Head, TrainingRun } from '../facts/training';
import { defineRule } from './define';
import { headCause } from './head-group';
import { isAny } from './guards';
import { labelFlow } from './support/data';
import { classification } from './support/examples';
import { headsOf, isSingleUnit, lossFix } from './support/heads';
import { kerasName, labelKindOf, labelRangeOf, rangeTitle } from './support/losses';

const regression = (loss: string): string =>
  classification({
    data: `x = np.random.rand(300, 8)
y = np.random.randint(0, 5, size=(300, 1)).astype("float32")`,
    layers: `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(1),`,
    compile: loss,
  });

export default defineRule({
  id: 'loss-domain',
  group: 'output',
  severity: 'warning',
  evidence: { measured: 'confirmed' },
  symptoms: ['nan', 'huge', 'zero'],
  messages: {
    labels: '{loss} {needs}, and the labels here {have}. {consequence}',
    output:
      'Poisson loss takes the logarithm of the output, and a {activation} output can be negative. The loss is NaN from the first negative prediction on.',
  },
  docs: {
    summary: 'A loss is used with labels or outputs outside of where it is defined.',
    why: `A percentage of 0 is not defined: Keras divides by 0.0000001 instead, so one label of 0 makes the loss ten million times as large and outweighs all others.
Logarithmic errors set negative labels to 0 without a word. A divergence compares distributions; class numbers are none. The cosine of two single numbers is 1 or -1 and has no slope.`,
    bad: regression(`model.compile(optimizer="adam", loss="mean_absolute_percentage_error")
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ loss-domain`),
    good: regression('model.compile(optimizer="adam", loss="mean_absolute_error")'),
    limits: `Needs the values of the labels: their range, or what kind of classes they are. Speaks of percentage errors with labels that include 0, squared logarithmic errors and Poisson loss with
negative labels, Poisson loss on linear or tanh outputs, Kullback-Leibler divergence with labels outside 0..1, and cosine similarity of single numbers. Targets known to be positive are fine.`,
    fixSafety: 'Unsafe: another loss weighs errors otherwise.',
    probe:
      'Trains with both losses where both are modelled. Measured in Keras with labels 0 to 4: R2 -2.1 with the percentage error against 0.96 with the absolute error in 5 of 5 runs, the loss above a million; Poisson on a linear output: the loss is NaN in 5 of 5 runs, with exp R2 0.93.',
    references: ['https://keras.io/api/losses/regression_losses/'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const { run, head } of headsOf(context)) {
      const loss = valueOf(head.loss);
      const cause = headCause(run, head);
      if (!loss || loss.form === 'custom' || isAny(run, 'adversarial', 'reinforcement') || seen.has(cause)) continue;
      const problem = problemOf(run, head, kerasName(loss));
      if (!problem) continue;
      seen.add(cause);
      const flow = labelFlow(head);
      const experiment =
        run.loop.kind === 'fit'
          ? ({ kind: 'train', run: run.id } as const)
          : ({ kind: 'none', reason: 'the model is never trained' } as const);
      if (problem.kind === 'output') {
        report({ message: 'output', at: loss.place, data: { activation: problem.activation }, experiment });
        continue;
      }
      const { instead, loss: title, needs, have, consequence } = problem;
      const data = { loss: title, needs, have, consequence };
      report({
        message: 'labels',
        // An output that cannot reach the labels comes first: another loss would not help it.
        cause,
        at: loss.place,
        data,
        related: flow ? [{ place: flow.place, message: `these labels ${data.have}` }] : [],
        fixes: [instead === undefined ? undefined : lossFix(context, head, instead, 'unsafe')],
        experiment,
      });
    }
  },
});

type Problem =
  | { readonly kind: 'output'; readonly activation: string }
  | {
      readonly kind: 'labels';
      readonly loss: string;
      readonly needs: string;
      readonly have: string;
      readonly consequence: string;
      readonly instead?: string | undefined;
    };

function problemOf(run: TrainingRun, head: Head, name: string): Problem | undefined {
  const range = labelRangeOf(head);
  const have = range && `go from ${rangeTitle(range)}`;
  const negative = range !== undefined && range.min < 0;
  switch (name) {
    case 'mean_absolute_percentage_error':
      return containsZero(head)
        ? {
            kind: 'labels',
            loss: 'Mean absolute percentage error',
            needs: 'divides by the labels',
            have: have ?? 'include 0',
            consequence: 'Keras divides by 1e-7 where a label is 0, so those samples outweigh all others.',
            instead: 'mean_absolute_error',
          }
        : undefined;
    case 'mean_squared_logarithmic_error':
      return negative && have !== undefined
        ? {
            kind: 'labels',
            loss: 'Mean squared logarithmic error',
            needs: 'is for values from 0 on',
            have,
            consequence: 'Keras takes every negative label for 0, so the model cannot learn them.',
            instead: 'mean_squared_error',
          }
        : undefined;
    case 'poisson': {
      if (negative && have !== undefined)
        return {
          kind: 'labels',
          loss: 'Poisson loss',
          needs: 'is for counts from 0 on',
          have,
          consequence: 'For a negative label the loss falls without end as the prediction goes to 0.',
          instead: 'mean_squared_error',
        };
      const activation = valueOf(head.activation);
      return activation === 'linear' || activation === 'tanh' ? { kind: 'output', activation } : undefined;
    }
    case 'kl_divergence': {
      const kind = labelKindOf(head);
      const classes = kind?.kind === 'class-ids' && kind.classes > 2;
      const outside = range !== undefined && (range.min < 0 || range.max > 1);
      return classes || outside
        ? {
            kind: 'labels',
            loss: 'Kullback-Leibler divergence',
            needs: 'compares distributions, whose values lie within 0 and 1',
            have: have ?? 'are class numbers',
            consequence: 'Keras clips every label into that interval, so most of what they say is lost.',
          }
        : undefined;
    }
    case 'cosine_similarity': {
      const flow = labelFlow(head);
      const dims = flow && valueOf(flow.shape);
      const single = dims !== undefined && (dims.length === 1 || (dims.length === 2 && dims[1] === 1));
      return single && isSingleUnit(run, head)
        ? {
            kind: 'labels',
            loss: 'Cosine similarity',
            needs: 'compares directions of vectors',
            have: 'are single numbers',
            consequence: 'The cosine of two numbers is 1 or -1 whatever their size, so there is no gradient.',
            instead: 'mean_squared_error',
          }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Classes that count from 0, or a known range with 0 at its end or within. */
function containsZero(head: Head): boolean {
  const kind = labelKindOf(head);
  if (kind?.kind === 'one-hot' || (kind?.kind === 'binary' && kind.encoding !== 'minus-one-one')) return true;
  if (kind?.kind === 'class-ids' && kind.first === 0) return true;
  const range = labelRangeOf(head);
  return range !== undefined && range.min <= 0 && range.max >= 0;
}
