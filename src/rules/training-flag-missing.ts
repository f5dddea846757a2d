import { setArgument } from '../edits/edits';
import { valueOf } from '../facts/fact';
import { defineRule } from './define';
import { isAny } from './guards';
import { fixOf } from './support/fixes';
import { customLoop } from './support/step-examples';
import { tapeRuns } from './support/steps';

const layers = `    tf.keras.layers.Dense(16, activation="relu"),
    tf.keras.layers.BatchNormalization(),
    tf.keras.layers.Dense(1),`;

const step = (call: string): string => `    with tf.GradientTape() as tape:
        ${call}
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`;

export default defineRule({
  id: 'training-flag-missing',
  group: 'training',
  severity: 'warning',
  evidence: {
    measured: 'partly',
    exception:
      'BatchNormalization certainly does nothing then, which matters where the network needs it (unscaled inputs); information with Dropout alone',
  },
  symptoms: [],
  messages: {
    absent: 'The model is called without training=True, so {layers} {verb} as in prediction. {consequence}',
  },
  docs: {
    summary: 'A custom loop calls a model with Dropout or BatchNormalization without training=True.',
    why: `fit tells the layers that it is training; a custom loop has to say so itself. Without training=True, Dropout drops nothing, and BatchNormalization
normalises with its moving averages, which then never move from 0 and 1: it leaves everything as it is. A network that learns without it still learns.`,
    bad: customLoop({
      layers,
      step: step(`loss = loss_fn(y, model(x))
        #                 ^^^^^^^^ training-flag-missing`),
    }),
    good: customLoop({ layers, step: step('loss = loss_fn(y, model(x, training=True))') }),
    limits:
      'Warning with BatchNormalization, information with Dropout and noise alone. Only for models whose own weights are trained by this step: a teacher or a perceptual loss is rightly called as in prediction. Silent where training=False is written, where the class gives `training` another default or passes it on itself, with the learning phase set, and in reinforcement learning.',
    fixSafety: "Safe: it only tells the layers what fit tells them. Not offered where the class's own call takes no `training`.",
    probe:
      'Trains both versions. In a short run the fix may look worse, because moving averages need some hundred steps to arrive. Measured in Keras, 500 to 600 steps: on inputs of size 20 R2 0.29 against 0.65 with Adam and NaN against 0.70 with SGD, 5 of 5 runs; on standardized inputs it is no help (eight layers, 0.75 against 0.60).',
    references: [
      'https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/',
      'https://keras.io/api/layers/normalization_layers/batch_normalization/',
    ],
  },
  check(context, report) {
    const phase = context.program.calls.some(({ call }) => call.callee.endsWith('set_learning_phase'));
    const seen = new Set<number>();
    for (const { run, loop } of tapeRuns(context)) {
      if (phase || !loop.apply || isAny(run, 'reinforcement')) continue;
      for (const forward of loop.step.forwards) {
        const [first] = forward.idle;
        if (!forward.trained || !first || forward.training.kind !== 'known' || valueOf(forward.training) !== null) continue;
        if (seen.has(forward.place.start)) continue;
        seen.add(forward.place.start);
        const types = [...new Set(forward.idle.map(({ type }) => type))];
        report({
          message: 'absent',
          at: forward.place,
          // Without Dropout a model learns all the same, only unregularised.
          severity: types.includes('BatchNormalization') ? 'warning' : 'information',
          data: {
            layers: types.join(' and '),
            verb: types.length === 1 ? 'acts' : 'act',
            consequence: types.includes('BatchNormalization')
              ? 'Its moving averages stay at their start, and the batch is not normalised.'
              : 'Nothing is dropped or disturbed, so it does not regularise.',
          },
          related: [{ place: first.place, message: `this ${first.type} is not told that it is training` }],
          fixes: [
            forward.takesTraining
              ? fixOf('Add training=True to the call', 'safe', setArgument(forward.call, 'training', 'True'))
              : undefined,
          ],
          experiment: { kind: 'train', run: run.id, patch: { title: 'With training=True', change: { kind: 'loop' } } },
        });
      }
    }
  },
});
