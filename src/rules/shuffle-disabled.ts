import { argumentOf, removeArgument, textOf } from '../edits/edits';
import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { fitOf, isAny } from './guards';
import { labelFlow } from './support/data';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { isRecurrent } from './support/graph';

export default defineRule({
  id: 'shuffle-disabled',
  group: 'data',
  severity: 'hint',
  evidence: {
    measured: 'not-reproduced',
    wild: { right: 1, unclear: 3, benign: 4 },
    exception: 'warning where the labels are known to be class after class',
  },
  symptoms: ['saw-tooth', 'chance-accuracy', 'validation-at-chance'],
  messages: {
    ordered:
      'shuffle=False keeps the samples in their order, and they are sorted by class. Each batch then holds one class only, and the model is pulled to whichever came last.',
    unknown:
      'shuffle=False keeps the samples in the order in which they were loaded. If that order means anything, batches are one-sided and the loss saw-tooths.',
  },
  docs: {
    summary: 'Training data is not shuffled between epochs.',
    why: `A batch should be a fair sample. In sorted data a batch holds one class only: its gradient says "everything is class 3", the next one "everything is class 4".
The loss jumps within every epoch, and the last classes win.`,
    bad: classification({
      data: `x = np.random.rand(300, 8)
y = np.concatenate([np.zeros(100), np.ones(100), np.full(100, 2)])
x[:, 0] += y`,
      fit: `model.fit(x, y, epochs=20, shuffle=False)
#                          ^^^^^^^^^^^^^ shuffle-disabled`,
    }),
    good: classification({
      data: `x = np.random.rand(300, 8)
y = np.concatenate([np.zeros(100), np.ones(100), np.full(100, 2)])
x[:, 0] += y`,
    }),
    limits:
      'Warning where the labels are known to be sorted by class; else a hint, because order may be meant. Silent for time series, recurrent models and reinforcement learning, for datasets and generators (where Keras ignores the argument), and where the arrays were shuffled or split at random before.',
    fixSafety: 'Safe where the labels are known to be sorted by class, else unsafe.',
    probe:
      'Trains both versions. Measured in Keras with Adam and SGD: no difference in the end; the loss saw-tooths within epochs.',
    references: ['https://keras.io/api/models/model_training_apis/#fit-method'],
  },
  check(context, report) {
    for (const run of context.program.runs) {
      const loop = fitOf(run);
      if (!loop || valueOf(loop.shuffle) !== false || isAny(run, 'timeSeries', 'reinforcement', 'adversarial')) continue;
      if (run.model.nodes.some(isRecurrent)) continue;
      const labels = run.heads.flatMap((head) => labelFlow(head) ?? []);
      const flows = [...run.inputs, ...labels];
      const sorted = labels.some(({ order }) => valueOf(order) === 'class-ordered');
      const pipelines = flows.some(({ container }) => container === 'dataset' || container === 'generator');
      const mixed = flows.some(({ order }) => valueOf(order) === 'shuffled' || valueOf(order) === 'temporal');
      const argument = argumentOf(loop.call, 'shuffle');
      if (pipelines || (mixed && !sorted) || !argument) continue;
      const shared = {
        at: argument.place,
        fixes: [
          fixOf(
            `Remove ${textOf(context, argument.place)}`,
            sorted ? 'safe' : 'unsafe',
            removeArgument(context, loop.call, argument),
          ),
        ],
        experiment: { kind: 'train', run: run.id },
      } as const;
      if (sorted) report({ message: 'ordered', severity: 'warning', ...shared });
      else report({ message: 'unknown', ...shared });
    }
  },
});
