import type { Fix } from '../finding/finding';
import { argumentOf, ensureImport, setArgument } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import { isObject, type Plain } from '../facts/plain';
import type { FitCall, Optimizer, TrainingRun } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';
import { isWhole, layerTitle } from './support/graph';
import { countWeights, isRegularized } from './support/weights';

/** Weights for each sample, from which on the rule speaks. */
const many = 1000;

const example = (first: string, second: string): string => `from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

x, y = load_iris(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=0)
scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
x_test = scaler.transform(x_test)

model = keras.Sequential([
    keras.layers.Dense(${first}, activation="relu", input_shape=(4,)),
    ${second}
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=40, validation_data=(x_test, y_test))
`;

export default defineRule({
  id: 'oversized-for-data',
  group: 'architecture',
  severity: 'information',
  evidence: { measured: 'not-reproduced' },
  symptoms: ['validation-at-chance'],
  messages: {
    large:
      '{weights} weights are trained on {samples} samples, {ratio} for each, and there is no dropout, regularizer or early stopping. A model this large can learn its samples by heart: the loss falls in training and not on new data.',
  },
  docs: {
    summary: 'A model has more than a thousand weights for each sample and nothing that holds them back.',
    why: `With far more weights than samples a model can fit every one of them, noise and wrong labels included. The loss of training then falls to nothing while
that of new data rises, and it takes longer to train. Fewer units, dropout or early stopping are the usual remedies.`,
    bad: example(
      '512',
      `keras.layers.Dense(512, activation="relu"),
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
    ).replace('^^\n', '^^ oversized-for-data\n'),
    good: example('16', 'keras.layers.Dense(16, activation="relu"),'),
    limits:
      'Information only: large models often do well all the same. Speaks where the number of samples is known, they come from a data set or a file, each has one answer, and every layer can be counted. Silent with dropout, noise, regularizers, constraints, weight decay, EarlyStopping or callbacks that are not known, augmented data, fewer than ten epochs, fit in a loop, made-up data, autoencoders, and for transfer, adversarial and reinforcement training.',
    fixSafety:
      'Unsafe: training ends earlier, with the weights of the best epoch. Only offered where fit has validation data. Fewer units are for the author to choose.',
    probe:
      'Not trained: the loss falls with few weights and with many. Measured in Keras on iris: the large model knows 95% of the test data, a small one after as many epochs 89%; with a fifth of the labels drawn at random, 92% and 84%. Being large did no harm there.',
    references: [
      'https://keras.io/api/callbacks/early_stopping/',
      'https://www.tensorflow.org/tutorials/keras/overfit_and_underfit',
    ],
  },
  check(context, report) {
    const seen = new Set<number>();
    for (const run of context.program.runs) {
      const { loop, model } = run;
      if (loop.kind !== 'fit' || loop.method !== 'fit' || loop.repeated || !mayLearnByHeart(run, loop)) continue;
      const samples = samplesOf(run);
      const layers = samples === undefined ? undefined : countWeights(model);
      const largest = layers?.toSorted((a, b) => b.weights - a.weights)[0];
      if (samples === undefined || !layers || !largest || seen.has(largest.node.layer.key)) continue;
      const weights = layers.reduce((sum, layer) => sum + layer.weights, 0);
      if (weights <= many * samples) continue;
      seen.add(largest.node.layer.key);
      report({
        message: 'large',
        at: largest.node.layer.call.place,
        data: { weights: readable(weights), samples: readable(samples), ratio: readable(Math.floor(weights / samples)) },
        related: [
          ...run.inputs.slice(0, 1).map(({ place }) => ({ place, message: `${readable(samples)} samples` })),
          { place: model.place, message: `most of its weights are in ${layerTitle(largest.node)}` },
        ],
        fixes: [stopEarly(context, run, loop)],
        experiment: {
          kind: 'none',
          reason: 'the loss falls with few weights and with many; the difference shows on the real test data',
        },
      });
    }
  },
});

/** 266,755 */
const readable = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 20 });

/** Training is long enough to learn single samples, on one answer for each, and nothing is known or possible that holds it back. */
const mayLearnByHeart = (run: TrainingRun, loop: FitCall): boolean =>
  !isAny(run, 'transfer', 'adversarial', 'reinforcement', 'autoencoder') &&
  !run.model.loadedWeights &&
  isWhole(run.model) &&
  always(loop.epochs, (epochs) => epochs >= 10) &&
  run.heads.every(({ outputShape }) => valueOf(outputShape)?.length === 1) &&
  !isRegularized(run.model) &&
  run.optimizer.kind === 'known' &&
  !decays(run.optimizer.value) &&
  isUnwatched(run, loop);

const decays = ({ type, arguments: given }: Optimizer): boolean =>
  /^(?:AdamW|SGDW|LAMB|Lion)$/.test(type) ||
  (given.weight_decay !== undefined && !always(given.weight_decay, (decay) => decay === null || decay === 0));

/** Every callback is one of Keras's own that does not end training. */
function isUnwatched({ callbacks }: TrainingRun, { call, arguments: given }: FitCall): boolean {
  if (call.arguments.some(({ star }) => star > 0)) return false;
  if (!argumentOf(call, 'callbacks') || always(given.callbacks, (value) => value === null)) return true;
  const list = valueOf(given.callbacks);
  return (
    Array.isArray(list) &&
    callbacks.open === undefined &&
    list.every((one: Plain) => isObject(one) && /^keras\.callbacks\.(?!EarlyStopping|LambdaCallback)/.test(one.type))
  );
}

/** How many samples there are, where they are real ones: made-up data can be made larger. */
function samplesOf({ inputs }: TrainingRun): number | undefined {
  const real = inputs.every(
    ({ container, origins, originsComplete, steps }) =>
      (container === 'array' || container === 'dataframe') &&
      originsComplete &&
      origins.length > 0 &&
      origins.every(({ kind }) => kind === 'dataset' || kind === 'file') &&
      !steps.some(({ kind }) => kind === 'augment'),
  );
  const samples = real ? valueOf(inputs[0]?.shape)?.[0] : undefined;
  return typeof samples === 'number' && samples > 0 ? samples : undefined;
}

function stopEarly(context: RuleContext, run: TrainingRun, { call }: FitCall): Fix | undefined {
  if ((!run.validation && !argumentOf(call, 'validation_split')) || argumentOf(call, 'callbacks')) return undefined;
  const written = ensureImport(context, call.place.source, 'keras.callbacks.EarlyStopping');
  const edit = written && setArgument(call, 'callbacks', `[${written.name}(patience=5, restore_best_weights=True)]`);
  return (
    edit && {
      title: 'Stop when the validation loss has not fallen for 5 epochs (EarlyStopping with patience=5)',
      edits: [...written.edits, edit],
      safety: 'unsafe',
    }
  );
}
