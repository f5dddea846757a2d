import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { placeCause } from './head-group';
import { loopAround, remembers } from './support/steps';

const program = (before: string, inside: string): string => `import numpy as np
from tensorflow import keras

x = np.random.normal(size=(256, 4)).astype("float32")
y = np.abs(x[:, :1]) + x[:, 1:2]

model = keras.Sequential([
    keras.Input(shape=(4,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(1),
])
${before}
for epoch in range(20):
${inside}    model.fit(x, y, epochs=1, batch_size=32, verbose=0)
`;

export default defineRule({
  id: 'recompile-in-loop',
  group: 'training',
  severity: 'warning',
  evidence: { measured: 'not-measured', exception: 'the moments, or the weights, are certainly lost in every round' },
  symptoms: ['slow', 'flat', 'saw-tooth'],
  messages: {
    compile:
      'The model is compiled again in every round, before a single epoch of training. compile makes a new optimizer, so the moments and the schedule of {optimizer} start from zero each time.',
    model:
      'The model is built anew in every round of the loop and trained for a single epoch. Each round begins with random weights again, so nothing adds up.',
  },
  docs: {
    summary: 'compile, or the construction of the model, stands inside the loop over the epochs.',
    why: `compile makes a new optimizer and so forgets what Adam or momentum has gathered; building the model anew forgets the weights themselves. In a loop over
epochs the loss then goes down and up like a saw.`,
    bad: program(
      '',
      `    model.compile(optimizer="adam", loss="mse")
    #^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ recompile-in-loop
`,
    ),
    good: program('model.compile(optimizer="adam", loss="mse")\n', ''),
    limits:
      'Only where one round trains for one epoch, in a loop over a counter or over batches: folds, searches and repeated experiments train longer in each round. Plain SGD remembers nothing, so compiling again is harmless.',
    fixSafety: 'There is no automatic fix: move the line before the loop.',
    probe: 'Trains once as written, with what each round forgets, and once without forgetting.',
    references: ['https://keras.io/api/models/model_training_apis/', 'https://keras.io/getting_started/faq/'],
  },
  check({ program: { runs } }, report) {
    const seen = new Set<string>();
    for (const run of runs) {
      const { loop, model, compile, compiledIn } = run;
      if (loop.kind !== 'fit' || !compile || !compiledIn || model.loadedWeights || run.traits.transfer) continue;
      const single = loop.method === 'train_on_batch' || valueOf(loop.epochs) === 1;
      const around = loopAround([compiledIn, loop.around]);
      const key = JSON.stringify(compile.place);
      if (!single || !around || around.over === 'other' || around.over === 'folds' || seen.has(key)) continue;
      seen.add(key);
      const optimizer = valueOf(run.optimizer);
      const anew = loopAround([model.madeIn, loop.around]) !== undefined;
      if (!anew && (!optimizer || !remembers(optimizer))) continue;
      const related = [{ place: loop.call.place, message: 'one epoch of training' }];
      const title = anew ? 'With the model built once' : 'With the model compiled once';
      const experiment = { kind: 'train', run: run.id, patch: { title, change: { kind: 'loop' } } } as const;
      const cause = placeCause('goes on', loop.call.place);
      if (anew) report({ message: 'model', at: model.place, cause, related, experiment });
      else
        report({
          message: 'compile',
          at: compile.place,
          cause,
          data: { optimizer: optimizer?.type ?? 'it' },
          related,
          experiment,
        });
    }
  },
});
