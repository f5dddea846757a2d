import { argumentOf, replaceLiteral } from '../edits/edits';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { classification } from './support/examples';
import { fixOf } from './support/fixes';
import { startingRate } from './support/rates';

export default defineRule({
  id: 'adam-epsilon',
  group: 'training',
  severity: 'warning',
  evidence: { measured: 'confirmed' },
  symptoms: ['flat', 'slow', 'uniform'],
  messages: {
    damps:
      'epsilon={epsilon} is added to the size of the gradient that {optimizer} divides by. Gradients are usually far smaller than that, so all steps shrink to next to nothing.',
  },
  docs: {
    summary: 'The epsilon of Adam or a relative is so large that it swallows the gradient.',
    why: `Adam divides the mean gradient by sqrt(v) + epsilon, so that steps have about the size of the learning rate. With an epsilon of 0.1 or 1, far above
usual gradients, the division no longer adapts anything: the step is learning rate times gradient divided by epsilon, thousands of times too small.`,
    bad: classification({
      compile: `model.compile(optimizer=keras.optimizers.Adam(epsilon=1.0), loss="sparse_categorical_crossentropy")
#                                                     ^^^ adam-epsilon`,
    }),
    good: classification({
      compile: 'model.compile(optimizer=keras.optimizers.Adam(epsilon=1e-7), loss="sparse_categorical_crossentropy")',
    }),
    limits:
      'From 0.1 on. Silent where published recipes use it: together with a learning rate of 0.01 or more (Inception), for pretrained backbones and in reinforcement learning.',
    fixSafety: 'Safe where the number is used for this optimizer only.',
    probe:
      'Trains both versions and compares the metric with chance. Measured in Keras: epsilon=1 13% against 100%, 5 of 5 runs.',
    references: ['https://keras.io/api/optimizers/adam/', 'https://doi.org/10.48550/arXiv.1412.6980'],
  },
  check({ program }, report) {
    const seen = new Set<string>();
    for (const run of program.runs) {
      const optimizer = run.optimizer.kind === 'known' ? run.optimizer.value : undefined;
      const epsilon = optimizer?.arguments.epsilon;
      // Recipes that raise both (Inception: 0.045 and 1), and those of reinforcement learning, mean it.
      const recipe = optimizer !== undefined && (startingRate(optimizer)?.value ?? 0) >= 0.01;
      if (
        !optimizer ||
        recipe ||
        isAny(run, 'transfer', 'reinforcement') ||
        !trains(run) ||
        epsilon?.kind !== 'known' ||
        epsilon.from !== 'source' ||
        typeof epsilon.value !== 'number'
      )
        continue;
      if (epsilon.value < 0.1 || seen.has(JSON.stringify(optimizer.place))) continue;
      seen.add(JSON.stringify(optimizer.place));
      report({
        message: 'damps',
        at: (optimizer.call && argumentOf(optimizer.call, 'epsilon')?.value) ?? optimizer.place,
        data: { epsilon: epsilon.value, optimizer: optimizer.type },
        fixes: [fixOf("Set epsilon to 1e-07 (Keras's default)", 'safe', replaceLiteral(epsilon, '1e-07'))],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});
