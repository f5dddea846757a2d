import { defineRule } from './define';
import { placeCause } from './head-group';
import { samePlace } from '../text/place';
import { isAny } from './guards';
import type { FitCall, TrainingRun } from '../facts/training';

const example = (inside: boolean): string => {
  const model = (indent: string): string => `${indent}model = keras.Sequential([
${indent}    keras.layers.Dense(16, activation="relu", input_shape=(8,)),
${indent}    keras.layers.Dense(1, activation="sigmoid"),
${indent}])
${indent}model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
`;
  return `import numpy as np
from sklearn.model_selection import KFold
from tensorflow import keras

x = np.random.rand(300, 8)
y = (x.sum(axis=1) > 4).astype("int32")

${inside ? '' : model('')}scores = []
for train, test in KFold(n_splits=3, shuffle=True).split(x):
${inside ? model('    ') : ''}    model.fit(x[train], y[train], epochs=5, verbose=0)
${inside ? '' : '    #^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stale-training-state\n'}    scores.append(model.evaluate(x[test], y[test], verbose=0))
`;
};

export default defineRule({
  id: 'stale-training-state',
  group: 'training',
  severity: 'warning',
  evidence: { measured: 'not-measured', exception: 'the weights certainly go on from the round before, whatever the data' },
  symptoms: ['constant', 'flat'],
  messages: {
    folds:
      '{model} is made before the loop over the folds, so every fold goes on from the weights of the one before. It has already been trained on the part it is tested on.',
    recompiled:
      '{model} is made before the loop and compiled in it. compile gives it a new optimizer and leaves its weights as they are, so every round goes on from the one before.',
  },
  docs: {
    summary: 'Training that is meant to begin anew goes on from weights that are already trained.',
    why: `fit continues from the weights the model has, and compile does not reset them. A loop over folds or settings that makes its model once compares rounds
that did not begin at the same place; a round that went wrong (NaN, saturated units) spoils all that follow.`,
    bad: example(false),
    good: example(true),
    limits:
      'Speaks of loops over the folds of scikit-learn, and of loops that compile the model they did not make. Silent where weights are loaded or assigned, where the model is handed to code that was not read, and for adversarial, reinforcement and transfer training, where compiling again is how phases are told apart.',
    fixSafety: 'There is no automatic fix: make the model in the loop.',
    probe: 'Not trained: it is about what happened before.',
    references: [
      'https://keras.io/api/models/model_training_apis/',
      'https://scikit-learn.org/stable/modules/cross_validation.html',
    ],
  },
  check({ program }, report) {
    const seen = new Set<number>();
    for (const run of program.runs) {
      const { loop } = run;
      if (loop.kind !== 'fit' || loop.method === 'train_on_batch' || !goesOn(run, loop)) continue;
      const folds = loop.around.find(({ over, makes }) => over === 'folds' && !makes);
      const compiling = loop.around.find(({ compiles, makes }) => compiles && !makes);
      const around = folds ?? compiling;
      if (!around || seen.has(loop.call.place.start) || isAnotherModel(program.runs, run)) continue;
      seen.add(loop.call.place.start);
      report({
        message: folds ? 'folds' : 'recompiled',
        at: loop.call.place,
        cause: placeCause('goes on', loop.call.place),
        data: { model: `\`${run.model.name}\`` },
        related: [{ place: run.model.place, message: 'made here, once' }],
        experiment: { kind: 'none', reason: 'it is about what happened before' },
      });
    }
  },
});

/** `for model in (small, large): model.fit(...)`: each round trains another one. */
const isAnotherModel = (runs: readonly TrainingRun[], { loop, model }: TrainingRun): boolean =>
  loop.kind === 'fit' &&
  runs.some(
    (other) =>
      other.loop.kind === 'fit' &&
      samePlace(other.loop.call.place, loop.call.place) &&
      !samePlace(other.model.place, model.place),
  );

/** The weights of one round are those the next one begins with. */
const goesOn = (run: TrainingRun, { resets }: FitCall): boolean =>
  !resets && !run.model.loadedWeights && !isAny(run, 'adversarial', 'reinforcement', 'transfer');
