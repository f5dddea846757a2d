import { replaceLiteral, setArgument } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import type { DataFlow } from '../facts/data';
import type { Optimizer, TrainingRun } from '../facts/training';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { isAffine, isRecurrent, isWhole } from './support/graph';
import { hasNone } from '../facts/open-list';
import { rateLimits, startingRate } from './support/rates';

export default defineRule({
  id: 'lr-too-low',
  group: 'training',
  severity: 'warning',
  evidence: { measured: 'confirmed' },
  symptoms: ['flat', 'slow', 'constant', 'uniform'],
  messages: {
    still:
      'A learning rate of {rate} moves each weight by next to nothing: in {steps} the loss hardly changes. {optimizer} usually starts at {usual}.',
  },
  docs: {
    summary: 'The learning rate is so small that the loss hardly moves within the run.',
    why: `Adam moves every weight by about the learning rate in each step; plain SGD by the rate times the gradient. At a millionth, a thousand steps change
a weight by a thousandth: the loss looks frozen although everything else is right.`,
    bad: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-6), loss="binary_crossentropy")
#                                                           ^^^^ lr-too-low
model.fit(x, y, epochs=20)
`,
    good: `import numpy as np
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=1e-3), loss="binary_crossentropy")
model.fit(x, y, epochs=20)
`,
    limits:
      'Silent for pretrained backbones and loaded weights, where small rates are right, for schedules and warm-up, and where a callback changes the rate. From a hundredth of the default rate down it speaks: 1e-5 (Adam and its kin), 1e-4 (SGD; momentum counts as the rate over 1 - momentum). Also silent for linear models on unscaled features, and where the run is so long that small steps add up. Adadelta and Adagrad are never flagged.',
    fixSafety: 'Safe where the number is used for this optimizer only; not offered where it feeds something else.',
    probe:
      'Trains with both rates and compares the metric with chance. Measured in Keras: Adam 1e-6 10% against 100%, SGD 1e-5 10% against 100%, 5 of 5 runs. In the probe Adam 1e-5 is at 13% after 2,000 steps (chance 10%).',
    references: [
      'https://keras.io/api/optimizers/',
      'https://doi.org/10.1145/3411764.3445538',
      'https://proceedings.mlr.press/v28/sutskever13.html',
    ],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      // What is not understood of a model may be pretrained, and asks for a small rate then.
      if (run.optimizer.kind !== 'known' || !trains(run) || isFineTuning(run) || !isWhole(run.model)) continue;
      const optimizer = run.optimizer.value;
      const limit = rateLimits(optimizer.type);
      const rate = startingRate(optimizer);
      if (!limit || !rate || rate.scheduled || (rate.from !== 'source' && optimizer.type !== 'Adadelta')) continue;
      if (isConvexOnRawData(run, rate.value) || movesEnough(run, rate.value)) continue;
      const key = JSON.stringify(optimizer.place);
      const moves = rate.value * momentumGain(optimizer);
      if (moves * gradientScale(run, optimizer, 1) > limit.least || seen.has(key)) continue;
      const certain = moves * gradientScale(run, optimizer, LARGE) <= limit.least;
      seen.add(key);
      const use = rate.places.at(-1) ?? rate.places[0];
      const edit =
        rate.from === 'source'
          ? replaceLiteral(rate, String(limit.usual))
          : optimizer.call && setArgument(optimizer.call, 'learning_rate', String(limit.usual));
      const epochs = run.loop.kind !== 'none' && run.loop.epochs.kind === 'known' ? run.loop.epochs.value : undefined;
      report({
        message: 'still',
        severity: certain && optimizer.type !== 'Adadelta' ? undefined : 'information',
        at: use,
        data: {
          rate: String(rate.value),
          steps: epochs === undefined ? 'an ordinary run' : `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`,
          optimizer: optimizer.type,
          usual: limit.usual,
        },
        related: rate.places[0].start === use.start ? [] : [{ place: rate.places[0], message: 'the number is written here' }],
        fixes: [edit && { title: `Set the learning rate to ${limit.usual}`, edits: [edit], safety: 'safe' }],
        experiment: { kind: 'train', run: run.id, sweep: 'learning_rate' },
      });
    }
  },
});

/** Weights that exist already move in small steps; a callback that sets the rate, or that is not known, makes it another than the one written. */
const isFineTuning = (run: TrainingRun): boolean =>
  isAny(run, 'transfer', 'adversarial', 'reinforcement') ||
  run.model.loadedWeights ||
  !hasNone(run.callbacks, ({ type }) => /(?:LearningRateScheduler|LambdaCallback)$/.test(type));

/** A linear model on features in the hundreds has gradients so large that only a tiny rate converges. */
function isConvexOnRawData({ model, inputs, optimizer }: TrainingRun, rate: number): boolean {
  // Adaptive optimizers divide the size of the gradient away, and no data is so large that a billionth of the usual rate suits it.
  if (!always(optimizer, ({ type }) => type === 'SGD') || rate < 1e-9) return false;
  const layers = model.nodes.filter((node) => isAffine(node) || isRecurrent(node)).length;
  const raw =
    inputs.length === 0 ||
    inputs.some(({ range }) => range.kind !== 'known' || Math.max(Math.abs(range.value.min), Math.abs(range.value.max)) > 10);
  return layers <= 1 && raw;
}

/** Adaptive optimizers move a weight by about the rate in each step: over a long run small steps add up. */
function movesEnough({ loop, inputs, optimizer }: TrainingRun, rate: number): boolean {
  if (loop.kind === 'none' || always(optimizer, ({ type }) => type === 'SGD' || type === 'Adadelta')) return false;
  const samples = valueOf(inputs[0]?.shape)?.[0];
  const epochs = valueOf(loop.epochs);
  const batch = valueOf(loop.batchSize);
  return (
    typeof samples === 'number' && epochs !== undefined && batch !== undefined && rate * epochs * Math.ceil(samples / batch) > 0.1
  );
}

/** What the values of a table or series that are not known may reach without being odd. */
const LARGE = 1000;

/**
 * How much larger than usual the gradients of plain SGD may be: the limits are those of features and errors of about 1, and both enter the gradient of
 * the first layer as factors (a squared error's with its own size, a cross-entropy's is at most 1). Of what is not known `otherwise` is
 * taken: with 1 the rate looks too low, with `LARGE` it is so whatever the data.
 */
function gradientScale({ inputs, heads }: TrainingRun, { type }: Optimizer, otherwise: number): number {
  if (type !== 'SGD') return 1;
  const size = (flow: DataFlow | undefined): number => {
    const range = valueOf(flow?.range);
    return range ? Math.max(1, Math.abs(range.min), Math.abs(range.max)) : otherwise;
  };
  const features = Math.max(...(inputs.length > 0 ? inputs.map(size) : [otherwise]));
  const errors = heads.map(({ loss, labels }) => {
    const name = valueOf(loss)?.name;
    return name !== undefined && bounded.test(name) ? 1 : size('origins' in labels ? labels : undefined);
  });
  return features * Math.max(1, ...errors);
}

/** Losses whose gradient by the output is at most 1, whatever the labels are; that of a binary cross-entropy grows with labels that are none. */
const bounded = /categorical_crossentropy|softmax_cross_entropy|hinge|absolute|huber|log_?cosh/;

/** Momentum m adds steps up to 1 / (1 - m) of them (Sutskever et al. 2013, section 2). Unknown momentum may be any. */
function momentumGain({ type, arguments: facts }: Optimizer): number {
  if (type !== 'SGD') return 1;
  const { momentum } = facts;
  if (momentum === undefined || always(momentum, (value) => value === null)) return 1;
  const value = valueOf(momentum);
  return typeof value === 'number' && value >= 0 && value < 1 ? Number((1 / (1 - value)).toPrecision(9)) : Infinity;
}
