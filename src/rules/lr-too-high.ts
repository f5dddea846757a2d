import type { Fix } from '../finding/finding';
import { valueOf, type Known } from '../facts/fact';
import type { ModelGraph } from '../facts/graph';
import type { TrainingRun } from '../facts/training';
import { replaceLiteral } from '../edits/edits';
import { defineRule } from './define';
import { isAny, isTruthTable, trains } from './guards';
import { isRecurrent } from './support/graph';
import { isWeighted, kernelAt } from './support/kernels';
import { isLoss, labelRangeOf, regressionLosses } from './support/losses';
import type { RateLimits } from '../knowledge/optimizers';
import { rateLimits, startingRate } from './support/rates';

export default defineRule({
  id: 'lr-too-high',
  group: 'training',
  severity: 'warning',
  evidence: { measured: 'partly', wild: { right: 5, unclear: 1, benign: 2 } },
  symptoms: ['nan', 'diverging', 'saw-tooth', 'huge', 'chance-accuracy'],
  messages: {
    far: 'A learning rate of {rate} is {times} times the default of {optimizer}. Steps this large jump past the minimum: the loss bounces, stays flat, or becomes NaN.',
  },
  docs: {
    summary: 'The learning rate is far above the range in which this optimizer usually trains.',
    why: `Each step moves the weights by the learning rate times the gradient (Adam: by about the learning rate itself). Too large a step overshoots the
minimum, saturates sigmoid and softmax or kills relu units, and afterwards there is no gradient left to come back.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.5), loss="binary_crossentropy")
#                                                           ^^^ lr-too-high
model.fit(x, y, epochs=20)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(32, activation="relu"),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy")
model.fit(x, y, epochs=20)
`,
    limits:
      'Warning from 0.1 (Adam, AdamW, Nadam, Adamax, RMSprop) and from 1 (SGD); information above 0.01 and 0.3. Of a truth table (XOR) information at most. A model without hidden layer gets information at most and needs ten times as much. Of a schedule the initial rate counts. Adadelta, Adagrad and Ftrl are never flagged.',
    fixSafety: 'Safe where the number is used for this optimizer only; not offered where it feeds something else.',
    probe:
      'Trains with both rates and compares the metric with chance. Measured in Keras: Adam 1.0 10% against 100%; Adam 0.1 with four hidden layers 20% against 100%; Adam 0.1 with one hidden layer and SGD 1.0 no difference; SGD 10 10% against 100%.',
    references: ['https://keras.io/api/optimizers/adam/', 'https://doi.org/10.1007/978-3-642-35289-8_26'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      if (run.optimizer.kind !== 'known' || isAny(run, 'adversarial')) continue;
      const optimizer = run.optimizer.value;
      const limit = rateLimits(optimizer.type);
      const rate = startingRate(optimizer);
      if (!limit || rate?.from !== 'source') continue;
      const { value } = rate;
      // A convex problem bears large steps.
      const shallow = depthOf(run.model) <= run.model.outputs.length;
      const notable = limit.notable * (shallow ? 10 : 1) * (hasLargeTargets(run) ? 0.1 : 1);
      if (value <= notable || seen.has(JSON.stringify(optimizer.place))) continue;
      seen.add(JSON.stringify(optimizer.place));
      const use = rate.places[rate.places.length - 1] ?? rate.places[0];
      report({
        message: 'far',
        at: use,
        severity: value >= limit.loud && !shallow && !isTruthTable(run) && isUnderstood(run) ? 'warning' : 'information',
        data: { rate: plainNumber(value), times: plainNumber(Math.round(value / limit.usual)), optimizer: optimizer.type },
        related: rate.places[0].start === use.start ? [] : [{ place: rate.places[0], message: 'the number is written here' }],
        fixes: [setRate(rate, limit, optimizer.type)],
        experiment: trains(run)
          ? { kind: 'train', run: run.id, sweep: 'learning_rate' }
          : { kind: 'none', reason: 'the model is never trained' },
      });
    }
  },
});

/** Layers with weights. Products that a program writes itself count where something bends between them: in a row without, they are one linear model. */
function depthOf(model: ModelGraph): number {
  const weighted = model.nodes.filter((node) => isWeighted(node) || isRecurrent(node));
  const products = weighted.filter(({ kind }) => kind === 'operation');
  const bent = products.some((node) => (kernelAt(model, node)?.activation ?? '') !== '');
  return weighted.length - (bent ? 0 : products.length);
}

/** What a loss that was not understood makes of a model is not known, nor how large steps it bears. */
const isUnderstood = ({ heads }: TrainingRun): boolean => heads.some(({ units }) => units.kind !== 'unknown');

/** With labels in the tens the gradient of a squared error is tens of times as large, and plain SGD takes it as it is. */
const hasLargeTargets = (run: TrainingRun): boolean =>
  valueOf(run.optimizer)?.type === 'SGD' &&
  run.heads.some((head) => {
    const range = labelRangeOf(head);
    return isLoss(head, regressionLosses) && range !== undefined && Math.max(Math.abs(range.min), Math.abs(range.max)) > 10;
  });

function setRate(rate: Known<number>, limit: RateLimits, optimizer: string): Fix | undefined {
  const edit = replaceLiteral(rate, plainNumber(limit.usual));
  return (
    edit && {
      title: `Set the learning rate to ${plainNumber(limit.usual)} (${optimizer}'s default)`,
      edits: [edit],
      safety: 'safe',
    }
  );
}

const plainNumber = (value: number): string => String(Number(value.toPrecision(3)));
